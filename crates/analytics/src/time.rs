//! Days as people of the house's time zone count them, and the stretches of them that a page shows.

use std::fmt;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use model::Timestamp;

/// The time zone in which days begin and end. The zone database lies inside the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// A zone by its IANA name (`Africa/Tunis`); `None` where nobody knows it.
    pub fn named(name: &str) -> Option<Self> {
        TimeZone::get(name).ok().map(Self)
    }

    /// The date and time of day there.
    pub fn local(&self, at: Timestamp) -> jiff::civil::DateTime {
        let at = jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        self.0.to_datetime(at)
    }

    /// The day there.
    pub fn day(&self, at: Timestamp) -> Day {
        Day::of(self.local(at).date())
    }

    /// When the day begins there.
    pub fn start_of(&self, day: Day) -> Timestamp {
        let midnight = day.date().to_datetime(jiff::civil::Time::midnight());
        let at = self.0.to_ambiguous_zoned(midnight).compatible();
        Timestamp::clamped(at.map_or(0, |zoned| zoned.timestamp().as_millisecond()))
    }
}

/// A calendar day: days since 1970-01-01.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(pub i32);

impl Day {
    /// 2004-02-04, when Facebook opened: no ad is older.
    pub const FIRST: Self = Self(12_452);

    /// Of a date.
    pub fn of(date: Date) -> Self {
        let since = date.duration_since(Date::constant(1970, 1, 1));
        Self(i32::try_from(since.as_hours() / 24).unwrap_or(0))
    }

    /// As a date.
    pub fn date(self) -> Date {
        let epoch = Date::constant(1970, 1, 1);
        let span = jiff::Span::new().try_days(self.0).unwrap_or_default();
        epoch.checked_add(span).unwrap_or(epoch)
    }

    /// So many days later; earlier where negative.
    #[must_use]
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// `2026-11-23`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 10)
            .then(|| text.parse().ok().map(Self::of))
            .flatten()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date())
    }
}

/// A quarter of an hour, counted since 1970-01-01T00:00:00Z. The days of every zone begin with one (their offsets are
/// whole quarters since 1972), so what is summed by quarters is right for any zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Quarter(pub i32);

impl Quarter {
    const MILLIS: i64 = 900_000;

    /// The one that a moment lies in.
    pub fn of(at: Timestamp) -> Self {
        let number = at.as_millis().div_euclid(Self::MILLIS);
        Self(i32::try_from(number).unwrap_or(if number < 0 { i32::MIN } else { i32::MAX }))
    }

    /// Its first moment.
    pub fn start(self) -> Timestamp {
        Timestamp::clamped(i64::from(self.0) * Self::MILLIS)
    }
}

/// Which stretch of time is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range {
    /// The last so many days, today included: 7, 30 or 90.
    Last(u16),
    /// Everything there is.
    All,
    /// These days, both included, as far as anything can be known of them: from [`Day::FIRST`] to today.
    Custom(Day, Day),
}

impl Range {
    /// The days that it means today, where the first thing known is from `earliest`.
    pub fn window(self, today: Day, earliest: Option<Day>) -> Window {
        let (from, to) = match self {
            Self::Last(days) => (today.plus(1 - i32::from(days.max(1))), today),
            Self::All => (earliest.unwrap_or(today).min(today), today),
            Self::Custom(one, other) => {
                let first = Day::FIRST.min(today);
                (
                    one.min(other).clamp(first, today),
                    one.max(other).clamp(first, today),
                )
            }
        };
        Window { from, to }
    }
}

/// Days from one to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first.
    pub from: Day,
    /// The last.
    pub to: Day,
}

impl Window {
    /// How many days.
    pub const fn days(self) -> i32 {
        self.to.0.saturating_sub(self.from.0).saturating_add(1)
    }

    /// Whether a day is one of them.
    pub fn holds(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// As many days, right before these.
    #[must_use]
    pub const fn before(self) -> Self {
        Self {
            from: self.from.plus(self.days().saturating_neg()),
            to: self.from.plus(-1),
        }
    }

    /// The unit in which so many days are drawn: at most about a hundred points.
    pub const fn unit(self) -> Unit {
        match self.days() {
            ..=100 => Unit::Day,
            101..=700 => Unit::Week,
            _ => Unit::Month,
        }
    }
}

/// What one point of a series stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// A day.
    Day,
    /// A week, from Monday.
    Week,
    /// A month.
    Month,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_at_midnight_of_the_zone() {
        let tunis = Zone::named("Africa/Tunis").unwrap();
        let late = Timestamp::parse("2026-11-22T23:30:00Z").unwrap();
        assert_eq!(tunis.day(late).to_string(), "2026-11-23");
        assert_eq!(
            tunis.start_of(tunis.day(late)),
            Timestamp::parse("2026-11-22T23:00:00Z").unwrap()
        );
        assert_eq!(Zone::named("Africa/Nowhere"), None);
    }

    #[test]
    fn windows_include_both_ends() {
        let day = |text| Day::parse(text).unwrap();
        let week = Range::Last(7).window(day("2026-11-23"), None);
        assert_eq!((week.from, week.days()), (day("2026-11-17"), 7));
        assert_eq!(week.before().to, day("2026-11-16"));
        assert_eq!(week.before().days(), 7);
        let turned = Range::Custom(day("2026-02-02"), day("2026-01-01")).window(day("2026-11-23"), None);
        assert_eq!((turned.from, turned.to), (day("2026-01-01"), day("2026-02-02")));
        let endless = Range::Custom(day("0001-01-01"), day("9999-12-31")).window(day("2026-11-23"), None);
        assert_eq!((endless.from, endless.to), (day("2004-02-04"), day("2026-11-23")));
        assert_eq!(Day::parse("2026-1-1"), None);
    }
}
