//! How long to wait before a message is sent again.

use std::time::Duration;

use model::Timestamp;
use sha2::{Digest as _, Sha256};

/// When a message that was not taken is sent again, and when no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retries {
    /// The first wait; each further one is twice as long.
    pub first: Duration,
    /// No wait is longer than this, but one that the receiver asks for.
    pub longest: Duration,
    /// So long after the first attempt comes the last.
    pub give_up: Duration,
}

impl Default for Retries {
    /// Half a minute, doubling up to two hours, for a day: some twenty attempts.
    fn default() -> Self {
        Self {
            first: Duration::from_secs(30),
            longest: Duration::from_hours(2),
            give_up: Duration::from_hours(24),
        }
    }
}

impl Retries {
    /// When attempt number `tries` (from 1) at `now` failed: the next one, or `None` where it was the last. The wait is
    /// between half and all of what doubling gives, by the message's key, so that messages that failed together do not
    /// come back together; `asked` is what the receiver wants at least. The last attempt is made when the day ends.
    pub fn next(
        &self,
        key: &str,
        tries: u32,
        since: Timestamp,
        now: Timestamp,
        asked: Option<Duration>,
    ) -> Option<Timestamp> {
        let last = later(since, self.give_up);
        (now < last).then(|| {
            let wait = self.wait(key, tries).max(asked.unwrap_or_default());
            later(now, wait).min(last)
        })
    }

    fn wait(&self, key: &str, tries: u32) -> Duration {
        let doubled = self
            .first
            .saturating_mul(1_u32.checked_shl(tries.saturating_sub(1)).unwrap_or(u32::MAX));
        let half = doubled.min(self.longest) / 2;
        let span = u64::try_from(half.as_millis()).unwrap_or(u64::MAX).max(1);
        half + Duration::from_millis(chance(key, tries) % span)
    }
}

/// A number that looks like chance and is the same for the same message and attempt.
fn chance(key: &str, tries: u32) -> u64 {
    let digest = Sha256::new()
        .chain_update(key)
        .chain_update(tries.to_be_bytes())
        .finalize();
    digest
        .iter()
        .take(8)
        .fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

/// So much later, as far as moments go.
pub(crate) fn later(at: Timestamp, wait: Duration) -> Timestamp {
    let millis = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
    Timestamp::clamped(at.as_millis().saturating_add(millis))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every wait lies between half and all of the doubled one, the last attempt is at the end of the day, none after.
    #[test]
    fn attempts_thin_out_and_end_after_a_day() {
        let retries = Retries::default();
        for key in ["a", "b", "c"] {
            let since = Timestamp::clamped(1_000_000);
            let (mut now, mut tries, mut waits) = (since, 0, Vec::new());
            loop {
                tries += 1;
                let Some(next) = retries.next(key, tries, since, now, None) else {
                    break;
                };
                waits.push(next.as_millis() - now.as_millis());
                now = next;
            }
            assert_eq!(now, later(since, retries.give_up));
            assert!((15..30).contains(&tries), "{tries} attempts");
            for (index, wait) in waits.iter().enumerate().take(waits.len() - 1) {
                let doubled = (30_000_i64 << index.min(20)).min(7_200_000);
                assert!(
                    (doubled / 2..=doubled).contains(wait),
                    "wait {index}: {wait} of {doubled}"
                );
            }
        }
    }

    #[test]
    fn the_receiver_may_ask_for_more_but_not_for_more_than_a_day() {
        let retries = Retries::default();
        let zero = Timestamp::clamped(0);
        let asked = |secs| retries.next("k", 1, zero, zero, Some(Duration::from_secs(secs)));
        assert_eq!(asked(600), Some(Timestamp::clamped(600_000)));
        assert_eq!(asked(10_000_000), Some(Timestamp::clamped(86_400_000)));
        assert_ne!(retries.wait("k", 3), retries.wait("l", 3));
    }
}
