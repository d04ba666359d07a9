//! The tests that need a MongoDB server, in one program: the runner knows them by its name.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test fails by panicking"
)]

#[path = "parts/addresses.rs"]
mod addresses;
mod common;
mod left;
mod mongodb_notice;
mod mongodb_pages;
mod mongodb_prototype;
#[path = "parts/own.rs"]
mod own;
