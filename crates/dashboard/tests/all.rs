//! Every test of this crate that needs no server, in one program: one link instead of one for each file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test fails by panicking"
)]

mod api;
mod common;
mod door;
mod export;
mod gate;
mod hostile;
#[path = "parts/hostile.rs"]
mod hostile_world;
#[path = "parts/judge.rs"]
mod judge;
mod keeper;
mod live;
mod made_base;
mod matrix;
mod openapi;
mod overview;
mod schemathesis;
#[path = "parts/served.rs"]
mod served;
mod weight;
