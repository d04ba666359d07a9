//! How far a model can be trusted, as codes that pages turn into a sentence.

use serde::{Deserialize, Serialize};

use crate::feature::Feature;
use crate::measure::Interval;
use crate::question::Question;

/// How far the answers to a question can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Trust {
    /// The weights are what was believed before any outcome was seen.
    Prior {
        /// Why nothing better is there.
        why: Why,
    },
    /// They were fitted, and tested on rows that they were not fitted on.
    Fitted(Tested),
}

/// Why there is nothing better than the prior.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum Why {
    /// No seller was watched for 28 days yet.
    NoHistory,
    /// Too few outcomes were seen.
    FewOutcomes {
        /// Sellers with the rarer of both outcomes.
        outcomes: usize,
        /// So many are needed.
        needed: usize,
    },
    /// What was fitted did worse than the prior on rows that it was not fitted on.
    NoBetter,
}

/// What a fitted model was tested on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestedOn {
    /// On a later time: fitted on rows whose outcome was known before a moment, tested on rows after it.
    Later,
    /// On other sellers at the same time: the history is too short to part it.
    OtherSellers,
}

/// What a test found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Tested {
    /// Rows that the weights were fitted on: a seller at a scan each.
    pub rows: usize,
    /// Sellers in them.
    pub sellers: usize,
    /// Sellers among these with the outcome.
    pub outcomes: usize,
    /// What the test rows were.
    pub on: TestedOn,
    /// Test rows.
    pub test_rows: usize,
    /// Test rows with the outcome.
    pub test_outcomes: usize,
    /// Area under the curve in the test.
    pub auc: Interval,
    /// Calibration error in the test: the mean distance between chance and share.
    pub calibration_error: Interval,
    /// Brier's score in the test.
    pub brier: Interval,
    /// What it comes to.
    pub sentence: Sentence,
}

/// What a test comes to, in words that pages have in each language. Bounds of the area as Hosmer and Lemeshow draw them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sentence {
    /// The order may be chance: the area's interval reaches down to 0.5.
    Blind,
    /// Better than chance, and no more: below 0.7.
    Weak,
    /// Good enough to choose whom to look at first: below 0.8.
    Fair,
    /// Good.
    Good,
}

impl Sentence {
    /// Of an area under the curve.
    pub fn of(auc: &Interval) -> Self {
        match auc.value {
            _ if auc.low <= 0.5 => Self::Blind,
            value if value < 0.7 => Self::Weak,
            value if value < 0.8 => Self::Fair,
            _ => Self::Good,
        }
    }

    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Blind => "blind",
            Self::Weak => "weak",
            Self::Fair => "fair",
            Self::Good => "good",
        }
    }
}

/// Sellers with the rarer outcome for each weight that is learned.
///
/// Ten were long the rule (Peduzzi et al., 1996); five to nine do about as well (Vittinghoff and `McCulloch`, 2007), and
/// here beliefs hold the weights besides.
const PER_WEIGHT: usize = 5;

/// So many sellers with the rarer of both outcomes are needed to fit.
pub fn needed(question: Question) -> usize {
    let learned = Feature::ALL
        .into_iter()
        .filter(|feature| feature.concerns(question) && feature.is_learned());
    PER_WEIGHT * learned.count()
}
