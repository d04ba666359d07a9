//! A domain that left Converty: the strongest sign there is that a seller leaves.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// A seller's own domain that stood on Converty and does not any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainMove {
    /// The domain, without `www.`.
    pub domain: String,
    /// Which of its names moved: the domain, its `www.`, or both.
    pub names: Vec<String>,
    /// Where to.
    pub to: MovedTo,
    /// The rival's id in the catalogue, where it is known.
    pub platform: Option<String>,
    /// What the DNS says now: an alias, an address, or nothing where there is none.
    pub points_to: String,
    /// When it was last seen on Converty.
    pub last_on_converty: Timestamp,
    /// When it was first seen away.
    pub first_away: Timestamp,
}

/// Where a domain went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MovedTo {
    /// To a rival platform.
    Platform,
    /// To an address that nobody knows.
    Elsewhere,
    /// Behind a network that hides who is behind it; its page did not say Converty.
    Hidden,
    /// It waits to be sold.
    Parked,
    /// It leads nowhere any more.
    Nowhere,
}

impl MovedTo {
    /// The stable name, as stored and as scripts see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Elsewhere => "elsewhere",
            Self::Hidden => "hidden",
            Self::Parked => "parked",
            Self::Nowhere => "nowhere",
        }
    }
}
