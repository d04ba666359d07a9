//! Reports to how a seller stood over time, and what each look told to have changed.

use model::Timestamp;
use model::document::{Report, ReportChanges};

use super::documents::{clamp, status_of, tally};
use crate::client::{Mark, MarkChanges};

/// When the sources saw what each report is about. Time never goes back: a report that says so takes the moment of the
/// one before it.
pub(super) fn moments(reports: &[Report]) -> impl Iterator<Item = (Timestamp, &Report)> {
    let mut latest = None;
    reports.iter().map(move |report| {
        let at = report.seen_at.unwrap_or(report.analyzed_at);
        let at = latest.map_or(at, |latest: Timestamp| latest.max(at));
        latest = Some(at);
        (at, report)
    })
}

/// A mark for each report that says something else than the one before it.
pub(super) fn marks(reports: &[Report]) -> Box<[Mark]> {
    let mut marks: Vec<Mark> = Vec::new();
    for (at, report) in moments(reports) {
        let mark = Mark {
            at,
            analyzed_at: report.analyzed_at,
            status: status_of(report),
            ads: tally(&report.metrics),
            changes: beyond(&marks, report),
            whole: !report.partial,
        };
        if !marks.last().is_some_and(|last| says_nothing_new(last, &mark)) {
            marks.push(mark);
        }
    }
    marks.into_boxed_slice()
}

fn says_nothing_new(last: &Mark, mark: &Mark) -> bool {
    last.status == mark.status
        && last.ads == mark.ads
        && mark.changes == MarkChanges::default()
        && (last.whole || !mark.whole)
}

/// What a report tells beyond the marks before it. Two reports may compare with the same earlier look, where one was made
/// in the middle of a scan: what both tell happened once.
fn beyond(marks: &[Mark], report: &Report) -> MarkChanges {
    let Some(told) = &report.changes else {
        return MarkChanges::default();
    };
    let since = marks.iter().rev().take_while(|mark| mark.at > told.since);
    since.fold(counted(told), |rest, mark| rest.without(mark.changes))
}

fn counted(told: &ReportChanges) -> MarkChanges {
    MarkChanges {
        new_ads: clamp(told.new_ads),
        ended_ads: clamp(told.ended_ads),
        new_pages: clamp(told.new_pages.len() as u64),
        lost_pages: clamp(told.lost_pages.len() as u64),
    }
}
