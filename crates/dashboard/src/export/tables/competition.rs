//! Rival hosts, platforms, hosts that nobody knows.

use model::Kind as Place;

use super::super::Table;
use super::super::column::{Column, Kind, column};
use super::{few, one_of};
use crate::api::types::{CompetitorRow, PlatformRow};
use crate::api::{chosen_platforms, chosen_rivals, window};
use crate::failure::Failure;
use crate::visit::Visit;

const RIVALS: [Column; 10] = [
    column("domain", Kind::Text),
    column("platform", Kind::Text),
    column("platform_name", Kind::Text),
    column("kind", Kind::Text),
    column("ads", Kind::Count),
    column("clients", Kind::Count),
    column("share", Kind::Percent),
    column("first_seen", Kind::Moment),
    column("new", Kind::Flag),
    column("ads_before", Kind::Count),
];

const PLATFORMS: [Column; 9] = [
    column("platform", Kind::Text),
    column("platform_name", Kind::Text),
    column("kind", Kind::Text),
    column("ads", Kind::Count),
    column("clients", Kind::Count),
    column("domains", Kind::Count),
    column("share", Kind::Percent),
    column("ads_before", Kind::Count),
    column("trend", Kind::List),
];

fn known_kind(visit: &Visit) -> Result<(), Failure> {
    one_of(visit, "kind", |kind| Place::from_name(kind).is_some())
}

/// `competitors`
pub(super) fn competitors(visit: &Visit) -> Result<Table, Failure> {
    known_kind(visit)?;
    let rivals = chosen_rivals(visit)?;
    let rows: Vec<_> = rivals
        .iter()
        .map(|line| CompetitorRow::of(line, &visit.view))
        .collect();
    Ok(Table {
        columns: &RIVALS,
        rows: few(rows),
    })
}

/// `unidentified`
pub(super) fn unidentified(visit: &Visit) -> Result<Table, Failure> {
    let competition = visit.view.figures.competition(window(visit))?;
    let rows: Vec<_> = competition
        .unidentified
        .iter()
        .map(|line| CompetitorRow::of(line, &visit.view))
        .collect();
    Ok(Table {
        columns: &RIVALS,
        rows: few(rows),
    })
}

/// `platforms`
pub(super) fn platforms(visit: &Visit) -> Result<Table, Failure> {
    known_kind(visit)?;
    let platforms = chosen_platforms(visit)?;
    let rows: Vec<_> = platforms
        .iter()
        .map(|line| PlatformRow::of(line, &visit.view))
        .collect();
    Ok(Table {
        columns: &PLATFORMS,
        rows: few(rows),
    })
}
