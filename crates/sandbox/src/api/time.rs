//! Steps in time, and the monthly cycle of an account.

use std::time::Duration;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};
use model::Timestamp;

/// So much later.
pub(super) fn after(at: Timestamp, by: Duration) -> Timestamp {
    Timestamp::clamped(at.as_millis().saturating_add(millis(by)))
}

/// So much earlier.
pub(super) fn before(at: Timestamp, by: Duration) -> Timestamp {
    Timestamp::clamped(at.as_millis().saturating_sub(millis(by)))
}

pub(super) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// From one moment to a later one; zero where it is not later.
pub(super) fn since(start: Timestamp, at: Timestamp) -> Duration {
    let millis = at.as_millis().saturating_sub(start.as_millis());
    Duration::from_millis(u64::try_from(millis).unwrap_or_default())
}

/// One month of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cycle {
    /// Its first moment.
    pub starts: Timestamp,
    /// Its last millisecond, as the API tells it.
    pub ends: Timestamp,
}

impl Cycle {
    /// The cycle with that moment in it, where cycles start on `day` (1 to 28) at midnight UTC.
    pub fn of(at: Timestamp, day: i8) -> Self {
        let day = day.clamp(1, 28);
        let date = civil(at).date();
        let this = Date::new(date.year(), date.month(), day).unwrap_or(date);
        let first = if date.day() >= day { this } else { moved(this, -1) };
        let next = midnight(moved(first, 1));
        Self {
            starts: midnight(first),
            ends: before(next, Duration::from_millis(1)),
        }
    }

    /// The last moment that is not yet in it.
    pub fn before(&self) -> Timestamp {
        before(self.starts, Duration::from_millis(1))
    }

    /// The days from the first to the one with `last` in it, each with its last millisecond.
    pub fn days(&self, last: Timestamp) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        const DAY: Duration = Duration::from_hours(24);
        let last = last.min(self.ends);
        let next = |start: &Timestamp| Some(after(*start, DAY));
        std::iter::successors(Some(self.starts), next)
            .take_while(move |start| *start <= last)
            .map(|start| {
                let end = before(after(start, DAY), Duration::from_millis(1));
                (start, end)
            })
    }
}

fn moved(date: Date, months: i32) -> Date {
    let span: Span = months.months();
    date.checked_add(span).unwrap_or(date)
}

fn civil(at: Timestamp) -> DateTime {
    let moment = jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or_default();
    TimeZone::UTC.to_datetime(moment)
}

fn midnight(date: Date) -> Timestamp {
    let moment = TimeZone::UTC
        .to_timestamp(date.at(0, 0, 0, 0))
        .unwrap_or_default();
    Timestamp::clamped(moment.as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_starts_on_its_day() {
        let of = |at: &str, day| {
            let cycle = Cycle::of(Timestamp::parse(at).unwrap(), day);
            (cycle.starts.to_string(), cycle.ends.to_string())
        };
        for (at, day, starts, ends) in [
            ("2026-11-01T00:00:00Z", 1, "2026-11-01", "2026-11-30"),
            ("2026-11-30T23:59:59.999Z", 1, "2026-11-01", "2026-11-30"),
            ("2026-01-05", 20, "2025-12-20", "2026-01-19"),
            ("2026-12-20", 20, "2026-12-20", "2027-01-19"),
            ("2024-03-01", 28, "2024-02-28", "2024-03-27"),
        ] {
            let (first, last) = of(at, day);
            assert_eq!(first, format!("{starts}T00:00:00.000Z"), "{at}");
            assert_eq!(last, format!("{ends}T23:59:59.999Z"), "{at}");
        }
    }

    #[test]
    fn days_end_where_the_last_is() {
        let at = |text| Timestamp::parse(text).unwrap();
        let cycle = Cycle::of(at("2026-02-15"), 1);
        assert_eq!(cycle.days(at("2026-02-03T10:00:00Z")).count(), 3);
        assert_eq!(cycle.days(at("2026-05-01")).count(), 28);
    }
}
