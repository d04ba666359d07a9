//! Datasets: how much is there, and pages of it as raw bytes.

use model::Timestamp;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::answer::Answer;
use crate::json;

/// What is known of a dataset without reading it. Counts lag behind for seconds after a run has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatasetFacts {
    /// Apify's id of it.
    pub id: String,
    /// Items in it, as counted so far.
    pub item_count: u64,
    /// When it last changed.
    pub modified_at: Option<Timestamp>,
}

/// One page of a dataset: a whole JSON array, byte for byte as received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemsPage {
    /// The array.
    pub bytes: Vec<u8>,
    /// Items in it, counted in the bytes.
    pub count: u64,
    /// Items in the whole dataset as far as Apify has counted (header `X-Apify-Pagination-Total`).
    pub total: Option<u64>,
    /// Position of the first item.
    pub offset: u64,
}

impl DatasetFacts {
    /// Reads the `data` of an answer.
    pub(crate) fn read(data: &Value) -> Result<Self, String> {
        Ok(Self {
            id: json::text(data.get("id")).unwrap_or_default(),
            item_count: json::count(data.get("itemCount")).ok_or("no itemCount")?,
            modified_at: json::time(data.get("modifiedAt")),
        })
    }
}

impl ItemsPage {
    /// Checks that the answer is one whole array of at most `limit` items that starts where it was asked to.
    /// The error says what is wrong.
    pub(crate) fn read(answer: Answer, offset: u64, limit: u64) -> Result<Self, String> {
        let header = |name: &str| answer.header(name)?.trim().parse::<u64>().ok();
        let total = header("x-apify-pagination-total");
        if let Some(other) = header("x-apify-pagination-offset").filter(|other| *other != offset) {
            return Err(format!("items from {other} instead of {offset}"));
        }
        if str::from_utf8(&answer.body).is_err() {
            return Err("items are not UTF-8".to_owned());
        }
        // Nothing of the items is built: this only walks over the text.
        let items: Vec<IgnoredAny> = serde_json::from_slice(&answer.body)
            .map_err(|error| format!("items are not one whole array: {error}"))?;
        let count = items.len() as u64;
        if count > limit {
            return Err(format!("{count} items where at most {limit} were asked for"));
        }
        Ok(Self {
            bytes: answer.body,
            count,
            total,
            offset,
        })
    }
}
