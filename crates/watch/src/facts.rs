//! What rules are evaluated against: values of metrics and occasions, now and as of a moment that is past.
//!
//! All of it is read from a snapshot; the moment is that at which the snapshot was taken. What a seller's ads say is
//! unknown where they were looked at in part only: such a value neither fires nor arms again.

mod chances;
mod known;
mod occasions;
mod past_client;
mod scope;
mod seller;
mod turning;
mod whole;

use std::sync::Arc;

use analytics::{Alert, AlertRules, Client, ClientFilter, MoneyFacts, Snapshot};
use compact_str::CompactString;
use model::Timestamp;

use crate::rules::Metric;

pub use chances::chances_by;
pub(crate) use known::{known_at, known_of};
pub(crate) use occasions::{Alerts, OCCASION_DAYS, seen};
pub(crate) use past_client::client_at;
pub(crate) use scope::Within;
pub use seller::Past;
pub(crate) use seller::led;
pub(crate) use turning::{since, turnings};
pub(crate) use whole::{series, whole};

/// The subject of what is counted over all sellers or of the money.
pub const ALL: &str = "all";

/// A day, in milliseconds.
pub(crate) const DAY: i64 = 86_400_000;

/// What is known at the moment of a snapshot, and how to learn the rest.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// All sellers.
    pub snapshot: &'a Snapshot,
    /// The month's money.
    pub money: &'a MoneyFacts,
    /// From when something is an occasion.
    pub alert_rules: &'a AlertRules,
    /// The filter of a segment by its name, bands included; `None` where there is none of that name any more.
    pub segments: &'a dyn Fn(&str) -> Option<Arc<ClientFilter>>,
    /// How likely a seller is to start or to leave, by what was known at a moment.
    pub chances: &'a dyn Fn(&Client, Timestamp) -> Chances,
}

/// How likely a seller is to start or to leave within 28 days, in parts per million; `None` where nobody can say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Chances {
    /// One that does not advertise starts to.
    pub start: Option<u32>,
    /// One that advertises stops, or moves to a rival.
    pub leave: Option<u32>,
}

/// For callers without a model: nobody can say.
pub fn no_chances(_: &Client, _: Timestamp) -> Chances {
    Chances::default()
}

/// For callers without saved segments: the bands of [`analytics::Segment`].
pub fn bands_only(name: &str) -> Option<Arc<ClientFilter>> {
    let segment = analytics::Segment::from_name(name)?;
    Some(Arc::new(ClientFilter {
        segment: Some(segment),
        ..ClientFilter::default()
    }))
}

/// What is known of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// It is this, in the metric's unit.
    Known(i64),
    /// It is not known: never looked at, looked at in part, too few ads for a share.
    Unknown,
}

/// One subject as a rule sees it at the moment of an evaluation.
#[derive(Debug, Clone)]
pub struct Sight<'a> {
    /// See [`crate::engine::Firing::subject`].
    pub subject: CompactString,
    /// What is seen.
    pub seen: Seen,
    /// Of whom the numbers of a firing tell.
    pub of: Of<'a>,
}

/// What a rule sees of a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// A value (levels).
    Value {
        /// The value.
        reading: Reading,
        /// Since when it lies beyond the threshold without a break, where it does; `None` where that is not known.
        since: Option<Timestamp>,
    },
    /// Something that happened (occasions); of one subject there may be several.
    Occasion {
        /// What tells it from the subject's other occasions.
        occasion: String,
        /// When it was seen.
        since: Timestamp,
    },
    /// An occasion that cannot be judged: the seller was looked at in part.
    Unsure,
}

/// Of whom the numbers of a firing tell.
#[derive(Debug, Clone)]
pub enum Of<'a> {
    /// A seller, as it was known.
    Client(Past<'a>),
    /// A rival platform, all sellers together, the money.
    Whole,
    /// An alert of the snapshot.
    Alert(Box<Alert>),
}

impl Facts<'_> {
    /// The moment of everything.
    pub const fn moment(&self) -> Timestamp {
        self.snapshot.frame.taken_at
    }
}

/// What an evaluation of a metric goes by: the threshold too, so that `since` can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Level {
    pub(crate) metric: Metric,
    pub(crate) side: crate::rules::Side,
    pub(crate) threshold: i64,
    /// Where it arms again: the threshold itself where the rule names none.
    pub(crate) rearm: i64,
}
