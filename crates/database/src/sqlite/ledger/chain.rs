//! The chain of lines as SQLite's rows hold it.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::chain::Link;
use crate::{Error, LedgerLine, Result};

/// The link of the line with this number; the one before the first line for 0, `None` where there is no such line.
pub(super) fn at(connection: &Connection, number: u64) -> Result<Option<Link>> {
    if number == 0 {
        return Ok(Some(Link::default()));
    }
    let mut statement = connection.prepare_cached("SELECT checksum FROM lines WHERE number = ?1")?;
    let checksum = statement
        .query_row([number], |row| row.get("checksum"))
        .optional()?;
    Ok(checksum.map(|checksum| Link::stored(number, checksum)))
}

/// The stored line `number, line, checksum`, if it is the one that comes next and is as it was written.
pub(super) fn read(link: Link, row: &Row<'_>) -> Result<(LedgerLine, Link)> {
    let (number, checksum): (u64, i64) = (row.get("number")?, row.get("checksum")?);
    let missing = link.number.saturating_add(1);
    if missing != number {
        return Err(Error::Damaged(format!("line {missing} of the ledger is missing")));
    }
    let line: &str = row.get_ref("line")?.as_str().map_err(rusqlite::Error::from)?;
    link.read(line, checksum)
}
