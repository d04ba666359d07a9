//! When an ad ran, in the spellings of the Ad Library.

use model::Timestamp;

use crate::world::rng::Rng;

const DAY: i64 = 86_400;
/// Ads started at most so many days before the scan.
const OLDEST: u64 = 59;

/// Start and end of delivery, in seconds, at midnight on the US west coast, as Meta gives them.
pub(super) struct Times {
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) active: bool,
}

impl Times {
    pub(super) fn new(rng: &mut Rng, scanned_at: Timestamp) -> Self {
        let today = (scanned_at.as_millis() / 1000).div_euclid(DAY) * DAY + DAY / 3;
        let age = rng.below(OLDEST).min(rng.below(OLDEST));
        let active = !rng.per_mille(22);
        let ended = if active { 0 } else { rng.below(age + 1) };
        let days = |days: u64| i64::try_from(days).unwrap_or_default() * DAY;
        // The scan may be earlier in the day than that midnight: nothing starts after it.
        Self {
            start: today - days(age + 1),
            end: today - days(ended),
            active,
        }
    }
}

/// The midnight on the US west coast of the day before.
pub(super) const fn midnight_before(seconds: i64) -> i64 {
    seconds.div_euclid(DAY) * DAY - DAY + DAY / 3
}

/// `2025-12-26 08:00:00`.
pub(super) fn formatted(seconds: i64) -> String {
    let text = Timestamp::from_number(seconds)
        .map(|time| time.to_string())
        .unwrap_or_default();
    text.get(..19).unwrap_or_default().replace('T', " ")
}
