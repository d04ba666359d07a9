//! The chain of the ledger's lines: each has a checksum that also covers the line before it. The same bytes and the same
//! checksums on every engine.

use model::Timestamp;
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
pub(crate) struct Link {
    /// The line's number.
    pub(crate) number: u64,
    checksum: u64,
}

impl Link {
    /// The link of a line whose checksum is stored so.
    pub(crate) const fn stored(number: u64, checksum: i64) -> Self {
        Self {
            number,
            checksum: checksum.cast_unsigned(),
        }
    }

    /// As engines hold it, whose integers are signed.
    pub(crate) const fn checksum(self) -> i64 {
        self.checksum.cast_signed()
    }

    /// The next line as it is to be stored, and the link that it makes.
    pub(crate) fn write(self, at: Timestamp, movement: &Movement) -> Result<(String, Self)> {
        let line = serde_json::to_string(&Written { at, movement })?;
        let next = self.then(&line);
        Ok((line, next))
    }

    /// The line that was stored after this link with this checksum, if it is as it was written.
    pub(crate) fn read(self, line: &str, checksum: i64) -> Result<(LedgerLine, Self)> {
        let next = self.then(line);
        let number = next.number;
        if next.checksum() != checksum {
            return Err(altered(number));
        }
        let Read { at, movement } = serde_json::from_str(line)?;
        Ok((LedgerLine { number, at, movement }, next))
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
}

/// What a checksum that does not fit says.
pub(crate) fn altered(number: u64) -> Error {
    Error::Damaged(format!(
        "line {number} of the ledger, or the one before it, is not what was written"
    ))
}
