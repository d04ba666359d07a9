//! Runs carried by others: the queue of runs, and whoever claims from it.
//!
//! A planner sets a run's money aside, then puts an `Errand` into the queue `run` under the run's tag. A worker
//! claims it by lease, adopts the run in the ledger under the name of its claim (`worker#token`), begins it or
//! resumes it where ledger, vault and Apify leave it, brings it to its end, and ends the item with a `Report`,
//! which the planner takes in as if the run had been its own.
//!
//! Whoever sleeps past its lease finds the run in other hands: the ledger refuses its word (it names another owner),
//! the queue refuses its report (it carries an old token), and what it stores twice is there once. The one thing that
//! no fence reaches is the start at Apify: a worker that stops exactly between asking its lease and sending the
//! start may start the run after it was taken over. So a run that may be started so is not released before
//! [`ScanSettings::elsewhere_patience`](crate::ScanSettings::elsewhere_patience) is over, unless everybody who could
//! start it is certainly dead: its money stays set aside, and its questions are asked again under another tag.

mod carry;
mod crew;
mod errand;
mod hands;
mod lease;
mod suspects;

pub use crew::{About, Role, living};
pub use errand::QUEUE;
pub use hands::{Carried, Until};

pub(crate) use crew::{beat, forget_silent, parts};
pub(crate) use errand::{Errand, Report};
pub(crate) use hands::{AWAY_MOST, Hands};
pub(crate) use lease::Lease;
pub(crate) use suspects::kept_until;
