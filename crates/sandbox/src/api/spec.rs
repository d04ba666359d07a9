//! What the sandbox pretends: the account, the plan, the actor and its prices, the speed and the faults.

use std::time::Duration;

use model::MicroDollars;

use super::faults::Faults;

/// Everything that decides how the sandbox behaves. The default is the free plan of $5 a month and the
/// published prices, speeds and lags of `curious_coder/facebook-ads-library-scraper`.
#[derive(Debug, Clone)]
pub struct ApifySpec {
    /// Decides ids, lags and which requests and runs the faults befall.
    pub seed: u64,
    /// The one valid API token.
    pub token: String,
    /// Name of the account.
    pub username: String,
    /// The plan's usage credit per month.
    pub plan_limit: MicroDollars,
    /// What others used of the account in the first month, before the sandbox started.
    pub used: MicroDollars,
    /// Day of the month on which the cycle starts at midnight UTC, 1 to 28.
    pub cycle_day: i8,
    /// 17 letters and digits.
    pub actor_id: String,
    /// `user/name`.
    pub actor_name: String,
    /// What the actor costs now.
    pub prices: ActorPrices,
    /// What it will cost so much later; `None` for no change in sight.
    pub price_change: Option<(Duration, ActorPrices)>,
    /// Runs at once.
    pub max_concurrent_runs: u64,
    /// Memory of all runs at once, in MB.
    pub max_memory_mb: u64,
    /// Memory of a run that asks for none, in MB.
    pub run_memory_mb: u64,
    /// Timeout of a run that asks for none; zero for none.
    pub run_timeout: Duration,
    /// From the start of a run to its first page.
    pub start_latency: Duration,
    /// What a page of results takes.
    pub page_time: Duration,
    /// Results on a page of the library.
    pub page: u64,
    /// With fewer chargeable items than so many, the actor does nothing.
    pub floor: u64,
    /// Every answer takes up to so long.
    pub answer_latency: Duration,
    /// The longest by which costs lag behind.
    pub cost_lag: Duration,
    /// The longest by which counts of items and charged events lag behind.
    pub count_lag: Duration,
    /// How long runs and their storages stay.
    pub retention: Retention,
    /// Requests a second to one actor, run, dataset or store; 0 for no limit.
    pub rate_limit: u64,
    /// Starts of runs a second; 0 for no limit.
    pub start_rate_limit: u64,
    /// What goes wrong.
    pub faults: Faults,
}

/// What an actor charges for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActorPrices {
    /// Every item written to the default dataset.
    pub item: MicroDollars,
    /// Every start, per begun GB of memory.
    pub start: MicroDollars,
    /// `minimalMaxTotalChargeUsd`; zero for none.
    pub minimum_cap: MicroDollars,
}

/// A run is gone when it is neither among the latest nor young.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// So many of the latest runs stay in any case.
    pub keep_runs: usize,
    /// The others stay for so many days.
    pub days: u32,
}

impl Default for ActorPrices {
    fn default() -> Self {
        Self {
            item: MicroDollars::new(750),
            start: MicroDollars::new(50),
            minimum_cap: MicroDollars::ZERO,
        }
    }
}

impl Default for ApifySpec {
    fn default() -> Self {
        let prices = ActorPrices::default();
        let dearer = ActorPrices {
            item: prices.item.times(2),
            ..prices
        };
        Self {
            seed: 1,
            token: "apify_api_sandbox".to_owned(),
            username: "sandbox".to_owned(),
            plan_limit: MicroDollars::new(5_000_000),
            used: MicroDollars::ZERO,
            cycle_day: 1,
            actor_id: "XtaWFhbtfxyzqrFmd".to_owned(),
            actor_name: "curious_coder/facebook-ads-library-scraper".to_owned(),
            prices,
            price_change: Some((Duration::from_hours(24 * 365), dearer)),
            max_concurrent_runs: 25,
            max_memory_mb: 16 * 1024,
            run_memory_mb: 512,
            run_timeout: Duration::from_hours(1),
            start_latency: Duration::from_secs(4),
            page_time: Duration::from_secs(5),
            page: 30,
            floor: 10,
            answer_latency: Duration::ZERO,
            cost_lag: Duration::from_secs(8),
            count_lag: Duration::from_secs(4),
            retention: Retention {
                keep_runs: 10,
                days: 7,
            },
            rate_limit: 60,
            start_rate_limit: 400,
            faults: Faults::default(),
        }
    }
}

impl ApifySpec {
    /// The same world without any waiting: runs end as they start, nothing lags, no rate limit. For measuring
    /// what a caller itself takes.
    #[must_use]
    pub fn instant(self) -> Self {
        Self {
            start_latency: Duration::ZERO,
            page_time: Duration::ZERO,
            answer_latency: Duration::ZERO,
            cost_lag: Duration::ZERO,
            count_lag: Duration::ZERO,
            rate_limit: 0,
            start_rate_limit: 0,
            ..self
        }
    }
}
