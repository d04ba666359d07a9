//! A write whose answer was lost is sent again, and is there once: sellers, documents, records, money.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::let_underscore_must_use,
    dead_code,
    missing_docs,
    reason = "a test fails by panicking, this one is told by the environment where the server's program is, and it \
              uses a part of what tests of failures share"
)]

use crate::failing;

use std::time::Duration;

use database::conformance::all;
use database::conformance::samples::{mapping, moment, report};
use database::mongodb::Address;
use database::{Database, Mongo, Movement, Shelf};
use failing::proxy::{Deed, Proxy};
use failing::server::Server;
use model::Seller;

/// Every third command that writes is carried out and its answer lost.
#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn every_write_is_there_once() {
    let server = Server::start();
    let proxy = Proxy::to(server.address());
    let address = Address::new(&proxy.uri());
    let base = Mongo::open_with_patience(&address, Some("lost"), Duration::from_mins(1)).unwrap();
    let mut writes = 0_u32;
    proxy.decide(move |command| {
        writes += u32::from(matches!(
            command,
            "insert" | "update" | "delete" | "findAndModify"
        ));
        let lost = matches!(command, "insert" | "update" | "delete" | "findAndModify") && writes % 3 == 1;
        if lost { Deed::CutAfter } else { Deed::Pass }
    });
    let release = |tag: &str| Movement::Release {
        tag: tag.to_owned(),
        reason: "a test".to_owned(),
    };
    for round in 0..2 {
        let (slug, minutes) = (format!("s{round}"), i64::try_from(round).unwrap());
        base.upsert_sellers(&[Seller::new(&slug, ["a.tn", "b.tn"])])
            .unwrap();
        base.upsert_sellers(&[Seller::new(&slug, ["c.tn"])]).unwrap();
        base.put_mappings(&[mapping(&slug, 1, minutes)]).unwrap();
        base.put_reports(&[report(&slug, 1, minutes)]).unwrap();
        assert!(
            base.append_to_ledger(round, moment(minutes), &[release(&slug)])
                .unwrap(),
            "it was us"
        );
        let first = base.put_record(Shelf::Notes, &slug, "1", Some(0)).unwrap();
        assert!(first.is_some(), "it was us");
        assert!(base.put_record(Shelf::Notes, &slug, "2", first).unwrap() > first);
        base.set_note("last", &slug).unwrap();
    }
    assert!(proxy.misdeeds() > 10, "{}", proxy.misdeeds());
    proxy.decide(|_| Deed::Pass);
    let sellers = all(|visit| base.each_seller(visit)).unwrap();
    assert!(
        sellers.iter().all(|seller| seller.domains.len() == 3),
        "{sellers:?}"
    );
    assert_eq!(sellers.len(), 2);
    assert_eq!(all(|visit| base.each_mapping(visit)).unwrap().len(), 2);
    assert_eq!(all(|visit| base.each_report_ever(visit)).unwrap().len(), 2);
    assert_eq!(all(|visit| base.each_ledger_line(0, visit)).unwrap().len(), 2);
    let records = all(|visit| base.each_record(Shelf::Notes, visit)).unwrap();
    assert!(
        records.iter().all(|record| record.body == "2") && records.len() == 2,
        "{records:?}"
    );
    assert_eq!(all(|visit| base.each_touched(0, visit)).unwrap().len(), 2);
    assert_eq!(base.note("last").unwrap().as_deref(), Some("s1"));
    assert_eq!(base.verify().unwrap(), Vec::<String>::new());
}
