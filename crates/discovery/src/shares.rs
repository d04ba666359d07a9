//! A run's cost shared among what it asked, so that the shares add up to it.

use model::MicroDollars;

/// Shares of `cost` in proportion to `weights`, in their order; equal ones where all weights are zero. The
/// micro-dollars that rounding leaves go to the first. They add up to `cost` exactly, unless nobody is there.
pub fn shares(cost: MicroDollars, weights: &[u64]) -> Vec<MicroDollars> {
    let whole: u64 = weights.iter().sum();
    let mut shares: Vec<MicroDollars> = if whole == 0 {
        let each = cost.share(1, weights.len() as u64);
        vec![each; weights.len()]
    } else {
        weights.iter().map(|weight| cost.share(*weight, whole)).collect()
    };
    let mut left = cost - shares.iter().copied().sum();
    let one = MicroDollars::new(1);
    // Every share is rounded down by less than one, so there are fewer left than shares.
    for (share, weight) in shares.iter_mut().zip(weights) {
        if left <= MicroDollars::ZERO {
            break;
        }
        if whole == 0 || *weight > 0 {
            *share += one;
            left = left - one;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn leftovers_go_to_the_first() {
        let micros = |cost, weights: &[u64]| -> Vec<i64> {
            let shares = shares(MicroDollars::new(cost), weights);
            shares.into_iter().map(MicroDollars::micros).collect()
        };
        assert_eq!(micros(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(micros(100, &[0, 3, 4]), [0, 43, 57]);
        assert_eq!(micros(5, &[0, 0]), [3, 2]);
        assert!(micros(5, &[]).is_empty());
    }

    proptest! {
        #[test]
        fn they_add_up(cost in 0i64..10_000_000, weights in prop::collection::vec(0u64..5000, 1..40)) {
            let shares = shares(MicroDollars::new(cost), &weights);
            prop_assert_eq!(shares.iter().copied().sum::<MicroDollars>(), MicroDollars::new(cost));
            prop_assert!(shares.iter().all(|share| *share >= MicroDollars::ZERO));
        }
    }
}
