//! Neighbouring sellers, shared by the book and its snapshots, with what makes scanning them fast.

use std::sync::{Arc, OnceLock};

use memchr::memmem::Finder;
use model::Confidence;

use crate::client::{Client, ClientStatus};

/// Some sellers, by slug. Copied when the book changes it while a snapshot still shows it.
#[derive(Debug, Default)]
pub(crate) struct Chunk {
    rows: Vec<Arc<Client>>,
    index: OnceLock<Index>,
}

/// Made once per state of a chunk, so that lists touch a few bytes per seller and not the seller itself.
#[derive(Debug)]
struct Index {
    /// Slug and domains of one seller after the other, in lower case, a line break after each.
    text: Box<str>,
    /// Where each seller's text ends.
    ends: Box<[u32]>,
    facts: Box<[Facts]>,
    /// Rows of those with a history, rivals or moves.
    advertisers: Box<[u32]>,
}

/// What most filters ask of a seller, in twelve bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Facts {
    /// Its ads whose deciding link is on one of its domains.
    pub linked_ads: u32,
    /// Whether it advertises.
    pub status: ClientStatus,
    /// Of its main page.
    pub confidence: Option<Confidence>,
    /// Whether its ads are known in part only.
    pub partial: bool,
    /// Whether any of its ads lead to a rival now.
    pub leads: bool,
    /// Whether one of its domains left Converty.
    pub moved: bool,
}

impl Facts {
    pub(crate) fn of(client: &Client) -> Self {
        Self {
            linked_ads: client.linked_ads,
            status: client.status,
            confidence: client.confidence,
            partial: client.partial,
            leads: client.main_rival().is_some(),
            moved: !client.moves.is_empty(),
        }
    }
}

impl Clone for Chunk {
    /// The copy is about to change: its index will be another.
    fn clone(&self) -> Self {
        Self::new(self.rows.clone())
    }
}

impl Chunk {
    pub(super) const fn new(rows: Vec<Arc<Client>>) -> Self {
        Self {
            rows,
            index: OnceLock::new(),
        }
    }

    pub(crate) fn rows(&self) -> &[Arc<Client>] {
        &self.rows
    }

    /// The rows, to change them.
    pub(super) fn rows_mut(&mut self) -> &mut Vec<Arc<Client>> {
        self.index = OnceLock::new();
        &mut self.rows
    }

    /// Makes the index now, so that no reader waits for it.
    pub(super) fn prepare(&self) {
        self.index();
    }

    pub(crate) fn facts(&self) -> &[Facts] {
        &self.index().facts
    }

    /// Those with a history, rivals or moves, with their rows.
    pub(crate) fn advertisers(&self) -> impl Iterator<Item = (usize, &Client)> {
        let rows = self.index().advertisers.iter().map(|row| *row as usize);
        rows.filter_map(|row| Some((row, &**self.rows.get(row)?)))
    }

    /// Visits the rows in whose slug or domains each of the words (lower case, without white space) occurs, in order.
    pub(crate) fn find(&self, first: &Finder<'_>, others: &[Finder<'_>], mut visit: impl FnMut(usize)) {
        let Index { text, ends, .. } = self.index();
        let text = text.as_bytes();
        let end_of = |row: usize| ends.get(row).map(|end| *end as usize);
        let (mut row, mut start) = (0_usize, 0_usize);
        while let Some(hit) = text.get(start..).and_then(|rest| first.find(rest)) {
            let hit = start + hit;
            if end_of(row).is_some_and(|end| end <= hit) {
                let later = ends.get(row..).unwrap_or_default();
                row += later.partition_point(|end| *end as usize <= hit);
                start = row.checked_sub(1).and_then(end_of).unwrap_or(0);
            }
            let Some(end) = end_of(row) else { return };
            let own = text.get(start..end).unwrap_or_default();
            if others.iter().all(|word| word.find(own).is_some()) {
                visit(row);
            }
            (row, start) = (row + 1, end);
        }
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(&self.rows))
    }
}

impl Index {
    fn of(rows: &[Arc<Client>]) -> Self {
        let mut text = String::new();
        let mut ends = Vec::with_capacity(rows.len());
        for client in rows {
            add_text(&mut text, client);
            ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        }
        let advertises = |client: &Client| {
            !(client.history.is_empty() && client.rivals.is_empty() && client.moves.is_empty())
        };
        let advertisers = (0..)
            .zip(rows)
            .filter(|(_, client)| advertises(client))
            .map(|(row, _)| row);
        Self {
            text: text.into_boxed_str(),
            ends: ends.into_boxed_slice(),
            facts: rows.iter().map(|client| Facts::of(client)).collect(),
            advertisers: advertisers.collect(),
        }
    }
}

/// Slug and domains in lower case, a line break after each: where the words of a search are looked for.
pub fn search_text(client: &Client) -> String {
    let mut text = String::new();
    add_text(&mut text, client);
    text
}

fn add_text(text: &mut String, client: &Client) {
    let start = text.len();
    for domain in &client.domains {
        push_lower(text, domain);
    }
    // A slug that stands in a domain, as nearly all do, would be found there anyway.
    let mut slug = String::new();
    push_lower(&mut slug, &client.slug);
    if !text
        .get(start..)
        .is_some_and(|domains| domains.contains(slug.trim_end_matches('\n')))
    {
        text.push_str(&slug);
    }
}

/// A line break after each: no word holds one, so none is found across two texts.
fn push_lower(text: &mut String, part: &str) {
    if part.is_ascii() {
        let start = text.len();
        text.push_str(part);
        if let Some(added) = text.get_mut(start..) {
            added.make_ascii_lowercase();
        }
    } else {
        text.extend(part.chars().flat_map(char::to_lowercase));
    }
    text.push('\n');
}
