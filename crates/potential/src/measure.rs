//! How good chances were, once outcomes are known: each number with the interval in which it lies with 95 % confidence.
//!
//! Rows of one seller resemble each other, so that intervals count sellers and not rows.

mod curve;
mod error;

use serde::{Deserialize, Serialize};

pub use curve::area_under_curve;
pub use error::{Errors, errors, log_loss};

/// A measured number, and where it lies with 95 % confidence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// What was measured.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// All three changed alike, by what keeps their order.
    #[must_use]
    pub fn map(self, change: impl Fn(f64) -> f64) -> Self {
        Self {
            value: change(self.value),
            low: change(self.low),
            high: change(self.high),
        }
    }
}

/// A chance that was given, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// The chance, from 0 to 1.
    pub chance: f64,
    /// What came.
    pub outcome: bool,
    /// Whose it is: rows of one group are not independent.
    pub group: u64,
}

/// The quantile of the normal distribution below which 97.5 % lie.
const Z: f64 = 1.959_964;

#[expect(clippy::cast_precision_loss, reason = "counts of rows are far below 2^52")]
const fn number(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests;
