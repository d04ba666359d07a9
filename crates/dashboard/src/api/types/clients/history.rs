//! How a seller stood over time.

use analytics::Mark;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{ClientStatusName, Moment, Percent};

/// How a seller stood from some moment on, until its next change.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HistoryRow {
    /// From when: when the sources saw it, else when it was analysed.
    pub at: Moment,
    /// When the report was made.
    pub analyzed_at: Moment,
    /// Active or inactive.
    pub status: ClientStatusName,
    /// Its ads.
    pub ads: u32,
    /// Those that lead to a Converty shop.
    pub converty_ads: u32,
    /// Those that lead to a sale elsewhere.
    pub concurrent_ads: u32,
    /// The others.
    pub unknown_ads: u32,
    /// Percent of its ads.
    pub converty_ratio: Percent,
}

impl HistoryRow {
    /// Of a mark.
    pub fn of(mark: &Mark) -> Self {
        Self {
            at: Moment(mark.at),
            analyzed_at: Moment(mark.analyzed_at),
            status: ClientStatusName(mark.status),
            ads: mark.ads.total,
            converty_ads: mark.ads.converty,
            concurrent_ads: mark.ads.concurrent,
            unknown_ads: mark.ads.unknown,
            converty_ratio: Percent(mark.ads.converty_ratio()),
        }
    }
}
