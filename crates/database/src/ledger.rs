//! The ledger as it is stored: a numbered list to which lines are appended, and nothing else.
//!
//! Lines are numbered from 1 without gaps, and a number can be taken once. Whoever appends names the number
//! after which it believes to write; where another writer took it first, nothing is written and the writer
//! reads on and decides again. That makes a balance checked before the append hold at the append, on every
//! engine that can refuse a second line with the same number. To go on from a number that does not exist is an
//! error: lines are missing, or the writer read another ledger.
//!
//! Everything else that is kept can be made again, or bought again; what was spent is known from nowhere else.
//! So an engine keeps the ledger apart, where no import holds it up and each append outlives a power cut.
//! Appending moves neither the digest nor the version of the database.

use model::{MicroDollars, Timestamp};
use serde::{Deserialize, Serialize};

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LedgerLine {
    /// Its number, from 1.
    pub number: u64,
    /// When it was written.
    pub at: Timestamp,
    /// What it says.
    pub movement: Movement,
}

/// What a line of the ledger says. `tag` names a run of ours before Apify gave it an id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Movement {
    /// A monthly cycle, as the account reports it.
    Cycle {
        /// Its first instant.
        starts: Timestamp,
        /// Its last.
        ends: Timestamp,
        /// What the account may spend in it at most.
        limit: MicroDollars,
        /// What the account had spent on other things than ours when this was read.
        foreign: MicroDollars,
    },
    /// Money set aside for a run that is about to be started.
    Reserve {
        /// The run.
        tag: String,
        /// The process that starts it and watches over it.
        owner: String,
        /// The scan that it belongs to.
        scan: String,
        /// The most that it can cost.
        cap: MicroDollars,
        /// What is asked.
        order: serde_json::Value,
    },
    /// The run exists.
    Started {
        /// The run.
        tag: String,
        /// Apify's id of it.
        run_id: String,
        /// Where its items are.
        dataset_id: String,
    },
    /// Nobody knows whether the run exists: the answer to its start was lost.
    Unknown {
        /// The run.
        tag: String,
        /// What happened.
        reason: String,
    },
    /// Another process watches over the run from here on.
    Adopt {
        /// The run.
        tag: String,
        /// The process.
        owner: String,
    },
    /// The run is over and this is what it cost.
    Settle {
        /// The run.
        tag: String,
        /// What it cost.
        cost: MicroDollars,
        /// How it ended.
        ended: Ended,
    },
    /// A later read showed another cost: a late charge or a refund.
    Correct {
        /// The run.
        tag: String,
        /// The cost as it stands now.
        cost: MicroDollars,
    },
    /// The run never came to be and cost nothing.
    Release {
        /// The run.
        tag: String,
        /// Why that is certain.
        reason: String,
    },
}

/// How a settled run ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum Ended {
    /// Everything that it delivered is stored.
    Collected,
    /// It failed; what it delivered before is stored.
    Failed {
        /// Why.
        reason: String,
    },
    /// It was paid for, or may have been, and its items cannot be had any more.
    Lost {
        /// Why.
        reason: String,
    },
}
