//! Raw items: every content that an ad was ever seen with, and when.

use model::Timestamp;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, params};

use super::{blocks, columns};
use crate::{Error, IncomingAd, RawItem, Result, Visit};

/// Where an item lies: its block, offset and length there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) block: i64,
    pub(super) start: usize,
    pub(super) length: usize,
}

/// First and last time of something, where any is known.
pub(super) type Seen = (Option<Timestamp>, Option<Timestamp>);

/// The statements that note an item, prepared once for an import's batch.
pub(super) struct Notes<'c> {
    insert: CachedStatement<'c>,
    widen: CachedStatement<'c>,
}

impl<'c> Notes<'c> {
    pub(super) fn prepare(connection: &'c Connection) -> Result<Self> {
        Ok(Self {
            insert: connection.prepare_cached(
                "INSERT INTO raw_items (ad, digest, searched, first_seen, last_seen, block, start, length) \
                 VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7) ON CONFLICT (ad, digest) DO NOTHING",
            )?,
            // Scalar min() and max() are NULL where any part is, hence the coalesce(). Of several searches
            // that brought one item the first by name is kept: the same whatever order they come in.
            widen: connection.prepare_cached(
                "UPDATE raw_items SET \
                 first_seen = coalesce(min(first_seen, ?4), first_seen, ?4), \
                 last_seen = coalesce(max(last_seen, ?4), last_seen, ?4), \
                 searched = coalesce(min(searched, ?3), searched, ?3) \
                 WHERE ad = ?1 AND digest = ?2 AND ( \
                 (?4 IS NOT NULL AND (first_seen IS NULL OR ?4 < first_seen OR ?4 > last_seen)) \
                 OR (?3 IS NOT NULL AND (searched IS NULL OR ?3 < searched)))",
            )?,
        })
    }

    /// Notes that an ad was seen with some content. Gives whether the content is new; then it must come to
    /// lie at `place`.
    pub(super) fn put(&mut self, ad: &IncomingAd, place: Place) -> Result<bool> {
        let digest = ad.digest.to_be_bytes();
        let seen = columns::millis(ad.seen_at);
        let Place { block, start, length } = place;
        let new = self
            .insert
            .execute(params![ad.id, digest, ad.searched, seen, block, start, length])?
            == 1;
        if !new {
            self.widen.execute(params![ad.id, digest, ad.searched, seen])?;
        }
        Ok(new)
    }
}

/// First and last time that an ad was seen with some content; `None` where it never was.
pub(super) fn seen(connection: &Connection, ad: &str, digest: u128) -> Result<Option<Seen>> {
    let mut statement = connection
        .prepare_cached("SELECT first_seen, last_seen FROM raw_items WHERE ad = ?1 AND digest = ?2")?;
    let times = |row: &Row<'_>| Ok((columns::time(row, "first_seen"), columns::time(row, "last_seen")));
    match statement
        .query_row(params![ad, digest.to_be_bytes()], times)
        .optional()?
    {
        Some((first, last)) => Ok(Some((first?, last?))),
        None => Ok(None),
    }
}

/// Every raw item in the order in which they came; one block is in memory at a time.
pub(super) fn each(connection: &Connection, visit: Visit<'_, RawItem>) -> Result<()> {
    let mut statement = connection.prepare_cached("SELECT * FROM raw_items ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut opened: Option<(i64, Vec<u8>)> = None;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get("block")?;
        let block = match opened.take() {
            Some((open, block)) if open == id => block,
            _ => blocks::load(connection, id)?,
        };
        let item = RawItem {
            id: row.get("ad")?,
            digest: columns::digest(row, "digest")?,
            searched: row.get("searched")?,
            seen_at: columns::time(row, "last_seen")?,
            raw: bytes(row, &block)?.to_vec(),
        };
        opened = Some((id, block));
        if visit(item)?.is_break() {
            break;
        }
    }
    Ok(())
}

/// The bytes of the item in `row`.
pub(super) fn bytes<'b>(row: &Row<'_>, block: &'b [u8]) -> Result<&'b [u8]> {
    let (start, length): (usize, usize) = (row.get("start")?, row.get("length")?);
    match start.checked_add(length).and_then(|end| block.get(start..end)) {
        Some(bytes) => Ok(bytes),
        None => Err(Error::Damaged(format!(
            "the raw item of ad {} lies outside its block {}",
            row.get::<_, String>("ad")?,
            row.get::<_, i64>("block")?
        ))),
    }
}
