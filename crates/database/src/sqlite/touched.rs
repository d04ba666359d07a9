//! Which sellers changed since when, so that whoever keeps them all in memory reads again only those.

use rusqlite::{CachedStatement, Connection};

use crate::{Result, Visit};

/// Marks sellers as changed by the transaction under way.
pub(super) struct Touch<'c>(CachedStatement<'c>);

impl<'c> Touch<'c> {
    pub(super) fn prepare(connection: &'c Connection) -> Result<Self> {
        // The version counts up once, when the transaction ends; all that it touched changes with that step.
        // `WHERE true` tells SQLite's parser that no join follows.
        Ok(Self(connection.prepare_cached(
            "INSERT INTO touched SELECT ?1, version + 1 FROM changes WHERE true \
             ON CONFLICT (slug) DO UPDATE SET version = excluded.version WHERE version <> excluded.version",
        )?))
    }

    pub(super) fn seller(&mut self, slug: &str) -> Result<()> {
        self.0.execute([slug])?;
        Ok(())
    }
}

/// Marks one seller.
pub(super) fn touch(connection: &Connection, slug: &str) -> Result<()> {
    Touch::prepare(connection)?.seller(slug)
}

/// Those touched after this version, by slug.
pub(super) fn each(connection: &Connection, after: u64, visit: Visit<'_, String>) -> Result<()> {
    let mut statement =
        connection.prepare_cached("SELECT slug FROM touched WHERE version > ?1 ORDER BY slug")?;
    let mut rows = statement.query([super::columns::count(after)])?;
    while let Some(row) = rows.next()? {
        if visit(row.get(0)?)?.is_break() {
            break;
        }
    }
    Ok(())
}
