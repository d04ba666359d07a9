//! Alert rules: a data file, and what people changed on the page.
//!
//! The rules built into the program (`rules.toml`) are a good beginning; a file in the data folder overrides or adds by
//! id, and what people change on the page, kept as records, stands above both. What cannot be read or meant is told
//! with its line and its reason, counts as a problem, and hides no other rule.

mod check;
mod file;
mod live;
mod metric;
mod names;
mod saving;
mod written;

use analytics::{AlertKind, Severity};

pub use check::{Fault, Known, LONGEST_COOL_DOWN, LONGEST_ID, LONGEST_TITLE, Why, is_id};
pub use file::{BUILT_IN, Block, Problem, Source, built_in_title, read};
pub use live::{Changed, Listed, Loaded, Origin, Rules};
pub use metric::{Metric, Unit};
pub use names::{SEVERITIES, severity_of};
pub use saving::{Edit, SaveError, restore, save};
pub use written::{Amount, Written, to_toml};

/// One rule: whom it watches, for what, and what becomes of what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its name in files, records and addresses: small letters, digits and dashes.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Whether it is evaluated at all.
    pub enabled: bool,
    /// Whom it watches.
    pub scope: Scope,
    /// When it fires.
    pub condition: Condition,
    /// Where it arms again, in the unit of the metric: a level above arms below this, a level below arms above it. At
    /// the threshold itself where `None`. Of levels only.
    pub rearm: Option<i64>,
    /// For so many days after it fired about a subject it says nothing more about that one.
    pub cool_down_days: u16,
    /// How its firings go out.
    pub delivery: Delivery,
    /// The names of the channels; all of them where empty.
    pub channels: Vec<String>,
    /// How pressing its firings are.
    pub severity: Severity,
}

/// Whom a rule watches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// The name of a band or of a saved segment; all sellers where `None`.
    pub segment: Option<String>,
}

/// When a rule fires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Something happened: each occasion fires once.
    Occasion {
        /// What.
        kind: AlertKind,
    },
    /// A number crossed a threshold; once, until it was back behind the re-arm level.
    Level {
        /// Which.
        metric: Metric,
        /// To which side.
        side: Side,
        /// The threshold, in the metric's unit; a value that equals it lies beyond it.
        threshold: i64,
    },
}

/// The side of a threshold on which a value is beyond it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// At least the threshold.
    Above,
    /// At most the threshold.
    Below,
}

/// How what a rule says goes out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// As soon as it is said.
    AtOnce,
    /// With the next digest.
    #[default]
    Digest,
}

impl Side {
    /// Whether a value lies beyond a threshold.
    pub const fn is_beyond(self, value: i64, threshold: i64) -> bool {
        match self {
            Self::Above => value >= threshold,
            Self::Below => value <= threshold,
        }
    }
}

impl Rule {
    /// The metric that it watches; `None` where it waits for an occasion.
    pub const fn metric(&self) -> Option<Metric> {
        match self.condition {
            Condition::Level { metric, .. } => Some(metric),
            Condition::Occasion { .. } => None,
        }
    }
}
