//! Chances made to mean what they say: of those with a chance of one in ten, one in ten shall come.
//!
//! Platt's scaling (two numbers, a shift and a stretch of the logit), and not isotonic regression, which needs about a
//! thousand outcomes before it fits more than noise (Niculescu-Mizil and Caruana, 2005): a base like this one sees a
//! hundred. It is fitted on chances that were given to sellers whom the weights were not fitted on, and held to "as it
//! is" by a belief of its own, so that few outcomes change little.

use serde::{Deserialize, Serialize};

use crate::fit::{FitError, Gaussian, Patterns, Table, weights};

/// A shift and a stretch of the logit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Added.
    pub shift: f64,
    /// Times the logit; greater than zero, so that no order changes.
    pub stretch: f64,
}

impl Default for Calibration {
    fn default() -> Self {
        Self {
            shift: 0.0,
            stretch: 1.0,
        }
    }
}

impl Calibration {
    /// So many sellers with the outcome, and without, must have been seen; with fewer, chances stay as they are.
    pub const NEEDED: usize = 50;

    /// Fitted on logits with their outcomes and weights.
    ///
    /// # Errors
    /// Where a logit is no finite number.
    pub fn fit(rows: impl IntoIterator<Item = (f64, bool, f64)>) -> Result<Self, FitError> {
        const LEAST: f64 = 0.05;
        let prior = [
            Gaussian { mean: 0.0, hold: 1.0 },
            Gaussian { mean: 1.0, hold: 4.0 },
        ];
        let mut patterns = Patterns::default();
        let rows: Vec<(usize, bool, f64)> = rows
            .into_iter()
            .map(|(logit, outcome, weight)| (patterns.place(&[1.0, logit]), outcome, weight))
            .collect();
        let mut table = Table::new(&patterns);
        for (place, outcome, weight) in rows {
            table.count(place, outcome, weight);
        }
        let found = weights(&prior, &table)?;
        let (shift, stretch) = match found.as_slice() {
            [shift, stretch] => (*shift, *stretch),
            _ => (0.0, 1.0),
        };
        Ok(Self {
            shift,
            stretch: stretch.max(LEAST),
        })
    }

    /// The logit that is meant.
    pub fn logit(self, logit: f64) -> f64 {
        self.shift + self.stretch * logit
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Coins;
    use crate::fit::logistic;
    use proptest::prelude::*;

    #[test]
    fn boasting_is_found_and_undone() {
        let mut coins = Coins::new(4);
        let rows: Vec<(f64, bool, f64)> = (0..40_000)
            .map(|_| {
                let logit = (coins.unit() * 40.0).floor() / 10.0 - 2.0;
                (2.0 * logit + 1.0, coins.unit() < logistic(logit), 1.0)
            })
            .collect();
        let found = Calibration::fit(rows).unwrap();
        assert!(
            (found.stretch - 0.5).abs() < 0.03 && (found.shift + 0.5).abs() < 0.05,
            "{found:?}"
        );
    }

    proptest! {
        /// Whatever was seen, a greater chance stays greater.
        #[test]
        fn no_order_changes(rows in prop::collection::vec((-50_i8..50, any::<bool>()), 0..80)) {
            let rows = rows.iter().map(|&(logit, outcome)| (f64::from(logit) / 10.0, outcome, 1.0));
            let found = Calibration::fit(rows).unwrap();
            prop_assert!(found.stretch > 0.0);
            prop_assert!(found.logit(1.0) > found.logit(-1.0));
        }
    }

    #[test]
    fn nothing_seen_nothing_changed() {
        assert_eq!(Calibration::fit([]).unwrap(), Calibration::default());
    }
}
