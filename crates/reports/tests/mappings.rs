//! Mappings of sellers that were found by sweeps and capped probes: pages, shares, costs, and what is partial.

use std::sync::Arc;

use classification::{Catalogue, Settings};
use database::{Database, ImportBatch, Search, Sqlite};
use ingestion::Silent;
use model::document::{Mapping, Status};
use model::{Confidence, MicroDollars, Seller, Timestamp};
use reports::{Options, engine_of, refresh};

fn at() -> Timestamp {
    Timestamp::parse("2026-01-05T08:00:00").unwrap()
}

/// A base with a sweep that covered `a` and `b`, and probes of `own` (cut short) and `quiet`.
fn base() -> Sqlite {
    let database = Sqlite::open_in_memory().unwrap();
    let seller = |slug: &str, domain: &str| Seller::new(slug, [domain]);
    database
        .upsert_sellers(&[
            seller("a", "a.converty.shop"),
            seller("b", "b.converty.shop"),
            seller("own", "own.tn"),
            seller("quiet", "quiet.tn"),
            seller("unasked", "unasked.tn"),
        ])
        .unwrap();
    let mut items = String::new();
    let mut ad = |page: u64, host: &str| {
        let id = items.lines().count() + 1;
        let item = format!(
            r#"{{"ad_archive_id":"{id}","page_id":"{page}","page_name":"Page {page}","snapshot":{{"link_url":"https://{host}/p"}}}}"#
        );
        items.push_str(&item);
        items.push('\n');
    };
    for page in [1, 1, 1, 2] {
        ad(page, "a.converty.shop");
    }
    for _ in 0..10 {
        ad(7, "own.tn");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("items.jsonl");
    std::fs::write(&file, items).unwrap();
    let engine = engine(&database);
    let files = ingestion::sources(&[file]).unwrap();
    ingestion::ingest(&database, &engine, &files, &Silent).unwrap();
    let search = |domain: &str, ads, complete, cost| Search {
        domain: domain.to_owned(),
        at: Some(at()),
        ads,
        complete,
        cost: MicroDollars::new(cost),
    };
    let mut import = database.start_import().unwrap();
    import
        .write(ImportBatch {
            searches: vec![
                search("converty.shop", 4, true, 3_050),
                search("own.tn", 10, false, 7_550),
                search("quiet.tn", 0, true, 800),
            ],
            ..ImportBatch::default()
        })
        .unwrap();
    import.finish().unwrap();
    database
}

fn engine(database: &dyn Database) -> classification::Engine {
    let catalogue = Arc::new(Catalogue::builtin().unwrap());
    engine_of(database, catalogue, Settings::default()).unwrap()
}

fn mapping(database: &dyn Database, slug: &str) -> Option<Mapping> {
    database.mapping(slug).unwrap()
}

#[test]
fn mappings_tell_pages_costs_and_what_is_partial() {
    let database = base();
    refresh(&database, &engine(&database), &Options::default(), at()).unwrap();
    let a = mapping(&database, "a").unwrap();
    assert_eq!((a.status, a.partial), (Status::Active, false));
    let pages: Vec<_> = a
        .pages
        .iter()
        .map(|page| (page.page_id.as_str(), page.total_ads, page.confidence))
        .collect();
    assert_eq!(pages, [("1", 3, Confidence::High), ("2", 1, Confidence::Low)]);
    assert_eq!(a.pages[0].page_name, "Page 1");
    assert_eq!(a.pages[0].share.to_string(), "75.00");
    assert_eq!(
        a.processing_metadata.scraping_cost,
        MicroDollars::new(3_050),
        "all four ads of the sweep are its own"
    );
    let b = mapping(&database, "b").unwrap();
    assert_eq!(
        (b.status, b.partial),
        (Status::Inactive, false),
        "the sweep covered it"
    );
    assert_eq!(b.processing_metadata.scraping_cost, MicroDollars::ZERO);
    let own = mapping(&database, "own").unwrap();
    assert_eq!(
        (own.status, own.partial),
        (Status::Active, true),
        "active, though not all came"
    );
    assert_eq!(own.processing_metadata.scraping_cost, MicroDollars::new(7_550));
    assert_eq!(own.timestamp, at());
    let quiet = mapping(&database, "quiet").unwrap();
    assert_eq!((quiet.status, quiet.partial), (Status::Inactive, false));
    assert_eq!(quiet.processing_metadata.scraping_cost, MicroDollars::new(800));
    assert!(mapping(&database, "unasked").is_none(), "nothing is known of it");
}
