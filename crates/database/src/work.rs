//! Work that several processes share: items in queues, claimed by lease, each claim with a greater token.
//!
//! A claim names the worker and until when it holds. Whoever holds an item renews its lease while it works and says at
//! the end what became of it; both name the claim's token, and count only while no later claim was made. A worker that
//! slept past its lease therefore changes nothing any more: the item is another's, or nobody's.
//!
//! The clocks of two machines differ. A lease is over for others only [`CLOCK_SKEW`] after it ended by its holder's
//! clock, so that a clock that runs so much ahead takes nothing from anybody who still works.
//!
//! Like records, work cannot be made again and never waits for an import. It moves neither the digest nor the version.

use std::time::Duration;

use model::Timestamp;

/// So far may the clocks of two machines be apart without one taking what another still works on.
pub const CLOCK_SKEW: Duration = Duration::from_mins(1);

/// An item to put into a queue. A body may be as large as an engine's document: MongoDB takes 16 MB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWork {
    /// One of a kind among all items of all queues, for ever: put twice, it is there once.
    pub key: String,
    /// The queue: what sort of work it is (`run`, `scan`).
    pub queue: String,
    /// What it belongs to, to walk and withdraw by (the scan's id); may be empty.
    pub group: String,
    /// JSON that its maker shapes.
    pub body: String,
    /// Not to be claimed before; items that wait are claimed in this order, then by key.
    pub not_before: Timestamp,
}

/// How far an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WorkState {
    /// To be claimed once its time has come.
    Waiting,
    /// Somebody has it, or had it and slept past the lease.
    Leased,
    /// It is done, and `result` says what came of it.
    Done,
    /// Tried so often that nobody tries again; `reason` says why.
    Dead,
    /// Taken back by whoever put it there, before anybody had it.
    Withdrawn,
}

impl WorkState {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Leased,
        Self::Done,
        Self::Dead,
        Self::Withdrawn,
    ];

    /// The stable name, under which it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Leased => "leased",
            Self::Done => "done",
            Self::Dead => "dead",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The value of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// Whether nobody will touch it again.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Dead | Self::Withdrawn)
    }
}

/// An item as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkItem {
    /// Its key.
    pub key: String,
    /// Its queue.
    pub queue: String,
    /// What it belongs to.
    pub group: String,
    /// What is to be done, as it was put.
    pub body: String,
    /// How far it is.
    pub state: WorkState,
    /// The token of the latest claim; 0 before the first. Each claim of an item gets a greater one.
    pub token: u64,
    /// How many claims there were: 1 while it is tried for the first time.
    pub tries: u32,
    /// Who has it, or had it last; empty before the first claim.
    pub worker: String,
    /// Until when the latest lease holds, by its holder's clock; `None` unless it is leased.
    pub lease_until: Option<Timestamp>,
    /// Not to be claimed before.
    pub not_before: Timestamp,
    /// What came of it (JSON that its worker shapes), once it is done.
    pub result: Option<String>,
    /// Why the latest of the tries that failed did; it stays when a later one succeeds.
    pub reason: Option<String>,
}

/// Who wants an item, of which queues, and for how long.
///
/// Given first is what was begun and left: of the leases that are over for others, the one that ended first. Then, of
/// the items that wait and are due, the one that waits longest. Among equals the smaller key comes first.
#[derive(Debug, Clone)]
pub struct Claim<'c> {
    /// The queues, in no order.
    pub queues: &'c [&'c str],
    /// Names the worker.
    pub worker: &'c str,
    /// Now, by the worker's clock.
    pub now: Timestamp,
    /// Until when the lease is to hold, by the same clock.
    pub until: Timestamp,
}

impl Claim<'_> {
    /// A lease that ended then or before is over for this claim.
    pub(crate) fn takes_over_before(&self) -> Timestamp {
        let skew = i64::try_from(CLOCK_SKEW.as_millis()).unwrap_or(i64::MAX);
        Timestamp::clamped(self.now.as_millis().saturating_sub(skew))
    }
}

/// What became of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkEnd {
    /// It is done.
    Done {
        /// What came of it: JSON.
        result: String,
    },
    /// It failed, and is to be tried again.
    Again {
        /// Not before.
        not_before: Timestamp,
        /// Why it failed.
        reason: String,
    },
    /// It failed, and is not to be tried again.
    Dead {
        /// Why.
        reason: String,
    },
    /// Given back untouched, for another: the try does not count.
    Returned,
}

impl WorkEnd {
    /// The stable name, under which it is stored.
    pub(crate) const fn as_str(&self) -> &'static str {
        match self {
            Self::Done { .. } => "done",
            Self::Again { .. } => "again",
            Self::Dead { .. } => "dead",
            Self::Returned => "returned",
        }
    }

    /// How far an item is after it.
    pub(crate) const fn state(&self) -> WorkState {
        match self {
            Self::Done { .. } => WorkState::Done,
            Self::Again { .. } | Self::Returned => WorkState::Waiting,
            Self::Dead { .. } => WorkState::Dead,
        }
    }

    pub(crate) fn result(&self) -> Option<&str> {
        match self {
            Self::Done { result } => Some(result),
            _ => None,
        }
    }

    pub(crate) fn reason(&self) -> Option<&str> {
        match self {
            Self::Again { reason, .. } | Self::Dead { reason } => Some(reason),
            _ => None,
        }
    }

    pub(crate) fn not_before(&self) -> Option<Timestamp> {
        match self {
            Self::Again { not_before, .. } => Some(*not_before),
            _ => None,
        }
    }

    /// Whether an item that was ended under this name stands as just this end left it.
    pub(crate) fn left(&self, item: &WorkItem) -> bool {
        match self {
            Self::Done { result } => item.result.as_ref() == Some(result),
            Self::Again { not_before, reason } => {
                item.not_before == *not_before && item.reason.as_ref() == Some(reason)
            }
            Self::Dead { reason } => item.reason.as_ref() == Some(reason),
            Self::Returned => true,
        }
    }
}

/// Which items to walk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkFilter {
    /// Only those of this queue.
    pub queue: Option<String>,
    /// Only those of this group.
    pub group: Option<String>,
    /// Only those in this state.
    pub state: Option<WorkState>,
}

/// A worker as it was last heard of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerSeen {
    /// Its name, one of a kind.
    pub name: String,
    /// When it last said that it lives, by its own clock.
    pub seen_at: Timestamp,
    /// JSON that it shapes: where it runs, what it does now.
    pub about: String,
}
