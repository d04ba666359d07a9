//! Every test of this crate that needs no server, in one program: one link instead of one for each file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test fails by panicking"
)]

mod common;
mod contract;
mod copy;
mod crash;
mod dashboard;
mod databases;
mod demo;
mod discover;
mod house;
mod internet;
mod probe;
mod real;
mod rebuild_raw;
mod watch;
mod workers;
mod world;
