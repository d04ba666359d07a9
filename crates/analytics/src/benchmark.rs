//! A seller against sellers like it: where it stands in its cohort by each number.

mod population;
mod rank;

use crate::book::Snapshot;
use crate::client::{Client, ClientStatus};
use crate::cohort::Cohort;
use model::document::Ratio;

pub use population::Population;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Metric {
    /// Its ads now.
    Ads,
    /// Ads that looks of the last 28 days (today included) told to be new; of sellers that were known before.
    NewAds,
    /// Percent of its ads that lead to Converty, in hundredths; of sellers with ads.
    ConvertyRatio,
    /// Percent of its ads that lead to a sale elsewhere, in hundredths; of sellers with ads.
    ConcurrentRatio,
    /// Its Facebook pages.
    Pages,
    /// Whole weeks in which it advertised, as far as is known: from each look that saw it active to the next, to the end of
    /// today.
    WeeksActive,
}

impl Metric {
    /// All of them, in the order in which pages list them.
    pub const ALL: [Self; 6] = [
        Self::Ads,
        Self::NewAds,
        Self::ConvertyRatio,
        Self::ConcurrentRatio,
        Self::Pages,
        Self::WeeksActive,
    ];

    /// The stable name, as in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ads => "ads",
            Self::NewAds => "new_ads",
            Self::ConvertyRatio => "converty_ratio",
            Self::ConcurrentRatio => "concurrent_ratio",
            Self::Pages => "pages",
            Self::WeeksActive => "weeks_active",
        }
    }

    /// Whether its values are hundredths of a percent, and not counts.
    pub const fn is_ratio(self) -> bool {
        matches!(self, Self::ConvertyRatio | Self::ConcurrentRatio)
    }
}

/// Where a seller stands by one number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// By what.
    pub metric: Metric,
    /// Its own: a count, or hundredths of a percent where the metric is a ratio.
    pub value: i64,
    /// Sellers of the cohort of which the number is known, itself included.
    pub n: usize,
    /// Its mid-rank: the percent of them that have less, with half of those that have as much (itself included).
    pub percentile: Ratio,
    /// Where the percentile would lie among ever so many sellers of this kind, 95 times in a hundred (Wilson's score
    /// interval); wide where `n` is small.
    pub interval: (Ratio, Ratio),
    /// The least value that at least a quarter of them do not pass; some seller has it. As `value`.
    pub p25: i64,
    /// The same of a half.
    pub median: i64,
    /// The same of three quarters.
    pub p75: i64,
}

/// A seller against its cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Benchmark {
    /// Whom it is compared with: the narrowest cohort with at least [`LEAST`](crate::cohort::LEAST) sellers, else all.
    pub cohort: Cohort,
    /// Sellers in it, itself included.
    pub n: usize,
    /// The narrowest one that it is in.
    pub own: Cohort,
    /// Sellers in that.
    pub own_n: usize,
    /// By each number that is known of it.
    pub lines: Vec<Line>,
}

impl Snapshot {
    /// A seller against those like it; `None` where there is no such seller, or it does not advertise.
    pub fn benchmark(&self, slug: &str) -> Option<Benchmark> {
        // A seller that is not compared needs nobody to compare it with.
        self.client(slug).filter(|client| is_compared(client))?;
        let mut population = Population::new(&self.frame);
        let active =
            (self.facts().zip(self.each())).filter(|(facts, _)| facts.status == ClientStatus::Active);
        active.for_each(|(_, client)| population.add(client));
        population.benchmark(slug)
    }
}

/// Whether a seller advertises: only those are compared.
pub(crate) fn is_compared(client: &Client) -> bool {
    client.status == ClientStatus::Active
}
