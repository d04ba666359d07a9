//! What a copy goes by: raw items with the ads that they belong to, and notes.

use rusqlite::{Connection, Row};

use super::{blocks, columns, raw_items, verdicts};
use crate::{IncomingAd, KeptItem, RawItem, Result, StoredLinks, Visit};

/// The columns of an item, as [`raw_items::bytes`] and [`read`] expect them.
const ITEM: &str = "r.id, r.ad, r.digest, r.searched, r.first_seen, r.last_seen, r.block, r.start, r.length";

/// The columns of its ad, the verdict's after them.
const AD: &str = "a.page_id, a.page_name, a.started, a.ended, a.active, a.cta_type, a.display_format, a.title, \
    a.links, a.engine";

/// How many columns of an item there are, and how many with those of its ad.
const ITEM_COLUMNS: usize = 9;
const VERDICT_FROM: usize = 19;

/// Items with a greater number than `after`, in the order in which they came; one block is in memory at a time.
pub(super) fn each(connection: &Connection, after: u64, visit: Visit<'_, KeptItem>) -> Result<()> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {ITEM}, {AD}, {} FROM raw_items r LEFT JOIN ads a ON a.id = r.ad \
         WHERE r.id > ?1 ORDER BY r.id",
        verdicts::COLUMNS
    ))?;
    let mut rows = statement.query([columns::count(after)])?;
    let mut opened: Option<(i64, Vec<u8>)> = None;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get("block")?;
        let block = match opened.take() {
            Some((open, block)) if open == id => block,
            _ => blocks::load(connection, id)?,
        };
        let item = read(row, raw_items::bytes(row, &block)?)?;
        opened = Some((id, block));
        if visit(item)?.is_break() {
            break;
        }
    }
    Ok(())
}

fn read(row: &Row<'_>, bytes: &[u8]) -> Result<KeptItem> {
    let raw = RawItem {
        id: row.get(1)?,
        digest: columns::digest(row, 2)?,
        searched: row.get(3)?,
        seen_at: columns::time(row, 5)?,
        raw: bytes.to_vec(),
    };
    Ok(KeptItem {
        number: row.get(0)?,
        first_seen: columns::time(row, 4)?,
        ad: ad_of(row, &raw)?,
        raw,
    })
}

/// The ad in the row's further columns; `None` where there is none, or none that was judged.
fn ad_of(row: &Row<'_>, item: &RawItem) -> Result<Option<IncomingAd>> {
    let engine: Option<i64> = row.get(VERDICT_FROM - 1)?;
    let (Some(engine), Some(verdict)) = (engine, verdicts::read(row, VERDICT_FROM)?) else {
        return Ok(None);
    };
    let at = |column: usize| ITEM_COLUMNS + column;
    Ok(Some(IncomingAd {
        id: item.id.clone(),
        raw: 0..item.raw.len(),
        digest: item.digest,
        searched: item.searched.clone(),
        seen_at: item.seen_at,
        page_id: row.get(at(0))?,
        page_name: row.get(at(1))?,
        started: columns::time(row, at(2))?,
        ended: columns::time(row, at(3))?,
        active: row.get(at(4))?,
        cta_type: row.get(at(5))?,
        display_format: row.get(at(6))?,
        title: row.get(at(7))?,
        links: StoredLinks::from_text(row.get(at(8))?),
        verdict,
        engine: engine.cast_unsigned(),
    }))
}

/// All notes, by key.
pub(super) fn each_note(connection: &Connection, visit: Visit<'_, (String, String)>) -> Result<()> {
    let mut statement = connection.prepare_cached("SELECT key, value FROM notes ORDER BY key")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if visit((row.get(0)?, row.get(1)?))?.is_break() {
            break;
        }
    }
    Ok(())
}
