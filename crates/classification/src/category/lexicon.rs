//! Words and rows of words, each of one category, and where they stand in a text.

use std::collections::{BTreeSet, HashMap};

use super::words::forms;

/// An entry that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    pub(super) category: usize,
    /// Which of the entries: the same word in text and path counts once.
    entry: u64,
}

/// Entries by their first word, longest first. Only ever asked by name: its order shows nowhere.
#[derive(Debug, Clone, Default)]
pub(super) struct Lexicon(HashMap<String, Vec<Entry>, foldhash::fast::FixedState>);

#[derive(Debug, Clone)]
struct Entry {
    /// The words after the first.
    rest: Box<[String]>,
    category: usize,
    number: u64,
}

impl Lexicon {
    /// Adds an entry; tells whose it is where it stands there already.
    pub(super) fn add(&mut self, words: &[String], category: usize) -> Result<(), usize> {
        let Some((first, rest)) = words.split_first() else {
            return Ok(());
        };
        let entries = self.0.entry(first.clone()).or_default();
        if let Some(known) = entries.iter().find(|entry| *entry.rest == *rest) {
            return Err(known.category);
        }
        let place = entries.partition_point(|entry| entry.rest.len() >= rest.len());
        let number = xxhash_rust::xxh3::xxh3_64(words.join(" ").as_bytes());
        let rest = rest.into();
        entries.insert(
            place,
            Entry {
                rest,
                category,
                number,
            },
        );
        Ok(())
    }

    /// Adds an entry where it stands nowhere yet.
    pub(super) fn offer(&mut self, words: &[String], category: usize) {
        let _ = self.add(words, category);
    }

    /// Adds an entry in the stead of one that was only offered.
    pub(super) fn claim(&mut self, words: &[String], category: usize) {
        if let Some((first, rest)) = words.split_first()
            && let Some(entries) = self.0.get_mut(first)
        {
            entries.retain(|entry| *entry.rest != *rest);
        }
        self.offer(words, category);
    }

    /// Finds what stands in a text, the longest entry at each place; its words stand for nothing else.
    pub(super) fn find(&self, words: &[String], found: &mut BTreeSet<Hit>) {
        let mut left = words;
        while let Some((first, rest)) = left.split_first() {
            let hit = self.at(first, rest);
            if let Some(entry) = hit {
                let Entry { category, number, .. } = *entry;
                found.insert(Hit {
                    category,
                    entry: number,
                });
            }
            left = rest
                .get(hit.map_or(0, |entry| entry.rest.len())..)
                .unwrap_or_default();
        }
    }

    fn at(&self, first: &str, rest: &[String]) -> Option<&Entry> {
        let fits = |entry: &&Entry| {
            rest.len() >= entry.rest.len()
                && entry
                    .rest
                    .iter()
                    .zip(rest)
                    .all(|(wanted, word)| forms(word).iter().any(|form| *form == *wanted))
        };
        let forms = forms(first);
        let entries = forms
            .iter()
            .filter_map(|form| self.0.get(&**form)?.iter().find(fits));
        // The first of the longest: a nearer form before a further one.
        entries.fold(None, |best: Option<&Entry>, entry| match best {
            Some(best) if best.rest.len() >= entry.rest.len() => Some(best),
            _ => Some(entry),
        })
    }
}
