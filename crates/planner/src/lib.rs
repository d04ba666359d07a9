//! Decides what to ask, in which order, and at which cap, from prices and what is known. No I/O, no clock.
//!
//! A [`Planner`] is asked for the [`next`](Planner::next) order as money becomes free, and told what each one
//! [`answered`](Planner::answered). It never sees an answer before it is paid for.

mod known;
mod order;

pub use known::{Habits, HostFacts, Known, PageFacts, Prices, SweepFacts};
pub use order::{Answer, Next, Order, Outcome, Purpose, Question};
