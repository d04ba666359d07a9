//! Every test of this crate, in one program: one link instead of one for each file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test fails by panicking"
)]

mod common;
mod crash_points;
mod crew;
mod end_to_end;
#[allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "the environment asks for more to be told"
)]
mod life;
mod queue;
mod replay;
mod signs;
mod simulations;
mod weeks;
mod worker_processes;
mod workers;
