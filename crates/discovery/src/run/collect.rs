//! Fetching every page of a run's dataset, each safe on disk before anything reads it.
//!
//! The offset advances by what was asked for. A page that holds fewer different items than it must, or the content
//! of another page, is asked for again; every version that ever came is kept, since an item may be on one of them
//! only.

use std::collections::{BTreeMap, BTreeSet};

use apify::ItemsPage;
use xxhash_rust::xxh3::xxh3_128;

use crate::Point;
use crate::error::Error;
use crate::items::items_of;
use crate::job::{Context, Job, LeftOpen, Patience};
use crate::vault::{Header, Page, PageFacts};

/// What was fetched.
pub(super) struct Collection {
    /// Every page, those that an earlier process kept first.
    pub(super) pages: Vec<Page>,
    /// Items in the dataset, as far as anybody ever said.
    pub(super) items: u64,
    /// Those that could not be had.
    pub(super) missing: u64,
    /// Why not.
    pub(super) why: Option<String>,
}

/// Where the items are.
pub(super) struct Source<'j> {
    pub(super) job: &'j Job,
    pub(super) run_id: &'j str,
    pub(super) dataset_id: &'j str,
}

/// Fetches the `expected` items and any more that turn up.
pub(super) async fn collect(
    context: &Context<'_>,
    source: &Source<'_>,
    expected: u64,
) -> Result<Result<Collection, LeftOpen>, Error> {
    let mut shelf = Shelf::new(source.job, expected);
    let mut patience = Patience::new(context.scan);
    let asked = context.scan.settings.page_items.max(1);
    let mut offset = 0;
    let mut missing = 0;
    let mut why = None;
    loop {
        let fetched = fetch(context, source, &mut shelf, &mut patience, offset).await?;
        match fetched {
            Ok(()) => missing += shelf.missing_at(offset, asked),
            Err(Stop::Gone) => {
                why = Some("the dataset is gone".to_owned());
                missing += shelf.missing_from(offset, asked);
                break;
            }
            Err(Stop::Unreachable(left)) => return Ok(Err(left)),
        }
        offset += asked;
        if offset >= shelf.items {
            break;
        }
    }
    if missing > 0 && why.is_none() {
        why = Some("Apify delivers them on no page".to_owned());
    }
    Ok(Ok(Collection {
        items: shelf.items,
        pages: shelf.pages,
        missing,
        why,
    }))
}

enum Stop {
    Gone,
    Unreachable(LeftOpen),
}

/// Fetches the page at `offset` until it is whole, or often enough.
async fn fetch(
    context: &Context<'_>,
    source: &Source<'_>,
    shelf: &mut Shelf,
    patience: &mut Patience,
    offset: u64,
) -> Result<Result<(), Stop>, Error> {
    let scan = context.scan;
    let settings = &scan.settings;
    let asked = settings.page_items.max(1);
    let mut pause = settings.page_pause;
    let mut attempts = 0;
    while !shelf.is_whole(offset, asked) && attempts < settings.page_attempts {
        if attempts > 0 {
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(settings.page_pause * 32);
        }
        match scan.door.items(source.dataset_id, offset, asked).await {
            Ok(page) => {
                context.passed(Point::PageReceived);
                attempts += 1;
                keep(
                    context,
                    source,
                    shelf,
                    page,
                    PageFacts {
                        offset,
                        asked,
                        total: None,
                    },
                )?;
            }
            Err(error) if error.is_not_found() => return Ok(Err(Stop::Gone)),
            Err(error) => {
                if let Err(left) = patience.after(error).await {
                    return Ok(Err(Stop::Unreachable(left)));
                }
            }
        }
    }
    Ok(Ok(()))
}

/// Puts a page on disk, then on the shelf.
fn keep(
    context: &Context<'_>,
    source: &Source<'_>,
    shelf: &mut Shelf,
    page: ItemsPage,
    facts: PageFacts,
) -> Result<(), Error> {
    let facts = PageFacts {
        total: page.total,
        ..facts
    };
    if !shelf.has(facts.offset, &page.bytes) {
        let job = source.job;
        let header = Header {
            tag: job.tag.clone(),
            run_id: source.run_id.to_owned(),
            dataset_id: source.dataset_id.to_owned(),
            at: context.now(),
            page: Some(facts),
            order: shelf
                .pages
                .is_empty()
                .then(|| serde_json::to_value(&job.intent))
                .transpose()?,
            reserved_at: shelf.pages.is_empty().then_some(job.reserved_at),
            ending: None,
        };
        context.scan.vault.append(&header, &page.bytes)?;
    }
    context.passed(Point::PageKept);
    shelf.put(Page {
        facts,
        bytes: page.bytes,
    });
    Ok(())
}

/// The pages of one dataset.
struct Shelf {
    pages: Vec<Page>,
    places: BTreeMap<u64, Place>,
    /// First place of each content.
    contents: BTreeMap<u128, u64>,
    items: u64,
}

/// What came for one place.
#[derive(Default)]
struct Place {
    /// Different items.
    items: BTreeSet<u128>,
    /// Items on the longest version.
    longest: u64,
    /// Versions by content.
    versions: BTreeSet<u128>,
    /// The same version came twice.
    settled: bool,
    /// An answer came at all.
    asked: bool,
}

impl Shelf {
    fn new(job: &Job, expected: u64) -> Self {
        let mut shelf = Self {
            pages: Vec::new(),
            places: BTreeMap::new(),
            contents: BTreeMap::new(),
            items: expected,
        };
        for page in &job.kept.pages {
            shelf.put(page.clone());
        }
        shelf
    }

    fn has(&self, offset: u64, bytes: &[u8]) -> bool {
        let place = self.places.get(&offset);
        place.is_some_and(|place| place.versions.contains(&xxh3_128(bytes)))
    }

    fn put(&mut self, page: Page) {
        let PageFacts { offset, total, .. } = page.facts;
        self.items = self.items.max(total.unwrap_or(0));
        let content = xxh3_128(&page.bytes);
        let place = self.places.entry(offset).or_default();
        place.asked = true;
        // Foreign bytes that are no page say nothing; the door lets none through.
        let items = items_of(&page.bytes).unwrap_or_default();
        let first = *self.contents.entry(content).or_insert(offset);
        // What stands at another place already is that place's page, repeated.
        if first == offset || items.is_empty() {
            place.items.extend(items.iter().map(|item| xxh3_128(item)));
            place.longest = place.longest.max(items.len() as u64);
            place.settled |= !place.versions.insert(content);
            self.items = self
                .items
                .max(offset + items.len() as u64 * u64::from(total.is_none()));
        }
        if place.versions.contains(&content) || first != offset {
            let known = self
                .pages
                .iter()
                .any(|other| other.facts.offset == offset && other.bytes == page.bytes);
            if !known {
                self.pages.push(page);
            }
        }
    }

    fn wanted(&self, offset: u64, asked: u64) -> u64 {
        self.items.saturating_sub(offset).min(asked)
    }

    /// Whether nothing is missing there. Items that are the same byte for byte are one, unless the page comes
    /// like that twice.
    fn is_whole(&self, offset: u64, asked: u64) -> bool {
        let Some(place) = self.places.get(&offset) else {
            return false;
        };
        let wanted = self.wanted(offset, asked);
        let whole = place.items.len() as u64 >= wanted || (place.settled && place.longest >= wanted);
        place.asked && whole
    }

    fn missing_at(&self, offset: u64, asked: u64) -> u64 {
        if self.is_whole(offset, asked) {
            return 0;
        }
        let have = self
            .places
            .get(&offset)
            .map_or(0, |place| place.items.len() as u64);
        self.wanted(offset, asked).saturating_sub(have)
    }

    /// What is missing there and further on.
    fn missing_from(&self, offset: u64, asked: u64) -> u64 {
        let mut missing = 0;
        let mut offset = offset;
        while offset < self.items {
            missing += self.missing_at(offset, asked);
            offset += asked;
        }
        missing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shelf(expected: u64, pages: &[(u64, &str)]) -> Shelf {
        let mut shelf = Shelf {
            pages: Vec::new(),
            places: BTreeMap::new(),
            contents: BTreeMap::new(),
            items: expected,
        };
        for (offset, bytes) in pages {
            shelf.put(Page {
                facts: PageFacts {
                    offset: *offset,
                    asked: 2,
                    total: None,
                },
                bytes: bytes.as_bytes().to_vec(),
            });
        }
        shelf
    }

    #[test]
    fn short_and_repeated_pages_are_not_whole() {
        assert!(shelf(3, &[(0, "[1,2]")]).is_whole(0, 2));
        assert!(!shelf(3, &[(0, "[1]")]).is_whole(0, 2));
        assert!(
            !shelf(4, &[(0, "[1,2]"), (2, "[1,2]")]).is_whole(2, 2),
            "the first page again"
        );
        let both = shelf(4, &[(0, "[1,2]"), (2, "[1,2]"), (2, "[3,4]")]);
        assert!(both.is_whole(2, 2));
        assert_eq!(both.missing_from(0, 2), 0);
    }

    #[test]
    fn versions_complement_each_other_and_twins_are_believed_the_second_time() {
        let halves = shelf(2, &[(0, "[1]"), (0, "[2]")]);
        assert!(halves.is_whole(0, 2));
        assert_eq!(halves.pages.len(), 2);
        assert!(!shelf(2, &[(0, "[1,1]")]).is_whole(0, 2));
        let twins = shelf(2, &[(0, "[1,1]"), (0, "[1,1]")]);
        assert!(twins.is_whole(0, 2));
        assert_eq!(twins.pages.len(), 1, "kept once");
    }

    #[test]
    fn what_is_missing_is_counted() {
        assert_eq!(shelf(5, &[(0, "[1]"), (2, "[3,4]")]).missing_from(0, 2), 2);
        assert!(shelf(0, &[(0, "[]")]).is_whole(0, 2));
        assert!(
            !shelf(0, &[]).is_whole(0, 2),
            "even an empty dataset is looked at once"
        );
        assert_eq!(shelf(0, &[(0, "[1,2]")]).items, 2, "more than was said");
    }
}
