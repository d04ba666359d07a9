//! A database with something of everything.

use database::conformance::looks::{closed, dns, in_vain, landing, look, page, with_page};
use database::conformance::samples::{at, batch, import, mapping, moment, report, sample};
use database::{
    Attribution, Claim, Database, ImportBatch, Movement, NewWork, Refused, Result, Search, Shelf, WorkEnd,
};
use model::observation::FactsKind;
use model::{MicroDollars, Seller};

/// Fills an empty database.
pub fn fill(database: &dyn Database) {
    content(database).unwrap();
    looks(database).unwrap();
    words(database).unwrap();
    work(database).unwrap();
    spend(database, 1505).unwrap();
}

fn content(database: &dyn Database) -> Result<()> {
    database.upsert_sellers(&[
        Seller::new("amel", ["amel.converty.shop", "silver"]),
        Seller::new("brahim", ["brahim.tn"]),
        Seller::new("chedli", [""; 0]),
    ])?;
    database.put_mappings(&[mapping("amel", 3, 1)])?;
    for (slug, ads, minutes) in [("amel", 1, 0), ("amel", 2, 5), ("brahim", 4, 6)] {
        database.put_reports(&[report(slug, ads, minutes)])?;
    }
    // One ad with three contents, of which the middle one is current; one content seen twice; one without a time.
    import(
        database,
        vec![
            batch(&[
                sample("1", "a", at(1)),
                sample("1", "b", at(9)),
                sample("1", "c", at(4)),
            ]),
            batch(&[
                sample("2", "same", at(3)),
                sample("2", "same", at(8)),
                sample("3", "undated", None),
            ]),
            extras(),
        ],
    )?;
    let many: Vec<_> = (0..1198)
        .map(|n| sample(&format!("m{n:05}"), "many", at(n)))
        .collect();
    import(database, many.chunks(300).map(batch).collect())?;
    import(database, vec![batch(&[sample("4", "d", at(2))])])?;
    let judged = sample("4", "d", at(2)).ad.verdict;
    database.write_verdicts(7, &vec![("4".to_owned(), judged)])?;
    database.put_attributions(&[
        Attribution {
            ad: "1".to_owned(),
            seller: Some("amel".into()),
            gone: true,
        },
        Attribution {
            ad: "m00007".to_owned(),
            seller: Some("brahim".into()),
            gone: false,
        },
    ])?;
    Ok(())
}

fn extras() -> ImportBatch {
    let search = |domain: &str, minutes: Option<i64>, ads, complete| Search {
        domain: domain.to_owned(),
        at: minutes.and_then(at),
        ads,
        complete,
        cost: MicroDollars::new(750),
    };
    let refused = |item, raw: Vec<u8>| Refused {
        source: "scan.jsonl".to_owned(),
        item,
        reason: "no id".to_owned(),
        raw,
    };
    ImportBatch {
        searches: vec![
            search("amel.converty.shop", Some(5), 3, true),
            search("silver", None, 0, false),
            search("page:12", Some(6), 40, false),
        ],
        refused: vec![refused(1, b"{}".to_vec()), refused(7, vec![b'x'; 100_000])],
        ..ImportBatch::default()
    }
}

fn looks(database: &dyn Database) -> Result<()> {
    for (minutes, address) in [(0, "34.155.58.152"), (3, "34.155.58.152"), (5, "23.227.38.65")] {
        database.put_observed(&[look("amel.converty.shop", dns(address), minutes)])?;
    }
    for observed in [
        with_page(look("amel.converty.shop", landing("A"), 1), page("<html>old")),
        with_page(look("amel.converty.shop", landing("A2"), 4), page("<html>middle")),
        with_page(look("amel.converty.shop", closed("A"), 8), page("<html>new")),
        look("bit.ly/3xYz", landing("B"), 2),
        look("brahim.tn", dns("34.155.58.152"), 2),
    ] {
        database.put_observed(&[observed])?;
    }
    database.expire_observations(FactsKind::Dns, moment(30))?;
    for minutes in [1, 2, 3] {
        database.put_undecided(&[in_vain("c.tn", FactsKind::Dns, minutes)])?;
    }
    database.put_undecided(&[in_vain("c.tn", FactsKind::Landing, 4)])
}

fn words(database: &dyn Database) -> Result<()> {
    database.set_note("overview", r#"{"n":1}"#)?;
    database.set_note("k", "")?;
    database.put_record(Shelf::Users, "amel", r#"{"role":"admin"}"#, None)?;
    for shelf in Shelf::ALL {
        database.put_record(shelf, "ن/1", r#"{"text":"é"}"#, None)?;
    }
    Ok(())
}

fn work(database: &dyn Database) -> Result<()> {
    let item = |key: &str| NewWork {
        key: key.to_owned(),
        queue: "run".to_owned(),
        group: "scan".to_owned(),
        body: "{}".to_owned(),
        not_before: moment(0),
    };
    database.put_work(&[item("over"), item("waits")])?;
    let claim = Claim {
        queues: &["run"],
        worker: "w",
        now: moment(1),
        until: moment(2),
    };
    if let Some(item) = database.claim_work(&claim)? {
        let result = "{}".to_owned();
        database.end_work(&item.key, item.token, &WorkEnd::Done { result })?;
    }
    Ok(())
}

/// So many lines more in the ledger: first alone, then many of one moment, more than are read at once.
pub fn spend(database: &dyn Database, lines: u64) -> Result<()> {
    let mut last = 0;
    database.each_ledger_line(0, &mut |line| {
        last = line.number;
        Ok(std::ops::ControlFlow::Continue(()))
    })?;
    let movement = |number: u64| Movement::Correct {
        tag: format!("run {number}"),
        cost: MicroDollars::new(750),
    };
    let first: Vec<_> = [movement(last)].into();
    assert!(database.append_to_ledger(last, moment(1), &first)?);
    let rest: Vec<_> = (1..lines).map(|number| movement(last + number)).collect();
    assert!(database.append_to_ledger(last + 1, moment(2), &rest)?);
    Ok(())
}
