//! Money as whole micro-dollars. No floating point ever holds an amount.

use std::fmt;
use std::ops::{Add, AddAssign};

/// An amount of US dollars in millionths; shown with six places.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
