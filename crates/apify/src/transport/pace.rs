//! How many requests a second: for each resource (an actor, a run, a dataset) and for all together.
//!
//! Apify allows 60 a second for most resources. A bucket of tokens is kept as the one moment at which it would be
//! full again, so that thousands of resources cost little.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Requests a second: `rate` in the long run, `burst` at once after a rest. In no second are there more than both
/// together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// For each resource: requests a second, and at once.
    pub resource: (u32, u32),
    /// For everything together.
    pub whole: (u32, u32),
}

impl Default for Pace {
    /// Below 60 in any second for each resource, as Apify allows; for the whole far below its 250,000 a minute.
    fn default() -> Self {
        Self {
            resource: (45, 14),
            whole: (300, 60),
        }
    }
}

impl Pace {
    /// For a server of our own that sets no limit.
    pub const UNLIMITED: Self = Self {
        resource: (u32::MAX, u32::MAX),
        whole: (u32::MAX, u32::MAX),
    };
}

/// Resources remembered before those at rest are forgotten.
const REMEMBERED: usize = 1024;

/// The buckets.
#[derive(Debug)]
pub(crate) struct Pacer {
    pace: Pace,
    buckets: Mutex<Buckets>,
}

#[derive(Debug, Default)]
struct Buckets {
    whole: Option<Instant>,
    resources: BTreeMap<String, Instant>,
}

impl Pacer {
    pub(crate) fn new(pace: Pace) -> Self {
        Self {
            pace,
            buckets: Mutex::default(),
        }
    }

    /// Takes a token of the resource and one of the whole at `now`, both or none; the error is the moment at which
    /// to ask again.
    pub(crate) fn take(&self, resource: &str, now: Instant) -> Result<(), Instant> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let full = buckets.resources.get(resource).copied();
        let ready = ready(full, self.pace.resource, now).max(ready(buckets.whole, self.pace.whole, now));
        if ready > now {
            return Err(ready);
        }
        buckets.whole = Some(after_one(buckets.whole, self.pace.whole, now));
        let full = after_one(full, self.pace.resource, now);
        if buckets.resources.len() >= REMEMBERED {
            buckets.resources.retain(|_, full| *full > now);
        }
        buckets.resources.insert(resource.to_owned(), full);
        Ok(())
    }

    /// Empties the resource's bucket until a moment, because Apify said that we are too fast.
    pub(crate) fn hold(&self, resource: &str, until: Instant) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let full = until + tolerance(self.pace.resource);
        let entry = buckets.resources.entry(resource.to_owned()).or_insert(full);
        *entry = (*entry).max(full);
    }
}

/// The time between two tokens.
fn interval((rate, _): (u32, u32)) -> Duration {
    Duration::from_secs(1) / rate.max(1)
}

/// How far ahead of its rate a bucket may run: all but one token of the burst.
fn tolerance(pace: (u32, u32)) -> Duration {
    interval(pace).saturating_mul(pace.1.max(1) - 1)
}

/// The first moment, from `now` on, at which a bucket that is full again at `full` has a token.
fn ready(full: Option<Instant>, pace: (u32, u32), now: Instant) -> Instant {
    full.and_then(|full| full.checked_sub(tolerance(pace)))
        .map_or(now, |ready| ready.max(now))
}

/// When the bucket is full again after one token more was taken.
fn after_one(full: Option<Instant>, pace: (u32, u32), now: Instant) -> Instant {
    full.map_or(now, |full| full.max(now)) + interval(pace)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends as fast as it may and gives the moments, in microseconds.
    fn moments(pacer: &Pacer, resources: &[&str], count: usize) -> Vec<u128> {
        let start = Instant::now();
        let mut now = start;
        let mut sent = Vec::new();
        while sent.len() < count {
            let resource = resources[sent.len() % resources.len()];
            match pacer.take(resource, now) {
                Ok(()) => sent.push((now - start).as_micros()),
                Err(ready) => now = ready,
            }
        }
        sent
    }

    #[tokio::test(start_paused = true)]
    async fn no_second_has_too_many_requests_and_none_is_wasted() {
        let many = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
        // One resource is bounded by its own rate, ten together by the rate of the whole.
        for (resources, most, count) in [(&["one"][..], 60, 500), (&many, 361, 3_000)] {
            let sent = moments(&Pacer::new(Pace::default()), resources, count);
            for (at, first) in sent.iter().enumerate() {
                let within = sent[at..]
                    .iter()
                    .take_while(|moment| *moment - first < 1_000_000)
                    .count();
                assert!(within < most, "{within} requests in a second");
            }
            assert!(*sent.last().unwrap() < 11_000_000, "slower than the rate");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_resource_does_not_slow_others() {
        let pacer = Pacer::new(Pace {
            resource: (1, 1),
            whole: (40, 10),
        });
        let now = Instant::now();
        assert_eq!(pacer.take("one", now), Ok(()));
        assert_eq!(pacer.take("one", now), Err(now + Duration::from_secs(1)));
        assert_eq!(pacer.take("two", now), Ok(()));
        pacer.hold("three", now + Duration::from_secs(9));
        assert_eq!(pacer.take("three", now), Err(now + Duration::from_secs(9)));
        assert_eq!(pacer.take("four", now), Ok(()));
    }

    #[tokio::test(start_paused = true)]
    async fn unlimited_is_unlimited_and_resources_at_rest_are_forgotten() {
        let pacer = Pacer::new(Pace::UNLIMITED);
        let mut now = Instant::now();
        for number in 0..10_000 {
            assert_eq!(pacer.take(&number.to_string(), now), Ok(()));
            now += Duration::from_micros(1);
        }
        assert!(pacer.buckets.lock().unwrap().resources.len() <= REMEMBERED);
    }
}
