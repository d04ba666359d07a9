//! What is known so far, and snapshots of it: told only what changed, it does not begin again each time.
//!
//! A book is a function of what it holds: the same sellers and searches give the same snapshots, in whatever order and
//! however often they were told.

pub(crate) mod chunk;
mod coverage;
pub(crate) mod days;
mod documents;
mod note;
mod scans;
mod shelf;
mod snapshot;

use std::sync::Arc;

use model::document::{Mapping, Report};
use model::{Kind, MicroDollars, Seller, Timestamp};

use crate::client::Client;
use crate::time::Zone;
use coverage::Asked;
use days::{Days, day_of};
use note::Note;
use scans::Scans;
use shelf::Shelf;
use snapshot::Kinds;

pub use scans::ScanTime;
pub(crate) use snapshot::Rows;
pub use snapshot::Snapshot;

/// All that is stored of one seller.
#[derive(Debug, Clone)]
pub struct ClientDocuments {
    /// The seller.
    pub seller: Seller,
    /// Its mapping.
    pub mapping: Option<Mapping>,
    /// Its reports, oldest first.
    pub reports: Vec<Report>,
}

/// One search that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchMade {
    /// The text that was searched for: a host, `page:ID`, or anything.
    pub text: String,
    /// When; `None` where the source does not say.
    pub at: Option<Timestamp>,
    /// Ads that it brought.
    pub ads: u64,
    /// Whether it brought everything.
    pub complete: bool,
    /// What it cost.
    pub cost: MicroDollars,
}

/// Ads of all, those of strangers that searches bring too included; as `report overview` counts them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Ads, each once.
    pub total: u64,
    /// Those that lead to a Converty shop.
    pub converty: u64,
    /// Those that lead to a sale elsewhere.
    pub concurrent: u64,
    /// The others.
    pub unknown: u64,
    /// Those whose links lead to commercially different places.
    pub mixed: u64,
}

/// Everything that was told so far.
#[derive(Debug)]
pub struct Book {
    zone: Zone,
    kinds: Kinds,
    shelf: Shelf,
    days: Days,
    scans: Scans,
    asked: Asked,
    totals: Totals,
    /// The rows of the last snapshot; `None` where a seller changed since.
    shown: Option<Arc<Rows>>,
}

impl Book {
    /// An empty book whose days are those of this zone. `kind_of` tells the kind of a platform by its id (`whatsapp` is
    /// messaging); `unknown` is a shop.
    pub fn new(zone: Zone, kind_of: Arc<dyn Fn(&str) -> Kind + Send + Sync>) -> Self {
        Self {
            zone,
            kinds: Kinds(kind_of),
            shelf: Shelf::default(),
            days: Days::default(),
            scans: Scans::default(),
            asked: Asked::default(),
            totals: Totals::default(),
            shown: None,
        }
    }

    /// Puts a seller in the place of what was known of it.
    pub fn put(&mut self, documents: ClientDocuments) {
        let (mut client, note) = documents::read(documents, &self.zone);
        client.covered_at = self.asked.since(&client, &note);
        self.days.seller(&self.zone, &client, &note, 1);
        let (days, zone) = (&mut self.days, &self.zone);
        let replaced = |client: &Client, note: &Note| days.seller(zone, client, note, -1);
        if self.shelf.put(client, note, replaced) {
            self.shown = None;
        }
    }

    /// Forgets a seller.
    pub fn remove(&mut self, slug: &str) {
        let (days, zone) = (&mut self.days, &self.zone);
        let removed = |client: &Client, note: &Note| days.seller(zone, client, note, -1);
        if self.shelf.remove(slug, removed) {
            self.shown = None;
        }
    }

    /// Adds a search. One without a moment has no place in any series.
    pub fn search(&mut self, search: &SearchMade) {
        let Some(at) = search.at else { return };
        self.scans.add(at, search.complete);
        self.days
            .search(day_of(&self.zone, at), search.complete, search.cost);
        if search.complete {
            self.asked.complete(&search.text, at);
        }
    }

    /// Sets the totals of all ads.
    pub fn totals(&mut self, totals: Totals) {
        self.totals = totals;
    }

    /// What is known now, at data version `version`. Sellers that did not change are shared with earlier snapshots.
    pub fn snapshot(&mut self, version: u64, now: Timestamp) -> Snapshot {
        self.learn_coverage();
        let shelf = &self.shelf;
        let rows = self
            .shown
            .get_or_insert_with(|| Arc::new(Rows::of(shelf.chunks())));
        Snapshot {
            version,
            taken_at: now,
            zone: self.zone.clone(),
            earliest: self.days.first(),
            totals: self.totals,
            kinds: self.kinds.clone(),
            rows: Arc::clone(rows),
            days: self.days.to_slice().into(),
            scans: self.scans.as_slice().into(),
            standing: Arc::default(),
        }
    }

    /// Searches since the last snapshot may tell an earlier first coverage of sellers that were put before them.
    fn learn_coverage(&mut self) {
        let news = self.asked.take_news();
        if news.is_empty() {
            return;
        }
        let (asked, days, zone) = (&self.asked, &mut self.days, &self.zone);
        let changed = self.shelf.cover(|client, note| {
            if !news.concern(note.hosts(client)) {
                return None;
            }
            let covered = asked.since(client, note);
            (covered != client.covered_at).then(|| {
                days.covered(zone, client, covered);
                covered
            })
        });
        if changed {
            self.shown = None;
        }
    }
}
