//! Which ads hold a word, belong to a page, bear an id.

use std::collections::HashMap;

use crate::library::AdRef;
use crate::library::query::{Query, Wanted};
use crate::library::reading::Reading;

/// Lists of ads by word, page and id, each in the library's order. About 100 bytes a distinct word and 4 for
/// each ad that holds it.
#[derive(Debug, Default)]
pub(super) struct Index {
    words: HashMap<Box<str>, Vec<u32>>,
    /// By page id and by the page's address.
    pages: HashMap<Box<str>, Vec<u32>>,
    ids: HashMap<Box<str>, u32>,
    /// What each ad says of itself.
    active: Vec<Option<bool>>,
}

impl Index {
    /// Takes in the next ad.
    pub(super) fn add(&mut self, ad: &Reading) -> AdRef {
        let place = u32::try_from(self.active.len()).unwrap_or(u32::MAX);
        self.active.push(ad.active);
        ad.each_word(|word| note(&mut self.words, word, place));
        note(&mut self.pages, &ad.page, place);
        if let Some(address) = &ad.address {
            note(&mut self.pages, address, place);
        }
        self.ids.entry(ad.id.as_str().into()).or_insert(place);
        AdRef(place)
    }

    /// Gives back what the lists grew beyond their needs.
    pub(super) fn shrink(&mut self) {
        for list in self.words.values_mut().chain(self.pages.values_mut()) {
            list.shrink_to_fit();
        }
    }

    /// How many ads there are.
    pub(super) fn len(&self) -> usize {
        self.active.len()
    }

    /// The ad with this id.
    pub(super) fn by_id(&self, id: &str) -> Option<AdRef> {
        self.ids.get(id).copied().map(AdRef)
    }

    /// The ads that a query finds. `read` gives an ad once more, for phrases; `also` are ads that keywords find
    /// whatever they hold, in order.
    pub(super) fn find(
        &self,
        query: &Query,
        read: impl Fn(AdRef) -> Option<Reading>,
        also: impl Fn(&str) -> Vec<u32>,
    ) -> Vec<AdRef> {
        let mut found = match &query.wanted {
            Wanted::Words { text, words } => united(self.with_all(words), also(text)),
            Wanted::Phrase { text, words } => {
                let mut found = self.with_all(words);
                found.retain(|ad| read(AdRef(*ad)).is_some_and(|ad| ad.has_phrase(words)));
                united(found, also(text))
            }
            Wanted::Page(page) => self
                .pages
                .get(page.to_lowercase().as_str())
                .cloned()
                .unwrap_or_default(),
            Wanted::Ad(id) => self.ids.get(id.as_str()).copied().into_iter().collect(),
            Wanted::Nothing => Vec::new(),
        };
        if query.active.is_some() {
            found.retain(|ad| self.active_as(*ad, query.active));
        }
        found.into_iter().map(AdRef).collect()
    }

    /// Whether the ad says what is wanted, or says nothing.
    fn active_as(&self, ad: u32, wanted: Option<bool>) -> bool {
        let says = usize::try_from(ad)
            .ok()
            .and_then(|ad| self.active.get(ad).copied());
        says.flatten().is_none_or(|says| Some(says) == wanted)
    }

    /// The ads that hold all of these words; none where there is no word.
    fn with_all(&self, words: &[String]) -> Vec<u32> {
        let lists: Option<Vec<&Vec<u32>>> = words.iter().map(|word| self.words.get(word.as_str())).collect();
        let mut lists = lists.unwrap_or_default();
        lists.sort_unstable_by_key(|list| list.len());
        let Some((shortest, others)) = lists.split_first() else {
            return Vec::new();
        };
        let mut found = (*shortest).clone();
        for list in others {
            keep_common(&mut found, list);
        }
        found
    }
}

fn note(lists: &mut HashMap<Box<str>, Vec<u32>>, key: &str, place: u32) {
    match lists.get_mut(key) {
        Some(list) if list.last() == Some(&place) => {}
        Some(list) => list.push(place),
        None => {
            lists.insert(key.into(), vec![place]);
        }
    }
}

/// Keeps what is in `list` too; both ascend. Steps through the longer list by search, never one by one.
fn keep_common(found: &mut Vec<u32>, list: &[u32]) {
    let mut rest = list;
    found.retain(|ad| {
        rest = rest
            .get(rest.partition_point(|other| other < ad)..)
            .unwrap_or_default();
        rest.first() == Some(ad)
    });
}

/// Both lists as one, ascending, each ad once.
fn united(mut found: Vec<u32>, also: Vec<u32>) -> Vec<u32> {
    if !also.is_empty() {
        found.extend(also);
        found.sort_unstable();
        found.dedup();
    }
    found
}
