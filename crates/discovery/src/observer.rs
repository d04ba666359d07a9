//! What a scan tells while it goes on.

use std::time::Duration;

use model::{MicroDollars, Timestamp};
use planner::{Order, Purpose};
use purse::Balance;

use crate::Point;

/// Tells the time. The engine sleeps on tokio's clock, which a test can let run ahead.
pub trait Clock: Send + Sync {
    /// The moment.
    fn now(&self) -> Timestamp;
}

/// Is told what happens, in the order in which it does, from within the scan: an observer must not block.
pub trait Observer {
    /// Something happened that people may want to see.
    fn event(&self, event: &Event<'_>);

    /// A failpoint was passed. For tests.
    fn passed(&self, point: Point) {
        let _ = point;
    }
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {
    fn event(&self, _event: &Event<'_>) {}
}

/// Something that happened. `tag` names a run of ours.
#[derive(Debug, Clone, PartialEq)]
pub enum Event<'a> {
    /// A run of a process that died is watched over by this one now.
    Adopted {
        /// The run.
        tag: &'a str,
        /// The process that died.
        owner: &'a str,
    },
    /// Money was set aside for an order.
    Reserved {
        /// The run.
        tag: &'a str,
        /// What it will ask.
        order: &'a Order,
    },
    /// A run exists.
    Started {
        /// The run.
        tag: &'a str,
        /// Apify's id.
        run_id: &'a str,
    },
    /// A start was refused; nothing was spent.
    Refused {
        /// The run.
        tag: &'a str,
        /// What Apify said.
        reason: &'a str,
    },
    /// The answer to a start was lost; the run is looked for.
    Unknown {
        /// The run.
        tag: &'a str,
        /// What happened.
        reason: &'a str,
    },
    /// A run whose start was lost was found.
    Found {
        /// The run.
        tag: &'a str,
        /// Apify's id.
        run_id: &'a str,
    },
    /// A run whose start was lost never came to be.
    Absent {
        /// The run.
        tag: &'a str,
        /// How that is certain.
        reason: &'a str,
    },
    /// The account can hold no more runs at once for now.
    Busy {
        /// Runs at once from here on.
        parallel: usize,
        /// No run is started before this has passed.
        pause: Duration,
    },
    /// A run is being aborted.
    Aborting {
        /// The run.
        tag: &'a str,
        /// Why.
        reason: &'a str,
    },
    /// A run was stored and settled.
    Settled(Settled<'a>),
    /// A run stays open: what is missing cannot be had now, and the next scan goes on with it.
    LeftOpen {
        /// The run.
        tag: &'a str,
        /// Why.
        reason: &'a str,
    },
    /// A run that this worker carried is another's by now: it slept past its lease.
    Lost {
        /// The run.
        tag: &'a str,
    },
    /// Carrying a run failed; it is tried again after a rest.
    Failed {
        /// The run.
        tag: &'a str,
        /// How often it was tried.
        tries: u32,
        /// Why.
        reason: &'a str,
    },
    /// Carrying a run failed so often that nobody tries again; a later scan goes on with it.
    GivenUp {
        /// The run.
        tag: &'a str,
        /// Why.
        reason: &'a str,
    },
    /// The database gives no answer; it is asked again and again.
    Away {
        /// What it said.
        reason: &'a str,
    },
    /// The database is back.
    Back,
    /// So many workers are heard of; with none, the planner's process carries runs itself.
    Workers(usize),
    /// A run that was settled cost something else after all.
    Corrected {
        /// The run.
        tag: &'a str,
        /// What it was settled at.
        before: MicroDollars,
        /// What it cost.
        after: MicroDollars,
    },
    /// A run of ours that no ledger line knows of.
    Stray {
        /// Apify's id.
        run_id: &'a str,
        /// Its tag.
        tag: &'a str,
        /// What it cost, where Apify says.
        cost: Option<MicroDollars>,
    },
    /// How the account stands; told after each change that this scan makes.
    Money(Balance),
    /// So many percent of the limit are used up.
    Threshold(u32),
}

/// A run that was stored and settled.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled<'a> {
    /// The run.
    pub tag: &'a str,
    /// What it was for.
    pub purpose: Purpose,
    /// Questions it asked.
    pub questions: usize,
    /// Questions it answered completely.
    pub complete: usize,
    /// Items that it delivered.
    pub items: u64,
    /// Ads among them, each once.
    pub ads: u64,
    /// Ads that lead to what was asked for.
    pub own: u64,
    /// Ads that were not known before.
    pub new: u64,
    /// What it cost.
    pub cost: MicroDollars,
    /// Why it failed or was lost, where it did.
    pub trouble: Option<&'a str>,
}
