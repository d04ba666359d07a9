//! A record of the vault: its header, its bytes, and what the records of a run amount to.

use model::{MicroDollars, Timestamp};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use super::VaultError;

pub(super) const MAGIC: [u8; 4] = *b"SAV1";
/// Magic, three lengths, checksum.
const HEAD: usize = 4 + 3 * 4 + 8;
/// Fast, and smaller than the level's neighbours make worth while: pages are read once.
const LEVEL: i32 = 1;

/// What a record says beside its page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// The run's tag.
    pub tag: String,
    /// Apify's id of it.
    pub run_id: String,
    /// Where its items are.
    pub dataset_id: String,
    /// When the record was made.
    pub at: Timestamp,
    /// What the body is; nothing where there is no body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<PageFacts>,
    /// What the run asked; on its first record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<serde_json::Value>,
    /// When its money was set aside; on its first record. What the run brought is dated by this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reserved_at: Option<Timestamp>,
    /// That all pages are kept; on its last record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ending: Option<Ending>,
}

/// Which part of a dataset a body holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageFacts {
    /// Number of the first item asked for, from 0.
    pub offset: u64,
    /// Items asked for.
    pub asked: u64,
    /// Items in the dataset, as the answer said.
    pub total: Option<u64>,
}

/// How a run ended whose pages are all kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// Whether it succeeded.
    pub succeeded: bool,
    /// Why it did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
    /// What it cost.
    pub cost: MicroDollars,
    /// Items that it delivered.
    pub items: u64,
    /// Items that could not be had.
    pub missing: u64,
    /// Items that it was allowed, as far as Apify said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u64>,
}

impl Ending {
    /// That of a run of which nothing more can be known: it counts as having cost its cap.
    pub(crate) fn lost(cap: MicroDollars, reason: &str) -> Self {
        Self {
            succeeded: false,
            trouble: Some(reason.to_owned()),
            cost: cap,
            items: 0,
            missing: 0,
            max_items: None,
        }
    }
}

/// What is kept of one run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kept {
    /// Its pages, in the order of writing. One part of the dataset may be there several times.
    pub pages: Vec<Page>,
    /// What it asked.
    pub order: Option<serde_json::Value>,
    /// How it ended; only where all of its pages are kept.
    pub ending: Option<Ending>,
}

/// A page as received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Which part of the dataset it is.
    pub facts: PageFacts,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Kept {
    pub(super) fn add(&mut self, header: Header, body: Vec<u8>) {
        if let Some(facts) = header.page {
            self.pages.push(Page { facts, bytes: body });
        }
        self.order = self.order.take().or(header.order);
        self.ending = header.ending.or(self.ending.take());
    }
}

/// The bytes of a record.
pub(super) fn encode(header: &Header, body: &[u8]) -> Result<Vec<u8>, VaultError> {
    let head = serde_json::to_vec(header)?;
    let packed = if body.is_empty() {
        Vec::new()
    } else {
        zstd::bulk::compress(body, LEVEL).map_err(|_| VaultError::TooLarge(body.len()))?
    };
    let length = |length: usize| u32::try_from(length).map_err(|_| VaultError::TooLarge(length));
    let mut lengths = [0; 12];
    let numbers = [length(head.len())?, length(packed.len())?, length(body.len())?];
    for (place, number) in lengths.chunks_exact_mut(4).zip(numbers) {
        place.copy_from_slice(&number.to_le_bytes());
    }
    let mut record = Vec::with_capacity(HEAD + head.len() + packed.len());
    record.extend_from_slice(&MAGIC);
    record.extend_from_slice(&lengths);
    record.extend_from_slice(&checksum(&lengths, &head, &packed).to_le_bytes());
    record.extend_from_slice(&head);
    record.extend_from_slice(&packed);
    Ok(record)
}

/// The record at the start of `bytes` and its length; `None` where there is no whole, sound one.
pub(super) fn decode(bytes: &[u8]) -> Option<(Header, Vec<u8>, usize)> {
    let rest = bytes.strip_prefix(&MAGIC)?;
    let (lengths, rest) = rest.split_first_chunk::<12>()?;
    let (sum, rest) = rest.split_first_chunk::<8>()?;
    let number = |at: usize| -> Option<usize> {
        let four = lengths.get(at..at + 4)?.first_chunk::<4>()?;
        usize::try_from(u32::from_le_bytes(*four)).ok()
    };
    let (head_length, packed_length, body_length) = (number(0)?, number(4)?, number(8)?);
    let (head, rest) = rest.split_at_checked(head_length)?;
    let packed = rest.get(..packed_length)?;
    if checksum(lengths, head, packed) != u64::from_le_bytes(*sum) {
        return None;
    }
    let body = if packed.is_empty() {
        Vec::new()
    } else {
        zstd::bulk::decompress(packed, body_length).ok()?
    };
    let header = serde_json::from_slice(head).ok()?;
    Some((header, body, HEAD + head_length + packed_length))
}

fn checksum(lengths: &[u8], head: &[u8], packed: &[u8]) -> u64 {
    let mut hash = Xxh3::new();
    for part in [lengths, head, packed] {
        hash.update(part);
    }
    hash.digest()
}
