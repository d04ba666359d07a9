//! What other programs left in a base is read right, and stays: every shape of a seller, a mapping and a report, and
//! fields that nobody here knows.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::float_cmp,
    clippy::too_many_lines,
    missing_docs,
    reason = "a test fails by panicking, and this one is told by the environment where the server is"
)]

use crate::on_a_server;

use std::collections::BTreeMap;

use database::conformance::all;
use database::conformance::samples::{mapping, moment, report};
use database::mongodb::bson::{Bson, DateTime, Document, doc};
use database::mongodb::{FindAsk, names};
use database::{Database, Mongo};
use model::document::Status;
use model::{Confidence, Host, Seller};
use on_a_server::Bases;

fn hosts(seller: &Seller) -> Vec<&str> {
    seller.hosts().map(Host::as_str).collect()
}

fn one(base: &Mongo, collection: &'static str, filter: Document) -> Document {
    base.find_one(collection, filter, FindAsk::default())
        .unwrap()
        .unwrap()
}

/// A count, of whatever width the server gives it back.
fn count(document: &Document, field: &str) -> i64 {
    match document.get(field) {
        Some(Bson::Int32(number)) => i64::from(*number),
        Some(Bson::Int64(number)) => *number,
        other => unreachable!("{other:?}"),
    }
}

fn at(text: &str) -> DateTime {
    DateTime::from_millis(model::Timestamp::parse(text).unwrap().as_millis())
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn sellers_come_in_every_spelling() {
    let bases = Bases::new();
    let base = bases.open_new();
    let stores = [
        doc! { "slug": "both", "domain": "one.tn" },
        doc! { "slug": "both", "domain": "two.tn", "plan": "gold" },
        doc! { "client_id": "client", "domains": ["a.tn", " B.tn "] },
        doc! { "Slug": "capital", "Domaine": "c.tn" },
        doc! { "slug": "bare", "since": 2021 },
        doc! { "slug": " spaced ", "domain": ["d.tn", "silver"] },
        doc! { "slug": 77_i64, "domain": "n.tn" },
        doc! { "slug": "", "client_id": "second", "domain": "s.tn" },
        doc! { "domain": "nobody.tn" },
        doc! { "slug": ["list"], "domain": "l.tn" },
    ];
    base.insert_many_unordered(names::STORES, &stores).unwrap();
    let expected = BTreeMap::from([
        ("77", vec!["n.tn"]),
        ("bare", vec!["bare.converty.shop"]),
        ("both", vec!["one.tn", "two.tn"]),
        ("capital", vec!["c.tn"]),
        ("client", vec!["a.tn", "b.tn"]),
        ("second", vec!["s.tn"]),
        ("spaced", vec!["d.tn"]),
    ]);
    let sellers = all(|visit| base.each_seller(visit)).unwrap();
    let slugs: Vec<_> = sellers.iter().map(|seller| seller.slug.as_str()).collect();
    assert_eq!(
        slugs,
        expected.keys().copied().collect::<Vec<_>>(),
        "by slug, each once"
    );
    for seller in &sellers {
        assert_eq!(hosts(seller), expected[seller.slug.as_str()], "{}", seller.slug);
        assert_eq!(base.seller(&seller.slug).unwrap().as_ref(), Some(seller));
    }
    let findings = base.verify().unwrap();
    assert_eq!(findings.len(), 2, "{findings:?}");
    assert!(
        findings.iter().all(|finding| finding.contains("slug")),
        "{findings:?}"
    );
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn what_is_added_to_a_seller_leaves_the_rest_of_its_document() {
    let bases = Bases::new();
    let base = bases.open_new();
    let stores = [
        doc! { "slug": "x", "domain": "x.tn", "owner": { "phone": "1" } },
        doc! { "slug": "text", "domains": "t.tn" },
        doc! { "slug": "bare" },
    ];
    base.insert_many_unordered(names::STORES, &stores).unwrap();
    for (slug, more) in [("x", "y.tn"), ("text", "u.tn"), ("bare", "v.tn")] {
        assert_eq!(
            base.upsert_sellers(&[Seller::new(slug, [more])]).unwrap().updated,
            1
        );
        assert_eq!(
            base.upsert_sellers(&[Seller::new(slug, [more])])
                .unwrap()
                .unchanged,
            1
        );
    }
    assert_eq!(base.count(names::STORES, Document::new()).unwrap(), 3);
    let x = one(&base, names::STORES, doc! { "slug": "x" });
    assert_eq!(x.get_document("owner").unwrap(), &doc! { "phone": "1" });
    assert_eq!(x.get_str("domain").unwrap(), "x.tn");
    let read = |slug: &str| base.seller(slug).unwrap().unwrap();
    assert_eq!(hosts(&read("x")), ["x.tn", "y.tn"]);
    assert_eq!(hosts(&read("text")), ["t.tn", "u.tn"]);
    assert_eq!(
        hosts(&read("bare")),
        ["bare.converty.shop", "v.tn"],
        "what it had stays"
    );
    base.upsert_sellers(&[Seller::new("new", ["n.tn"])]).unwrap();
    let new = one(&base, names::STORES, doc! { "slug": "new" });
    assert_eq!(new.get_str("domain").unwrap(), "n.tn");
}

fn listed(client: &str) -> Document {
    doc! {
        "client_slug": client, "type": "mapping", "status": "active", "timestamp": at("2025-12-01T10:00:00Z"),
        "scraper": "v0",
        "sites_mapping": [
            { "site": "a.tn", "total_ads": 8.0, "fb_pages": [
                { "page_id": "11", "page_name": "Eleven", "page_url": "u", "ads_count": 6, "confidence": "high" },
                { "page_id": 12_i64, "page_name": "Twelve", "ads_count": 2 },
            ] },
            { "site": "b.tn", "total_ads": 2_i64, "fb_pages": [
                { "page_id": "11", "page_name": "Eleven", "ads_count": 2 },
            ] },
        ],
    }
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn a_listed_mapping_is_read_and_what_it_held_is_kept() {
    let bases = Bases::new();
    let base = bases.open_new();
    base.insert_many_unordered(names::METRICS, &[listed("x")])
        .unwrap();
    let read = base.mapping("x").unwrap().unwrap();
    assert_eq!(
        (read.client_id.as_str(), read.status, read.domain.as_str()),
        ("x", Status::Active, "a.tn")
    );
    assert_eq!(read.processing_metadata.total_ads, 10);
    assert_eq!(read.processing_metadata.facebook_pages, ["11", "12"]);
    assert_eq!(read.sites_mapping["a.tn"].facebook_pages, ["11", "12"]);
    assert_eq!(read.sites_mapping["b.tn"].total_ads, 2);
    assert_eq!(read.timestamp.to_string(), "2025-12-01T10:00:00.000Z");
    let pages: Vec<_> = read
        .pages
        .iter()
        .map(|p| (p.page_name.as_str(), p.total_ads, p.confidence))
        .collect();
    assert_eq!(
        pages,
        [("Eleven", 8, Confidence::High), ("Twelve", 2, Confidence::Low)]
    );
    assert_eq!(
        all(|visit| base.each_mapping(visit)).unwrap(),
        std::slice::from_ref(&read)
    );

    assert_eq!(base.put_mappings(&[read]).unwrap(), 0, "the same again");
    assert_eq!(base.put_mappings(&[mapping("x", 3, 0)]).unwrap(), 1);
    assert_eq!(base.mapping("x").unwrap(), Some(mapping("x", 3, 0)));
    assert_eq!(base.count(names::METRICS, Document::new()).unwrap(), 1);
    let stored = one(
        &base,
        names::METRICS,
        doc! { "type": "mapping", "status": "active" },
    );
    assert_eq!(stored.get_str("scraper").unwrap(), "v0");
    let kept = stored
        .get_document("sa")
        .unwrap()
        .get_array("sites_mapping")
        .unwrap();
    assert_eq!(kept.len(), 2, "what the contract's shape has no room for");
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn of_several_mappings_the_latest_holds_and_counts_once() {
    let bases = Bases::new();
    let base = bases.open_new();
    let at_site = |status: &str, timestamp: Bson, total: i32| {
        doc! {
            "client_id": "x", "type": "mapping", "status": status, "domain": "x.tn", "timestamp": timestamp,
            "processing_metadata": { "total_ads": total, "facebook_pages": [], "scraping_cost": 0.1, "took": 9 },
            "sites_mapping": { "x.converty.shop": { "facebook_pages": [], "total_ads": total, "checked": true } },
        }
    };
    let left = [
        at_site("active", Bson::from("2025-01-01T00:00:00Z"), 1),
        at_site("active", Bson::from(at("2025-03-01T00:00:00Z")), 3),
        at_site("active", Bson::from("2025-02-01 00:00:00"), 2),
    ];
    base.insert_many_unordered(names::METRICS, &left).unwrap();
    assert_eq!(
        base.mapping("x").unwrap().unwrap().processing_metadata.total_ads,
        3
    );
    let mut new = mapping("x", 0, 0);
    new.status = Status::Inactive;
    base.put_mappings(std::slice::from_ref(&new)).unwrap();
    assert_eq!(base.mapping("x").unwrap(), Some(new));
    let active = doc! { "type": "mapping", "status": "active" };
    assert_eq!(
        base.count(names::METRICS, active).unwrap(),
        0,
        "whoever counts actives counts none"
    );
    let held = one(&base, names::METRICS, doc! { "status": "inactive" });
    assert_eq!(
        count(held.get_document("processing_metadata").unwrap(), "took"),
        9
    );
    let site = held
        .get_document("sites_mapping")
        .unwrap()
        .get_document("x.converty.shop")
        .unwrap();
    assert!(site.contains_key("checked"), "{site}");
    assert_eq!(held.get_str("processing_status").unwrap(), "partial");
    assert_eq!(base.count(names::METRICS, Document::new()).unwrap(), 3);
    assert_eq!(base.verify().unwrap(), Vec::<String>::new());
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn reports_of_others_are_history_and_the_latest_sorts_last() {
    let bases = Bases::new();
    let base = bases.open_new();
    let left = |client: &str, analyzed_at: Bson, ads: Bson| {
        doc! {
            client: "x", "type": "report", "analyzed_at": analyzed_at, "by": "prototype",
            "metrics": { "total_ads": ads, "converty_ads": 1.0, "concurrent_ads": 1, "unknown_ads": 0 },
            "facebook_pages": [{ "page_id": 5_i64, "page_name": "P", "total_ads": 2, "converty_ads": 1 }],
            "competitors": ["rival.tn"],
        }
    };
    let reports = [
        left(
            "client_id",
            Bson::from(at("2025-06-01T00:00:00Z")),
            Bson::Int32(2),
        ),
        left(
            "client_slug",
            Bson::from("2025-05-01T00:00:00.000Z"),
            Bson::Double(4.0),
        ),
    ];
    base.insert_many_unordered(names::METRICS, &reports).unwrap();
    let latest = base.report("x").unwrap().unwrap();
    assert_eq!(
        (
            latest.metrics.total_ads,
            latest.metrics.converty_ratio.hundredths()
        ),
        (2, 5_000)
    );
    assert_eq!(
        (
            latest.facebook_pages[0].page_id.as_str(),
            latest.competitors[0].domain.as_str()
        ),
        ("5", "rival.tn")
    );
    assert_eq!(latest.domain, "x.converty.shop");
    assert_eq!(base.put_reports(&[report("x", 9, 0)]).unwrap(), 1);
    let totals: Vec<_> = base
        .reports_of("x")
        .unwrap()
        .iter()
        .map(|report| report.metrics.total_ads)
        .collect();
    assert_eq!(totals, [4, 2, 9]);
    assert_eq!(base.report("x").unwrap(), Some(report("x", 9, 0)));
    assert_eq!(all(|visit| base.each_report(visit)).unwrap(), [report("x", 9, 0)]);
    let sorted = FindAsk::sorted(doc! { "analyzed_at": -1 });
    let first = base
        .find_one(
            names::METRICS,
            doc! { "type": "report", "client_id": "x" },
            sorted,
        )
        .unwrap()
        .unwrap();
    assert_eq!(
        count(first.get_document("metrics").unwrap(), "total_ads"),
        9,
        "by the prototype's own query"
    );
    assert_eq!(
        base.put_reports(&[latest]).unwrap(),
        0,
        "it stands there, of that very moment"
    );
    assert_eq!(base.count(names::METRICS, doc! { "by": "prototype" }).unwrap(), 2);
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn ours_have_the_shape_of_the_contract() {
    let bases = Bases::new();
    let base = bases.open_new();
    base.put_mappings(&[mapping("a", 2, 0)]).unwrap();
    base.put_reports(&[report("a", 2, 0)]).unwrap();
    let mapping = one(
        &base,
        names::METRICS,
        doc! { "type": "mapping", "status": "active" },
    );
    assert_eq!(mapping.get_str("client_id").unwrap(), "a");
    assert_eq!(mapping.get_str("timestamp").unwrap(), moment(0).to_string());
    let metadata = mapping.get_document("processing_metadata").unwrap();
    assert_eq!(
        (
            count(metadata, "total_ads"),
            metadata.get_f64("scraping_cost").unwrap()
        ),
        (2, 0.0)
    );
    let site = mapping
        .get_document("sites_mapping")
        .unwrap()
        .get_document("a.converty.shop")
        .unwrap();
    assert_eq!(count(site, "total_ads"), 2);
    let report = one(&base, names::METRICS, doc! { "type": "report", "client_id": "a" });
    assert_eq!(report.get_str("analyzed_at").unwrap(), moment(0).to_string());
    assert_eq!(
        report
            .get_document("metrics")
            .unwrap()
            .get_f64("converty_ratio")
            .unwrap(),
        0.0
    );
    assert!(report.get_array("competitors").unwrap().is_empty());
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn what_others_write_change_and_take_away_is_noticed_once() {
    let bases = Bases::new();
    let base = bases.open_new();
    let touched = |after| all(|visit| base.each_touched(after, visit)).unwrap();
    base.upsert_sellers(&[Seller::new("ours", ["o.tn"])]).unwrap();
    base.put_mappings(&[mapping("ours", 1, 0)]).unwrap();
    base.put_reports(&[report("ours", 1, 0)]).unwrap();
    assert_eq!(base.notice_foreign().unwrap(), 0, "what we wrote is no news");
    let foreign = [
        doc! { "_id": 1, "slug": "a", "domain": "a.tn" },
        doc! { "_id": 2, "slug": "b" },
    ];
    base.insert_many_unordered(names::STORES, &foreign).unwrap();
    base.insert_many_unordered(names::METRICS, &[listed("c")])
        .unwrap();
    let before = base.version().unwrap();
    assert_eq!(base.notice_foreign().unwrap(), 3);
    assert_eq!(touched(before), ["a", "b", "c"]);
    assert_eq!(base.notice_foreign().unwrap(), 0);

    let before = base.version().unwrap();
    let set = |domain: &str| doc! { "$set": { "domain": domain } };
    let change = |q, u| database::mongodb::UpdateStatement::new(q, u);
    let changes = [
        change(doc! { "_id": 1 }, set("a2.tn")),
        change(doc! { "slug": "ours" }, set("o2.tn")),
    ];
    base.update_many_statements(names::STORES, &changes).unwrap();
    base.delete(names::STORES, doc! { "_id": 2 }).unwrap();
    assert_eq!(base.notice_foreign().unwrap(), 3);
    assert_eq!(touched(before), ["a", "b", "ours"]);
    assert_eq!(base.notice_foreign().unwrap(), 0);
    assert_eq!(hosts(&base.seller("a").unwrap().unwrap()), ["a2.tn"]);
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn what_a_dead_writer_was_about_is_told_by_a_reader() {
    let bases = Bases::new();
    let base = bases.open_new();
    let intent = |id: &str, at: DateTime, what: Document| {
        let mut intent = doc! { "_id": id, "at": at };
        intent.extend(what);
        intent
    };
    let now = DateTime::now();
    let intents = [
        intent(
            "dead",
            at("2025-01-01T00:00:00Z"),
            doc! { "slugs": ["gone", "half"] },
        ),
        intent("words", at("2025-01-01T00:00:00Z"), doc! { "records": true }),
        intent("alive", now, doc! { "slugs": ["writing"] }),
    ];
    base.insert_many_unordered(names::INTENTS, &intents).unwrap();
    let version = base.version().unwrap();
    assert_eq!(version, 1);
    assert_eq!(
        all(|visit| base.each_touched(0, visit)).unwrap(),
        ["gone", "half"]
    );
    assert_eq!(base.records_version().unwrap(), 1);
    assert_eq!(base.version().unwrap(), version, "told once");
    assert_eq!(base.count(names::INTENTS, Document::new()).unwrap(), 1);
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn what_the_server_lacks_is_said() {
    let bases = Bases::new();
    let base = bases.open_new();
    let can = base.capabilities().unwrap();
    assert!(can.version.starts_with(|c: char| c.is_ascii_digit()), "{can:?}");
    let lacking = [can.majority, can.pipeline_updates, can.change_streams]
        .iter()
        .filter(|can| !**can)
        .count();
    assert_eq!(can.lacks().len(), lacking);
    assert_eq!(
        base.count(names::COUNTERS, Document::new()).unwrap(),
        0,
        "asking changed nothing"
    );
    assert!(base.shared().is_some());
}
