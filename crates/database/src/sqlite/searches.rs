//! Searches that were made, and items that were refused.

use model::MicroDollars;
use rusqlite::{Connection, Row, params};
use xxhash_rust::xxh3::xxh3_128;

use super::columns;
use crate::import::REFUSED_LIMIT;
use crate::packing::{self, PACK_FROM};
use crate::{Refused, Result, Search, Visit};

/// Notes a search. The same one told twice (a file that was cut, then whole) is one, with the most it told; if that
/// is more than before, it counts as written now.
pub(super) fn put(connection: &Connection, search: &Search) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO searches (domain, at, ads, complete, cost, number) \
             SELECT ?1, ?2, ?3, ?4, ?5, ifnull(max(number), 0) + 1 FROM searches WHERE true \
             ON CONFLICT (domain, coalesce(at, -9223372036854775808)) DO UPDATE \
             SET ads = max(ads, excluded.ads), complete = max(complete, excluded.complete), \
                 cost = max(cost, excluded.cost), number = excluded.number \
             WHERE excluded.ads > ads OR excluded.complete > complete OR excluded.cost > cost",
        )?
        .execute(params![
            search.domain,
            columns::millis(search.at),
            columns::count(search.ads),
            search.complete,
            search.cost.micros()
        ])?;
    Ok(())
}

/// All searches, by domain and time; those without a time first.
pub(super) fn each(connection: &Connection, visit: Visit<'_, Search>) -> Result<()> {
    let mut statement = connection.prepare_cached("SELECT * FROM searches ORDER BY domain, at")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if visit(read(row)?)?.is_break() {
            break;
        }
    }
    Ok(())
}

/// Searches written after this number, as they were written.
pub(super) fn each_after(connection: &Connection, after: u64, visit: Visit<'_, (u64, Search)>) -> Result<()> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM searches WHERE number > ?1 ORDER BY number")?;
    let mut rows = statement.query([columns::count(after)])?;
    while let Some(row) = rows.next()? {
        if visit((row.get("number")?, read(row)?))?.is_break() {
            break;
        }
    }
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Search> {
    Ok(Search {
        domain: row.get("domain")?,
        at: columns::time(row, "at")?,
        ads: row.get("ads")?,
        complete: row.get("complete")?,
        cost: MicroDollars::new(row.get("cost")?),
    })
}

/// Keeps a refused item; the same item refused again changes at most its reason.
pub(super) fn put_refused(connection: &Connection, refused: &Refused) -> Result<()> {
    let kept = refused.raw.get(..REFUSED_LIMIT).unwrap_or(&refused.raw);
    let packed = kept.len() > PACK_FROM;
    let compressed = if packed {
        packing::compress(kept)?
    } else {
        Vec::new()
    };
    connection
        .prepare_cached(
            "INSERT INTO refused (source, item, digest, reason, bytes, packed, raw) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
             ON CONFLICT (source, item, digest) DO UPDATE SET reason = excluded.reason \
             WHERE reason <> excluded.reason",
        )?
        .execute(params![
            refused.source,
            columns::count(refused.item),
            xxh3_128(kept).to_be_bytes(),
            refused.reason,
            kept.len(),
            packed,
            if packed { &compressed } else { kept },
        ])?;
    Ok(())
}

/// All refused items, by source and item.
pub(super) fn each_refused(connection: &Connection, visit: Visit<'_, Refused>) -> Result<()> {
    let mut statement = connection.prepare_cached(
        "SELECT source, item, reason, bytes, packed, raw FROM refused ORDER BY source, item, digest",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let stored = row.get_ref("raw")?.as_blob().map_err(rusqlite::Error::from)?;
        let bytes = row.get::<_, usize>("bytes")?.min(REFUSED_LIMIT);
        let refused = Refused {
            source: row.get("source")?,
            item: row.get("item")?,
            reason: row.get("reason")?,
            raw: if row.get("packed")? {
                packing::decompress(stored, bytes)?
            } else {
                stored.to_vec()
            },
        };
        if visit(refused)?.is_break() {
            break;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use model::Timestamp;

    use super::*;

    #[test]
    fn times_of_searches_may_be_missing_and_stay_one() {
        let mut connection = Connection::open_in_memory().unwrap();
        super::super::schema::migrate(&mut connection).unwrap();
        for at in [None, None, Timestamp::from_millis(5), Timestamp::from_millis(5)] {
            let search = Search {
                domain: "a.tn".into(),
                at,
                ads: 1,
                complete: true,
                cost: MicroDollars::ZERO,
            };
            put(&connection, &search).unwrap();
        }
        let mut times = Vec::new();
        each(&connection, &mut |search| {
            times.push(search.at.map(Timestamp::as_millis));
            Ok(std::ops::ControlFlow::Continue(()))
        })
        .unwrap();
        assert_eq!(times, [None, Some(5)]);
    }
}
