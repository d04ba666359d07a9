//! Ranks among sorted numbers, in whole numbers.

use model::document::Ratio;

/// The square of 1.96, the normal deviate of 95 %, in ten-thousandths.
const Z2: u128 = 38_416;
/// What [`Z2`] is in parts of.
const PARTS: u128 = 10_000;

/// Twice how many of the numbers are less, plus how many are equal: twice the mid-rank.
fn twice_rank(sorted: &[i64], value: i64) -> u64 {
    let less = sorted.partition_point(|other| *other < value);
    let not_more = sorted.partition_point(|other| *other <= value);
    (less + not_more) as u64
}

/// The percent of the numbers that are less, with half of those that are equal.
pub(super) fn mid_rank(sorted: &[i64], value: i64) -> Ratio {
    Ratio::of(twice_rank(sorted, value), 2 * sorted.len() as u64)
}

/// Wilson's 95 % score interval around the mid-rank, as percents: with the rank's share p of n and z = 1.96,
/// `(2np + z² ± z √(z² + 4np(1-p))) / (2(n + z²))`.
pub(super) fn wilson(sorted: &[i64], value: i64) -> (Ratio, Ratio) {
    let n = sorted.len() as u128;
    if n == 0 {
        return (Ratio::default(), Ratio::of(1, 1));
    }
    // 2np, at most 2n. Everything is counted in ten-thousandths.
    let twice = u128::from(twice_rank(sorted, value));
    let middle = twice * PARTS + Z2;
    let spread = (Z2 * (Z2 * n + twice * (2 * n - twice) * PARTS) / n).isqrt();
    let whole = 2 * (n * PARTS + Z2);
    let percent = |part: u128| Ratio::of(narrow(part.min(whole)), narrow(whole));
    (percent(middle.saturating_sub(spread)), percent(middle + spread))
}

fn narrow(number: u128) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// The least number that at least `part` of `parts` of the numbers do not pass; 0 where there are none.
pub(super) fn quantile(sorted: &[i64], part: usize, parts: usize) -> i64 {
    let rank = (sorted.len() * part).div_ceil(parts);
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ranks_are_in_the_middle_of_equals() {
        assert_eq!(mid_rank(&[1, 2, 3, 4], 3).to_string(), "62.50");
        assert_eq!(mid_rank(&[5, 5, 5], 5).to_string(), "50.00");
        assert_eq!(mid_rank(&[7], 7).to_string(), "50.00");
        assert_eq!(quantile(&[1, 2, 3, 4], 1, 2), 2);
        assert_eq!(quantile(&[1, 2, 3, 4], 1, 4), 1);
        assert_eq!(quantile(&[1, 2, 3, 4, 5], 3, 4), 4);
        assert_eq!(quantile(&[], 1, 2), 0);
    }

    #[test]
    fn intervals_are_wilsons() {
        // 10 of 20 (p = 0.5): 29.93 % to 70.07 %; 100 of 200: 43.14 % to 56.86 %.
        let of = |below: i64, n: i64| {
            let sorted: Vec<i64> = (0..n).collect();
            let (low, high) = wilson(&sorted, below);
            format!("{low} {high}")
        };
        // A value between two others has no equals: exactly half are less.
        let sorted: Vec<i64> = (0..20).map(|number| 2 * number).collect();
        let (low, high) = wilson(&sorted, 19);
        assert_eq!(format!("{low} {high}"), "29.93 70.07");
        assert_eq!(of(200, 200), "98.12 100.00");
        assert_eq!(of(-1, 200), "0.00 1.88");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn ranks_agree_with_a_naive_count(mut values in prop::collection::vec(-5..20_i64, 1..120), pick in any::<prop::sample::Index>()) {
            let value = values[pick.index(values.len())];
            let less = values.iter().filter(|other| **other < value).count();
            let equal = values.iter().filter(|other| **other == value).count();
            values.sort_unstable();
            let rank = mid_rank(&values, value);
            prop_assert_eq!(rank, Ratio::of((2 * less + equal) as u64, 2 * values.len() as u64));
            let (low, high) = wilson(&values, value);
            prop_assert!(low <= rank && rank <= high && high <= Ratio::of(1, 1));
            for (part, parts) in [(1, 4), (1, 2), (3, 4)] {
                let at = quantile(&values, part, parts);
                let enough = |limit: i64| values.iter().filter(|other| **other <= limit).count() * parts >= values.len() * part;
                prop_assert!(values.contains(&at) && enough(at));
                let lower = values.iter().copied().filter(|other| *other < at).max();
                prop_assert!(lower.is_none_or(|lower| !enough(lower)), "there is no lesser one");
            }
        }
    }
}
