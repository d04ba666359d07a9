//! What is read from all sellers at once, and therefore only once per snapshot: a request looks at sums.

use std::sync::OnceLock;

use model::Timestamp;

use crate::book::Snapshot;
use crate::book::chunk::Facts;
use crate::client::{Client, ClientStatus};
use crate::clients::Segment;
use crate::competition::index::Index;
use crate::overview::span::Span;
use crate::overview::turns::{Turns, was_silent};
use crate::overview::{Band, Changes, Overview, SellerAds};
use crate::recommend::waiting::Waiting;

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
        let mut base = Overview {
            clients: snapshot.len() as u64,
            all_ads: snapshot.totals(),
            bands: Segment::ALL.map(|segment| Band { segment, clients: 0 }),
            ..Overview::default()
        };
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
        let mut whole = Whole::default();
        let mut since = Since::of(snapshot);
        for (facts, client) in snapshot.facts().zip(snapshot.each()) {
            whole.waiting.note(facts.status, client, snapshot.taken_at);
            if let Some(since) = &mut since
                && facts.status != ClientStatus::Uncovered
            {
                since.count(client);
            }
        }
        if let Some(since) = since {
            whole.last_scan = since.changes(snapshot, self);
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

/// How the base stood when the scan before the last one ended.
struct Since {
    moment: Timestamp,
    span: Span,
    covered: u64,
    newly_covered: u64,
    active: u64,
    ads: SellerAds,
}

impl Since {
    fn of(snapshot: &Snapshot) -> Option<Self> {
        let moment = snapshot.scan_before_last()?;
        Some(Self {
            moment,
            span: Span::after(moment),
            covered: 0,
            newly_covered: 0,
            active: 0,
            ads: SellerAds::default(),
        })
    }

    fn count(&mut self, client: &Client) {
        let known = client.covered_at.is_some_and(|covered| covered < self.span.begin);
        let mark = self.span.before(client);
        self.newly_covered += u64::from(client.status.is_covered() && !known && mark.is_none());
        self.covered += u64::from(known || mark.is_some());
        if let Some(mark) = mark {
            self.ads.add(mark.ads);
        }
        // Before its first report a seller stood as that says; without any, as its mapping says.
        let first = client.history.first().map_or(client.status, |first| first.status);
        let guessed = Some(first).filter(|_| known && !was_silent(client));
        let status = mark.map(|mark| mark.status).or(guessed);
        self.active += u64::from(status == Some(ClientStatus::Active));
    }

    fn changes(self, snapshot: &Snapshot, standing: &Standing) -> Changes {
        let (started, stopped) = standing.turns.within(self.span);
        let known = self.covered > 0;
        Changes {
            since: Some(self.moment),
            newly_covered: self.newly_covered,
            started,
            stopped,
            new_rivals: standing.rivals.new_within(snapshot, self.span),
            ads_before: known.then_some(self.ads),
            active_before: known.then_some(self.active),
        }
    }
}
