//! The recorded ads of `../shared/data`: every link is judged, and what nobody can read is truly broken.
//! Prints counts only, never a text of an ad.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs,
    reason = "a test may fail loudly"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::sync::Arc;

use classification::{Catalogue, Engine};
use flate2::read::GzDecoder;
use model::{Ad, Link, LinkSource, Rule, Seller};
use serde_json::Value;

fn data(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/converty-scan")
        .join(name);
    assert!(path.exists(), "{} is missing", path.display());
    path
}

fn engine() -> Engine {
    let stores: Vec<Value> =
        serde_json::from_reader(BufReader::new(File::open(data("stores.json")).unwrap())).unwrap();
    let mut builder = Engine::builder(Arc::new(Catalogue::builtin().unwrap()));
    for store in &stores {
        let seller = Seller::new(store["slug"].as_str().unwrap(), store["domain"].as_str());
        for host in seller.hosts() {
            builder = builder.seller(&seller.slug, host);
        }
    }
    builder.build()
}

/// Every ad once, whatever the number of searches that found it.
fn ads() -> BTreeMap<String, Value> {
    let lines = BufReader::new(GzDecoder::new(File::open(data("results.jsonl.gz")).unwrap())).lines();
    let mut ads = BTreeMap::new();
    for line in lines {
        let mut search: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let Value::Array(found) = search["ads"].take() else {
            continue;
        };
        for ad in found {
            ads.insert(ad["ad_archive_id"].as_str().unwrap().to_owned(), ad);
        }
    }
    ads
}

fn ad_of(item: &Value) -> Ad<'_> {
    let snapshot = &item["snapshot"];
    let mut links = Vec::new();
    let mut add = |source, value: &'_ Value| {
        if let Some(text) = value.as_str().filter(|text| !text.is_empty()) {
            links.push(Link {
                source,
                text: text.to_owned().into(),
            });
        }
    };
    add(LinkSource::LinkUrl, &snapshot["link_url"]);
    let cards = snapshot["cards"].as_array().map_or(&[][..], Vec::as_slice);
    for card in cards {
        add(LinkSource::Card, &card["link_url"]);
    }
    add(LinkSource::Caption, &snapshot["caption"]);
    for card in cards {
        add(LinkSource::Caption, &card["caption"]);
    }
    Ad {
        cta_type: snapshot["cta_type"].as_str().map(Into::into),
        links,
        texts: snapshot["body"]["text"]
            .as_str()
            .map(Into::into)
            .into_iter()
            .collect(),
        ..Ad::default()
    }
}

#[test]
#[ignore = "needs ../shared/data"]
fn every_recorded_ad_is_judged() {
    let engine = engine();
    let ads = ads();
    let (mut by_rule, mut by_link, mut owners) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
    let (mut mixed, mut mentions) = (0, 0);
    for item in ads.values() {
        let ad = ad_of(item);
        let verdict = engine.judge_ad(&ad);
        *by_rule.entry(verdict.rule).or_insert(0) += 1;
        mixed += usize::from(verdict.mixed);
        mentions += usize::from(verdict.mention.is_some());
        owners.extend(verdict.owner.clone());
        for (source, text) in classification::links_of(&ad) {
            let rule = engine.judge_url(text, &[]).rule;
            *by_link.entry((source, rule)).or_insert(0) += 1;
            // Only a cut can leave a host unreadable here: these ads were found by their links.
            assert!(
                rule != Rule::Malformed || text.ends_with("..."),
                "a {source:?} of {} bytes",
                text.len()
            );
        }
    }
    println!(
        "{} ads, {} sellers, {mixed} mixed, {mentions} mentions",
        ads.len(),
        owners.len()
    );
    println!("ads by rule: {by_rule:?}\nlinks by source and rule: {by_link:?}");
    assert_eq!(ads.len(), 1288);
    assert_eq!(by_rule.get(&Rule::NoLink), None);
    assert_eq!(owners.len(), 75);
}
