//! From recorded bytes in memory to ads, and to verdicts, on one core.
//!
//! Reads the recorded scan where it is at hand, else a made-up world of about the same bytes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a bench stops where it fails"
)]

use std::fmt::Write;
use std::io::Read;
use std::sync::{Arc, LazyLock};

use ad_library::{Event, Reader, content_digest, read_bytes};
use classification::{Catalogue, Engine};
use divan::Bencher;
use divan::counter::BytesCount;
use model::{Class, Host};

static RECORDED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/converty-scan/results.jsonl.gz"
    );
    let mut bytes = Vec::new();
    match std::fs::File::open(path) {
        Ok(file) => flate2::read::GzDecoder::new(file)
            .read_to_end(&mut bytes)
            .expect("the recorded scan is sound"),
        Err(_) => return made_up(),
    };
    bytes
});

/// 2,330 searches, one in 28 with 15 ads of 6 KB.
fn made_up() -> Vec<u8> {
    let mut out = String::new();
    for search in 0..2330u32 {
        let count = if search % 28 == 0 { 15 } else { 0 };
        let ads: Vec<String> = (0..count).map(|n| made_up_ad(search * 100 + n)).collect();
        let ads = ads.join(", ");
        let _ = writeln!(
            out,
            "{{\"domain\": \"shop-{search}.example\", \"cached_at\": \"2026-01-02T08:00:00\", \"ads_count\": {count}, \
             \"ads\": [{ads}]}}"
        );
    }
    out.into_bytes()
}

fn made_up_ad(n: u32) -> String {
    let media = format!("https://video.example/v/t42.1790-2/{n}_{}", "a1B2c3".repeat(80));
    let card = format!(
        r#"{{"body": "Découvrez {n}", "caption": "shop.example", "link_url": "https://shop.example/p/{n}?utm_medium={{{{ad.name}}}}", "title": "t", "video_hd_url": "{media}", "video_sd_url": "{media}", "original_image_url": null}}"#
    );
    format!(
        r#"{{"ad_archive_id": "{n}", "page_id": "77{n}", "page_name": "Boutique {n}", "is_active": true, "start_date": 1767340800, "end_date": 1767340800, "snapshot": {{"body": {{"text": "🔥 Offre\nلفترة محدودة {n}"}}, "caption": "shop.example", "link_url": "https://shop.example/products/{n}", "cards": [{card}, {card}], "videos": [{{"video_hd_url": "{media}", "video_sd_url": "{media}", "video_preview_image_url": "{media}"}}], "cta_type": "ORDER_NOW", "title": "Titre {n}"}}, "publisher_platform": ["FACEBOOK", "INSTAGRAM"], "url": "https://www.facebook.com/ads/library/?q=shop"}}"#
    )
}

/// The searched domains as sellers, among a hundred thousand others.
static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let mut builder = Engine::builder(Arc::new(Catalogue::builtin().expect("the catalogue is sound")));
    for number in 0..100_000 {
        let host = Host::parse(&format!("seller-{number}.converty.shop")).unwrap();
        builder = builder.seller(&format!("seller-{number}"), &host);
    }
    let mut hosts = Vec::new();
    read_bytes(&RECORDED, |event| {
        if let Event::Search { domain, .. } = event {
            hosts.extend(Host::parse(&domain));
        }
    });
    for host in hosts {
        builder = builder.seller(host.as_str(), &host);
    }
    builder.build()
});

fn main() {
    LazyLock::force(&ENGINE);
    divan::main();
}

#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    let bytes = RECORDED.as_slice();
    bencher.counter(BytesCount::of_slice(bytes)).bench(|| {
        let mut links = 0;
        read_bytes(divan::black_box(bytes), |event| {
            if let Event::Ad { ad, .. } = event {
                links += ad.links.len();
            }
        });
        links
    });
}

#[divan::bench]
fn parse_stream(bencher: Bencher<'_, '_>) {
    let bytes = RECORDED.as_slice();
    bencher.counter(BytesCount::of_slice(bytes)).bench(|| {
        let mut reader = Reader::new(divan::black_box(bytes));
        let mut links = 0;
        while let Some(event) = reader.next_event().unwrap() {
            if let Event::Ad { ad, .. } = event {
                links += ad.links.len();
            }
        }
        links
    });
}

/// The whole road on one core: what `benches/peers/classify.py` does.
#[divan::bench]
fn parse_and_judge(bencher: Bencher<'_, '_>) {
    let bytes = RECORDED.as_slice();
    bencher.counter(BytesCount::of_slice(bytes)).bench(|| {
        let mut converty = 0;
        read_bytes(divan::black_box(bytes), |event| {
            if let Event::Ad { ad, .. } = event {
                converty += u32::from(ENGINE.judge_ad(&ad).class == Class::Converty);
            }
        });
        converty
    });
}

/// What an import does of each item beside reading and judging it: the digest of its content. The bytes that stand
/// between the items are counted too, as in the other figures.
#[divan::bench]
fn digests(bencher: Bencher<'_, '_>) {
    let items = items();
    bencher
        .counter(BytesCount::of_slice(RECORDED.as_slice()))
        .bench(|| {
            items.iter().fold(0_u128, |sum, item| {
                sum.wrapping_add(content_digest(divan::black_box(item)))
            })
        });
}

/// The same of the bytes as they came: the least that any digest costs.
#[divan::bench]
fn digests_of_bytes(bencher: Bencher<'_, '_>) {
    let items = items();
    bencher
        .counter(BytesCount::of_slice(RECORDED.as_slice()))
        .bench(|| {
            items.iter().fold(0_u128, |sum, item| {
                sum.wrapping_add(xxhash_rust::xxh3::xxh3_128(divan::black_box(item)))
            })
        });
}

/// The recorded items.
fn items() -> Vec<Vec<u8>> {
    let mut items = Vec::new();
    read_bytes(&RECORDED, |event| {
        if let Event::Ad { raw, .. } = event {
            items.push(raw.to_vec());
        }
    });
    items
}
