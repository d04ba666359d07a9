//! `/api/v1/rules`, `/api/v1/deliveries`, `/api/v1/watch`: what watches, what went out, how it stands.

use axum::http::StatusCode;
use figures::Figures;
use watch::facts::Facts;
use watch::outbox::Replay;
use watch::rules::{Edit, Listed, save};
use watch::schedule::runs;
use watch::{preview, state};

use super::body;
use super::param::strict;
use super::query::{DeliveryQuery, NoQuery, PreviewQuery, RuleRevisionQuery};
use super::types::{
    DeliveryRow, PaceRow, Page, PageInfo, PreviewRow, RuleBody, RuleRow, ScheduleRow, WatchRow,
};
use crate::failure::Failure;
use crate::pages::deliveries::outbox;
use crate::pages::rules::failure;
use crate::reply::Reply;
use crate::visit::Visit;
use crate::watching;

/// Deliveries that are given, the latest.
const DELIVERIES: usize = 500;
/// Days that a preview looks back where nobody says how many.
const DAYS: u16 = 90;

/// Alert rules, by id, those that somebody deleted included.
#[utoipa::path(
    get,
    path = "/api/v1/rules",
    tag = "watch",
    params(NoQuery),
    responses((status = 200, description = "All of them: they are few.", body = Page<RuleRow>))
)]
pub(super) fn rules(visit: &Visit) -> Result<Reply, Failure> {
    strict::<NoQuery>(visit)?;
    let loaded = watching::rules(visit)?;
    all(loaded.rules.listed().iter().map(RuleRow::of).collect())
}

/// Writes a rule over the one with this revision. Where somebody else wrote meanwhile: a conflict.
#[utoipa::path(
    put,
    path = "/api/v1/rules/{id}",
    tag = "watch",
    params(RuleRevisionQuery),
    request_body = RuleBody,
    responses((status = 200, description = "The rule as it holds now.", body = RuleRow))
)]
pub(super) fn put_rule(visit: &Visit) -> Result<Reply, Failure> {
    strict::<RuleRevisionQuery>(visit)?;
    let asked: RuleBody = body::read(visit)?;
    let id = visit.part(0)?;
    let written = asked.written(id);
    let written = written.ok_or_else(|| Failure::invalid("body", "holds a number that is none"))?;
    let written = watching::with_own_title(written);
    edit(visit, Edit::Put(written), revision(visit).unwrap_or(0))?;
    Reply::json(&RuleRow::of(&listed(visit, id)?))
}

/// Takes a rule out of use. It can be written again.
#[utoipa::path(
    delete,
    path = "/api/v1/rules/{id}",
    tag = "watch",
    params(RuleRevisionQuery),
    responses((status = 204, description = "It is not evaluated any more."))
)]
pub(super) fn remove_rule(visit: &Visit) -> Result<Reply, Failure> {
    strict::<RuleRevisionQuery>(visit)?;
    let rule = listed(visit, visit.part(0)?)?;
    let asked = visit
        .ask
        .get("revision")
        .and_then(|revision| revision.parse().ok());
    edit(visit, Edit::Delete(rule.rule), asked.unwrap_or(rule.revision))?;
    Ok(Reply::new("", Vec::new()).with_status(StatusCode::NO_CONTENT))
}

/// What a rule would have said over the last days, today included.
#[utoipa::path(
    get,
    path = "/api/v1/rules/{id}/preview",
    tag = "watch",
    params(PreviewQuery),
    responses((status = 200, description = "How often, about whom, when.", body = PreviewRow))
)]
pub(super) fn preview_rule(visit: &Visit) -> Result<Reply, Failure> {
    strict::<PreviewQuery>(visit)?;
    let rule = listed(visit, visit.part(0)?)?.rule;
    let view = &visit.view;
    let Figures::Held(snapshot) = &view.figures else {
        return Err(Failure::invalid(
            "id",
            "no preview where sellers are not held in memory",
        ));
    };
    let days = visit
        .ask
        .get("days")
        .and_then(|days| days.parse().ok())
        .unwrap_or(DAYS);
    let (segments, chances) = (|name: &str| view.segments.filter(name), watching::chances(view));
    let facts = Facts {
        snapshot,
        money: &view.money,
        alert_rules: &visit.config.rules,
        segments: &segments,
        chances: &chances,
    };
    Reply::json(&PreviewRow::of(&preview::preview(&facts, &rule, days)))
}

/// Messages that went out or wait to, latest first.
#[utoipa::path(
    get,
    path = "/api/v1/deliveries",
    tag = "watch",
    params(NoQuery),
    responses((status = 200, description = "The latest 500.", body = Page<DeliveryRow>))
)]
pub(super) fn deliveries(visit: &Visit) -> Result<Reply, Failure> {
    strict::<NoQuery>(visit)?;
    let log = outbox(visit).log(DELIVERIES)?;
    all(log.iter().map(DeliveryRow::of).collect())
}

/// Sends a message again, under its own key: a receiver that had it knows it.
#[utoipa::path(
    post,
    path = "/api/v1/deliveries/{key}/again",
    tag = "watch",
    params(DeliveryQuery),
    responses((status = 204, description = "It waits to be sent."))
)]
pub(super) fn send_again(visit: &Visit) -> Result<Reply, Failure> {
    strict::<DeliveryQuery>(visit)?;
    match outbox(visit).replay(visit.part(0)?, &visit.who.name, visit.now)? {
        Replay::Unknown => Err(Failure::NotFound { what: "delivery" }),
        Replay::Queued | Replay::Waiting => {
            Ok(Reply::new("", Vec::new()).with_status(StatusCode::NO_CONTENT))
        }
    }
}

/// How the watch stands: the pace of the money, what comes next, what was done last.
#[utoipa::path(
    get,
    path = "/api/v1/watch",
    tag = "watch",
    params(NoQuery),
    responses((status = 200, description = "As it was told last.", body = WatchRow))
)]
pub(super) fn watch(visit: &Visit) -> Result<Reply, Failure> {
    strict::<NoQuery>(visit)?;
    let database = visit.database.as_ref();
    let state = state::read(database)?.unwrap_or_default();
    let mut schedules = Vec::new();
    for planned in &state.next {
        // A record that cannot be read says nothing of its schedule; the others do.
        let run = runs::last(database, &planned.schedule).ok().flatten();
        schedules.push(ScheduleRow::of(planned, run.as_ref()));
    }
    Reply::json(&WatchRow {
        at: state.at.map(super::types::Moment),
        leader: Some(state.leader).filter(|leader| !leader.is_empty()),
        pace: state.pace.as_ref().map(PaceRow::of),
        schedules,
    })
}

/// The revision that the address names.
fn revision(visit: &Visit) -> Option<u64> {
    visit
        .ask
        .get("revision")
        .and_then(|revision| revision.parse().ok())
}

fn listed(visit: &Visit, id: &str) -> Result<Listed, Failure> {
    let loaded = watching::rules(visit)?;
    let listed = loaded.rules.get(id).cloned();
    listed.ok_or(Failure::NotFound { what: "rule" })
}

fn edit(visit: &Visit, edit: Edit, revision: u64) -> Result<(), Failure> {
    let (database, by) = (visit.database.as_ref(), &visit.who.name);
    let saved = watching::with_known(visit, |known| {
        save(database, edit, by, visit.now, revision, known)
    });
    saved.map_err(failure)?;
    Ok(())
}

/// All rows on one page.
fn all<T: serde::Serialize>(rows: Vec<T>) -> Result<Reply, Failure> {
    let count = rows.len() as u64;
    Reply::json(&Page {
        page: PageInfo {
            total: Some(count),
            limit: count,
            next: None,
            previous: None,
        },
        data: rows,
    })
}
