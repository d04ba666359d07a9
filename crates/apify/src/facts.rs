//! What Apify tells of an actor: prices and defaults.

use model::Timestamp;
use serde_json::Value;

use crate::json;
use crate::pricing::{Listed, Pricing};

/// An actor as the store describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorFacts {
    /// Apify's id of it.
    pub id: String,
    /// `user/name`.
    pub name: String,
    /// Whether its author gave it up.
    pub deprecated: bool,
    /// Memory of a run where none is asked for, in megabytes; `None` where not told.
    pub memory_mb: Option<u64>,
    /// Seconds after which a run is stopped; `None` where not told, 0 for never.
    pub timeout_secs: Option<u64>,
    listed: Vec<Listed>,
}

impl ActorFacts {
    /// The prices in force at `now` for an account of a tier: the last entry of the list that has started. Entries
    /// of the future may be listed. `None` where the actor has no price list.
    pub fn pricing(&self, now: Timestamp, tier: &str) -> Option<Pricing> {
        let started = |listed: &&Listed| listed.started_at.is_none_or(|start| start <= now);
        self.listed
            .iter()
            .rfind(started)
            .map(|listed| listed.for_tier(tier))
    }

    /// The next change of prices after `now`, where one is announced.
    pub fn next_change(&self, now: Timestamp) -> Option<Timestamp> {
        self.listed
            .iter()
            .filter_map(|listed| listed.started_at)
            .filter(|start| *start > now)
            .min()
    }

    /// Memory of a run in whole gigabytes, at least 1, as the start is priced.
    pub fn memory_gb(&self) -> u32 {
        let gigabytes = self.memory_mb.unwrap_or(1024).div_ceil(1024).max(1);
        u32::try_from(gigabytes).unwrap_or(u32::MAX)
    }

    /// Reads the `data` of an answer.
    pub(crate) fn read(data: &Value) -> Result<Self, String> {
        let owner = json::text(data.get("username")).unwrap_or_default();
        let name = json::text(data.get("name")).unwrap_or_default();
        Ok(Self {
            id: json::text(data.get("id")).ok_or("no id")?,
            name: format!("{owner}/{name}"),
            deprecated: json::flag(data.get("isDeprecated")).unwrap_or(false),
            memory_mb: json::count(data.pointer("/defaultRunOptions/memoryMbytes")),
            timeout_secs: json::count(data.pointer("/defaultRunOptions/timeoutSecs")),
            listed: data
                .get("pricingInfos")
                .and_then(Value::as_array)
                .map(|list| list.iter().map(Listed::read).collect())
                .unwrap_or_default(),
        })
    }
}
