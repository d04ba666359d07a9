//! Prints the API's description: `cargo run -p dashboard --example openapi > crates/dashboard/openapi.json`.
//!
//! An example and not a test: whoever runs every ignored test must not renew what another test compares with.
#![allow(clippy::print_stdout, clippy::expect_used)]

fn main() {
    print!(
        "{}",
        dashboard::api::openapi::text().expect("handlers describe themselves")
    );
}
