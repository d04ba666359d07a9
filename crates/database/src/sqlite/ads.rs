//! Ads: the content seen last, by id.

use model::Host;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, ToSql, params, params_from_iter};

use super::raw_items::Seen;
use super::{columns, verdicts};
use crate::import::{merge_seen, title_kept};
use crate::{AdFilter, IncomingAd, Result, StoredAd, StoredLinks, Visit};

/// What an arriving ad did to the stored one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// There was none.
    New,
    /// Its content or its times changed.
    Changed,
    /// Nothing that counts.
    None,
}

/// The statements that take ads in, prepared once for an import's batch.
pub(super) struct Intake<'c> {
    connection: &'c Connection,
    insert: CachedStatement<'c>,
    find: CachedStatement<'c>,
    replace: CachedStatement<'c>,
    touch: CachedStatement<'c>,
}

const COLUMNS: &str = "id, digest, page_id, page_name, started, ended, active, cta_type, display_format, \
    title, links, first_seen, last_seen, engine, class, platform, kind, host, confidence, rule, mixed, \
    owner, mention, contested";
const VALUES: &str = "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, \
    ?19, ?20, ?21, ?22, ?23, ?24)";

impl<'c> Intake<'c> {
    pub(super) fn prepare(connection: &'c Connection) -> Result<Self> {
        Ok(Self {
            connection,
            insert: connection.prepare_cached(&format!(
                "INSERT INTO ads ({COLUMNS}) VALUES {VALUES} ON CONFLICT (id) DO NOTHING"
            ))?,
            find: connection.prepare_cached("SELECT digest, first_seen, last_seen FROM ads WHERE id = ?1")?,
            replace: connection
                .prepare_cached(&format!("UPDATE ads SET ({COLUMNS}) = {VALUES} WHERE id = ?1"))?,
            touch: connection
                .prepare_cached("UPDATE ads SET first_seen = ?2, last_seen = ?3 WHERE id = ?1")?,
        })
    }

    /// Takes in an ad that was seen with this content at these times (first and last).
    pub(super) fn put(&mut self, ad: &IncomingAd, seen: Seen) -> Result<Effect> {
        if execute(&mut self.insert, ad, seen)? == 1 {
            return Ok(Effect::New);
        }
        let known = |row: &Row<'_>| Ok(Self::known(row));
        let Some(known) = self.find.query_row([&ad.id], known).optional()? else {
            return Ok(Effect::None);
        };
        let (digest, times) = known?;
        let all = merge_seen(times, seen);
        // The current content is always the one seen last, so its time is the ad's.
        if (seen.1, ad.digest) > (times.1, digest) && ad.digest != digest {
            execute(&mut self.replace, ad, all)?;
            return Ok(Effect::Changed);
        }
        if ad.digest == digest {
            // Judged by another engine than then: the one that runs now knows better.
            verdicts::write_one(self.connection, &ad.id, ad.engine, &ad.verdict)?;
        }
        if all == times {
            return Ok(Effect::None);
        }
        self.touch
            .execute(params![ad.id, columns::millis(all.0), columns::millis(all.1)])?;
        Ok(Effect::Changed)
    }

    fn known(row: &Row<'_>) -> Result<(u128, Seen)> {
        let seen = (
            columns::time(row, "first_seen")?,
            columns::time(row, "last_seen")?,
        );
        Ok((columns::digest(row, "digest")?, seen))
    }
}

fn execute(statement: &mut CachedStatement<'_>, ad: &IncomingAd, seen: Seen) -> Result<usize> {
    let verdict = &ad.verdict;
    Ok(statement.execute(params![
        ad.id,
        ad.digest.to_be_bytes(),
        ad.page_id,
        ad.page_name,
        columns::millis(ad.started),
        columns::millis(ad.ended),
        ad.active,
        ad.cta_type,
        ad.display_format,
        title_kept(&ad.title),
        ad.links.as_text(),
        columns::millis(seen.0),
        columns::millis(seen.1),
        ad.engine.cast_signed(),
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
    ])?)
}

/// Ads with what is needed to judge them again, by id.
pub(super) fn each(connection: &Connection, filter: &AdFilter, visit: Visit<'_, StoredAd>) -> Result<()> {
    let mut conditions = vec!["true"];
    let mut parameters: Vec<Box<dyn ToSql>> = Vec::new();
    if let Some(engine) = filter.stale_for {
        conditions.push("engine IS NOT ?");
        parameters.push(Box::new(engine.cast_signed()));
    }
    if let Some(pages) = &filter.pages {
        conditions.push("page_id IN (SELECT value FROM json_each(?))");
        parameters.push(Box::new(serde_json::to_string(pages)?));
    }
    if let Some(seller) = &filter.seller {
        conditions.push("? IN (owner, mention)");
        parameters.push(Box::new(seller.clone()));
    }
    // Few ads pass these two: one pass over the table and a small sort beat going through the index of ids
    // row by row, which the unary plus rules out.
    let few = filter.pages.is_some() || filter.seller.is_some();
    let sql = format!(
        "SELECT id, cta_type, links FROM ads WHERE {} ORDER BY {}",
        conditions.join(" AND "),
        if few { "+id" } else { "id" }
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(parameters))?;
    while let Some(row) = rows.next()? {
        let ad = StoredAd {
            id: row.get(0)?,
            cta_type: row.get(1)?,
            links: StoredLinks::from_text(row.get(2)?),
        };
        if visit(ad)?.is_break() {
            break;
        }
    }
    Ok(())
}

/// Forgets all ads.
pub(super) fn clear(connection: &Connection) -> Result<()> {
    connection.execute("DELETE FROM ads", [])?;
    Ok(())
}
