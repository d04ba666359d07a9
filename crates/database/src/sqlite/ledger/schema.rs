//! The ledger's table, and whether a file is a ledger at all.

use rusqlite::{Connection, TransactionBehavior};

use crate::sqlite::schema::check_file;
use crate::{Error, Result};

/// Marks the file, as the database is marked: "sadl".
const APPLICATION_ID: i32 = i32::from_be_bytes(*b"sadl");

/// The version of the table that this program knows.
const KNOWN: u32 = 1;

/// `line` is kept as it was hashed. `AUTOINCREMENT` remembers the highest number ever given, so that a ledger
/// whose last lines were cut off is found out. The triggers are against accidents; the chain of checksums finds
/// what was changed all the same.
const TABLE: &str = "
CREATE TABLE lines (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  line TEXT NOT NULL,
  checksum INTEGER NOT NULL
) STRICT;
CREATE TRIGGER lines_stay BEFORE DELETE ON lines BEGIN SELECT RAISE(ABORT, 'lines of a ledger stay'); END;
CREATE TRIGGER lines_hold BEFORE UPDATE ON lines BEGIN SELECT RAISE(ABORT, 'lines of a ledger hold'); END;
";

/// Refuses a stranger's file, and what a newer program wrote.
pub(super) fn check(connection: &Connection, place: &str) -> Result<()> {
    check_file(connection, APPLICATION_ID, KNOWN, || Error::Open {
        place: place.to_owned(),
        reason: "it stands where the ledger belongs, and is something else".to_owned(),
    })
}

/// Makes the table where there is none yet.
pub(super) fn make(connection: &mut Connection) -> Result<()> {
    let version = |c: &Connection| c.query_row("PRAGMA user_version", [], |row| row.get::<_, u32>(0));
    if version(connection)? == KNOWN {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Read again: another process may have made it while this one waited for the lock.
    if version(&transaction)? == 0 {
        transaction.execute_batch(TABLE)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", KNOWN)?;
    }
    transaction.commit()?;
    Ok(())
}
