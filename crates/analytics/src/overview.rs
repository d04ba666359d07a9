//! The whole base at a glance, as it stands and as it stood.

use model::document::Ratio;

use crate::book::{Frame, Snapshot, Totals};
use crate::client::Tally;
use crate::clients::Segment;
use crate::time::Window;

use span::Span;
use standing::Standing;

pub(crate) mod since;
pub(crate) mod span;
pub(crate) mod standing;
pub(crate) mod turns;

/// Numbers over all sellers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// Sellers.
    pub clients: u64,
    /// Active and inactive ones: those of whom it is known whether they advertise.
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
    pub ads: SellerAds,
    /// All ads, those of strangers included.
    pub all_ads: Totals,
    /// Sellers with at least one concurrent ad.
    pub concurrent_clients: u64,
    /// Active sellers by number of ads, every band.
    pub bands: [Band; 4],
    /// What changed within the window.
    pub changes: Changes,
}

/// Ads of sellers by verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SellerAds {
    /// All.
    pub total: u64,
    /// Those that lead to a Converty shop.
    pub converty: u64,
    /// Those that lead to a sale elsewhere.
    pub concurrent: u64,
    /// The others.
    pub unknown: u64,
}

impl SellerAds {
    /// Adds those of one seller.
    pub const fn add(&mut self, ads: Tally) {
        self.total = self.total.saturating_add(ads.total as u64);
        self.converty = self.converty.saturating_add(ads.converty as u64);
        self.concurrent = self.concurrent.saturating_add(ads.concurrent as u64);
        self.unknown = self.unknown.saturating_add(ads.unknown as u64);
    }

    /// Percent that lead to Converty.
    pub fn converty_ratio(&self) -> Ratio {
        Ratio::of(self.converty, self.total)
    }

    /// Percent that lead to a sale elsewhere.
    pub fn concurrent_ratio(&self) -> Ratio {
        Ratio::of(self.concurrent, self.total)
    }
}

/// Active sellers of one size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// The size.
    pub segment: Segment,
    /// Sellers.
    pub clients: u64,
}

impl Default for Band {
    fn default() -> Self {
        Self {
            segment: Segment::Small,
            clients: 0,
        }
    }
}

/// What is otherwise than it was when the window began. Only sellers covered then and now are compared: who was asked
/// about for the first time has not changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// When the scan before the last one ended, if there were two: "since the last scan" is since then.
    pub since: Option<model::Timestamp>,
    /// Sellers covered for the first time.
    pub newly_covered: u64,
    /// Sellers that started to advertise.
    pub started: Vec<compact_str::CompactString>,
    /// Sellers that stopped.
    pub stopped: Vec<compact_str::CompactString>,
    /// Rival hosts seen for the first time.
    pub new_rivals: Vec<compact_str::CompactString>,
    /// How the sellers' ads stood when the window began; `None` where nothing was known then.
    pub ads_before: Option<SellerAds>,
    /// Active sellers when the window began.
    pub active_before: Option<u64>,
}

/// Sellers that started, and sellers that stopped, by slug.
pub type Turned = (Vec<compact_str::CompactString>, Vec<compact_str::CompactString>);

impl Overview {
    /// An overview whose numbers are still to be counted.
    pub fn uncounted(frame: &Frame, clients: u64) -> Self {
        Self {
            clients,
            all_ads: frame.totals(),
            bands: Segment::ALL.map(|segment| Band { segment, clients: 0 }),
            ..Self::default()
        }
    }

    /// The same with what changed within a window: who turned, and which rivals were first seen.
    #[must_use]
    pub fn within(
        self,
        frame: &Frame,
        window: Window,
        (started, stopped): Turned,
        new_rivals: Vec<compact_str::CompactString>,
    ) -> Self {
        let before = frame.day_before(window);
        let points = frame.timeline(window).points;
        Self {
            changes: Changes {
                since: frame.scan_before_last(),
                newly_covered: points.iter().map(|point| u64::from(point.newly_covered)).sum(),
                started,
                stopped,
                new_rivals,
                ads_before: before.map(|before| before.ads),
                active_before: before.map(|before| before.active.into()),
            },
            ..self
        }
    }
}

impl Snapshot {
    /// The base as it stands, and what changed within the window. The counts are made once per snapshot.
    pub fn overview(&self, window: Window) -> Overview {
        let (frame, standing) = (&self.frame, self.standing());
        let span = Span::of(frame, window);
        let new_rivals = standing.rivals.new_within(frame, span);
        let base = standing.base.clone();
        base.within(frame, window, standing.turns.within(span), new_rivals)
    }

    /// The base as it stands, without its changes.
    pub fn base(&self) -> &Overview {
        &self.standing().base
    }

    /// What changed since the scan before the last one. Read from every seller once per snapshot.
    pub fn since_last_scan(&self) -> Changes {
        self.standing().whole(self).last_scan.clone()
    }

    /// Makes now all that is made once per snapshot, so that no reader waits for it: for whoever publishes a snapshot
    /// of a large base.
    pub fn prepare(&self) {
        self.standing().whole(self);
    }

    /// What is read from all sellers at once.
    pub(crate) fn standing(&self) -> &Standing {
        self.standing.get_or_init(|| Standing::of(self))
    }
}
