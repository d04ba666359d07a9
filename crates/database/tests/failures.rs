//! What an operator gets when the file, the folder or another process is in the way, and that damage is found.

use std::path::Path;
use std::sync::Barrier;
use std::time::Duration;

use database::conformance::samples::{at, batch, import, sample};
use database::{Database, Error, Sqlite};
use rusqlite::Connection;

fn refused(path: &Path) -> String {
    match Sqlite::open(path).map(|_| ()) {
        Err(error @ (Error::Open { .. } | Error::TooNew { .. })) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

fn filled(path: &Path) {
    let database = Sqlite::open(path).unwrap();
    let samples: Vec<_> = (0..300)
        .map(|id| sample(&id.to_string(), &format!("c{id}"), at(0)))
        .collect();
    import(&database, samples.chunks(100).map(batch).collect()).unwrap();
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    let text = "not a database, but long enough to have a header that could be looked at ".repeat(20);
    std::fs::write(&path, &text).unwrap();
    let words = refused(&path);
    assert!(
        words.contains("notes.txt") && words.contains("not a SQLite database"),
        "{words}"
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn the_database_of_another_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("browser.db");
    Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE bookmarks (url)")
        .unwrap();
    let before = std::fs::read(&path).unwrap();
    assert!(refused(&path).contains("another program"));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_newer_schema_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.db");
    filled(&path);
    Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    assert!(matches!(
        Sqlite::open(&path),
        Err(Error::TooNew { found: 99, known: 4 })
    ));
}

#[test]
fn places_that_cannot_hold_a_database_are_named() {
    let folder = tempfile::tempdir().unwrap();
    assert!(refused(folder.path()).contains("it is a folder"));
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    assert!(refused(&file.join("below/a.db")).contains("its folder cannot be made"));
}

#[test]
fn an_empty_file_becomes_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("empty.db");
    std::fs::write(&path, "").unwrap();
    filled(&path);
    assert_eq!(
        Sqlite::open(&path).unwrap().verify().unwrap(),
        Vec::<String>::new()
    );
}

#[test]
fn a_lock_held_by_another_process_is_told_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    filled(&path);
    let database = Sqlite::open_with_patience(&path, Duration::from_millis(30)).unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = database.set_note("k", "v").unwrap_err();
    assert!(matches!(error, Error::Busy), "{error}");
    assert!(error.to_string().contains("somebody else is writing"));
    let mut started = database.start_import().unwrap();
    assert!(matches!(
        started.write(batch(&[sample("x", "x", None)])),
        Err(Error::Busy)
    ));
    drop(started);
    assert_eq!(database.note("k").unwrap(), None, "reading goes on");
    other.execute_batch("ROLLBACK").unwrap();
    database.set_note("k", "v").unwrap();
}

#[test]
fn writing_beside_ones_own_import_fails_instead_of_hanging() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let database = Sqlite::open_with_patience(&path, Duration::from_millis(30)).unwrap();
    let mut started = database.start_import().unwrap();
    started.write(batch(&[sample("1", "a", None)])).unwrap();
    assert!(matches!(database.set_note("k", "v"), Err(Error::Busy)));
    assert_eq!(
        database.count_stale(0).unwrap(),
        0,
        "a reader sees the last commit"
    );
    started.finish().unwrap();
    assert_eq!(database.count_stale(0).unwrap(), 1);
    database.set_note("k", "v").unwrap();
}

#[test]
fn many_processes_may_open_a_new_file_at_once() {
    for _ in 0..20 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new.db");
        let start = Barrier::new(8);
        std::thread::scope(|scope| {
            for number in 0..8 {
                let (path, start) = (&path, &start);
                scope.spawn(move || {
                    start.wait();
                    let database = Sqlite::open(path).unwrap();
                    database.set_note(&number.to_string(), "here").unwrap();
                });
            }
        });
        let database = Sqlite::open(&path).unwrap();
        assert_eq!(database.version().unwrap(), 8);
    }
}

#[test]
fn readers_and_a_writer_share_one_database() {
    let database = Sqlite::open_in_memory().unwrap();
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut started = database.start_import().unwrap();
            for number in 0..200 {
                let ids = number * 40..number * 40 + 40;
                let samples: Vec<_> = ids.map(|id| sample(&id.to_string(), "x", at(0))).collect();
                started.write(batch(&samples)).unwrap();
            }
            started.finish().unwrap()
        });
        for _ in 0..3 {
            scope.spawn(|| {
                let mut last = 0;
                while last < 8000 {
                    let now = database.count_stale(0).unwrap();
                    assert!(now >= last && now.is_multiple_of(40), "{last} then {now}");
                    last = now;
                }
            });
        }
        assert_eq!(writer.join().unwrap().new, 8000);
    });
}

fn damaged(sql: &str) -> (Vec<String>, Result<usize, Error>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    filled(&path);
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    let database = Sqlite::open(&path).unwrap();
    let raw = database::conformance::all(|visit| database.each_raw(visit));
    (database.verify().unwrap(), raw.map(|items| items.len()))
}

#[test]
fn damage_is_found_and_named() {
    let cases = [
        (
            "UPDATE raw_blocks SET data = zeroblob(length(data)) WHERE id = 2",
            "block 2 of raw items: its checksum is wrong",
            false,
        ),
        (
            "UPDATE raw_blocks SET bytes = 1 << 60 WHERE id = 2",
            "block 2 of raw items: its checksum is wrong",
            false,
        ),
        (
            "DELETE FROM raw_blocks WHERE id = 3",
            "block 3 of raw items: it is missing",
            false,
        ),
        (
            "UPDATE raw_items SET start = 1 << 40 WHERE id = 7",
            "outside its block",
            false,
        ),
        (
            "UPDATE raw_items SET start = start + 1, length = length - 1 WHERE id = 7",
            "ad 6 is not what",
            true,
        ),
        (
            "DELETE FROM raw_items WHERE ad = '17'",
            "current content of ad 17",
            true,
        ),
        (
            "PRAGMA foreign_keys = OFF; INSERT INTO seller_domains VALUES ('nobody', 0, 'a.tn', 'a.tn', NULL)",
            "seller_domains",
            true,
        ),
    ];
    for (sql, expected, readable) in cases {
        let (findings, raw) = damaged(sql);
        assert_eq!(findings.len(), 1, "{sql}: {findings:?}");
        assert!(findings[0].contains(expected), "{sql}: {findings:?}");
        match raw {
            Ok(_) => assert!(readable, "{sql}"),
            Err(Error::Damaged(_)) => assert!(!readable, "{sql}"),
            Err(other) => panic!("{sql}: {other}"),
        }
    }
}

#[test]
fn flipped_bytes_never_panic_and_never_pass_unseen_in_raw_items() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    filled(&path);
    let whole = std::fs::read(&path).unwrap();
    let sound = database::conformance::all(|visit| Sqlite::open(&path)?.each_raw(visit)).unwrap();
    for step in 0..120 {
        let mut bytes = whole.clone();
        let place = (step * 7919 + 100) % bytes.len();
        bytes[place] ^= 0x41;
        let copy = folder.path().join("copy.db");
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(folder.path().join(format!("copy.db{suffix}")));
        }
        std::fs::write(&copy, &bytes).unwrap();
        let Ok(database) = Sqlite::open(&copy) else {
            continue;
        };
        let found = database.verify();
        let raw = database::conformance::all(|visit| database.each_raw(visit));
        if found.is_ok_and(|findings| findings.is_empty()) {
            // Unused bytes of the file, or a part of a row that no digest covers.
            let raw = raw.unwrap();
            let same = raw
                .iter()
                .zip(&sound)
                .all(|(a, b)| a.digest == b.digest && a.raw == b.raw);
            assert!(same && raw.len() == sound.len(), "byte {place}");
        }
    }
}

/// Neither the digest of its content nor that of its bytes.
#[test]
fn an_item_under_another_digest_is_told() {
    let database = Sqlite::open_in_memory().unwrap();
    let (mut wrong, right) = (sample("7", "a", at(0)), sample("8", "a", at(0)));
    wrong.ad.digest ^= 1;
    import(&database, vec![batch(&[wrong, right])]).unwrap();
    assert_eq!(
        database.verify().unwrap(),
        ["the raw item of ad 7 is not what its digest says"]
    );
}
