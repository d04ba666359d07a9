//! How fast the month's money goes, and how long it lasts.

use model::{MicroDollars, Timestamp};
use serde::Serialize;

const WEEK: i64 = 7 * 24 * 60 * 60 * 1000;

/// The month's money at a moment, as the purse tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// The moment.
    pub now: Timestamp,
    /// When the cycle began.
    pub starts: Timestamp,
    /// When it ends; its money is gone then, and new money comes.
    pub ends: Timestamp,
    /// What may be spent in it.
    pub limit: MicroDollars,
    /// What is spent and set aside in it.
    pub spent: MicroDollars,
    /// What can still be granted.
    pub left: MicroDollars,
}

impl Month {
    /// Weekly scans that are left in the cycle, one now included; at least 1.
    pub fn weeks_left(&self) -> u32 {
        let left = self.ends.as_millis().saturating_sub(self.now.as_millis());
        u32::try_from((left - 1).max(0) / WEEK + 1).unwrap_or(u32::MAX)
    }

    /// Thousandths of the cycle that are over.
    fn passed_milli(&self) -> u64 {
        let whole = self
            .ends
            .as_millis()
            .saturating_sub(self.starts.as_millis())
            .max(1);
        let passed = self
            .now
            .as_millis()
            .saturating_sub(self.starts.as_millis())
            .clamp(0, whole);
        u64::try_from(i128::from(passed) * 1000 / i128::from(whole)).unwrap_or(1000)
    }
}

/// How fast the money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Pace {
    /// What is spent and set aside in this cycle.
    pub spent: MicroDollars,
    /// What would be, had it been spent evenly but for the sweep, which is paid at once when it is due.
    pub planned_by_now: MicroDollars,
    /// What is left.
    pub left: MicroDollars,
    /// What a week may spend from now on, the sweep apart.
    pub per_week: MicroDollars,
    /// When nothing will be left if spending goes on as so far in this cycle; the cycle's end where it lasts.
    pub lasts_until: Timestamp,
}

impl Pace {
    /// Of a month in which `sweep` is or was to be paid at once, by now or later.
    pub(super) fn new(month: &Month, per_week: MicroDollars, sweep: MicroDollars, paid_or_due: bool) -> Self {
        let even = (month.limit - sweep).max(MicroDollars::ZERO);
        let lump = if paid_or_due { sweep } else { MicroDollars::ZERO };
        Self {
            spent: month.spent,
            planned_by_now: even.share(month.passed_milli(), 1000) + lump,
            left: month.left,
            per_week,
            lasts_until: lasts_until(month, lump),
        }
    }
}

/// The lump is spent once; only the rest goes on.
fn lasts_until(month: &Month, lump: MicroDollars) -> Timestamp {
    let going = i128::from((month.spent - lump).max(MicroDollars::ZERO).micros());
    let passed = i128::from(
        month
            .now
            .as_millis()
            .saturating_sub(month.starts.as_millis())
            .max(0),
    );
    if going == 0 || passed == 0 {
        return month.ends;
    }
    let lasts = i128::from(month.left.micros()) * passed / going;
    let until = i128::from(month.now.as_millis()) + lasts;
    Timestamp::clamped(i64::try_from(until).unwrap_or(i64::MAX)).min(month.ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = WEEK / 7;

    fn month(day: i64, spent: i64) -> Month {
        Month {
            now: Timestamp::clamped(day * DAY),
            starts: Timestamp::clamped(0),
            ends: Timestamp::clamped(30 * DAY),
            limit: MicroDollars::new(5_000_000),
            spent: MicroDollars::new(spent),
            left: MicroDollars::new(5_000_000 - spent),
        }
    }

    #[test]
    fn the_last_scan_of_a_cycle_has_all_that_is_left() {
        let weeks: Vec<u32> = [0, 2, 9, 16, 22, 23, 29, 30, 44]
            .map(|day| month(day, 0).weeks_left())
            .to_vec();
        assert_eq!(weeks, [5, 4, 3, 2, 2, 1, 1, 1, 1]);
    }

    #[test]
    fn a_pace_that_is_too_fast_names_the_day_when_nothing_is_left() {
        let pace = |day, spent| {
            let (week, sweep) = (MicroDollars::new(500_000), MicroDollars::new(2_000_000));
            Pace::new(&month(day, spent), week, sweep, true)
        };
        assert_eq!(pace(10, 3_000_000).planned_by_now, MicroDollars::new(2_999_000));
        assert_eq!(pace(10, 3_000_000).lasts_until, Timestamp::clamped(30 * DAY));
        assert_eq!(pace(10, 4_000_000).lasts_until, Timestamp::clamped(15 * DAY));
        assert_eq!(pace(0, 0).lasts_until, Timestamp::clamped(30 * DAY));
    }
}
