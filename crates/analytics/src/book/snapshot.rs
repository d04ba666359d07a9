//! All sellers at one moment: what everything that is shown is read from.

use std::fmt;
use std::sync::{Arc, OnceLock};

use model::{Kind, Timestamp};

use super::Totals;
use super::chunk::{Chunk, Facts};
use super::days::DayDelta;
use super::scans::ScanTime;
use crate::client::Client;
use crate::clients::order::Orders;
use crate::competition::Platforms;
use crate::overview::standing::Standing;
use crate::time::{Day, Zone};

/// All sellers at one moment; never changes.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The version of the data that it shows.
    pub version: u64,
    /// When it was taken: "now" for everything that is read from it.
    pub taken_at: Timestamp,
    /// The zone of its days.
    pub zone: Zone,
    /// The day of the first thing known.
    pub earliest: Option<Day>,
    pub(super) totals: Totals,
    pub(super) kinds: Kinds,
    pub(super) rows: Arc<Rows>,
    pub(super) days: Arc<[(Day, DayDelta)]>,
    pub(super) scans: Arc<[ScanTime]>,
    /// What is read from all sellers at once, made when it is first asked for.
    pub(crate) standing: Arc<OnceLock<Standing>>,
}

/// Tells the kind of a platform.
#[derive(Clone)]
pub(super) struct Kinds(pub Arc<Platforms>);

impl fmt::Debug for Kinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kinds")
    }
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
        let chunk = self
            .starts
            .partition_point(|start| *start <= position)
            .checked_sub(1)?;
        let row = position - self.starts.get(chunk)?;
        self.chunks.get(chunk)?.rows().get(row).map(AsRef::as_ref)
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
    /// The day on which it was taken.
    pub fn today(&self) -> Day {
        self.zone.day(self.taken_at)
    }

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

    /// All ads, those of strangers included, as they were told.
    pub const fn totals(&self) -> Totals {
        self.totals
    }

    /// Scans as far as dated searches tell of them, oldest first: bursts with six quiet hours between.
    pub fn scans(&self) -> &[ScanTime] {
        &self.scans
    }

    /// The kind of a platform, by its id.
    pub fn kind_of(&self, platform: &str) -> Kind {
        (self.kinds.0)(platform)
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

    /// The last moment of the first day on which anything was searched or seen.
    pub(crate) fn first_scan_ended(&self) -> Option<Timestamp> {
        let next = self.zone.start_of(self.earliest?.plus(1));
        Some(Timestamp::clamped(next.as_millis() - 1))
    }

    pub(crate) fn rows(&self) -> &Rows {
        &self.rows
    }

    pub(crate) fn days(&self) -> &[(Day, DayDelta)] {
        &self.days
    }
}
