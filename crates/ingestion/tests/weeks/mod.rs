//! Items as the actor delivers them again, and bases that take them.

use std::ops::ControlFlow;
use std::sync::Arc;

use classification::{Catalogue, Engine};
use database::conformance::all;
use database::{Database, RawItem, Sqlite};
use ingestion::{Silent, Source, Summary, ingest};
use serde_json::{Value, json};

/// Seconds in a week.
const WEEK: i64 = 7 * 24 * 3600;

/// An engine that knows no seller.
pub fn engine() -> Engine {
    Engine::builder(Arc::new(Catalogue::builtin().unwrap())).build()
}

/// Takes in a file of these bytes.
pub fn take_in(database: &dyn Database, bytes: &[u8]) -> Summary {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scan.jsonl");
    std::fs::write(&path, bytes).unwrap();
    let file = Source {
        name: "scan".into(),
        path,
        size: bytes.len() as u64,
    };
    ingest(database, &engine(), &[file], &Silent).unwrap()
}

/// A base of these files, in this order.
pub fn base_of(files: &[&[u8]]) -> Sqlite {
    let database = Sqlite::open_in_memory().unwrap();
    for file in files {
        take_in(&database, file);
    }
    database
}

pub fn raw_items(database: &dyn Database) -> Vec<RawItem> {
    all(|visit| database.each_raw(visit)).unwrap()
}

/// How many raw items there are, without keeping any.
pub fn count_raw(database: &dyn Database) -> usize {
    let mut count = 0;
    database
        .each_raw(&mut |_| {
            count += 1;
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    count
}

/// Makes of an item what the actor gives so many weeks later, in all that belongs to the listing or the moment: what
/// differs between the two deliveries of the ads that the recorded scan holds twice.
pub fn later(item: &mut Value, weeks: i64) {
    if item["is_active"] == json!(true) {
        if let Some(end) = item["end_date"].as_i64() {
            item["end_date"] = json!(end + weeks * WEEK);
            item["end_date_formatted"] = json!(format!("{weeks} weeks later"));
        }
        if let Some(time) = item["total_active_time"].as_i64() {
            item["total_active_time"] = json!(time + weeks * WEEK);
        }
    }
    item["url"] = json!(format!("https://www.facebook.com/ads/library/?q={weeks}"));
    item["ads_count"] = json!(weeks);
    if let Some(likes) = item["snapshot"]["page_like_count"].as_i64() {
        item["snapshot"]["page_like_count"] = json!(likes + 35 * weeks);
    }
    sign_anew(item, weeks);
}

/// Gives addresses on Meta's servers another server and signature.
fn sign_anew(value: &mut Value, weeks: i64) {
    match value {
        Value::Object(members) => members.values_mut().for_each(|value| sign_anew(value, weeks)),
        Value::Array(elements) => elements.iter_mut().for_each(|value| sign_anew(value, weeks)),
        Value::String(text) => {
            let Some((host, rest)) = text
                .strip_prefix("https://")
                .and_then(|rest| rest.split_once('/'))
            else {
                return;
            };
            if host.ends_with(".fbcdn.net") {
                let path = rest.split('?').next().unwrap_or_default();
                *text = format!("https://s{weeks}.xx.fbcdn.net/{path}?_nc_ohc={weeks}&oe={weeks}");
            }
        }
        _ => {}
    }
}

/// A cache line of a search for this domain in such a week (0 is the first of 2026), as the prototype kept it.
pub fn line(domain: &str, week: i64, ads: &[Value]) -> Vec<u8> {
    let day = 1 + 7 * week;
    let line = json!({
        "domain": domain, "cached_at": format!("2026-01-{day:02}T02:29:54"), "ads_count": ads.len(), "ads": ads,
    });
    let mut bytes = line.to_string().into_bytes();
    bytes.push(b'\n');
    bytes
}
