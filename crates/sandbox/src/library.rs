//! A library of ads to search, as Meta's Ad Library is searched: made up, or recorded by an earlier scan.
//!
//! A library holds the ads of one country: the `country` of a search is not looked at.

mod index;
mod living;
mod made;
mod members;
mod query;
mod reading;
mod recorded;
mod words;

use std::sync::Arc;

use model::Timestamp;

pub use living::LivingAds;
pub use made::Made;
pub(crate) use query::is_facebook;
pub use query::{Query, Wanted};
pub use recorded::{Error, Recorded};
pub use words::words;

/// One ad of a library: its place there, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AdRef(pub u32);

/// A library of ads.
pub trait Library: Send + Sync {
    /// The ads that an Ad Library URL finds, each once, in the library's order; none for any other URL.
    fn search(&self, url: &str) -> Vec<AdRef>;

    /// The actor's item for one hit, as JSON: its `url` is the search byte for byte, its `position` is that
    /// among the hits, from 1, and `total` is how many hits there were. Empty for an ad of another library.
    fn item(&self, ad: AdRef, url: &str, position: u64, total: u64) -> Vec<u8>;

    /// The library as it stands at a moment; `None` for one that never changes. What was found in one view is told by
    /// that view.
    fn at(&self, _moment: Timestamp) -> Option<Arc<dyn Library>> {
        None
    }
}
