//! Runs as Apify tells of them.

use std::collections::BTreeMap;

use model::{MicroDollars, Timestamp};
use serde_json::Value;

use crate::json;

/// The event charged for every item that is written to a run's default dataset.
pub(crate) const ITEM_EVENT: &str = "apify-default-dataset-item";

/// One run. Numbers that Apify has not (yet) told are `None`; right after the end they may still be too low, so read
/// again after ten seconds before believing them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Apify's id of it. Ids are kept as they come.
    pub id: String,
    /// The default dataset, where its items are; empty where the answer did not tell.
    pub dataset_id: String,
    /// The default key-value store, where its input is; empty where the answer did not tell.
    pub store_id: String,
    /// How it stands.
    pub status: RunStatus,
    /// When it was started; 1970 where the answer did not tell.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// What it has cost so far (`usageTotalUsd`).
    pub cost: Option<MicroDollars>,
    /// Items charged so far (`chargedEventCounts` of the item event).
    pub items_charged: Option<u64>,
    /// All events charged so far, by name.
    pub charged: BTreeMap<String, u64>,
    /// The cap in force (`options.maxTotalChargeUsd`).
    pub cap: Option<MicroDollars>,
    /// The cap on charged items in force, given or derived from the cap (`options.maxItems`).
    pub max_items: Option<u64>,
    /// The actor's last word on it.
    pub message: Option<String>,
}

/// How a run stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunStatus {
    /// Waits for a machine.
    Ready,
    /// Works.
    Running,
    /// Is being stopped, by us or by its time limit (`ABORTING`, `TIMING-OUT`).
    Stopping,
    /// Ended by itself. That does not mean that everything was delivered.
    Succeeded,
    /// Broke down.
    Failed,
    /// Ran out of time.
    TimedOut,
    /// Was stopped.
    Aborted,
    /// A word that we do not know.
    Other(String),
}

/// One line of the list of runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunSummary {
    /// Apify's id of it.
    pub id: String,
    /// The default dataset; empty where not told.
    pub dataset_id: String,
    /// The default key-value store; empty where not told.
    pub store_id: String,
    /// How it stands.
    pub status: RunStatus,
    /// When it was started; 1970 where not told.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// What it has cost so far.
    pub cost: Option<MicroDollars>,
}

impl RunStatus {
    /// Reads Apify's word; `TIMED_OUT` (of webhooks) is `TIMED-OUT`.
    pub fn read(word: &str) -> Self {
        match word.trim().to_ascii_uppercase().replace('_', "-").as_str() {
            "READY" => Self::Ready,
            "RUNNING" => Self::Running,
            "TIMING-OUT" | "ABORTING" => Self::Stopping,
            "SUCCEEDED" => Self::Succeeded,
            "FAILED" => Self::Failed,
            "TIMED-OUT" => Self::TimedOut,
            "ABORTED" => Self::Aborted,
            _ => Self::Other(word.chars().take(40).collect()),
        }
    }

    /// Whether nothing more will happen. A word that we do not know is not an end.
    pub fn is_over(&self) -> bool {
        matches!(
            self,
            Self::Succeeded | Self::Failed | Self::TimedOut | Self::Aborted
        )
    }
}

impl Run {
    /// Whether nothing more will happen: by the status, or, where we do not know its word, because it has an end.
    pub fn is_over(&self) -> bool {
        self.status.is_over() || (matches!(self.status, RunStatus::Other(_)) && self.finished_at.is_some())
    }

    /// Reads the `data` of an answer; `None` where it has no id.
    pub(crate) fn read(data: &Value) -> Option<Self> {
        let RunSummary {
            id,
            dataset_id,
            store_id,
            status,
            started_at,
            finished_at,
            cost,
        } = RunSummary::read(data)?;
        let charged = charged(data);
        Some(Self {
            items_charged: items_charged(data, &charged),
            charged,
            cap: json::dollars(data.pointer("/options/maxTotalChargeUsd")),
            max_items: json::count(data.pointer("/options/maxItems")),
            message: json::text(data.get("statusMessage")),
            id,
            dataset_id,
            store_id,
            status,
            started_at,
            finished_at,
            cost,
        })
    }
}

impl RunSummary {
    /// Reads a line of the list, or the part of a run that is the same; `None` where it has no id.
    pub(crate) fn read(data: &Value) -> Option<Self> {
        Some(Self {
            id: json::text(data.get("id"))?,
            dataset_id: json::text(data.get("defaultDatasetId")).unwrap_or_default(),
            store_id: json::text(data.get("defaultKeyValueStoreId")).unwrap_or_default(),
            status: RunStatus::read(&json::text(data.get("status")).unwrap_or_default()),
            started_at: json::time(data.get("startedAt")).unwrap_or(Timestamp::clamped(0)),
            finished_at: json::time(data.get("finishedAt")),
            cost: json::dollars(data.get("usageTotalUsd")),
        })
    }
}

fn charged(data: &Value) -> BTreeMap<String, u64> {
    let counts = data.get("chargedEventCounts").and_then(Value::as_object);
    counts
        .into_iter()
        .flatten()
        .filter_map(|(event, count)| Some((event.clone(), json::count(Some(count))?)))
        .collect()
}

/// The count of the item event: the platform's own, else the one that the run's price list calls primary.
fn items_charged(data: &Value, charged: &BTreeMap<String, u64>) -> Option<u64> {
    charged.get(ITEM_EVENT).copied().or_else(|| {
        let events = data.pointer("/pricingInfo/pricingPerEvent/actorChargeEvents")?;
        let primary = events
            .as_object()?
            .iter()
            .find(|(_, event)| json::flag(event.get("isPrimaryEvent")) == Some(true))?;
        charged.get(primary.0).copied()
    })
}
