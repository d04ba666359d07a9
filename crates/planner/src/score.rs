//! How likely a seller is to be active, and why: a logistic model that works on the first day by its prior, and
//! moves away from it only as far as the outcomes of past scans ask for.
//!
//! Nothing here holds money. Chances leave this module as whole millionths.
#![expect(
    clippy::float_arithmetic,
    reason = "a model of chances; money never comes here"
)]

mod features;
mod fit;

use potential::to_ppm;
use serde::Serialize;

pub use features::Feature;
pub(crate) use features::{Features, Namer};

use crate::known::HostFacts;

/// No chance is believed to be smaller: what was never seen may start any day.
const LEAST: f64 = 0.005;
/// No chance is believed to be greater: whoever advertised yesterday may have stopped.
const MOST: f64 = 0.95;

/// What one feature adds to the logit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Reason {
    /// The feature.
    pub feature: Feature,
    /// What it adds: weight times value.
    pub contribution: f64,
}

/// A chance, and what it is made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Score {
    /// The chance that an ad leads to the host: the logistic function of the sum of all contributions, held
    /// between 0.005 and 0.95.
    pub probability: f64,
    /// What it is made of, strongest first; features that add nothing are left out.
    pub reasons: Vec<Reason>,
}

impl Score {
    /// The sum of all contributions.
    pub fn logit(&self) -> f64 {
        self.reasons.iter().map(|reason| reason.contribution).sum()
    }
}

/// Weights of the features: the prior's, or learned.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    weights: [f64; Feature::COUNT],
}

impl Model {
    /// What is believed before any scan.
    pub fn prior() -> Self {
        Self {
            weights: Feature::ALL.map(Feature::prior),
        }
    }

    /// The weight of a feature.
    pub fn weight(&self, feature: Feature) -> f64 {
        Feature::ALL
            .iter()
            .zip(self.weights)
            .find_map(|(&each, weight)| (each == feature).then_some(weight))
            .unwrap_or_default()
    }

    /// Learns from hosts whose outcome is known. Only what the name and the signs tell is learned: a sign is looked at
    /// whatever was asked and answered, so that it cannot have been caused by an outcome. What is known of a host's
    /// past is one sum over all scans, in which cause and outcome cannot be told apart, so those weights stay
    /// as the prior has them. Hosts that nobody looked at teach nothing about signs.
    pub(crate) fn learned<'h>(namer: &Namer<'_>, hosts: impl IntoIterator<Item = &'h HostFacts>) -> Self {
        let mut rows = fit::Rows::default();
        for host in hosts {
            let features = namer.of_itself(host);
            // A capped probe that saw own ads proves activity without covering its host. Under the platform's
            // suffixes such hosts come from sweeps cut off, which prove nobody absent: activity alone would
            // be counted.
            if host.covered.is_some() || (host.ads > 0 && features.is_own()) {
                rows.push(&features, host.ads > 0);
            }
        }
        Self {
            weights: rows.weights(),
        }
    }

    /// The chance of one host, and what it is made of.
    pub(crate) fn score(&self, features: &Features) -> Score {
        let mut reasons: Vec<Reason> = features
            .with_weights(&self.weights)
            .map(|(feature, weight, value)| Reason {
                feature,
                contribution: weight * value,
            })
            .filter(|reason| reason.contribution != 0.0)
            .collect();
        reasons.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()));
        let logit: f64 = reasons.iter().map(|reason| reason.contribution).sum();
        Score {
            probability: fit::logistic(logit).clamp(LEAST, MOST),
            reasons,
        }
    }

    /// The chance of one host in whole millionths.
    pub(crate) fn ppm(&self, features: &Features) -> u32 {
        let logit: f64 = features.with_weights(&self.weights).map(|(_, w, v)| w * v).sum();
        to_ppm(fit::logistic(logit).clamp(LEAST, MOST))
    }
}

/// Scores of hosts as a planner with these facts would give them, in the order given: for reports about the
/// model itself.
pub fn scores(known: &crate::Known, options: &crate::Options, of: &[HostFacts]) -> Vec<Score> {
    let namer = Namer::new(known, options);
    let model = Model::learned(&namer, &known.hosts);
    of.iter().map(|host| model.score(&namer.of(host))).collect()
}

#[cfg(test)]
mod tests;
