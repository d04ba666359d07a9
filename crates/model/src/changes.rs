//! What changed between two looks at a seller, as its report tells it.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// What is otherwise than at the look before. Whatever is new here is proven to be: an earlier search that was answered
/// whole should have brought the ad, and did not. What is seen first is not new for that.
///
/// Moments are those at which sources saw the ads, never Meta's own dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportChanges {
    /// When the look before ended: the last search about the seller that was answered whole and was not part of this look.
    pub since: Timestamp,
    /// Ads seen since, and not before.
    #[serde(default)]
    pub new_ads: u64,
    /// Ads that were there, and that a later search did not bring any more.
    #[serde(default)]
    pub ended_ads: u64,
    /// Ids of the pages all of whose ads are new, by id.
    #[serde(default)]
    pub new_pages: Vec<String>,
    /// Ids of the pages all of whose ads ended, by id.
    #[serde(default)]
    pub lost_pages: Vec<String>,
    /// Hosts of competitors to which only new ads lead, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub new_rivals: Vec<String>,
}

impl ReportChanges {
    /// Nothing since then.
    pub const fn none_since(since: Timestamp) -> Self {
        Self {
            since,
            new_ads: 0,
            ended_ads: 0,
            new_pages: Vec::new(),
            lost_pages: Vec::new(),
            new_rivals: Vec::new(),
        }
    }

    /// Whether nothing changed.
    pub const fn is_empty(&self) -> bool {
        self.new_ads == 0
            && self.ended_ads == 0
            && self.new_pages.is_empty()
            && self.lost_pages.is_empty()
            && self.new_rivals.is_empty()
    }
}
