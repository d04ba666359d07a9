//! MongoDB does what every engine must do, on the server that `MONGODB_TEST_URI` names.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test fails by panicking, and this one is told by the environment where the server is"
)]

use crate::on_a_server;

use database::Database;
use database::conformance::Case;
use database::conformance::samples::{at, batch, import, sample};
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
        let findings = bases.open(number).verify().unwrap();
        assert_eq!(findings, Vec::<String>::new(), "by another handle");
    }
}

/// Neither the digest of its content nor that of its bytes.
#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn an_item_under_another_digest_is_told() {
    let bases = Bases::new();
    let database = bases.open_new();
    let (mut wrong, right) = (sample("7", "a", at(0)), sample("8", "a", at(0)));
    wrong.ad.digest ^= 1;
    import(&database, vec![batch(&[wrong, right])]).unwrap();
    assert_eq!(
        database.verify().unwrap(),
        ["the raw item of ad 7 is not what its digest says"]
    );
}
