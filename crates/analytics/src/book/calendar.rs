//! What each day changed and which scans were, told piece by piece: all of a base but its sellers.

use std::sync::Arc;

use model::{Kind, Timestamp};

use super::days::{DayDelta, Days, day_of, each_change, each_state};
use super::frame::{Frame, Kinds};
use super::note::Note;
use super::scans::Scans;
use super::{SearchMade, Totals};
use crate::client::Client;
use crate::time::Zone;

/// Days and scans so far. Whatever the order of telling, equal facts make equal calendars.
#[derive(Debug, Clone)]
pub struct Calendar {
    pub(super) zone: Zone,
    pub(super) kinds: Kinds,
    pub(super) days: Days,
    pub(super) scans: Scans,
    pub(super) totals: Totals,
}

impl Calendar {
    /// An empty one whose days are those of this zone. `kind_of` tells the kind of a platform by its id (`whatsapp` is
    /// messaging); `unknown` is a shop.
    pub fn new(zone: Zone, kind_of: Arc<dyn Fn(&str) -> Kind + Send + Sync>) -> Self {
        Self {
            zone,
            kinds: Kinds(kind_of),
            days: Days::default(),
            scans: Scans::default(),
            totals: Totals::default(),
        }
    }

    /// Adds a search. One without a moment has no place in any series.
    pub fn search(&mut self, search: &SearchMade) {
        let Some(at) = search.at else { return };
        self.scans.add(at, search.complete);
        let day = day_of(&self.zone, at);
        self.days.search(day, search.complete, search.cost);
    }

    /// Sets the totals of all ads.
    pub const fn totals(&mut self, totals: Totals) {
        self.totals = totals;
    }

    /// Adds what sellers' documents say of a moment, as [`each_change`] tells it, summed or one by one.
    pub fn add(&mut self, at: Timestamp, delta: &DayDelta) {
        self.days.change(day_of(&self.zone, at), 1, delta);
    }

    /// What is known now, at data version `version`.
    pub fn frame(&self, version: u64, now: Timestamp) -> Frame {
        Frame::of(self, version, now)
    }

    /// Counts a seller in (`sign` 1) or takes it out again (-1).
    pub(super) fn seller(&mut self, client: &Client, note: &Note, sign: i64) {
        let (days, zone) = (&mut self.days, &self.zone);
        each_change(client, note, |at, delta| {
            days.change(day_of(zone, at), sign, delta);
        });
    }

    /// Counts a seller that is counted in from another first coverage on.
    pub(super) fn covered(&mut self, client: &Client, covered: Option<Timestamp>) {
        let (days, zone) = (&mut self.days, &self.zone);
        for (covered, sign) in [(client.covered_at, -1), (covered, 1)] {
            each_state(client, covered, |at, delta| {
                days.change(day_of(zone, at), sign, delta);
            });
        }
    }
}
