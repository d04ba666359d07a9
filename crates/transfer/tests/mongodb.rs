//! The same copies to a MongoDB server, from it, and between two databases of it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod cases;
mod server;

use database::{Database, Sqlite};
use server::Server;

fn temporary() -> Box<dyn Database> {
    Box::new(Sqlite::open_in_memory().unwrap())
}

/// To the server, then from it.
fn both_ways(case: cases::Case) {
    let server = Server::named_in_the_environment();
    case(&temporary, &|| server.make());
    case(&|| server.make(), &temporary);
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn everything_arrives_and_a_repetition_changes_nothing() {
    both_ways(cases::everything_arrives_and_a_repetition_changes_nothing);
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn everything_arrives_from_one_database_of_a_server_in_another() {
    let server = Server::named_in_the_environment();
    cases::everything_arrives_and_a_repetition_changes_nothing(&|| server.make(), &|| server.make());
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn a_copy_that_is_cut_anywhere_goes_on() {
    both_ways(cases::a_copy_that_is_cut_anywhere_goes_on);
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn another_ledger_is_refused_before_anything_is_written() {
    both_ways(cases::another_ledger_is_refused_before_anything_is_written);
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn what_changes_meanwhile_is_followed() {
    both_ways(cases::what_changes_meanwhile_is_followed);
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn a_target_that_holds_more_is_told() {
    both_ways(cases::a_target_that_holds_more_is_told);
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn a_source_in_the_middle_of_a_rebuild_is_refused() {
    both_ways(cases::a_source_in_the_middle_of_a_rebuild_is_refused);
}
