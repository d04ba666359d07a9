//! Sellers that wait for a scan or a correction.

use std::cmp::Reverse;

use model::Timestamp;

use crate::client::{Client, ClientStatus};
use crate::recommend::ranked::Ranked;

/// A seller that was not seen for longer than this may have changed: four weekly scans went by.
const LONG_AGO: i64 = 28 * 24 * 60 * 60 * 1000;

/// Who waits for what.
#[derive(Debug, Clone, Default)]
pub(crate) struct Waiting {
    /// Nobody asked about them yet, by slug.
    pub(crate) uncovered: Ranked<()>,
    /// Covered ones whose ads are known in part only, most ads first.
    pub(crate) partial: Ranked<Reverse<u32>>,
    /// Covered ones last seen more than 28 days ago: active ones first, then those not seen for longest.
    pub(crate) stale: Ranked<(bool, Timestamp)>,
    /// No URL can carry any of their domains, by slug.
    pub(crate) unscannable: Ranked<()>,
}

impl Waiting {
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
        let stale = |seen: &Timestamp| now.as_millis().saturating_sub(seen.as_millis()) > LONG_AGO;
        if let Some(seen) = client.seen_at.filter(stale) {
            self.stale.push((status != ClientStatus::Active, seen), name);
        }
    }
}
