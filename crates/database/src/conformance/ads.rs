//! Ads and verdicts: walks, filters, judging again.

use std::ops::ControlFlow;

use model::{Class, Confidence, Host, Kind, LinkSource, Rule, Verdict};

use super::samples::{ENGINE, Sample, at, batch, import, sample};
use super::{Make, all};
use crate::{AdFilter, Database, Error, Result};

fn ids(database: &dyn Database, filter: &AdFilter) -> Result<Vec<String>> {
    Ok(all(|visit| database.each_ad(filter, visit))?
        .into_iter()
        .map(|ad| ad.id)
        .collect())
}

fn judged_by(id: &str, owner: Option<&str>, mention: Option<&str>, engine: u64) -> Sample {
    let mut sample = sample(id, id, at(0));
    sample.ad.verdict.owner = owner.map(Into::into);
    sample.ad.verdict.mention = mention.map(Into::into);
    sample.ad.engine = engine;
    sample
}

/// With the links in order and the button.
pub fn come_back_by_id_with_links(make: Make<'_>) -> Result<()> {
    let database = make();
    import(
        &*database,
        vec![batch(&[
            sample("20", "b", at(0)),
            sample("10", "a", at(0)),
            sample("3", "c", None),
        ])],
    )?;
    let ads = all(|visit| database.each_ad(&AdFilter::default(), visit))?;
    assert_eq!(
        ads.iter().map(|ad| ad.id.as_str()).collect::<Vec<_>>(),
        ["10", "20", "3"]
    );
    let links: Vec<_> = ads
        .first()
        .map(|ad| ad.links.iter().collect())
        .unwrap_or_default();
    let expected = [
        (LinkSource::LinkUrl, "https://a.converty.shop/"),
        (LinkSource::Body, "https://wa.me/21600000000"),
    ];
    assert_eq!(links, expected);
    assert!(ads.iter().all(|ad| ad.cta_type == "SHOP_NOW"));
    Ok(())
}

/// Each alone, and all together.
pub fn filters_choose(make: Make<'_>) -> Result<()> {
    let database = make();
    let samples = [
        judged_by("1", Some("x"), None, ENGINE),
        judged_by("2", None, Some("x"), ENGINE + 1),
        judged_by("3", Some("y"), None, ENGINE),
        judged_by("4", None, None, ENGINE + 1),
    ];
    import(&*database, vec![batch(&samples)])?;
    let of = |stale_for, pages: Option<&[&str]>, seller: Option<&str>| AdFilter {
        stale_for,
        pages: pages.map(|pages| pages.iter().map(|page| format!("page of {page}")).collect()),
        seller: seller.map(str::to_owned),
    };
    assert_eq!(ids(&*database, &of(None, None, None))?, ["1", "2", "3", "4"]);
    assert_eq!(ids(&*database, &of(Some(ENGINE), None, None))?, ["2", "4"]);
    assert_eq!(
        ids(&*database, &of(None, Some(&["3", "1", "nobody"]), None))?,
        ["1", "3"]
    );
    assert_eq!(ids(&*database, &of(None, Some(&[]), None))?, Vec::<String>::new());
    assert_eq!(ids(&*database, &of(None, None, Some("x")))?, ["1", "2"]);
    assert_eq!(
        ids(&*database, &of(Some(ENGINE), Some(&["1", "2"]), Some("x")))?,
        ["2"]
    );
    Ok(())
}

/// Every name of every part, and every optional part there and not there.
pub fn verdicts_come_back_whole(make: Make<'_>) -> Result<()> {
    let database = make();
    let mut samples = Vec::new();
    for (number, rule) in Rule::ALL.iter().enumerate() {
        let turn = |length: usize| number % length;
        let pick = |some: bool, text: &str| some.then(|| text.into());
        let mut sample = sample(&format!("{number:03}"), "x", at(0));
        sample.ad.verdict = Verdict {
            class: Class::ALL.get(turn(3)).copied().unwrap_or(Class::Unknown),
            platform: pick(number % 2 == 0, "shopify"),
            kind: Kind::ALL
                .get(turn(Kind::ALL.len()))
                .copied()
                .unwrap_or(Kind::None),
            host: Host::parse("www.shop.com.tn").ok().filter(|_| number % 5 > 0),
            confidence: Confidence::ALL.get(turn(3)).copied().unwrap_or(Confidence::Low),
            rule: *rule,
            mixed: number % 3 == 0,
            contested: number % 2 == 1,
            owner: pick(number % 4 == 0, "vervane"),
            mention: pick(number % 4 == 1, "متجر"),
        };
        samples.push(sample);
    }
    import(&*database, vec![batch(&samples)])?;
    let judged = all(|visit| database.each_judged(visit))?;
    let expected: Vec<_> = samples.iter().map(|sample| &sample.ad.verdict).collect();
    assert_eq!(judged.iter().map(|ad| &ad.verdict).collect::<Vec<_>>(), expected);
    let ad = judged
        .first()
        .map(|ad| (ad.page_id.as_str(), ad.page_name.as_str(), ad.started, ad.active));
    assert_eq!(ad, Some(("page of x", "Page x", at(-60), Some(true))));
    Ok(())
}

/// Unknown ids are passed over; the same verdicts again change nothing.
pub fn writing_verdicts_ends_staleness(make: Make<'_>) -> Result<()> {
    let database = make();
    import(
        &*database,
        vec![batch(&[sample("1", "a", at(0)), sample("2", "b", at(0))])],
    )?;
    assert_eq!((database.count_stale(ENGINE)?, database.count_stale(1)?), (0, 2));
    let verdict = Verdict::new(
        Class::Concurrent,
        Kind::Messaging,
        Confidence::High,
        Rule::Whatsapp,
    );
    let verdicts = vec![
        ("2".to_owned(), verdict.clone()),
        ("nobody".to_owned(), verdict.clone()),
    ];
    database.write_verdicts(1, &verdicts)?;
    assert_eq!((database.count_stale(ENGINE)?, database.count_stale(1)?), (1, 1));
    let classes: Vec<_> = all(|visit| database.each_judged(visit))?
        .into_iter()
        .map(|ad| ad.verdict.class)
        .collect();
    assert_eq!(classes, [Class::Converty, Class::Concurrent]);
    let version = database.version()?;
    database.write_verdicts(1, &verdicts)?;
    assert_eq!(database.version()?, version);
    let contested = Verdict {
        contested: true,
        ..verdict
    };
    database.write_verdicts(1, &vec![("2".to_owned(), contested.clone())])?;
    assert!(database.version()? > version);
    let last = all(|visit| database.each_judged(visit))?.pop();
    assert_eq!(last.map(|ad| ad.verdict), Some(contested));
    Ok(())
}

/// Reading and writing inside a walk; the walk sees the state at which it began.
pub fn visitors_may_call_back(make: Make<'_>) -> Result<()> {
    let database = make();
    let samples: Vec<_> = (10..60).map(|id| sample(&id.to_string(), "a", at(0))).collect();
    import(&*database, vec![batch(&samples)])?;
    let verdict = Verdict::new(Class::Unknown, Kind::None, Confidence::Low, Rule::NoLink);
    let mut walked = 0_u64;
    database.each_ad(
        &AdFilter {
            stale_for: Some(7),
            ..AdFilter::default()
        },
        &mut |ad| {
            walked += 1;
            database.write_verdicts(7, &vec![(ad.id, verdict.clone())])?;
            assert_eq!(database.count_stale(7)?, 50 - walked);
            Ok(ControlFlow::Continue(()))
        },
    )?;
    assert_eq!(walked, 50);
    database.each_judged(&mut |_| {
        database.each_raw(&mut |_| Ok(ControlFlow::Break(())))?;
        Ok(ControlFlow::Continue(()))
    })
}

/// `Break` ends a walk quietly; an error ends it with that error.
pub fn visitors_may_stop_or_fail(make: Make<'_>) -> Result<()> {
    let database = make();
    import(
        &*database,
        vec![batch(&[sample("1", "a", at(0)), sample("2", "b", at(0))])],
    )?;
    let mut seen = 0;
    database.each_judged(&mut |_| {
        seen += 1;
        Ok(ControlFlow::Break(()))
    })?;
    assert_eq!(seen, 1);
    let failed = database.each_raw(&mut |_| Err(Error::Visitor("enough".to_owned())));
    assert!(matches!(failed, Err(Error::Visitor(reason)) if reason == "enough"));
    Ok(())
}
