//! How the purse stands, and what to say of it.

use model::{MicroDollars, Timestamp};

use crate::alerts::{Alert, AlertKind, Severity};

/// How the purse stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MoneyFacts {
    /// What may be spent in this monthly cycle.
    pub limit: MicroDollars,
    /// Spent.
    pub spent: MicroDollars,
    /// Set aside for runs under way.
    pub reserved: MicroDollars,
    /// Left.
    pub left: MicroDollars,
    /// `spent + reserved` in percent of the limit.
    pub percent: u32,
    /// When the cycle began and ends.
    pub starts: Option<Timestamp>,
    /// See `starts`.
    pub ends: Option<Timestamp>,
    /// What one covered seller cost on average; `None` before the first.
    pub per_client: Option<MicroDollars>,
}

impl MoneyFacts {
    /// When the money ends at the pace of this cycle so far: what is left lasts as long as it took to spend as much.
    /// `now` where nothing is left; `None` where nothing was spent, the cycle did not begin yet or tells no beginning,
    /// or the money outlasts the cycle.
    pub fn ends_at_pace(&self, now: Timestamp) -> Option<Timestamp> {
        let began = self.starts?;
        let elapsed = i128::from(now.as_millis()) - i128::from(began.as_millis());
        let spent = i128::from(self.spent.micros());
        if spent <= 0 || elapsed <= 0 {
            return None;
        }
        let left = i128::from(self.left.micros().max(0));
        let end = i128::from(now.as_millis()).saturating_add(left.saturating_mul(elapsed) / spent);
        let end = Timestamp::clamped(i64::try_from(end).unwrap_or(i64::MAX));
        self.ends.is_none_or(|cycle| end < cycle).then_some(end)
    }
}

/// Of what percentage the purse says so, and how pressing it is; the highest first.
const THRESHOLDS: [(u32, Severity); 4] = [
    (100, Severity::Critical),
    (90, Severity::Warning),
    (80, Severity::Warning),
    (60, Severity::Notice),
];

/// The highest threshold that was crossed; each is said once a cycle.
pub(super) fn alert(money: &MoneyFacts, now: Timestamp) -> Option<Alert> {
    let (threshold, severity) = THRESHOLDS.into_iter().find(|(from, _)| money.percent >= *from)?;
    let cycle = money.starts.map_or(0, Timestamp::as_millis).to_string();
    let subject = threshold.to_string();
    Some(Alert::new(AlertKind::Budget, severity, &subject, &cycle, now))
}
