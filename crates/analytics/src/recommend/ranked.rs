//! The few best of many, and how many there are.

use compact_str::CompactString;

/// How many are named.
pub const NAMED: usize = 10;

/// Who waits for something: how many, and the first of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Queue {
    /// All.
    pub count: u64,
    /// The first, best first, at most [`NAMED`].
    pub first: Vec<CompactString>,
}

/// The ten with the least keys, and the count of all.
#[derive(Debug, Clone)]
pub struct Ranked<K> {
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
    pub fn push(&mut self, key: K, name: impl FnOnce() -> CompactString) {
        self.count += 1;
        let place = self.best.partition_point(|(other, _)| *other <= key);
        if place < NAMED {
            self.best.insert(place, (key, name()));
            self.best.truncate(NAMED);
        }
    }

    /// Counts so many more, whose best are pushed besides.
    pub const fn count_more(&mut self, more: u64) {
        self.count += more;
    }

    /// The count and the names, best first.
    pub fn queue(self) -> Queue {
        Queue {
            count: self.count,
            first: self.best.into_iter().map(|(_, name)| name).collect(),
        }
    }
}
