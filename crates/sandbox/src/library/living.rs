//! The ads of a living world as a library: what a search brings depends on when it is made.

use std::sync::Arc;

use model::Timestamp;

use crate::library::index::Index;
use crate::library::query::{Query, Wanted};
use crate::library::reading::Reading;
use crate::library::{AdRef, Library};
use crate::world::{Living, LivingAd};

/// All ads of a living world, in the order of its sellers, seen at one moment: those that run then, and a few that ended
/// in the days before. Holds an index of the words of every look of every ad; a search reads it and drops what does not
/// show at its moment.
#[derive(Debug, Clone)]
pub struct LivingAds {
    held: Arc<Held>,
    moment: Timestamp,
}

#[derive(Debug)]
struct Held {
    living: Living,
    index: Index,
}

impl LivingAds {
    /// Indexes a living world, seen at the beginning of day 0: every look of every ad is made once and forgotten.
    pub fn new(living: Living) -> Self {
        let mut index = Index::default();
        let mut item = Vec::with_capacity(1 << 14);
        let moment = living.moment(0);
        for ad in living.ads() {
            item.clear();
            let read = living
                .write_item(ad, moment, "", (1, 1), &mut item)
                .and_then(|()| Reading::of(&item));
            // One that cannot be read is found by nobody, and keeps its place.
            let mut reading = read.unwrap_or_default();
            // Whether it runs depends on the moment.
            reading.active = None;
            index.add(&reading);
        }
        index.shrink();
        Self {
            held: Arc::new(Held { living, index }),
            moment,
        }
    }

    /// The world.
    pub fn living(&self) -> &Living {
        &self.held.living
    }

    fn get(&self, ad: AdRef) -> Option<&LivingAd> {
        self.held.living.ads().get(usize::try_from(ad.0).ok()?)
    }

    /// The look of this ad that shows on a day: an id finds the first of them.
    fn shown_look(&self, ad: AdRef, today: i32) -> AdRef {
        let next = AdRef(ad.0.saturating_add(1));
        match (self.get(ad), self.get(next)) {
            (Some(first), Some(second)) if second.is_same_ad(first) && second.shows(today) => next,
            _ => ad,
        }
    }
}

impl Library for LivingAds {
    fn search(&self, url: &str) -> Vec<AdRef> {
        let query = Query::parse(url);
        let today = self.held.living.day(self.moment);
        let read = |ad| Reading::of(&self.item(ad, url, 1, 1)).ok();
        let mut found = self.held.index.find(&query, read, |_| Vec::new());
        if matches!(query.wanted, Wanted::Ad(_)) {
            for ad in &mut found {
                *ad = self.shown_look(*ad, today);
            }
        }
        found.retain(|ad| {
            self.get(*ad).is_some_and(|ad| {
                ad.shows(today) && query.active.is_none_or(|wanted| wanted == ad.is_running(today))
            })
        });
        found
    }

    fn item(&self, ad: AdRef, url: &str, position: u64, total: u64) -> Vec<u8> {
        let mut item = Vec::with_capacity(1 << 13);
        let living = &self.held.living;
        let written = self
            .get(ad)
            .map(|ad| living.write_item(ad, self.moment, url, (position, total), &mut item));
        if !matches!(written, Some(Ok(()))) {
            item.clear();
        }
        item
    }

    fn at(&self, moment: Timestamp) -> Option<Arc<dyn Library>> {
        Some(Arc::new(Self {
            held: Arc::clone(&self.held),
            moment,
        }))
    }
}
