//! What reading gives: ads, markers of "no ads", refusals, and ends of searches.

use std::borrow::Cow;

use model::{Ad, Timestamp};

use crate::Refusal;

/// One thing that was read. Items are counted from 1; each is an ad, no ads, or refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "handed out one at a time, mostly ads; a box would be an allocation each"
)]
pub enum Event<'a> {
    /// An ad.
    Ad {
        /// The item's number.
        item: u64,
        /// What it says.
        ad: Ad<'a>,
        /// The item as JSON: its bytes, or the table's row as an object. `parse_item` gives the same ad.
        raw: &'a [u8],
        /// The search that brought it.
        context: Context<'a>,
    },
    /// The source says that a search found nothing.
    NoAds {
        /// The item's number.
        item: u64,
        /// The item as JSON.
        raw: &'a [u8],
        /// The search that brought it.
        context: Context<'a>,
        /// The search's own address, where the item names it.
        search_url: Option<Cow<'a, str>>,
    },
    /// An item that is not an ad.
    Refused {
        /// The item's number.
        item: u64,
        /// Its bytes: up to where reading failed, the first 64 KiB of a too large one, none for what lay
        /// between items.
        raw: &'a [u8],
        /// Why.
        reason: Refusal,
    },
    /// A cache file's wrapper `{domain, cached_at, ads}` has ended. Not an item.
    Search {
        /// What was searched for, as it stood.
        domain: String,
        /// When.
        at: Option<Timestamp>,
        /// How many ads stood in it.
        ads: u64,
    },
}

/// The search that an item came from.
///
/// Known whenever the wrapper names it before its ads, or ends within 32 MiB of the start of its ads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Context<'a> {
    /// What was searched for, as it stood.
    pub domain: Option<&'a str>,
    /// When.
    pub at: Option<Timestamp>,
}

/// What one JSON value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item<'a> {
    /// An ad.
    Ad(Ad<'a>),
    /// The source says that a search found nothing.
    NoAds {
        /// The search's own address, where the item names it.
        search_url: Option<Cow<'a, str>>,
    },
    /// Neither.
    Refused(Refusal),
}
