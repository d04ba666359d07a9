//! What is known before a scan: sellers, what earlier scans saw, prices, and the actor's habits.

use std::time::Duration;

use model::{Host, MicroDollars, Timestamp};

/// What is known of the sellers.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// One entry per host of a seller that can be searched for, in the base's order.
    pub hosts: Vec<HostFacts>,
    /// Facebook pages that were seen advertising for sellers.
    pub pages: Vec<PageFacts>,
    /// Sweeps that were made.
    pub sweeps: Vec<SweepFacts>,
}

/// A seller's host and what earlier scans saw of it.
#[derive(Debug, Clone)]
pub struct HostFacts {
    /// The seller.
    pub slug: String,
    /// The host; never `www.`.
    pub host: Host,
    /// How many hosts the seller has.
    pub of_seller: u32,
    /// When a search last covered it completely (its own, or one for a host above it).
    pub covered: Option<Timestamp>,
    /// When a search last asked for it, complete or not, its own or a sweep above it.
    pub asked: Option<Timestamp>,
    /// Ads that led to it as far as ever seen, 0 where none.
    pub ads: u64,
    /// When an ad that led to it was last seen.
    pub last_ad: Option<Timestamp>,
    /// What can be seen of it for nothing.
    pub signs: Signs,
    /// The chance, in millionths, that its seller starts to advertise within 28 days, where a model of sellers' pasts
    /// tells it: it stands in the place of the score by name. `None` of who was never looked at.
    pub chance: Option<u32>,
}

/// What can be seen of a host without asking the paid actor; `None` where nobody looked, or what was seen does not tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signs {
    /// Whether the DNS knows an address for the host or its `www.`, and when it was last asked.
    pub resolves: Option<(bool, Timestamp)>,
    /// Whether the DNS says that it stands where domains wait to be sold. As old as `resolves`.
    pub parked: Option<bool>,
    /// Whether the DNS says that it stands anywhere but on Converty; `None` behind a proxy that hides where.
    pub away: Option<bool>,
    /// Whether a page answered and a shop was open on it.
    pub shop: Option<bool>,
    /// Whether that page loads the Meta pixel.
    pub pixel: Option<bool>,
}

impl Signs {
    /// So long a host is left alone because it led nowhere. A name that is gone is looked at again after thirty days
    /// (the probe's own time for it): whoever probes at all has a later answer by then, and an older one must not keep
    /// a seller out for ever who bought the domain back, which registries allow for about as long.
    pub const LEADS_NOWHERE_FOR: Duration = Duration::from_hours(30 * 24);

    /// Whether no ad can lead anybody to a shop there: the host has no address, or is for sale.
    pub fn lead_nowhere(&self, now: Timestamp) -> bool {
        let Some((resolves, at)) = self.resolves else {
            return false;
        };
        let passed = now.as_millis().saturating_sub(at.as_millis());
        let recent =
            i128::from(passed) < i128::try_from(Self::LEADS_NOWHERE_FOR.as_millis()).unwrap_or(i128::MAX);
        recent && (!resolves || self.parked == Some(true))
    }
}

/// A Facebook page that was seen advertising for a seller.
#[derive(Debug, Clone)]
pub struct PageFacts {
    /// The page's id.
    pub id: String,
    /// The seller whom most of its ads lead to.
    pub slug: String,
    /// Its ads as far as ever seen.
    pub ads: u64,
    /// When it was last asked for.
    pub asked: Option<Timestamp>,
    /// Ads of it that run as far as known: the latest whole answers still had them, and Meta did not say otherwise.
    pub running: u64,
    /// When a source last saw an ad of it.
    pub last_ad: Option<Timestamp>,
}

/// A sweep that was made.
#[derive(Debug, Clone)]
pub struct SweepFacts {
    /// The host that was searched for, such as `converty.shop`.
    pub suffix: Host,
    /// When.
    pub at: Timestamp,
    /// Ads delivered.
    pub ads: u64,
    /// Whether everything was delivered.
    pub complete: bool,
}

/// What things cost, as the actor's own price list says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prices {
    /// Per item written to the dataset, markers of empty searches included.
    pub item: MicroDollars,
    /// Per run started.
    pub start: MicroDollars,
    /// No run may have a lower cap than this.
    pub minimum_cap: MicroDollars,
}

/// What the actor does that money depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Habits {
    /// A run whose charged results are capped below this delivers nothing (10).
    pub floor: u32,
    /// A cap per URL may be exceeded by up to a page of results (30): the page begun is finished and charged.
    pub page: u32,
    /// Items say which URL brought them, so several keyword URLs can share a run.
    pub attributes_urls: bool,
    /// URLs that one run takes at most.
    pub urls_per_run: u32,
}
