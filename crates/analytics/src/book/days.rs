//! What each day changed, kept when data arrives: series only add up.

use std::collections::BTreeMap;

use model::{MicroDollars, Timestamp};

use super::note::Note;
use crate::client::{Client, ClientStatus, Tally};
use crate::overview::turns::SAME_SCAN;
use crate::time::{Day, Zone};

/// What one day changed. Counts are signed: a seller that is told anew is first taken out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct DayDelta {
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
pub(crate) struct AdsDelta {
    pub total: i64,
    pub converty: i64,
    pub concurrent: i64,
    pub unknown: i64,
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
#[derive(Debug, Default)]
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

    /// Counts a seller in (`sign` 1) or takes it out again (-1).
    pub(super) fn seller(&mut self, zone: &Zone, client: &Client, note: &Note, sign: i64) {
        for report in note.reports() {
            self.change(report.day, sign, |delta| match report.status {
                ClientStatus::Active => delta.reports_active += sign,
                ClientStatus::Inactive => delta.reports_inactive += sign,
                ClientStatus::Unscannable | ClientStatus::Uncovered => {}
            });
        }
        let mut before = Tally::default();
        for mark in &client.history {
            self.change(day_of(zone, mark.at), sign, |delta| {
                delta.ads.add(mark.ads, sign);
                delta.ads.add(before, -sign);
            });
            before = mark.ads;
        }
        self.states(zone, client, client.covered_at, sign);
    }

    /// Counts a seller that is counted in from another first coverage on.
    pub(super) fn covered(&mut self, zone: &Zone, client: &Client, covered: Option<Timestamp>) {
        self.states(zone, client, client.covered_at, -1);
        self.states(zone, client, covered, 1);
    }

    /// Whether it advertised over time: from its first coverage on as its first mark says, then by its marks, and in
    /// the end as its mapping says, so that the sums agree with what is known now.
    fn states(&mut self, zone: &Zone, client: &Client, covered: Option<Timestamp>, sign: i64) {
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
            self.change(day_of(zone, at), sign, |delta| {
                delta.newly_covered += if first { sign } else { 0 };
                count(delta, status, sign);
                count(delta, state, -sign);
            });
            known |= first;
            state = status;
        }
    }

    /// Days on which nothing is left are forgotten, so that equal facts make equal days.
    fn change(&mut self, day: Day, sign: i64, with: impl FnOnce(&mut DayDelta)) {
        let delta = self.0.entry(day).or_default();
        delta.facts += sign;
        with(delta);
        if *delta == DayDelta::default() {
            self.0.remove(&day);
        }
    }
}

const fn count(delta: &mut DayDelta, status: ClientStatus, sign: i64) {
    match status {
        ClientStatus::Active => delta.active += sign,
        ClientStatus::Inactive => delta.inactive += sign,
        ClientStatus::Unscannable | ClientStatus::Uncovered => {}
    }
}
