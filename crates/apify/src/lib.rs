//! The paid door: starts runs at Apify, watches them, collects their items and tells what they cost.
//!
//! One [`Door`] owns everything that requests have in common: how many at once, how many a second, when to try
//! again and what to count. Reads are repeated until they succeed or patience ends; a start is sent exactly once,
//! because Apify knows no key that would make a second one harmless, and its [`StartError`] says whether the run
//! certainly does not exist or nobody knows. What an actor wants as input and how it is priced is said by its
//! adapter, an [`Actor`].
//!
//! Answers are read leniently: unknown fields are left alone, ids are not judged, numbers may be texts. Only what
//! money depends on is required.

mod account;
mod actors;
mod answer;
mod dataset;
mod door;
mod error;
mod facts;
mod json;
mod pricing;
mod refusal;
mod run;
mod token;
mod transport;

pub use account::{Account, MonthUsage};
pub use actors::{Actor, ActorHabits, ActorPrices, Ask, actor};
pub use dataset::{DatasetFacts, ItemsPage};
pub use door::{Door, DoorOptions};
pub use error::Error;
pub use facts::ActorFacts;
pub use pricing::{Pricing, PricingModel};
pub use refusal::{Refusal, StartError};
pub use run::{Run, RunStatus, RunSummary};
pub use token::Token;
pub use transport::{Pace, Statistics};
