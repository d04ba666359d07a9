//! Requests per second, counted per resource in whole seconds.

use std::collections::BTreeMap;

use model::Timestamp;

/// What came in during the current second.
#[derive(Debug, Default)]
pub(super) struct Rates {
    second: i64,
    counts: BTreeMap<String, u64>,
}

impl Rates {
    /// Counts a request to a resource; whether it is one too many. A limit of 0 is none.
    pub fn exceeded(&mut self, now: Timestamp, resource: &str, limit: u64) -> bool {
        if limit == 0 {
            return false;
        }
        let second = now.as_millis().div_euclid(1000);
        if second != self.second {
            self.second = second;
            self.counts.clear();
        }
        if let Some(count) = self.counts.get_mut(resource) {
            *count += 1;
            return *count > limit;
        }
        self.counts.insert(resource.to_owned(), 1);
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_resource_has_its_own_second() {
        let mut rates = Rates::default();
        let at = |millis: i64| Timestamp::clamped(1_700_000_000_000 + millis);
        assert!(!rates.exceeded(at(0), "a", 2) && !rates.exceeded(at(10), "a", 2));
        assert!(rates.exceeded(at(20), "a", 2));
        assert!(!rates.exceeded(at(20), "b", 2));
        assert!(!rates.exceeded(at(1000), "a", 2));
        assert!((0..100).all(|_| !rates.exceeded(at(1000), "a", 0)));
    }
}
