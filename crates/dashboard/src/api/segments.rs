//! `/api/v1/segments`: the bands and what somebody saved, saving and removing.

use analytics::{ClientFilter, Segment};
use axum::http::StatusCode;

use super::body;
use super::param::strict;
use super::query::{NoQuery, SegmentQuery};
use super::types::{Page, PageInfo, SegmentAsked, SegmentRow};
use crate::failure::Failure;
use crate::reply::Reply;
use crate::segments::{self, Kept, Wanted};
use crate::visit::Visit;

/// Segments: the four bands, then those that somebody saved, by name.
#[utoipa::path(
    get,
    path = "/api/v1/segments",
    tag = "clients",
    params(NoQuery),
    responses((status = 200, description = "All of them: they are few.", body = Page<SegmentRow>))
)]
pub(super) fn segments(visit: &Visit) -> Result<Reply, Failure> {
    strict::<NoQuery>(visit)?;
    let mut rows = Vec::new();
    for band in Segment::ALL {
        let filter = ClientFilter {
            segment: Some(band),
            ..ClientFilter::default()
        };
        rows.push(SegmentRow::of_band(
            band,
            visit.view.figures.count(&filter)? as u64,
        ));
    }
    for kept in segments::kept(visit.database.as_ref())? {
        if visit.view.segments.get(&kept.name).is_some() {
            rows.push(row(visit, kept)?);
        }
    }
    Reply::json(&Page {
        page: PageInfo {
            total: Some(rows.len() as u64),
            limit: rows.len() as u64,
            next: None,
            previous: None,
        },
        data: rows,
    })
}

/// Saves a segment over the one with this revision. Where somebody else wrote meanwhile: a conflict.
#[utoipa::path(
    put,
    path = "/api/v1/segments/{name}",
    tag = "clients",
    params(SegmentQuery),
    request_body = SegmentAsked,
    responses((status = 200, description = "The segment as it is kept.", body = SegmentRow))
)]
pub(super) fn put_segment(visit: &Visit) -> Result<Reply, Failure> {
    strict::<SegmentQuery>(visit)?;
    let asked: SegmentAsked = body::read(visit)?;
    let wanted = Wanted {
        title: &asked.title,
        address: &asked.address,
        revision: asked.revision,
        chances: visit.view.figures.held().is_some(),
    };
    let (database, name) = (visit.database.as_ref(), visit.part(0)?);
    let kept = segments::put(database, name, wanted, &visit.who.name, visit.now)?;
    Reply::json(&row(visit, kept)?)
}

/// Removes a segment. Addresses and rules that name it find nobody from then on, and say so.
#[utoipa::path(
    delete,
    path = "/api/v1/segments/{name}",
    tag = "clients",
    params(SegmentQuery),
    responses((status = 204, description = "There is none any more."))
)]
pub(super) fn remove_segment(visit: &Visit) -> Result<Reply, Failure> {
    strict::<SegmentQuery>(visit)?;
    segments::remove(visit.database.as_ref(), visit.part(0)?)?;
    Ok(Reply::new("", Vec::new()).with_status(StatusCode::NO_CONTENT))
}

/// As it leaves, with its sellers counted among those of the view.
fn row(visit: &Visit, kept: Kept) -> Result<SegmentRow, Failure> {
    let database = visit.database.as_ref();
    let mut segments = segments::all(database)?;
    if visit.view.figures.held().is_none() {
        segments = segments.without_chances();
    }
    let filter = segments.filter(&kept.name);
    let count = filter
        .map(|filter| visit.view.figures.count(&filter))
        .transpose()?;
    Ok(SegmentRow::of(kept, count.map(|count| count as u64)))
}
