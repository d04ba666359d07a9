//! What can be asked of a seller.

use serde::{Deserialize, Serialize};

/// What is asked: of a quiet seller the one, of an active one the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Is a quiet seller seen to advertise within the next 28 days?
    Start,
    /// Is an active one seen without ads, or with most of them at rivals, within the next 28 days?
    Leave,
}

impl Question {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Start, Self::Leave];

    /// How far ahead is asked, in days: four weekly scans.
    pub const DAYS: u32 = 28;

    /// The same in milliseconds.
    pub const HORIZON: i64 = Self::DAYS as i64 * 86_400_000;

    /// The stable name, as in addresses and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Leave => "leave",
        }
    }
}
