//! The recorded scan and the files of other actors, APIs and years: every item is accounted for.

use std::collections::HashSet;
use std::path::PathBuf;

use ad_library::{Event, Item, Reader, parse_item};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");

#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    ads: u64,
    no_ads: u64,
    refused: Vec<String>,
    searches: u64,
    ids: HashSet<String>,
    links: usize,
}

/// Reads a file as a stream, checks each event against `parse_item`, and counts.
fn counts(path: &str) -> Counts {
    let path = PathBuf::from(DATA).join(path);
    let file = std::fs::File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut reader = Reader::new(file);
    let mut counts = Counts::default();
    let mut items = 0;
    while let Some(event) = reader.next_event().unwrap() {
        match event {
            Event::Ad { item, ad, raw, .. } => {
                items += 1;
                assert_eq!(item, items);
                assert_eq!(parse_item(raw), Item::Ad(ad.clone()));
                counts.ads += 1;
                counts.links += ad.links.len();
                counts.ids.insert(ad.id.into_owned());
            }
            Event::NoAds { item, .. } => {
                items += 1;
                assert_eq!(item, items);
                counts.no_ads += 1;
            }
            Event::Refused { item, reason, .. } => {
                items += 1;
                assert_eq!(item, items);
                counts.refused.push(reason.to_string());
            }
            Event::Search { .. } => counts.searches += 1,
        }
    }
    counts
}

#[test]
#[ignore = "needs ../shared/data"]
fn the_recorded_scan() {
    let counts = counts("converty-scan/results.jsonl.gz");
    assert_eq!((counts.searches, counts.ads, counts.no_ads), (2330, 1290, 0));
    assert_eq!(counts.refused, Vec::<String>::new());
    assert_eq!(counts.ids.len(), 1288);
}

#[test]
#[ignore = "needs ../shared/data"]
fn every_format() {
    for (file, ads, no_ads, links) in [
        ("actor-camel-case.json", 32, 1, true),
        ("actor-snake-case-fr.json", 100, 0, true),
        ("api-2024-nested-results.json", 30, 0, true),
        ("flattened-200.json.gz", 200, 0, true),
        ("graph-api-2019.csv", 100, 0, true),
        ("graph-api-2025.csv", 16, 0, false),
        ("graph-api.json", 2, 0, true),
        ("web-2018.json", 30, 0, false),
        ("web-graphql-2026.json", 2, 0, true),
        ("yanis_dco-ad.json", 1, 0, true),
        ("yanis_instagram-direct-ad.json", 1, 0, true),
        ("yanis_messenger-cta-ad.json", 1, 0, false),
        ("yanis_redirect-link-ad.json", 1, 0, true),
        ("yanis_whatsapp-ad.json", 1, 0, true),
    ] {
        let counts = counts(&format!("formats/{file}"));
        assert_eq!((counts.ads, counts.no_ads), (ads, no_ads), "{file}");
        assert_eq!(counts.refused, Vec::<String>::new(), "{file}");
        assert_eq!(counts.links > 0, links, "{file}");
    }
    let limited = counts("formats/web-graphql-rate-limited.json");
    assert_eq!(
        limited.refused,
        ["the source reports an error: Rate limit exceeded"]
    );
    assert_eq!((limited.ads, limited.no_ads), (0, 0));
}
