//! `/api/v1/scans`: what was asked for, and asking.

use axum::http::StatusCode;
use model::MicroDollars;

use super::body;
use super::clients::known;
use super::paging::page;
use super::param::strict;
use super::query::{NoQuery, ScanQuery, ScansQuery};
use super::types::{ErrorEnvelope, Page, ScanAsked, ScanRow};
use crate::failure::Failure;
use crate::reply::Reply;
use crate::scans::{self, Wanted};
use crate::visit::Visit;

/// Sellers that one scan may name.
const MOST_CLIENTS: usize = 150;

/// Scans that were asked for, latest first.
#[utoipa::path(
    get,
    path = "/api/v1/scans",
    tag = "scans",
    params(ScansQuery),
    responses((status = 200, description = "A page of scans.", body = Page<ScanRow>))
)]
pub(super) fn scans(visit: &Visit) -> Result<Reply, Failure> {
    strict::<ScansQuery>(visit)?;
    let mut scans: Vec<_> = visit.view.scans.iter().collect();
    scans.sort_by(|one, other| other.at.cmp(&one.at).then_with(|| one.id.cmp(&other.id)));
    Reply::json(&page(
        &visit.ask,
        &scans,
        |scan| (scan.at.as_millis(), &scan.id),
        |scan| ScanRow::of(scan),
    ))
}

/// Asks for a scan; a worker takes it up. What it would cost at most is its budget, and never more than the month has
/// left.
#[utoipa::path(
    post,
    path = "/api/v1/scans",
    tag = "scans",
    request_body = ScanAsked,
    responses(
        (status = 201, description = "The scan, waiting for a worker.", body = ScanRow),
        (status = 404, description = "There is no such seller.", body = ErrorEnvelope),
    )
)]
pub(super) fn ask_scan(visit: &Visit) -> Result<Reply, Failure> {
    strict::<NoQuery>(visit)?;
    let asked: ScanAsked = body::read(visit)?;
    if asked.clients.len() > MOST_CLIENTS {
        return Err(Failure::invalid(
            "clients",
            format!("has more than {MOST_CLIENTS} names"),
        ));
    }
    for slug in &asked.clients {
        known(visit, slug)?;
    }
    let wanted = Wanted {
        budget: asked.budget_usd.as_deref().map(dollars).transpose()?,
        clients: asked.clients,
    };
    let scan = scans::request(&*visit.database, &wanted, &visit.who.name, visit.now)?;
    Ok(Reply::json(&ScanRow::of(&scan))?.with_status(StatusCode::CREATED))
}

/// As the description has it: at most six digits, and at most six places.
fn dollars(text: &str) -> Result<MicroDollars, Failure> {
    let (whole, places) = text.split_once('.').unwrap_or((text, "0"));
    let fits = |part: &str| (1..=6).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let parsed = (fits(whole) && fits(places))
        .then(|| MicroDollars::parse(text))
        .flatten();
    parsed.ok_or_else(|| Failure::invalid("budget_usd", "is dollars with at most six places, as 1.500000"))
}

/// Calls a scan off. One under way starts no more runs, and those that it started are still paid for.
#[utoipa::path(
    delete,
    path = "/api/v1/scans/{id}",
    tag = "scans",
    params(ScanQuery),
    responses((status = 204, description = "It is called off."))
)]
pub(super) fn cancel_scan(visit: &Visit) -> Result<Reply, Failure> {
    strict::<ScanQuery>(visit)?;
    scans::cancel(&*visit.database, visit.part(0)?)?;
    Ok(Reply::new("", Vec::new()).with_status(StatusCode::NO_CONTENT))
}
