//! What questions cost: at most, and by expectation. Whole numbers only: items in thousandths, chances in millionths.

use model::MicroDollars;

use crate::known::{Habits, Known, Prices};
use crate::options::Options;

/// A certain chance, in millionths.
pub(crate) const CERTAIN: u64 = 1_000_000;

/// Ads of an active seller before any were counted: what the recorded scans of December 2025 had on average.
const PRIOR_ADS: u64 = 15;
/// Sellers whose ads must have been counted to weigh as much as [`PRIOR_ADS`].
const PRIOR_SELLERS: u64 = 10;
/// Of how many probes one is expected to bring others' ads up to its cap, before any were seen: the library matches
/// loosely.
const PRIOR_LOOSE: u64 = 50;
/// The most that a find may be expected to cost. Dearer questions are not asked even where money is left.
const DEAREST_FIND: MicroDollars = MicroDollars::new(1_000_000);

/// Prices, habits and what was learned of how many items questions bring.
#[derive(Debug, Clone)]
pub(crate) struct Costs {
    prices: Prices,
    habits: Habits,
    /// Items of a probe at most.
    pub(crate) probe: u32,
    /// Items of a whole question at most.
    pub(crate) whole: u32,
    /// Ads of an active seller on average.
    mean_ads: u64,
    probes: u64,
    loose: u64,
}

impl Costs {
    pub(crate) fn new(known: &Known, prices: Prices, habits: Habits, options: &Options) -> Self {
        let active = known.hosts.iter().filter(|host| host.ads > 0);
        let (ads, sellers) = active.fold((0_u64, 0_u64), |(ads, sellers), host| {
            (ads.saturating_add(host.ads), sellers + 1)
        });
        let mean = ads.saturating_add(PRIOR_ADS * PRIOR_SELLERS) / (sellers + PRIOR_SELLERS);
        let floor = habits.floor.max(1);
        Self {
            prices,
            habits,
            probe: options.probe_cap.max(floor),
            whole: options.whole.max(floor),
            mean_ads: mean.clamp(1, 100_000),
            probes: PRIOR_LOOSE,
            loose: 1,
        }
    }

    pub(crate) fn mean_ads(&self) -> u64 {
        self.mean_ads
    }

    /// The fewest items that a run may be capped at.
    pub(crate) fn floor(&self) -> u32 {
        self.habits.floor.max(1)
    }

    /// Results that one page of the library holds.
    pub(crate) fn page(&self) -> u32 {
        self.habits.page.max(1)
    }

    /// URLs that a run takes at most.
    pub(crate) fn urls(&self) -> u32 {
        self.habits.urls_per_run.max(1)
    }

    /// The most that a run of so many items can cost.
    pub(crate) fn cap(&self, items: u32) -> MicroDollars {
        let most = self.prices.start + self.prices.item.times(u64::from(items));
        most.max(self.prices.minimum_cap)
    }

    /// The lowest cap that any run can have.
    pub(crate) fn cheapest(&self) -> MicroDollars {
        self.cap(self.floor())
    }

    /// Items of the largest run that `left` pays for; `None` below the floor.
    pub(crate) fn affordable(&self, left: MicroDollars) -> Option<u32> {
        if self.cheapest() > left {
            return None;
        }
        let fits = match self.prices.item {
            MicroDollars::ZERO => u64::from(u32::MAX),
            item => (left - self.prices.start).fits(item),
        };
        Some(u32::try_from(fits).unwrap_or(u32::MAX))
    }

    /// What a run is expected to cost that delivers so many items; never above its cap.
    pub(crate) fn price(&self, items_milli: u64) -> MicroDollars {
        self.prices.start + self.items_price(items_milli)
    }

    fn items_price(&self, items_milli: u64) -> MicroDollars {
        let micros = u128::try_from(self.prices.item.micros()).unwrap_or(0) * u128::from(items_milli) / 1000;
        MicroDollars::new(i64::try_from(micros).unwrap_or(i64::MAX))
    }

    /// Items that one question about a host is expected to bring when it is stopped at `cap`: the seller's ads where
    /// it is active, else a marker, or others' ads up to the cap.
    ///
    /// Sellers' ads are spread widely: of a mean of `m`, `c m / (c + m)` lie below a cap of `c`. On the recorded
    /// scans (mean 15.5) it gives 6.1, 10.2 and 14.4 for caps of 10, 30 and 200, where 6.3, 10.9 and 15.5 were true.
    pub(crate) fn items_milli(&self, ppm: u32, cap: u32) -> u64 {
        let (ppm, cap) = (u64::from(ppm).min(CERTAIN), u64::from(cap.max(1)));
        let active = (1000 * cap * self.mean_ads / (cap + self.mean_ads)).max(1000);
        let idle = 1000
            + 1000 * self.loose_ppm() / CERTAIN * (cap - 1)
            + (1000 * self.loose_ppm() % CERTAIN) * (cap - 1) / CERTAIN;
        (ppm * active + (CERTAIN - ppm) * idle) / CERTAIN
    }

    /// What a probe in a run of its own is expected to cost.
    pub(crate) fn alone(&self, ppm: u32) -> MicroDollars {
        self.price(self.items_milli(ppm, self.probe))
    }

    /// Items per question in a shared run: the actor finishes the page that it is on.
    pub(crate) fn shared_items(&self) -> u32 {
        self.probe.div_ceil(self.page()).saturating_mul(self.page())
    }

    /// Whether such a question costs less in a shared run: it saves most of a start, but where it brings anything, it
    /// brings a whole page instead of stopping at its cap.
    pub(crate) fn is_cheaper_shared(&self, ppm: u32) -> bool {
        let urls = u64::from(self.urls());
        if urls < 2 || !self.habits.attributes_urls {
            return false;
        }
        let start = MicroDollars::new(self.prices.start.micros() / i64::from(self.urls()));
        let shared = start + self.items_price(self.items_milli(ppm, self.shared_items()));
        shared < self.alone(ppm)
    }

    /// Expected items, and the items to allow, of a shared run of questions with these expectations. Twice the
    /// spread is allowed on top: one run in some dozens is cut off before its last question.
    pub(crate) fn shared_run(&self, ppms: impl Iterator<Item = u32>) -> (u64, u32) {
        let (mut items, mut hits, mut questions) = (0_u64, 0_u64, 0_u64);
        for ppm in ppms {
            items += self.items_milli(ppm, self.shared_items());
            hits += u64::from(ppm) + self.loose_ppm();
            questions += 1;
        }
        let spread = 2 * u64::from(self.shared_items()) * hits.isqrt() / 1000;
        let allow = (items.div_ceil(1000) + spread).max(questions);
        let allow = u32::try_from(allow).unwrap_or(u32::MAX).max(self.floor());
        (items, allow)
    }

    /// How often a probe brings others' ads up to its cap.
    fn loose_ppm(&self) -> u64 {
        self.loose * CERTAIN / self.probes
    }

    /// Notes what a probe without any own ad brought.
    pub(crate) fn note_idle(&mut self, items: u64) {
        self.probes += 1;
        if items >= u64::from(self.probe) {
            self.loose += 1;
        }
    }

    /// Finds for a thousand dollars.
    pub(crate) fn value(ppm: u32, price: MicroDollars) -> u64 {
        u64::from(ppm) * 1000 / u64::try_from(price.micros()).unwrap_or(1).max(1)
    }

    /// Whether a question of that value is worth asking at all.
    pub(crate) fn is_worth(value: u64) -> bool {
        u128::from(value) * u128::try_from(DEAREST_FIND.micros()).unwrap_or(1) >= 1000 * u128::from(CERTAIN)
    }
}

#[cfg(test)]
mod tests {
    use model::Timestamp;

    use super::*;

    fn costs(start: i64) -> Costs {
        let prices = Prices {
            item: MicroDollars::new(750),
            start: MicroDollars::new(start),
            minimum_cap: MicroDollars::ZERO,
        };
        let habits = Habits {
            floor: 10,
            page: 30,
            attributes_urls: true,
            urls_per_run: 50,
        };
        let options = Options::new(Timestamp::clamped(0));
        Costs::new(&Known::default(), prices, habits, &options)
    }

    #[test]
    fn caps_and_what_money_buys_are_each_others_inverse() {
        let costs = costs(50);
        assert_eq!(costs.cheapest(), MicroDollars::new(7_550));
        for items in [10, 11, 500] {
            let cap = costs.cap(items);
            assert_eq!(costs.affordable(cap), Some(items));
            assert_eq!(
                costs.affordable(cap - MicroDollars::new(1)),
                (items > 10).then(|| items - 1)
            );
        }
    }

    #[test]
    fn expected_items_lie_between_a_marker_and_the_cap() {
        let costs = costs(50);
        let certain = |cap| costs.items_milli(1_000_000, cap);
        assert_eq!((certain(10), certain(30), certain(200)), (6_000, 10_000, 13_953));
        // One probe in fifty brings strangers' ads up to its cap.
        assert_eq!(
            (costs.items_milli(0, 10), costs.items_milli(0, 30)),
            (1_180, 1_580)
        );
        let own = costs.items_milli(115_000, 10);
        assert!((1_700..1_800).contains(&own), "{own}");
    }

    #[test]
    fn sharing_follows_from_prices_and_from_how_loosely_the_library_matches() {
        assert!(!costs(50).is_cheaper_shared(15_000));
        assert!(costs(500).is_cheaper_shared(15_000) && !costs(500).is_cheaper_shared(115_000));
        let mut exact = costs(50);
        for _ in 0..20_000 {
            exact.note_idle(1);
        }
        assert!(exact.is_cheaper_shared(5_000) && !exact.is_cheaper_shared(20_000));
        for _ in 0..400 {
            exact.note_idle(10);
        }
        assert!(!exact.is_cheaper_shared(5_000));
    }

    #[test]
    fn a_shared_run_has_room_for_more_than_it_expects() {
        let costs = costs(500);
        let (expected, items) = costs.shared_run(std::iter::repeat_n(15_000, 30));
        assert!((48_000..56_000).contains(&expected), "{expected}");
        assert!((100..130).contains(&items), "{items}");
        assert!(costs.shared_run(std::iter::once(5_000)).1 >= 10);
    }

    #[test]
    fn a_find_may_cost_a_dollar() {
        let value = |ppm, micros| Costs::value(ppm, MicroDollars::new(micros));
        assert!(Costs::is_worth(value(34_500, 34_500)) && !Costs::is_worth(value(34_500, 34_600)));
    }
}
