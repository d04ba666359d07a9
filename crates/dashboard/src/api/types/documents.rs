//! The shapes of the two documents that other programs read (DESIGN, section 5). What is sent is the document itself;
//! these tell the schema of it, and a test reads every document back through them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Moment, MovedToName, Percent};

/// Phase 1 for one seller: its pages and ad counts per domain.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MappingDocument {
    /// The seller's slug.
    pub client_id: String,
    /// Always `mapping`.
    #[serde(rename = "type")]
    #[schema(pattern = "^mapping$")]
    pub document_type: String,
    /// `active`, `inactive` or `unscannable`.
    #[schema(pattern = "^(active|inactive|unscannable)$")]
    pub status: String,
    /// Its first domain.
    pub domain: String,
    /// Counts over all its domains.
    pub processing_metadata: ProcessingDocument,
    /// Per domain: pages and ads.
    pub sites_mapping: BTreeMap<String, SiteDocument>,
    /// Its pages with their share of its ads, most ads first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<MappedPageDocument>,
    /// Whether the counts are of a part of its ads only.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub partial: bool,
    /// When the scan behind it saw the seller.
    pub timestamp: Moment,
}

/// Counts over all domains of a seller.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProcessingDocument {
    /// Ads that lead to its domains.
    pub total_ads: u64,
    /// Ids of the pages behind them, most ads first.
    pub facebook_pages: Vec<String>,
    /// US dollars spent on asking, as a number: the document's contract has it so.
    pub scraping_cost: f64,
}

/// Pages and ads of one domain.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteDocument {
    /// Ids of the pages, most ads first.
    pub facebook_pages: Vec<String>,
    /// Ads that lead to the domain.
    pub total_ads: u64,
}

/// A page of a seller, and how surely it is one.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MappedPageDocument {
    /// The Facebook page's id.
    pub page_id: String,
    /// The Facebook page's name.
    pub page_name: String,
    /// Its ads that lead to the seller's domains.
    pub total_ads: u64,
    /// Percent of the seller's ads that are its.
    pub share: Percent,
    /// `high`, `medium` or `low`.
    #[schema(pattern = "^(high|medium|low)$")]
    pub confidence: String,
}

/// Phase 2 for one seller: where its ads lead.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportDocument {
    /// The seller's slug.
    pub client_id: String,
    /// Always `report`.
    #[serde(rename = "type")]
    #[schema(pattern = "^report$")]
    pub document_type: String,
    /// Its first domain.
    pub domain: String,
    /// Counts and ratios.
    pub metrics: MetricsDocument,
    /// The same per page, most ads first.
    pub facebook_pages: Vec<PageMetricsDocument>,
    /// Where concurrent ads lead, most ads first.
    pub competitors: Vec<CompetitorDocument>,
    /// Domains of the seller's own that left Converty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<MoveDocument>,
    /// The seller's status when it was made; absent in reports of older programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, pattern = "^(active|inactive|unscannable)$")]
    pub status: Option<String>,
    /// When the sources last saw what it is about; absent where no source told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub seen_at: Option<Moment>,
    /// What its ads seem to sell; absent where they do not tell, and in reports of older programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub category: Option<String>,
    /// What changed since the look before; absent where there is none, and in reports of older programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub changes: Option<ReportChangesDocument>,
    /// Whether the look behind it was partial; absent where it was not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub partial: bool,
    /// When it was made.
    pub analyzed_at: Moment,
}

/// What is otherwise than at the look before.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportChangesDocument {
    /// When the look before ended.
    pub since: Moment,
    /// Ads seen since, and not before.
    pub new_ads: u64,
    /// Ads that were there, and are not any more.
    pub ended_ads: u64,
    /// Ids of the pages all of whose ads are new.
    pub new_pages: Vec<String>,
    /// Ids of the pages all of whose ads ended.
    pub lost_pages: Vec<String>,
    /// Hosts of competitors to which only new ads lead; absent where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub new_rivals: Vec<String>,
}

/// Counts and ratios of one seller's ads.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MetricsDocument {
    /// All the seller's ads.
    pub total_ads: u64,
    /// Those that lead to a Converty shop.
    pub converty_ads: u64,
    /// Those that lead to a sale elsewhere.
    pub concurrent_ads: u64,
    /// The others.
    pub unknown_ads: u64,
    /// Percent of all its ads.
    pub converty_ratio: f64,
    /// Percent of all its ads.
    pub concurrent_ratio: f64,
}

/// Counts and ratio of one page's ads.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PageMetricsDocument {
    /// The Facebook page's id; empty where the source names none.
    pub page_id: String,
    /// The Facebook page's name.
    pub page_name: String,
    /// The page's ads for this seller.
    pub total_ads: u64,
    /// Those that lead to a Converty shop.
    pub converty_ads: u64,
    /// Those that lead to a sale elsewhere.
    pub concurrent_ads: u64,
    /// Percent of the page's ads.
    pub converty_ratio: Percent,
}

/// One place where concurrent ads lead.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompetitorDocument {
    /// The host, without `www.`.
    pub domain: String,
    /// The platform's id, `unknown` where none is known.
    pub platform: String,
    /// The seller's ads that lead there.
    pub total_ads: u64,
}

/// A domain that left Converty.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveDocument {
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
}
