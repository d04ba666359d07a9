//! Money as whole micro-dollars. No floating point ever holds an amount.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

use serde::{Deserialize, Serialize};

/// An amount of US dollars in millionths; shown with six places. Stored as its whole number of millionths.
/// Arithmetic saturates: no sum of real amounts comes near the ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MicroDollars(i64);

impl MicroDollars {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// From whole micro-dollars.
    pub const fn new(micros: i64) -> Self {
        Self(micros)
    }

    /// The amount in whole micro-dollars.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Reads `5`, `5.00` or `0.000750`; `None` for anything else, more than six places included.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || fraction.len() > 6 || !digits(whole) || !digits(fraction) {
            return None;
        }
        let micros = format!("{fraction:0<6}").parse::<i64>().ok()?;
        whole
            .parse::<i64>()
            .ok()?
            .checked_mul(1_000_000)?
            .checked_add(micros)
            .map(Self)
    }

    /// From a number of dollars as JSON carries it. What lies below a millionth counts as a whole one: a cost
    /// may be told too high, never too low. `None` for what is negative, endless or no amount.
    pub fn from_dollars(dollars: f64) -> Option<Self> {
        // The shortest text that reads back as the same number: exact where arithmetic would not be.
        let text = dollars.to_string();
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let kept = fraction.get(..6).unwrap_or(fraction);
        let rest = fraction.get(6..).unwrap_or_default();
        let exact = Self::parse(&format!("{whole}.{kept}"))?;
        let more = i64::from(rest.bytes().any(|digit| digit != b'0'));
        exact.0.checked_add(more).map(Self)
    }

    /// So many times the amount.
    #[must_use]
    pub fn times(self, count: u64) -> Self {
        Self(self.0.saturating_mul(i64::try_from(count).unwrap_or(i64::MAX)))
    }

    /// `part` of `whole` parts of the amount, rounded down; nothing where there are no parts.
    #[must_use]
    pub fn share(self, part: u64, whole: u64) -> Self {
        if whole == 0 {
            return Self::ZERO;
        }
        let exact = i128::from(self.0) * i128::from(part) / i128::from(whole);
        Self(i64::try_from(exact).unwrap_or(i64::MAX))
    }

    /// How many whole times `unit` fits in; 0 where `unit` is not positive or the amount is negative.
    pub fn fits(self, unit: Self) -> u64 {
        if unit.0 <= 0 {
            return 0;
        }
        u64::try_from(self.0 / unit.0).unwrap_or(0)
    }
}

impl Sub for MicroDollars {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for MicroDollars {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl Add for MicroDollars {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for MicroDollars {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl fmt::Display for MicroDollars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let micros = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:06}", micros / 1_000_000, micros % 1_000_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_of_json_are_exact_and_rounded_up_below_a_millionth() {
        for (dollars, micros) in [
            (0.00075, 750),
            (0.0443, 44_300),
            (5.0, 5_000_000),
            (0.0, 0),
            (0.000_000_1, 1),
            (0.000_007_500_000_1, 8),
            (1e-12, 1),
        ] {
            assert_eq!(
                MicroDollars::from_dollars(dollars),
                Some(MicroDollars(micros)),
                "{dollars}"
            );
        }
        for dollars in [-1.0, f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(MicroDollars::from_dollars(dollars), None, "{dollars}");
        }
    }

    #[test]
    fn amounts_are_counted_in_units() {
        let item = MicroDollars(750);
        assert_eq!(item.times(10), MicroDollars(7_500));
        assert_eq!(MicroDollars(7_549).fits(item), 10);
        assert_eq!(
            (MicroDollars(-1).fits(item), item.fits(MicroDollars::ZERO)),
            (0, 0)
        );
        assert_eq!(MicroDollars(1_000).share(1, 3), MicroDollars(333));
        assert_eq!(MicroDollars(1_000).share(1, 0), MicroDollars::ZERO);
        assert_eq!([item, item].into_iter().sum::<MicroDollars>() - item, item);
    }

    #[test]
    fn reads_and_writes_six_places() {
        for (text, micros) in [
            ("5", 5_000_000),
            ("5.00", 5_000_000),
            ("0.00075", 750),
            ("0.000001", 1),
        ] {
            assert_eq!(MicroDollars::parse(text), Some(MicroDollars(micros)), "{text}");
        }
        assert_eq!(MicroDollars(750).to_string(), "0.000750");
        assert_eq!(MicroDollars(-1_500_000).to_string(), "-1.500000");
        for text in ["", ".5", "5,0", "0.0000001", "-1", "1e3", "99999999999999999999"] {
            assert_eq!(MicroDollars::parse(text), None, "{text}");
        }
    }
}
