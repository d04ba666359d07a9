//! What is known so far, and snapshots of it: told only what changed, it does not begin again each time.
//!
//! A book is a function of what it holds: the same sellers and searches give the same snapshots, in whatever order and
//! however often they were told.

mod calendar;
pub(crate) mod chunk;
pub(crate) mod coverage;
pub(crate) mod days;
pub(crate) mod documents;
mod frame;
mod led;
mod marks;
pub(crate) mod note;
mod scans;
mod shelf;
mod snapshot;

use std::sync::Arc;

use model::document::{Mapping, Report};
use model::{Kind, MicroDollars, Seller, Timestamp};

use crate::client::Client;
use crate::time::Zone;
use coverage::Asked;
use note::Note;
use shelf::Shelf;

pub use calendar::Calendar;
pub use frame::Frame;
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
    calendar: Calendar,
    shelf: Shelf,
    asked: Asked,
    /// The rows of the last snapshot; `None` where a seller changed since.
    shown: Option<Arc<Rows>>,
}

impl Book {
    /// An empty book whose days are those of this zone. `kind_of` tells the kind of a platform by its id (`whatsapp` is
    /// messaging); `unknown` is a shop.
    pub fn new(zone: Zone, kind_of: Arc<dyn Fn(&str) -> Kind + Send + Sync>) -> Self {
        Self {
            calendar: Calendar::new(zone, kind_of),
            shelf: Shelf::default(),
            asked: Asked::default(),
            shown: None,
        }
    }

    /// Puts a seller in the place of what was known of it.
    pub fn put(&mut self, documents: ClientDocuments) {
        let (mut client, note) = documents::read(documents);
        client.covered_at = self.asked.since(&client, &note);
        self.calendar.seller(&client, &note, 1);
        let calendar = &mut self.calendar;
        let replaced = |client: &Client, note: &Note| calendar.seller(client, note, -1);
        if self.shelf.put(client, note, replaced) {
            self.shown = None;
        }
    }

    /// Forgets a seller.
    pub fn remove(&mut self, slug: &str) {
        let calendar = &mut self.calendar;
        let removed = |client: &Client, note: &Note| calendar.seller(client, note, -1);
        if self.shelf.remove(slug, removed) {
            self.shown = None;
        }
    }

    /// Adds a search. One without a moment has no place in any series.
    pub fn search(&mut self, search: &SearchMade) {
        self.calendar.search(search);
        if let Some(at) = search.at.filter(|_| search.complete) {
            self.asked.complete(&search.text, at);
        }
    }

    /// Sets the totals of all ads.
    pub const fn totals(&mut self, totals: Totals) {
        self.calendar.totals(totals);
    }

    /// What is known now, at data version `version`. Sellers that did not change are shared with earlier snapshots.
    pub fn snapshot(&mut self, version: u64, now: Timestamp) -> Snapshot {
        self.learn_coverage();
        let shelf = &self.shelf;
        let rows = self
            .shown
            .get_or_insert_with(|| Arc::new(Rows::of(shelf.chunks())));
        Snapshot {
            potential: Arc::default(),
            frame: self.calendar.frame(version, now),
            rows: Arc::clone(rows),
            standing: Arc::default(),
        }
    }

    /// Searches since the last snapshot may tell an earlier first coverage of sellers that were put before them.
    fn learn_coverage(&mut self) {
        let news = self.asked.take_news();
        if news.is_empty() {
            return;
        }
        let (asked, calendar) = (&self.asked, &mut self.calendar);
        let changed = self.shelf.cover(|client, note| {
            if !news.concern(note.hosts(client)) {
                return None;
            }
            let covered = asked.since(client, note);
            (covered != client.covered_at).then(|| {
                calendar.covered(client, covered);
                covered
            })
        });
        if changed {
            self.shown = None;
        }
    }
}
