//! The account's money: what was used in which month, told apart by when it was charged.

use std::collections::BTreeMap;
use std::time::Duration;

use model::{MicroDollars, Timestamp};

use super::run::{Run, Runs};
use super::spec::ApifySpec;
use super::time::{Cycle, after};

/// The books of an account.
#[derive(Debug)]
pub(super) struct Account {
    cycle_day: i8,
    plan_limit: MicroDollars,
    own_limit: Option<MicroDollars>,
    /// By the first moment of the cycle: of runs that do not change any more, and of others.
    closed: BTreeMap<Timestamp, MicroDollars>,
    /// Runs that still change, or of which the API does not yet show the end.
    open: Vec<usize>,
}

/// What was used in one cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Used {
    pub truly: MicroDollars,
    /// What the API says.
    pub shown: MicroDollars,
}

impl Account {
    pub fn new(spec: &ApifySpec, start: Timestamp) -> Self {
        let first = Cycle::of(start, spec.cycle_day).starts;
        Self {
            cycle_day: spec.cycle_day,
            plan_limit: spec.plan_limit,
            own_limit: None,
            closed: BTreeMap::from([(first, spec.used)]),
            open: Vec::new(),
        }
    }

    pub fn cycle(&self, at: Timestamp) -> Cycle {
        Cycle::of(at, self.cycle_day)
    }

    /// The month's limit: the plan's or the account's own, the smaller.
    pub fn limit(&self) -> MicroDollars {
        self.own_limit
            .map_or(self.plan_limit, |own| own.min(self.plan_limit))
    }

    pub fn set_limit(&mut self, limit: MicroDollars) {
        self.own_limit = Some(limit);
    }

    pub fn opened(&mut self, run: usize) {
        self.open.push(run);
    }

    /// Runs that are not over.
    pub fn active<'r>(&self, runs: &'r Runs, now: Timestamp) -> impl Iterator<Item = &'r Run> {
        let open = self.open.iter().filter_map(|index| runs.get(*index));
        open.filter(move |run| !run.course.is_over(now))
    }

    /// Takes runs that have settled out of the open ones, so that asking stays cheap after thousands of runs.
    pub fn close(&mut self, runs: &Runs, now: Timestamp) {
        let (day, closed) = (self.cycle_day, &mut self.closed);
        self.open.retain(|index| {
            let Some(run) = runs.get(*index) else { return false };
            if now < run.course.settles() {
                return true;
            }
            let mut at = run.course.started();
            loop {
                let cycle = Cycle::of(at, day);
                *closed.entry(cycle.starts).or_default() += charged_in(run, cycle, cycle.ends);
                if cycle.ends >= run.course.ends() {
                    return false;
                }
                at = after(cycle.ends, Duration::from_millis(1));
            }
        });
    }

    /// What was used by `now` in the cycle that holds `now`.
    pub fn used(&self, runs: &Runs, now: Timestamp) -> Used {
        let cycle = self.cycle(now);
        let closed = self.closed.get(&cycle.starts).copied().unwrap_or_default();
        let mut used = Used {
            truly: closed,
            shown: closed,
        };
        for run in self.open.iter().filter_map(|index| runs.get(*index)) {
            let earlier = run.charged(cycle.before());
            used.truly += charged_in(run, cycle, now);
            used.shown += (run.cost_shown(now) - earlier).max(MicroDollars::ZERO);
        }
        used
    }

    /// What is left of the month's limit.
    pub fn left(&self, runs: &Runs, now: Timestamp) -> MicroDollars {
        self.limit() - self.used(runs, now).truly
    }
}

/// What a run was charged within a cycle, up to a moment of it.
pub(super) fn charged_in(run: &Run, cycle: Cycle, until: Timestamp) -> MicroDollars {
    run.charged(until.min(cycle.ends)) - run.charged(cycle.before())
}
