//! What this week may spend, and what is asked for it.
//!
//! A look at every page that is known to run ads costs more each week than a week may spend, so questions compete by
//! the changes that they are expected to find for the money: the chance that something changed since the last look
//! ([`hazard`]) over the expected price. A page that stopped is cheap to ask (an empty answer is one item), one that
//! still runs costs ten items in a run of its own, which prove that it runs; a shared run would bring a page of thirty.
//!
//! The sweep is one question that answers for everybody under the platform's suffix, and takes half of a month's
//! money at once. It comes every four weeks; what it will take is kept for it from the day when the money comes, and the
//! sellers whom it will answer for are not asked one by one in between, but those who advertised before. What is left is
//! spread evenly over the scans that are left in the cycle; what one week does not spend, the next ones share. Evenly
//! matters: sellers asked in heaps every five weeks are found too late. So what is kept is what the last sweep cost and
//! a little more, though it may take more than half as much again when it comes.

mod doubt;
mod hazard;
mod pace;
mod weigh;

use std::time::Duration;

use model::{MicroDollars, Timestamp};
use serde::Serialize;

pub(crate) use doubt::{Doubts, ELSEWHERE};
pub use pace::{Month, Pace};
pub(crate) use weigh::Weights;

use crate::costs::Costs;
use crate::known::{Habits, Known, Prices, SweepFacts};
use crate::options::{Options, WeekSweep};
use crate::sweep::{HOSTS, Sweep};

/// Between two sweeps: a new starter under the platform's suffix is found within so long.
pub const SWEEP_EVERY: Duration = Duration::from_hours(28 * 24);
/// What was looked at less long ago is left alone: a day less than a week, so that a scan that begins earlier than the
/// one of last week still asks.
pub const LOOK_AGAIN: Duration = Duration::from_hours(6 * 24);
/// Where a sweep is due within so long, the next weekly scan would be too late for it: six days, a day less than a week,
/// so that a scan that is on time does not come a week early.
const NOT_THE_NEXT: Duration = Duration::from_hours(6 * 24);
/// A sweep is expected to bring so many percent of what the one four weeks ago brought: the base of sellers grows.
pub(crate) const GROWN: u64 = 105;
/// It may cost so many percent of what is expected before it waits for better times.
const SWEEP_ROOM: u64 = 155;
/// No sweep takes more than so many percent of a month's money: pages have to be asked, too.
const SWEEP_MOST: u64 = 75;
/// Where no sweep was ever whole, so many questions in a month say that none will be: it is too large, or cut off.
const TRIES: usize = 4;

/// What becomes of the sweep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "sweep", rename_all = "snake_case")]
pub enum SweepTurn {
    /// Nobody needs one, or it would take more than its part of a month's money: sellers are asked one by one.
    None,
    /// Not this week.
    NotBefore {
        /// When it is due.
        due: Timestamp,
        /// What is kept for it: nothing where it is due after the cycle's end.
        kept: MicroDollars,
    },
    /// This week.
    Now {
        /// What it is expected to cost.
        expected: MicroDollars,
        /// The most that it may cost.
        most: MicroDollars,
    },
    /// It is due, and this cycle's money is not enough any more: it comes first in the next one.
    NextCycle {
        /// What it is expected to cost.
        expected: MicroDollars,
    },
}

/// What this week may spend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Agenda {
    /// What pages and quiet sellers may cost this week.
    pub allowance: MicroDollars,
    /// What becomes of the sweep.
    #[serde(flatten)]
    pub sweep: SweepTurn,
    /// How fast the money goes.
    pub pace: Pace,
}

impl Agenda {
    /// For what is known, what things cost, and the month's money. `base` names the suffixes of sweeps.
    pub fn of(known: &Known, prices: Prices, habits: Habits, month: &Month, base: &Options) -> Self {
        let costs = Costs::new(known, prices, habits, base);
        let sweep = turn(known, &costs, month, base);
        let kept = match sweep {
            SweepTurn::Now { expected, .. } => expected,
            SweepTurn::NotBefore { kept, .. } => kept,
            SweepTurn::None | SweepTurn::NextCycle { .. } => MicroDollars::ZERO,
        };
        let free = (month.left - kept).max(MicroDollars::ZERO);
        let allowance = free.share(1, u64::from(month.weeks_left()));
        let (lump, by_now) = lump(known, &sweep, prices, month, base);
        Self {
            allowance,
            sweep,
            pace: Pace::new(month, allowance, lump, by_now),
        }
    }

    /// What the week's planner is told: what may be spent, out of `month.left`, and whether it sweeps.
    #[must_use]
    pub fn options(&self, month: &Month, base: Options) -> Options {
        let week = match self.sweep {
            SweepTurn::Now { most, .. } => WeekSweep::Now {
                keep: (month.left - most).max(MicroDollars::ZERO),
            },
            SweepTurn::None => WeekSweep::OneByOne,
            SweepTurn::NotBefore { .. } | SweepTurn::NextCycle { .. } => WeekSweep::Later,
        };
        Options {
            keep: (month.left - self.allowance).max(MicroDollars::ZERO),
            max_age: Some(LOOK_AGAIN),
            week: Some(week),
            ..base
        }
    }
}

/// Whether a sweep comes now, and what is kept for it otherwise.
fn turn(known: &Known, costs: &Costs, month: &Month, base: &Options) -> SweepTurn {
    let expected = price(known, costs, base);
    let ceiling = month.limit.share(SWEEP_MOST, 100);
    if expected == MicroDollars::ZERO {
        return SweepTurn::None;
    }
    let Some(last) = last_sweep(known, base) else {
        // Nobody knows its size, and a guess is wrong by as much again: the library tells it for a cent.
        let hopeless = expected > ceiling + ceiling || tries(known, month, base) >= TRIES;
        let expected = expected.min(ceiling);
        return if hopeless {
            SweepTurn::None
        } else {
            now_or_next(month, expected, ceiling)
        };
    };
    if expected > ceiling {
        return SweepTurn::None;
    }
    let most = expected.share(SWEEP_ROOM, 100).min(ceiling);
    let millis = i64::try_from(SWEEP_EVERY.as_millis()).unwrap_or(i64::MAX);
    let due = Timestamp::clamped(last.as_millis().saturating_add(millis));
    // The last weekly scan that is not too late: after a scan that was late itself the day lies between two.
    let slack = i64::try_from(NOT_THE_NEXT.as_millis()).unwrap_or(0);
    if month.now.as_millis().saturating_add(slack) >= due.as_millis() {
        return now_or_next(month, expected, most);
    }
    let in_cycle = due < month.ends && expected <= month.left;
    let kept = if in_cycle { expected } else { MicroDollars::ZERO };
    SweepTurn::NotBefore { due, kept }
}

fn now_or_next(month: &Month, expected: MicroDollars, most: MicroDollars) -> SweepTurn {
    if expected > month.left {
        return SweepTurn::NextCycle { expected };
    }
    let most = most.min(month.left);
    SweepTurn::Now { expected, most }
}

/// What all sweeps that cover enough hosts are expected to cost.
fn price(known: &Known, costs: &Costs, base: &Options) -> MicroDollars {
    let worth = base.sweeps.iter().filter(|suffix| {
        let under = known
            .hosts
            .iter()
            .filter(|facts| facts.host.is_under(suffix.as_str()));
        under.count() >= HOSTS
    });
    worth
        .map(|suffix| Sweep::new(suffix.clone(), known, costs, GROWN).price(costs))
        .sum()
}

/// Sweeps, and questions for their size, that this cycle saw.
fn tries(known: &Known, month: &Month, base: &Options) -> usize {
    let of_cycle = |made: &&SweepFacts| made.at >= month.starts && base.sweeps.contains(&made.suffix);
    known.sweeps.iter().filter(of_cycle).count()
}

/// The last complete sweep; of several suffixes the one that lies back furthest.
fn last_sweep(known: &Known, base: &Options) -> Option<Timestamp> {
    let last = |suffix: &model::Host| {
        let made = known
            .sweeps
            .iter()
            .filter(|made| made.complete && made.suffix == *suffix);
        made.map(|made| made.at).max()
    };
    base.sweeps.iter().filter_map(last).min()
}

/// The sweep's part of this cycle's money, and whether it is spent or due by now.
fn lump(
    known: &Known,
    turn: &SweepTurn,
    prices: Prices,
    month: &Month,
    base: &Options,
) -> (MicroDollars, bool) {
    match *turn {
        SweepTurn::Now { expected, .. } => (expected, true),
        SweepTurn::NotBefore { kept, .. } if kept > MicroDollars::ZERO => (kept, false),
        SweepTurn::None | SweepTurn::NotBefore { .. } | SweepTurn::NextCycle { .. } => {
            let of_cycle = known
                .sweeps
                .iter()
                .filter(|made| made.at >= month.starts && base.sweeps.contains(&made.suffix));
            let ads = of_cycle.map(|made| made.ads).sum::<u64>();
            (prices.item.times(ads), ads > 0)
        }
    }
}

#[cfg(test)]
mod tests;
