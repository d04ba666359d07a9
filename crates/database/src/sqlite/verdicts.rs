//! Verdicts as columns of their ads: names that can be read in any shell.

use compact_str::CompactString;
use model::{Class, Confidence, Host, Kind, Rule, Verdict};
use rusqlite::{Connection, Row, params};

use super::columns;
use crate::{Error, JudgedAd, Result, Verdicts, Visit};

/// Gives ads their verdicts. Ads that are not stored are passed over.
pub(super) fn write(connection: &Connection, engine: u64, verdicts: &Verdicts) -> Result<()> {
    for (id, verdict) in verdicts {
        write_one(connection, id, engine, verdict)?;
    }
    Ok(())
}

/// Gives one ad its verdict, if it differs from the one it has.
pub(super) fn write_one(connection: &Connection, id: &str, engine: u64, verdict: &Verdict) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE ads SET \
             (engine, class, platform, kind, host, confidence, rule, mixed, owner, mention, contested) \
             = (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) WHERE id = ?1 \
             AND (engine, class, platform, kind, host, confidence, rule, mixed, owner, mention, contested) \
             IS NOT (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            id,
            engine.cast_signed(),
            verdict.class.as_str(),
            verdict.platform.as_deref(),
            verdict.kind.as_str(),
            verdict.host.as_ref().map(Host::as_str),
            verdict.confidence.as_str(),
            verdict.rule.as_str(),
            verdict.mixed,
            verdict.owner.as_deref(),
            verdict.mention.as_deref(),
            verdict.contested,
        ])?;
    Ok(())
}

/// How many ads have no verdict of this engine.
pub(super) fn count_stale(connection: &Connection, engine: u64) -> Result<u64> {
    let mut statement = connection.prepare_cached("SELECT count(*) FROM ads WHERE engine IS NOT ?1")?;
    Ok(statement.query_row([engine.cast_signed()], |row| row.get(0))?)
}

/// The columns of a verdict, as [`read`] expects them.
pub(super) const COLUMNS: &str =
    "class, platform, kind, host, confidence, rule, mixed, owner, mention, contested";

/// The columns of an ad, as [`judged`] expects them from the first position on; [`COLUMNS`] come after them.
pub(super) const JUDGED: &str =
    "id, page_id, page_name, started, first_seen, last_seen, active, seller, gone";

/// How many [`JUDGED`] and [`COLUMNS`] are together.
pub(super) const JUDGED_COLUMNS: usize = 19;

/// Ads that have a verdict, by id.
pub(super) fn each_judged(connection: &Connection, visit: Visit<'_, JudgedAd>) -> Result<()> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {JUDGED}, {COLUMNS} FROM ads WHERE class IS NOT NULL ORDER BY id"
    ))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if let Some(ad) = judged(row)?
            && visit(ad)?.is_break()
        {
            break;
        }
    }
    Ok(())
}

/// The ad in a row that has [`JUDGED`] and [`COLUMNS`]; `None` where it has no verdict.
pub(super) fn judged(row: &Row<'_>) -> Result<Option<JudgedAd>> {
    let Some(verdict) = read(row, 9)? else {
        return Ok(None);
    };
    Ok(Some(JudgedAd {
        id: row.get(0)?,
        page_id: row.get(1)?,
        page_name: row.get(2)?,
        started: columns::time(row, 3)?,
        first_seen: columns::time(row, 4)?,
        last_seen: columns::time(row, 5)?,
        active: row.get(6)?,
        seller: text(row, 7)?,
        gone: row.get(8)?,
        verdict,
    }))
}

/// The verdict in a row that has [`COLUMNS`] from position `from` on; `None` where the ad has none.
pub(super) fn read(row: &Row<'_>, from: usize) -> Result<Option<Verdict>> {
    let Some(class) = columns::named(row, from, Class::from_name)? else {
        return Ok(None);
    };
    let missing = || Error::Damaged("a verdict has not all its parts".to_owned());
    let host = row.get_ref(from + 3)?;
    let host = host.as_str_or_null().map_err(rusqlite::Error::from)?;
    Ok(Some(Verdict {
        class,
        platform: text(row, from + 1)?,
        kind: columns::named(row, from + 2, Kind::from_name)?.ok_or_else(missing)?,
        // A suffix may leave the Public Suffix List: the engine has another digest then and judges again.
        host: host.and_then(|host| Host::parse(host).ok()),
        confidence: columns::named(row, from + 4, Confidence::from_name)?.ok_or_else(missing)?,
        rule: columns::named(row, from + 5, Rule::from_name)?.ok_or_else(missing)?,
        mixed: row.get::<_, Option<bool>>(from + 6)?.unwrap_or_default(),
        owner: text(row, from + 7)?,
        mention: text(row, from + 8)?,
        contested: row.get(from + 9)?,
    }))
}

fn text(row: &Row<'_>, column: usize) -> Result<Option<CompactString>> {
    let value = row.get_ref(column)?;
    let text = value.as_str_or_null().map_err(rusqlite::Error::from)?;
    Ok(text.map(CompactString::from))
}
