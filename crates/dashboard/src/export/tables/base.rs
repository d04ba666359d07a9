//! The whole base: over time, by size, by verdict.

use model::Class;
use model::document::Ratio;
use serde::Serialize;

use super::super::Table;
use super::super::column::{Column, Kind, column};
use super::few;
use crate::api::types::{BandRow, Percent, Span, VerdictName};
use crate::api::window;
use crate::failure::Failure;
use crate::visit::Visit;

const POINTS: [Column; 16] = [
    column("day", Kind::Day),
    column("last", Kind::Day),
    column("finished", Kind::Flag),
    column("searches", Kind::Count),
    column("partial_searches", Kind::Count),
    column("newly_covered", Kind::Count),
    column("covered", Kind::Count),
    column("active", Kind::Count),
    column("inactive", Kind::Count),
    column("reports_active", Kind::Count),
    column("reports_inactive", Kind::Count),
    column("ads", Kind::Count),
    column("converty_ads", Kind::Count),
    column("concurrent_ads", Kind::Count),
    column("unknown_ads", Kind::Count),
    column("cost_usd", Kind::Money),
];

const BANDS: [Column; 3] = [
    column("segment", Kind::Text),
    column("clients", Kind::Count),
    column("out_of", Kind::Count),
];

const VERDICTS: [Column; 4] = [
    column("verdict", Kind::Text),
    column("ads", Kind::Count),
    column("out_of", Kind::Count),
    column("share", Kind::Percent),
];

/// Sellers' ads with one verdict.
#[derive(Serialize)]
struct VerdictRow {
    verdict: VerdictName,
    ads: u64,
    out_of: u64,
    share: Percent,
}

/// `timeline`; with `compare=1` the period before comes first.
pub(super) fn timeline(visit: &Visit) -> Table {
    let (frame, window) = (visit.view.frame(), window(visit));
    let mut points = Span::of(&frame.timeline(window)).points;
    if visit.ask.compares() {
        let mut before = Span::of(&frame.timeline(window.before())).points;
        before.append(&mut points);
        points = before;
    }
    Table {
        columns: &POINTS,
        rows: few(points),
    }
}

/// `bands`
pub(super) fn bands(visit: &Visit) -> Result<Table, Failure> {
    let overview = visit.view.figures.overview(window(visit))?;
    let rows = overview
        .bands
        .iter()
        .map(|band| BandRow::of(band, overview.active));
    Ok(Table {
        columns: &BANDS,
        rows: few(rows.collect()),
    })
}

/// `verdicts`
pub(super) fn verdicts(visit: &Visit) -> Result<Table, Failure> {
    let ads = visit.view.figures.overview(window(visit))?.ads;
    let row = |(class, count)| VerdictRow {
        verdict: VerdictName(class),
        ads: count,
        out_of: ads.total,
        share: Percent(Ratio::of(count, ads.total)),
    };
    let counts = [
        (Class::Converty, ads.converty),
        (Class::Concurrent, ads.concurrent),
        (Class::Unknown, ads.unknown),
    ];
    Ok(Table {
        columns: &VERDICTS,
        rows: few(counts.map(row).into()),
    })
}
