//! Stable names of what rules are made of.

use analytics::Severity;

use super::Delivery;

/// All severities, the most pressing first.
pub const SEVERITIES: [Severity; 3] = [Severity::Critical, Severity::Warning, Severity::Notice];

/// The severity of a name.
pub fn severity_of(name: &str) -> Option<Severity> {
    SEVERITIES.into_iter().find(|severity| severity.as_str() == name)
}

impl Delivery {
    /// Both.
    pub const ALL: [Self; 2] = [Self::AtOnce, Self::Digest];

    /// The stable name, as in rules and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AtOnce => "at_once",
            Self::Digest => "digest",
        }
    }

    /// The value of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|delivery| delivery.as_str() == name)
    }
}
