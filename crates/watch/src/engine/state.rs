//! How one rule stands towards each of its subjects.

use std::collections::BTreeMap;

use analytics::Day;
use model::Timestamp;
use serde::{Deserialize, Serialize};

use super::Firing;
use crate::rules::{Condition, Rule};

/// Days after which a subject that nobody saw any more is forgotten.
pub const FORGOTTEN_AFTER: i32 = 90;

/// Everything that is remembered of one rule.
///
/// A rule's *first* evaluation does not tell what stood there long before: what crossed (or happened) more than seven
/// days earlier, or nobody knows when, is noted as standing and said only when it armed and crossed again. From then on
/// a subject without a stand is armed, whether it was looked at before or not.
///
/// A rule that is *edited* goes on as follows. Title, severity, channels, delivery and cool-down change nothing of its
/// state. Where threshold, re-arm level or scope changed, what was raised and still lies beyond the new threshold stays
/// raised and is not said again, what does not is armed at once, and everything else is as at a first evaluation. Where
/// it watches another metric, side or kind of occasion it begins anew but for its cool-downs. What was held back keeps
/// waiting where it stays raised.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// What it watches: metric and side, or the kind of occasion. Empty before the first evaluation.
    pub matter: String,
    /// On which terms: threshold, re-arm level, scope.
    pub terms: String,
    /// When it was evaluated last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// How often it was evaluated.
    pub turn: u64,
    /// The stand of each subject that is not simply armed.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub subjects: BTreeMap<String, Stand>,
    /// What it said at the evaluation `turn`, until the next one: so that what a crash kept from being filed is not lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<Batch>,
}

/// How a rule stands towards one subject.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Stand {
    /// It lies beyond the threshold, or did and is not back behind the re-arm level.
    #[serde(rename = "r", skip_serializing_if = "is_false")]
    pub raised: bool,
    /// It crossed while the rule cooled down, and is still to be told of.
    #[serde(rename = "h", skip_serializing_if = "is_false")]
    pub held: bool,
    /// The day on which the rule last fired about it.
    #[serde(rename = "t", skip_serializing_if = "Option::is_none", with = "day")]
    pub told: Option<Day>,
    /// The day on which it was last looked at.
    #[serde(rename = "s", skip_serializing_if = "Option::is_none", with = "day")]
    pub seen: Option<Day>,
    /// Occasions that are told, or that stood there at the beginning (false), or wait (true); with the day of noting.
    #[serde(rename = "o", skip_serializing_if = "BTreeMap::is_empty")]
    pub occasions: BTreeMap<String, (bool, i32)>,
}

/// What one evaluation of one rule said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// When.
    pub at: Timestamp,
    /// The rule.
    pub rule: String,
    /// Which of its evaluations.
    pub turn: u64,
    /// By subject, then as they happened.
    pub firings: Vec<Firing>,
}

impl State {
    /// What a rule watches, as text that is equal where it is the same.
    pub(crate) fn matter_of(rule: &Rule) -> String {
        match &rule.condition {
            Condition::Occasion { kind } => kind.as_str().to_owned(),
            Condition::Level { metric, side, .. } => format!("{} {side:?}", metric.as_str()),
        }
    }

    /// On which terms.
    pub(crate) fn terms_of(rule: &Rule) -> String {
        let segment = rule.scope.segment.as_deref().unwrap_or_default();
        match &rule.condition {
            Condition::Occasion { .. } => segment.to_owned(),
            Condition::Level { threshold, .. } => {
                let rearm = rule.rearm.unwrap_or(*threshold);
                format!("{threshold} {rearm} {segment}")
            }
        }
    }

    /// A state as if the rule had been there always: whatever crosses is told.
    pub(crate) fn primed(rule: &Rule) -> Self {
        let mut state = Self::default();
        state.begin(rule);
        state
    }

    /// Makes the state fit the rule as it is now; gives whether this is as a first evaluation.
    pub(crate) fn begin(&mut self, rule: &Rule) -> bool {
        let (matter, terms) = (Self::matter_of(rule), Self::terms_of(rule));
        let first = self.matter != matter || self.terms != terms;
        if self.matter != matter {
            for stand in self.subjects.values_mut() {
                *stand = Stand {
                    told: stand.told,
                    ..Stand::default()
                };
            }
        }
        (self.matter, self.terms) = (matter, terms);
        first
    }

    /// Forgets subjects that are simply armed, and those that nobody saw for long.
    pub(crate) fn forget(&mut self, rule: &Rule, today: Day) {
        self.subjects.retain(|_, stand| {
            let vanished = stand.seen.is_none_or(|seen| seen.plus(FORGOTTEN_AFTER) < today);
            let stands = (stand.raised || !stand.occasions.is_empty()) && !vanished;
            stands || stand.cools(rule.cool_down_days, today)
        });
    }
}

impl Stand {
    /// Whether something about it is still to be told.
    pub(crate) fn waits(&self) -> bool {
        self.held || self.occasions.values().any(|(held, _)| *held)
    }

    /// Whether the rule is still silent about it.
    pub(crate) fn cools(&self, days: u16, today: Day) -> bool {
        self.told.is_some_and(|told| today < told.plus(i32::from(days)))
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde asks for"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// Days as numbers.
mod day {
    use analytics::Day;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(
        clippy::ref_option,
        clippy::trivially_copy_pass_by_ref,
        reason = "the signature that serde asks for"
    )]
    pub fn serialize<S: Serializer>(day: &Option<Day>, serializer: S) -> Result<S::Ok, S::Error> {
        day.map(|day| day.0).serialize(serializer)
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Option<Day>, D::Error> {
        Ok(Option::<i32>::deserialize(deserializer)?.map(Day))
    }
}
