//! Pages: one per place, of its latest landing facts.

use std::fmt::Write as _;

use model::observation::LandingPage;

use super::Make;
use super::looks::{closed, dns, landing, look, page, place, with_page};
use crate::Result;

/// A look without a page leaves none; a look at the DNS leaves it alone, whatever it brings.
pub fn only_the_latest_is_kept(make: Make<'_>) -> Result<()> {
    let database = make();
    let put = |facts, minutes, html: Option<&str>| {
        let mut look = look("a.tn", facts, minutes);
        look.page = html.map(page);
        database.put_observed(&[look]).map(drop)
    };
    let kept = || database.page_of(&place("a.tn"));
    assert_eq!(kept()?, None);
    put(landing("A"), 0, Some("one"))?;
    assert_eq!(kept()?, Some(page("one")));
    put(landing("A"), 1, Some("two"))?;
    assert_eq!(kept()?, Some(page("two")), "where nothing else is news too");
    put(closed("A"), 2, Some("three"))?;
    assert_eq!(kept()?, Some(page("three")));
    put(dns("34.155.58.152"), 3, Some("not of the DNS"))?;
    put(landing("A"), 1, Some("late"))?;
    assert_eq!(kept()?, Some(page("three")));
    let version = database.version()?;
    put(closed("A"), 2, Some("three"))?;
    assert_eq!(database.version()?, version);
    put(closed("A"), 4, None)?;
    assert_eq!(kept()?, None);
    assert_eq!(database.verify()?, Vec::<String>::new());
    Ok(())
}

/// As large as they come, of any letters, and empty.
pub fn large_and_strange_pages_come_back(make: Make<'_>) -> Result<()> {
    let database = make();
    let mut noise = String::new();
    let mut state = 1_u64;
    while noise.len() < 64 * 1024 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        write!(noise, "{:08x}", state >> 32).unwrap_or_else(|_| unreachable!("a string takes any text"));
    }
    let headers = (0..300)
        .map(|number| (format!("x-{number}"), "v".repeat(300)))
        .collect();
    let pages = [
        LandingPage::default(),
        page(&noise),
        page(&"<p>".repeat(21_845)),
        page(&"متجر \u{1f6d2} \"\\\u{0}\u{7f}\r\n\u{2028}".repeat(2000)),
        page(&"\u{1}".repeat(65_536)),
        LandingPage {
            headers,
            ..LandingPage::default()
        },
    ];
    for (number, page) in pages.into_iter().enumerate() {
        let name = format!("{number}.com.tn");
        database.put_observed(&[with_page(look(&name, landing("A"), 0), page.clone())])?;
        assert_eq!(database.page_of(&place(&name))?, Some(page), "page {number}");
    }
    assert_eq!(database.verify()?, Vec::<String>::new());
    Ok(())
}

/// A link is a place of its own.
pub fn links_and_hosts_have_their_own(make: Make<'_>) -> Result<()> {
    let database = make();
    let long = format!("bit.ly/3xYz?to={}", "x".repeat(1900));
    let names = ["bit.ly", "bit.ly/3xYz", "bit.ly/3xyz", &long];
    let looks: Vec<_> = names
        .iter()
        .map(|name| with_page(look(name, landing("A"), 0), page(name)))
        .collect();
    database.put_observed(&looks)?;
    database.put_observed(&[look("bit.ly/3xYz", landing("A"), 1)])?;
    for name in names {
        let expected = (name != "bit.ly/3xYz").then(|| page(name));
        assert_eq!(database.page_of(&place(name))?, expected, "{name}");
    }
    assert_eq!(database.page_of(&place("bit.ly/other"))?, None);
    Ok(())
}
