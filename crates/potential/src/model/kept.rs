//! A model as it is kept.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Model, Side};
use crate::calibration::Calibration;
use crate::feature::Feature;
use crate::question::Question;
use crate::trust::Trust;

/// Both questions.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    start: KeptSide,
    leave: KeptSide,
}

/// Weights by name: unknown ones are passed over, missing ones are the prior's.
#[derive(Debug, Serialize, Deserialize)]
struct KeptSide {
    weights: BTreeMap<String, f64>,
    calibration: Calibration,
    trust: Trust,
}

impl From<Kept> for Model {
    fn from(kept: Kept) -> Self {
        Self {
            start: kept.start.read(Question::Start),
            leave: kept.leave.read(Question::Leave),
        }
    }
}

impl From<Model> for Kept {
    fn from(model: Model) -> Self {
        Self {
            start: KeptSide::of(&model.start),
            leave: KeptSide::of(&model.leave),
        }
    }
}

impl KeptSide {
    fn of(side: &Side) -> Self {
        let weights = Feature::ALL.into_iter().zip(side.weights);
        Self {
            weights: weights
                .map(|(feature, weight)| (feature.as_str().to_owned(), weight))
                .collect(),
            calibration: side.calibration,
            trust: side.trust,
        }
    }

    fn read(self, question: Question) -> Side {
        let weight = |feature: Feature| {
            let kept = self.weights.get(feature.as_str()).copied();
            kept.filter(|weight| weight.is_finite())
                .unwrap_or(feature.prior(question).mean)
        };
        Side {
            weights: Feature::ALL.map(weight),
            calibration: self.calibration,
            trust: self.trust,
        }
    }
}
