//! What the server was asked.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use compact_str::CompactString;

use super::RecordType;

/// Questions by the way they came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Over UDP, those that were dropped included.
    pub udp: u64,
    /// Over TCP.
    pub tcp: u64,
}

impl Tally {
    /// Over either.
    pub const fn all(self) -> u64 {
        self.udp + self.tcp
    }
}

/// What the server was asked, up to now. Retries count each.
#[derive(Debug, Default)]
pub struct Counts {
    counted: Mutex<Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    total: Tally,
    dropped: u64,
    at_once: u64,
    most_at_once: u64,
    by_name: BTreeMap<CompactString, Vec<(RecordType, Tally)>>,
}

impl Counts {
    /// All questions.
    pub fn total(&self) -> Tally {
        self.counted().total
    }

    /// Questions over UDP that were dropped, as if the network had lost them.
    pub fn dropped(&self) -> u64 {
        self.counted().dropped
    }

    /// Questions that were under way at the same time, at most: each from its arrival to its answer.
    pub fn most_at_once(&self) -> u64 {
        self.counted().most_at_once
    }

    /// Questions for one type of one name: lower case, no root dot.
    pub fn of(&self, name: &str, kind: RecordType) -> Tally {
        let counted = self.counted();
        let of_name = counted.by_name.get(name).into_iter().flatten();
        let mut of_kind = of_name.filter(|(asked, _)| *asked == kind);
        of_kind.next().map_or_else(Tally::default, |(_, tally)| *tally)
    }

    /// All that was asked, by name.
    pub fn asked(&self) -> Vec<(CompactString, RecordType, Tally)> {
        let counted = self.counted();
        let of_name = counted.by_name.iter();
        let each = of_name.flat_map(|(name, kinds)| {
            let line = |(kind, tally): &(_, _)| (name.clone(), *kind, *tally);
            kinds.iter().map(line)
        });
        each.collect()
    }

    /// Counts a question; it is under way until what is returned is dropped.
    pub(super) fn begin(&self, name: &str, kind: RecordType, udp: bool) -> UnderWay<'_> {
        let mut counted = self.counted();
        let counted = &mut *counted;
        let one = Tally {
            udp: u64::from(udp),
            tcp: u64::from(!udp),
        };
        let add = |tally: &mut Tally| {
            tally.udp += one.udp;
            tally.tcp += one.tcp;
        };
        add(&mut counted.total);
        counted.at_once += 1;
        counted.most_at_once = counted.most_at_once.max(counted.at_once);
        let kinds = counted.by_name.entry(name.into()).or_default();
        match kinds.iter_mut().find(|(asked, _)| *asked == kind) {
            Some((_, tally)) => add(tally),
            None => kinds.push((kind, one)),
        }
        UnderWay(self)
    }

    pub(super) fn drop_one(&self) {
        self.counted().dropped += 1;
    }

    fn counted(&self) -> MutexGuard<'_, Counted> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A question that is not answered yet.
#[derive(Debug)]
pub(super) struct UnderWay<'c>(&'c Counts);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.counted().at_once -= 1;
    }
}
