//! The recorded library: lines that are none do no harm, items come back as they were, and the real scan is whole.

use std::fs::File;
use std::io::{BufReader, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use sandbox::library::{AdRef, Library, Recorded};
use serde_json::Value;

const REAL: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/data/converty-scan/results.jsonl.gz"
);

fn keyword(status: &str, text: &str) -> String {
    let text: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
    format!(
        "https://www.facebook.com/ads/library/?active_status={status}&ad_type=all&country=TN&q={text}\
         &search_type=keyword_unordered"
    )
}

fn ad(id: &str, link: &str, active: bool) -> String {
    format!(
        r#"{{"url":"https://old","ad_archive_id":{id},"page_id":"7","is_active":{active},"total":9,
        "snapshot":{{"body":null,"link_url":"{link}", "n":1.50}}}}"#
    )
    .replace('\n', "")
}

/// One shop, a stranger found by its name, a marker, and lines and ads that are none.
fn lines() -> String {
    let shop = ad("\"1\"", "https://gold.converty.shop/p", true);
    let stranger = ad("2", "https://dargold.converty.shop/p", false);
    let marker = r#"{"error":"Ads not found","errorCode":"ADS_NOT_FOUND","url":"https://old"}"#;
    [
        format!(r#"{{"domain":"Gold.converty.shop ","cached_at":"2025-12-28","ads_count":2,"ads":[{shop},{stranger},7]}}"#),
        "{\"domain\":\"cut".to_owned(),
        "[]".to_owned(),
        String::new(),
        format!(r#"{{"domain":"empty.tn","ads":[{marker}]}}"#),
        format!(r#"{{"domain":"dargold.converty.shop","ads":[{stranger}]}}"#),
        r#"{"domain":"other","ads":{}}"#.to_owned(),
        "\u{fffd}".to_owned(),
    ]
    .join("\n")
}

fn refs(list: &[u32]) -> Vec<AdRef> {
    list.iter().copied().map(AdRef).collect()
}

#[test]
fn it_finds_by_words_and_by_recorded_domain() {
    let library = Recorded::read(lines().as_bytes()).unwrap();
    assert_eq!(library.ads(), 2);
    assert_eq!(library.skipped(), 5, "an ad, two lines of JSON, two of none");
    assert_eq!(
        library.domains().collect::<Vec<_>>(),
        ["Gold.converty.shop ", "empty.tn", "dargold.converty.shop"]
    );
    let search = |text: &str| library.search(&keyword("all", text));
    assert_eq!(
        search("gold.converty.shop"),
        refs(&[0, 1]),
        "the stranger was recorded for it"
    );
    assert_eq!(search("gold converty"), refs(&[0]), "and holds no such word");
    assert_eq!(search("converty.shop"), refs(&[0, 1]));
    assert_eq!(search("dargold.converty.shop"), refs(&[1]));
    assert_eq!(search("empty.tn"), []);
    assert_eq!(library.search(&keyword("active", "converty.shop")), refs(&[0]));
    assert_eq!(library.recorded_for("GOLD.converty.shop"), refs(&[0, 1]));
}

#[test]
fn an_item_is_what_was_recorded_but_for_the_search() {
    let library = Recorded::read(lines().as_bytes()).unwrap();
    let url = "https://x/?q=\"é\"";
    let item = String::from_utf8(library.item(AdRef(0), url, 4, 31)).unwrap();
    assert!(
        item.contains(r#""link_url":"https://gold.converty.shop/p", "n":1.50"#),
        "{item}"
    );
    let item: Value = serde_json::from_str(&item).unwrap();
    assert_eq!(
        (&item["url"], &item["total"], &item["position"]),
        (&url.into(), &31.into(), &4.into())
    );
    assert_eq!(item["ad_archive_id"], "1");
    assert!(library.item(AdRef(2), url, 1, 1).is_empty());
}

#[test]
fn plain_and_gzip_are_the_same_and_a_cut_stream_is_an_error() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(lines().as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let (plain, packed) = (
        Recorded::read(lines().as_bytes()).unwrap(),
        Recorded::read(gzip.as_slice()).unwrap(),
    );
    assert_eq!(plain.ads(), packed.ads());
    assert_eq!(plain.item(AdRef(1), "u", 1, 1), packed.item(AdRef(1), "u", 1, 1));
    assert!(Recorded::read(&gzip[..gzip.len() / 2]).is_err());
    assert_eq!(Recorded::read([].as_slice()).unwrap().ads(), 0);
}

#[test]
fn no_foreign_bytes_do_harm() {
    let whole = lines().into_bytes();
    let all = Recorded::read(whole.as_slice()).unwrap().ads();
    let mut spoilt = whole.clone();
    for at in 0..whole.len() {
        assert!(Recorded::read(&whole[..at]).unwrap().ads() <= all);
        for byte in [b'"', b'{', b'\n', 0xff] {
            spoilt[at] = byte;
            let library = Recorded::read(spoilt.as_slice()).unwrap();
            for ad in 0..u32::try_from(library.ads()).unwrap() {
                let item = library.item(AdRef(ad), "u", 1, 1);
                assert!(serde_json::from_slice::<Value>(&item).is_ok(), "an item is whole");
            }
        }
        spoilt[at] = whole[at];
    }
    let deep = format!(
        r#"{{"domain":"a.tn","ads":[{{"ad_archive_id":"1","x":{}}}]}}"#,
        "[".repeat(100_000)
    );
    assert_eq!(Recorded::read(deep.as_bytes()).unwrap().skipped(), 1);
}

fn real() -> Recorded {
    Recorded::read(BufReader::new(File::open(REAL).unwrap())).unwrap()
}

#[test]
#[ignore = "needs ../shared/data"]
fn the_real_scan_is_whole() {
    let library = real();
    assert_eq!(
        (library.ads(), library.domains().len(), library.skipped()),
        (1_288, 2_330, 0)
    );
    let mut recorded = 0;
    for domain in library.domains() {
        let of_domain = library.recorded_for(domain);
        let found = library.search(&keyword("all", domain));
        assert!(of_domain.iter().all(|ad| found.contains(ad)), "{domain}");
        recorded += of_domain.len();
    }
    assert!(recorded >= 1_288, "{recorded}");
}

/// What one question per domain costs at the published prices, where one brings so many items at most.
fn cost<'d>(library: &Recorded, status: &str, domains: impl Iterator<Item = &'d str>, cap: usize) -> usize {
    domains
        .map(|domain| 50 + 750 * library.search(&keyword(status, domain)).len().clamp(1, cap))
        .sum()
}

/// Reckoned once more by a program of its own, in another language, from the same bytes.
#[test]
#[ignore = "needs ../shared/data"]
fn the_prototypes_way_costs_what_it_is_reckoned_to() {
    let library = real();
    for (status, one_by_one, sweep, own_at_ten) in [
        ("all", 3_456_250, 347, 662_300),
        ("active", 3_433_000, 342, 652_550),
    ] {
        let own = library
            .domains()
            .filter(|domain| !domain.ends_with("converty.shop"));
        assert_eq!(cost(&library, status, library.domains(), 200), one_by_one);
        assert_eq!(library.search(&keyword(status, "converty.shop")).len(), sweep);
        assert_eq!(cost(&library, status, own, 10), own_at_ten);
    }
}
