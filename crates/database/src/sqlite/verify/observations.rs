//! Observations can be read, lines of one place and kind do not overlap, pages are whole and belong to a line.

use rusqlite::{Connection, Row};

use super::Findings;
use crate::sqlite::observations::{self, pages, undecided};
use crate::{Error, Result};

/// Adds what is wrong.
pub(super) fn look(connection: &Connection, findings: &mut Findings) -> Result<()> {
    let lines = format!("SELECT {} FROM observations", observations::COLUMNS);
    readable(connection, findings, &lines, |row| {
        Ok(observations::read(row)?.is_some())
    })?;
    let notes = format!("SELECT {} FROM undecided", undecided::COLUMNS);
    readable(connection, findings, &notes, |row| {
        Ok(undecided::read(row)?.is_some())
    })?;
    let kept = "SELECT place, digest, bytes, checksum, data FROM pages";
    readable(connection, findings, kept, |row| pages::open(row).map(|_| true))?;
    contradictions(connection, findings)
}

/// Reads each row of a table whose first column is the place; `read` gives whether that is one.
fn readable(
    connection: &Connection,
    findings: &mut Findings,
    sql: &str,
    read: impl Fn(&Row<'_>) -> Result<bool>,
) -> Result<()> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        match read(row) {
            Ok(true) => {}
            Ok(false) => {
                let place: String = row.get(0)?;
                findings.add(format!("{place:?} was looked at, and is no place"));
            }
            Err(Error::Damaged(finding)) => findings.add(finding),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Two lines may meet in one moment: two looks within a millisecond may see different things.
fn contradictions(connection: &Connection, findings: &mut Findings) -> Result<()> {
    let checks = [
        (
            "SELECT place FROM observations AS line WHERE EXISTS (SELECT 1 FROM observations AS later \
             WHERE later.place = line.place AND later.kind = line.kind \
             AND later.first_seen > line.first_seen AND later.first_seen < line.last_seen)",
            "lines of history overlap for",
        ),
        (
            "SELECT place FROM pages WHERE NOT EXISTS (SELECT 1 FROM observations AS line \
             WHERE line.place = pages.place AND line.kind = 'landing')",
            "there are no landing facts for the page of",
        ),
    ];
    findings.add_rows(connection, &checks)
}
