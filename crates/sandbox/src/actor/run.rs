//! A run: URL after URL, page after page, until something stops it.

use std::time::Duration;

use crate::actor::input::Input;
use crate::actor::{ActorSpec, Delivered, Delivery, SCRAPED_ALL, SCRAPED_REQUESTED, UNDER_FLOOR, What};
use crate::library::{AdRef, Library};

/// What a run delivers where at most `max_items` may be charged.
pub(super) fn plan(
    spec: &ActorSpec,
    library: &dyn Library,
    input: &Input,
    max_items: Option<u64>,
) -> Delivered {
    if max_items.is_some_and(|most| most < spec.floor) {
        return Delivered {
            items: Vec::new(),
            hit_cap: false,
            message: UNDER_FLOOR,
            duration: Duration::ZERO,
        };
    }
    let most = match (input.count, max_items) {
        (Some(count), Some(most)) => Some(count.min(most)),
        (either, None) | (None, either) => either,
    };
    let mut run = Run {
        spec,
        most,
        now: Duration::ZERO,
        items: Vec::new(),
    };
    for (url, text) in (0..).zip(&input.urls) {
        if run.is_full() {
            break;
        }
        run.answer(
            url,
            &library.search(&input.search_url(text)),
            input.limit_per_source,
        );
    }
    run.end()
}

struct Run<'s> {
    spec: &'s ActorSpec,
    /// No item is written past this.
    most: Option<u64>,
    now: Duration,
    items: Vec<Delivery>,
}

impl Run<'_> {
    fn is_full(&self) -> bool {
        let items = u64::try_from(self.items.len()).unwrap_or(u64::MAX);
        self.most.is_some_and(|most| items >= most)
    }

    /// Delivers what a URL finds: whole pages until the limit is reached, or the marker.
    fn answer(&mut self, url: u32, hits: &[AdRef], limit: Option<u64>) {
        let total = u64::try_from(hits.len()).unwrap_or(u64::MAX);
        if hits.is_empty() {
            self.turn_page();
            self.write(url, What::NotFound);
        }
        let page = usize::try_from(self.spec.page.max(1)).unwrap_or(usize::MAX);
        let mut position = 0;
        for hits in hits.chunks(page) {
            if self.is_full() || limit.is_some_and(|limit| position >= limit) {
                return;
            }
            self.turn_page();
            for ad in hits.iter().copied() {
                if self.is_full() {
                    return;
                }
                position += 1;
                self.write(url, What::Ad { ad, position, total });
            }
        }
    }

    fn turn_page(&mut self) {
        self.now = self.now.saturating_add(self.spec.page_time);
    }

    fn write(&mut self, url: u32, what: What) {
        self.items.push(Delivery {
            at: self.now,
            url,
            what,
        });
    }

    fn end(self) -> Delivered {
        let hit_cap = self.is_full();
        Delivered {
            items: self.items,
            hit_cap,
            message: if hit_cap { SCRAPED_REQUESTED } else { SCRAPED_ALL },
            duration: self.now,
        }
    }
}
