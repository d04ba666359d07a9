//! Whole-number scales: shares of lengths, and ticks that people find round.

/// `value` of `whole` as a share of `length`, rounded to the nearest; never more than `length`.
pub fn part(value: u64, whole: u64, length: u64) -> u64 {
    let (value, whole) = (u128::from(value), u128::from(whole.max(1)));
    let share = (value * u128::from(length) + whole / 2) / whole;
    u64::try_from(share).unwrap_or(length).min(length)
}

/// The ticks of an axis from 0 to at least `most`: whole numbers, steps of 1, 2 or 5 times a power of ten, five steps
/// at most. Never empty; the last tick is the axis' end. Where no round number is left above `most`, it is the end.
pub fn ticks(most: u64) -> Vec<u64> {
    let most = most.max(1);
    let mut power = 1_u64;
    loop {
        for digit in [1, 2, 5] {
            let Some(step) = power.checked_mul(digit) else {
                return vec![0, most];
            };
            let steps = most.div_ceil(step);
            if steps <= 5 {
                return all_steps(step, steps, most);
            }
        }
        power = match power.checked_mul(10) {
            Some(next) => next,
            None => return vec![0, most],
        };
    }
}

fn all_steps(step: u64, steps: u64, most: u64) -> Vec<u64> {
    (0..=steps)
        .map(|index| step.checked_mul(index).unwrap_or(most))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_reach_the_top() {
        assert_eq!(ticks(0), [0, 1]);
        assert_eq!(ticks(1), [0, 1]);
        assert_eq!(ticks(3), [0, 1, 2, 3]);
        assert_eq!(ticks(7), [0, 2, 4, 6, 8]);
        assert_eq!(ticks(812), [0, 200, 400, 600, 800, 1000]);
        assert_eq!(ticks(21_764), [0, 5_000, 10_000, 15_000, 20_000, 25_000]);
    }

    #[test]
    fn no_number_is_too_large_and_steps_stay_few() {
        for most in (0..64)
            .map(|bit| 1_u64 << bit)
            .chain([u64::MAX, u64::MAX - 1, 999, 1001])
        {
            let ticks = ticks(most);
            assert!((2..=6).contains(&ticks.len()), "{most}: {ticks:?}");
            assert!(
                ticks.is_sorted() && *ticks.last().unwrap() >= most,
                "{most}: {ticks:?}"
            );
        }
    }

    #[test]
    fn parts_stay_within() {
        assert_eq!(part(1, 3, 1000), 333);
        assert_eq!(part(u64::MAX, u64::MAX, 500), 500);
        assert_eq!(part(5, 0, 500), 500);
        assert_eq!(part(0, 0, 500), 0);
    }
}
