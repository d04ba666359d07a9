//! What each day changed, kept when data arrives: series only add up.

use std::collections::BTreeMap;

use model::{MicroDollars, Timestamp};

use super::note::Note;
use crate::client::{Client, ClientStatus, Tally};
use crate::overview::turns::SAME_SCAN;
use crate::time::{Day, Zone};

/// What one day (or one moment) changed. Counts are signed: a seller that is told anew is first taken out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayDelta {
    /// Things known from this day, whether or not they changed a number.
    pub facts: i64,
    /// Searches.
    pub searches: i64,
    /// Those that did not bring everything.
    pub partial_searches: i64,
    /// What they cost.
    pub cost: MicroDollars,
    /// Sellers first covered.
    pub newly_covered: i64,
    /// Active sellers more at the day's end than at its start.
    pub active: i64,
    /// Inactive sellers more.
    pub inactive: i64,
    /// Reports made that say active.
    pub reports_active: i64,
    /// Reports made that say inactive.
    pub reports_inactive: i64,
    /// Sellers' ads more.
    pub ads: AdsDelta,
}

/// Ads more (or fewer) by verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AdsDelta {
    /// All.
    pub total: i64,
    /// Those that lead to a Converty shop.
    pub converty: i64,
    /// Those that lead to a sale elsewhere.
    pub concurrent: i64,
    /// The others.
    pub unknown: i64,
}

impl DayDelta {
    /// One thing known, with nothing that it changed yet.
    fn fact() -> Self {
        Self {
            facts: 1,
            ..Self::default()
        }
    }

    /// Adds another (`sign` 1) or takes it away (-1).
    pub fn add(&mut self, other: &Self, sign: i64) {
        self.facts += sign * other.facts;
        self.searches += sign * other.searches;
        self.partial_searches += sign * other.partial_searches;
        self.cost += MicroDollars::new(sign * other.cost.micros());
        self.newly_covered += sign * other.newly_covered;
        self.active += sign * other.active;
        self.inactive += sign * other.inactive;
        self.reports_active += sign * other.reports_active;
        self.reports_inactive += sign * other.reports_inactive;
        self.ads.total += sign * other.ads.total;
        self.ads.converty += sign * other.ads.converty;
        self.ads.concurrent += sign * other.ads.concurrent;
        self.ads.unknown += sign * other.ads.unknown;
    }

    const fn count(&mut self, status: ClientStatus, sign: i64) {
        match status {
            ClientStatus::Active => self.active += sign,
            ClientStatus::Inactive => self.inactive += sign,
            ClientStatus::Unscannable | ClientStatus::Uncovered => {}
        }
    }
}

impl AdsDelta {
    fn add(&mut self, ads: Tally, sign: i64) {
        self.total += sign * i64::from(ads.total);
        self.converty += sign * i64::from(ads.converty);
        self.concurrent += sign * i64::from(ads.concurrent);
        self.unknown += sign * i64::from(ads.unknown);
    }
}

/// All days on which anything happened.
#[derive(Debug, Clone, Default)]
pub(super) struct Days(BTreeMap<Day, DayDelta>);

/// The day of a moment. Nothing is known from before the first ad could be seen: an older date is a mistake in a
/// document, and must not stretch the series over centuries.
pub(super) fn day_of(zone: &Zone, at: Timestamp) -> Day {
    zone.day(at).max(Day::FIRST)
}

impl Days {
    pub(super) fn first(&self) -> Option<Day> {
        self.0.keys().next().copied()
    }

    /// A copy that never changes.
    pub(super) fn to_slice(&self) -> Box<[(Day, DayDelta)]> {
        self.0.iter().map(|(day, delta)| (*day, *delta)).collect()
    }

    pub(super) fn search(&mut self, day: Day, complete: bool, cost: MicroDollars) {
        let delta = self.0.entry(day).or_default();
        delta.facts += 1;
        delta.searches += 1;
        delta.partial_searches += i64::from(!complete);
        delta.cost += cost;
    }

    /// Days on which nothing is left are forgotten, so that equal facts make equal days.
    pub(super) fn change(&mut self, day: Day, sign: i64, delta: &DayDelta) {
        let known = self.0.entry(day).or_default();
        known.add(delta, sign);
        if *known == DayDelta::default() {
            self.0.remove(&day);
        }
    }
}

/// Tells what a seller's documents say of which moment. Of reports the moment is that of their quarter of an hour:
/// no zone begins its days within one.
pub fn each_change(client: &Client, note: &Note, mut visit: impl FnMut(Timestamp, &DayDelta)) {
    for report in note.reports() {
        let mut delta = DayDelta::fact();
        match report.status {
            ClientStatus::Active => delta.reports_active = 1,
            ClientStatus::Inactive => delta.reports_inactive = 1,
            ClientStatus::Unscannable | ClientStatus::Uncovered => {}
        }
        visit(report.quarter.start(), &delta);
    }
    let mut before = Tally::default();
    for mark in &client.history {
        let mut delta = DayDelta::fact();
        delta.ads.add(mark.ads, 1);
        delta.ads.add(before, -1);
        visit(mark.at, &delta);
        before = mark.ads;
    }
    each_state(client, client.covered_at, visit);
}

/// Tells whether a seller that was first covered then advertised over time: from its first coverage on as its first
/// mark says, then by its marks, and in the end as its mapping says, so that the sums agree with what is known now.
pub(super) fn each_state(
    client: &Client,
    covered: Option<Timestamp>,
    mut visit: impl FnMut(Timestamp, &DayDelta),
) {
    let (Some(covered), Some(seen)) = (covered, client.seen_at) else {
        return;
    };
    let (mut state, mut known) = (ClientStatus::Uncovered, false);
    let marks = client.history.iter().map(|mark| (mark.at, mark.status));
    let last = client.history.last().map_or(covered, |mark| mark.at.max(seen));
    // A report follows its scan within a day: who was covered well before the first one had no ads until then.
    let first_mark = client.history.first().map(|mark| mark.at.as_millis());
    let silent = first_mark.is_some_and(|at| at.saturating_sub(covered.as_millis()) > SAME_SCAN);
    let before = silent.then_some((covered, ClientStatus::Inactive));
    let states = before.into_iter().chain(marks).chain([(last, client.status)]);
    for (index, (at, status)) in states.enumerate() {
        if status == state {
            continue;
        }
        let at = if index == 0 { covered } else { at };
        let first = !known && status.is_covered();
        let mut delta = DayDelta::fact();
        delta.newly_covered = i64::from(first);
        delta.count(status, 1);
        delta.count(state, -1);
        visit(at, &delta);
        known |= first;
        state = status;
    }
}
