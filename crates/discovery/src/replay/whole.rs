//! Whether the pages of a run are all still there.

use std::collections::{BTreeMap, BTreeSet};

use xxhash_rust::xxh3::xxh3_128;

use crate::items::items_of;
use crate::vault::{Ending, Page};

/// Items of one part of a dataset.
#[derive(Default)]
struct Part {
    asked: u64,
    different: BTreeSet<u128>,
    /// On the longest version: twins are one content.
    longest: u64,
}

/// How many items there must be beyond those on the pages and those that could never be had.
pub(super) fn lacking(pages: &[Page], ending: &Ending) -> u64 {
    let mut parts: BTreeMap<u64, Part> = BTreeMap::new();
    for page in pages {
        let items = items_of(&page.bytes).unwrap_or_default();
        let part = parts.entry(page.facts.offset).or_default();
        part.asked = part.asked.max(page.facts.asked);
        part.longest = part.longest.max(items.len() as u64);
        part.different.extend(items.iter().map(|item| xxh3_128(item)));
    }
    let held = |part: &Part| part.longest.max(part.different.len() as u64).min(part.asked);
    let had: u64 = parts.values().map(held).sum();
    ending.items.saturating_sub(ending.missing).saturating_sub(had)
}

#[cfg(test)]
mod tests {
    use model::MicroDollars;

    use super::*;
    use crate::vault::PageFacts;

    #[test]
    fn what_is_not_on_any_page_is_lacking() {
        let page = |offset, bytes: &[u8]| Page {
            facts: PageFacts {
                offset,
                asked: 2,
                total: None,
            },
            bytes: bytes.to_vec(),
        };
        let ending = |items, missing| Ending {
            items,
            missing,
            ..Ending::lost(MicroDollars::ZERO, "")
        };
        let pages = [page(0, b"[1,1]"), page(2, b"[3]"), page(2, b"[4]")];
        assert_eq!(lacking(&pages, &ending(4, 0)), 0);
        assert_eq!(lacking(&pages, &ending(6, 1)), 1);
        assert_eq!(lacking(pages.get(1..).unwrap(), &ending(4, 0)), 2);
        assert_eq!(lacking(&[], &ending(0, 0)), 0);
    }
}
