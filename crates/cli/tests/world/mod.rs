//! A small made-up base, and what is asked of it on every engine.
#![allow(dead_code, reason = "each test file uses its part")]

use std::net::TcpListener;
use std::path::Path;

use database::{Database as _, Movement, Sqlite};
use model::{MicroDollars, Timestamp};
use serde_json::{Value, json};

use crate::common::Desk;

/// The base of a desk without any setting.
pub const FILE: &str = "sqlite:sellers-ads-data/sellers-ads.db";

/// A desk with three sellers, four ads and their reports, in the embedded database.
pub fn filled() -> Desk {
    let desk = Desk::new();
    desk.write(
        "sellers.json",
        r#"[{"slug":"amel","domain":"amel.converty.shop"},
            {"slug":"brahim","domains":["brahim-store.tn","silver"]},
            {"slug":"chedli"}]"#,
    );
    let ad = |id: u32, link: &str| {
        json!({"ad_archive_id": id.to_string(), "page_id": "10", "page_name": "Page d'essai", "is_active": true,
               "start_date": 1_766_736_000, "snapshot": {"link_url": link, "cards": []}})
    };
    let scans = [
        json!({"domain": "amel.converty.shop", "cached_at": "2025-12-28T13:24:52.642309", "ads_count": 3, "ads": [
            ad(1, "https://amel.converty.shop/product/a"),
            ad(2, "https://amel.converty.shop/product/b"),
            ad(3, "https://brahim.youcan.shop/x"),
        ]}),
        json!({"domain": "brahim-store.tn", "cached_at": "2025-12-28T14:00:00", "ads_count": 1,
               "ads": [ad(4, "https://brahim-store.tn/")]}),
    ];
    desk.write("scan.jsonl", &scans.map(|scan| scan.to_string()).join("\n"));
    desk.json(&["sellers", "import", "sellers.json"]);
    desk.json(&["ads", "import", "scan.jsonl"]);
    desk.json(&["classify"]);
    desk
}

/// The digest that `rebuild` gives: the same on every engine.
pub fn digest(desk: &Desk, database: &[&str]) -> Value {
    desk.json(&[database, &["rebuild"]].concat())["digest"].clone()
}

/// What is known of all sellers.
pub fn overview(desk: &Desk, database: &[&str]) -> Value {
    desk.json(&[database, &["report", "overview"]].concat())
}

/// The address of a server that nobody runs, asked for no longer than a test waits.
pub fn nobody(user: &str) -> String {
    // The port was free a moment ago, and nobody listens on it now.
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    format!("mongodb://{user}127.0.0.1:{port}/?serverSelectionTimeoutMS=100&connectTimeoutMS=100")
}

/// One line more in the ledger beside this file.
pub fn spend(file: &Path, cost: i64) {
    let movement = Movement::Correct {
        tag: "run".to_owned(),
        cost: MicroDollars::new(cost),
    };
    let database = Sqlite::open(file).unwrap();
    assert!(
        database
            .append_to_ledger(0, Timestamp::clamped(0), &[movement])
            .unwrap()
    );
}
