//! Lines as they are stored, each with a checksum that also covers the line before it: the same bytes and the same
//! checksums as in the ledger of any other engine.

use ::mongodb::bson::oid::ObjectId;
use ::mongodb::bson::{Bson, Document, doc};
use model::Timestamp;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use super::{LIMIT, number, stored};
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

/// A line as it stands in a document.
pub(super) struct Stored<'d> {
    line: &'d str,
    checksum: i64,
}

/// The last line that was written or read: its number, and its checksum, which the next line's covers.
/// The default stands before the first line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) number: u64,
    checksum: u64,
}

impl Link {
    /// The link before the first line of an append.
    pub(super) fn before(append: &Document) -> Result<Self> {
        Self::of(append.get("_id"), append.get("before"))
    }

    /// The link that the last line of an append makes.
    pub(super) fn after(append: &Document) -> Result<Self> {
        let last = lines(append)?.last().map(|line| Bson::Int64(line.checksum));
        Self::of(append.get("last"), last.as_ref())
    }

    fn of(at: Option<&Bson>, checksum: Option<&Bson>) -> Result<Self> {
        let at = at.and_then(number).and_then(|at| u64::try_from(at).ok());
        match (at, checksum.and_then(number)) {
            (Some(number), Some(checksum)) => Ok(Self {
                number,
                checksum: checksum.cast_unsigned(),
            }),
            _ => Err(Error::Damaged(
                "an append to the ledger lacks its numbers".to_owned(),
            )),
        }
    }

    /// The document that appends these after this link, and its last line's number.
    pub(super) fn append(
        self,
        at: Timestamp,
        movements: &[Movement],
        by: &ObjectId,
    ) -> Result<(Document, u64)> {
        let (mut link, mut lines, mut bytes) = (self, Vec::with_capacity(movements.len()), 0);
        for movement in movements {
            let line = serde_json::to_string(&Written { at, movement })?;
            bytes += line.len() + 64;
            link = link.then(&line);
            lines.push(doc! { "line": line, "checksum": link.checksum.cast_signed() });
        }
        if bytes > LIMIT {
            return Err(Error::Batch(format!(
                "{bytes} bytes of ledger lines at once are too many"
            )));
        }
        let document = doc! {
            "_id": stored(self.number), "first": stored(self.number + 1), "last": stored(link.number),
            "at": at.as_millis(), "by": by, "before": self.checksum.cast_signed(), "lines": lines,
        };
        Ok((document, link.number))
    }

    /// The line after this link, if it is as it was written.
    pub(super) fn read(self, stored: &Stored<'_>) -> Result<(LedgerLine, Self)> {
        let next = self.then(stored.line);
        if next.checksum.cast_signed() != stored.checksum {
            return Err(altered(next.number));
        }
        let Read { at, movement } = serde_json::from_str(stored.line)?;
        let number = next.number;
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

/// The lines of an append.
pub(super) fn lines(append: &Document) -> Result<Vec<Stored<'_>>> {
    let damaged = || Error::Damaged("an append to the ledger has no lines".to_owned());
    let lines = append.get_array("lines").map_err(|_| damaged())?;
    lines
        .iter()
        .map(|stored| {
            let stored = stored.as_document().ok_or_else(damaged)?;
            match (stored.get_str("line"), stored.get("checksum").and_then(number)) {
                (Ok(line), Some(checksum)) => Ok(Stored { line, checksum }),
                _ => Err(damaged()),
            }
        })
        .collect()
}

/// What a checksum that does not fit says.
pub(super) fn altered(number: u64) -> Error {
    Error::Damaged(format!(
        "line {number} of the ledger, or the one before it, is not what was written"
    ))
}
