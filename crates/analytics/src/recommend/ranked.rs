//! The few best of many, and how many there are.

use compact_str::CompactString;

/// How many are named.
const KEPT: usize = 10;

/// The ten with the least keys, and the count of all.
#[derive(Debug, Clone)]
pub(crate) struct Ranked<K> {
    count: u64,
    best: Vec<(K, CompactString)>,
}

impl<K> Default for Ranked<K> {
    fn default() -> Self {
        Self {
            count: 0,
            best: Vec::new(),
        }
    }
}

impl<K: Ord> Ranked<K> {
    /// Counts one, and keeps its name where it is among the best so far. Of equal keys those that came first are
    /// better: sellers come by slug.
    pub(crate) fn push(&mut self, key: K, name: impl FnOnce() -> CompactString) {
        self.count += 1;
        let place = self.best.partition_point(|(other, _)| *other <= key);
        if place < KEPT {
            self.best.insert(place, (key, name()));
            self.best.truncate(KEPT);
        }
    }

    /// How many there are.
    pub(crate) const fn count(&self) -> u64 {
        self.count
    }

    /// The names of the best, best first.
    pub(crate) fn names(&self) -> Vec<CompactString> {
        self.best.iter().map(|(_, name)| name.clone()).collect()
    }
}
