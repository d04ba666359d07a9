//! What a scan is told apart from what to ask.

use std::time::Duration;

use planner::Prices;
use tokio_util::sync::CancellationToken;

/// Settings of a scan. [`ScanSettings::new`] gives the ones that Apify's documentation and measurements suggest.
#[derive(Debug, Clone)]
pub struct ScanSettings {
    /// The country whose ads are asked for, two letters.
    pub country: String,
    /// What the actor charges: no run is settled below what its items must have cost.
    pub prices: Prices,
    /// Runs at once, at most; the account's own limits may make it fewer.
    pub parallel: usize,
    /// Memory of one run in megabytes, of which the account has a limit too.
    pub run_memory_mb: u64,
    /// How long one request waits for a run to end; Apify allows 60 s.
    pub wait: Duration,
    /// After so long a run is over by Apify's own limit; one that is not a while later is aborted.
    pub run_timeout: Duration,
    /// Runs under way when the user stops the scan are waited for so long, then aborted.
    pub stop_patience: Duration,
    /// Between two reads of a run's cost and counts, which must agree ("about 10 seconds", Apify).
    pub settle_pause: Duration,
    /// So many reads at most; then what was read last counts.
    pub settle_reads: u32,
    /// Items asked for at once.
    pub page_items: u64,
    /// A page that is short or repeated is asked for so many times.
    pub page_attempts: u32,
    /// Between two of them; doubled each time, at most 32 times as long.
    pub page_pause: Duration,
    /// A run is absent where two lists of runs read so far apart do not show it.
    pub absence: Duration,
    /// How far Apify's clock and ours may be apart.
    pub clock_skew: Duration,
    /// Runs of the last so many days are in the list of runs (7 on the free plan).
    pub retention: Duration,
    /// How long no run is started after Apify said that too much is under way.
    pub busy_pause: Duration,
    /// So many times in a row, with nothing of ours under way, is that waited for.
    pub busy_attempts: u32,
    /// Reads that find no answer are repeated after this pause ...
    pub unreachable_pause: Duration,
    /// ... so many times; then the run is left to the next scan.
    pub unreachable_attempts: u32,
    /// Runs that were settled less long ago are read once more, for late charges.
    pub late_window: Duration,
    /// A lower cost than the settled one is believed so long after a run's end.
    pub refund_after: Duration,
    /// Runs of a process of another machine are adopted so long after they were reserved. Money of a run that a
    /// worker may still start, though the run was taken from it, is kept so long.
    pub elsewhere_patience: Duration,
    /// How work is shared with others.
    pub work: WorkSettings,
    /// Cancelled: every run under way is aborted and then settled.
    pub abort: CancellationToken,
}

/// How runs are carried by whoever claims them (see [`crate::work`]).
#[derive(Debug, Clone)]
pub struct WorkSettings {
    /// How long a claim holds; renewed as long as its holder lives.
    pub lease: Duration,
    /// Between two renewals of a lease, and between two signs of life: a third of a lease.
    pub beat: Duration,
    /// Between two looks into the queue.
    pub poll: Duration,
    /// An item that failed so often is given up.
    pub tries: u32,
    /// Before the second try; doubled each time ...
    pub again: Duration,
    /// ... up to this.
    pub again_most: Duration,
}

impl Default for WorkSettings {
    fn default() -> Self {
        Self {
            lease: 3 * MINUTE,
            beat: MINUTE,
            poll: Duration::from_secs(1),
            tries: 5,
            again: Duration::from_secs(10),
            again_most: 10 * MINUTE,
        }
    }
}

impl WorkSettings {
    /// The same with another lease, and a third of it between two signs of life.
    #[must_use]
    pub fn with_lease(self, lease: Duration) -> Self {
        Self {
            lease,
            beat: lease / 3,
            ..self
        }
    }

    /// How long an item rests after it failed for the so manieth time.
    pub(crate) fn rest(&self, tries: u32) -> Duration {
        let doubled = 1_u32.checked_shl(tries.saturating_sub(1)).unwrap_or(u32::MAX);
        self.again.saturating_mul(doubled).min(self.again_most)
    }
}

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

impl ScanSettings {
    /// For an actor with these prices, in Tunisia.
    pub fn new(prices: Prices) -> Self {
        Self {
            country: "TN".to_owned(),
            prices,
            parallel: 8,
            run_memory_mb: 512,
            wait: MINUTE,
            run_timeout: HOUR,
            stop_patience: 10 * MINUTE,
            settle_pause: Duration::from_secs(10),
            settle_reads: 30,
            page_items: 1000,
            page_attempts: 12,
            page_pause: Duration::from_secs(1),
            absence: Duration::from_secs(75),
            clock_skew: 10 * MINUTE,
            retention: 7 * DAY,
            busy_pause: Duration::from_secs(30),
            busy_attempts: 20,
            unreachable_pause: Duration::from_secs(30),
            unreachable_attempts: 20,
            late_window: 2 * DAY,
            refund_after: 10 * MINUTE,
            elsewhere_patience: DAY,
            work: WorkSettings::default(),
            abort: CancellationToken::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failed_items_rest_longer_each_time() {
        let settings = WorkSettings::default();
        let rests = [1, 2, 3, 7, 8, 40, u32::MAX].map(|tries| settings.rest(tries).as_secs());
        assert_eq!(rests, [10, 20, 40, 600, 600, 600, 600]);
    }
}
