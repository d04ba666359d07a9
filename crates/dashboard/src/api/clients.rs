//! `/api/v1/clients` and what there is about one seller.

use std::sync::Arc;

use analytics::Client;
use database::AdQuery;
use model::Class;

use super::paging::{cursor, limit, page};
use super::param::strict;
use super::query::{AdsQuery, ClientsQuery, HistoryQuery, SlugQuery};
use super::types::{
    AdRow, ClientDetail, ClientRow, HistoryRow, MappingDocument, Page, PageInfo, ReportDocument,
};
use crate::clients_ask;
use crate::failure::Failure;
use crate::reply::Reply;
use crate::visit::Visit;

/// Sellers, filtered and ordered as on the page.
#[utoipa::path(
    get,
    path = "/api/v1/clients",
    tag = "clients",
    params(ClientsQuery),
    responses((status = 200, description = "A page of sellers.", body = Page<ClientRow>))
)]
pub(super) fn clients(visit: &Visit) -> Result<Reply, Failure> {
    strict::<ClientsQuery>(visit)?;
    let (ask, mut misread) = (&visit.ask, Vec::new());
    let read = clients_ask::read(ask, &visit.view.segments, &mut misread);
    let order = clients_ask::order(ask, &mut misread);
    if let Some(one) = misread.first() {
        return Err(super::misread(one));
    }
    clients_ask::told(&visit.view, &read)?;
    let limit = limit(ask);
    let list = visit
        .view
        .clients(&read.filter, order, cursor(ask).as_ref(), limit)?;
    Reply::json(&Page {
        data: list
            .rows
            .iter()
            .map(|client| ClientRow::of(client, &visit.view))
            .collect(),
        page: PageInfo {
            total: Some(list.total as u64),
            limit: limit as u64,
            next: list.next.map(|cursor| cursor.to_string()),
            previous: list.previous.map(|cursor| cursor.to_string()),
        },
    })
}

/// The seller that the path names.
pub(crate) fn known(visit: &Visit, slug: &str) -> Result<Arc<Client>, Failure> {
    let client = visit.view.figures.client(slug)?;
    client.ok_or(Failure::NotFound { what: "client" })
}

/// A seller: its numbers, where its ads lead, its domains that left.
#[utoipa::path(
    get,
    path = "/api/v1/clients/{slug}",
    tag = "clients",
    params(SlugQuery),
    responses((status = 200, description = "The seller.", body = ClientDetail))
)]
pub(super) fn client(visit: &Visit) -> Result<Reply, Failure> {
    strict::<SlugQuery>(visit)?;
    let client = known(visit, visit.part(0)?)?;
    Reply::json(&ClientDetail::of(&client, &visit.view))
}

/// A seller's latest report, as other programs read it.
#[utoipa::path(
    get,
    path = "/api/v1/clients/{slug}/report",
    tag = "clients",
    params(SlugQuery),
    responses((status = 200, description = "The document.", body = ReportDocument))
)]
pub(super) fn client_report(visit: &Visit) -> Result<Reply, Failure> {
    strict::<SlugQuery>(visit)?;
    let client = known(visit, visit.part(0)?)?;
    let report = visit.database.report(&client.slug)?;
    Reply::json(&report.ok_or(Failure::NotFound { what: "report" })?)
}

/// A seller's mapping, as other programs read it.
#[utoipa::path(
    get,
    path = "/api/v1/clients/{slug}/mapping",
    tag = "clients",
    params(SlugQuery),
    responses((status = 200, description = "The document.", body = MappingDocument))
)]
pub(super) fn client_mapping(visit: &Visit) -> Result<Reply, Failure> {
    strict::<SlugQuery>(visit)?;
    let client = known(visit, visit.part(0)?)?;
    let mapping = visit.database.mapping(&client.slug)?;
    Reply::json(&mapping.ok_or(Failure::NotFound { what: "mapping" })?)
}

/// Which of a seller's ads the address asks for: `verdict`, `gone`.
pub(crate) fn ads_asked(visit: &Visit, slug: &str) -> AdQuery {
    let ask = &visit.ask;
    AdQuery {
        seller: slug.to_owned(),
        class: ask.get("verdict").and_then(Class::from_name),
        gone: ask.get("gone").map(|gone| gone == "1"),
        after: None,
        limit: 0,
    }
}

/// A seller's ads with their verdicts, greatest id first.
#[utoipa::path(
    get,
    path = "/api/v1/clients/{slug}/ads",
    tag = "clients",
    params(AdsQuery),
    responses((status = 200, description = "A page of ads.", body = Page<AdRow>))
)]
pub(super) fn client_ads(visit: &Visit) -> Result<Reply, Failure> {
    strict::<AdsQuery>(visit)?;
    let client = known(visit, visit.part(0)?)?;
    let limit = limit(&visit.ask);
    let mut ads = visit.database.ads_of(&AdQuery {
        after: visit.ask.get("cursor").map(str::to_owned),
        // One more tells whether there is a next page.
        limit: u32::try_from(limit + 1).unwrap_or(u32::MAX),
        ..ads_asked(visit, &client.slug)
    })?;
    let more = ads.len() > limit;
    ads.truncate(limit);
    let last = ads.last().filter(|_| more);
    Reply::json(&Page {
        page: PageInfo {
            total: None,
            limit: limit as u64,
            next: last.map(|last| last.ad.id.clone()),
            previous: None,
        },
        data: ads.iter().map(AdRow::of).collect(),
    })
}

/// How a seller stood over time, latest first.
#[utoipa::path(
    get,
    path = "/api/v1/clients/{slug}/history",
    tag = "clients",
    params(HistoryQuery),
    responses((status = 200, description = "A page of its history.", body = Page<HistoryRow>))
)]
pub(super) fn client_history(visit: &Visit) -> Result<Reply, Failure> {
    strict::<HistoryQuery>(visit)?;
    let client = known(visit, visit.part(0)?)?;
    let mut latest_first: Vec<_> = (0_i64..).zip(&client.history).collect();
    latest_first.reverse();
    Reply::json(&page(
        &visit.ask,
        &latest_first,
        |(place, _)| (*place, ""),
        |(_, mark)| HistoryRow::of(mark),
    ))
}
