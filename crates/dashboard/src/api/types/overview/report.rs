//! The document of `report overview --json`, as the last refresh left it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::{Moment, MovedToName, Percent};

/// Numbers over all sellers and ads, those of strangers included.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ReportPart {
    /// Sellers.
    pub total_clients: u64,
    /// Active and inactive ones: those of whom it is known whether they advertise.
    pub covered: u64,
    /// Sellers that advertise.
    pub active: u64,
    /// Active ones whose ads are known in part only.
    pub active_partial: u64,
    /// Covered ones that do not.
    pub inactive: u64,
    /// Those that can never be asked about.
    pub unscannable: u64,
    /// Those nobody asked about yet.
    pub not_covered: u64,
    /// Those of them whose domains lead nowhere.
    pub unresolved: u64,
    /// Ads, each once.
    pub total_ads: u64,
    /// Those that lead to a Converty shop.
    pub converty_ads: u64,
    /// Those that lead to a sale elsewhere.
    pub concurrent_ads: u64,
    /// The others.
    pub unknown_ads: u64,
    /// Those whose links lead to commercially different places.
    pub mixed_ads: u64,
    /// Those of whose host different things are known.
    pub contested_ads: u64,
    /// Ads that a later search should have brought and did not; in no other number.
    #[serde(default)]
    pub gone_ads: u64,
    /// Percent of all ads.
    pub converty_ratio: Percent,
    /// Percent of all ads.
    pub concurrent_ratio: Percent,
    /// Ads that belong to a seller.
    pub attributed_ads: u64,
    /// Attributed ads that lead to a sale elsewhere.
    pub attributed_concurrent_ads: u64,
    /// Active sellers by number of ads.
    pub active_by_ads: Vec<SizeRow>,
    /// Attributed concurrent ads by platform.
    pub platforms: BTreeMap<String, u64>,
    /// Where sellers' own domains stand.
    pub domains: StandingsPart,
    /// Domains that left Converty, latest first.
    pub moves: Vec<MovedRow>,
    /// Where the platform itself seems to have gone.
    pub platform_change: Option<PlatformChangePart>,
}

/// Active sellers with so many ads.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SizeRow {
    /// `1-5`, `6-10`, `11-20`, `21+`.
    pub ads: String,
    /// Sellers.
    pub clients: u64,
}

/// Where sellers' own domains stand: counts, each domain once.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct StandingsPart {
    /// Domains of sellers' own.
    pub own: u64,
    /// Those whose DNS was asked and answered.
    pub probed: u64,
    /// On Converty.
    pub on_converty: u64,
    /// On a rival platform.
    pub on_rivals: u64,
    /// At an address that nobody knows.
    pub elsewhere: u64,
    /// Behind a network that hides who is behind it.
    pub hidden: u64,
    /// Waiting to be sold.
    pub parked: u64,
    /// Leading nowhere.
    pub nowhere: u64,
}

/// A seller's domain that left Converty.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MovedRow {
    /// The seller's slug.
    pub client_id: String,
    /// The domain, without `www.`.
    pub domain: String,
    /// Which of its names moved.
    pub names: Vec<String>,
    /// Where to.
    pub to: MovedToName,
    /// The rival platform's id where it is known.
    pub platform: Option<String>,
    /// What the DNS says now.
    pub points_to: String,
    /// When it was last seen on Converty.
    pub last_on_converty: Moment,
    /// When it was first seen away.
    pub first_away: Moment,
    /// The seller's ads.
    pub total_ads: u64,
}

/// Very many domains went to the same place: the platform moved, not its sellers.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PlatformChangePart {
    /// What the DNS says of them now.
    pub points_to: String,
    /// How many.
    pub domains: u64,
}

impl ReportPart {
    /// What the snapshot knows, where no refresh ever wrote the document.
    pub fn of_snapshot(overview: &analytics::Overview) -> Self {
        let ads = &overview.ads;
        Self {
            total_clients: overview.clients,
            covered: overview.covered,
            active: overview.active,
            active_partial: overview.partial,
            inactive: overview.inactive,
            unscannable: overview.unscannable,
            not_covered: overview.uncovered,
            unresolved: 0,
            total_ads: ads.total,
            converty_ads: ads.converty,
            concurrent_ads: ads.concurrent,
            unknown_ads: ads.unknown,
            mixed_ads: 0,
            contested_ads: 0,
            gone_ads: 0,
            converty_ratio: Percent(ads.converty_ratio()),
            concurrent_ratio: Percent(ads.concurrent_ratio()),
            attributed_ads: ads.total,
            attributed_concurrent_ads: ads.concurrent,
            active_by_ads: overview.bands.iter().map(SizeRow::of).collect(),
            platforms: BTreeMap::new(),
            domains: StandingsPart::default(),
            moves: Vec::new(),
            platform_change: None,
        }
    }
}

impl SizeRow {
    fn of(band: &analytics::Band) -> Self {
        Self {
            ads: band.segment.as_str().to_owned(),
            clients: band.clients,
        }
    }
}
