//! Every test of this crate, in one program: one link instead of one for each file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test fails by panicking"
)]

mod ad_cases;
mod cases;
mod catalogue;
mod category;
mod common;
mod engine;
mod evidence_cases;
mod evidence_properties;
mod evidence_told;
mod marks;
mod pages;
mod properties;
mod real_data;
#[path = "common/scene.rs"]
mod scene;
