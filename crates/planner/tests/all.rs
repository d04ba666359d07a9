//! Every test of this crate, in one program: one link instead of one for each file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test fails by panicking"
)]

mod potential_real;
mod preview;
mod probes;
mod properties;
#[path = "../examples/cost_model/scene.rs"]
#[allow(
    dead_code,
    clippy::print_stdout,
    clippy::float_arithmetic,
    reason = "the example uses the rest"
)]
mod scene;
mod signs;
mod support;
mod sweeps;
#[path = "../examples/potential/tested.rs"]
#[allow(
    dead_code,
    clippy::print_stdout,
    clippy::float_arithmetic,
    reason = "the example uses the rest"
)]
mod tested;
mod week;
