//! What a scan is asked to do, apart from what is known and what things cost.

use std::time::Duration;

use model::{Host, MicroDollars, Timestamp};
use serde::{Deserialize, Serialize};

/// Results of a [`Whole`](crate::Purpose::Whole) question that are paid for at most; the prototype's cap.
pub const WHOLE: u32 = 200;

/// How questions are chosen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strategy {
    /// Sweeps first, then the most promising hosts, at probe caps.
    #[default]
    Auto,
    /// The prototype's way: one run per host, in the base's order, each at the cap of a whole question.
    PerDomain,
}

/// What is asked about at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Hosts, then known pages with what is left.
    #[default]
    Everything,
    /// Hosts only: who advertises?
    Hosts,
    /// Known pages only: what do they advertise?
    Pages,
}

/// What a scan of the week does about sweeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WeekSweep {
    /// There are none: hosts under the suffixes are asked one by one.
    OneByOne,
    /// Another week; hosts under the suffixes wait for it.
    Later,
    /// Now, first of all.
    Now {
        /// Money that even the sweep leaves alone.
        keep: MicroDollars,
    },
}

/// What a scan is asked to do.
#[derive(Debug, Clone)]
pub struct Options {
    /// The moment of planning.
    pub now: Timestamp,
    /// What was covered less long ago is not asked again; `None` asks everything.
    pub max_age: Option<Duration>,
    /// Results that a probe pays for at most; raised to the actor's floor where lower.
    pub probe_cap: u32,
    /// How questions are chosen.
    pub strategy: Strategy,
    /// What is asked about at all.
    pub scope: Scope,
    /// Money that is left alone.
    pub keep: MicroDollars,
    /// Slugs of the only sellers to ask about; empty for all.
    pub only: Vec<String>,
    /// Results that a whole question pays for at most; raised to the actor's floor where lower.
    pub whole: u32,
    /// The platform's own suffixes, such as `converty.shop`: sellers under them have no domain of their own, and
    /// one search may cover them all.
    pub sweeps: Vec<Host>,
    /// A scan of the week ([`Agenda`](crate::Agenda)): hosts and pages compete by what may have changed since they were
    /// looked at, for what [`keep`](Self::keep) leaves them beside the sweep. `None` for a scan that people ask for.
    pub week: Option<WeekSweep>,
}

impl Options {
    /// Everything, at the lowest caps, with no sweeps.
    pub const fn new(now: Timestamp) -> Self {
        Self {
            now,
            max_age: None,
            probe_cap: 0,
            strategy: Strategy::Auto,
            scope: Scope::Everything,
            keep: MicroDollars::ZERO,
            only: Vec::new(),
            whole: WHOLE,
            sweeps: Vec::new(),
            week: None,
        }
    }

    /// Whether something done `then` is recent enough not to be done again.
    pub(crate) fn is_fresh(&self, then: Option<Timestamp>) -> bool {
        let (Some(age), Some(then)) = (self.max_age, then) else {
            return false;
        };
        let passed = self.now.as_millis().saturating_sub(then.as_millis());
        i128::from(passed) < i128::try_from(age.as_millis()).unwrap_or(i128::MAX)
    }
}
