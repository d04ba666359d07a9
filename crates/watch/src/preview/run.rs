//! One subject after another through the engine, day by day.

use std::collections::{BTreeMap, BTreeSet};

use analytics::{Day, Window};
use model::Timestamp;

use super::{Caveat, Preview};
use crate::engine::{Firing, State, firing, step};
use crate::facts::{Facts, Sight};
use crate::rules::Rule;

/// What has come out so far.
pub struct Run<'f, 'a> {
    pub facts: &'f Facts<'a>,
    pub rule: &'f Rule,
    pub window: Window,
    primed: State,
    /// When each day ended; days recur for each seller, and the zone is slow to ask.
    ends: BTreeMap<Day, Timestamp>,
    firings: Vec<Firing>,
    held_back: u64,
}

impl<'f, 'a> Run<'f, 'a> {
    pub fn new(facts: &'f Facts<'a>, rule: &'f Rule, window: Window) -> Self {
        Self {
            facts,
            rule,
            window,
            primed: State::primed(rule),
            ends: BTreeMap::new(),
            firings: Vec::new(),
            held_back: 0,
        }
    }

    /// The last moment of a day; of today, now.
    pub fn end_of(&mut self, day: Day) -> Timestamp {
        let frame = &self.facts.snapshot.frame;
        *self.ends.entry(day).or_insert_with(|| {
            let end = frame.zone.start_of(day.plus(1)).as_millis().saturating_sub(1);
            Timestamp::clamped(end).min(frame.taken_at)
        })
    }

    /// The days on which moments lie; those after today (a clock went ahead) are today's, those after the window are left
    /// out.
    pub fn days(&self, moments: impl IntoIterator<Item = Timestamp>) -> BTreeSet<Day> {
        let (zone, today) = (&self.facts.snapshot.frame.zone, self.window.to);
        let now = self.facts.moment();
        moments
            .into_iter()
            .filter(|at| *at <= now)
            .map(|at| zone.day(at).min(today))
            .collect()
    }

    /// Walks the days of one subject. `look` tells what was seen of it at the end of a day.
    pub fn subject(
        &mut self,
        mut days: BTreeSet<Day>,
        mut look: impl FnMut(Day, Timestamp) -> Vec<Sight<'a>>,
    ) {
        let mut state = self.primed.clone();
        while let Some(day) = days.pop_first() {
            let at = self.end_of(day);
            let sights = look(day, at);
            let stepped = step(self.rule, &mut state, &sights, at, day);
            if let Some(wakes) = wakes(&state, self.rule, day).filter(|wakes| *wakes <= self.window.to) {
                days.insert(wakes);
            }
            if !self.window.holds(day) {
                continue;
            }
            self.held_back += stepped.held_back;
            let said = stepped
                .said
                .iter()
                .filter_map(|said| Some((sights.get(said.place)?, said)));
            let firings = said.map(|(sight, said)| firing(self.rule, sight, said, at));
            self.firings.extend(firings);
        }
    }

    pub fn preview(mut self, caveats: Vec<Caveat>) -> Preview {
        let key = |firing: &Firing| (firing.at, firing.subject.clone(), firing.id.clone());
        self.firings.sort_by_cached_key(key);
        let subjects: BTreeSet<&str> = self
            .firings
            .iter()
            .map(|firing| firing.subject.as_str())
            .collect();
        Preview {
            window: self.window,
            subjects: subjects.len(),
            firings: self.firings,
            held_back: self.held_back,
            caveats,
        }
    }
}

/// The day on which what is held back may be told: the value need not change for that.
fn wakes(state: &State, rule: &Rule, today: Day) -> Option<Day> {
    let waiting = state.subjects.values().filter(|stand| stand.waits());
    let days = waiting.filter_map(|stand| stand.told);
    days.map(|told| told.plus(i32::from(rule.cool_down_days)))
        .filter(|day| *day > today)
        .min()
}
