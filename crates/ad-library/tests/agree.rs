//! Reading in chunks of any size gives what reading in one piece gives, whatever the bytes are.

use std::io::Write;

use ad_library::{Event, Item, Reader, parse_item, read_bytes};
use proptest::prelude::*;

const FIXTURES: [&[u8]; 13] = [
    include_bytes!("fixtures/actor-snake-case.json"),
    include_bytes!("fixtures/actor-camel-case.json"),
    include_bytes!("fixtures/markers.json"),
    include_bytes!("fixtures/cache-ads-first.json"),
    include_bytes!("fixtures/scans.jsonl"),
    include_bytes!("fixtures/web-2018.txt"),
    include_bytes!("fixtures/nested-2024.json"),
    include_bytes!("fixtures/graphql.json"),
    include_bytes!("fixtures/graph-api.json"),
    include_bytes!("fixtures/flattened.json"),
    include_bytes!("fixtures/graph-2019.csv"),
    include_bytes!("fixtures/graph-2025.csv"),
    include_bytes!("fixtures/broken-array.json"),
];

fn in_chunks(bytes: &[u8], chunk: usize) -> Vec<String> {
    let mut reader = Reader::with_chunk_size(bytes, chunk);
    let mut events = Vec::new();
    while let Some(event) = reader.next_event().unwrap() {
        events.push(told(&event));
    }
    events
}

/// All that an event says, with its raw bytes as text.
fn told(event: &Event<'_>) -> String {
    match event {
        Event::Ad {
            item,
            ad,
            raw,
            context,
        } => {
            format!("{item} {ad:?} {context:?} {}", raw.escape_ascii())
        }
        Event::NoAds {
            item,
            raw,
            context,
            search_url,
        } => {
            format!("{item} no ads {search_url:?} {context:?} {}", raw.escape_ascii())
        }
        Event::Refused { item, raw, reason } => format!("{item} {reason:?} {}", raw.escape_ascii()),
        Event::Search { .. } => format!("{event:?}"),
    }
}

/// All events, after checking what holds for each of them.
fn at_once(bytes: &[u8]) -> Vec<String> {
    let mut events = Vec::new();
    let mut items = 0;
    read_bytes(bytes, |event| {
        if let Event::Ad { ad, raw, .. } = &event {
            assert_eq!(parse_item(raw), Item::Ad(ad.clone()));
            assert!(!ad.id.is_empty());
            assert!(ad.links.iter().all(|link| !link.text.trim().is_empty()));
        }
        if let Event::Ad { item, .. } | Event::NoAds { item, .. } | Event::Refused { item, .. } = &event {
            items += 1;
            assert_eq!(*item, items, "items are numbered without a gap");
        }
        events.push(told(&event));
    });
    events
}

#[test]
fn every_fixture_in_chunks_of_one_byte() {
    for bytes in FIXTURES {
        assert_eq!(in_chunks(bytes, 1), at_once(bytes));
    }
}

/// What fuzzing and the properties below once found.
#[test]
fn regressions() {
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
    encoder.include_checksum(true).unwrap();
    encoder.write_all(FIXTURES[7]).unwrap();
    let mut damaged = encoder.finish().unwrap();
    let checksum = damaged.len() - 1;
    damaged[checksum] ^= 1;
    let rows: [&[u8]; 4] = [
        b"ad_id,id\n1,a\"b\n",
        b"ad_id,id\n\xef\xbb\xbf{",
        b"ad_id,id\r\n1,2\r\n\r\n3,4\r\n",
        br#"[{"ad_archive_id":"\n"}]"#,
    ];
    for bytes in rows.into_iter().chain([damaged.as_slice()]) {
        for chunk in 1..40 {
            assert_eq!(
                in_chunks(bytes, chunk),
                at_once(bytes),
                "{}",
                bytes.escape_ascii()
            );
        }
    }
}

/// JSON-like bytes that go wrong in interesting places.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        proptest::sample::select(vec![
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\n",
            " ",
            "\n{",
            "\r\n",
            "null",
            "true",
            "-1.5e3",
            "NaN",
            "\"ads\":[",
            "\"results\":[",
            "\"data\":{",
            "\"data\":[",
            "\"domain\":\"a.tn\"",
            "\"cached_at\":1",
            "\"ad_archive_id\":\"1\"",
            "{\"ad_archive_id\":\"2\"}",
            "\"snapshot\":{",
            "\"link_url\":\"https://b.tn\"",
            "\"error\":\"Ads not found\"",
            "\"errors\":[{\"message\":\"x\"}]",
            "{\"domain\":\"c.tn\",\"ads\":[]}\n",
            "\"\\u0041\\ud83d\\udd25\"",
            "\"node\":{",
            "ad_id,id\n",
            "1,2\n",
            "\u{feff}",
            "for (;;);",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
        proptest::collection::vec(any::<u8>(), 1..4),
        proptest::sample::select(FIXTURES.to_vec()).prop_map(<[u8]>::to_vec),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// A fixture with some bytes changed, taken out or put in.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let change = (
        any::<prop::sample::Index>(),
        0usize..4,
        proptest::collection::vec(any::<u8>(), 0..3),
    );
    (
        proptest::sample::select(FIXTURES.to_vec()),
        proptest::collection::vec(change, 0..4),
    )
        .prop_map(|(fixture, changes)| {
            let mut bytes = fixture.to_vec();
            for (place, gone, new) in changes {
                let at = place.index(bytes.len() + 1);
                let end = (at + gone).min(bytes.len());
                bytes.splice(at..end, new);
            }
            bytes
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn chunks_do_not_matter(bytes in prop_oneof![pieces(), mutated()], chunk in 1usize..200) {
        let (chunked, whole) = (in_chunks(&bytes, chunk), at_once(&bytes));
        let same = chunked.iter().zip(&whole).take_while(|(a, b)| a == b).count();
        prop_assert_eq!(chunked.get(same), whole.get(same), "of {}", bytes.escape_ascii());
    }
}

/// Any JSON.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        ".{0,40}".prop_map(Into::into),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            proptest::collection::btree_map("[a-z_\"\\\\\u{e9}]{0,12}", inner, 0..6)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    /// What is skipped inside an ad is JSON exactly where `serde_json` says so.
    #[test]
    fn grammar_is_that_of_serde_json(
        value in json(), pretty: bool, at: prop::sample::Index, change in proptest::option::of(any::<u8>()),
    ) {
        let text = if pretty { serde_json::to_vec_pretty(&value) } else { serde_json::to_vec(&value) };
        let mut item = br#"{"ad_archive_id":"1","skipped":"#.to_vec();
        let start = item.len();
        item.extend(text.unwrap());
        if let Some(byte) = change {
            let place = start + at.index(item.len() - start);
            item[place] = byte;
        }
        item.push(b'}');
        let ours = matches!(parse_item(&item), Item::Ad(_));
        // The raw value is read without building numbers, which may be out of range, or text, which may not
        // be UTF-8: both are none of our business inside what is skipped.
        let lossy = String::from_utf8_lossy(&item);
        let theirs = serde_json::from_str::<serde::de::IgnoredAny>(&lossy).is_ok();
        let python = lossy.contains("NaN") || lossy.contains("Infinity");
        prop_assert!(ours == theirs || (python && ours), "ours {ours}, serde_json {theirs}: {lossy}");
    }
}
