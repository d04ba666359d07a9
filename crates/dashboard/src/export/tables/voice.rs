//! Share of voice: a row per point and platform; and Converty against each platform.

use analytics::Beat;

use super::super::Table;
use super::super::column::{Column, Kind, column};
use super::{few, one_of};
use crate::api::known_voice;
use crate::api::types::{DuelRow, VoiceRow};
use crate::failure::Failure;
use crate::visit::Visit;

const SHARES: [Column; 7] = [
    column("day", Kind::Day),
    column("last", Kind::Day),
    column("until", Kind::Moment),
    column("platform", Kind::Text),
    column("platform_name", Kind::Text),
    column("ads", Kind::Count),
    column("share", Kind::Percent),
];

const DUELS: [Column; 8] = [
    column("platform", Kind::Text),
    column("platform_name", Kind::Text),
    column("shared", Kind::Count),
    column("shared_before", Kind::Count),
    column("away", Kind::Count),
    column("away_before", Kind::Count),
    column("won", Kind::Count),
    column("lost", Kind::Count),
];

/// `voice`
pub(super) fn voice(visit: &Visit) -> Result<Table, Failure> {
    known_beat(visit)?;
    Ok(Table {
        columns: &SHARES,
        rows: few(VoiceRow::all(&*known_voice(visit)?, &visit.view)),
    })
}

/// `duels`
pub(super) fn duels(visit: &Visit) -> Result<Table, Failure> {
    known_beat(visit)?;
    let voice = known_voice(visit)?;
    let rows: Vec<_> = voice
        .duels
        .iter()
        .map(|duel| DuelRow::of(duel, &visit.view))
        .collect();
    Ok(Table {
        columns: &DUELS,
        rows: few(rows),
    })
}

fn known_beat(visit: &Visit) -> Result<(), Failure> {
    one_of(visit, "beat", |beat| Beat::from_name(beat).is_some())
}
