//! The columns of the list of sellers.

use analytics::Sort;

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// The seller's slug.
    Slug,
    /// Its domains; a page shows the first one and how many more.
    Domain,
    /// Whether it advertises.
    Status,
    /// Its ads.
    Ads,
    /// Converty against concurrent, drawn; nothing in exports, whose numbers have columns of their own.
    Split,
    /// Ads that lead to Converty.
    Converty,
    /// Ads that lead to a sale elsewhere.
    Concurrent,
    /// Ads that lead nowhere known.
    Unknown,
    /// Percent that lead to Converty.
    ConvertyRatio,
    /// Percent that lead elsewhere.
    ConcurrentRatio,
    /// Where most of its concurrent ads lead.
    Rival,
    /// Its Facebook pages.
    Pages,
    /// How surely its main page is its own.
    Confidence,
    /// Its own domains that left Converty.
    Moved,
    /// What was spent to learn about it.
    Cost,
    /// When it was seen.
    Seen,
}

/// All of them, in the order in which they are shown.
pub const COLUMNS: [Column; 16] = [
    Column::Slug,
    Column::Domain,
    Column::Status,
    Column::Ads,
    Column::Split,
    Column::Converty,
    Column::Concurrent,
    Column::Unknown,
    Column::ConvertyRatio,
    Column::ConcurrentRatio,
    Column::Rival,
    Column::Pages,
    Column::Confidence,
    Column::Moved,
    Column::Cost,
    Column::Seen,
];

impl Column {
    /// The stable name, as in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Slug => "slug",
            Self::Domain => "domain",
            Self::Status => "status",
            Self::Ads => "ads",
            Self::Split => "split",
            Self::Converty => "converty",
            Self::Concurrent => "concurrent",
            Self::Unknown => "unknown",
            Self::ConvertyRatio => "converty_ratio",
            Self::ConcurrentRatio => "concurrent_ratio",
            Self::Rival => "rival",
            Self::Pages => "pages",
            Self::Confidence => "confidence",
            Self::Moved => "moved",
            Self::Cost => "cost",
            Self::Seen => "seen",
        }
    }

    /// The value of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        COLUMNS.into_iter().find(|column| column.as_str() == name)
    }

    /// By what its heading orders the list; `None` where it does not.
    pub const fn sort(self) -> Option<Sort> {
        match self {
            Self::Slug => Some(Sort::Slug),
            Self::Status => Some(Sort::Status),
            Self::Ads => Some(Sort::Ads),
            Self::Converty => Some(Sort::Converty),
            Self::Concurrent => Some(Sort::Concurrent),
            Self::Unknown => Some(Sort::Unknown),
            // The bar is longest green where the share is greatest.
            Self::Split | Self::ConvertyRatio => Some(Sort::ConvertyRatio),
            Self::ConcurrentRatio => Some(Sort::ConcurrentRatio),
            Self::Pages => Some(Sort::Pages),
            Self::Confidence => Some(Sort::Confidence),
            Self::Cost => Some(Sort::Cost),
            Self::Seen => Some(Sort::Seen),
            Self::Domain | Self::Rival | Self::Moved => None,
        }
    }

    /// Whether it is shown where nobody chose.
    pub const fn is_usual(self) -> bool {
        matches!(
            self,
            Self::Slug
                | Self::Domain
                | Self::Status
                | Self::Ads
                | Self::Split
                | Self::Concurrent
                | Self::Rival
                | Self::Seen
        )
    }

    /// Whether it holds numbers, which stand at the end of their cells.
    pub const fn is_number(self) -> bool {
        matches!(
            self,
            Self::Ads
                | Self::Converty
                | Self::Concurrent
                | Self::Unknown
                | Self::ConvertyRatio
                | Self::ConcurrentRatio
                | Self::Pages
                | Self::Cost
        )
    }
}
