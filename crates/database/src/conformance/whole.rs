//! The database as a whole: notes, version, digest, soundness.

use model::observation::FactsKind;
use model::{MicroDollars, Seller, Verdict};

use super::Make;
use super::looks::{dns, in_vain, landing, look, page, with_page};
use super::samples::{at, batch, import, mapping, moment, report, sample};
use crate::{Database, ImportBatch, Refused, Result, Search};

/// The last value holds.
pub fn notes_outlive_being_set_again(make: Make<'_>) -> Result<()> {
    let database = make();
    assert_eq!(database.note("engine")?, None);
    database.set_note("engine", "1")?;
    database.set_note("engine", "")?;
    database.set_note("Engine", "other")?;
    assert_eq!(database.note("engine")?.as_deref(), Some(""));
    Ok(())
}

/// A change of anything moves it, a write that changes nothing does not.
pub fn version_grows_with_changes_only(make: Make<'_>) -> Result<()> {
    let database = make();
    let changes: [&dyn Fn() -> Result<()>; 9] = [
        &|| database.upsert_sellers(&[Seller::new("a", ["a.tn"])]).map(drop),
        &|| import(&*database, vec![batch(&[sample("1", "a", at(0))])]).map(drop),
        &|| database.put_mappings(&[mapping("a", 1, 0)]).map(drop),
        &|| database.put_reports(&[report("a", 1, 0)]).map(drop),
        &|| database.set_note("k", "v"),
        &|| {
            database
                .put_observed(&[look("a.tn", dns("34.155.58.152"), 0)])
                .map(drop)
        },
        &|| database.expire_observations(FactsKind::Dns, moment(5)).map(drop),
        &|| database.keep_mappings_of(&["a".to_owned()].into()).map(drop),
        &|| import(&*database, Vec::new()).map(drop),
    ];
    let mut last = database.version()?;
    for (number, change) in changes.iter().enumerate() {
        change()?;
        let version = database.version()?;
        assert_eq!(version > last, number < 7, "change {number}");
        change()?;
        assert_eq!(database.version()?, version, "change {number} again");
        last = version;
    }
    database.clear_ads()?;
    assert!(database.version()? > last);
    Ok(())
}

fn fill(database: &dyn Database, minutes: i64) -> Result<()> {
    database.upsert_sellers(&[Seller::new("a", ["a.tn", "silver"])])?;
    database.put_mappings(&[mapping("a", 1, minutes)])?;
    database.put_reports(&[report("a", 1, minutes)])?;
    database.put_observed(&[
        look("a.tn", dns("34.155.58.152"), 0),
        with_page(look("a.tn", landing("a shop"), 0), page("<html>")),
    ])?;
    database.put_undecided(&[in_vain("b.tn", FactsKind::Dns, minutes)])?;
    let extras = ImportBatch {
        searches: vec![Search {
            domain: "a.tn".to_owned(),
            at: None,
            ads: 1,
            complete: true,
            cost: MicroDollars::new(800),
        }],
        refused: vec![Refused {
            source: "f".to_owned(),
            item: 1,
            reason: "no id".to_owned(),
            raw: b"{}".to_vec(),
        }],
        ..batch(&[sample("1", "a", at(0))])
    };
    import(database, vec![extras]).map(drop)
}

/// Times of writing do not count; every other part does.
pub fn digest_is_of_content(make: Make<'_>) -> Result<()> {
    let database = make();
    fill(&*database, 0)?;
    let other = make();
    fill(&*other, 9)?;
    assert_eq!(other.digest()?, database.digest()?);
    let search = Search {
        domain: "a.tn".to_owned(),
        at: None,
        ads: 2,
        complete: true,
        cost: MicroDollars::new(800),
    };
    let refused = Refused {
        source: "f".to_owned(),
        item: 1,
        reason: "other".to_owned(),
        raw: b"{}".to_vec(),
    };
    let verdict = sample("1", "a", at(0)).ad.verdict;
    let contested = Verdict {
        contested: true,
        ..verdict.clone()
    };
    let changes: [&dyn Fn() -> Result<()>; 10] = [
        &|| database.upsert_sellers(&[Seller::new("a", ["b.tn"])]).map(drop),
        &|| database.put_mappings(&[mapping("a", 2, 0)]).map(drop),
        &|| database.put_reports(&[report("a", 2, 1)]).map(drop),
        &|| import(&*database, vec![batch(&[sample("1", "a", at(1))])]).map(drop),
        &|| import(&*database, vec![batch(&[sample("1", "b", None)])]).map(drop),
        &|| database.write_verdicts(3, &vec![("1".to_owned(), verdict.clone())]),
        &|| {
            import(
                &*database,
                vec![ImportBatch {
                    searches: vec![search.clone()],
                    ..ImportBatch::default()
                }],
            )
            .map(drop)
        },
        &|| {
            import(
                &*database,
                vec![ImportBatch {
                    refused: vec![refused.clone()],
                    ..ImportBatch::default()
                }],
            )
            .map(drop)
        },
        &|| database.write_verdicts(3, &vec![("1".to_owned(), contested.clone())]),
        &|| database.clear_ads(),
    ];
    each_is_seen(&*database, &changes)
}

/// Every change gives a digest that was not there before.
fn each_is_seen(database: &dyn Database, changes: &[&dyn Fn() -> Result<()>]) -> Result<()> {
    let mut known = vec![database.digest()?];
    for (number, change) in changes.iter().enumerate() {
        change()?;
        let digest = database.digest()?;
        assert!(!known.contains(&digest), "change {number} is not seen");
        known.push(digest);
    }
    Ok(())
}

/// A time, a fact, a page, until when they hold.
pub fn digest_covers_observations(make: Make<'_>) -> Result<()> {
    let database = make();
    fill(&*database, 0)?;
    let changes: [&dyn Fn() -> Result<()>; 4] = [
        &|| {
            database
                .put_observed(&[look("a.tn", dns("34.155.58.152"), 1)])
                .map(drop)
        },
        &|| {
            database
                .put_observed(&[look("a.tn", dns("23.227.38.65"), 2)])
                .map(drop)
        },
        &|| {
            let look = with_page(look("a.tn", landing("a shop"), 0), page("<HTML>"));
            database.put_observed(&[look]).map(drop)
        },
        &|| {
            database
                .expire_observations(FactsKind::Landing, moment(9))
                .map(drop)
        },
    ];
    each_is_seen(&*database, &changes)
}

/// Empty or full.
pub fn a_sound_database_has_no_findings(make: Make<'_>) -> Result<()> {
    let database = make();
    assert_eq!(database.verify()?, Vec::<String>::new());
    fill(&*database, 0)?;
    assert_eq!(database.verify()?, Vec::<String>::new());
    assert!(!database.describe().is_empty());
    Ok(())
}
