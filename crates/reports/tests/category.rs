//! Reports name what a seller's ads sell, and keep saying so until the ads say otherwise.

use std::sync::Arc;

use classification::{Catalogue, Engine, Settings};
use database::{Database, Sqlite};
use ingestion::Silent;
use model::{Seller, Timestamp};
use reports::{Options, engine_of, refresh};

fn at(day: u8) -> Timestamp {
    Timestamp::parse(&format!("2026-01-{day:02}T08:00:00")).unwrap()
}

fn engine(database: &dyn Database) -> Engine {
    engine_of(
        database,
        Arc::new(Catalogue::builtin().unwrap()),
        Settings::default(),
    )
    .unwrap()
}

/// Takes in ads: the id, the host, the path, the title and the page's name.
fn ingest(database: &Sqlite, ads: &[(u32, &str, &str, &str, &str)]) {
    let lines = ads.iter().map(|(id, host, path, title, page)| {
        format!(
            r#"{{"ad_archive_id":"{id}","page_id":"{host}","page_name":"{page}","snapshot":{{"title":"{title}","link_url":"https://{host}/product/{path}"}}}}"#
        )
    });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("items.jsonl");
    std::fs::write(&file, lines.collect::<Vec<_>>().join("\n")).unwrap();
    let files = ingestion::sources(&[file]).unwrap();
    ingestion::ingest(database, &engine(database), &files, &Silent).unwrap();
}

fn base() -> Sqlite {
    let database = Sqlite::open_in_memory().unwrap();
    let seller = |slug: &str| Seller::new(slug, [format!("{slug}.tn")]);
    database
        .upsert_sellers(&["robes", "unsure", "named"].map(seller))
        .unwrap();
    ingest(
        &database,
        &[
            (1, "robes.tn", "robe-longue", "Promo", "Une boutique"),
            (2, "robes.tn", "p-2", "Chemisier blanc", "Une boutique"),
            (3, "unsure.tn", "p-3", "Promo", "Une boutique"),
            (4, "named.tn", "p-4", "Promo", "Miss Parfum"),
        ],
    );
    database
}

fn renew(database: &Sqlite, day: u8) -> u64 {
    refresh(database, &engine(database), &Options::default(), at(day))
        .unwrap()
        .reports
}

fn category(database: &Sqlite, slug: &str) -> Option<String> {
    database.report(slug).unwrap().unwrap().category
}

#[test]
fn titles_paths_and_page_names_tell_the_category() {
    let database = base();
    assert_eq!(renew(&database, 5), 3);
    assert_eq!(category(&database, "robes").as_deref(), Some("fashion"));
    assert_eq!(category(&database, "unsure"), None);
    assert_eq!(category(&database, "named").as_deref(), Some("beauty"));
}

#[test]
fn looking_again_says_nothing_new() {
    let database = base();
    renew(&database, 5);
    let digest = database.digest().unwrap();
    assert_eq!(renew(&database, 6), 0);
    assert_eq!(database.digest().unwrap(), digest);
}

#[test]
fn new_ads_may_tell_another_one() {
    let database = base();
    renew(&database, 5);
    let shoes: Vec<_> = (10..15)
        .map(|id| (id, "robes.tn", "espadrille", "Promo", "Une boutique"))
        .collect();
    ingest(&database, &shoes);
    assert_eq!(renew(&database, 6), 1);
    assert_eq!(category(&database, "robes").as_deref(), Some("shoes"));
}

#[test]
fn reports_of_before_are_given_one() {
    let database = base();
    renew(&database, 5);
    let mut old = database.report("robes").unwrap().unwrap();
    old.category = None;
    old.analyzed_at = at(6);
    database.put_reports(&[old]).unwrap();
    assert_eq!(category(&database, "robes"), None);
    // By the same words there is nothing to guess anew; by others there is.
    assert_eq!(renew(&database, 7), 0);
    database.set_note("categories", "other words").unwrap();
    assert_eq!(renew(&database, 8), 1);
    assert_eq!(category(&database, "robes").as_deref(), Some("fashion"));
}
