//! Appends as they are stored: one document each, whose lines are chained as in the ledger of any other engine.

use ::mongodb::bson::oid::ObjectId;
use ::mongodb::bson::{Bson, Document, doc};
use model::Timestamp;

use super::LIMIT;
use crate::chain::Link;
use crate::mongodb::values::{signed, whole};
use crate::{Error, Movement, Result};

/// A line as it stands in a document: its text and its checksum.
pub(super) type Stored<'d> = (&'d str, i64);

/// The link before the first line of an append.
pub(super) fn before(append: &Document) -> Result<Link> {
    link(append.get("_id"), append.get("before"))
}

/// The link that the last line of an append makes.
pub(super) fn after(append: &Document) -> Result<Link> {
    let last = lines(append)?.last().map(|(_, checksum)| Bson::Int64(*checksum));
    link(append.get("last"), last.as_ref())
}

fn link(at: Option<&Bson>, checksum: Option<&Bson>) -> Result<Link> {
    let at = at.and_then(whole).and_then(|at| u64::try_from(at).ok());
    match (at, checksum.and_then(whole)) {
        (Some(number), Some(checksum)) => Ok(Link::stored(number, checksum)),
        _ => Err(Error::Damaged(
            "an append to the ledger lacks its numbers".to_owned(),
        )),
    }
}

/// The document that appends these after this link, and its last line's number.
pub(super) fn append(
    from: Link,
    at: Timestamp,
    movements: &[Movement],
    by: &ObjectId,
) -> Result<(Document, u64)> {
    let (mut link, mut lines, mut bytes) = (from, Vec::with_capacity(movements.len()), 0);
    for movement in movements {
        let (line, next) = link.write(at, movement)?;
        bytes += line.len() + 64;
        link = next;
        lines.push(doc! { "line": line, "checksum": link.checksum() });
    }
    if bytes > LIMIT {
        return Err(Error::Batch(format!(
            "{bytes} bytes of ledger lines at once are too many"
        )));
    }
    let document = doc! {
        "_id": signed(from.number), "first": signed(from.number + 1), "last": signed(link.number),
        "at": at.as_millis(), "by": by, "before": from.checksum(), "lines": lines,
    };
    Ok((document, link.number))
}

/// The lines of an append.
pub(super) fn lines(append: &Document) -> Result<Vec<Stored<'_>>> {
    let damaged = || Error::Damaged("an append to the ledger has no lines".to_owned());
    let lines = append.get_array("lines").map_err(|_| damaged())?;
    lines
        .iter()
        .map(|stored| {
            let stored = stored.as_document().ok_or_else(damaged)?;
            match (stored.get_str("line"), stored.get("checksum").and_then(whole)) {
                (Ok(line), Some(checksum)) => Ok((line, checksum)),
                _ => Err(damaged()),
            }
        })
        .collect()
}
