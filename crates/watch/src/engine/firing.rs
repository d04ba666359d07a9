//! What a rule says: one firing, with everything that a sentence and a link need.

use analytics::{AlertKind, Severity};
use model::Timestamp;
use serde::{Deserialize, Serialize};

use crate::rules::{Delivery, Metric, Side};

/// What one rule says about one subject, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Firing {
    /// `rule:subject:occasion`, where the occasion is that of the alert, or the moment of the crossing in milliseconds.
    /// Two firings are never of one id.
    pub id: String,
    /// The rule's id.
    pub rule: String,
    /// The rule's title when it fired.
    pub title: String,
    /// How pressing: the rule's.
    #[serde(with = "severity")]
    pub severity: Severity,
    /// The seller's slug; a rival's host, a platform's id; `all` for what is counted over all sellers or of the money.
    pub subject: String,
    /// When it fired: the moment of the evaluation.
    pub at: Timestamp,
    /// At once, or with the next digest.
    pub delivery: Delivery,
    /// The names of the channels; all of them where empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
    /// What it is about.
    pub about: About,
    /// The numbers of that moment.
    pub numbers: Numbers,
    /// Where to read on: a path of the dashboard with its query, to be put behind its public address.
    pub link: String,
}

/// What a firing is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// Something happened.
    Occasion(#[serde(with = "kind")] AlertKind),
    /// A number crossed a threshold.
    Level(Metric, Side),
}

/// The numbers of a firing; which are there depends on what it is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Numbers {
    /// The metric's value, in its unit (levels).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
    /// The rule's threshold, in the same unit (levels).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<i64>,
    /// Ads in question (see [`analytics::Alert::ads`]); a seller's ads (levels).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ads: Option<u64>,
    /// What they are out of (occasions).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_of: Option<u64>,
    /// A seller's ads that lead to Converty (levels).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub converty: Option<u64>,
    /// A seller's ads that lead to a sale elsewhere (levels).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concurrent: Option<u64>,
    /// Hundredths of a percent that lead to Converty now (`RatioFell`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ratio: Option<u64>,
    /// The same before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ratio_before: Option<u64>,
    /// The rival host, or the domain that left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The rival platform's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// The sellers behind it, at most 50.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clients: Vec<String>,
    /// Since when it is so, as far as that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
}

/// [`Severity`] by its stable name.
pub(crate) mod severity {
    use analytics::Severity;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::rules::severity_of;

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "the signature that serde asks for"
    )]
    pub fn serialize<S: Serializer>(value: &Severity, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(value.as_str())
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Severity, D::Error> {
        let name = String::deserialize(deserializer)?;
        severity_of(&name).ok_or_else(|| D::Error::custom("no such severity"))
    }
}

/// [`AlertKind`] by its stable name.
mod kind {
    use analytics::AlertKind;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "the signature that serde asks for"
    )]
    pub fn serialize<S: Serializer>(value: &AlertKind, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(value.as_str())
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<AlertKind, D::Error> {
        let name = String::deserialize(deserializer)?;
        AlertKind::from_name(&name).ok_or_else(|| D::Error::custom("no such kind of alert"))
    }
}
