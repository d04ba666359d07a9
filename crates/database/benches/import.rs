//! How fast ads are written, and what the pieces cost: `cargo bench -p database`.
//!
//! Items are made up in the shape and size of real ones (about 6.6 KB, most of it URLs with long random
//! tokens, texts that repeat across the ads of one page), in batches of 256 as an import hands them over.

#![allow(
    clippy::unwrap_used,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::print_stderr,
    missing_docs,
    reason = "a bench fails by panicking; divan's macros make undocumented items"
)]

use std::fmt::Write as _;

use database::{AdFilter, Database, ImportBatch, IncomingAd, Sqlite, StoredLinks};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use model::{Class, Confidence, Host, Kind, LinkSource, Rule, Timestamp, Verdict};
use xxhash_rust::xxh3::xxh3_128;

const BATCH: u64 = 256;
const BATCHES: u64 = 80;
const ADS: u64 = BATCH * BATCHES;

fn main() {
    let sample = item(1).len();
    let batch = batch(0).raw;
    let packed = zstd::bulk::compress(&batch, 1).unwrap().len();
    eprintln!(
        "{sample} bytes an item; zstd level 1 packs a batch {:.2} times",
        batch.len() as f64 / packed as f64
    );
    divan::main();
}

/// splitmix64: the same items every time.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn token(text: &mut String, length: usize, state: &mut u64) {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for _ in 0..length.div_ceil(10) {
        let bits = random(state);
        text.extend((0..10).map(|n| char::from(LETTERS[(bits >> (6 * n)) as usize & 63])));
    }
}

fn image_url(text: &mut String, state: &mut u64) {
    let number = random(state);
    write!(
        text,
        "https://scontent-iad3-1.xx.fbcdn.net/v/t39.35426-6/{number}_n.jpg?stp=dst-jpg_s600x600_tt6&_nc_cat=10\
         {}&ccb=1-7&_nc_sid=c53f8f&_nc_ohc=",
        number % 10
    )
    .unwrap();
    token(text, 30, state);
    text.push_str("&_nc_oc=");
    token(text, 90, state);
    text.push_str("&_nc_zt=14&_nc_ht=scontent-iad3-1.xx&_nc_gid=");
    token(text, 20, state);
    text.push_str("&oh=00_");
    token(text, 70, state);
    text.push_str("&oe=695C0B2A");
}

fn ad_id(number: u64) -> String {
    format!(
        "{}",
        100_000_000_000_000 + random(&mut { number }) % 900_000_000_000_000
    )
}

fn item(number: u64) -> String {
    let mut state = number;
    let page = number / 12;
    let id = ad_id(number);
    let mut text = format!(
        "{{\"ad_archive_id\":\"{id}\",\"page_id\":\"{page}\",\"snapshot\":{{\"page_name\":\"Boutique {page}\",\"cards\":["
    );
    for card in 0..4 {
        write!(text, "{{\"title\":\"Produit {page} livraison gratuite\",\"body\":\"عرض خاص {page} التوصيل مجاني لكامل تراب الجمهورية اطلب الآن من موقعنا والدفع عند الاستلام\",\"link_url\":\"https://boutique{page}.converty.shop/products/{card}\",\"cta_type\":\"SHOP_NOW\",\"image_crops\":[],\"original_image_url\":\"").unwrap();
        image_url(&mut text, &mut state);
        text.push_str("\",\"resized_image_url\":\"");
        image_url(&mut text, &mut state);
        text.push_str("\",\"watermarked_resized_image_url\":\"\",\"video_hd_url\":null,\"video_sd_url\":null,\"video_preview_image_url\":null},");
    }
    text.pop();
    text.push_str("],\"page_profile_picture_url\":\"");
    image_url(&mut text, &mut state);
    write!(text, "\",\"caption\":\"boutique{page}.converty.shop\",\"cta_text\":\"Shop now\",\"display_format\":\"DCO\",\"branded_content\":null,\"byline\":null,\"country_iso_code\":null,\"current_page_name\":\"Boutique {page}\",\"disclaimer_label\":null,\"event\":null,\"is_reshared\":false,\"page_categories\":[\"Shopping & retail\"],\"page_entity_type\":\"PERSON_PROFILE\",\"page_is_deleted\":false,\"page_like_count\":{}}},\"start_date\":1766736000,\"end_date\":1766822400,\"is_active\":true,\"publisher_platform\":[\"FACEBOOK\",\"INSTAGRAM\"],\"impressions_with_index\":{{\"impressions_text\":null,\"impressions_index\":-1}},\"reach_estimate\":null,\"spend\":null,\"total\":200,\"ads_count\":200,\"currency\":\"\",\"gated_type\":\"ELIGIBLE\",\"hide_data_status\":\"NONE\"}}", number % 10_000).unwrap();
    text
}

fn batch(number: u64) -> ImportBatch {
    let mut batch = ImportBatch {
        source: "bench.json".to_owned(),
        ..ImportBatch::default()
    };
    for ad in number * BATCH..(number + 1) * BATCH {
        let start = batch.raw.len();
        batch.raw.extend_from_slice(item(ad).as_bytes());
        let raw = start..batch.raw.len();
        let digest = xxh3_128(&batch.raw[raw.clone()]);
        batch.ads.push(incoming(ad, raw, digest));
    }
    batch
}

fn incoming(number: u64, raw: std::ops::Range<usize>, digest: u128) -> IncomingAd {
    let page = number / 12;
    let host = format!("boutique{page}.converty.shop");
    let mut links = StoredLinks::new();
    for card in 0..4 {
        links.push(LinkSource::Card, &format!("https://{host}/products/{card}"));
    }
    links.push(LinkSource::Caption, &host);
    let mut verdict = Verdict::new(Class::Converty, Kind::Shop, Confidence::High, Rule::SellerDomain);
    verdict.platform = Some("converty".into());
    verdict.host = Host::parse(&host).ok();
    verdict.owner = Some(format!("boutique{page}").into());
    IncomingAd {
        id: ad_id(number),
        raw,
        digest,
        searched: Some(host),
        seen_at: Timestamp::from_millis(1_766_736_000_000),
        page_id: format!("{}", 100_000_000_000_000 + page),
        page_name: format!("Boutique {page}"),
        started: Timestamp::from_millis(1_766_736_000_000),
        ended: Timestamp::from_millis(1_766_822_400_000),
        active: Some(true),
        cta_type: "SHOP_NOW".to_owned(),
        display_format: "DCO".to_owned(),
        title: format!("Produit {page} livraison gratuite"),
        links,
        verdict,
        engine: 1,
    }
}

fn batches() -> Vec<ImportBatch> {
    (0..BATCHES).map(batch).collect()
}

fn fill(database: &Sqlite, batches: Vec<ImportBatch>) {
    let mut import = database.start_import().unwrap();
    for batch in batches {
        import.write(batch).unwrap();
    }
    import.finish().unwrap();
}

#[divan::bench(sample_count = 7, sample_size = 1)]
fn write_new_ads(bencher: Bencher<'_, '_>) {
    bencher
        .counter(ItemsCount::new(ADS))
        .with_inputs(|| (Sqlite::open_in_memory().unwrap(), batches()))
        .bench_local_values(|(database, batches)| {
            fill(&database, batches);
            database
        });
}

#[divan::bench(sample_count = 7, sample_size = 1)]
fn write_known_ads(bencher: Bencher<'_, '_>) {
    let database = Sqlite::open_in_memory().unwrap();
    fill(&database, batches());
    bencher
        .counter(ItemsCount::new(ADS))
        .with_inputs(batches)
        .bench_local_values(|batches| fill(&database, batches));
}

#[divan::bench(sample_count = 7, sample_size = 1)]
fn judged_walk(bencher: Bencher<'_, '_>) {
    let database = Sqlite::open_in_memory().unwrap();
    fill(&database, batches());
    bencher.counter(ItemsCount::new(ADS)).bench_local(|| {
        let mut seen = 0_u64;
        database
            .each_judged(&mut |_| {
                seen += 1;
                Ok(std::ops::ControlFlow::Continue(()))
            })
            .unwrap();
        assert_eq!(seen, ADS);
    });
}

#[divan::bench(sample_count = 7, sample_size = 1)]
fn stale_walk_of_one_page(bencher: Bencher<'_, '_>) {
    let database = Sqlite::open_in_memory().unwrap();
    fill(&database, batches());
    let page = 100_000_000_000_000_u64 + 7;
    let filter = AdFilter {
        pages: Some(vec![page.to_string()]),
        ..AdFilter::default()
    };
    bencher.counter(ItemsCount::new(ADS)).bench_local(|| {
        let mut seen = 0;
        database
            .each_ad(&filter, &mut |_| {
                seen += 1;
                Ok(std::ops::ControlFlow::Continue(()))
            })
            .unwrap();
        assert_eq!(seen, 12);
    });
}

#[divan::bench(sample_count = 7, sample_size = 1)]
fn write_verdicts(bencher: Bencher<'_, '_>) {
    let database = Sqlite::open_in_memory().unwrap();
    fill(&database, batches());
    let mut engine = 1;
    bencher
        .counter(ItemsCount::new(ADS))
        .with_inputs(|| {
            engine += 1;
            let verdict = Verdict::new(Class::Unknown, Kind::None, Confidence::Low, Rule::NoLink);
            (
                engine,
                (0..ADS).map(|number| (ad_id(number), verdict.clone())).collect(),
            )
        })
        .bench_local_values(|(engine, verdicts)| database.write_verdicts(engine, &verdicts).unwrap());
}

#[divan::bench(sample_count = 7, sample_size = 1)]
fn raw_walk(bencher: Bencher<'_, '_>) {
    let database = Sqlite::open_in_memory().unwrap();
    fill(&database, batches());
    bencher.counter(ItemsCount::new(ADS)).bench_local(|| {
        database
            .each_raw(&mut |_| Ok(std::ops::ControlFlow::Continue(())))
            .unwrap();
    });
}

#[divan::bench(sample_count = 7, sample_size = 1)]
fn digest(bencher: Bencher<'_, '_>) {
    let database = Sqlite::open_in_memory().unwrap();
    fill(&database, batches());
    bencher
        .counter(ItemsCount::new(ADS))
        .bench_local(|| database.digest().unwrap());
}

#[divan::bench(args = [-5, -3, -1, 1, 2, 3], sample_count = 20, sample_size = 1)]
fn compress_a_batch(bencher: Bencher<'_, '_>, level: i32) {
    let raw = batch(3).raw;
    let mut compressor = zstd::bulk::Compressor::new(level).unwrap();
    let ratio = raw.len() as f64 / compressor.compress(&raw).unwrap().len() as f64;
    eprintln!("\nlevel {level}: packs {ratio:.2} times");
    bencher
        .counter(BytesCount::of_slice(&raw))
        .bench_local(|| compressor.compress(&raw).unwrap());
}
