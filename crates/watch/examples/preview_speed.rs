//! How long previews and evaluations take over a made-up base: 21,764 sellers, a third of which advertised, looked at each
//! week of 90 days. `cargo run --release -p watch --example preview_speed [sellers]`.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    missing_docs,
    reason = "a measurement: it reads the clock and prints"
)]

#[path = "../tests/made/mod.rs"]
mod made;

use std::time::Instant;

use analytics::{AlertRules, MoneyFacts, Snapshot};
use database::Sqlite;
use model::Timestamp;
use model::document::{Competitor, Ratio, Report, Status};
use watch::engine::evaluate;
use watch::facts::{Facts, bands_only, no_chances};
use watch::preview::preview;
use watch::rules::{Known, Rules};

const WEEK: i64 = 7 * 86_400_000;

/// Numbers without chance, that look like it.
fn mixed(seller: u64, week: u64) -> u64 {
    let number = (seller.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ week.wrapping_mul(0xD1B5_4A32_D192_ED03))
        .rotate_left(23);
    number.wrapping_mul(0x9FB2_1C65_1E98_DF25) >> 33
}

fn look(pattern: &Report, seller: u64, week: u64, first: i64) -> Report {
    let at = Timestamp::clamped(first + i64::try_from(week).unwrap() * WEEK);
    let total = if mixed(seller, week).is_multiple_of(7) {
        0
    } else {
        1 + mixed(seller, week / 3) % 40
    };
    let concurrent = mixed(seller, week + 99) % (total + 1);
    let mut report = pattern.clone();
    report.metrics.total_ads = total;
    report.metrics.concurrent_ads = concurrent;
    report.metrics.converty_ads = total - concurrent;
    report.metrics.unknown_ads = 0;
    report.metrics.converty_ratio = Ratio::of(total - concurrent, total);
    report.status = Some(if total > 0 {
        Status::Active
    } else {
        Status::Inactive
    });
    report.competitors = (concurrent > 0)
        .then(|| Competitor {
            domain: format!("shop-{}.tn", mixed(seller, 1) % 3_000),
            platform: match mixed(seller, 2) % 3 {
                0 => "youcan",
                1 => "shopify",
                _ => "unknown",
            }
            .to_owned(),
            total_ads: concurrent,
        })
        .into_iter()
        .collect();
    (report.seen_at, report.analyzed_at) = (Some(at), at);
    report
}

fn base(sellers: u64) -> Snapshot {
    let now = made::at("2026-11-23T12:00:00Z");
    let first = now.as_millis() - 13 * WEEK;
    let documents = (0..sellers).map(|seller| {
        let slug = format!("seller-{seller:05}");
        let mut documents = made::documents(&slug, &[("2026-11-23T10:00:00Z", 3, 3, 0, &[])]);
        let pattern = documents.reports.pop().unwrap();
        if seller.is_multiple_of(3) {
            documents.reports = (0..13).map(|week| look(&pattern, seller, week, first)).collect();
        }
        documents
    });
    made::of(documents.collect(), now)
}

fn main() {
    let sellers = std::env::args()
        .nth(1)
        .map_or(21_764, |text| text.parse().unwrap());
    let snapshot = base(sellers);
    snapshot.prepare();
    let (money, alert_rules) = (MoneyFacts::default(), AlertRules::default());
    let facts = Facts {
        snapshot: &snapshot,
        money: &money,
        alert_rules: &alert_rules,
        segments: &bands_only,
        chances: &no_chances,
    };
    let rules = Rules::of_text("", &Known::default()).rules;
    println!("{sellers} sellers, 90 days");
    for rule in rules.active() {
        let begin = Instant::now();
        let shown = preview(&facts, rule, 90);
        let took = begin.elapsed();
        println!(
            "preview {:<20} {:>7.1?}  {} firings, {} subjects, {} held back",
            rule.id,
            took,
            shown.firings.len(),
            shown.subjects,
            shown.held_back
        );
    }
    let database = Sqlite::open_in_memory().unwrap();
    for turn in 1..=2 {
        let begin = Instant::now();
        let evaluation = evaluate(&database, &rules, &facts).unwrap();
        println!(
            "evaluation {turn}: {:.1?}, {} firings",
            begin.elapsed(),
            evaluation.firings.len()
        );
    }
}
