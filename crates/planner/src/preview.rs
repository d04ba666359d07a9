//! What would be asked, at which price, before anything is spent.

mod build;

use model::MicroDollars;
use serde::Serialize;

use crate::order::{Purpose, Question};
use crate::score::Reason;

/// What a planner would ask.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Preview {
    /// One line per purpose that has questions, in the order in which they are asked.
    pub lines: Vec<Line>,
    /// Sellers that are not yet covered.
    pub sellers: u64,
    /// Sellers who are left out because none of their hosts leads anywhere; not among `sellers`.
    pub unresolved: u64,
    /// What all lines are expected to cost.
    pub expected: MicroDollars,
    /// What all lines can cost at most.
    pub worst: MicroDollars,
    /// Active sellers that all lines are expected to find or confirm, in thousandths.
    pub expected_finds_milli: u64,
    /// Sellers that the budget covers at the expected cost.
    pub reach: u64,
    /// The first questions, in order.
    pub first: Vec<Planned>,
}

/// The questions of one purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What they are for.
    pub purpose: Purpose,
    /// Runs to start.
    pub runs: u64,
    /// Questions in them.
    pub questions: u64,
    /// Sellers whom they cover.
    pub sellers: u64,
    /// What they are expected to cost.
    pub expected: MicroDollars,
    /// What they can cost at most.
    pub worst: MicroDollars,
    /// Active sellers that they are expected to find or confirm, in thousandths.
    pub expected_finds_milli: u64,
}

/// One question that would be asked, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Planned {
    /// What it is for.
    pub purpose: Purpose,
    /// What is asked.
    pub question: Question,
    /// What it is expected to cost, its share of a shared run's start included.
    pub expected: MicroDollars,
    /// Results that it may bring at most.
    pub items: u32,
    /// The chance that it finds its seller active; for a sweep, the mean of its sellers.
    pub probability: f64,
    /// What the chance is made of, strongest first; empty for sweeps.
    pub reasons: Vec<Reason>,
}
