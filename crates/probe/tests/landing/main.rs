//! Landing against servers on loopback: what is followed, what is refused, what a server may do to us.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod bodies;
mod dns;
mod guarding;
mod limits;
mod page;
mod redirects;
mod support;
