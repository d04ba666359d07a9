//! Every test of this crate, in one program: one link instead of one for each file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test fails by panicking"
)]

mod actor;
mod api_account;
mod api_common;
mod api_in_process;
mod api_invariants;
mod api_items;
mod api_runs;
mod api_server;
#[allow(
    clippy::disallowed_methods,
    reason = "it knocks at a server of its own, on loopback"
)]
mod dns_common;
mod dns_faults;
mod dns_server;
mod dns_zone;
mod library;
mod library_recorded;
mod life;
mod python_client;
mod web_server;
mod world;
mod world_past;
mod world_web;
