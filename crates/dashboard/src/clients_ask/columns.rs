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
    /// How likely it is to start, or to leave.
    Potential,
    /// When it was seen.
    Seen,
}

/// All of them, in the order in which they are shown.
pub const COLUMNS: [Column; 17] = [
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
    Column::Potential,
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
            Self::Potential => super::POTENTIAL,
            Self::Seen => "seen",
        }
    }

    /// The value of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        COLUMNS.into_iter().find(|column| column.as_str() == name)
    }

    /// By what its heading orders the list, as in addresses; `None` where it does not.
    pub fn sort(self) -> Option<&'static str> {
        match self {
            // The bar is longest green where the share is greatest.
            Self::Split => Some(Sort::ConvertyRatio.as_str()),
            Self::Potential => Some(super::POTENTIAL),
            Self::Domain | Self::Rival | Self::Moved => None,
            other => Sort::from_name(other.as_str()).map(Sort::as_str),
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
                | Self::Potential
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
                | Self::Potential
                | Self::Cost
        )
    }
}
