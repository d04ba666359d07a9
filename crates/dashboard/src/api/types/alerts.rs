//! Alerts, what was decided about them, and proposals.

use analytics::{Alert, Recommendation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AlertKindName, DecisionName, Dollars, Moment, Percent, RecommendationName, SeverityName};
use crate::view::{Decision, DecisionKind};

/// One thing to know. Which of the numbers are set depends on the kind.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AlertRow {
    /// Its id: stable while the cause is the same.
    pub id: String,
    /// What it is about.
    pub kind: AlertKindName,
    /// How pressing.
    pub severity: SeverityName,
    /// The seller's slug, the rival host (`new_competitor`), the percentage (`budget`).
    pub subject: String,
    /// Slugs of the sellers behind it.
    pub clients: Vec<String>,
    /// When its cause was seen.
    pub since: Moment,
    /// Ads in question.
    pub ads: u64,
    /// What they are out of.
    pub out_of: u64,
    /// The share that leads to Converty now (`ratio_fell`).
    pub ratio: Option<Percent>,
    /// The same when the range began.
    pub ratio_before: Option<Percent>,
    /// A rival host or platform, or the domain that moved.
    pub place: Option<String>,
    /// The rival platform's id where one is known.
    pub platform: Option<String>,
    /// What was decided about it and still holds.
    pub decision: Option<DecisionName>,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<Moment>,
    /// Until when that holds; null for good.
    pub decided_until: Option<Moment>,
}

impl AlertRow {
    /// Of an alert and what was decided about it.
    pub fn of(alert: &Alert, decision: Option<&Decision>) -> Self {
        Self {
            id: alert.id.clone(),
            kind: AlertKindName(alert.kind),
            severity: SeverityName(alert.severity),
            subject: alert.subject.to_string(),
            clients: alert.clients.iter().map(ToString::to_string).collect(),
            since: Moment(alert.since),
            ads: alert.ads,
            out_of: alert.out_of,
            ratio: alert.ratio.map(Percent),
            ratio_before: alert.ratio_before.map(Percent),
            place: alert.place.as_ref().map(ToString::to_string),
            platform: alert.platform.as_ref().map(ToString::to_string),
            decision: decision.map(|decision| DecisionName(decision.kind)),
            decided_by: decision.map(|decision| decision.by.clone()),
            decided_at: decision.map(|decision| Moment(decision.at)),
            decided_until: decision.and_then(|decision| decision.until).map(Moment),
        }
    }
}

/// A decision to write.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum DecisionAsked {
    /// Seen and dealt with.
    Acknowledged {},
    /// Not to be shown for some days.
    Muted {
        /// So many.
        #[serde(deserialize_with = "super::scalars::whole")]
        #[schema(minimum = 1, maximum = 366)]
        days: u64,
    },
}

/// A decision that was written.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DecisionRow {
    /// The alert's id.
    pub id: String,
    /// What was decided.
    pub kind: DecisionName,
    /// Who.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Until when it holds; null for good.
    pub until: Option<Moment>,
}

impl DecisionRow {
    /// Of a decision.
    pub fn of(id: &str, decision: Decision) -> Self {
        Self {
            id: id.to_owned(),
            kind: DecisionName(decision.kind),
            by: decision.by,
            at: Moment(decision.at),
            until: decision.until.map(Moment),
        }
    }
}

impl DecisionAsked {
    /// The kind of decision.
    pub const fn kind(self) -> DecisionKind {
        match self {
            Self::Acknowledged {} => DecisionKind::Acknowledged,
            Self::Muted { .. } => DecisionKind::Muted,
        }
    }
}

/// What to do next, with what it is expected to cost and to bring.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecommendationRow {
    /// What.
    pub kind: RecommendationName,
    /// How many sellers (hosts for `probe_unidentified`) it is about.
    pub count: u64,
    /// How many of them the money left allows.
    pub affordable: u64,
    /// What doing it for those is expected to cost.
    pub cost_usd: Dollars,
    /// What it is expected to bring: concurrent ads to win back (`call`), active sellers to find (`scan_uncovered`,
    /// `rescan`), sellers to know whole (`complete_partial`), hosts to name, sellers to be able to ask about.
    pub gain: u64,
    /// The first sellers (or hosts) to begin with, best first.
    pub first: Vec<String>,
}

impl RecommendationRow {
    /// Of a recommendation.
    pub fn of(one: &Recommendation) -> Self {
        Self {
            kind: RecommendationName(one.kind),
            count: one.count,
            affordable: one.affordable,
            cost_usd: Dollars(one.cost),
            gain: one.gain,
            first: one.first.iter().map(ToString::to_string).collect(),
        }
    }
}
