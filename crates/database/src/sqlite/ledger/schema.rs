//! The tables of the ledger's file, and whether a file is a ledger at all.

use rusqlite::Connection;

use crate::sqlite::schema::{check_file, migrate_file};
use crate::{Error, Result};

/// Marks the file, as the database is marked: "sadl".
const APPLICATION_ID: i32 = i32::from_be_bytes(*b"sadl");

/// The version of the tables that this program knows.
const KNOWN: u32 = 2;

/// Each takes the tables one version further; never edited once released.
const MIGRATIONS: [&str; 2] = [LINES, RECORDS];

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
    use super::*;

    #[test]
    fn there_is_a_step_to_every_version() {
        assert_eq!(MIGRATIONS.len(), KNOWN as usize);
    }
}
