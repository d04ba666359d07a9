//! Mappings and reports, kept as the JSON that other programs read.

use std::collections::HashSet;

use model::document::{Mapping, Report};
use rusqlite::{Connection, OptionalExtension, params};
use serde::de::DeserializeOwned;

use super::touched::Touch;
use crate::{Result, Visit};

const LATEST: &str = "SELECT body FROM reports WHERE slug = ?1 ORDER BY analyzed_at DESC LIMIT 1";

/// Puts each mapping in the place of the seller's earlier one. Gives how many differ from it.
pub(super) fn put_mappings(connection: &Connection, mappings: &[Mapping]) -> Result<u64> {
    let mut put = connection.prepare_cached(
        "INSERT INTO mappings VALUES (?1, ?2) ON CONFLICT (slug) DO UPDATE SET body = excluded.body \
         WHERE body <> excluded.body",
    )?;
    let mut touch = Touch::prepare(connection)?;
    let mut changed = 0;
    for mapping in mappings {
        if put.execute(params![mapping.client_id, serde_json::to_string(mapping)?])? > 0 {
            touch.seller(&mapping.client_id)?;
            changed += 1;
        }
    }
    Ok(changed)
}

/// The seller's mapping.
pub(super) fn mapping(connection: &Connection, slug: &str) -> Result<Option<Mapping>> {
    one(connection, "SELECT body FROM mappings WHERE slug = ?1", slug)
}

/// All mappings, by slug.
pub(super) fn each_mapping(connection: &Connection, visit: Visit<'_, Mapping>) -> Result<()> {
    each(connection, "SELECT body FROM mappings ORDER BY slug", &[], visit)
}

/// Takes away the mappings of all other sellers. Gives how many went.
pub(super) fn keep_mappings_of(connection: &Connection, slugs: &HashSet<String>) -> Result<u64> {
    let slugs = serde_json::to_string(slugs)?;
    let mut delete = connection.prepare_cached(
        "DELETE FROM mappings WHERE slug NOT IN (SELECT value FROM json_each(?1)) RETURNING slug",
    )?;
    let gone = delete.query_map([slugs], |row| row.get::<_, String>(0))?;
    let gone = gone.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut touch = Touch::prepare(connection)?;
    for slug in &gone {
        touch.seller(slug)?;
    }
    Ok(gone.len() as u64)
}

/// Adds reports that say something new. Gives how many did.
pub(super) fn put_reports(connection: &Connection, reports: &[Report]) -> Result<u64> {
    let mut put = connection.prepare_cached(
        "INSERT INTO reports VALUES (?1, ?2, ?3) ON CONFLICT (slug, analyzed_at) \
         DO UPDATE SET body = excluded.body WHERE body <> excluded.body",
    )?;
    let mut touch = Touch::prepare(connection)?;
    let mut added = 0;
    for new in reports {
        if report(connection, &new.client_id)?.is_some_and(|latest| latest.says_the_same_as(new)) {
            continue;
        }
        let at = new.analyzed_at.as_millis();
        if put.execute(params![new.client_id, at, serde_json::to_string(new)?])? > 0 {
            touch.seller(&new.client_id)?;
            added += 1;
        }
    }
    Ok(added)
}

/// The seller's latest report.
pub(super) fn report(connection: &Connection, slug: &str) -> Result<Option<Report>> {
    one(connection, LATEST, slug)
}

/// The latest report of every seller, by slug.
pub(super) fn each_report(connection: &Connection, visit: Visit<'_, Report>) -> Result<()> {
    let sql = "SELECT body FROM reports AS r \
               WHERE analyzed_at = (SELECT max(analyzed_at) FROM reports WHERE slug = r.slug) ORDER BY slug";
    each(connection, sql, &[], visit)
}

/// Every report of every seller, by slug, oldest first.
pub(super) fn each_report_ever(connection: &Connection, visit: Visit<'_, Report>) -> Result<()> {
    each(
        connection,
        "SELECT body FROM reports ORDER BY slug, analyzed_at",
        &[],
        visit,
    )
}

/// All reports of a seller, oldest first.
pub(super) fn reports_of(connection: &Connection, slug: &str) -> Result<Vec<Report>> {
    let mut reports = Vec::new();
    let sql = "SELECT body FROM reports WHERE slug = ?1 ORDER BY analyzed_at";
    each(connection, sql, &[&slug], &mut |report| {
        reports.push(report);
        Ok(std::ops::ControlFlow::Continue(()))
    })?;
    Ok(reports)
}

/// Takes away the documents of a seller. Gives how many there were.
pub(super) fn remove_of(connection: &Connection, slug: &str) -> Result<usize> {
    let mappings = connection.execute("DELETE FROM mappings WHERE slug = ?1", [slug])?;
    let reports = connection.execute("DELETE FROM reports WHERE slug = ?1", [slug])?;
    Ok(mappings + reports)
}

fn one<T: DeserializeOwned>(connection: &Connection, sql: &str, slug: &str) -> Result<Option<T>> {
    let mut statement = connection.prepare_cached(sql)?;
    let body: Option<String> = statement.query_row([slug], |row| row.get(0)).optional()?;
    Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
}

fn each<T: DeserializeOwned>(
    connection: &Connection,
    sql: &str,
    parameters: &[&dyn rusqlite::ToSql],
    visit: Visit<'_, T>,
) -> Result<()> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(parameters)?;
    while let Some(row) = rows.next()? {
        let body = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        if visit(serde_json::from_str(body)?)?.is_break() {
            break;
        }
    }
    Ok(())
}
