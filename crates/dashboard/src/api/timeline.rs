//! `/api/v1/timeline`.

use super::overview::window;
use super::param::strict;
use super::query::TimelineQuery;
use super::types::{Span, TimelineAnswer};
use crate::failure::Failure;
use crate::reply::Reply;
use crate::visit::Visit;

/// The base over time: a point per day, week or month.
#[utoipa::path(
    get,
    path = "/api/v1/timeline",
    tag = "overview",
    params(TimelineQuery),
    responses((status = 200, description = "The points.", body = TimelineAnswer))
)]
pub(super) fn timeline(visit: &Visit) -> Result<Reply, Failure> {
    strict::<TimelineQuery>(visit)?;
    let (frame, window) = (visit.view.frame(), window(visit));
    let before = visit.ask.compares().then(|| window.before());
    Reply::json(&TimelineAnswer {
        span: Span::of(&frame.timeline(window)),
        before: before.map(|before| Span::of(&frame.timeline(before))),
    })
}
