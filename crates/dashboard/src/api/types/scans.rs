//! Scans that were asked for.

use model::MicroDollars;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Dollars, Moment, ScanStateName};
use crate::view::ScanRequest;

/// A scan that somebody asked for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ScanRow {
    /// Its id.
    pub id: String,
    /// Who asked.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Only these sellers; all where empty.
    pub clients: Vec<String>,
    /// The most that it may spend; what is left of the month where null.
    pub budget_usd: Option<Dollars>,
    /// How far it is.
    pub state: ScanStateName,
    /// Questions asked and answered.
    pub questions: u64,
    /// Questions there are; an estimate.
    pub questions_in_all: u64,
    /// Runs that ended.
    pub runs: u64,
    /// Ads of sellers found.
    pub ads: u64,
    /// Spent by it.
    pub spent_usd: Dollars,
    /// When these numbers were written.
    pub updated_at: Option<Moment>,
    /// Why it failed.
    pub error: Option<String>,
}

impl ScanRow {
    /// Of a request.
    pub fn of(scan: &ScanRequest) -> Self {
        let progress = &scan.progress;
        Self {
            id: scan.id.clone(),
            by: scan.by.clone(),
            at: Moment(scan.at),
            clients: scan.clients.clone(),
            budget_usd: scan
                .budget_micros
                .map(|micros| Dollars(MicroDollars::new(micros))),
            state: ScanStateName(scan.state),
            questions: progress.questions,
            questions_in_all: progress.questions_in_all,
            runs: progress.runs,
            ads: progress.ads,
            spent_usd: Dollars(MicroDollars::new(progress.spent_micros)),
            updated_at: progress.at.map(Moment),
            error: scan.error.clone(),
        }
    }
}

/// A scan to ask for.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScanAsked {
    /// Only these sellers (slugs that are known); all where empty.
    #[serde(default)]
    #[schema(max_items = 150)]
    pub clients: Vec<String>,
    /// The most that it may spend, in dollars; what is left of the month where null.
    #[serde(default)]
    #[schema(pattern = r"^[0-9]{1,6}(\.[0-9]{1,6})?$", examples("1.500000"))]
    pub budget_usd: Option<String>,
}
