//! The list of sellers: filter, order, seek paging. Every table, export and alert that names sellers asks here.

pub mod address;
mod alone;
mod cursor;
pub(crate) mod key;
pub(crate) mod matching;
pub(crate) mod order;
mod paging;
pub mod segments;

use std::sync::Arc;

use compact_str::CompactString;
use model::Confidence;

use crate::client::{Client, ClientStatus};

/// Sellers by how many ads they have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Segment {
    /// 1 to 5.
    Small,
    /// 6 to 10.
    Medium,
    /// 11 to 20.
    Large,
    /// Over 20.
    Huge,
}

impl Segment {
    /// All, smallest first.
    pub const ALL: [Self; 4] = [Self::Small, Self::Medium, Self::Large, Self::Huge];

    /// The stable name, as in addresses and the API: `1-5`, `6-10`, `11-20`, `21+`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Small => "1-5",
            Self::Medium => "6-10",
            Self::Large => "11-20",
            Self::Huge => "21+",
        }
    }

    /// The value of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|segment| segment.as_str() == name)
    }

    /// Of so many ads; `None` of none.
    pub const fn of(ads: u32) -> Option<Self> {
        match ads {
            0 => None,
            1..=5 => Some(Self::Small),
            6..=10 => Some(Self::Medium),
            11..=20 => Some(Self::Large),
            21.. => Some(Self::Huge),
        }
    }
}

/// Which sellers. Everything that is set must hold; of several statuses one. As the parameters of an address:
/// [`address`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClientFilter {
    /// Words that must all occur in the slug or a domain, in any letter case.
    pub text: String,
    /// One of these; any where empty.
    pub statuses: Vec<ClientStatus>,
    /// Some of its concurrent ads lead to this platform now.
    pub platform: Option<CompactString>,
    /// Some of its concurrent ads lead to this host now.
    pub competitor: Option<CompactString>,
    /// At least so many ads (linked ones, as in the bands).
    pub ads_from: Option<u32>,
    /// At most so many.
    pub ads_to: Option<u32>,
    /// Sellers that do not advertise and start to within 28 days with at least this chance, in percent. Whoever
    /// advertises, and whoever nobody looked at, has none.
    pub start_from: Option<u8>,
    /// Active sellers that stop or leave within 28 days with at least this chance, in percent.
    pub leave_from: Option<u8>,
    /// Of its main page.
    pub confidence: Option<Confidence>,
    /// Active sellers of this size.
    pub segment: Option<Segment>,
    /// Only those with (or without) a domain that left Converty.
    pub moved: Option<bool>,
    /// Only these slugs (an alert's); any where empty.
    pub slugs: Vec<CompactString>,
    /// A seller that any field set in this one lets through is left out: see [`ClientFilter::alone`].
    pub not: Option<Box<Self>>,
    /// Each of these must let it through as well: saved segments.
    pub within: Vec<Arc<Self>>,
}

/// By what the list is ordered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sort {
    /// By slug.
    #[default]
    Slug,
    /// By status, active first.
    Status,
    /// By ads.
    Ads,
    /// By ads that lead to Converty.
    Converty,
    /// By ads that lead to a sale elsewhere.
    Concurrent,
    /// By ads that lead nowhere known.
    Unknown,
    /// By percent that lead to Converty; sellers without ads come last either way.
    ConvertyRatio,
    /// By percent that lead elsewhere; sellers without ads come last either way.
    ConcurrentRatio,
    /// By Facebook pages.
    Pages,
    /// By confidence in the main page; those without come last either way.
    Confidence,
    /// By what was spent.
    Cost,
    /// By when it was seen; never seen comes last either way.
    Seen,
}

impl Sort {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Slug,
        Self::Status,
        Self::Ads,
        Self::Converty,
        Self::Concurrent,
        Self::Unknown,
        Self::ConvertyRatio,
        Self::ConcurrentRatio,
        Self::Pages,
        Self::Confidence,
        Self::Cost,
        Self::Seen,
    ];

    /// The stable name, as in addresses and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Slug => "slug",
            Self::Status => "status",
            Self::Ads => "ads",
            Self::Converty => "converty",
            Self::Concurrent => "concurrent",
            Self::Unknown => "unknown",
            Self::ConvertyRatio => "converty_ratio",
            Self::ConcurrentRatio => "concurrent_ratio",
            Self::Pages => "pages",
            Self::Confidence => "confidence",
            Self::Cost => "cost",
            Self::Seen => "seen",
        }
    }

    /// The value of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == name)
    }
}

/// The order of the list; ties go by slug, ascending either way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ClientOrder {
    /// By what.
    pub sort: Sort,
    /// Greatest first.
    pub descending: bool,
}

/// A place between two rows of an ordered list: that after (or before) the row with this key and slug. It stays right
/// when rows come and go. As text (`Display`, `parse`) it is safe in an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Going back: the rows right before the place, not those after it.
    pub backwards: bool,
    /// The sort key of the row, as `Client`s are ordered by it; 0 where the order is by slug.
    pub key: i64,
    /// The row's slug.
    pub slug: CompactString,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientList {
    /// The rows, in order.
    pub rows: Vec<Arc<Client>>,
    /// How many match in all.
    pub total: usize,
    /// How many of them stand before the first row.
    pub skipped: usize,
    /// Where the next page begins; `None` on the last.
    pub next: Option<Cursor>,
    /// Where the page before begins; `None` on the first.
    pub previous: Option<Cursor>,
}
