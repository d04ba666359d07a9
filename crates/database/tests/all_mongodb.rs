//! The tests that need a MongoDB server, in one program: the runner knows them by its name.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test fails by panicking"
)]

#[allow(
    clippy::disallowed_methods,
    reason = "it knocks at a server of its own, on loopback"
)]
mod failing;
mod mongodb;
mod mongodb_crash;
mod mongodb_failures;
mod mongodb_lost_answers;
mod mongodb_prototype;
#[allow(
    clippy::disallowed_methods,
    reason = "the environment tells where the server is"
)]
mod on_a_server;
mod work_mongodb;
