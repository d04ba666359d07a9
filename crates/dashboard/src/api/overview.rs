//! `/api/v1/overview`.

use analytics::Window;

use super::param::strict;
use super::query::RangeQuery;
use super::types::{Dollars, MoneyPart, OverviewAnswer, ReportPart, WindowPart};
use crate::failure::Failure;
use crate::reply::Reply;
use crate::visit::Visit;

/// The days that the address asks for.
pub(crate) fn window(visit: &Visit) -> Window {
    let frame = visit.view.frame();
    visit.ask.window(&frame.zone, visit.now, frame.earliest)
}

/// The base at a glance: the numbers of `report overview --json`, the purse, and what changed within a range of days.
#[utoipa::path(
    get,
    path = "/api/v1/overview",
    tag = "overview",
    params(RangeQuery),
    responses((status = 200, description = "The base at a glance.", body = OverviewAnswer))
)]
pub(super) fn overview(visit: &Visit) -> Result<Reply, Failure> {
    strict::<RangeQuery>(visit)?;
    let (view, window) = (&visit.view, window(visit));
    let overview = view.figures.overview(window)?;
    // A document of another version of the program is told as far as the snapshot knows it.
    let told = view
        .overview
        .as_ref()
        .and_then(|told| serde_json::from_value(told.clone()).ok());
    let money = &view.money;
    Reply::json(&OverviewAnswer {
        report: told.unwrap_or_else(|| ReportPart::of_snapshot(&overview)),
        money: MoneyPart {
            budget_usd: Dollars(money.limit),
            spent_usd: Dollars(money.spent),
            reserved_usd: Dollars(money.reserved),
            left_usd: Dollars(money.left),
        },
        window: WindowPart::of(window, &overview, &view.figures.since_last_scan()?),
    })
}
