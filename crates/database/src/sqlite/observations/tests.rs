//! What only SQLite can get wrong: plans that sort, and calls that are cut off halfway.

use super::*;
use crate::conformance::all;
use crate::conformance::looks::{dns, in_vain, landing, look, page, with_page};
use crate::{Database, Sqlite};

/// A walk that sorts would hold everything in memory before its first row.
#[test]
fn walks_and_looks_up_go_by_the_key() {
    let database = Sqlite::open_in_memory().unwrap();
    let plan = |condition: &str| {
        let sql = format!(
            "EXPLAIN QUERY PLAN SELECT {COLUMNS} FROM observations AS line WHERE {condition} {ORDER}"
        );
        database
            .connections
            .read(|c| {
                let mut statement = c.prepare(&sql)?;
                let steps = statement.query_map([], |row| row.get::<_, String>(3))?;
                Ok(steps.collect::<rusqlite::Result<Vec<_>>>()?)
            })
            .unwrap()
    };
    for condition in ["true", LATEST, "place = 'a.tn'"] {
        let steps = plan(condition);
        assert!(
            steps.iter().all(|step| !step.contains("TEMP B-TREE")),
            "{steps:?}"
        );
        let scans = steps.iter().filter(|step| step.starts_with("SCAN")).count();
        assert_eq!(
            scans,
            usize::from(!condition.contains("place = 'a.tn'")),
            "{steps:?}"
        );
    }
}

#[test]
fn a_call_that_fails_halfway_leaves_nothing() {
    let database = Sqlite::open_in_memory().unwrap();
    database
        .put_observed(&[with_page(look("shop0.com.tn", landing("A"), 0), page("old"))])
        .unwrap();
    database
        .put_undecided(&[in_vain("shop0.com.tn", FactsKind::Dns, 0)])
        .unwrap();
    let limit = |pages: i64| {
        let writer = database.connections.writer().unwrap();
        writer
            .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
            .unwrap();
    };
    let looks: Vec<_> = (0..4000)
        .map(|number| format!("shop{number}.com.tn"))
        .flat_map(|name| {
            [
                look(&name, dns("34.155.58.152"), 1),
                with_page(look(&name, landing("B"), 1), page("new")),
            ]
        })
        .collect();
    let state = || {
        let lines = all(|visit| database.each_observation(true, visit)).unwrap();
        let notes = all(|visit| database.each_undecided(visit)).unwrap();
        (
            lines,
            notes,
            database.version().unwrap(),
            database.digest().unwrap(),
        )
    };
    let before = state();
    limit(50);
    let error = database.put_observed(&looks).unwrap_err();
    assert!(matches!(error, Error::Full), "{error}");
    assert_eq!(state(), before);
    assert_eq!(database.page_of(&looks[0].place).unwrap(), Some(page("old")));
    limit(1_000_000);
    assert_eq!(database.put_observed(&looks).unwrap(), 7999);
    assert_eq!(database.page_of(&looks[0].place).unwrap(), Some(page("new")));
    assert_eq!(database.verify().unwrap(), Vec::<String>::new());
}
