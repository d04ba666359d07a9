//! Where sellers' ads lead away to: rival hosts and platforms, over time.

use compact_str::CompactString;
use model::document::Ratio;
use model::{Kind, Timestamp};

use crate::book::Snapshot;
use crate::overview::span::Span;
use crate::time::Window;

use past::Past;

mod gathering;
pub(crate) mod index;
pub(crate) mod lines;
pub(crate) mod past;

/// Rivals within a window.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Competition {
    /// Concurrent ads of sellers now: what shares are out of.
    pub ads: u64,
    /// Sellers behind them.
    pub clients: u64,
    /// All ads of sellers: what shares of everything are out of.
    pub all_ads: u64,
    /// Rival hosts, most ads first, then by name; all of them.
    pub rivals: Vec<RivalLine>,
    /// Platforms, most ads first, then by id; all of them.
    pub platforms: Vec<PlatformLine>,
    /// Hosts on no known platform that ads lead to now, most ads first: those to probe.
    pub unidentified: Vec<RivalLine>,
}

/// One rival host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RivalLine {
    /// The host, without `www.`.
    pub domain: CompactString,
    /// The platform's id, `unknown` where none is known.
    pub platform: CompactString,
    /// Shop, messaging or marketplace.
    pub kind: Kind,
    /// Sellers' ads that lead there now.
    pub ads: u64,
    /// Sellers behind them.
    pub clients: u64,
    /// Percent of all concurrent ads.
    pub share: Ratio,
    /// When an ad of a seller was first seen to lead there.
    pub first_seen: Timestamp,
    /// Whether that was within the window, and not in the first scan ever.
    pub new: bool,
    /// Ads when the window began; `None` where nothing was known then.
    pub ads_before: Option<u64>,
}

/// One platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformLine {
    /// Its id, `unknown` where none is known.
    pub platform: CompactString,
    /// Shop, messaging or marketplace.
    pub kind: Kind,
    /// Sellers' ads that lead there now.
    pub ads: u64,
    /// Sellers behind them.
    pub clients: u64,
    /// Hosts they lead to.
    pub domains: u64,
    /// Percent of all concurrent ads.
    pub share: Ratio,
    /// Ads when the window began; `None` where nothing was known then.
    pub ads_before: Option<u64>,
    /// Ads at the end of each point of `Snapshot::timeline` of the same window.
    pub trend: Vec<u32>,
}

/// Tells what a platform is by its id.
pub type Platforms = dyn Fn(&str) -> Kind + Send + Sync;

impl Snapshot {
    /// Rivals, with what changed within the window. A host or platform has a line where ads lead there now, did when
    /// the window began, or began to within it.
    ///
    /// Ads and shares are those of now, whatever the window; they add up to `ads`. What a trend shows of days to come
    /// is how things stand now.
    pub fn competition(&self, window: Window) -> Competition {
        let standing = self.standing();
        let past = Past::of(&self.frame, &standing.rivals, window);
        let span = Span::of(&self.frame, window);
        lines::competition(&self.frame, &standing.base, &standing.rivals, &past, span)
    }
}
