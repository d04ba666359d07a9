//! What is learned from: a seller at a moment, and what came of it.

use ::model::Timestamp;

use crate::facts::Facts;

/// A seller at a moment of the past, and what came within 28 days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// Who, as a number that is always the same: rows of one seller are kept together.
    pub seller: u64,
    /// The moment: everything in `facts` was known then.
    pub at: Timestamp,
    /// What was known.
    pub facts: Facts,
    /// When the outcome was known: 28 days later, at the first scan from then on.
    pub known: Timestamp,
    /// Whether what is asked came.
    pub outcome: bool,
    /// How much it counts, above 0 and up to 1: moments a week apart share three of their four weeks, so that each
    /// counts a quarter.
    pub weight: f64,
}
