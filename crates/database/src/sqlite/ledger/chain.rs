//! Lines as they are stored, each with a checksum that also covers the line before it.

use model::Timestamp;
use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use crate::{Error, LedgerLine, Movement, Result};

/// What is hashed and stored of a line.
#[derive(Serialize)]
struct Written<'l> {
    at: Timestamp,
    movement: &'l Movement,
}

/// The same, read again.
#[derive(Deserialize)]
struct Read {
    at: Timestamp,
    movement: Movement,
}

/// The last line that was written or read: its number, and its checksum, which the next line's covers.
/// The default stands before the first line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) number: u64,
    checksum: u64,
}

impl Link {
    /// The line with this number; the link before the first one for 0, `None` where there is no such line.
    pub(super) fn at(connection: &Connection, number: u64) -> Result<Option<Self>> {
        if number == 0 {
            return Ok(Some(Self::default()));
        }
        let mut statement = connection.prepare_cached("SELECT checksum FROM lines WHERE number = ?1")?;
        let mut rows = statement.query([number])?;
        let row = rows.next()?;
        row.map(|row| {
            let checksum = checksum(row, "checksum")?;
            Ok(Self { number, checksum })
        })
        .transpose()
    }

    /// The next line as it is to be stored, and the link that it makes.
    pub(super) fn write(self, at: Timestamp, movement: &Movement) -> Result<(String, Self)> {
        let line = serde_json::to_string(&Written { at, movement })?;
        let next = self.then(&line);
        Ok((line, next))
    }

    /// The stored line `number, line, checksum`, if it is the one that comes next and is as it was written.
    pub(super) fn read(self, row: &Row<'_>) -> Result<(LedgerLine, Self)> {
        let number: u64 = row.get("number")?;
        let line: &str = row.get_ref("line")?.as_str().map_err(rusqlite::Error::from)?;
        let next = self.then(line);
        if next.number != number {
            let missing = next.number;
            return Err(Error::Damaged(format!("line {missing} of the ledger is missing")));
        }
        if next.checksum != checksum(row, "checksum")? {
            return Err(Error::Damaged(format!(
                "line {number} of the ledger, or the one before it, is not what was written"
            )));
        }
        let Read { at, movement } = serde_json::from_str(line)?;
        let line = LedgerLine { number, at, movement };
        Ok((line, next))
    }

    /// The link that this line makes after this one.
    fn then(self, line: &str) -> Self {
        let mut hash = Xxh3::new();
        hash.update(&self.checksum.to_le_bytes());
        hash.update(line.as_bytes());
        Self {
            number: self.number.saturating_add(1),
            checksum: hash.digest(),
        }
    }

    /// As SQLite holds it, whose integers are signed.
    pub(super) fn stored_checksum(self) -> i64 {
        self.checksum.cast_signed()
    }
}

fn checksum(row: &Row<'_>, column: &str) -> Result<u64> {
    Ok(row.get::<_, i64>(column)?.cast_unsigned())
}
