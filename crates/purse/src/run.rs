//! Runs as the account sees them: money set aside for them, then a cost.

use database::Ended;
use model::{MicroDollars, Timestamp};
use serde::Serialize;

/// Money wanted for a run that is about to be started.
#[derive(Debug, Clone, PartialEq)]
pub struct Reservation {
    /// Names the run before Apify gives it an id. Never used twice.
    pub tag: String,
    /// The process that starts it and watches over it.
    pub owner: String,
    /// The scan that it belongs to.
    pub scan: String,
    /// The most that it can cost; above zero.
    pub cap: MicroDollars,
    /// What is asked, as whoever resumes it can read it.
    pub order: serde_json::Value,
}

/// A run that may still cost up to its cap.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenRun {
    /// Names it; the same tag is in its input.
    pub tag: String,
    /// The process that watches over it.
    pub owner: String,
    /// The scan that it belongs to.
    pub scan: String,
    /// The most that it can cost.
    pub cap: MicroDollars,
    /// What was asked.
    pub order: serde_json::Value,
    /// When the money was set aside.
    pub reserved_at: Timestamp,
    /// How far it came.
    pub state: OpenState,
    /// When the answer to its start was first said to be lost, even if the run was found since.
    pub unknown_since: Option<Timestamp>,
    /// Owners that adopted it while it was only reserved, in order: besides the one that reserved it, those that may
    /// have sent its start.
    pub may_start: Vec<String>,
}

/// How far an open run came, as far as the ledger knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenState {
    /// Money is set aside. Where its owner died, nobody knows whether it was started.
    Reserved,
    /// It exists.
    Started {
        /// Apify's id of it.
        run_id: String,
        /// Where its items are.
        dataset_id: String,
    },
    /// The answer to its start was lost: it may exist, and may cost its cap.
    Unknown {
        /// What happened.
        reason: String,
    },
}

/// A run that is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SettledRun {
    /// Names it.
    pub tag: String,
    /// The process that watched over it last.
    pub owner: String,
    /// The scan that it belonged to.
    pub scan: String,
    /// Apify's id of it; `None` where it was given up without ever having been found.
    pub run_id: Option<String>,
    /// Where its items are, or were.
    pub dataset_id: Option<String>,
    /// The most that it was to cost.
    pub cap: MicroDollars,
    /// What it cost, as last corrected.
    pub cost: MicroDollars,
    /// How it ended.
    pub ended: Ended,
    /// When the money was set aside.
    pub reserved_at: Timestamp,
    /// When it was settled; never before it was reserved, whatever the clocks said.
    pub at: Timestamp,
}

impl SettledRun {
    /// Whether it cost more than was set aside for it. Apify promises that this cannot be; where it is, the
    /// cost counts as it is, and somebody should be told.
    pub fn over_cap(&self) -> bool {
        self.cost > self.cap
    }
}
