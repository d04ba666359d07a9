//! Pages: of each place the one that its latest landing facts were read from, compressed.

use model::observation::{LandingPage, Place};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, params};
use xxhash_rust::xxh3::xxh3_128;

use crate::sqlite::{blocks, columns};
use crate::{Error, Result, Visit, packing};

/// The statements that keep pages, prepared once.
pub(super) struct Pages<'c> {
    known: CachedStatement<'c>,
    put: CachedStatement<'c>,
    remove: CachedStatement<'c>,
}

impl<'c> Pages<'c> {
    pub(super) fn prepare(connection: &'c Connection) -> Result<Self> {
        Ok(Self {
            known: connection.prepare_cached("SELECT 1 FROM pages WHERE place = ?1 AND digest = ?2")?,
            put: connection.prepare_cached(
                "INSERT INTO pages (place, digest, bytes, checksum, data) VALUES (?1, ?2, ?3, ?4, ?5) \
                 ON CONFLICT (place) DO UPDATE SET (digest, bytes, checksum, data) \
                 = (excluded.digest, excluded.bytes, excluded.checksum, excluded.data)",
            )?,
            remove: connection.prepare_cached("DELETE FROM pages WHERE place = ?1")?,
        })
    }

    /// Puts the page in the place of the earlier one; without a page none is left.
    pub(super) fn put(&mut self, place: &Place, page: Option<&LandingPage>) -> Result<()> {
        let place = place.as_str();
        let Some(page) = page else {
            self.remove.execute([place])?;
            return Ok(());
        };
        let json = serde_json::to_vec(page)?;
        let digest = xxh3_128(&json).to_be_bytes();
        if self.known.exists(params![place, digest])? {
            return Ok(());
        }
        let data = packing::compress(&json)?;
        let checksum = blocks::checksum(&data, json.len());
        self.put
            .execute(params![place, digest, json.len(), checksum, data])?;
        Ok(())
    }
}

/// The page of a place.
pub(in crate::sqlite) fn of(connection: &Connection, place: &Place) -> Result<Option<LandingPage>> {
    let mut statement = connection
        .prepare_cached("SELECT place, digest, bytes, checksum, data FROM pages WHERE place = ?1")?;
    statement
        .query_row([place.as_str()], |row| Ok(open(row)))
        .optional()?
        .transpose()
}

/// Each place that has a page, and the page's digest.
pub(in crate::sqlite) fn each_digest(
    connection: &Connection,
    visit: Visit<'_, (String, u128)>,
) -> Result<()> {
    let mut statement = connection.prepare_cached("SELECT place, digest FROM pages")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if visit((row.get(0)?, columns::digest(row, 1)?))?.is_break() {
            break;
        }
    }
    Ok(())
}

/// The page in a row of all columns but the id, against its digest.
pub(in crate::sqlite) fn open(row: &Row<'_>) -> Result<LandingPage> {
    let place: String = row.get("place")?;
    let damaged = |why: &dyn std::fmt::Display| Error::Damaged(format!("the page of {place}: {why}"));
    let json = blocks::open(row).map_err(|error| match error {
        Error::Damaged(why) => damaged(&why),
        other => other,
    })?;
    if xxh3_128(&json) != columns::digest(row, "digest")? {
        return Err(damaged(&"it is not what its digest says"));
    }
    serde_json::from_slice(&json).map_err(|error| damaged(&error))
}
