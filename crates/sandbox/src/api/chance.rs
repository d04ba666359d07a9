//! Chance that is a function of the seed and of what it is asked about: no state, so no order of calls matters.

use std::time::Duration;

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// The source of everything that looks random.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chance(u64);

impl Chance {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The same number for the same question, for ever.
    pub(super) fn number(self, about: &str, which: u64) -> u64 {
        let mut key = about.as_bytes().to_vec();
        key.extend_from_slice(&which.to_le_bytes());
        xxh3_64_with_seed(&key, self.0)
    }

    /// From 0 to `end - 1`; 0 where `end` is 0.
    pub(super) fn below(self, end: u64, about: &str, which: u64) -> u64 {
        let product = u128::from(self.number(about, which)) * u128::from(end);
        u64::try_from(product >> 64).unwrap_or_default()
    }

    /// From `first` to `last`.
    pub(super) fn between(self, first: u64, last: u64, about: &str, which: u64) -> u64 {
        first + self.below(last.saturating_sub(first).saturating_add(1), about, which)
    }

    /// From nothing to `longest`, in milliseconds.
    pub(super) fn up_to(self, longest: Duration, about: &str, which: u64) -> Duration {
        let millis = u64::try_from(longest.as_millis()).unwrap_or(u64::MAX);
        Duration::from_millis(self.between(0, millis, about, which))
    }

    /// An id as Apify's look: seventeen letters and digits.
    pub(super) fn id(self, about: &str, which: u64) -> String {
        const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let wide = u128::from(self.number(about, which)) << 64 | u128::from(self.number("id", which));
        let mut rest = wide;
        let mut id = String::with_capacity(17);
        for _ in 0..17 {
            let index = usize::try_from(rest % 62).unwrap_or_default();
            id.push(ALPHABET.get(index).map_or('A', |byte| char::from(*byte)));
            rest /= 62;
        }
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_differ_and_stay() {
        let chance = Chance::new(7);
        let ids: std::collections::BTreeSet<_> = (0..1000).map(|n| chance.id("run", n)).collect();
        assert_eq!(ids.len(), 1000);
        assert!(ids.iter().all(|id| id.len() == 17));
        assert_ne!(chance.id("run", 1), chance.id("dataset", 1));
        assert_eq!(chance.id("run", 1), Chance::new(7).id("run", 1));
    }

    #[test]
    fn numbers_stay_in_bounds() {
        let chance = Chance::new(1);
        assert!((0..1000).all(|n| (3..=5).contains(&chance.between(3, 5, "x", n))));
        assert_eq!(chance.below(0, "x", 1), 0);
    }
}
