//! Where somebody looked in vain: one note per place and kind, until facts come.

use model::observation::{Undecided, UndecidedReason};
use rusqlite::{Connection, Row, params};

use super::{kind, place};
use crate::sqlite::columns;
use crate::{Error, Result, Visit};

/// Forgets the note of a place and kind that was made until then.
pub(super) const FORGET: &str = "DELETE FROM undecided WHERE place = ?1 AND kind = ?2 AND at <= ?3";

/// The columns of a note, as [`read`] expects them.
pub(in crate::sqlite) const COLUMNS: &str = "place, kind, at, times, reason, detail";

/// Notes looks in vain. The one made last tells when and why; all are counted, up to what a `u32` holds.
pub(in crate::sqlite) fn put(connection: &Connection, undecided: &[Undecided]) -> Result<()> {
    let mut put = connection.prepare_cached(&format!(
        "INSERT INTO undecided ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
         ON CONFLICT (place, kind) DO UPDATE SET \
         times = min(times + excluded.times, {}), \
         reason = iif(excluded.at >= at, excluded.reason, reason), \
         detail = iif(excluded.at >= at, excluded.detail, detail), \
         at = max(at, excluded.at)",
        u32::MAX
    ))?;
    for note in undecided {
        put.execute(params![
            note.place.as_str(),
            note.kind.as_str(),
            note.at.as_millis(),
            note.times.max(1),
            note.reason.as_str(),
            note.detail,
        ])?;
    }
    Ok(())
}

/// All notes, by place, DNS before landing.
pub(in crate::sqlite) fn each(connection: &Connection, visit: Visit<'_, Undecided>) -> Result<()> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {COLUMNS} FROM undecided ORDER BY place, kind"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if let Some(note) = read(row)?
            && visit(note)?.is_break()
        {
            break;
        }
    }
    Ok(())
}

/// The note in a row that has [`COLUMNS`]; `None` where its place is none.
pub(in crate::sqlite) fn read(row: &Row<'_>) -> Result<Option<Undecided>> {
    let Some(place) = place(row)? else {
        return Ok(None);
    };
    let reason = columns::named(row, 4, UndecidedReason::from_name)?;
    Ok(Some(Undecided {
        kind: kind(row)?,
        at: columns::moment(row, 2)?,
        times: row.get(3)?,
        reason: reason.ok_or_else(|| Error::Damaged(format!("{place} is undecided without a reason")))?,
        detail: row.get(5)?,
        place,
    }))
}
