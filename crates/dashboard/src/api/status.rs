//! `/api/v1/money` and `/api/v1/status`.

use super::param::strict;
use super::query::NoQuery;
use super::types::{Moment, MoneyAnswer, StatusAnswer};
use crate::failure::Failure;
use crate::reply::Reply;
use crate::visit::Visit;

/// How the month's money stands.
#[utoipa::path(
    get,
    path = "/api/v1/money",
    tag = "money",
    responses((status = 200, description = "The purse.", body = MoneyAnswer))
)]
pub(super) fn money(visit: &Visit) -> Result<Reply, Failure> {
    strict::<NoQuery>(visit)?;
    let view = &visit.view;
    Reply::json(&MoneyAnswer::of(&view.money, view.frame().taken_at))
}

/// What answers, and over which data.
#[utoipa::path(
    get,
    path = "/api/v1/status",
    tag = "status",
    responses((status = 200, description = "The program and its data.", body = StatusAnswer))
)]
pub(super) fn status(visit: &Visit) -> Result<Reply, Failure> {
    strict::<NoQuery>(visit)?;
    let view = &visit.view;
    let frame = view.frame();
    Reply::json(&StatusAnswer {
        version: env!("CARGO_PKG_VERSION"),
        stamp: format!("{:016x}", view.stamp),
        data_version: frame.version,
        taken_at: Moment(frame.taken_at),
        refreshing: view.refreshing,
        clients: view.clients,
        last_scan: frame.scans().last().map(|scan| Moment(scan.ended)),
    })
}
