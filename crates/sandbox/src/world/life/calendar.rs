//! Days of a living world as moments.

use model::Timestamp;

const DAY: i64 = 86_400_000;
/// Days begin at midnight on the US west coast, as the Ad Library's dates do.
const MIDNIGHT: i64 = DAY / 3;

/// Which day a moment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Calendar {
    /// The beginning of day 0, in milliseconds.
    zero: i64,
    /// The last day that is told.
    pub(super) last: i32,
}

impl Calendar {
    /// Day 0 is the one of this moment.
    pub(super) fn new(of: Timestamp, days: u32) -> Self {
        Self {
            zero: (of.as_millis() - MIDNIGHT).div_euclid(DAY) * DAY + MIDNIGHT,
            last: i32::try_from(days).unwrap_or(i32::MAX),
        }
    }

    /// The day of a moment.
    pub(super) fn day(self, at: Timestamp) -> i32 {
        let day = (at.as_millis() - self.zero).div_euclid(DAY);
        i32::try_from(day).unwrap_or(if day < 0 { i32::MIN } else { i32::MAX })
    }

    /// The first moment of a day.
    pub(super) fn moment(self, day: i32) -> Timestamp {
        Timestamp::clamped(self.zero.saturating_add(i64::from(day).saturating_mul(DAY)))
    }

    /// The same in seconds.
    pub(super) fn seconds(self, day: i32) -> i64 {
        self.moment(day).as_millis() / 1000
    }
}
