//! How the account stands, and which thresholds that crosses.

use model::MicroDollars;
use serde::Serialize;

use crate::Cycle;

/// Percentages at which the program says how the account stands.
pub const THRESHOLDS: [u32; 4] = [60, 80, 90, 100];

/// How the account stands in the cycle in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// The cycle.
    pub cycle: Cycle,
    /// What the operator allows per cycle.
    pub budget: MicroDollars,
    /// What may be spent in this one: the smaller of the budget and what the account allows after what others
    /// spent; never negative.
    pub limit: MicroDollars,
    /// What runs that are over cost.
    pub settled: MicroDollars,
    /// What open runs may still cost at most, those of which nobody knows whether they exist included.
    pub reserved: MicroDollars,
    /// The part of `reserved` of which nobody knows whether the run exists.
    pub unknown: MicroDollars,
    /// What can still be granted; never negative.
    pub left: MicroDollars,
    /// `settled + reserved` in percent of `limit`, rounded down: 100 is said only where nothing at all is
    /// left. More than 100 where late charges or a lower budget made it so.
    pub percent: u32,
    /// Runs that count in this cycle, open ones included.
    pub runs: u64,
}

impl Balance {
    /// Sums up. `allowed` is what the account allows, where it was asked.
    pub(crate) fn new(cycle: Cycle, budget: MicroDollars, allowed: Option<MicroDollars>, sums: Sums) -> Self {
        let limit = allowed.map_or(budget, |allowed| budget.min(allowed));
        let limit = limit.max(MicroDollars::ZERO);
        let committed = sums.settled + sums.reserved;
        Self {
            cycle,
            budget,
            limit,
            settled: sums.settled,
            reserved: sums.reserved,
            unknown: sums.unknown,
            left: (limit - committed).max(MicroDollars::ZERO),
            percent: percent(committed, limit),
            runs: sums.runs,
        }
    }
}

/// What the runs of a cycle amount to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sums {
    pub(crate) settled: MicroDollars,
    pub(crate) reserved: MicroDollars,
    pub(crate) unknown: MicroDollars,
    pub(crate) runs: u64,
}

/// Rounded down; 100 of nothing, since nothing is left of it.
fn percent(part: MicroDollars, whole: MicroDollars) -> u32 {
    if whole <= MicroDollars::ZERO {
        return 100;
    }
    let percent = i128::from(part.micros()) * 100 / i128::from(whole.micros());
    u32::try_from(percent.max(0)).unwrap_or(u32::MAX)
}

/// Thresholds that lie between two balances, the second one later; in a new cycle all up to the second.
pub fn crossed(before: &Balance, after: &Balance) -> Vec<u32> {
    let from = if before.cycle == after.cycle {
        before.percent
    } else {
        0
    };
    THRESHOLDS
        .into_iter()
        .filter(|threshold| from < *threshold && *threshold <= after.percent)
        .collect()
}

/// Remembers what was said, since runs that cost less than their cap bring a balance back under a threshold
/// that it then crosses again.
#[derive(Debug, Clone, Default)]
pub struct Alerts {
    highest: Option<Balance>,
}

impl Alerts {
    /// What is to be said now: thresholds that were not reached before in this cycle.
    pub fn news(&mut self, balance: &Balance) -> Vec<u32> {
        let nothing = Balance {
            percent: 0,
            ..*balance
        };
        let news = crossed(self.highest.as_ref().unwrap_or(&nothing), balance);
        let higher = |highest: &Balance| highest.cycle != balance.cycle || highest.percent < balance.percent;
        if self.highest.as_ref().is_none_or(higher) {
            self.highest = Some(*balance);
        }
        news
    }
}
