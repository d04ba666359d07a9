//! The tests that need a MongoDB server, in one program: the runner knows them by its name.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test fails by panicking"
)]

mod common;
mod failures_mongodb;
mod mongodb;
#[path = "../../database/tests/failing/server.rs"]
#[allow(
    clippy::disallowed_methods,
    reason = "it knocks at a server of its own, on loopback"
)]
mod server;
mod world;
