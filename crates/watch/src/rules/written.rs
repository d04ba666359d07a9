//! A rule as people and records write it: flat, in their units, with whatever they left out left out.

use serde::{Deserialize, Serialize};

use super::{Condition, Rule, Side, Unit};

/// One rule as it stands in a file (`[[rule]]`), in a record, in a form or in the API. What is left out is taken from
/// the rule of the same id below it where there is one, else from the defaults.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Written {
    /// See [`Rule::id`].
    pub id: String,
    /// See [`Rule::title`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// See [`Rule::enabled`]; true by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// The name of a band or saved segment; an empty text means all sellers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment: Option<String>,
    /// The name of an alert's kind; a rule has this or a metric.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occasion: Option<String>,
    /// The name of a metric, with one of the two thresholds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// It fires from this value up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Amount>,
    /// It fires from this value down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Amount>,
    /// With `at_least`: it arms again below this; at the threshold by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rearm_below: Option<Amount>,
    /// With `at_most`: it arms again above this; at the threshold by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rearm_above: Option<Amount>,
    /// See [`Rule::cool_down_days`]; 7 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cool_down_days: Option<u16>,
    /// `digest` (the default) or `at_once`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery: Option<String>,
    /// The names of channels; all of them by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channels: Option<Vec<String>>,
    /// `critical`, `warning` or `notice` (the default).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<String>,
}

/// A number as people write it: `60` or `62.5`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Amount {
    /// Without a fraction.
    Whole(i64),
    /// With one.
    Decimal(f64),
}

impl Amount {
    /// Of a value in a metric's unit.
    pub fn of(value: i64, unit: Unit) -> Self {
        let scale = unit.scale();
        if value % scale == 0 {
            return Self::Whole(value / scale);
        }
        let sign = if value < 0 { "-" } else { "" };
        let (whole, part) = (value.unsigned_abs() / 100, value.unsigned_abs() % 100);
        let text = format!("{sign}{whole}.{part:02}");
        text.parse().map_or(Self::Whole(value / scale), Self::Decimal)
    }

    /// The value in a metric's unit; `None` where it has more digits than that unit can hold, or is too large.
    pub fn value(self, unit: Unit) -> Option<i64> {
        match self {
            Self::Whole(whole) => whole.checked_mul(unit.scale()),
            Self::Decimal(decimal) => {
                let text = format!("{decimal:.2}");
                let exact = text
                    .parse::<f64>()
                    .is_ok_and(|read| read.to_bits() == decimal.to_bits());
                let hundredths: i64 = text.replace('.', "").parse().ok().filter(|_| exact)?;
                match unit.scale() {
                    1 => (hundredths % 100 == 0).then_some(hundredths / 100),
                    _ => Some(hundredths),
                }
            }
        }
    }
}

impl From<&Rule> for Written {
    fn from(rule: &Rule) -> Self {
        let mut written = Self {
            id: rule.id.clone(),
            title: Some(rule.title.clone()),
            enabled: Some(rule.enabled),
            segment: rule.scope.segment.clone(),
            cool_down_days: Some(rule.cool_down_days),
            delivery: Some(rule.delivery.as_str().to_owned()),
            channels: (!rule.channels.is_empty()).then(|| rule.channels.clone()),
            severity: Some(rule.severity.as_str().to_owned()),
            ..Self::default()
        };
        match &rule.condition {
            Condition::Occasion { kind } => written.occasion = Some(kind.as_str().to_owned()),
            Condition::Level {
                metric,
                side,
                threshold,
            } => {
                let amount = |value| Amount::of(value, metric.unit());
                written.metric = Some(metric.as_str().to_owned());
                let (threshold, rearm) = (Some(amount(*threshold)), rule.rearm.map(amount));
                match side {
                    Side::Above => (written.at_least, written.rearm_below) = (threshold, rearm),
                    Side::Below => (written.at_most, written.rearm_above) = (threshold, rearm),
                }
            }
        }
        written
    }
}

impl Written {
    /// The same with what it leaves out taken from the rule below it. Whoever writes any part of a condition writes all
    /// of it, but for the metric where a threshold alone is given: half a condition of one rule and half of another
    /// would be neither's.
    #[must_use]
    pub fn over(self, below: Self) -> Self {
        let keeps = self.occasion.is_none()
            && self
                .metric
                .as_ref()
                .is_none_or(|it| below.metric.as_ref() == Some(it));
        let threshold = self.at_least.is_some() || self.at_most.is_some();
        let rearm = self.rearm_below.is_some() || self.rearm_above.is_some();
        let (at_least, at_most) = if keeps && !threshold {
            (below.at_least, below.at_most)
        } else {
            (self.at_least, self.at_most)
        };
        let (rearm_below, rearm_above) = if keeps && !threshold && !rearm {
            (below.rearm_below, below.rearm_above)
        } else {
            (self.rearm_below, self.rearm_above)
        };
        Self {
            id: self.id,
            title: self.title.or(below.title),
            enabled: self.enabled.or(below.enabled),
            segment: self.segment.or(below.segment),
            occasion: if keeps && self.metric.is_none() && !threshold {
                below.occasion
            } else {
                self.occasion
            },
            metric: if keeps {
                self.metric.or(below.metric)
            } else {
                self.metric
            },
            at_least,
            at_most,
            rearm_below,
            rearm_above,
            cool_down_days: self.cool_down_days.or(below.cool_down_days),
            delivery: self.delivery.or(below.delivery),
            channels: self.channels.or(below.channels),
            severity: self.severity.or(below.severity),
        }
    }
}

/// Rules as a file that can be read again: for taking the live set along.
pub fn to_toml<'r>(rules: impl IntoIterator<Item = &'r Rule>) -> String {
    #[derive(Serialize)]
    struct File {
        rule: Vec<Written>,
    }
    let file = File {
        rule: rules.into_iter().map(Written::from).collect(),
    };
    // Strings, whole numbers and finite decimals alone: none of what TOML cannot hold.
    toml::to_string(&file).unwrap_or_default()
}
