//! The door against scripted answers, on a paused clock.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod any_bytes;
mod loopback;
mod meanings;
mod pace;
mod reads;
mod refusals;
mod script;
mod secrets;
mod starts;
