//! How many raw items a second delivery of the recorded scan adds.

use std::io::Read;

use database::Database;
use ingestion::rebuild;
use serde_json::{Value, json};

use crate::weeks::{base_of, count_raw, engine, later, take_in};

const SCAN: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/data/converty-scan/results.jsonl.gz"
);

fn scan() -> Vec<u8> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(SCAN).unwrap();
    flate2::read::GzDecoder::new(file)
        .read_to_end(&mut bytes)
        .unwrap();
    bytes
}

/// The scan as it would be delivered so many weeks later; each `nth` ad has another headline, none where that is 0.
fn delivered(scan: &[u8], weeks: i64, nth: usize) -> (Vec<u8>, usize) {
    let (mut out, mut count, mut changed) = (Vec::new(), 0, 0);
    for line in scan.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let mut line: Value = serde_json::from_slice(line).unwrap();
        line["cached_at"] = json!(format!("2026-02-{:02}T00:00:00", 7 * weeks));
        for ad in line["ads"].as_array_mut().unwrap() {
            later(ad, weeks);
            count += 1;
            if nth > 0 && count % nth == 0 {
                ad["snapshot"]["title"] = json!(format!("another headline in week {weeks}"));
                changed += 1;
            }
        }
        out.extend(line.to_string().into_bytes());
        out.push(b'\n');
    }
    (out, changed)
}

/// 1,290 items of 1,288 ads: the two that came twice, ten hours apart and from two searches, say the same both times.
#[test]
#[ignore = "needs ../shared/data"]
fn a_second_delivery_of_the_recorded_scan_adds_only_what_changed() {
    let scan = scan();
    let database = base_of(&[&scan]);
    assert_eq!(count_raw(&database), 1288);
    for (weeks, nth) in [(1, 0), (2, 0), (3, 100)] {
        let before = count_raw(&database);
        let (file, changed) = delivered(&scan, weeks, nth);
        let summary = take_in(&database, &file);
        assert_eq!((summary.ads, summary.new), (1290, 0));
        let added = count_raw(&database) - before;
        println!("week {weeks}: {changed} of 1,290 items changed, {added} raw items added");
        assert_eq!(added, changed);
    }
    let digest = database.digest().unwrap();
    assert_eq!(rebuild(&database, &engine()).unwrap().unreadable, 0);
    assert_eq!(database.digest().unwrap(), digest);
    assert_eq!(database.verify().unwrap(), Vec::<String>::new());
}
