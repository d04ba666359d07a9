//! Every address that a reader of the made-up base would ask for: each route of the table, filled in, with days, filters
//! and orders.

use std::collections::BTreeSet;

use dashboard::charted::CHARTS;
use dashboard::export::NAMES as TABLES;
use dashboard::route::Handle;
use dashboard::routes;

const LANGUAGES: [&str; 3] = ["fr", "en", "ar"];
/// The days of a window: the usual ones, a few, all, and some long ago.
const WINDOWS: [&str; 6] = [
    "range=7",
    "range=90",
    "range=all",
    "range=custom&from=2026-09-20&to=2026-10-18",
    "range=custom&from=2026-11-23&to=2026-11-23",
    "range=custom&from=2020-01-01&to=2020-02-01",
];
/// Filters of sellers, each with an order of its own.
const FILTERS: [&str; 15] = [
    "sort=-ads",
    "sort=slug",
    "q=dar&sort=-slug",
    "q=.tn%20zina&sort=-concurrent",
    "status=active&sort=ads",
    "status=inactive,uncovered&sort=-seen",
    "status=unscannable",
    "platform=shopify&sort=-concurrent_ratio",
    "platform=whatsapp&q=mode",
    "ads_from=3&ads_to=12&sort=-status",
    "confidence=high&sort=seen",
    "segment=6-10",
    "moved=1&sort=pages",
    "moved=0&status=active&sort=-cost",
    "slugs=dar-deco,zina-deco,nobody",
];
/// What a pattern or a query language would take for its own.
const STRANGE: [&str; 12] = [
    "q=d.r",
    "q=.*",
    "q=%28zina",
    "q=%5B%5C%5E%24",
    "q=%24ne",
    "q=DAR%20%C3%89",
    "q=pi%C3%A8ce",
    "q=%D9%85%D8%AA%D8%AC%D8%B1",
    "platform=%24shopify",
    "competitor=dar-deco.youcan.store",
    "competitor=nobody.tn&moved=0",
    "slugs=%24gt,dar.deco,dar-deco",
];
/// Filters of the other lists.
const OTHERS: [&str; 15] = [
    "/time?range=90&compare=1",
    "/api/v1/timeline?range=90&compare=1",
    "/export/timeline/csv?range=90&compare=1",
    "/competition?platform=shopify&range=all",
    "/competition?kind=messaging&range=all",
    "/api/v1/competition/competitors?platform=shopify&range=all",
    "/api/v1/competition/competitors?kind=marketplace",
    "/api/v1/competition/platforms?kind=shop&range=90",
    "/api/v1/alerts?show=decided&range=all",
    "/alerts?show=decided&range=all",
    "/alerts?kind=became_inactive&range=all",
    "/api/v1/alerts?kind=new_competitor&range=all",
    "/export/alerts/csv?show=decided&range=all",
    "/export/competitors/csv?platform=youcan&range=all",
    "/export/clients/csv?bom=1&lang=ar",
];

/// Every address, for these sellers: pages in each language, files in one of them by turns.
pub fn all(slugs: &[String]) -> Vec<String> {
    let mut addresses = BTreeSet::new();
    for route in routes().iter().filter(|route| route.method.as_str() == "GET") {
        if matches!(route.handle, Handle::Events) {
            continue;
        }
        for (path, language) in filled(route.path, slugs).iter().zip(LANGUAGES.iter().cycle()) {
            if path.starts_with("/export") {
                addresses.insert(told(path, "", language));
            } else {
                addresses.extend(LANGUAGES.map(|language| told(path, "", language)));
            }
        }
    }
    for path in with_days() {
        for (window, language) in WINDOWS.iter().zip(LANGUAGES.iter().cycle()) {
            addresses.insert(told(&path, window, language));
        }
    }
    for (filter, language) in FILTERS.iter().zip(LANGUAGES.iter().cycle()) {
        addresses.insert(format!("/clients?{filter}&lang={language}"));
        addresses.insert(format!("/api/v1/clients?{filter}&limit=9"));
        addresses.insert(format!("/export/clients/csv?{filter}&lang={language}"));
    }
    addresses.extend(STRANGE.map(|filter| format!("/api/v1/clients?{filter}")));
    addresses.extend(OTHERS.map(str::to_owned));
    addresses.into_iter().collect()
}

/// Lists that are read page by page.
pub const LISTS: [&str; 7] = [
    "/api/v1/clients?sort=-ads&limit=37",
    "/api/v1/clients?sort=slug&status=active&limit=20",
    "/api/v1/clients?sort=-concurrent_ratio&q=e&limit=60",
    "/api/v1/clients?sort=seen&limit=71",
    "/api/v1/competition/competitors?range=all&limit=11",
    "/api/v1/competition/unidentified?range=all&limit=5",
    "/api/v1/alerts?range=all&limit=13",
];

/// What depends on days; the operations of the API that have none refuse them alike.
fn with_days() -> Vec<String> {
    let pages = ["/", "/time", "/competition", "/clients", "/alerts"];
    let api = [
        "overview",
        "timeline",
        "competition/competitors",
        "competition/platforms",
        "competition/unidentified",
        "alerts",
        "recommendations",
    ];
    let mut paths: Vec<String> = pages.map(str::to_owned).into();
    paths.extend(api.map(|name| format!("/api/v1/{name}")));
    paths.extend(CHARTS.iter().map(|chart| format!("/charts/{chart}/svg")));
    let tables = TABLES.iter().filter(|table| !table.starts_with("client"));
    paths.extend(tables.map(|table| format!("/export/{table}/csv")));
    paths
}

/// The address in this language, where it may say one: the API has none.
fn told(path: &str, query: &str, language: &str) -> String {
    let mut address = path.to_owned();
    let language = if path.starts_with("/api/v1") {
        String::new()
    } else {
        format!("lang={language}")
    };
    for part in [query, &language].into_iter().filter(|part| !part.is_empty()) {
        address.push(if address.contains('?') { '&' } else { '?' });
        address.push_str(part);
    }
    address
}

/// A route's path with its parts filled in. A part that is not known here fails.
fn filled(path: &str, slugs: &[String]) -> Vec<String> {
    if path.contains("{slug}") {
        return slugs.iter().map(|slug| path.replace("{slug}", slug)).collect();
    }
    if path.contains("{chart}") {
        let charts = CHARTS.iter().map(|chart| path.replace("{chart}", chart));
        return charts.map(|path| path.replace("{format}", "svg")).collect();
    }
    if path.contains("{table}") {
        return TABLES
            .iter()
            .flat_map(|table| tables(path, table, slugs))
            .collect();
    }
    if path.contains("/rules/{id}") {
        return vec![path.replace("{id}", "ratio-fell")];
    }
    assert!(!path.contains('{'), "{path} has parts that are not known here");
    vec![path.to_owned()]
}

fn tables(path: &str, table: &str, slugs: &[String]) -> Vec<String> {
    let formats = ["csv", "json", "jsonl", "xlsx"];
    let files = formats.map(|format| path.replace("{table}", table).replace("{format}", format));
    if !table.starts_with("client_") {
        return files.into();
    }
    let of =
        |file: &String| -> Vec<String> { slugs.iter().map(|slug| format!("{file}?client={slug}")).collect() };
    files[..2].iter().flat_map(of).collect()
}
