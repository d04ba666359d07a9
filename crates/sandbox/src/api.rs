//! Apify's API v2 as a state machine: requests and the time go in, answers come out.
//!
//! It behaves as the platform and the actor are documented and were observed to behave, faults included. Time is
//! only what it is told, chance is only its seed: the same calls give the same answers. [`InProcess`] puts it
//! behind Apify's own Rust client without a socket, [`serve`] behind HTTP.

mod about_account;
mod about_run;
mod account;
mod actor_json;
mod answer;
mod body;
mod call;
mod chance;
mod course;
mod csv;
mod error;
mod faults;
mod http;
mod in_process;
mod items;
mod mishap;
mod money;
mod rate;
mod route;
mod run;
mod run_json;
mod runs_list;
mod server;
mod spec;
mod start;
mod time;
mod truth;
mod user_json;
mod work;

use std::sync::Arc;

use model::Timestamp;

use crate::library::Library;

use account::Account;
use rate::Rates;
use run::Runs;

pub use answer::Held;
pub use body::MAX_BODY;
pub use faults::{Fault, Faults, FaultsError};
pub use http::{Delivery, Reply, Request, Response};
pub use in_process::InProcess;
pub use server::serve;
pub use spec::{ActorPrices, ApifySpec, Retention};
pub use truth::{Truth, TruthRun};

/// The platform with one account and one actor.
pub struct Apify {
    library: Arc<dyn Library>,
    spec: ApifySpec,
    /// When it began.
    opened: Timestamp,
    /// The latest moment it was told.
    now: Timestamp,
    /// Requests so far: what the faults of requests are drawn by.
    requests: u64,
    runs: Runs,
    account: Account,
    rates: Rates,
}

impl Apify {
    /// A platform on which nothing has run yet.
    pub fn new(library: Arc<dyn Library>, spec: ApifySpec, start: Timestamp) -> Self {
        Self {
            account: Account::new(&spec, start),
            library,
            spec,
            opened: start,
            now: start,
            requests: 0,
            runs: Runs::default(),
            rates: Rates::default(),
        }
    }

    /// What it pretends.
    pub const fn spec(&self) -> &ApifySpec {
        &self.spec
    }

    /// Time does not run backwards here, whatever a clock says.
    fn advance(&mut self, now: Timestamp) {
        self.now = self.now.max(now);
        self.account.close(&self.runs, self.now);
    }
}

impl std::fmt::Debug for Apify {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Apify")
            .field("now", &self.now)
            .field("requests", &self.requests)
            .field("runs", &self.runs.len())
            .finish_non_exhaustive()
    }
}
