//! Numbers that look random and are the same on every machine, for ever.
//!
//! `SplitMix64` (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014), kept here so that no
//! release of a library can change a world. A generator is made from a key, so that each seller and each ad
//! can be made by itself, in any order.

/// The odd constant nearest to 2^64 divided by the golden ratio.
const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

/// A stream of numbers.
#[derive(Debug, Clone)]
pub(super) struct Rng(u64);

impl Rng {
    /// The stream of a key; different keys give unrelated streams.
    pub(super) fn new(seed: u64, key: &[u64]) -> Self {
        let mut state = mix(seed.wrapping_add(GAMMA));
        for part in key {
            state = mix(state ^ mix(part.wrapping_add(GAMMA)));
        }
        Self(state)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GAMMA);
        mix(self.0)
    }

    /// Evenly from 0 to `end - 1`; 0 where `end` is 0.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        let product = u128::from(self.next()) * u128::from(end);
        u64::try_from(product >> 64).unwrap_or_default()
    }

    /// Evenly from `first` to `last`.
    pub(super) fn between(&mut self, first: u64, last: u64) -> u64 {
        first + self.below(last.saturating_sub(first) + 1)
    }

    /// True in so many cases of a thousand.
    pub(super) fn per_mille(&mut self, cases: u64) -> bool {
        self.below(1000) < cases
    }

    /// One of the list; the type's default where it is empty.
    pub(super) fn pick<T: Copy + Default>(&mut self, list: &[T]) -> T {
        let index = self.below(u64::try_from(list.len()).unwrap_or_default());
        usize::try_from(index)
            .ok()
            .and_then(|index| list.get(index))
            .copied()
            .unwrap_or_default()
    }

    /// One of the list by weight; the type's default where the weights are all 0.
    pub(super) fn weighted<T: Copy + Default>(&mut self, list: &[(u64, T)]) -> T {
        let total = list.iter().map(|(weight, _)| weight).sum();
        let mut left = self.below(total);
        for (weight, value) in list {
            if left < *weight {
                return *value;
            }
            left -= weight;
        }
        T::default()
    }

    /// Appends so many characters of the URL-safe alphabet.
    pub(super) fn token(&mut self, out: &mut String, len: usize) {
        const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let mut left = len;
        while left > 0 {
            let mut bits = self.next();
            for _ in 0..left.min(10) {
                let index = usize::try_from(bits & 63).unwrap_or_default();
                out.push(ALPHABET.get(index).map_or('A', |byte| char::from(*byte)));
                bits >>= 6;
            }
            left -= left.min(10);
        }
    }
}

/// The output function of `SplitMix64`.
const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_splitmix64() {
        // The first outputs for the state 1234567, as published with the reference implementation.
        let mut rng = Rng(1_234_567);
        assert_eq!(rng.next(), 6_457_827_717_110_365_317);
        assert_eq!(rng.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn choices_stay_in_bounds_and_follow_weights() {
        let mut rng = Rng::new(1, &[2, 3]);
        let mut found = [0_u32; 3];
        for _ in 0..10_000 {
            found[usize::from(rng.weighted(&[(1, 0_u8), (0, 1), (3, 2)]))] += 1;
            assert!((5..=7).contains(&rng.between(5, 7)));
        }
        assert_eq!(found[1], 0);
        assert!((2_300..2_700).contains(&found[0]), "{found:?}");
        assert_eq!(rng.below(0), 0);
        assert_eq!(rng.pick::<u8>(&[]), 0);
    }

    #[test]
    fn keys_give_unrelated_streams() {
        let first = |key: &[u64]| Rng::new(1, key).next();
        assert_ne!(first(&[1, 2]), first(&[2, 1]));
        assert_ne!(first(&[0]), first(&[0, 0]));
    }
}
