//! Every test of this crate, in one program: one link instead of one for each file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test fails by panicking"
)]

mod agree;
mod bounded;
mod content;
mod real;
mod shapes;
