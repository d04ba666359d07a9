//! Observations: a line of history per place and kind while nothing changes, facts as JSON.

mod intake;
pub(super) mod pages;
pub(super) mod undecided;

use compact_str::CompactString;
use model::Timestamp;
use model::observation::{FactsKind, Observation, Place};
use rusqlite::{Connection, Row, ToSql, params};

pub(super) use self::intake::put;
use super::columns;
use crate::facts::facts_in;
use crate::{Error, Result, Visit};

/// The columns of a line, as [`read`] expects them.
pub(super) const COLUMNS: &str = "place, kind, first_seen, last_seen, until, facts";

/// The order of every walk. It is the table's own, so that nothing is sorted and rows come one by one.
const ORDER: &str = "ORDER BY place, kind, first_seen";

/// True of a line called `line` that no other of its place and kind comes after.
const LATEST: &str = "NOT EXISTS (SELECT 1 FROM observations AS later WHERE later.place = line.place \
    AND later.kind = line.kind AND later.first_seen > line.first_seen)";

/// The latest line of each place and kind, or every one.
pub(super) fn each(connection: &Connection, history: bool, visit: Visit<'_, Observation>) -> Result<()> {
    walk(connection, if history { "true" } else { LATEST }, &[], visit)
}

/// All lines of one place.
pub(super) fn of(connection: &Connection, place: &Place) -> Result<Vec<Observation>> {
    let mut lines = Vec::new();
    walk(connection, "place = ?1", &[&place.as_str()], &mut |line| {
        lines.push(line);
        Ok(std::ops::ControlFlow::Continue(()))
    })?;
    Ok(lines)
}

/// Makes the latest lines of a kind due. Gives how many were not.
pub(super) fn expire(connection: &Connection, kind: FactsKind, now: Timestamp) -> Result<u64> {
    let mut expire = connection.prepare_cached(&format!(
        "UPDATE observations AS line SET until = ?2 WHERE kind = ?1 AND until > ?2 AND {LATEST}"
    ))?;
    Ok(expire.execute(params![kind.as_str(), now.as_millis()])? as u64)
}

fn walk(
    connection: &Connection,
    condition: &str,
    parameters: &[&dyn ToSql],
    visit: Visit<'_, Observation>,
) -> Result<()> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM observations AS line WHERE {condition} {ORDER}"
    ))?;
    let mut rows = statement.query(parameters)?;
    while let Some(row) = rows.next()? {
        if let Some(line) = read(row)?
            && visit(line)?.is_break()
        {
            break;
        }
    }
    Ok(())
}

/// The line in a row that has [`COLUMNS`]; `None` where its place is none.
pub(super) fn read(row: &Row<'_>) -> Result<Option<Observation>> {
    let Some(place) = place(row)? else {
        return Ok(None);
    };
    let kind = kind(row)?;
    let facts = facts_in(place.as_str(), kind, text(row, 5)?)?;
    Ok(Some(Observation {
        facts,
        first_seen: columns::moment(row, 2)?,
        last_seen: columns::moment(row, 3)?,
        until: columns::moment(row, 4)?,
        place,
    }))
}

/// The place in the first column. A suffix may leave the Public Suffix List: what was observed under it stays, and
/// is passed over, since nobody can ask for it. `verify` tells.
fn place(row: &Row<'_>) -> Result<Option<Place>> {
    Ok(Place::try_from(CompactString::from(text(row, 0)?)).ok())
}

/// The kind in the second column.
fn kind(row: &Row<'_>) -> Result<FactsKind> {
    let kind = columns::named(row, 1, FactsKind::from_name)?;
    kind.ok_or_else(|| Error::Damaged("an observation has no kind".to_owned()))
}

fn text<'r>(row: &'r Row<'_>, column: usize) -> Result<&'r str> {
    Ok(row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?)
}

#[cfg(test)]
mod tests;
