//! Looks for damage: the file's own structure, references, every raw item against its digest, observations.

mod observations;

use ad_library::is_content_digest;
use rusqlite::{Connection, Row};

use super::{blocks, columns, raw_items};
use crate::findings::Findings;
use crate::{Error, Result};

/// What is wrong, in words, if anything is.
pub(super) fn findings(connection: &Connection) -> Result<Vec<String>> {
    let mut findings = Findings::default();
    integrity(connection, &mut findings)?;
    references(connection, &mut findings)?;
    raw_bytes(connection, &mut findings)?;
    observations::look(connection, &mut findings)?;
    Ok(findings.told())
}

impl Findings {
    /// Runs statements that find what is wrong, each with the words before what it finds.
    fn add_rows(&mut self, connection: &Connection, checks: &[(&str, &str)]) -> Result<()> {
        for (sql, finding) in checks {
            let mut statement = connection.prepare(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                self.add(format!("{finding} {}", row.get::<_, String>(0)?));
            }
        }
        Ok(())
    }
}

fn integrity(connection: &Connection, findings: &mut Findings) -> Result<()> {
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let line: String = row.get(0)?;
        if line != "ok" {
            findings.add(line);
        }
    }
    Ok(())
}

fn references(connection: &Connection, findings: &mut Findings) -> Result<()> {
    let checks = [
        (
            "SELECT DISTINCT \"table\" FROM pragma_foreign_key_check",
            "rows point to nothing in table",
        ),
        (
            "SELECT id FROM ads WHERE NOT EXISTS (SELECT 1 FROM raw_items \
             WHERE raw_items.ad = ads.id AND raw_items.digest = ads.digest)",
            "there is no raw item for the current content of ad",
        ),
    ];
    findings.add_rows(connection, &checks)
}

/// Opens every block once and compares every item with its digest.
fn raw_bytes(connection: &Connection, findings: &mut Findings) -> Result<()> {
    let mut statement =
        connection.prepare("SELECT ad, digest, block, start, length FROM raw_items ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut opened: Option<(i64, Option<Vec<u8>>)> = None;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get("block")?;
        if opened.as_ref().is_none_or(|(open, _)| *open != id) {
            opened = Some((id, open(connection, id, findings)?));
        }
        if let Some((_, Some(block))) = &opened
            && let Some(finding) = item(row, block)?
        {
            findings.add(finding);
        }
    }
    Ok(())
}

/// The block, or `None` after telling what is wrong with it.
fn open(connection: &Connection, id: i64, findings: &mut Findings) -> Result<Option<Vec<u8>>> {
    match blocks::load(connection, id) {
        Ok(block) => Ok(Some(block)),
        Err(Error::Damaged(finding)) => {
            findings.add(finding);
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn item(row: &Row<'_>, block: &[u8]) -> Result<Option<String>> {
    match raw_items::bytes(row, block) {
        Ok(bytes) if is_content_digest(columns::digest(row, "digest")?, bytes) => Ok(None),
        Ok(_) => Ok(Some(format!(
            "the raw item of ad {} is not what its digest says",
            row.get::<_, String>("ad")?
        ))),
        Err(Error::Damaged(finding)) => Ok(Some(finding)),
        Err(error) => Err(error),
    }
}
