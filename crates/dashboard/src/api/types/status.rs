//! The purse and the program.

use analytics::MoneyFacts;
use model::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Dollars, Moment};

/// How the month's money stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MoneyAnswer {
    /// What may be spent in this monthly cycle.
    pub budget_usd: Dollars,
    /// Spent.
    pub spent_usd: Dollars,
    /// Set aside for runs under way.
    pub reserved_usd: Dollars,
    /// Left.
    pub left_usd: Dollars,
    /// Spent and reserved, in percent of the budget.
    pub percent: u32,
    /// When the cycle began.
    pub starts: Option<Moment>,
    /// When it ends.
    pub ends: Option<Moment>,
    /// When the money ends at the pace of this cycle so far; null where it outlasts it.
    pub ends_at_pace: Option<Moment>,
    /// What one covered seller cost on average; null before the first.
    pub per_client_usd: Option<Dollars>,
}

impl MoneyAnswer {
    /// Of the purse, seen from `now`.
    pub fn of(money: &MoneyFacts, now: Timestamp) -> Self {
        Self {
            budget_usd: Dollars(money.limit),
            spent_usd: Dollars(money.spent),
            reserved_usd: Dollars(money.reserved),
            left_usd: Dollars(money.left),
            percent: money.percent,
            starts: money.starts.map(Moment),
            ends: money.ends.map(Moment),
            ends_at_pace: money.ends_at_pace(now).map(Moment),
            per_client_usd: money.per_client.map(Dollars),
        }
    }
}

/// What answers, and over which data.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StatusAnswer {
    /// The program's version.
    pub version: &'static str,
    /// Changes with anything that is shown: equal stamps, equal answers.
    pub stamp: String,
    /// Grows with every change of the data.
    pub data_version: u64,
    /// When the data was read: "now" of every answer.
    pub taken_at: Moment,
    /// Whether documents are being made again from new data right now.
    pub refreshing: bool,
    /// Sellers.
    pub clients: u64,
    /// When the last scan ended; null before the first.
    pub last_scan: Option<Moment>,
}
