//! What a copy to another engine carries: raw items, with all that is known of each.

use model::Timestamp;

use crate::{IncomingAd, RawItem};

/// A raw item, and the ad that it belongs to.
#[derive(Debug, Clone)]
pub struct KeptItem {
    /// Greater than the numbers of all items that came before it. Another engine numbers anew.
    pub number: u64,
    /// The item; its `seen_at` is when a source last saw the ad with this content.
    pub raw: RawItem,
    /// When a source first did.
    pub first_seen: Option<Timestamp>,
    /// The ad as it stands now, whichever of its contents it was read from, ready to be written beside these bytes:
    /// digest, domain and `seen_at` are the item's, the range is all of its bytes. `None` where there is no such ad (a
    /// rebuild was cut short) or nobody judged it.
    pub ad: Option<IncomingAd>,
}
