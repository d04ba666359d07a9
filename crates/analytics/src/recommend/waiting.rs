//! Sellers that wait for a scan or a correction.

use std::cmp::Reverse;

use model::Timestamp;

use crate::client::{Client, ClientStatus};
use crate::recommend::ranked::{Queue, Ranked};

/// A seller that was not seen for longer than this may have changed: four weekly scans went by.
const LONG_AGO: i64 = 28 * 24 * 60 * 60 * 1000;

/// Who waits for what, when all are counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Nobody asked about them yet, by slug.
    pub uncovered: Queue,
    /// Covered ones whose ads are known in part only, most ads first.
    pub partial: Queue,
    /// Covered ones last seen more than 28 days ago: active ones first, then those not seen for longest.
    pub stale: Queue,
    /// No URL can carry any of their domains, by slug.
    pub unscannable: Queue,
}

/// The moment before which a seller was seen long ago.
pub fn stale_before(now: Timestamp) -> Timestamp {
    Timestamp::clamped(now.as_millis().saturating_sub(LONG_AGO))
}

/// Who waits for what, while they are counted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counting {
    /// Nobody asked about them yet, by slug.
    uncovered: Ranked<()>,
    /// Covered ones whose ads are known in part only, most ads first.
    partial: Ranked<Reverse<u32>>,
    /// Covered ones last seen more than 28 days ago: active ones first, then those not seen for longest.
    stale: Ranked<(bool, Timestamp)>,
    /// No URL can carry any of their domains, by slug.
    unscannable: Ranked<()>,
}

impl Counting {
    /// Adds a seller to those it belongs to. Of one that is not covered only the name is read, where it is kept: they
    /// are the most, and this walks all of them.
    pub(crate) fn note(&mut self, status: ClientStatus, client: &Client, now: Timestamp) {
        let name = || client.slug.clone();
        match status {
            ClientStatus::Uncovered => self.uncovered.push((), name),
            ClientStatus::Unscannable => self.unscannable.push((), name),
            ClientStatus::Active | ClientStatus::Inactive => self.covered(status, client, now),
        }
    }

    fn covered(&mut self, status: ClientStatus, client: &Client, now: Timestamp) {
        let name = || client.slug.clone();
        if client.partial {
            self.partial.push(Reverse(client.ads.total), name);
        }
        let stale = |seen: &Timestamp| *seen < stale_before(now);
        if let Some(seen) = client.seen_at.filter(stale) {
            self.stale.push((status != ClientStatus::Active, seen), name);
        }
    }

    pub(crate) fn waiting(self) -> Waiting {
        Waiting {
            uncovered: self.uncovered.queue(),
            partial: self.partial.queue(),
            stale: self.stale.queue(),
            unscannable: self.unscannable.queue(),
        }
    }
}
