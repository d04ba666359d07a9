//! What an import hands over: ads with their raw bytes, the searches they came from, refused items.

use std::ops::Range;

use model::{MicroDollars, Timestamp, Verdict};

use crate::Result;
use crate::ads::StoredLinks;

/// Of a refused item at most so many bytes are kept.
pub(crate) const REFUSED_LIMIT: usize = 64 << 10;

/// Of a headline at most so many characters are kept: it is there to recognise an ad by.
const TITLE_LIMIT: usize = 200;

/// The part of a headline that is kept.
pub(crate) fn title_kept(title: &str) -> &str {
    match title.char_indices().nth(TITLE_LIMIT) {
        Some((end, _)) => title.get(..end).unwrap_or(title),
        None => title,
    }
}

/// First and last time of two sightings together.
pub(crate) fn merge_seen(
    one: (Option<Timestamp>, Option<Timestamp>),
    other: (Option<Timestamp>, Option<Timestamp>),
) -> (Option<Timestamp>, Option<Timestamp>) {
    let first = [one.0, other.0].into_iter().flatten().min();
    (first, one.1.max(other.1))
}

/// A batch of items in the order in which they were read. Raw bytes lie in one buffer.
#[derive(Debug, Default)]
pub struct ImportBatch {
    /// The file (or run) that they come from, as shown to people.
    pub source: String,
    /// The raw items, one after the other.
    pub raw: Vec<u8>,
    /// The ads among them.
    pub ads: Vec<IncomingAd>,
    /// Searches that ended within this batch.
    pub searches: Vec<Search>,
    /// Items that were refused.
    pub refused: Vec<Refused>,
}

/// One ad as it was read, with its verdict under the engine `engine`.
#[derive(Debug, Clone)]
pub struct IncomingAd {
    /// `ad_archive_id`.
    pub id: String,
    /// Where its raw bytes lie in the batch's buffer.
    pub raw: Range<usize>,
    /// The digest of its content (`ad_library::content_digest`): the same content is stored once, in the bytes in which
    /// it came first. Whatever is stored of an ad beside its bytes follows from its content.
    pub digest: u128,
    /// The domain whose search brought it.
    pub searched: Option<String>,
    /// When the source saw it; `None` where the source does not say.
    pub seen_at: Option<Timestamp>,
    /// The Facebook page's id, empty where the source names none.
    pub page_id: String,
    /// The Facebook page's name, empty where the source names none.
    pub page_name: String,
    /// Meta's start of delivery.
    pub started: Option<Timestamp>,
    /// Meta's end of delivery.
    pub ended: Option<Timestamp>,
    /// Whether Meta said that it was running.
    pub active: Option<bool>,
    /// The button's type, empty where there is none.
    pub cta_type: String,
    /// The format, empty where there is none.
    pub display_format: String,
    /// The headline, empty where there is none.
    pub title: String,
    /// All its links, for judging it again without the raw bytes.
    pub links: StoredLinks,
    /// What it was judged to be.
    pub verdict: Verdict,
    /// The digest of the engine that judged it.
    pub engine: u64,
}

/// One search that was made: its domain is covered from then on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// The text that was searched for, as given (not always a host: `pharmaceutiques` was).
    pub domain: String,
    /// When; `None` where the source does not say.
    pub at: Option<Timestamp>,
    /// How many ads it brought.
    pub ads: u64,
    /// Whether everything that it found was delivered, as far as can be told.
    pub complete: bool,
    /// What it cost; nothing for imports.
    pub cost: MicroDollars,
}

/// An item that could not be read, kept with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The file it was in.
    pub source: String,
    /// Its number in the file, from 1.
    pub item: u64,
    /// Why, in plain words.
    pub reason: String,
    /// Its bytes, cut at 64 KiB.
    pub raw: Vec<u8>,
}

/// A raw item as it was stored, for `rebuild`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawItem {
    /// The ad's id.
    pub id: String,
    /// The digest of its content, or, in a base of before there was one, of its bytes.
    pub digest: u128,
    /// The domain whose search brought it; of several the first by name.
    pub searched: Option<String>,
    /// When a source last saw the ad with this content. When it first did is kept too: `Import::restore`
    /// finds it by id and digest.
    pub seen_at: Option<Timestamp>,
    /// The bytes in which the content came first, exactly as read.
    pub raw: Vec<u8>,
}

/// What became of the ads of an import so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// Ads that were handed over.
    pub ads: u64,
    /// Ads whose id was not known before.
    pub new: u64,
    /// Known ads that this changed: other content, or seen earlier or later than ever. One id that comes with
    /// several contents in one import is new once and updated each further time.
    pub updated: u64,
}

/// An import under way.
pub trait Import {
    /// Writes a batch. An ad is known by its id, its content by its digest: writing the same batch twice
    /// changes nothing the second time.
    ///
    /// Where one id comes with several contents, the one seen last is current (undated content is older
    /// than any dated; between equals the greater digest), whatever order they come in.
    fn write(&mut self, batch: ImportBatch) -> Result<()>;

    /// Writes ads whose raw bytes are stored already (`batch.raw` is empty): the way back in `rebuild`.
    /// When an ad was seen is taken from the stored raw item, not from the batch: an item that was seen
    /// several times comes back once and is restored with its first and last time.
    /// [`Error::Batch`](crate::Error::Batch) where there is no such raw item.
    fn restore(&mut self, batch: ImportBatch) -> Result<()>;

    /// What was written so far.
    fn counts(&self) -> ImportCounts;

    /// Makes everything durable: after this a power cut loses nothing of it. An import that is dropped
    /// without it keeps what was committed so far, in whole batches.
    fn finish(self: Box<Self>) -> Result<ImportCounts>;
}
