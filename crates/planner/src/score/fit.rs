//! Weights that make past outcomes likely without straying from the prior further than they ask for: the house's one
//! fit, over the features of hosts.

use potential::fit::{Gaussian, Patterns, Table};

use super::features::{Feature, Features};

type Vector = [f64; Feature::COUNT];

/// Hosts of known outcome.
#[derive(Debug, Default)]
pub(super) struct Rows {
    patterns: Patterns,
    rows: Vec<(usize, bool)>,
}

impl Rows {
    pub(super) fn push(&mut self, features: &Features, active: bool) {
        self.rows.push((self.patterns.place(&features.0), active));
    }

    /// The most likely weights given the prior and the rows; exactly the prior where there are none.
    pub(super) fn weights(&self) -> Vector {
        let prior = Feature::ALL.map(|feature| Gaussian {
            mean: feature.prior(),
            hold: feature.hold(),
        });
        let mut table = Table::new(&self.patterns);
        for &(place, active) in &self.rows {
            table.count(place, active, 1.0);
        }
        let found = potential::fit::weights(&prior, &table).ok();
        // Features are finite and priors are held, so that the search has an answer; without one nothing was learned.
        let found = found.and_then(|weights| Vector::try_from(weights).ok());
        found.unwrap_or_else(|| Feature::ALL.map(Feature::prior))
    }
}

pub(super) fn logistic(logit: f64) -> f64 {
    potential::fit::logistic(logit)
}
