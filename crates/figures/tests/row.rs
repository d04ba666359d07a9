//! Documents of `sa_clients`: a seller comes back as it was, and a quiet one is small.

use crate::common;

use analytics::{ClientDocuments, apart};
use common::{documents, made};
use database::mongodb::bson::RawDocumentBuf;
use figures::row;
use model::document::Status;
use proptest::prelude::*;

/// The bytes of a seller's document.
fn bytes(documents: ClientDocuments) -> usize {
    let (mut client, note) = apart::read(documents);
    client.covered_at = client.seen_at;
    let row = row::document(&client, &note, 1_000);
    RawDocumentBuf::try_from(&row).unwrap().as_bytes().len()
}

#[test]
fn a_quiet_seller_is_small() {
    let quiet = bytes(documents("maison-du-cuir", Some(Status::Inactive), &[]));
    let reports = [
        (
            "2026-10-20T10:00:00Z",
            20,
            15,
            4,
            [("rival.tn", "unknown", 3), ("wa.me", "whatsapp", 1)].as_slice(),
        ),
        (
            "2026-10-30T10:00:00Z",
            22,
            15,
            6,
            &[("rival.tn", "unknown", 5), ("wa.me", "whatsapp", 1)],
        ),
        (
            "2026-11-09T10:00:00Z",
            25,
            14,
            9,
            &[("rival.tn", "unknown", 8), ("wa.me", "whatsapp", 1)],
        ),
        (
            "2026-11-19T10:00:00Z",
            21,
            9,
            11,
            &[("rival.tn", "unknown", 9), ("wa.me", "whatsapp", 2)],
        ),
    ];
    let active = bytes(documents("maison-du-cuir", Some(Status::Active), &reports));
    println!("a quiet seller takes {quiet} bytes, one with four reports and two rivals {active}");
    assert!(quiet < 400, "{quiet}");
    assert!(active < 2_500, "{active}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_seller_comes_back_as_it_was(documents in made::seller(), covered in prop::option::of(made::moment())) {
        let (mut client, note) = apart::read(documents);
        client.covered_at = covered;
        let row = row::document(&client, &note, 7);
        let (back, noted) = (row::client(&row), row::note(&row));
        prop_assert_eq!(&back, &client);
        prop_assert_eq!(noted.hosts(&back), note.hosts(&client));
        prop_assert_eq!(noted.reports(), note.reports());
        prop_assert_eq!(row::document(&back, &noted, 7), row);
    }
}
