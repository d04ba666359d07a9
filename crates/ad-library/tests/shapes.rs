//! Every shape in which items come, one small made-up file each.

use std::io::Write;

use ad_library::{Event, Item, Reader, parse_item, read_bytes};
use model::{Ad, LinkSource, Timestamp};

fn fixture(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// One line an event; every ad is checked against `parse_item` of its raw bytes.
fn told(bytes: &[u8]) -> Vec<String> {
    let mut lines = Vec::new();
    read_bytes(bytes, |event| lines.push(tell(event)));
    lines
}

fn tell(event: Event<'_>) -> String {
    let of = |domain: Option<&str>| domain.map(|d| format!(" of {d}")).unwrap_or_default();
    match event {
        Event::Ad {
            item,
            ad,
            raw,
            context,
        } => {
            assert_eq!(parse_item(raw), Item::Ad(ad.clone()));
            format!("{item} ad {}{}", ad.id, of(context.domain))
        }
        Event::NoAds {
            item,
            context,
            search_url,
            ..
        } => {
            let asked = search_url.map(|url| format!(" for {url}")).unwrap_or_default();
            format!("{item} no ads{}{asked}", of(context.domain))
        }
        Event::Refused { item, reason, .. } => format!("{item} refused: {reason}"),
        Event::Search { domain, at, ads } => {
            let at = at.map(|at| format!(" at {at}")).unwrap_or_default();
            format!("search {domain}{at}: {ads}")
        }
    }
}

/// The ads themselves, as owned as their raw bytes.
fn with_ads(bytes: &[u8], mut check: impl FnMut(u64, &Ad<'_>)) {
    read_bytes(bytes, |event| {
        if let Event::Ad { item, ad, .. } = event {
            check(item, &ad);
        }
    });
}

fn links<'a>(ad: &'a Ad<'_>) -> Vec<(LinkSource, &'a str)> {
    ad.links.iter().map(|link| (link.source, &*link.text)).collect()
}

#[test]
fn snake_case_items() {
    use LinkSource::{Caption, Card, ExtraLink, LinkUrl};
    let bytes = fixture("actor-snake-case.json");
    assert_eq!(
        told(&bytes),
        ["1 ad 1001", "2 ad 18446744073709551617", "3 ad 1003"]
    );
    with_ads(&bytes, |item, ad| match item {
        1 => {
            assert_eq!(ad.page_id.as_deref(), Some("501"));
            assert_eq!(ad.page_name.as_deref(), Some("Boutique Un"));
            assert_eq!(ad.title.as_deref(), Some("Titre \"un\""));
            assert_eq!(ad.cta_type.as_deref(), Some("ORDER_NOW"));
            assert_eq!(ad.display_format.as_deref(), Some("DCO"));
            assert_eq!(ad.active, Some(true));
            assert_eq!(ad.started, Timestamp::parse("2026-01-02T08:00:00Z"));
            assert_eq!(ad.ended, None, "it runs");
            assert_eq!(
                links(ad),
                [
                    (LinkUrl, "https://un.example/p/1?utm_medium={{campaign.name}}"),
                    (Card, "https://un.example/p/2"),
                    (ExtraLink, "https://trois.example/"),
                    (ExtraLink, "https://quatre.example/"),
                    (Caption, "un.example"),
                    (Caption, "HTTPS://UN.EXAMPLE/p/3"),
                ]
            );
            assert_eq!(
                ad.texts,
                [
                    "🔥 Commandez sur https://un.example/promo",
                    "voir www.deux.example"
                ]
            );
        }
        2 => {
            assert_eq!(ad.page_id.as_deref(), Some("502"));
            assert_eq!(ad.page_name.as_deref(), Some("Deux"));
            assert!(ad.links.is_empty() && ad.texts.is_empty());
        }
        _ => {
            assert_eq!(ad.active, Some(false));
            assert!(ad.links.is_empty());
        }
    });
}

#[test]
fn camel_case_items_with_both_spellings_of_an_id() {
    let bytes = fixture("actor-camel-case.json");
    assert_eq!(
        told(&bytes),
        ["1 ad 2001", "2 no ads for https://www.facebook.com/vide/"]
    );
    with_ads(&bytes, |_, ad| {
        assert_eq!(ad.page_id.as_deref(), Some("601"));
        assert_eq!(ad.active, Some(false));
        assert_eq!(
            links(ad),
            [
                (LinkSource::LinkUrl, "https://un.example/p"),
                (LinkSource::Card, "https://un.example/c"),
                (LinkSource::Caption, "un.example"),
            ]
        );
    });
}

#[test]
fn markers_are_never_ads() {
    assert_eq!(
        told(&fixture("markers.json")),
        [
            "1 no ads for https://www.facebook.com/ads/library/?q=rien.example",
            "2 no ads",
            "3 no ads",
            "4 no ads for https://www.facebook.com/ads/library/?q=autre.example",
            "5 refused: the source reports an error: Page not supported",
            "6 refused: no ad id",
            "7 refused: the ad id was rounded by a spreadsheet",
            "8 refused: not an object",
            "9 refused: not an object",
        ]
    );
}

#[test]
fn a_wrapper_that_names_its_domain_last() {
    assert_eq!(
        told(&fixture("cache-ads-first.json")),
        [
            "1 ad 3001 of trois.example",
            "2 no ads of trois.example",
            "search trois.example at 2025-12-28T13:24:52.642Z: 1",
        ]
    );
}

#[test]
fn recorded_scans_and_what_is_broken_in_them() {
    assert_eq!(
        told(&fixture("scans.jsonl")),
        [
            "1 ad 4001 of un.example",
            "search un.example at 2025-12-28T13:24:52.642Z: 1",
            "search deux.example at 2025-12-28T13:24:52.000Z: 0",
            "2 refused: not valid JSON at byte 354: expected no bare control character inside a string",
            "3 ad 4003 of quatre.example",
            "4 refused: not valid JSON at byte 473: expected a value",
            "5 ad 4004 of quatre.example",
            "search quatre.example at 2025-12-28T13:26:00.000Z: 2",
            "6 ad 4005",
        ]
    );
}

#[test]
fn answers_of_2018_behind_a_guard_with_markup() {
    let bytes = fixture("web-2018.txt");
    assert_eq!(told(&bytes), ["1 ad 5001"]);
    with_ads(&bytes, |_, ad| {
        assert_eq!(
            ad.texts,
            ["Voyez  https://cinq.example/?a=1&b=2 ici\nou cinq.example"]
        );
        assert_eq!(ad.started, Timestamp::parse("2018-11-05T08:00:00Z"));
        assert_eq!(ad.ended, None);
    });
}

#[test]
fn answers_of_2024_2026_and_the_graph_api() {
    assert_eq!(told(&fixture("nested-2024.json")), ["1 ad 6001", "2 ad 6002"]);
    assert_eq!(
        told(&fixture("graphql.json")),
        ["1 ad 7001", "2 ad 7002", "3 ad 7003"]
    );
    let bytes = fixture("graph-api.json");
    assert_eq!(told(&bytes), ["1 ad 8001"]);
    with_ads(&bytes, |_, ad| {
        assert_eq!(links(ad), [(LinkSource::Caption, "huit.example")]);
        assert_eq!(ad.texts, ["voir huit.example/a"]);
        assert_eq!(ad.title.as_deref(), Some("Un"));
        assert_eq!(ad.started, Timestamp::parse("2026-03-02"));
    });
}

#[test]
fn answers_without_ads() {
    assert_eq!(
        told(&fixture("graphql-limited.json")),
        ["1 refused: the source reports an error: Rate limit exceeded"]
    );
    let graph = br#"{"error":{"message":"Invalid parameter","type":"OAuthException","code":100}}"#;
    assert_eq!(
        told(graph),
        ["1 refused: the source reports an error: Invalid parameter"]
    );
    for nothing in [
        r#"{"data":[],"paging":{}}"#,
        r#"{"results":[]}"#,
        r#"{"payload":{"results":[]}}"#,
        r#"{"data":{"ad_library_main":{"search_results_connection":{"edges":[]}}}}"#,
        r#"{"results":[[]]}"#,
        r#"{"ads":[]}"#,
    ] {
        assert_eq!(told(nothing.as_bytes()), ["1 no ads"], "{nothing}");
    }
    for other in [r#"{"data":{}}"#, r#"{"data":{"viewer":1}}"#, "{}"] {
        assert_eq!(told(other.as_bytes()), ["1 refused: no ad id"], "{other}");
    }
    let partial = br#"{"errors":[{"message":"timeout"}],"data":{"x":[],"search_results_connection":{"edges":[{"node":{"collated_results":[{"ad_archive_id":"1"}]}}]}}}"#;
    assert_eq!(
        told(partial),
        ["1 refused: the source reports an error: timeout", "2 ad 1"]
    );
}

#[test]
fn flattened_items() {
    let bytes = fixture("flattened.json");
    assert_eq!(told(&bytes), ["1 ad 9001", "2 ad 9002", "3 ad 9003"]);
    with_ads(&bytes, |item, ad| match item {
        1 => {
            assert_eq!(links(ad), [(LinkSource::LinkUrl, "https://neuf.example/")]);
            assert_eq!((ad.cta_type.as_deref(), ad.title.as_deref()), (None, Some("H")));
            assert_eq!(ad.page_name.as_deref(), Some("Neuf"));
            assert_eq!(ad.started, Timestamp::parse("2026-07-08"));
        }
        2 => assert_eq!((ad.cta_type.as_deref(), ad.links.len()), (Some("SHOP_NOW"), 0)),
        _ => assert_eq!(ad.cta_type, None),
    });
}

#[test]
fn tables() {
    let bytes = fixture("graph-2019.csv");
    assert_eq!(
        told(&bytes),
        [
            "1 ad 2447656412147213",
            "2 refused: no ad id",
            "3 refused: the row has 9 cells, the header 8",
        ]
    );
    with_ads(&bytes, |_, ad| {
        assert_eq!(ad.page_name.as_deref(), Some("Dix, \"SARL\""));
        assert_eq!(ad.texts, ["ligne une\nhttps://dix.example"]);
        assert_eq!(links(ad), [(LinkSource::Caption, "www.dix.example")]);
        assert_eq!(ad.started, Timestamp::parse("2019-10-30T22:24:19Z"));
        assert_eq!(ad.ended, None);
    });
    let bytes = fixture("graph-2025.csv");
    assert_eq!(told(&bytes), ["1 ad 12"]);
    with_ads(&bytes, |_, ad| {
        assert_eq!(links(ad), [(LinkSource::LinkUrl, "https://onze.example/c")]);
        assert_eq!(ad.texts, ["it's onze.example", "ou https://onze.example/b"]);
        assert_eq!(ad.title.as_deref(), Some("A"));
    });
}

#[test]
fn a_broken_list_keeps_what_can_be_read() {
    assert_eq!(
        told(&fixture("broken-array.json")),
        [
            "1 ad 1",
            "2 refused: not valid JSON at byte 43: expected a value",
            "3 ad 2",
            "4 refused: not valid JSON at byte 89: expected a comma or the end of the list",
            "5 ad 3",
            "6 ad 4",
            "7 refused: not an object",
        ]
    );
}

#[test]
fn nothing_and_nonsense() {
    for nothing in ["", " \n\t ", "\u{feff}", "[]", "[[],[]]", "\u{feff}[]\n"] {
        assert_eq!(told(nothing.as_bytes()), Vec::<String>::new(), "{nothing:?}");
    }
    assert_eq!(
        told(b"<!doctype html>\n<p>Sign in</p>"),
        ["1 refused: neither JSON nor a table with a column for the ad id"]
    );
    assert_eq!(
        told(b"oops\n{\"ad_archive_id\":\"1\"}"),
        [
            "1 refused: neither JSON nor a table with a column for the ad id",
            "2 ad 1"
        ]
    );
    assert_eq!(
        told(b"{\"ad_archive_id\":\"1\"}{\"ad_archive_id\":\"2\"} 3"),
        ["1 ad 1", "2 ad 2", "3 refused: not an object"]
    );
}

#[test]
fn truncated_json_keeps_the_items_before_the_cut() {
    let whole = br#"{"domain":"a.tn","ads":[{"ad_archive_id":"1"},{"ad_archive_id":"2"}]}"#;
    for end in 0..whole.len() {
        let lines = told(&whole[..end]);
        let refused = lines
            .iter()
            .filter(|line| line.contains("ends too early"))
            .count();
        assert_eq!(refused, usize::from(end > 0), "cut at {end}: {lines:?}");
        assert_eq!(
            lines.iter().any(|line| line.contains("ad 1")),
            end >= 45,
            "cut at {end}"
        );
        assert!(!lines.iter().any(|line| line.starts_with("search")));
    }
}

#[test]
fn too_deep_and_what_follows() {
    let deep = format!(
        r#"[{{"ad_archive_id":"1","x":{}{}}},{{"ad_archive_id":"2"}}]"#,
        "[".repeat(5000),
        "]".repeat(5000)
    );
    assert_eq!(
        told(deep.as_bytes()),
        [
            "1 refused: nested more than 100 levels deep, which no ad is",
            "2 ad 2"
        ]
    );
    let lists = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    assert_eq!(
        told(lists.as_bytes()),
        ["1 refused: nested more than 100 levels deep, which no ad is"]
    );
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn compressed_input_is_known_by_its_bytes() {
    let plain = fixture("scans.jsonl");
    let expected = told(&plain);
    let (first, second) = plain.split_at(100);
    assert_eq!(told(&gzip(&plain)), expected);
    assert_eq!(told(&[gzip(first), gzip(second)].concat()), expected);
    assert_eq!(told(&zstd::encode_all(plain.as_slice(), 1).unwrap()), expected);
    let frames = [
        zstd::encode_all(first, 1).unwrap(),
        zstd::encode_all(second, 1).unwrap(),
    ];
    assert_eq!(told(&frames.concat()), expected);
}

#[test]
fn cut_compressed_input_is_one_refusal_and_the_items_before_it() {
    let mut lines = Vec::new();
    for n in 0..20_000 {
        writeln!(lines, "{{\"ad_archive_id\":\"{n}\",\"n\":{}}}", n * 7919 % 65_521).unwrap();
    }
    for whole in [gzip(&lines), zstd::encode_all(lines.as_slice(), 1).unwrap()] {
        for cut in [whole.len() / 2, whole.len() - 1] {
            let told = told(&whole[..cut]);
            let (last, ads) = told.split_last().unwrap();
            assert!(ads.iter().all(|line| line.contains(" ad ")), "{last}");
            assert!(
                last.contains("refused: the compressed data is damaged or cut off"),
                "{last}"
            );
            assert!(ads.len() > 1000, "{}", ads.len());
        }
    }
}

#[test]
fn a_cut_table_loses_only_its_last_row() {
    let table = "ad_id,page_name\n1,Un\n2,\"Deux";
    assert_eq!(
        told(table.as_bytes()),
        ["1 ad 1", "2 refused: the input ends too early, at byte 28"]
    );
}

/// Fails after some bytes, as a disk or socket does.
struct Failing<'a>(&'a [u8]);

impl std::io::Read for Failing<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        match self.0.read(into) {
            Ok(0) => Err(std::io::Error::other("the disk is gone")),
            count => count,
        }
    }
}

#[test]
fn a_failing_input_is_an_error_not_a_refusal() {
    let plain = fixture("scans.jsonl");
    for bytes in [
        plain.clone(),
        gzip(&plain),
        zstd::encode_all(plain.as_slice(), 1).unwrap(),
    ] {
        let mut reader = Reader::new(Failing(&bytes[..bytes.len() / 2]));
        let error = loop {
            match reader.next_event() {
                Ok(Some(_)) => {}
                Ok(None) => panic!("the failure was swallowed"),
                Err(error) => break error,
            }
        };
        assert_eq!(error.to_string(), "the input cannot be read: the disk is gone");
    }
}
