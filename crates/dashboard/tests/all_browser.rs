//! The tests that need a browser, in one program: the runner knows them by its name.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test fails by panicking"
)]

#[path = "parts/browser.rs"]
mod browser;
mod browser_live;
mod browser_look;
mod browser_pages;
mod common;
#[path = "parts/served.rs"]
mod served;
