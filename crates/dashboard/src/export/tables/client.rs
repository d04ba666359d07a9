//! One seller's pages, ads and history: `client` names it.

mod pages;

use std::io;
use std::sync::Arc;

use analytics::Client;
use database::AdQuery;
use model::Class;

use super::super::Table;
use super::super::column::{Column, Kind, column};
use super::{few, one_of};
use crate::api::types::{AdRow, HistoryRow};
use crate::api::{ads_asked, known_client};
use crate::failure::Failure;
use crate::visit::Visit;

pub(super) use pages::pages;

/// Ads that are read at once.
const AT_ONCE: u32 = 500;

const ADS: [Column; 20] = [
    column("id", Kind::Text),
    column("page_id", Kind::Text),
    column("page_name", Kind::Text),
    column("title", Kind::Text),
    column("verdict", Kind::Text),
    column("confidence", Kind::Text),
    column("rule", Kind::Text),
    column("kind", Kind::Text),
    column("platform", Kind::Text),
    column("host", Kind::Text),
    column("mixed", Kind::Flag),
    column("contested", Kind::Flag),
    column("owner", Kind::Text),
    column("link", Kind::Text),
    column("started", Kind::Moment),
    column("ended", Kind::Moment),
    column("first_seen", Kind::Moment),
    column("last_seen", Kind::Moment),
    column("active", Kind::Flag),
    column("gone", Kind::Flag),
];

const HISTORY: [Column; 8] = [
    column("at", Kind::Moment),
    column("analyzed_at", Kind::Moment),
    column("status", Kind::Text),
    column("ads", Kind::Count),
    column("converty_ads", Kind::Count),
    column("concurrent_ads", Kind::Count),
    column("unknown_ads", Kind::Count),
    column("converty_ratio", Kind::Percent),
];

/// The seller that the address names.
fn asked(visit: &Visit) -> Result<Arc<Client>, Failure> {
    let slug = visit.ask.get("client");
    known_client(
        visit,
        slug.ok_or_else(|| Failure::invalid("client", "is missing"))?,
    )
}

/// `client_ads`
pub(super) fn ads(visit: &Visit) -> Result<Table, Failure> {
    one_of(visit, "verdict", |verdict| Class::from_name(verdict).is_some())?;
    one_of(visit, "gone", |gone| matches!(gone, "0" | "1"))?;
    let query = ads_asked(visit, &asked(visit)?.slug);
    let database = Arc::clone(&visit.database);
    Ok(Table {
        columns: &ADS,
        rows: Box::new(move |sink| {
            let mut after = None;
            loop {
                let ads = database
                    .ads_of(&AdQuery {
                        after,
                        limit: AT_ONCE,
                        ..query.clone()
                    })
                    .map_err(io::Error::other)?;
                ads.iter().try_for_each(|ad| sink(&AdRow::of(ad)))?;
                after = ads.last().map(|last| last.ad.id.clone());
                if after.is_none() {
                    return Ok(());
                }
            }
        }),
    })
}

/// `client_history`, latest first.
pub(super) fn history(visit: &Visit) -> Result<Table, Failure> {
    let client = asked(visit)?;
    Ok(Table {
        columns: &HISTORY,
        rows: few(client.history.iter().rev().map(HistoryRow::of).collect()),
    })
}
