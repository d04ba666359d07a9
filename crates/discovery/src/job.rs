//! One run of ours: what was ordered, and the steps of its life.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use apify::{Ask, Run};
use model::{MicroDollars, Timestamp};
use planner::{Order, Outcome, Purpose};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::error::Error;
use crate::summary::Partial;
use crate::url::address;
use crate::vault::Kept;
use crate::work::Lease;
use crate::{Event, Point, Scan};

/// What a run asks, as the ledger keeps it: enough to store what it brings, in any later process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Intent {
    /// What is asked.
    #[serde(flatten)]
    pub(crate) order: Order,
    /// Among whose ads.
    pub(crate) country: String,
}

impl Intent {
    /// Reads one back. What another version wrote in a way that this one cannot read asks nothing that we know
    /// of: its items are stored without saying which question brought them.
    pub(crate) fn read(json: &serde_json::Value, cap: MicroDollars, country: &str) -> Self {
        let read = serde_json::from_value(json.clone());
        read.unwrap_or_else(|_| Self {
            order: Order {
                purpose: Purpose::Whole,
                questions: Vec::new(),
                items: 0,
                per_question: None,
                cap,
                expected: cap,
                expected_finds_milli: 0,
            },
            country: country.to_owned(),
        })
    }
}

/// A run of ours, from the moment at which its money is set aside.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) tag: String,
    pub(crate) intent: Intent,
    pub(crate) cap: MicroDollars,
    /// When its money was set aside. What it brings is dated by this: it is the same in every process that may
    /// bring the run to its end, and never later than what was seen.
    pub(crate) reserved_at: Timestamp,
    /// What an earlier process kept of it.
    pub(crate) kept: Kept,
    /// What an earlier process knew of it: Apify's id and the dataset.
    pub(crate) ids: Option<(String, String)>,
    /// Who watches over it, as the ledger knows them: nobody else's word on it counts there.
    pub(crate) owner: String,
    /// The claim by which it is held, where others could claim it.
    pub(crate) lease: Option<Rc<Lease>>,
    /// Somebody who lost it may still start it: until then its money is kept, found or not.
    pub(crate) kept_until: Option<Timestamp>,
    /// What it was settled at, where it is already, and only its answers are wanted.
    pub(crate) settled: Option<MicroDollars>,
}

impl Job {
    /// A run of which nothing is known but what the ledger says.
    pub(crate) fn new(tag: String, owner: String, cap: MicroDollars, at: Timestamp, intent: Intent) -> Self {
        Self {
            tag,
            intent,
            cap,
            reserved_at: at,
            kept: Kept::default(),
            ids: None,
            owner,
            lease: None,
            kept_until: None,
            settled: None,
        }
    }

    /// Makes sure that it is still ours, where others could claim it, before something that no fence reaches.
    pub(crate) fn ask_lease(&self, context: &Context<'_>) -> Result<(), Error> {
        match &self.lease {
            Some(lease) => lease.ask(context),
            None => Ok(()),
        }
    }

    pub(crate) fn order(&self) -> &Order {
        &self.intent.order
    }

    pub(crate) fn ask(&self) -> Ask {
        let order = self.order();
        let urls = order.questions.iter();
        Ask {
            urls: urls
                .map(|question| address(question, &self.intent.country))
                .collect(),
            items: order.items,
            per_url: order.per_question,
            tag: self.tag.clone(),
            country: self.intent.country.clone(),
        }
    }

    /// Every question of it, as partial for one reason.
    pub(crate) fn all_partial(&self, reason: &str) -> Vec<Partial> {
        let questions = self.order().questions.iter();
        questions
            .map(|question| Partial::new(question, &self.tag, reason))
            .collect()
    }
}

/// How the first part of a run's life ended: it takes none of the account's room any more.
#[derive(Debug)]
pub(crate) enum RunEnd {
    /// It is over.
    Over(Box<Run>),
    /// Apify does not know it any more.
    Gone(String),
    /// It may have existed, and nobody can tell any more.
    NeverKnown(String),
    /// An earlier process collected it.
    Collected,
}

/// A step of a run's life, told to whoever drives the scan.
#[derive(Debug)]
pub(crate) enum Step {
    /// It never came to be and cost nothing.
    NotStarted(Job, NotStarted),
    /// It takes no room any more.
    Ended(Job, RunEnd),
    /// It is stored and settled.
    Closed(Closed),
    /// It stays in the ledger for the next scan.
    LeftOpen(Job, LeftOpen),
}

/// Why a run never came to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", content = "reason", rename_all = "snake_case")]
pub(crate) enum NotStarted {
    /// Its start was lost, and it is in no list.
    Absent,
    /// The scan was stopped before it was sent.
    Stopped,
    /// The account's money is out.
    OutOfMoney(String),
    /// Too much is under way.
    Busy(String),
    /// Every other start would fail in the same way.
    Fatal(String),
    /// Anything else.
    Other(String),
}

/// Why a run stays open.
#[derive(Debug)]
pub(crate) struct LeftOpen {
    pub(crate) reason: String,
    /// Every other request would fail in the same way.
    pub(crate) fatal: bool,
    /// Whether it may still take room of the account.
    pub(crate) under_way: bool,
    /// What it asked may be asked again at once, under another tag.
    pub(crate) again: bool,
}

/// A run that is stored and settled.
#[derive(Debug)]
pub(crate) struct Closed {
    pub(crate) job: Job,
    pub(crate) brought: Brought,
}

/// What a run brought that is stored and settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Brought {
    pub(crate) outcome: Outcome,
    pub(crate) cost: MicroDollars,
    /// Items that it delivered.
    pub(crate) items: u64,
    pub(crate) ads: u64,
    pub(crate) new: u64,
    /// Why it failed or was lost, where it did.
    pub(crate) trouble: Option<String>,
    pub(crate) partial: Vec<Partial>,
}

/// What all runs of a scan share.
pub(crate) struct Context<'s> {
    pub(crate) scan: &'s Scan<'s>,
    /// No new runs.
    pub(crate) stop: CancellationToken,
    /// Since when.
    pub(crate) stopped_at: Cell<Option<Timestamp>>,
    /// Tags of runs by Apify's id, as read from their inputs; `None` where the input has none.
    pub(crate) tags: RefCell<BTreeMap<String, Option<String>>>,
}

impl Context<'_> {
    pub(crate) fn now(&self) -> Timestamp {
        self.scan.clock.now()
    }

    pub(crate) fn passed(&self, point: Point) {
        self.scan.observer.passed(point);
    }

    pub(crate) fn tell(&self, event: &Event<'_>) {
        self.scan.observer.event(event);
    }
}

/// So much later.
pub(crate) fn after(moment: Timestamp, by: Duration) -> Timestamp {
    Timestamp::clamped(moment.as_millis().saturating_add(millis(by)))
}

/// So much earlier.
pub(crate) fn before(moment: Timestamp, by: Duration) -> Timestamp {
    Timestamp::clamped(moment.as_millis().saturating_sub(millis(by)))
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Counts reads that found no answer, and waits between them.
pub(crate) struct Patience {
    left: u32,
    pause: Duration,
}

impl Patience {
    pub(crate) fn new(scan: &Scan<'_>) -> Self {
        Self {
            left: scan.settings.unreachable_attempts,
            pause: scan.settings.unreachable_pause,
        }
    }

    /// Waits, unless patience is at its end or waiting would not help; then gives why.
    pub(crate) async fn after(&mut self, error: apify::Error) -> Result<(), LeftOpen> {
        let fatal = error.is_fatal();
        if fatal || self.left == 0 {
            return Err(LeftOpen {
                reason: error.to_string(),
                fatal,
                under_way: true,
                again: false,
            });
        }
        self.left -= 1;
        tokio::time::sleep(self.pause).await;
        Ok(())
    }
}
