//! People's decisions, their segments and their requests for scans, as far as pages show them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::sync::Arc;

use analytics::Segments;
use database::{Database, Error, Shelf};
use model::Timestamp;
use serde::de::DeserializeOwned;
use xxhash_rust::xxh3::xxh3_64;

use crate::view::{Decision, ScanProgress, ScanRequest};

/// Requests for scans that are shown, the latest.
const SCANS: usize = 200;

/// What was read of the records.
#[derive(Debug, Default)]
pub struct People {
    /// `None` before the first look.
    version: Option<u64>,
    decisions: BTreeMap<String, Decision>,
    segments: Arc<Segments>,
    /// By id, so by time.
    scans: BTreeMap<String, ScanRequest>,
}

impl People {
    /// Reads the shelves again where a record changed.
    pub fn renew(&mut self, database: &dyn Database) -> Result<News, Error> {
        let version = database.records_version()?;
        if self.version == Some(version) {
            return Ok(News::Nothing);
        }
        let (before, scans_before) = (self.digest(), std::mem::take(&mut self.scans));
        let decisions = shelf(database, Shelf::Decisions)?;
        let segments = crate::segments::all(database)?;
        let mut scans = shelf(database, Shelf::Requests)?;
        while scans.len() > SCANS {
            scans.pop_first();
        }
        let news = scans != scans_before;
        (self.decisions, self.scans) = (decisions, scans);
        if *self.segments != segments {
            self.segments = Arc::new(segments);
        }
        self.version = Some(version);
        Ok(match (self.digest() != before, news) {
            (true, _) => News::Words,
            (false, true) => News::Progress,
            (false, false) => News::Nothing,
        })
    }

    /// By alert.
    pub fn decisions(&self) -> BTreeMap<String, Decision> {
        self.decisions.clone()
    }

    /// By name.
    pub fn segments(&self) -> Arc<Segments> {
        Arc::clone(&self.segments)
    }

    /// Latest first.
    pub fn scans(&self) -> Vec<ScanRequest> {
        self.scans.values().rev().cloned().collect()
    }

    /// Whether a decision that held then does not any more.
    pub fn expired(&self, then: Timestamp, now: Timestamp) -> bool {
        self.decisions
            .values()
            .any(|decision| decision.holds(then) != decision.holds(now))
    }

    /// Changes with anything of them that a page shows, but for how far scans are.
    pub fn digest(&self) -> u64 {
        let mut text = format!("{:?}", (&self.decisions, &self.segments));
        for scan in self.scans.values() {
            let standing = ScanRequest {
                progress: ScanProgress::default(),
                ..scan.clone()
            };
            // Writing into a text does not fail.
            let _ = write!(text, "{standing:?}");
        }
        xxh3_64(text.as_bytes())
    }
}

/// What a look at the records brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// Nothing that is shown.
    Nothing,
    /// Only how far a scan is.
    Progress,
    /// A decision, a segment, or a scan that was asked for, began, ended.
    Words,
}

/// Everything readable on a shelf, by key. What this version cannot read is left out: another wrote it.
fn shelf<T: DeserializeOwned>(database: &dyn Database, shelf: Shelf) -> Result<BTreeMap<String, T>, Error> {
    let mut found = BTreeMap::new();
    database.each_record(shelf, &mut |record| {
        match serde_json::from_str(&record.body) {
            Ok(value) => {
                found.insert(record.key, value);
            }
            Err(error) => tracing::warn!(shelf = shelf.as_str(), %error, "a record cannot be read"),
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(found)
}
