//! Monthly cycles: as the account reports them, and what is assumed where it has not yet.

use jiff::ToSpan;
use jiff::tz::TimeZone;
use model::{MicroDollars, Timestamp};
use serde::Serialize;

/// The account's cycle and money, as Apify reports them (`GET /v2/users/me/limits`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountMoney {
    /// The cycle's first instant (`monthlyUsageCycle.startAt`).
    pub starts: Timestamp,
    /// Its last (`endAt`).
    pub ends: Timestamp,
    /// What may be spent in it at most (`limits.maxMonthlyUsageUsd`).
    pub limit: MicroDollars,
    /// What was spent in it so far, on our runs and on anything else (`current.monthlyUsageUsd`).
    pub used: MicroDollars,
}

/// A monthly cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Cycle {
    /// Its first instant.
    pub starts: Timestamp,
    /// Its last.
    pub ends: Timestamp,
}

impl Cycle {
    /// Whether a moment is in it.
    pub fn holds(&self, moment: Timestamp) -> bool {
        (self.starts..=self.ends).contains(&moment)
    }
}

/// A cycle and what the account said of its money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Noted {
    pub(crate) cycle: Cycle,
    pub(crate) limit: MicroDollars,
    pub(crate) foreign: MicroDollars,
}

/// The cycle in force at `now`, and what is known of its money, if anything; `noted` is in the order in which
/// the account said it, and what it said last counts.
///
/// Past the last noted cycle, it is carried on from month to month with its limit; what others spent in the
/// new month is not known until the account is asked. Before the first one the calendar month is assumed.
pub(crate) fn in_force(noted: &[Noted], now: Timestamp) -> (Cycle, Option<Noted>) {
    if let Some(found) = noted.iter().rev().find(|noted| noted.cycle.holds(now)) {
        return (found.cycle, Some(*found));
    }
    match noted.iter().max_by_key(|noted| noted.cycle.ends) {
        Some(last) if last.cycle.ends < now => {
            let first = Timestamp::clamped(last.cycle.ends.as_millis().saturating_add(1));
            let cycle = month_from(first, now);
            let carried = Noted {
                cycle,
                limit: last.limit,
                foreign: MicroDollars::ZERO,
            };
            (cycle, Some(carried))
        }
        _ => (calendar_month(now), None),
    }
}

/// The calendar month in UTC that holds `now`.
fn calendar_month(now: Timestamp) -> Cycle {
    let first = zoned(now)
        .and_then(|now| now.first_of_month().ok())
        .and_then(|first| first.start_of_day().ok());
    match first {
        Some(first) => month_from(Timestamp::clamped(first.timestamp().as_millisecond()), now),
        None => everything(),
    }
}

/// The month that holds `now`, of those that start with `first` and follow each other.
fn month_from(first: Timestamp, now: Timestamp) -> Cycle {
    month_of(first, now).unwrap_or_else(everything)
}

fn month_of(first: Timestamp, now: Timestamp) -> Option<Cycle> {
    let (from, to) = (zoned(first)?, zoned(now)?);
    let months = (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month())
        - i32::from(from.month());
    let start = |months: i32| {
        let moment = from.checked_add(months.months()).ok()?;
        Some(moment.timestamp().as_millisecond())
    };
    // By the calendar's months alone this may be one too many: the 10th of March is before the 24th.
    let months = match start(months) {
        Some(start) if start <= now.as_millis() => months,
        _ => months - 1,
    };
    Some(Cycle {
        starts: Timestamp::clamped(start(months)?),
        ends: Timestamp::clamped(start(months + 1)? - 1),
    })
}

fn zoned(moment: Timestamp) -> Option<jiff::Zoned> {
    let moment = jiff::Timestamp::from_millisecond(moment.as_millis()).ok()?;
    Some(moment.to_zoned(TimeZone::UTC))
}

/// At the end of time there is no next month: one cycle for ever grants the least.
fn everything() -> Cycle {
    Cycle {
        starts: Timestamp::clamped(i64::MIN),
        ends: Timestamp::clamped(i64::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn noted(starts: &str, ends: &str, limit: i64) -> Noted {
        Noted {
            cycle: Cycle {
                starts: at(starts),
                ends: at(ends),
            },
            limit: MicroDollars::new(limit),
            foreign: MicroDollars::new(7),
        }
    }

    /// Start, end, and the limit and what others spent where they are known.
    fn found(noted: &[Noted], now: &str) -> (String, String, Option<(i64, i64)>) {
        let (cycle, money) = in_force(noted, at(now));
        assert!(cycle.holds(at(now)), "{cycle:?} does not hold {now}");
        let money = money.map(|noted| (noted.limit.micros(), noted.foreign.micros()));
        (cycle.starts.to_string(), cycle.ends.to_string(), money)
    }

    #[test]
    fn before_the_account_was_asked_it_is_the_calendar_month() {
        for (now, starts, ends) in [
            (
                "2026-11-23T01:13:45Z",
                "2026-11-01T00:00:00.000Z",
                "2026-11-30T23:59:59.999Z",
            ),
            (
                "2026-12-01",
                "2026-12-01T00:00:00.000Z",
                "2026-12-31T23:59:59.999Z",
            ),
            (
                "2028-02-29T23:59:59.999Z",
                "2028-02-01T00:00:00.000Z",
                "2028-02-29T23:59:59.999Z",
            ),
        ] {
            assert_eq!(found(&[], now), (starts.to_owned(), ends.to_owned(), None));
        }
    }

    #[test]
    fn a_cycle_holds_its_first_and_last_instant() {
        let october = noted("2026-10-24", "2026-11-23T23:59:59.999Z", 5);
        for now in ["2026-10-24", "2026-11-10", "2026-11-23T23:59:59.999Z"] {
            assert_eq!(found(&[october], now).2, Some((5, 7)), "{now}");
        }
    }

    #[test]
    fn what_was_said_last_counts() {
        let (old, new) = (
            noted("2026-10-24", "2026-11-23T23:59:59.999Z", 5),
            noted("2026-11-10", "2026-12-09T23:59:59.999Z", 29),
        );
        assert_eq!(found(&[old, new], "2026-11-12").2, Some((29, 7)));
        assert_eq!(found(&[new, old], "2026-11-12").2, Some((5, 7)));
        assert_eq!(found(&[old, new], "2026-11-01").2, Some((5, 7)));
    }

    #[test]
    fn a_cycle_that_ended_goes_on_from_month_to_month_with_its_limit() {
        let october = noted("2026-10-24", "2026-11-23T23:59:59.999Z", 5);
        for (now, starts, ends) in [
            (
                "2026-11-24",
                "2026-11-24T00:00:00.000Z",
                "2026-12-23T23:59:59.999Z",
            ),
            (
                "2027-03-10",
                "2027-02-24T00:00:00.000Z",
                "2027-03-23T23:59:59.999Z",
            ),
            (
                "2027-03-24",
                "2027-03-24T00:00:00.000Z",
                "2027-04-23T23:59:59.999Z",
            ),
        ] {
            let expected = (starts.to_owned(), ends.to_owned(), Some((5, 0)));
            assert_eq!(found(&[october], now), expected);
        }
        // The last day of a month that the next one has not.
        let january = noted("2027-01-01", "2027-01-30T23:59:59.999Z", 5);
        let (starts, ends, _) = found(&[january], "2027-03-01");
        assert_eq!(
            (starts.as_str(), ends.as_str()),
            ("2027-02-28T00:00:00.000Z", "2027-03-30T23:59:59.999Z")
        );
    }

    #[test]
    fn clocks_may_be_set_to_anything() {
        let october = noted("2026-10-24", "2026-11-23T23:59:59.999Z", 5);
        for millis in [i64::MIN, -1, 0, i64::MAX] {
            let now = Timestamp::clamped(millis);
            for noted in [&[] as &[_], &[october]] {
                assert!(in_force(noted, now).0.holds(now), "{now}");
            }
        }
    }
}
