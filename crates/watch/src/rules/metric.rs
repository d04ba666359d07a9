//! What a rule may watch as a number, and in what it is counted.

use serde::{Deserialize, Serialize};

/// A number that a rule compares with its threshold. Those of a seller take a segment; those of the whole do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// A seller's ads.
    Ads,
    /// Its ads that lead to Converty.
    ConvertyAds,
    /// Its ads that lead to a sale elsewhere.
    ConcurrentAds,
    /// Its ads that lead nowhere known.
    UnknownAds,
    /// Its ads that were new within the last seven days.
    NewAds,
    /// Its ads that ended within the last seven days.
    EndedAds,
    /// Its pages that were new within the last seven days.
    NewPages,
    /// Its pages that went within the last seven days.
    LostPages,
    /// Rival hosts that its ads began to lead to within the last seven days.
    NewRivals,
    /// Percent of its ads that lead to Converty; unknown where it has fewer than four.
    ConvertyRatio,
    /// Percent of its ads that lead to a sale elsewhere; unknown where it has fewer than four.
    ConcurrentRatio,
    /// By how many points the percent that leads to Converty lies below its highest of the last 28 days; looks at fewer
    /// than four ads do not count.
    RatioFall,
    /// How likely a seller that does not advertise starts to within 28 days, in percent.
    StartChance,
    /// How likely one that advertises leaves within 28 days, in percent.
    LeaveChance,
    /// Days since it stopped to advertise; 0 while it does, unknown where it never did.
    DaysSilent,
    /// All sellers that advertise.
    ActiveSellers,
    /// Percent of all sellers' ads that lead to Converty.
    ConvertyShare,
    /// Percent of all sellers' ads that lead to one rival platform: each platform is a subject.
    PlatformShare,
    /// Percent of the month's money that is spent or set aside.
    SpentPercent,
}

/// In what a metric's values and thresholds are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Whole things.
    Count,
    /// Whole days.
    Days,
    /// Hundredths of a percent.
    Percent,
    /// Hundredths of a point of percent.
    Points,
}

impl Unit {
    /// How many of what is counted make one of what people write: 100 where they write percents.
    pub const fn scale(self) -> i64 {
        match self {
            Self::Count | Self::Days => 1,
            Self::Percent | Self::Points => 100,
        }
    }

    /// The number by which a language chooses the form of the word beside a value: what people read, where that is
    /// whole. A fraction takes the form of a hundred.
    pub const fn plural(self, value: i64) -> u64 {
        let (value, scale) = (value.unsigned_abs(), self.scale().unsigned_abs());
        if value % scale == 0 { value / scale } else { 100 }
    }
}

impl Metric {
    /// All of them, those of a seller first.
    pub const ALL: [Self; 19] = [
        Self::Ads,
        Self::ConvertyAds,
        Self::ConcurrentAds,
        Self::UnknownAds,
        Self::NewAds,
        Self::EndedAds,
        Self::NewPages,
        Self::LostPages,
        Self::NewRivals,
        Self::ConvertyRatio,
        Self::ConcurrentRatio,
        Self::RatioFall,
        Self::StartChance,
        Self::LeaveChance,
        Self::DaysSilent,
        Self::ActiveSellers,
        Self::ConvertyShare,
        Self::PlatformShare,
        Self::SpentPercent,
    ];

    /// The stable name, as in rules, addresses and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ads => "ads",
            Self::ConvertyAds => "converty_ads",
            Self::ConcurrentAds => "concurrent_ads",
            Self::UnknownAds => "unknown_ads",
            Self::NewAds => "new_ads",
            Self::EndedAds => "ended_ads",
            Self::NewPages => "new_pages",
            Self::LostPages => "lost_pages",
            Self::NewRivals => "new_rivals",
            Self::ConvertyRatio => "converty_ratio",
            Self::ConcurrentRatio => "concurrent_ratio",
            Self::RatioFall => "ratio_fall",
            Self::StartChance => "start_chance",
            Self::LeaveChance => "leave_chance",
            Self::DaysSilent => "days_silent",
            Self::ActiveSellers => "active_sellers",
            Self::ConvertyShare => "converty_share",
            Self::PlatformShare => "platform_share",
            Self::SpentPercent => "spent_percent",
        }
    }

    /// The value of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.as_str() == name)
    }

    /// In what it is counted.
    pub const fn unit(self) -> Unit {
        match self {
            Self::DaysSilent => Unit::Days,
            Self::RatioFall => Unit::Points,
            Self::ConvertyRatio
            | Self::ConcurrentRatio
            | Self::StartChance
            | Self::LeaveChance
            | Self::ConvertyShare
            | Self::PlatformShare
            | Self::SpentPercent => Unit::Percent,
            _ => Unit::Count,
        }
    }

    /// Whether its subject is a seller; else it is the whole (or a platform), and no segment can narrow it down.
    pub const fn is_of_seller(self) -> bool {
        !matches!(
            self,
            Self::ActiveSellers | Self::ConvertyShare | Self::PlatformShare | Self::SpentPercent
        )
    }
}
