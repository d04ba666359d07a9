//! Whose ad each is and whether it is gone, as last noted; a seller's ads page by page.

use model::{Class, Verdict};

use super::samples::{at, batch, import, sample};
use super::{Make, all};
use crate::{AdQuery, Attribution, Database, JudgedAd, Result, SellerAd, StoredLinks};

fn noted(ad: &str, seller: Option<&str>, gone: bool) -> Attribution {
    Attribution {
        ad: ad.to_owned(),
        seller: seller.map(Into::into),
        gone,
    }
}

/// What is noted of every ad, by id.
fn notes(database: &dyn Database) -> Result<Vec<Attribution>> {
    let ads = all(|visit| database.each_judged(visit))?;
    Ok(ads
        .into_iter()
        .map(|JudgedAd { id, seller, gone, .. }| Attribution { ad: id, seller, gone })
        .collect())
}

/// Ads with these ids, each seen at its own minute.
fn fill(database: &dyn Database, ids: &[&str]) -> Result<()> {
    let samples: Vec<_> = ids.iter().map(|id| sample(id, id, at(0))).collect();
    import(database, vec![batch(&samples)]).map(drop)
}

fn of(seller: &str, limit: u32) -> AdQuery {
    AdQuery {
        seller: seller.to_owned(),
        limit,
        ..AdQuery::default()
    }
}

fn listed(database: &dyn Database, query: &AdQuery) -> Result<Vec<String>> {
    Ok(database
        .ads_of(query)?
        .into_iter()
        .map(|found| found.ad.id)
        .collect())
}

/// Only what differs; unknown ads are passed over; nothing moves the version twice.
pub fn are_noted_and_counted_once(make: Make<'_>) -> Result<()> {
    let database = make();
    fill(&*database, &["1", "2", "3"])?;
    let nothing = [
        noted("1", None, false),
        noted("2", None, false),
        noted("3", None, false),
    ];
    assert_eq!(notes(&*database)?, nothing, "before anybody noted anything");
    let first = [
        noted("1", Some("a"), false),
        noted("2", Some("b"), true),
        noted("9", Some("a"), true),
    ];
    assert_eq!(database.put_attributions(&first)?, 2);
    let version = database.version()?;
    assert_eq!(database.put_attributions(&first)?, 0);
    assert_eq!(database.put_attributions(&nothing[2..])?, 0);
    assert_eq!(database.version()?, version);
    let second = [noted("1", Some("a"), true), noted("2", None, false)];
    assert_eq!(database.put_attributions(&second)?, 2);
    assert!(database.version()? > version);
    let expected = [
        noted("1", Some("a"), true),
        noted("2", None, false),
        noted("3", None, false),
    ];
    assert_eq!(notes(&*database)?, expected);
    Ok(())
}

/// They are derived: the digest is of what they were derived from, and no seller changes by them.
pub fn say_nothing_of_the_content(make: Make<'_>) -> Result<()> {
    let database = make();
    fill(&*database, &["1"])?;
    let (digest, version) = (database.digest()?, database.version()?);
    database.put_attributions(&[noted("1", Some("a"), true)])?;
    assert_eq!(database.digest()?, digest);
    let touched = all(|visit| database.each_touched(version, visit))?;
    assert_eq!(touched, Vec::<String>::new());
    assert_eq!(database.verify()?, Vec::<String>::new());
    Ok(())
}

/// Other content and another verdict leave the note as it was; a cleared ad comes back without it.
pub fn go_and_stay_with_their_ads(make: Make<'_>) -> Result<()> {
    let database = make();
    fill(&*database, &["1"])?;
    database.put_attributions(&[noted("1", Some("a"), true)])?;
    import(&*database, vec![batch(&[sample("1", "other", at(5))])])?;
    database.write_verdicts(3, &vec![("1".to_owned(), sample("1", "a", None).ad.verdict)])?;
    assert_eq!(notes(&*database)?, [noted("1", Some("a"), true)]);
    assert_eq!(listed(&*database, &of("a", 9))?, ["1"]);
    database.clear_ads()?;
    assert_eq!(listed(&*database, &of("a", 9))?, Vec::<String>::new());
    import(&*database, vec![batch(&[sample("1", "other", at(5))])])?;
    assert_eq!(notes(&*database)?, [noted("1", None, false)]);
    Ok(())
}

/// Every ad once, from the greatest id on, whatever the length of a page.
pub fn pages_go_on_where_they_ended(make: Make<'_>) -> Result<()> {
    let database = make();
    let mut ids: Vec<_> = (100..137).map(|id| id.to_string()).collect();
    fill(&*database, &ids.iter().map(String::as_str).collect::<Vec<_>>())?;
    let all_of_a: Vec<_> = ids.iter().map(|id| noted(id, Some("a"), false)).collect();
    database.put_attributions(&all_of_a)?;
    database.put_attributions(&[noted("120", Some("b"), false), noted("121", None, false)])?;
    ids.retain(|id| id != "120" && id != "121");
    ids.reverse();
    for limit in [1, 7, 35, 50] {
        let mut found = Vec::new();
        loop {
            let query = AdQuery {
                after: found.last().cloned(),
                ..of("a", limit)
            };
            let page = listed(&*database, &query)?;
            assert!(page.len() <= limit as usize);
            if page.is_empty() {
                break;
            }
            found.extend(page);
        }
        assert_eq!(found, ids, "pages of {limit}");
    }
    assert_eq!(listed(&*database, &of("a", 0))?, Vec::<String>::new());
    assert_eq!(listed(&*database, &of("nobody", 9))?, Vec::<String>::new());
    Ok(())
}

/// By class, by gone, by both, and each with a page's beginning.
pub fn lists_choose(make: Make<'_>) -> Result<()> {
    let database = make();
    fill(&*database, &["1", "2", "3", "4", "5", "6"])?;
    let verdict = |class| Verdict {
        class,
        ..sample("1", "a", None).ad.verdict
    };
    let concurrent = ["2", "4", "6"].map(|id| (id.to_owned(), verdict(Class::Concurrent)));
    database.write_verdicts(3, &concurrent.into())?;
    let notes = ["1", "2", "3", "4", "5", "6"].map(|id| noted(id, Some("a"), ["4", "5", "6"].contains(&id)));
    database.put_attributions(&notes)?;
    let choose = |class, gone, after: Option<&str>| AdQuery {
        class,
        gone,
        after: after.map(str::to_owned),
        ..of("a", 9)
    };
    let listed = |query: AdQuery| listed(&*database, &query);
    assert_eq!(
        listed(choose(Some(Class::Concurrent), None, None))?,
        ["6", "4", "2"]
    );
    assert_eq!(
        listed(choose(Some(Class::Converty), None, None))?,
        ["5", "3", "1"]
    );
    assert_eq!(
        listed(choose(Some(Class::Unknown), None, None))?,
        Vec::<String>::new()
    );
    assert_eq!(listed(choose(None, Some(true), None))?, ["6", "5", "4"]);
    assert_eq!(listed(choose(None, Some(false), None))?, ["3", "2", "1"]);
    assert_eq!(
        listed(choose(Some(Class::Concurrent), Some(true), None))?,
        ["6", "4"]
    );
    assert_eq!(
        listed(choose(Some(Class::Concurrent), Some(true), Some("6")))?,
        ["4"]
    );
    assert_eq!(listed(choose(None, None, Some("3")))?, ["2", "1"]);
    Ok(())
}

/// The same ad as in the walk over all, its headline, its end and its first link, as given.
pub fn lists_show_the_ad_whole(make: Make<'_>) -> Result<()> {
    let database = make();
    let mut ended = sample("1", "a", at(3));
    ended.ad.ended = at(2);
    let mut bare = sample("2", "b", None);
    bare.ad.links = StoredLinks::new();
    bare.ad.title = String::new();
    import(&*database, vec![batch(&[ended, bare])])?;
    database.put_attributions(&[noted("1", Some("متجر"), true), noted("2", Some("متجر"), false)])?;
    let mut walked = all(|visit| database.each_judged(visit))?;
    walked.reverse();
    let shown = |(title, ended, link): (&str, _, &str), ad| SellerAd {
        ad,
        title: title.to_owned(),
        ended,
        link: link.to_owned(),
    };
    let details = [("", None, ""), ("title a", at(2), "https://a.converty.shop/")];
    let expected: Vec<_> = details
        .into_iter()
        .zip(walked)
        .map(|(detail, ad)| shown(detail, ad))
        .collect();
    assert_eq!(database.ads_of(&of("متجر", 9))?, expected);
    Ok(())
}
