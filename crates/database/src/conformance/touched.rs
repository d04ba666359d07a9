//! Which sellers changed since when.

use model::Seller;

use super::samples::{at, batch, import, mapping, report, sample};
use super::{Make, all};
use crate::{Database, Result};

fn after(database: &dyn Database, version: u64) -> Result<Vec<String>> {
    all(|visit| database.each_touched(version, visit))
}

/// A change and whom it touches.
type Change<'c> = (&'c dyn Fn() -> Result<()>, &'c [&'c str]);

/// Does one thing and gives who was touched by it.
fn touched_by(database: &dyn Database, change: &dyn Fn() -> Result<()>) -> Result<Vec<String>> {
    let before = database.version()?;
    change()?;
    after(database, before)
}

fn seller(slug: &str, domain: &str) -> Seller {
    Seller::new(slug, [domain])
}

/// New and changed sellers, mappings put and taken away, reports; each alone and several at once.
pub fn every_change_of_a_seller_is_told(make: Make<'_>) -> Result<()> {
    let database = make();
    assert_eq!(after(&*database, 0)?, Vec::<String>::new());
    let keep = || database.keep_mappings_of(&["b".to_owned()].into()).map(drop);
    let changes: [Change<'_>; 7] = [
        (
            &|| {
                database
                    .upsert_sellers(&[seller("b", "b.tn"), seller("a", "a.tn")])
                    .map(drop)
            },
            &["a", "b"],
        ),
        (
            &|| {
                database
                    .upsert_sellers(&[seller("b", "b2.tn"), seller("a", "a.tn")])
                    .map(drop)
            },
            &["b"],
        ),
        (
            &|| {
                database
                    .put_mappings(&[mapping("b", 1, 0), mapping("a", 1, 0)])
                    .map(drop)
            },
            &["a", "b"],
        ),
        (
            &|| {
                database
                    .put_mappings(&[mapping("b", 1, 0), mapping("a", 2, 0)])
                    .map(drop)
            },
            &["a"],
        ),
        (&|| database.put_reports(&[report("b", 1, 0)]).map(drop), &["b"]),
        (
            &|| {
                database
                    .put_reports(&[report("b", 2, 1), report("a", 1, 1)])
                    .map(drop)
            },
            &["a", "b"],
        ),
        (&keep, &["a"]),
    ];
    for (number, (change, expected)) in changes.iter().enumerate() {
        assert_eq!(touched_by(&*database, *change)?, *expected, "change {number}");
        assert_eq!(after(&*database, database.version()?)?, Vec::<String>::new());
    }
    assert_eq!(after(&*database, 0)?, ["a", "b"]);
    Ok(())
}

/// The same again, and everything that is not a seller, its mapping or its reports.
pub fn what_changes_nothing_is_not_told(make: Make<'_>) -> Result<()> {
    let database = make();
    database.upsert_sellers(&[seller("a", "a.tn")])?;
    database.put_mappings(&[mapping("a", 1, 0)])?;
    database.put_reports(&[report("a", 1, 0)])?;
    let changes: [&dyn Fn() -> Result<()>; 8] = [
        &|| database.upsert_sellers(&[seller("a", "a.tn")]).map(drop),
        &|| database.put_mappings(&[mapping("a", 1, 0)]).map(drop),
        &|| database.keep_mappings_of(&["a".to_owned()].into()).map(drop),
        &|| database.put_reports(&[report("a", 1, 5)]).map(drop),
        &|| database.remove_seller("nobody").map(drop),
        &|| database.set_note("k", "v"),
        &|| import(&*database, vec![batch(&[sample("1", "a", at(0))])]).map(drop),
        &|| database.clear_ads(),
    ];
    for (number, change) in changes.iter().enumerate() {
        assert_eq!(
            touched_by(&*database, *change)?,
            Vec::<String>::new(),
            "change {number}"
        );
    }
    Ok(())
}

/// Also where documents are all that is left of one; who comes back is told again.
pub fn removed_sellers_are_told(make: Make<'_>) -> Result<()> {
    let database = make();
    database.upsert_sellers(&[seller("a", "a.tn"), seller("b", "b.tn")])?;
    database.put_reports(&[report("orphan", 1, 0)])?;
    let gone = touched_by(&*database, &|| database.remove_seller("a").map(drop))?;
    assert_eq!(gone, ["a"]);
    let orphan = touched_by(&*database, &|| database.remove_seller("orphan").map(drop))?;
    assert_eq!(orphan, ["orphan"]);
    let back = touched_by(&*database, &|| {
        database.upsert_sellers(&[seller("a", "a.tn")]).map(drop)
    })?;
    assert_eq!(back, ["a"]);
    assert!(after(&*database, 0)?.contains(&"b".to_owned()));
    Ok(())
}

/// By slug, however they were written; a visitor may stop.
pub fn many_come_by_slug(make: Make<'_>) -> Result<()> {
    let database = make();
    let mut slugs: Vec<_> = (0..2000).rev().map(|n| format!("s{n:04}")).collect();
    let sellers: Vec<_> = slugs.iter().map(|slug| seller(slug, "a.tn")).collect();
    database.upsert_sellers(&sellers)?;
    slugs.sort();
    assert_eq!(after(&*database, 0)?, slugs);
    let mut seen = 0;
    database.each_touched(0, &mut |slug| {
        seen += 1;
        assert!(database.seller(&slug)?.is_some());
        Ok(if seen == 3 {
            std::ops::ControlFlow::Break(())
        } else {
            std::ops::ControlFlow::Continue(())
        })
    })?;
    assert_eq!(seen, 3);
    Ok(())
}
