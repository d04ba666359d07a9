//! The documents that other programs read from `ads_metrics` (DESIGN, section 5).
//!
//! Names and types are a contract: fields may be added beside these, none may change or go.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use crate::changes::ReportChanges;
use crate::moves::DomainMove;
use crate::{Confidence, MicroDollars, Timestamp};

/// Whether a seller advertises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// At least `active_threshold` ads lead to its domains.
    Active,
    /// It was covered, and fewer were found.
    Inactive,
    /// No URL can carry any of its domains: it can never be asked for, and is never counted as inactive.
    Unscannable,
}

impl Status {
    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Unscannable => "unscannable",
        }
    }
}

/// Phase 1 for one seller: its pages and ad counts per domain. The latest wins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The seller's slug.
    pub client_id: String,
    /// Always `mapping`.
    #[serde(rename = "type")]
    pub document_type: MappingType,
    /// Whether it advertises.
    pub status: Status,
    /// Its first domain.
    pub domain: String,
    /// Counts over all its domains.
    pub processing_metadata: ProcessingMetadata,
    /// Per domain: pages and ads.
    pub sites_mapping: BTreeMap<String, SiteMapping>,
    /// Its pages with their share of its ads, most ads first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<MappedPage>,
    /// Whether the counts are of a part of its ads only: it was found by a question that was not answered
    /// whole. The status holds all the same.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub partial: bool,
    /// When the scan behind it saw the seller.
    pub timestamp: Timestamp,
}

/// A page of a seller, and how surely it is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedPage {
    /// The Facebook page's id.
    pub page_id: String,
    /// The Facebook page's name, as last seen.
    pub page_name: String,
    /// Its ads that lead to the seller's domains.
    pub total_ads: u64,
    /// Percent of the seller's ads that are its.
    pub share: Ratio,
    /// High from 70 % of the seller's ads on, medium from 30 %, low below.
    pub confidence: Confidence,
}

impl MappedPage {
    /// A page with `ads` of the seller's `all`.
    pub fn new(page_id: &str, page_name: &str, ads: u64, all: u64) -> Self {
        let share = Ratio::of(ads, all);
        let confidence = match share.hundredths() {
            7_000.. => Confidence::High,
            3_000.. => Confidence::Medium,
            _ => Confidence::Low,
        };
        Self {
            page_id: page_id.to_owned(),
            page_name: page_name.to_owned(),
            total_ads: ads,
            share,
            confidence,
        }
    }
}

/// The literal `mapping`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MappingType {
    /// The only value.
    #[default]
    Mapping,
}

/// The literal `report`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportType {
    /// The only value.
    #[default]
    Report,
}

/// Counts over all domains of a seller.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessingMetadata {
    /// Ads that lead to its domains.
    pub total_ads: u64,
    /// Ids of the pages behind them, most ads first.
    pub facebook_pages: Vec<String>,
    /// US dollars spent on asking; 0 for what was imported from disk.
    #[serde(with = "dollars")]
    pub scraping_cost: MicroDollars,
}

/// Pages and ads of one domain.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteMapping {
    /// Ids of the pages, most ads first.
    pub facebook_pages: Vec<String>,
    /// Ads that lead to the domain.
    pub total_ads: u64,
}

/// Phase 2 for one seller: where its ads lead. One per analysis, history kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The seller's slug.
    pub client_id: String,
    /// Always `report`.
    #[serde(rename = "type")]
    pub document_type: ReportType,
    /// Its first domain.
    pub domain: String,
    /// Counts and ratios.
    pub metrics: Metrics,
    /// The same per page, most ads first.
    pub facebook_pages: Vec<PageMetrics>,
    /// Where concurrent ads lead, most ads first.
    pub competitors: Vec<Competitor>,
    /// Domains of the seller's own that left Converty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<DomainMove>,
    /// Whether the seller advertised when this was made; `None` where nobody knew, and in reports of older programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// When the sources last looked for the seller or saw one of its ads; `None` where no source told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<Timestamp>,
    /// What its ads seem to sell: an id of the categories' file. A guess; `None` where the ads do not tell, and in reports of
    /// older programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// What changed since the look before this one; absent where there is no earlier look to compare with, and in reports of
    /// older programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<ReportChanges>,
    /// Whether the look behind it was partial: a question about the seller was not answered whole, or none ever was.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub partial: bool,
    /// When it was made.
    pub analyzed_at: Timestamp,
}

impl Report {
    /// Whether a later report has nothing to say that this one does not: it differs in nothing but when it was made, when
    /// the sources saw the seller, and that nothing changed since. That a later look was partial is no news either.
    #[must_use]
    pub fn says_the_same_as(&self, later: &Self) -> bool {
        let silent = later.changes.as_ref().is_none_or(ReportChanges::is_empty);
        let aligned = Self {
            seen_at: later.seen_at,
            changes: if silent {
                later.changes.clone()
            } else {
                self.changes.clone()
            },
            partial: self.partial || later.partial,
            analyzed_at: later.analyzed_at,
            ..self.clone()
        };
        aligned == *later
    }
}

/// Counts and ratios of one seller's ads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metrics {
    /// All the seller's ads.
    pub total_ads: u64,
    /// Those that lead to a Converty shop.
    pub converty_ads: u64,
    /// Those that lead to a sale elsewhere.
    pub concurrent_ads: u64,
    /// The others.
    pub unknown_ads: u64,
    /// Percent of all its ads.
    #[serde(serialize_with = "Ratio::serialize_float")]
    pub converty_ratio: Ratio,
    /// Percent of all its ads.
    #[serde(serialize_with = "Ratio::serialize_float")]
    pub concurrent_ratio: Ratio,
}

/// Counts and ratio of one page's ads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageMetrics {
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
    pub converty_ratio: Ratio,
}

/// One place where concurrent ads lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Competitor {
    /// The host, without `www.`.
    pub domain: String,
    /// The platform's id, `unknown` where none is known.
    pub platform: String,
    /// The seller's ads that lead there.
    pub total_ads: u64,
}

/// A percentage in hundredths, so that equal counts always give equal numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ratio(u64);

impl Ratio {
    /// `part` of `whole` in percent, two decimals, halves up; 0 where the whole is 0.
    pub fn of(part: u64, whole: u64) -> Self {
        match u128::from(whole) {
            0 => Self(0),
            n => Self(u64::try_from((u128::from(part) * 20_000 + n) / (2 * n)).unwrap_or(u64::MAX)),
        }
    }

    /// In hundredths of a percent.
    pub const fn hundredths(self) -> u64 {
        self.0
    }

    /// As a number with at most two decimals, for documents and sheets.
    #[expect(
        clippy::float_arithmetic,
        clippy::cast_precision_loss,
        reason = "leaving for a document; never computed with"
    )]
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// Always with a fraction: `100.0`.
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "the signature that serde asks for"
    )]
    fn serialize_float<S: Serializer>(value: &Self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(value.as_f64())
    }
}

impl std::fmt::Display for Ratio {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl Serialize for Ratio {
    /// Whole percentages without a fraction (`100`), others with it (`66.67`).
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_multiple_of(100) {
            serializer.serialize_u64(self.0 / 100)
        } else {
            serializer.serialize_f64(self.as_f64())
        }
    }
}

impl<'de> Deserialize<'de> for Ratio {
    #[expect(
        clippy::float_arithmetic,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the number is clamped to what a ratio can be before it is cast"
    )]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let percent = f64::deserialize(deserializer)?;
        Ok(Self((percent * 100.0).round().clamp(0.0, 1e12) as u64))
    }
}

/// Money at the edge of a document: a JSON number of dollars, never computed with.
mod dollars {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::MicroDollars;

    #[expect(
        clippy::float_arithmetic,
        clippy::cast_precision_loss,
        reason = "leaving for a document; never computed with"
    )]
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "the signature that serde asks for"
    )]
    pub(super) fn serialize<S: Serializer>(value: &MicroDollars, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(value.micros() as f64 / 1e6)
    }

    #[expect(
        clippy::float_arithmetic,
        clippy::cast_possible_truncation,
        reason = "rounded to whole micro-dollars at once"
    )]
    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<MicroDollars, D::Error> {
        let dollars = f64::deserialize(deserializer)?;
        Ok(MicroDollars::new(
            (dollars * 1e6).round().clamp(-1e15, 1e15) as i64
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The samples of DESIGN, section 5, letter for letter.
    const MAPPING: &str = r#"{"client_id":"vervane","type":"mapping","status":"active","domain":"vervane.converty.shop","processing_metadata":{"total_ads":12,"facebook_pages":["110379551822943"],"scraping_cost":0.007},"sites_mapping":{"vervane.converty.shop":{"facebook_pages":["110379551822943"],"total_ads":12}},"timestamp":"2025-12-29T16:30:00.000Z"}"#;
    const REPORT: &str = r#"{"client_id":"vervane","type":"report","domain":"vervane.converty.shop","metrics":{"total_ads":94,"converty_ads":94,"concurrent_ads":0,"unknown_ads":0,"converty_ratio":100.0,"concurrent_ratio":0.0},"facebook_pages":[{"page_id":"110379551822943","page_name":"Vervane Store","total_ads":94,"converty_ads":94,"concurrent_ads":0,"converty_ratio":100}],"competitors":[],"analyzed_at":"2025-12-29T17:45:00.000Z"}"#;

    #[test]
    fn a_page_is_surer_the_more_of_the_ads_are_its() {
        use Confidence::{High, Low, Medium};
        let confidence = |ads| MappedPage::new("1", "P", ads, 1000).confidence;
        let all = [700, 699, 300, 299, 0].map(confidence);
        assert_eq!(all, [High, Medium, Medium, Low, Low]);
        assert_eq!(MappedPage::new("1", "P", 0, 0).confidence, Low);
    }

    #[test]
    fn the_contract_samples_come_back_letter_for_letter() {
        let mapping: Mapping = serde_json::from_str(MAPPING).unwrap();
        assert_eq!(serde_json::to_string(&mapping).unwrap(), MAPPING);
        let report: Report = serde_json::from_str(REPORT).unwrap();
        assert_eq!(serde_json::to_string(&report).unwrap(), REPORT);
        assert_eq!((report.status, report.seen_at), (None, None));
    }

    #[test]
    fn a_report_tells_status_and_time_of_seeing_beside_the_contract() {
        let mut report: Report = serde_json::from_str(REPORT).unwrap();
        report.status = Some(Status::Inactive);
        report.seen_at = Timestamp::parse("2025-12-28T08:00:00");
        let text = serde_json::to_string(&report).unwrap();
        assert!(
            text.contains(r#""status":"inactive","seen_at":"2025-12-28T08:00:00.000Z","analyzed_at""#),
            "{text}"
        );
        assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report);
    }

    #[test]
    fn only_what_changed_makes_a_later_report_news() {
        let first: Report = serde_json::from_str(REPORT).unwrap();
        let since = Timestamp::parse("2025-12-22").unwrap();
        let told = |new_ads| Report {
            changes: Some(ReportChanges {
                new_ads,
                ..ReportChanges::none_since(since)
            }),
            ..first.clone()
        };
        assert!(first.says_the_same_as(&told(0)) && told(3).says_the_same_as(&told(0)));
        assert!(told(3).says_the_same_as(&first) && told(3).says_the_same_as(&told(3)));
        assert!(!first.says_the_same_as(&told(3)) && !told(3).says_the_same_as(&told(2)));
        let partial = Report {
            partial: true,
            ..first.clone()
        };
        assert!(
            first.says_the_same_as(&partial),
            "a look that was cut short is no news"
        );
        assert!(!partial.says_the_same_as(&first), "a whole one is");
        let text = serde_json::to_string(&Report {
            partial: true,
            ..told(3)
        })
        .unwrap();
        let expected = r#""changes":{"since":"2025-12-22T00:00:00.000Z","new_ads":3,"ended_ads":0,"new_pages":[],"lost_pages":[]},"partial":true,"analyzed_at""#;
        assert!(text.contains(expected), "{text}");
    }

    #[test]
    fn ratios_have_two_decimals_and_zero_for_nothing() {
        assert_eq!(Ratio::of(0, 0).to_string(), "0.00");
        assert_eq!(Ratio::of(2, 3).to_string(), "66.67");
        assert_eq!(Ratio::of(1, 3).to_string(), "33.33");
        assert_eq!(Ratio::of(1, 8).to_string(), "12.50");
        assert_eq!(serde_json::to_string(&Ratio::of(2, 3)).unwrap(), "66.67");
        assert_eq!(serde_json::to_string(&Ratio::of(3, 3)).unwrap(), "100");
        assert_eq!(Ratio::of(u64::MAX, 1).hundredths(), u64::MAX);
    }
}
