//! The figures of the box that is printed after every batch of runs. Data only: the binary prints it.

use model::MicroDollars;
use serde::Serialize;

use crate::{Balance, average, estimate};

/// How the session stands, as the box shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Session {
    /// What the runs that ended in the last batch cost.
    pub batch: MicroDollars,
    /// What all runs of the cycle cost so far.
    pub spent: MicroDollars,
    /// What open runs may still cost.
    pub reserved: MicroDollars,
    /// What may be spent in the cycle.
    pub limit: MicroDollars,
    /// The colour of the mark beside the session.
    pub mark: Mark,
    /// What is left.
    pub left: MicroDollars,
    /// What is left, in percent of the limit; 0 only where nothing is left.
    pub left_percent: u32,
    /// Sellers covered in the cycle.
    pub clients: u64,
    /// What one of them cost on average; `None` before the first.
    pub average: Option<MicroDollars>,
    /// How many more are affordable at that average; `None` where nothing has cost anything yet.
    pub clients_left: Option<u64>,
}

/// How worrying the session is; its turns are the thresholds of the alerts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Under 60 percent.
    Green,
    /// From 60 percent.
    Yellow,
    /// From 80 percent.
    Orange,
    /// From 90 percent.
    Red,
    /// Nothing is left.
    Stopped,
}

impl Mark {
    /// The mark of a balance.
    pub fn of(balance: &Balance) -> Self {
        match balance.percent {
            ..60 => Self::Green,
            60..80 => Self::Yellow,
            80..90 => Self::Orange,
            90..100 => Self::Red,
            100.. => Self::Stopped,
        }
    }
}

impl Session {
    /// The figures after a batch that began at `before` and has covered `clients` sellers of the cycle so far.
    pub fn new(before: &Balance, after: &Balance, clients: u64) -> Self {
        let same = before.cycle == after.cycle;
        let began = if same { before.settled } else { MicroDollars::ZERO };
        let average = average(after.settled, clients);
        Self {
            batch: (after.settled - began).max(MicroDollars::ZERO),
            spent: after.settled,
            reserved: after.reserved,
            limit: after.limit,
            mark: Mark::of(after),
            left: after.left,
            left_percent: 100_u32.saturating_sub(after.percent),
            clients,
            average,
            clients_left: average.and_then(|average| estimate(after.left, average)),
        }
    }
}
