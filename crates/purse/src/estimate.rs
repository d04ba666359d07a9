//! What money still covers, in whole numbers.

use model::MicroDollars;

/// What a covered seller cost on average, rounded up to a whole micro-dollar; `None` where none was covered.
pub fn average(settled: MicroDollars, covered: u64) -> Option<MicroDollars> {
    let settled = u64::try_from(settled.micros()).unwrap_or(0);
    if covered == 0 {
        return None;
    }
    let average = settled.div_ceil(covered);
    Some(MicroDollars::new(i64::try_from(average).unwrap_or(i64::MAX)))
}

/// How many more sellers `left` covers at this average cost per covered seller; `None` where the average says
/// nothing, since nothing has cost anything yet.
pub fn estimate(left: MicroDollars, average: MicroDollars) -> Option<u64> {
    (average > MicroDollars::ZERO).then(|| left.fits(average))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn averages_are_never_too_low_and_estimates_never_too_high() {
        let micros = MicroDollars::new;
        assert_eq!(average(micros(1_900_000), 17_000), Some(micros(112)));
        assert_eq!(average(micros(0), 5), Some(micros(0)));
        assert_eq!(average(micros(5), 0), None);
        assert_eq!(estimate(micros(3_100_000), micros(112)), Some(27_678));
        assert_eq!(estimate(micros(111), micros(112)), Some(0));
        assert_eq!(estimate(micros(-1), micros(112)), Some(0));
        assert_eq!(estimate(micros(5), micros(0)), None);
    }
}
