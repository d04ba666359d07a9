//! The ledger's file: where it is, what it refuses, and that no change to it goes unseen.

use std::path::{Path, PathBuf};
use std::time::Duration;

use database::conformance::all;
use database::conformance::samples::at;
use database::{Database, Error, LedgerLine, Movement, Shelf, Sqlite};
use rusqlite::Connection;

fn released(tag: &str) -> Movement {
    Movement::Release {
        tag: tag.to_owned(),
        reason: "a test".to_owned(),
    }
}

fn append(database: &Sqlite, tag: &str) -> Result<bool, Error> {
    let after = lines(database).len() as u64;
    database.append_to_ledger(after, at(0).unwrap(), &[released(tag)])
}

fn lines(database: &Sqlite) -> Vec<LedgerLine> {
    all(|visit| database.each_ledger_line(0, visit)).unwrap()
}

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join("base.db")
    }

    fn ledger(&self) -> PathBuf {
        self.folder.path().join("base.ledger.db")
    }

    fn open(&self) -> Sqlite {
        Sqlite::open_with_patience(&self.database(), Duration::from_millis(200)).unwrap()
    }

    /// A ledger of five lines, closed.
    fn filled(&self) {
        let database = self.open();
        for tag in ["a", "b", "c", "d", "e"] {
            assert!(append(&database, tag).unwrap());
        }
    }

    /// Changes the file as only somebody with a knife would.
    fn cut(&self, sql: &str) {
        let connection = Connection::open(self.ledger()).unwrap();
        connection
            .execute_batch("DROP TRIGGER lines_stay; DROP TRIGGER lines_hold;")
            .unwrap();
        connection.execute_batch(sql).unwrap();
    }
}

#[test]
fn it_is_made_when_it_is_needed() {
    let place = Place::new();
    let database = place.open();
    assert_eq!(database.verify().unwrap(), Vec::<String>::new());
    assert!(!place.ledger().exists());
    assert_eq!(lines(&database), []);
    assert!(place.ledger().exists());
}

#[test]
fn databases_do_not_share_one() {
    let folder = tempfile::tempdir().unwrap();
    let names = ["base.db", "base", "base.sqlite", "base.2.db"];
    for (number, name) in names.iter().enumerate() {
        let database = Sqlite::open(&folder.path().join(name)).unwrap();
        assert_eq!(lines(&database), [], "{name}");
        for line in 0..=number {
            assert!(append(&database, &line.to_string()).unwrap());
        }
    }
    let temporary = Sqlite::open_in_memory().unwrap();
    assert!(append(&temporary, "a").unwrap());
    assert_eq!(lines(&Sqlite::open_in_memory().unwrap()), []);
}

#[test]
fn an_edited_or_removed_line_is_found() {
    for (damage, found) in [
        (
            "UPDATE lines SET line = replace(line, '\"b\"', '\"x\"')",
            "line 2",
        ),
        (
            "UPDATE lines SET line = replace(line, '2025', '2024') WHERE number = 5",
            "line 5",
        ),
        (
            "UPDATE lines SET checksum = checksum + 1 WHERE number = 1",
            "line 1",
        ),
        ("DELETE FROM lines WHERE number = 1", "line 1"),
        ("DELETE FROM lines WHERE number = 3", "line 3"),
        ("DELETE FROM lines WHERE number = 5", "after 4"),
        ("DELETE FROM lines", "after 0"),
        (
            "UPDATE lines SET number = 9 WHERE number = 2; UPDATE lines SET number = 2 WHERE number = 3;
             UPDATE lines SET number = 3 WHERE number = 9",
            "line 2",
        ),
        (
            "DELETE FROM lines WHERE number = 2; UPDATE lines SET number = number - 1 WHERE number > 2",
            "line 2",
        ),
    ] {
        let place = Place::new();
        place.filled();
        place.cut(damage);
        let database = place.open();
        let findings = database.verify().unwrap();
        assert!(
            findings.iter().any(|finding| finding.contains(found)),
            "{damage}: {findings:?}"
        );
    }
}

#[test]
fn a_damaged_line_is_not_read_and_nothing_is_appended_to_a_cut_ledger() {
    let place = Place::new();
    place.filled();
    place.cut("UPDATE lines SET line = replace(line, 'test', 'toast') WHERE number = 4");
    let database = place.open();
    let mut read = Vec::new();
    let error = database.each_ledger_line(0, &mut |line| {
        read.push(line.number);
        Ok(std::ops::ControlFlow::Continue(()))
    });
    assert!(matches!(error, Err(Error::Damaged(_))), "{error:?}");
    assert!(read.len() < 4);

    let place = Place::new();
    place.filled();
    place.cut("DELETE FROM lines WHERE number > 3");
    let error = place.open().append_to_ledger(3, at(0).unwrap(), &[released("x")]);
    assert!(matches!(error, Err(Error::Damaged(_))), "{error:?}");
}

#[test]
fn lines_cannot_be_changed_by_accident() {
    let place = Place::new();
    place.filled();
    let connection = Connection::open(place.ledger()).unwrap();
    for sql in ["DELETE FROM lines", "UPDATE lines SET checksum = 0"] {
        let error = connection.execute_batch(sql).unwrap_err().to_string();
        assert!(error.contains("lines of a ledger"), "{error}");
    }
    assert_eq!(lines(&place.open()).len(), 5);
}

fn refused(database: &Sqlite) -> Error {
    append_anything(database).unwrap_err()
}

fn append_anything(database: &Sqlite) -> Result<bool, Error> {
    database.append_to_ledger(0, at(0).unwrap(), &[released("a")])
}

#[test]
fn one_without_records_keeps_its_lines_and_takes_them() {
    let place = Place::new();
    place.filled();
    place.cut(
        "DROP TABLE records; DROP TABLE record_changes; DROP TABLE work; DROP TABLE workers; \
         PRAGMA user_version = 1;",
    );
    let database = place.open();
    assert_eq!(database.records_version().unwrap(), 0);
    let put = |body| database.put_record(Shelf::Notes, "a", body, None);
    assert_eq!((put("1").unwrap(), put("2").unwrap()), (Some(1), Some(2)));
    assert_eq!(lines(&database).len(), 5);
    assert!(append(&database, "f").unwrap());
    drop(database);
    let record = place.open().record(Shelf::Notes, "a").unwrap();
    assert_eq!(
        record.map(|record| (record.body, record.revision)),
        Some(("2".to_owned(), 2))
    );
}

#[test]
fn a_record_that_nobody_can_read_is_found() {
    let place = Place::new();
    let database = place.open();
    database.put_record(Shelf::Users, "amel", "{}", None).unwrap();
    assert_eq!(database.verify().unwrap(), Vec::<String>::new());
    place.cut("UPDATE records SET body = '{'");
    assert_eq!(
        database.verify().unwrap(),
        ["the record \"amel\" of users is not JSON"]
    );
}

#[test]
fn what_is_no_ledger_is_left_alone() {
    let stranger: fn(&Path) = |path| {
        let connection = Connection::open(path).unwrap();
        connection.execute_batch("CREATE TABLE bookmarks (url)").unwrap();
    };
    let newer: fn(&Path) = |path| {
        let connection = Connection::open(path).unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
    };
    let text: fn(&Path) = |path| std::fs::write(path, "not a ledger ".repeat(200)).unwrap();
    let database: fn(&Path) = |path| drop(Sqlite::open(path).unwrap());
    for (make, words) in [
        (stranger, "something else"),
        (newer, "newer version"),
        (text, "not a SQLite database"),
        (database, "something else"),
    ] {
        let place = Place::new();
        make(&place.ledger());
        let before = std::fs::read(place.ledger()).unwrap();
        let error = refused(&place.open()).to_string();
        assert!(error.contains(words), "{error}");
        assert_eq!(std::fs::read(place.ledger()).unwrap(), before);
    }
}

#[test]
fn a_ledger_that_another_process_holds_is_busy_after_a_while() {
    let place = Place::new();
    place.filled();
    let mut other = Connection::open(place.ledger()).unwrap();
    let held = other
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .unwrap();
    let database = place.open();
    assert!(matches!(append(&database, "f"), Err(Error::Busy)));
    assert_eq!(lines(&database).len(), 5, "reading goes on");
    drop(held);
    assert!(append(&database, "f").unwrap());
}

#[test]
fn what_was_appended_is_in_the_files_at_once() {
    let place = Place::new();
    let database = place.open();
    for number in 0..20 {
        assert!(append(&database, &number.to_string()).unwrap());
        let copy = Place::new();
        for (from, to) in [
            (place.ledger(), copy.ledger()),
            (log_of(&place.ledger()), log_of(&copy.ledger())),
        ] {
            std::fs::copy(from, to).unwrap();
        }
        assert_eq!(lines(&copy.open()).len(), number + 1);
    }
}

fn log_of(path: &Path) -> PathBuf {
    PathBuf::from(format!("{}-wal", path.display()))
}
