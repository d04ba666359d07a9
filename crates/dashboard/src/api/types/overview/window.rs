//! Sellers as the pages count them, and what changed within a range of days.

use analytics::overview::SellerAds;
use analytics::{Band, Changes, Overview, Window};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::{Date, Moment, Percent, SegmentName};

/// Sellers and their ads as they stand, and what changed within the range. Strangers' ads are not counted here.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WindowPart {
    /// The first day of the range.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// Sellers.
    pub clients: u64,
    /// Active and inactive ones.
    pub covered: u64,
    /// Those that advertise.
    pub active: u64,
    /// Active ones whose ads are known in part only.
    pub partial: u64,
    /// Covered ones that do not.
    pub inactive: u64,
    /// Those that can never be asked about.
    pub unscannable: u64,
    /// Those nobody asked about yet.
    pub uncovered: u64,
    /// Ads of sellers.
    pub ads: AdCounts,
    /// Sellers with at least one concurrent ad.
    pub concurrent_clients: u64,
    /// Active sellers by number of ads, every band.
    pub bands: Vec<BandRow>,
    /// What changed within the range.
    pub changes: ChangesPart,
    /// What changed since the scan before the last one.
    pub since_last_scan: ChangesPart,
}

impl WindowPart {
    /// Of the snapshot's numbers.
    pub fn of(window: Window, overview: &Overview, since_last_scan: &Changes) -> Self {
        Self {
            from: Date(window.from),
            to: Date(window.to),
            clients: overview.clients,
            covered: overview.covered,
            active: overview.active,
            partial: overview.partial,
            inactive: overview.inactive,
            unscannable: overview.unscannable,
            uncovered: overview.uncovered,
            ads: AdCounts::of(&overview.ads),
            concurrent_clients: overview.concurrent_clients,
            bands: overview
                .bands
                .iter()
                .map(|band| BandRow::of(band, overview.active))
                .collect(),
            changes: ChangesPart::of(&overview.changes),
            since_last_scan: ChangesPart::of(since_last_scan),
        }
    }
}

/// Ads by verdict.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdCounts {
    /// All.
    pub total: u64,
    /// Those that lead to a Converty shop.
    pub converty: u64,
    /// Those that lead to a sale elsewhere.
    pub concurrent: u64,
    /// The others.
    pub unknown: u64,
    /// Percent of all.
    pub converty_ratio: Percent,
    /// Percent of all.
    pub concurrent_ratio: Percent,
}

impl AdCounts {
    /// Of sellers' ads.
    pub fn of(ads: &SellerAds) -> Self {
        Self {
            total: ads.total,
            converty: ads.converty,
            concurrent: ads.concurrent,
            unknown: ads.unknown,
            converty_ratio: Percent(ads.converty_ratio()),
            concurrent_ratio: Percent(ads.concurrent_ratio()),
        }
    }
}

/// Active sellers of one size.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BandRow {
    /// The size.
    pub segment: SegmentName,
    /// Sellers.
    pub clients: u64,
    /// All active sellers.
    pub out_of: u64,
}

impl BandRow {
    /// Of a band among so many active sellers.
    pub const fn of(band: &Band, active: u64) -> Self {
        Self {
            segment: SegmentName(band.segment),
            clients: band.clients,
            out_of: active,
        }
    }
}

/// What is otherwise than it was.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangesPart {
    /// Since when; null for a range, which begins with its first day, and where there was no scan before the last.
    pub since: Option<Moment>,
    /// Sellers covered for the first time.
    pub newly_covered: u64,
    /// Slugs of sellers that started to advertise.
    pub started: Vec<String>,
    /// Slugs of sellers that stopped.
    pub stopped: Vec<String>,
    /// Rival hosts seen for the first time.
    pub new_rivals: Vec<String>,
    /// How sellers' ads stood then; null where nothing was known.
    pub ads_before: Option<AdCounts>,
    /// Active sellers then; null where nothing was known.
    pub active_before: Option<u64>,
}

impl ChangesPart {
    /// Of the snapshot's changes.
    pub fn of(changes: &Changes) -> Self {
        let texts = |list: &[compact_str::CompactString]| list.iter().map(ToString::to_string).collect();
        Self {
            since: changes.since.map(Moment),
            newly_covered: changes.newly_covered,
            started: texts(&changes.started),
            stopped: texts(&changes.stopped),
            new_rivals: texts(&changes.new_rivals),
            ads_before: changes.ads_before.as_ref().map(AdCounts::of),
            active_before: changes.active_before,
        }
    }
}
