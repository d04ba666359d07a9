//! `/api/v1/alerts`, what is decided about them, and `/api/v1/recommendations`.

use std::cmp::Reverse;

use analytics::{Alert, AlertKind, Range, Severity};

use super::body;
use super::overview::window;
use super::paging::page;
use super::param::strict;
use super::query::{AlertQuery, AlertsQuery, RangeQuery};
use super::types::{AlertRow, DecisionAsked, DecisionRow, Page, PageInfo, RecommendationRow};
use crate::decisions;
use crate::failure::Failure;
use crate::reply::Reply;
use crate::view::{Decision, DecisionKind};
use crate::visit::Visit;

/// Alerts of a range of days, most pressing first, then latest.
#[utoipa::path(
    get,
    path = "/api/v1/alerts",
    tag = "alerts",
    params(AlertsQuery),
    responses((status = 200, description = "A page of alerts.", body = Page<AlertRow>))
)]
pub(super) fn alerts(visit: &Visit) -> Result<Reply, Failure> {
    strict::<AlertsQuery>(visit)?;
    let chosen = chosen(visit)?;
    Reply::json(&page(
        &visit.ask,
        &chosen,
        |alert| (pressing(alert), &alert.id),
        |alert| row(visit, alert),
    ))
}

/// The alerts that the address asks for: `kind`, `show`.
pub(crate) fn chosen(visit: &Visit) -> Result<Vec<Alert>, Failure> {
    let (open, decided) = visit.view.alerts(&visit.config, window(visit))?;
    let shown = if visit.ask.get("show") == Some("decided") {
        decided
    } else {
        open
    };
    let mut alerts = shown.to_vec();
    if let Some(kind) = visit.ask.get("kind").and_then(AlertKind::from_name) {
        alerts.retain(|alert| alert.kind == kind);
    }
    alerts.sort_by(|one, other| {
        let key = |alert: &Alert| Reverse(pressing(alert));
        key(one).cmp(&key(other)).then_with(|| one.id.cmp(&other.id))
    });
    Ok(alerts)
}

/// An alert as it leaves, with the decision that still holds.
pub(crate) fn row(visit: &Visit, alert: &Alert) -> AlertRow {
    let decision = visit.view.decisions.get(&alert.id);
    AlertRow::of(
        alert,
        decision.filter(|decision| decision.holds(visit.view.frame().taken_at)),
    )
}

/// How pressing it is and, among equals, how late: one number to order and page by.
fn pressing(alert: &Alert) -> i64 {
    // Milliseconds of any year up to 9999 have at most 15 digits.
    const MOST: i64 = 1_000_000_000_000_000;
    let severity = match alert.severity {
        Severity::Critical => 2,
        Severity::Warning => 1,
        Severity::Notice => 0,
    };
    severity * MOST + alert.since.as_millis().clamp(0, MOST - 1)
}

/// Acknowledges an alert, or mutes it for some days; an earlier decision goes.
#[utoipa::path(
    post,
    path = "/api/v1/alerts/{id}/decision",
    tag = "alerts",
    params(AlertQuery),
    request_body = DecisionAsked,
    responses((status = 200, description = "The decision.", body = DecisionRow))
)]
pub(super) fn decide(visit: &Visit) -> Result<Reply, Failure> {
    strict::<AlertQuery>(visit)?;
    let asked: DecisionAsked = body::read(visit)?;
    let id = known(visit)?;
    let until = match asked {
        DecisionAsked::Acknowledged {} => None,
        DecisionAsked::Muted { days } => {
            let days = u32::try_from(days).unwrap_or(u32::MAX);
            Some(decisions::in_days(visit.now, days))
        }
    };
    let (kind, who) = (asked.kind(), &visit.who.name);
    decisions::decide(&*visit.database, id, Some(kind), until, who, visit.now)?;
    let decision = Decision {
        kind,
        by: who.clone(),
        at: visit.now,
        until: until.filter(|_| kind == DecisionKind::Muted),
    };
    Reply::json(&DecisionRow::of(id, decision))
}

/// Takes the decision about an alert back.
#[utoipa::path(
    delete,
    path = "/api/v1/alerts/{id}/decision",
    tag = "alerts",
    params(AlertQuery),
    responses((status = 204, description = "There is none any more."))
)]
pub(super) fn undecide(visit: &Visit) -> Result<Reply, Failure> {
    strict::<AlertQuery>(visit)?;
    let id = known(visit)?;
    decisions::decide(&*visit.database, id, None, None, &visit.who.name, visit.now)?;
    Ok(Reply::new("", Vec::new()).with_status(axum::http::StatusCode::NO_CONTENT))
}

/// The id of the path, where there is such an alert at all or somebody decided about one.
fn known(visit: &Visit) -> Result<&str, Failure> {
    let id = visit.part(0)?;
    let (view, frame) = (&visit.view, visit.view.frame());
    let ever = Range::All.window(frame.zone.day(visit.now), frame.earliest);
    // What counts as an event of the window depends on it: look into the usual one too.
    let mut there = view.decisions.contains_key(id);
    for window in [ever, window(visit)] {
        if !there {
            let (open, decided) = view.alerts(&visit.config, window)?;
            there = open.iter().chain(decided.iter()).any(|alert| alert.id == id);
        }
    }
    if there {
        Ok(id)
    } else {
        Err(Failure::NotFound { what: "alert" })
    }
}

/// What to do next, best first, with what it is expected to cost and to bring.
#[utoipa::path(
    get,
    path = "/api/v1/recommendations",
    tag = "alerts",
    params(RangeQuery),
    responses((status = 200, description = "All of them: they are few.", body = Page<RecommendationRow>))
)]
pub(super) fn recommendations(visit: &Visit) -> Result<Reply, Failure> {
    strict::<RangeQuery>(visit)?;
    let view = &visit.view;
    let all = view.recommendations(window(visit))?;
    Reply::json(&Page {
        page: PageInfo {
            total: Some(all.len() as u64),
            limit: all.len() as u64,
            next: None,
            previous: None,
        },
        data: all.iter().map(RecommendationRow::of).collect(),
    })
}
