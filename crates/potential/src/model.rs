//! The two questions' weights, and the chances that follow from them.

mod kept;

use serde::{Deserialize, Serialize};

use crate::calibration::Calibration;
use crate::facts::Facts;
use crate::feature::{Feature, values};
use crate::fit::logistic;
use crate::ppm::to_ppm;
use crate::question::Question;
use crate::rows::Row;
use crate::train;
use crate::trust::{Trust, Why};

/// No chance is believed to be smaller: whoever was quiet for years may start tomorrow.
const LEAST: f64 = 0.0005;
/// No chance is believed to be greater.
const MOST: f64 = 0.98;

/// What one feature adds to a chance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Factor {
    /// The feature.
    pub feature: Feature,
    /// The seller's value.
    pub value: f64,
    /// The model's weight.
    pub weight: f64,
    /// What it adds to the logit: weight times value, calibrated.
    pub contribution: f64,
}

/// A chance, and what it is made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chance {
    /// What was asked.
    pub question: Question,
    /// The chance in millionths.
    pub ppm: u32,
    /// What it is made of, strongest first. They add up to the logit; what adds nothing is left out.
    pub factors: Vec<Factor>,
}

/// A weight, and what it was before any outcome was seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Weight {
    /// The feature.
    pub feature: Feature,
    /// What was believed.
    pub prior: f64,
    /// What is believed now.
    pub weight: f64,
}

/// How one question is answered.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Side {
    pub(crate) weights: [f64; Feature::COUNT],
    pub(crate) calibration: Calibration,
    pub(crate) trust: Trust,
}

impl Side {
    pub(crate) fn prior(question: Question, why: Why) -> Self {
        Self {
            weights: Feature::ALL.map(|feature| feature.prior(question).mean),
            calibration: Calibration::default(),
            trust: Trust::Prior { why },
        }
    }
}

/// How both questions are answered. Kept as JSON: weights by the names of their features, so that a model that an older
/// or a newer program kept is understood as far as both know the same features.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "kept::Kept", into = "kept::Kept")]
pub struct Model {
    start: Side,
    leave: Side,
}

impl Default for Model {
    fn default() -> Self {
        Self::prior()
    }
}

impl Model {
    /// What is believed before any outcome was seen.
    pub fn prior() -> Self {
        Self {
            start: Side::prior(Question::Start, Why::NoHistory),
            leave: Side::prior(Question::Leave, Why::NoHistory),
        }
    }

    /// Fitted on rows of the past, each question by itself; the prior where they are too few, or teach nothing better.
    /// The same rows in any order give the same model but for rounding.
    pub fn fit(rows: &[Row]) -> Self {
        Self {
            start: train::side(Question::Start, rows),
            leave: train::side(Question::Leave, rows),
        }
    }

    /// How far the answers to a question can be trusted.
    pub const fn trust(&self, question: Question) -> &Trust {
        &self.side(question).trust
    }

    /// The weights that concern a question, in the order of [`Feature::ALL`].
    pub fn weights(&self, question: Question) -> Vec<Weight> {
        let weights = Feature::ALL.into_iter().zip(self.side(question).weights);
        let weights = weights.filter(|(feature, _)| feature.concerns(question));
        weights
            .map(|(feature, weight)| Weight {
                feature,
                prior: feature.prior(question).mean,
                weight,
            })
            .collect()
    }

    /// How logits become chances that mean what they say.
    pub const fn calibration(&self, question: Question) -> Calibration {
        self.side(question).calibration
    }

    /// The chance of a seller, for the question that its state asks, and what it is made of.
    pub fn chance(&self, facts: &Facts) -> Chance {
        let question = facts.question();
        let side = self.side(question);
        let Calibration { shift, stretch } = side.calibration;
        let mut factors: Vec<Factor> = Feature::ALL
            .into_iter()
            .zip(side.weights.into_iter().zip(values(facts)))
            .map(|(feature, (weight, value))| {
                // The shift is the same for all, as the base is.
                let shift = if feature == Feature::Base { shift } else { 0.0 };
                let contribution = stretch * weight * value + shift;
                Factor {
                    feature,
                    value,
                    weight,
                    contribution,
                }
            })
            .filter(|factor| factor.contribution != 0.0)
            .collect();
        factors.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()));
        Chance {
            question,
            ppm: self.ppm(facts),
            factors,
        }
    }

    /// The same chance alone, in millionths.
    pub fn ppm(&self, facts: &Facts) -> u32 {
        let side = self.side(facts.question());
        let terms = side.weights.iter().zip(values(facts));
        let logit: f64 = terms.map(|(weight, value)| weight * value).sum();
        to_ppm(logistic(side.calibration.logit(logit)).clamp(LEAST, MOST))
    }

    const fn side(&self, question: Question) -> &Side {
        match question {
            Question::Start => &self.start,
            Question::Leave => &self.leave,
        }
    }
}

#[cfg(test)]
mod tests;
