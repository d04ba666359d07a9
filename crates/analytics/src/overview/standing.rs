//! What is read from all sellers at once, and therefore only once per snapshot: a request looks at sums.

use std::sync::OnceLock;

use crate::book::Snapshot;
use crate::book::chunk::Facts;
use crate::client::ClientStatus;
use crate::clients::Segment;
use crate::competition::index::Index;
use crate::overview::since::Since;
use crate::overview::turns::Turns;
use crate::overview::{Changes, Overview};
use crate::recommend::waiting::{Counting, Waiting};

/// Sums over all sellers of one snapshot.
#[derive(Debug, Clone, Default)]
pub(crate) struct Standing {
    /// The overview without its changes.
    pub(crate) base: Overview,
    /// Who started and stopped, over time.
    pub(crate) turns: Turns,
    /// Rivals over time.
    pub(crate) rivals: Index,
    whole: OnceLock<Whole>,
}

/// What must be asked of each seller itself: in a base of a million that takes a while, and few pages show it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Whole {
    /// What changed since the scan before the last one.
    pub(crate) last_scan: Changes,
    /// Sellers that wait for a scan or a correction.
    pub(crate) waiting: Waiting,
}

impl Standing {
    /// Looks at those that advertise or did, and at the status of all.
    pub(crate) fn of(snapshot: &Snapshot) -> Self {
        let mut base = Overview::uncounted(&snapshot.frame, snapshot.len() as u64);
        let mut turns = Turns::default();
        snapshot.facts().for_each(|facts| base.count(facts));
        for client in snapshot.advertisers() {
            base.concurrent_clients += u64::from(client.ads.concurrent > 0);
            base.ads.add(client.ads);
            turns.note(client);
        }
        turns.sort();
        Self {
            base,
            turns,
            rivals: Index::of(snapshot),
            whole: OnceLock::new(),
        }
    }

    /// What is known of all sellers, from one walk when it is first asked for.
    pub(crate) fn whole(&self, snapshot: &Snapshot) -> &Whole {
        self.whole.get_or_init(|| self.walk(snapshot))
    }

    fn walk(&self, snapshot: &Snapshot) -> Whole {
        let (mut whole, mut counting) = (Whole::default(), Counting::default());
        let mut since = Since::of(&snapshot.frame);
        for (facts, client) in snapshot.facts().zip(snapshot.each()) {
            counting.note(facts.status, client, snapshot.frame.taken_at);
            if let Some(since) = &mut since
                && facts.status != ClientStatus::Uncovered
            {
                since.count(client);
            }
        }
        whole.waiting = counting.waiting();
        if let Some(since) = since {
            let span = since.span;
            let new_rivals = self.rivals.new_within(&snapshot.frame, span);
            whole.last_scan = since.changes(self.turns.within(span), new_rivals);
        }
        whole
    }
}

impl Overview {
    /// Counts one seller under its status.
    fn count(&mut self, facts: Facts) {
        match facts.status {
            ClientStatus::Active => {
                self.active += 1;
                self.partial += u64::from(facts.partial);
                let segment = Segment::of(facts.linked_ads);
                if let Some(band) = self.bands.iter_mut().find(|band| Some(band.segment) == segment) {
                    band.clients += 1;
                }
            }
            ClientStatus::Inactive => self.inactive += 1,
            ClientStatus::Unscannable => self.unscannable += 1,
            ClientStatus::Uncovered => self.uncovered += 1,
        }
        self.covered = self.active + self.inactive;
    }
}
