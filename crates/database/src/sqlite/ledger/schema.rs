//! The tables of the ledger's file, and whether a file is a ledger at all.

use rusqlite::Connection;

use crate::sqlite::schema::{check_file, migrate_file};
use crate::{Error, Result};

/// Marks the file, as the database is marked: "sadl".
const APPLICATION_ID: i32 = i32::from_be_bytes(*b"sadl");

/// The version of the tables that this program knows.
const KNOWN: u32 = 3;

/// Each takes the tables one version further; never edited once released.
const MIGRATIONS: [&str; 3] = [LINES, RECORDS, WORK];

/// `line` is kept as it was hashed. `AUTOINCREMENT` remembers the highest number ever given, so that a ledger
/// whose last lines were cut off is found out. The triggers are against accidents; the chain of checksums finds
/// what was changed all the same.
const LINES: &str = "
CREATE TABLE lines (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  line TEXT NOT NULL,
  checksum INTEGER NOT NULL
) STRICT;
CREATE TRIGGER lines_stay BEFORE DELETE ON lines BEGIN SELECT RAISE(ABORT, 'lines of a ledger stay'); END;
CREATE TRIGGER lines_hold BEFORE UPDATE ON lines BEGIN SELECT RAISE(ABORT, 'lines of a ledger hold'); END;
";

/// Records, and the counter from which each takes its revision.
const RECORDS: &str = "
CREATE TABLE records (
  shelf TEXT NOT NULL,
  key TEXT NOT NULL,
  body TEXT NOT NULL,
  revision INTEGER NOT NULL,
  PRIMARY KEY (shelf, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE record_changes (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO record_changes VALUES (1, 0);
";

/// Work and workers. `ended` names the end that the latest claim had, so that the same end told twice is known for the
/// same. What can be claimed is found by its index alone, however much is done; a scan's items by its group.
const WORK: &str = "
CREATE TABLE work (
  key TEXT PRIMARY KEY,
  queue TEXT NOT NULL,
  belongs_to TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'leased', 'done', 'dead', 'withdrawn')),
  token INTEGER NOT NULL DEFAULT 0,
  tries INTEGER NOT NULL DEFAULT 0,
  worker TEXT NOT NULL DEFAULT '',
  lease_until INTEGER,
  not_before INTEGER NOT NULL,
  result TEXT,
  reason TEXT,
  ended TEXT,
  CHECK ((state = 'leased') = (lease_until IS NOT NULL)),
  CHECK ((state = 'done') = (result IS NOT NULL))
) STRICT;
CREATE INDEX work_to_begin ON work (queue, not_before, key) WHERE state = 'waiting';
CREATE INDEX work_to_take_over ON work (queue, lease_until, key) WHERE state = 'leased';
CREATE INDEX work_of_a_group ON work (belongs_to, key);
CREATE TABLE workers (
  name TEXT PRIMARY KEY,
  seen_at INTEGER NOT NULL,
  about TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

/// Refuses a stranger's file, and what a newer program wrote.
pub(super) fn check(connection: &Connection, place: &str) -> Result<()> {
    check_file(connection, APPLICATION_ID, KNOWN, || Error::Open {
        place: place.to_owned(),
        reason: "it stands where the ledger belongs, and is something else".to_owned(),
    })
}

/// Brings the tables to the version that this program knows; all steps or none.
pub(super) fn make(connection: &mut Connection) -> Result<()> {
    migrate_file(connection, APPLICATION_ID, &MIGRATIONS)
}

#[cfg(test)]
mod tests {
    use model::Timestamp;

    use super::*;
    use crate::{Database, NewWork, Shelf, Sqlite};

    #[test]
    fn there_is_a_step_to_every_version() {
        assert_eq!(MIGRATIONS.len(), KNOWN as usize);
    }

    #[test]
    fn a_file_of_the_second_version_keeps_its_lines_and_records_and_takes_work() {
        let folder = tempfile::tempdir().unwrap();
        let connection = Connection::open(folder.path().join("old.ledger.db")).unwrap();
        connection.execute_batch(LINES).unwrap();
        connection.execute_batch(RECORDS).unwrap();
        connection.pragma_update(None, "user_version", 2).unwrap();
        connection
            .pragma_update(None, "application_id", APPLICATION_ID)
            .unwrap();
        connection
            .execute("INSERT INTO records VALUES ('notes', 'a', '1', 7)", [])
            .unwrap();
        connection
            .execute("UPDATE record_changes SET version = 7", [])
            .unwrap();
        drop(connection);
        let database = Sqlite::open(&folder.path().join("old.db")).unwrap();
        let record = database.record(Shelf::Notes, "a").unwrap();
        assert_eq!(record.map(|record| record.revision), Some(7));
        assert_eq!(database.records_version().unwrap(), 7);
        let item = NewWork {
            key: "k".to_owned(),
            queue: "run".to_owned(),
            group: String::new(),
            body: "{}".to_owned(),
            not_before: Timestamp::clamped(0),
        };
        assert_eq!(database.put_work(&[item]).unwrap(), 1);
        assert!(database.append_to_ledger(0, Timestamp::clamped(0), &[]).unwrap());
        let again = Sqlite::open(&folder.path().join("old.db")).unwrap();
        assert!(again.work("k").unwrap().is_some());
        assert_eq!(again.verify().unwrap(), Vec::<String>::new());
    }

    /// However many are done, a claim looks at none of them.
    #[test]
    fn claims_walk_indexes() {
        let mut connection = Connection::open_in_memory().unwrap();
        make(&mut connection).unwrap();
        for (sql, index) in [
            (super::super::work::TO_TAKE_OVER, "work_to_take_over"),
            (super::super::work::TO_BEGIN, "work_to_begin"),
        ] {
            let plan: String = connection
                .query_row(&format!("EXPLAIN QUERY PLAN {sql}"), ["run", "5"], |row| {
                    row.get(3)
                })
                .unwrap();
            assert!(
                plan.contains(&format!("COVERING INDEX {index} (queue=? AND")),
                "{plan}"
            );
        }
    }
}
