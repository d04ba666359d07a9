//! Rivals and platforms.

use analytics::{PlatformLine, RivalLine};
use serde::Serialize;
use utoipa::ToSchema;

use super::{KindName, Moment, Percent};
use crate::view::View;

/// A rival host.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CompetitorRow {
    /// The host, without `www.`.
    pub domain: String,
    /// Its platform's id, `unknown` where none is known.
    pub platform: String,
    /// The platform's name.
    pub platform_name: String,
    /// Shop, messaging or marketplace.
    pub kind: KindName,
    /// Sellers' ads that lead there now.
    pub ads: u64,
    /// Sellers behind them; `/api/v1/clients?competitor=` lists them.
    pub clients: u64,
    /// Percent of all concurrent ads.
    pub share: Percent,
    /// When an ad of a seller was first seen to lead there.
    pub first_seen: Moment,
    /// Whether that was within the range, and not in the first scan ever.
    pub new: bool,
    /// Ads when the range began; null where nothing was known then.
    pub ads_before: Option<u64>,
}

impl CompetitorRow {
    /// Of a line of the competition.
    pub fn of(line: &RivalLine, view: &View) -> Self {
        Self {
            domain: line.domain.to_string(),
            platform: line.platform.to_string(),
            platform_name: view.platform_name(&line.platform).to_owned(),
            kind: KindName(line.kind),
            ads: line.ads,
            clients: line.clients,
            share: Percent(line.share),
            first_seen: Moment(line.first_seen),
            new: line.new,
            ads_before: line.ads_before,
        }
    }
}

/// A platform.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlatformRow {
    /// Its id, `unknown` where none is known.
    pub platform: String,
    /// Its name.
    pub platform_name: String,
    /// Shop, messaging or marketplace.
    pub kind: KindName,
    /// Sellers' ads that lead there now.
    pub ads: u64,
    /// Sellers behind them; `/api/v1/clients?platform=` lists them.
    pub clients: u64,
    /// Hosts they lead to.
    pub domains: u64,
    /// Percent of all concurrent ads.
    pub share: Percent,
    /// Ads when the range began; null where nothing was known then.
    pub ads_before: Option<u64>,
    /// Ads at the end of each point of the timeline of the same range.
    pub trend: Vec<u32>,
}

impl PlatformRow {
    /// Of a line of the competition.
    pub fn of(line: &PlatformLine, view: &View) -> Self {
        Self {
            platform: line.platform.to_string(),
            platform_name: view.platform_name(&line.platform).to_owned(),
            kind: KindName(line.kind),
            ads: line.ads,
            clients: line.clients,
            domains: line.domains,
            share: Percent(line.share),
            ads_before: line.ads_before,
            trend: line.trend.clone(),
        }
    }
}
