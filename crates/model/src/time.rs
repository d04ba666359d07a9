//! Moments as whole milliseconds since 1970 UTC, read from every spelling that ads and caches use.

use std::fmt;

use jiff::civil;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment, in milliseconds since 1970-01-01 UTC. Written as `2025-12-29T16:30:00.000Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// Numbers from here on are milliseconds: as seconds they would lie past the year 5138.
const MILLISECONDS_FROM: u64 = 100_000_000_000;
/// `0001-01-01T00:00:00Z` in milliseconds.
const EARLIEST: i64 = -62_135_596_800_000;
/// `9999-12-31T00:00:00Z` in milliseconds: nothing later is a date of an ad.
const LATEST: i64 = 253_402_214_400_000;

impl Timestamp {
    /// From milliseconds since 1970 UTC; `None` outside the years 1 to 9999.
    pub fn from_millis(millis: i64) -> Option<Self> {
        (EARLIEST..=LATEST).contains(&millis).then_some(Self(millis))
    }

    /// From milliseconds since 1970 UTC; what lies outside the years 1 to 9999 becomes the nearest moment
    /// within them. For clocks, whose owner may have set them to anything.
    pub fn clamped(millis: i64) -> Self {
        Self(millis.clamp(EARLIEST, LATEST))
    }

    /// From a number that is seconds or milliseconds, told apart by its size.
    pub fn from_number(number: i64) -> Option<Self> {
        if number.unsigned_abs() >= MILLISECONDS_FROM {
            Self::from_millis(number)
        } else {
            Self::from_millis(number.checked_mul(1000)?)
        }
    }

    /// From ISO 8601 with or without zone (`+0000` too), `2025-12-26 08:00:00`, a bare date, or digits.
    /// A text without zone is taken as UTC.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(time) = plain_iso(text.as_bytes()) {
            return Some(time);
        }
        if let Ok(number) = text.parse::<i64>() {
            return Self::from_number(number);
        }
        let found = text
            .parse::<jiff::Timestamp>()
            .ok()
            .or_else(|| {
                jiff::fmt::strtime::parse("%Y-%m-%dT%H:%M:%S%z", text)
                    .ok()?
                    .to_timestamp()
                    .ok()
            })
            .or_else(|| {
                text.parse::<civil::DateTime>()
                    .ok()?
                    .to_zoned(TimeZone::UTC)
                    .ok()
                    .map(|z| z.timestamp())
            })
            .or_else(|| {
                text.parse::<civil::Date>()
                    .ok()?
                    .to_zoned(TimeZone::UTC)
                    .ok()
                    .map(|z| z.timestamp())
            })?;
        Self::from_millis(found.as_millisecond())
    }

    /// Milliseconds since 1970 UTC.
    pub const fn as_millis(self) -> i64 {
        self.0
    }
}

/// `2025-12-28T13:24:52.642309`, with or without fraction and `Z`: the spelling of every cache file, read
/// without a general parser, which would cost a tenth of reading an empty search. Anything else is left to
/// that parser.
fn plain_iso(text: &[u8]) -> Option<Timestamp> {
    let text = text.strip_suffix(b"Z").unwrap_or(text);
    let (moment, fraction) = text.split_at_checked(19)?;
    let &[
        y1,
        y2,
        y3,
        y4,
        b'-',
        mo1,
        mo2,
        b'-',
        d1,
        d2,
        b'T',
        h1,
        h2,
        b':',
        mi1,
        mi2,
        b':',
        s1,
        s2,
    ] = moment
    else {
        return None;
    };
    let year = i16::from(two(y1, y2)?) * 100 + i16::from(two(y3, y4)?);
    let date = civil::Date::new(year, two(mo1, mo2)?, two(d1, d2)?).ok()?;
    let (hour, minute, second) = (two(h1, h2)?, two(mi1, mi2)?, two(s1, s2)?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let days = date.duration_since(civil::Date::constant(1970, 1, 1)).as_hours() / 24;
    let seconds = days * 86_400 + i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
    Timestamp::from_millis(seconds * 1000 + milliseconds(fraction)?)
}

fn two(tens: u8, ones: u8) -> Option<i8> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| (byte - b'0').cast_signed());
    Some(digit(tens)? * 10 + digit(ones)?)
}

/// The first three digits of a fraction of at most nine; more exact moments are cut, not rounded.
fn milliseconds(fraction: &[u8]) -> Option<i64> {
    let Some((dot, digits)) = fraction.split_first() else {
        return Some(0);
    };
    if *dot != b'.' || digits.is_empty() || digits.len() > 9 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digit = |at: usize| digits.get(at).map_or(0, |byte| i64::from(byte - b'0'));
    Some(digit(0) * 100 + digit(1) * 10 + digit(2))
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(moment) => write!(f, "{moment:.3}"),
            Err(_) => Err(fmt::Error),
        }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a time"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_one_moment() {
        let expected = Timestamp(1_766_736_000_000);
        for text in [
            "2025-12-26T08:00:00.000Z",
            "2025-12-26T08:00:00+0000",
            "2025-12-26T09:00:00+01:00",
            "2025-12-26 08:00:00",
            "2025-12-26T08:00:00",
            "1766736000",
            "1766736000000",
        ] {
            assert_eq!(Timestamp::parse(text), Some(expected), "{text}");
        }
        assert_eq!(Timestamp::parse("2025-12-26"), Some(Timestamp(1_766_707_200_000)));
    }

    #[test]
    fn written_with_milliseconds_and_z() {
        assert_eq!(
            Timestamp::parse("2025-12-28T13:24:52.642309")
                .unwrap()
                .to_string(),
            "2025-12-28T13:24:52.642Z"
        );
        assert_eq!(
            Timestamp(1_766_736_000_000).to_string(),
            "2025-12-26T08:00:00.000Z"
        );
    }

    #[test]
    fn the_short_way_agrees_with_the_general_one() {
        for text in [
            "2025-12-28T13:24:52.642309",
            "2024-02-29T23:59:59",
            "0001-01-01T00:00:00Z",
            "9999-12-30T00:00:00.1Z",
            "1969-12-31T23:59:59.999",
            "2000-01-01T00:00:00.123456789",
        ] {
            let short = plain_iso(text.as_bytes()).unwrap();
            let general = text.trim_end_matches('Z').parse::<civil::DateTime>().unwrap();
            let general = general.to_zoned(TimeZone::UTC).unwrap().timestamp();
            let floor = general.as_nanosecond().div_euclid(1_000_000);
            assert_eq!(i128::from(short.as_millis()), floor, "{text}");
        }
        for text in [
            "2025-02-29T00:00:00",
            "2025-01-01T24:00:00",
            "2025-01-01T00:60:00",
            "2025-01-01T00:00:00.",
            "2025-01-01 00:00:00",
        ] {
            assert_eq!(plain_iso(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn nonsense_is_none_not_a_panic() {
        for text in [
            "",
            "N/A",
            "9223372036854775807",
            "-9223372036854775808",
            "2025-13-45",
            "yesterday",
        ] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
    }
}
