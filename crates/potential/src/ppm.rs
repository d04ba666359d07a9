//! Chances in millionths: as they are kept, compared and handed on, so that equal ones are equal.

/// A chance in millionths, from 0 to 1,000,000.
pub type Ppm = u32;

/// A chance from 0 to 1 in millionths, rounded; what lies outside is held at the nearer end, and what is no number is 0.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held between 0 and a million"
)]
pub fn to_ppm(chance: f64) -> Ppm {
    (chance.clamp(0.0, 1.0) * 1e6).round() as Ppm
}

/// Millionths as a number from 0 to 1.
pub fn from_ppm(ppm: Ppm) -> f64 {
    f64::from(ppm) / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn millionths_come_back_and_nothing_leaves_the_range() {
        for ppm in [0, 1, 499_999, 1_000_000] {
            assert_eq!(to_ppm(from_ppm(ppm)), ppm);
        }
        assert_eq!([-0.1, 1.5, f64::NAN].map(to_ppm), [0, 1_000_000, 0]);
        assert_eq!(to_ppm(0.000_000_5), 1);
    }
}
