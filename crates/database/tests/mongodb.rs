//! MongoDB does what every engine must do, on the server that `MONGODB_TEST_URI` names.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test fails by panicking, and this one is told by the environment where the server is"
)]

use crate::on_a_server;

use database::conformance::Case;
use on_a_server::Bases;

database::conformance!(
    #[ignore = "needs MONGODB_TEST_URI"]
    mongodb,
    run
);

fn run(case: Case) {
    let bases = Bases::new();
    case(&|| Box::new(bases.open_new())).unwrap();
    assert!(bases.made() > 0);
    for number in 1..=bases.made() {
        let findings = database::Database::verify(&bases.open(number)).unwrap();
        assert_eq!(findings, Vec::<String>::new(), "by another handle");
    }
}
