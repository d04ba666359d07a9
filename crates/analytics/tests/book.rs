//! A book is a function of what it holds, and snapshots never change.

use crate::common;

use std::collections::BTreeMap;

use analytics::{
    Book, Client, ClientDocuments, ClientFilter, ClientOrder, ClientStatus, Mark, Range, ScanTime,
    SearchMade, Snapshot, Sort, Timeline, Totals,
};
use common::{at, book, documents, made, report, search};
use model::Kind;
use model::document::Status;
use proptest::prelude::*;

const NOW: &str = "2026-11-23T08:00:00Z";

/// Everything that a snapshot shows, but for its version.
#[derive(Debug, PartialEq)]
struct Shown {
    clients: Vec<Client>,
    lists: Vec<Vec<String>>,
    timelines: Vec<Timeline>,
    scans: Vec<ScanTime>,
    earliest: Option<analytics::Day>,
    totals: Totals,
}

fn shown(snapshot: &Snapshot) -> Shown {
    let texts = ["", "a", "own tn"].map(|text| ClientFilter {
        text: text.to_owned(),
        ..ClientFilter::default()
    });
    let orders = Sort::ALL.map(|sort| ClientOrder {
        sort,
        descending: true,
    });
    let list = |filter: &ClientFilter, order| {
        snapshot
            .all_clients(filter, order)
            .iter()
            .map(|client| client.slug.to_string())
            .collect()
    };
    let ranges = [Range::Last(30), Range::Last(90), Range::All];
    let window = |range: Range| range.window(snapshot.frame.today(), snapshot.frame.earliest);
    Shown {
        clients: snapshot.each().cloned().collect(),
        lists: texts
            .iter()
            .flat_map(|filter| orders.map(|order| list(filter, order)))
            .collect(),
        timelines: ranges.map(|range| snapshot.timeline(window(range))).to_vec(),
        scans: snapshot.frame.scans().to_vec(),
        earliest: snapshot.frame.earliest,
        totals: snapshot.frame.totals(),
    }
}

#[derive(Debug, Clone)]
enum Told {
    Put(Box<ClientDocuments>),
    Remove(String),
    Search(SearchMade),
    Totals(u64),
    Look,
}

fn told() -> impl Strategy<Value = Told> {
    prop_oneof![
        6 => made::seller().prop_map(|documents| Told::Put(Box::new(documents))),
        2 => made::slug().prop_map(Told::Remove),
        3 => made::search().prop_map(Told::Search),
        1 => (0..9_u64).prop_map(Told::Totals),
        1 => Just(Told::Look),
    ]
}

proptest! {
    #[test]
    fn any_way_to_the_same_facts_shows_the_same(tale in prop::collection::vec(told(), 0..40)) {
        let mut lived = book();
        let mut sellers = BTreeMap::new();
        let mut searches = Vec::new();
        let mut totals = Totals::default();
        let mut looks = Vec::new();
        for told in tale {
            match told {
                Told::Put(documents) => {
                    lived.put((*documents).clone());
                    sellers.insert(documents.seller.slug.clone(), documents);
                }
                Told::Remove(slug) => {
                    lived.remove(&slug);
                    sellers.remove(&slug);
                }
                Told::Search(search) => {
                    lived.search(&search);
                    searches.push(search);
                }
                Told::Totals(total) => {
                    totals = Totals { total, ..Totals::default() };
                    lived.totals(totals);
                }
                Told::Look => {
                    let look = lived.snapshot(1, at(NOW));
                    let seen = shown(&look);
                    looks.push((look, seen));
                }
            }
        }
        let mut fresh = book();
        searches.iter().rev().for_each(|search| fresh.search(search));
        sellers.into_values().rev().for_each(|documents| fresh.put(*documents));
        fresh.totals(totals);
        prop_assert_eq!(shown(&lived.snapshot(2, at(NOW))), shown(&fresh.snapshot(2, at(NOW))));
        for (look, seen) in looks {
            prop_assert_eq!(shown(&look), seen);
        }
    }
}

fn snapshot(book: &mut Book) -> Snapshot {
    book.snapshot(1, at(NOW))
}

#[test]
fn thousands_stay_in_order_through_splits_and_removals() {
    let mut book = book();
    let family = |number: u64| {
        if number.is_multiple_of(2) {
            "s"
        } else {
            "shared-prefix-"
        }
    };
    let slug = |number: u64| format!("{}{:05}", family(number), number * 7_919 % 10_007);
    for number in 0..5_000 {
        book.put(documents(&slug(number), None, &[]));
        if number % 500 == 0 {
            snapshot(&mut book);
        }
    }
    for number in (0..5_000).step_by(3) {
        book.remove(&slug(number));
    }
    let mut expected: Vec<String> = (0..5_000).filter(|number| number % 3 != 0).map(slug).collect();
    expected.sort();
    let snapshot = snapshot(&mut book);
    assert_eq!(
        snapshot
            .each()
            .map(|client| client.slug.as_str())
            .collect::<Vec<_>>(),
        expected
    );
    assert_eq!(snapshot.len(), expected.len());
    assert!(
        expected
            .iter()
            .all(|slug| snapshot.client(slug).is_some_and(|client| client.slug == **slug))
    );
    assert_eq!(snapshot.client(&slug(0)), None);
}

#[test]
fn a_client_is_read_from_its_mapping_and_its_latest_report() {
    let mut book = book();
    let reports = [
        ("2026-11-01T10:00:00Z", 5, 3, 2, &[("one.tn", "unknown", 2)][..]),
        (
            "2026-11-08T10:00:00Z",
            9,
            4,
            4,
            &[("two.tn", "shopify", 3), ("wa.me", "whatsapp", 1)][..],
        ),
    ];
    book.put(documents("a", Some(Status::Active), &reports));
    let snapshot = snapshot(&mut book);
    let client = snapshot.client("a").unwrap();
    assert_eq!(client.status, ClientStatus::Active);
    assert_eq!(
        (client.ads.total, client.ads.concurrent, client.ads.unknown),
        (9, 4, 1)
    );
    assert_eq!((client.linked_ads, client.pages), (9, 1));
    let rivals: Vec<_> = client
        .rivals
        .iter()
        .map(|rival| (rival.domain.as_str(), rival.ads))
        .collect();
    assert_eq!(rivals, [("two.tn", 3), ("wa.me", 1), ("one.tn", 0)]);
    assert_eq!(client.rivals[2].first_seen, at("2026-11-01T10:00:00Z"));
    assert_eq!(
        *client.rivals[2].steps,
        [(at("2026-11-01T10:00:00Z"), 2), (at("2026-11-08T10:00:00Z"), 0)]
    );
    assert_eq!(client.covered_at, Some(at("2026-11-01T10:00:00Z")));
    assert_eq!(client.at(at("2026-11-07")).unwrap().ads.total, 5);
    assert_eq!(snapshot.frame.kind_of("whatsapp"), Kind::Messaging);
}

#[test]
fn marks_merge_and_never_go_back() {
    let mut prototype = documents(
        "a",
        Some(Status::Active),
        &[
            ("2026-11-05T10:00:00Z", 5, 5, 0, &[]),
            ("2026-11-06T10:00:00Z", 5, 5, 0, &[]),
            ("2026-11-07T10:00:00Z", 0, 0, 0, &[]),
        ],
    );
    for report in &mut prototype.reports {
        (report.status, report.seen_at) = (None, None);
    }
    prototype.reports[2].seen_at = Some(at("2026-11-01"));
    let mut book = book();
    book.put(prototype);
    let snapshot = snapshot(&mut book);
    let marks = snapshot.client("a").unwrap().history.iter();
    let marks: Vec<_> = marks
        .map(|Mark { at, status, ads, .. }| (*at, *status, ads.total))
        .collect();
    assert_eq!(
        marks,
        [
            (at("2026-11-05T10:00:00Z"), ClientStatus::Active, 5),
            (at("2026-11-06T10:00:00Z"), ClientStatus::Inactive, 0)
        ]
    );
}

#[test]
fn numbers_past_the_end_stay_there() {
    let mut made = documents("a", Some(Status::Active), &[]);
    made.reports = vec![report(
        "a",
        &(
            "2026-11-05",
            u64::MAX,
            u64::MAX,
            0,
            &[("one.tn", "unknown", u64::MAX)],
        ),
    )];
    let mut book = book();
    book.put(made);
    let snapshot = snapshot(&mut book);
    let client = snapshot.client("a").unwrap();
    assert_eq!((client.ads.total, client.rivals[0].ads), (u32::MAX, u32::MAX));
}

#[test]
fn a_seller_is_covered_when_all_its_hosts_were() {
    let mut book = book();
    let mut made = documents("a", Some(Status::Inactive), &[]);
    made.seller = model::Seller::new("a", ["a.converty.shop", "Own.tn"]);
    book.put(made);
    let covered = |book: &mut Book| snapshot(book).client("a").unwrap().covered_at.unwrap();
    let mapped = at("2025-12-01T10:00:00Z");
    book.search(&search("converty.shop", "2025-11-01"));
    assert_eq!(covered(&mut book), mapped, "own.tn was never asked for");
    book.search(&SearchMade {
        complete: false,
        ..search("own.tn", "2025-11-02")
    });
    assert_eq!(covered(&mut book), mapped, "an answer in part proves nothing");
    book.search(&search("own.tn", "2025-11-03"));
    assert_eq!(covered(&mut book), at("2025-11-03"));
    book.search(&search("own.tn", "2025-10-03"));
    assert_eq!(covered(&mut book), at("2025-11-01"));
}

#[test]
fn sellers_that_did_not_change_are_shared() {
    let mut book = book();
    book.put(documents("a", None, &[]));
    book.put(documents("b", None, &[]));
    let before = snapshot(&mut book);
    book.put(documents("b", Some(Status::Inactive), &[]));
    let after = snapshot(&mut book);
    assert!(std::ptr::eq(
        before.client("a").unwrap(),
        after.client("a").unwrap()
    ));
    assert_eq!(before.client("b").unwrap().status, ClientStatus::Uncovered);
    assert_eq!(after.client("b").unwrap().status, ClientStatus::Inactive);
}
