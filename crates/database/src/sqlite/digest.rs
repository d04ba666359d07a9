//! Feeds every kept record to the content digest.

use std::ops::ControlFlow;

use rusqlite::{Connection, Row};

use super::{columns, documents, observations, searches, sellers, verdicts};
use crate::Result;
use crate::digest::{AdRecord, ContentDigest, RawRecord};

const GO_ON: Result<ControlFlow<()>> = Ok(ControlFlow::Continue(()));

/// The digest of the state that this connection sees.
pub(super) fn of(connection: &Connection) -> Result<u64> {
    let mut digest = ContentDigest::default();
    sellers::each(connection, &mut |seller| {
        digest.add_seller(&seller);
        GO_ON
    })?;
    searches::each(connection, &mut |search| {
        digest.add_search(&search);
        GO_ON
    })?;
    searches::each_refused(connection, &mut |refused| {
        digest.add_refused(&refused);
        GO_ON
    })?;
    documents::each_mapping(connection, &mut |mapping| {
        digest.add_mapping(&mapping)?;
        GO_ON
    })?;
    documents::each_report(connection, &mut |report| {
        digest.add_report(&report)?;
        GO_ON
    })?;
    observations::each(connection, true, &mut |observation| {
        digest.add_observation(&observation)?;
        GO_ON
    })?;
    observations::pages::each_digest(connection, &mut |(place, page)| {
        digest.add_page(&place, page);
        GO_ON
    })?;
    add_raw_items(connection, &mut digest)?;
    add_ads(connection, &mut digest)?;
    Ok(digest.value())
}

fn add_raw_items(connection: &Connection, digest: &mut ContentDigest) -> Result<()> {
    let mut statement =
        connection.prepare("SELECT ad, digest, searched, first_seen, last_seen FROM raw_items")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let searched = row.get_ref(2)?;
        digest.add_raw(&RawRecord {
            ad: text(row, 0)?,
            digest: columns::digest(row, 1)?,
            searched: searched.as_str_or_null().map_err(rusqlite::Error::from)?,
            first_seen: columns::time(row, 3)?,
            last_seen: columns::time(row, 4)?,
        });
    }
    Ok(())
}

fn add_ads(connection: &Connection, digest: &mut ContentDigest) -> Result<()> {
    let mut statement = connection.prepare(&format!(
        "SELECT id, digest, page_id, page_name, cta_type, display_format, title, links, \
         started, ended, first_seen, last_seen, active, engine, {} FROM ads",
        verdicts::COLUMNS
    ))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        add_ad(row, digest)?;
    }
    Ok(())
}

fn add_ad(row: &Row<'_>, digest: &mut ContentDigest) -> Result<()> {
    let verdict = verdicts::read(row, 14)?;
    let time = |column: usize| columns::time(row, column);
    digest.add_ad(&AdRecord {
        id: text(row, 0)?,
        digest: columns::digest(row, 1)?,
        texts: [
            text(row, 2)?,
            text(row, 3)?,
            text(row, 4)?,
            text(row, 5)?,
            text(row, 6)?,
            text(row, 7)?,
        ],
        times: [time(8)?, time(9)?, time(10)?, time(11)?],
        active: row.get(12)?,
        engine: row.get::<_, Option<i64>>(13)?.map(i64::cast_unsigned),
        verdict: verdict.as_ref(),
    });
    Ok(())
}

fn text<'r>(row: &'r Row<'_>, column: usize) -> Result<&'r str> {
    Ok(row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?)
}
