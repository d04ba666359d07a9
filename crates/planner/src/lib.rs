//! Decides what to ask, in which order, and at which cap, from prices and what is known. No I/O, no clock.
//!
//! A [`Planner`] is asked for the [`next`](Planner::next) order as money becomes free, and told what each one
//! [`answered`](Planner::answered). It never sees an answer before it is paid for.

mod agenda;
mod board;
mod choose;
mod costs;
mod known;
mod learn;
mod options;
mod order;
mod pages;
mod planner;
mod preview;
mod score;
mod sweep;
mod sweeping;
mod week;

pub use agenda::{Agenda, LOOK_AGAIN, Month, Pace, SWEEP_EVERY, SweepTurn};
pub use known::{Habits, HostFacts, Known, PageFacts, Prices, Signs, SweepFacts};
pub use options::{Options, Scope, Strategy, WHOLE, WeekSweep};
pub use order::{Answer, Next, Order, Outcome, Purpose, Question};
pub use planner::Planner;
pub use preview::{Line, Planned, Preview};
pub use score::{Feature, Model, Reason, Score, scores};
