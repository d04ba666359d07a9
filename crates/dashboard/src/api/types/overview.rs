//! The base at a glance: the document of `report overview --json`, and what the snapshot adds for a range of days.

mod report;
mod window;

use serde::Serialize;
use utoipa::ToSchema;

use super::Dollars;

pub use report::{MovedRow, PlatformChangePart, ReportPart, SizeRow, StandingsPart};
pub use window::{AdCounts, BandRow, ChangesPart, WindowPart};

/// The base at a glance.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OverviewAnswer {
    /// The numbers of `report overview --json`.
    #[serde(flatten)]
    pub report: ReportPart,
    /// The purse.
    pub money: MoneyPart,
    /// Sellers as the pages count them, and what changed within the range.
    pub window: WindowPart,
}

/// What was and may be spent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MoneyPart {
    /// The month's money.
    pub budget_usd: Dollars,
    /// Spent.
    pub spent_usd: Dollars,
    /// Set aside for runs under way.
    pub reserved_usd: Dollars,
    /// Left to spend.
    pub left_usd: Dollars,
}
