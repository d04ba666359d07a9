//! How long to wait before trying again: random in `[d, 2d)`, with `d` doubled each time (Apify's own advice).

use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

/// No pause begins above this.
const LONGEST: Duration = Duration::from_secs(30);

/// Pauses, from a seed: the same seed and order of questions give the same pauses.
#[derive(Debug)]
pub(crate) struct Pauses {
    first: Duration,
    state: Mutex<u64>,
}

impl Pauses {
    pub(crate) fn new(first: Duration, seed: u64) -> Self {
        Self {
            first,
            state: Mutex::new(seed),
        }
    }

    /// The pause after the `failed`th failure, from 1.
    pub(crate) fn after(&self, failed: u32) -> Duration {
        let doubled = self
            .first
            .saturating_mul(1_u32.checked_shl(failed.saturating_sub(1)).unwrap_or(u32::MAX));
        let least = u64::try_from(doubled.min(LONGEST).as_micros()).unwrap_or(u64::MAX);
        let more = self.draw().checked_rem(least).unwrap_or(0);
        Duration::from_micros(least.saturating_add(more))
    }

    /// `SplitMix64`: small, seeded, and good enough to keep tasks from stepping in time.
    fn draw(&self) -> u64 {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = *state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_within_their_bounds_and_repeat_with_the_seed() {
        let first = Duration::from_millis(500);
        let (pauses, same, other) = (
            Pauses::new(first, 7),
            Pauses::new(first, 7),
            Pauses::new(first, 8),
        );
        let mut differs = false;
        for failed in 1..=6 {
            let least = first * (1 << (failed - 1));
            let pause = pauses.after(failed);
            assert!(pause >= least && pause < least * 2, "{failed}: {pause:?}");
            assert_eq!(pause, same.after(failed));
            differs |= pause != other.after(failed);
        }
        assert!(differs);
        assert!(pauses.after(1000) < LONGEST * 2);
        assert_eq!(Pauses::new(Duration::ZERO, 1).after(3), Duration::ZERO);
    }
}
