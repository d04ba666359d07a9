//! All sellers at one moment: what everything that is shown is read from.

use std::sync::{Arc, OnceLock};

use potential::Model;

use super::Frame;
use super::chunk::{Chunk, Facts};
use crate::client::Client;
use crate::clients::order::Orders;
use crate::overview::standing::Standing;

/// All sellers at one moment; never changes.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// What stands around them.
    pub frame: Frame,
    /// By which chances are told: what was believed before any outcome was seen, until somebody sets what was learned.
    pub potential: Arc<Model>,
    pub(super) rows: Arc<Rows>,
    /// What is read from all sellers at once, made when it is first asked for.
    pub(crate) standing: Arc<OnceLock<Standing>>,
}

/// All sellers by slug, and the orders in which they were asked for so far.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    chunks: Box<[Arc<Chunk>]>,
    /// How many sellers stand before each chunk.
    starts: Box<[usize]>,
    len: usize,
    pub(crate) orders: Orders,
}

impl Rows {
    pub(super) fn of<'c>(chunks: impl Iterator<Item = &'c Arc<Chunk>>) -> Self {
        let chunks: Box<[_]> = chunks.cloned().collect();
        let mut len = 0;
        let start = |chunk: &Arc<Chunk>| {
            chunk.prepare();
            let start = len;
            len += chunk.rows().len();
            start
        };
        Self {
            starts: chunks.iter().map(start).collect(),
            chunks,
            len,
            orders: Orders::default(),
        }
    }

    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// Each chunk with the position of its first seller.
    pub(crate) fn chunks(&self) -> impl Iterator<Item = (usize, &Chunk)> {
        self.starts
            .iter()
            .copied()
            .zip(self.chunks.iter().map(AsRef::as_ref))
    }

    /// Every seller, by slug.
    pub(crate) fn each(&self) -> impl Iterator<Item = &Client> {
        self.chunks
            .iter()
            .flat_map(|chunk| chunk.rows().iter().map(AsRef::as_ref))
    }

    /// The seller at this position of the order by slug.
    pub(crate) fn get(&self, position: usize) -> Option<&Client> {
        self.shared(position).map(AsRef::as_ref)
    }

    /// The same, to be kept.
    pub(crate) fn shared(&self, position: usize) -> Option<&Arc<Client>> {
        let chunk = self
            .starts
            .partition_point(|start| *start <= position)
            .checked_sub(1)?;
        let row = position - self.starts.get(chunk)?;
        self.chunks.get(chunk)?.rows().get(row)
    }

    /// The position of a slug.
    pub(crate) fn position(&self, slug: &str) -> Option<usize> {
        let begins = |chunk: &Arc<Chunk>| chunk.rows().first().is_some_and(|first| *first.slug <= *slug);
        let chunk = self.chunks.partition_point(begins).checked_sub(1)?;
        let rows = self.chunks.get(chunk)?.rows();
        let row = rows.binary_search_by(|client| (*client.slug).cmp(slug)).ok()?;
        Some(self.starts.get(chunk)? + row)
    }
}

impl Snapshot {
    /// Sellers.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no seller at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every seller, by slug.
    pub fn each(&self) -> impl Iterator<Item = &Client> {
        self.rows.each()
    }

    /// Those with a history, rivals or moves, by slug: few among all.
    pub(crate) fn advertisers(&self) -> impl Iterator<Item = &Client> {
        let all = self.rows.chunks().flat_map(|(_, chunk)| chunk.advertisers());
        all.map(|(_, client)| client)
    }

    /// Status, linked ads and the like of every seller, by slug: to count a million without touching them.
    pub(crate) fn facts(&self) -> impl Iterator<Item = Facts> {
        let chunks = self.rows.chunks();
        chunks.flat_map(|(_, chunk)| chunk.facts().iter().copied())
    }

    pub(crate) fn rows(&self) -> &Rows {
        &self.rows
    }
}
