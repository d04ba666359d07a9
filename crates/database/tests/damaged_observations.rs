//! Damage in observations, pages and notes is told in words, and never ends in a panic.

use std::path::Path;

use database::conformance::all;
use database::conformance::looks::{dns, in_vain, landing, look, page, place, with_page};
use database::{Database, Error, Result, Sqlite};
use model::observation::FactsKind;
use rusqlite::Connection;

fn filled(path: &Path) {
    let database = Sqlite::open(path).unwrap();
    let looks: Vec<_> = (0..200)
        .flat_map(|number| {
            let name = format!("{number}.com.tn");
            let html = format!("<html><title>Shop {number}</title>");
            [
                look(&name, dns("34.155.58.152"), 0),
                look(&name, dns("23.227.38.65"), 10),
                with_page(look(&name, landing("A"), 0), page(&html)),
            ]
        })
        .collect();
    database.put_observed(&looks).unwrap();
    database
        .put_undecided(&[in_vain("7.com.tn", FactsKind::Dns, 20)])
        .unwrap();
}

/// Everything that can be read of a place, as an error where anything of it cannot.
fn read_all(database: &Sqlite) -> Result<()> {
    all(|visit| database.each_observation(true, visit))?;
    all(|visit| database.each_observation(false, visit))?;
    all(|visit| database.each_undecided(visit))?;
    database.observations_of(&place("7.com.tn"))?;
    database.page_of(&place("7.com.tn"))?;
    database.digest().map(drop)
}

/// What is done to a sound file, what `verify` then says, and whether all can still be read.
const CASES: [(&str, &str, bool); 15] = [
    (
        "UPDATE observations SET facts = '{\"kind\":\"dns\"' WHERE place = '7.com.tn' AND first_seen = last_seen \
         AND kind = 'dns' AND until = (SELECT max(until) FROM observations)",
        "the dns facts of 7.com.tn cannot be read: EOF",
        false,
    ),
    (
        "UPDATE observations SET facts = replace(facts, '34.155.58.152', '34.155.58.1522') WHERE place = '7.com.tn'",
        "the dns facts of 7.com.tn cannot be read: invalid IP",
        false,
    ),
    (
        "UPDATE observations SET facts = replace(facts, '\"resolves\"', '\"maybe\"') WHERE place = '7.com.tn' \
         AND until = (SELECT max(until) FROM observations)",
        "unknown variant `maybe`",
        false,
    ),
    (
        "UPDATE observations SET facts = (SELECT facts FROM observations WHERE kind = 'dns' LIMIT 1) \
         WHERE place = '7.com.tn' AND kind = 'landing'",
        "the landing facts of 7.com.tn cannot be read: they are of another kind",
        false,
    ),
    (
        "UPDATE observations SET kind = 'whois' WHERE place = '7.com.tn' AND kind = 'landing'; \
         DELETE FROM pages WHERE place = '7.com.tn'",
        "\"whois\", which means nothing here",
        false,
    ),
    (
        "UPDATE observations SET until = 1 << 60 WHERE place = '7.com.tn' AND kind = 'landing'",
        "which is no time",
        false,
    ),
    (
        "UPDATE observations SET last_seen = last_seen + 600001 WHERE place = '7.com.tn' \
         AND first_seen = (SELECT min(first_seen) FROM observations) AND kind = 'dns'",
        "lines of history overlap for 7.com.tn",
        true,
    ),
    (
        "UPDATE observations SET place = 'no host' WHERE place = '7.com.tn' AND kind = 'landing'; \
         UPDATE pages SET place = 'no host' WHERE place = '7.com.tn'",
        "\"no host\" was looked at, and is no place",
        true,
    ),
    (
        "UPDATE pages SET data = zeroblob(length(data)) WHERE place = '7.com.tn'",
        "the page of 7.com.tn: its checksum is wrong",
        false,
    ),
    (
        "UPDATE pages SET bytes = 1 << 60 WHERE place = '7.com.tn'",
        "the page of 7.com.tn: its checksum is wrong",
        false,
    ),
    (
        "UPDATE pages SET digest = zeroblob(16) WHERE place = '7.com.tn'",
        "the page of 7.com.tn: it is not what its digest says",
        false,
    ),
    (
        "UPDATE pages SET (bytes, checksum, data) = (SELECT bytes, checksum, data FROM pages AS other \
         WHERE other.place = '8.com.tn') WHERE place = '7.com.tn'",
        "the page of 7.com.tn: it is not what its digest says",
        false,
    ),
    (
        "DELETE FROM observations WHERE place = '7.com.tn' AND kind = 'landing'",
        "no landing facts for the page of 7.com.tn",
        true,
    ),
    (
        "UPDATE undecided SET reason = 'tired'",
        "\"tired\", which means nothing here",
        false,
    ),
    (
        "PRAGMA ignore_check_constraints = ON; \
         UPDATE observations SET first_seen = last_seen + 1 WHERE place = '7.com.tn' AND kind = 'landing'",
        "CHECK constraint failed in observations",
        true,
    ),
];

#[test]
fn damage_is_found_named_and_given_as_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let sound = folder.path().join("sound.db");
    filled(&sound);
    read_all(&Sqlite::open(&sound).unwrap()).unwrap();
    for (number, (sql, expected, readable)) in CASES.into_iter().enumerate() {
        let path = folder.path().join(format!("{number}.db"));
        std::fs::copy(&sound, &path).unwrap();
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let database = Sqlite::open(&path).unwrap();
        let findings = database.verify().unwrap();
        assert_eq!(findings.len(), 1, "{sql}: {findings:?}");
        assert!(findings[0].contains(expected), "{sql}: {findings:?}");
        let read = read_all(&database);
        match &read {
            Ok(()) => assert!(readable, "{sql}"),
            Err(Error::Damaged(_)) => assert!(!readable, "{sql}: {read:?}"),
            Err(other) => unreachable!("{sql}: {other}"),
        }
    }
}

#[test]
fn new_facts_over_damaged_ones_are_an_error_and_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    filled(&path);
    Connection::open(&path)
        .unwrap()
        .execute_batch("UPDATE observations SET facts = 'x' WHERE place = '7.com.tn'")
        .unwrap();
    let database = Sqlite::open(&path).unwrap();
    let version = database.version().unwrap();
    let looks = ["6.com.tn", "7.com.tn"].map(|name| look(name, dns("34.155.58.152"), 30));
    let error = database.put_observed(&looks).unwrap_err();
    assert!(
        matches!(&error, Error::Damaged(what) if what.contains("7.com.tn")),
        "{error}"
    );
    assert_eq!(database.version().unwrap(), version);
    assert_eq!(database.observations_of(&place("6.com.tn")).unwrap().len(), 3);
}

#[test]
fn flipped_bytes_never_panic() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    filled(&path);
    let whole = std::fs::read(&path).unwrap();
    let mut opened = 0;
    for step in 0..150 {
        let mut bytes = whole.clone();
        let place = (step * 7919 + 100) % bytes.len();
        bytes[place] ^= 0x41;
        let copy = folder.path().join(format!("{step}.db"));
        std::fs::write(&copy, &bytes).unwrap();
        if let Ok(database) = Sqlite::open(&copy) {
            opened += 1;
            let _ = (database.verify(), read_all(&database));
            let look = look("7.com.tn", landing("B"), 30);
            let _ = database.put_observed(&[look]);
        }
    }
    assert!(opened > 100, "most of them open: {opened}");
}
