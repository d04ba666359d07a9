//! All sellers by slug, in chunks: a change copies one chunk, and a snapshot copies pointers to chunks.

use std::sync::Arc;

use compact_str::CompactString;
use model::Timestamp;

use super::chunk::Chunk;
use super::note::Note;
use crate::client::Client;

/// Sellers in a chunk at most. Larger chunks make a change dearer, smaller ones a snapshot.
const CHUNK: usize = 1024;

/// The sellers of a book.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    /// Never empty ones, by slug.
    slots: Vec<Slot>,
}

/// A chunk, and what the book notes of its sellers: as many lines as rows.
#[derive(Debug)]
struct Slot {
    /// No slug in the chunk comes before this one, and every slug in the slots before does.
    from: CompactString,
    chunk: Arc<Chunk>,
    lines: Vec<Line>,
}

/// Beside a row.
#[derive(Debug)]
struct Line {
    /// Finds rows without touching the sellers, which lie all over memory.
    prefix: u64,
    note: Note,
}

impl Shelf {
    /// The chunks, by slug.
    pub(super) fn chunks(&self) -> impl Iterator<Item = &Arc<Chunk>> {
        self.slots.iter().map(|slot| &slot.chunk)
    }

    /// Gives every seller that `with` changes its new first coverage. Snapshots show what was before: what they share
    /// is copied. Gives whether any changed.
    pub(super) fn cover(
        &mut self,
        mut with: impl FnMut(&Client, &Note) -> Option<Option<Timestamp>>,
    ) -> bool {
        let mut changed = false;
        for slot in &mut self.slots {
            let rows = slot.chunk.rows().iter().zip(&slot.lines).enumerate();
            let news = rows.filter_map(|(row, (client, line))| Some((row, with(client, &line.note)?)));
            let news: Vec<_> = news.collect();
            if news.is_empty() {
                continue;
            }
            changed = true;
            let rows = Arc::make_mut(&mut slot.chunk).rows_mut();
            for (row, covered) in news {
                if let Some(client) = rows.get_mut(row) {
                    Arc::make_mut(client).covered_at = covered;
                }
            }
        }
        changed
    }

    /// Puts a seller in its place; `replaced` sees what was there. Gives whether snapshots will show something else.
    pub(super) fn put(&mut self, client: Client, note: Note, replaced: impl FnOnce(&Client, &Note)) -> bool {
        let at = self.slot_of(&client.slug);
        let is_last = at + 1 >= self.slots.len();
        let Some(slot) = self.slots.get_mut(at) else {
            self.slots.push(Slot::new(client, note));
            return true;
        };
        match slot.row_of(&client.slug) {
            Ok(row) => slot.replace(row, client, note, replaced),
            Err(CHUNK) if is_last => {
                // What comes in order fills chunk after chunk.
                self.slots.push(Slot::new(client, note));
                true
            }
            Err(row) => {
                slot.insert(row, client, note);
                if slot.lines.len() > CHUNK {
                    let upper = slot.split();
                    self.slots.insert(at + 1, upper);
                }
                true
            }
        }
    }

    /// Takes a seller out; `removed` sees it. Gives whether it was there.
    pub(super) fn remove(&mut self, slug: &str, removed: impl FnOnce(&Client, &Note)) -> bool {
        let at = self.slot_of(slug);
        let Some(slot) = self.slots.get_mut(at) else {
            return false;
        };
        let Ok(row) = slot.row_of(slug) else {
            return false;
        };
        let client = Arc::make_mut(&mut slot.chunk).rows_mut().remove(row);
        removed(&client, &slot.lines.remove(row).note);
        if slot.lines.is_empty() {
            self.slots.remove(at);
        }
        true
    }

    /// The slot that holds the slug, if any does.
    fn slot_of(&self, slug: &str) -> usize {
        let after = self.slots.partition_point(|slot| *slot.from <= *slug);
        after.saturating_sub(1)
    }
}

impl Slot {
    fn new(client: Client, note: Note) -> Self {
        Self {
            from: client.slug.clone(),
            lines: vec![Line {
                prefix: prefix(&client.slug),
                note,
            }],
            chunk: Arc::new(Chunk::new(vec![Arc::new(client)])),
        }
    }

    /// The row of the slug, or where it would be.
    fn row_of(&self, slug: &str) -> Result<usize, usize> {
        let prefix = prefix(slug);
        let first = self.lines.partition_point(|line| line.prefix < prefix);
        let later = self.lines.get(first..).unwrap_or_default();
        let alike = later.partition_point(|line| line.prefix == prefix);
        let alike = self.chunk.rows().get(first..first + alike).unwrap_or_default();
        let row = alike.binary_search_by(|client| (*client.slug).cmp(slug));
        row.map(|row| first + row).map_err(|row| first + row)
    }

    fn insert(&mut self, row: usize, client: Client, note: Note) {
        if client.slug < self.from {
            self.from.clone_from(&client.slug);
        }
        let line = Line {
            prefix: prefix(&client.slug),
            note,
        };
        insert(&mut self.lines, row, line);
        insert(Arc::make_mut(&mut self.chunk).rows_mut(), row, Arc::new(client));
    }

    fn replace(
        &mut self,
        row: usize,
        client: Client,
        note: Note,
        replaced: impl FnOnce(&Client, &Note),
    ) -> bool {
        let Some((known, line)) = self.chunk.rows().get(row).zip(self.lines.get_mut(row)) else {
            return false;
        };
        replaced(known, &line.note);
        line.note = note;
        if **known == client {
            return false;
        }
        if let Some(place) = Arc::make_mut(&mut self.chunk).rows_mut().get_mut(row) {
            *place = Arc::new(client);
        }
        true
    }

    /// The upper half, taken away.
    fn split(&mut self) -> Self {
        let rows = split(Arc::make_mut(&mut self.chunk).rows_mut());
        Self {
            from: rows
                .first()
                .map_or_else(CompactString::default, |first| first.slug.clone()),
            chunk: Arc::new(Chunk::new(rows)),
            lines: split(&mut self.lines),
        }
    }
}

/// The first eight bytes as a number: ordered as the slugs are, as far as they go.
fn prefix(slug: &str) -> u64 {
    let mut bytes = [0; 8];
    for (to, from) in bytes.iter_mut().zip(slug.bytes()) {
        *to = from;
    }
    u64::from_be_bytes(bytes)
}

/// Grows by little: a vector that doubles would waste half of a large base.
fn insert<T>(into: &mut Vec<T>, at: usize, value: T) {
    if into.len() == into.capacity() {
        into.reserve_exact(CHUNK / 8);
    }
    into.insert(at, value);
}

/// The upper half, taken away; neither half keeps room for more than it holds.
fn split<T>(values: &mut Vec<T>) -> Vec<T> {
    let upper = values.split_off(values.len() / 2);
    values.shrink_to_fit();
    upper
}
