//! Nothing is lost and nothing comes twice: step by step, and through thousands of crashes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod simulation;
mod steps;
mod world;
