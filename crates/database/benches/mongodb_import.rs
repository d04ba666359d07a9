//! How fast ads are written to MongoDB, what room each takes there, and how fast shared work and the ledger go, beside
//! SQLite: `MONGODB_TEST_URI=... cargo bench -p database --bench mongodb_import -- [ADS]`. With 0 ads only work and the
//! ledger are measured.
//!
//! Items are made up in the shape and size of real ones (about 6.6 KB, most of it URLs with long random tokens, twelve
//! ads to a page), in batches of 256 as an import hands them over. Against a test server the figures are the server's.

#![allow(
    clippy::unwrap_used,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a bench fails by panicking, measures time, and is told by the environment where the server is"
)]

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use database::mongodb::{Address, FindAsk, bson, names};
use database::{
    Attribution, Claim, Database, ImportBatch, IncomingAd, Mongo, Movement, NewWork, Sqlite, StoredLinks,
    WorkEnd,
};
use model::{Class, Confidence, Host, Kind, LinkSource, MicroDollars, Rule, Timestamp, Verdict};
use xxhash_rust::xxh3::{xxh3_64_with_seed, xxh3_128};

const BATCH: u64 = 256;

fn main() {
    let Ok(uri) = std::env::var("MONGODB_TEST_URI") else {
        println!("set MONGODB_TEST_URI to measure MongoDB");
        return;
    };
    let asked = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok());
    let ads: u64 = asked.unwrap_or(100_000);
    let folder = tempfile::tempdir().unwrap();
    let sqlite = Sqlite::open(&folder.path().join("bench.db")).unwrap();
    let name = format!("bench_import_{}", std::process::id());
    let mongo = Mongo::open(&Address::new(&uri), Some(&name)).unwrap();
    if ads > 0 {
        measure("SQLite", &sqlite, ads);
        measure("MongoDB", &mongo, ads);
        assert_eq!(mongo.digest().unwrap(), sqlite.digest().unwrap());
        for collection in [names::ADS, names::RAW_ITEMS, names::RAW_BLOCKS] {
            size(&mongo, collection, ads);
        }
    }
    share("SQLite", &sqlite);
    share("MongoDB", &mongo);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let client = mongodb::Client::with_uri_str(&uri).await.unwrap();
        client.database(&name).drop().await.unwrap();
    });
}

fn measure(engine: &str, database: &dyn Database, ads: u64) {
    told(engine, "new ads imported", ads, import(database, ads));
    told(engine, "the same ads imported again", ads, import(database, ads));
    timed(engine, "judged ads walked", ads, || {
        let mut seen = 0;
        database
            .each_judged(&mut |_| {
                seen += 1;
                Ok(ControlFlow::Continue(()))
            })
            .unwrap();
        assert_eq!(seen, ads);
    });
    let verdict = Verdict::new(Class::Unknown, Kind::None, Confidence::Low, Rule::NoLink);
    let verdicts = (0..ads).map(|number| (ad_id(number), verdict.clone())).collect();
    timed(engine, "verdicts written", ads, || {
        database.write_verdicts(2, &verdicts).unwrap();
    });
    let notes: Vec<_> = (0..ads)
        .map(|number| Attribution {
            ad: ad_id(number),
            seller: Some(format!("boutique{}", number / 12).into()),
            gone: number % 5 == 0,
        })
        .collect();
    timed(engine, "attributions written", ads, || {
        assert_eq!(database.put_attributions(&notes).unwrap(), ads);
    });
}

/// Items of shared work, and appends to the ledger, one after the other.
fn share(engine: &str, database: &dyn Database) {
    const ITEMS: u64 = 1000;
    let now = Timestamp::from_millis(1_766_736_000_000).unwrap();
    let until = Timestamp::from_millis(now.as_millis() + 180_000).unwrap();
    let item = |number: u64| NewWork {
        key: format!("run-{number:05}"),
        queue: "run".to_owned(),
        group: "scan".to_owned(),
        body: "{}".to_owned(),
        not_before: now,
    };
    let items: Vec<NewWork> = (0..ITEMS).map(item).collect();
    timed(engine, "items put", ITEMS, || {
        assert_eq!(database.put_work(&items).unwrap(), ITEMS);
    });
    let claim = Claim {
        queues: &["run"],
        worker: "bench",
        now,
        until,
    };
    timed(engine, "items claimed, renewed and ended", ITEMS, || {
        while let Some(item) = database.claim_work(&claim).unwrap() {
            assert!(database.renew_work(&item.key, item.token, until).unwrap());
            let end = WorkEnd::Done {
                result: "{}".to_owned(),
            };
            assert!(database.end_work(&item.key, item.token, &end).unwrap());
        }
    });
    let movement = Movement::Cycle {
        starts: now,
        ends: until,
        limit: MicroDollars::new(5_000_000),
        foreign: MicroDollars::ZERO,
    };
    timed(engine, "appends to the ledger", ITEMS, || {
        for after in 0..ITEMS {
            let movements = std::slice::from_ref(&movement);
            assert!(database.append_to_ledger(after, now, movements).unwrap());
        }
    });
}

fn timed(engine: &str, what: &str, ads: u64, work: impl FnOnce()) {
    let start = Instant::now();
    work();
    told(engine, what, ads, start.elapsed());
}

fn told(engine: &str, what: &str, ads: u64, time: Duration) {
    let seconds = time.as_secs_f64();
    println!(
        "{engine}: {ads} {what} in {seconds:.1} s, {:.0} a second",
        ads as f64 / seconds
    );
}

/// How long writing took; batches are made meanwhile, which does not count.
fn import(database: &dyn Database, ads: u64) -> Duration {
    let mut import = database.start_import().unwrap();
    let mut time = Duration::ZERO;
    for first in (0..ads).step_by(usize::try_from(BATCH).unwrap()) {
        let batch = batch(first..ads.min(first + BATCH));
        let start = Instant::now();
        import.write(batch).unwrap();
        time += start.elapsed();
    }
    let start = Instant::now();
    import.finish().unwrap();
    time + start.elapsed()
}

/// What the documents of a collection take as BSON, before the server compresses them.
fn size(mongo: &Mongo, collection: &'static str, ads: u64) {
    let (mut documents, mut bytes, mut keys) = (0_u64, 0, 0);
    mongo
        .find_raw(
            collection,
            bson::Document::new(),
            FindAsk::by("_id"),
            &mut |document| {
                documents += 1;
                bytes += document.as_bytes().len();
                keys += document.get_str("_id").map_or(8, str::len);
                Ok(ControlFlow::Continue(()))
            },
        )
        .unwrap();
    println!(
        "{collection}: {documents} documents, {:.1} bytes each (key {:.1}), {:.1} bytes an ad",
        bytes as f64 / documents as f64,
        keys as f64 / documents as f64,
        bytes as f64 / ads as f64
    );
}

fn batch(numbers: std::ops::Range<u64>) -> ImportBatch {
    let mut batch = ImportBatch {
        source: "bench.json".to_owned(),
        ..ImportBatch::default()
    };
    for number in numbers {
        let start = batch.raw.len();
        batch.raw.extend_from_slice(item(number).as_bytes());
        let raw = start..batch.raw.len();
        let digest = xxh3_128(&batch.raw[raw.clone()]);
        batch.ads.push(incoming(number, raw, digest));
    }
    batch
}

fn ad_id(number: u64) -> String {
    format!(
        "{}",
        100_000_000_000_000 + xxh3_64_with_seed(b"ad", number) % 900_000_000_000_000
    )
}

/// Letters that nothing compresses, the same for a seed.
fn token(text: &mut String, length: usize, seed: u64) {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for part in 0..length.div_ceil(10) as u64 {
        let bits = xxh3_64_with_seed(&part.to_le_bytes(), seed);
        text.extend((0..10).map(|n| char::from(LETTERS[usize::try_from((bits >> (6 * n)) & 63).unwrap()])));
    }
}

fn image_url(text: &mut String, seed: u64) {
    let number = xxh3_64_with_seed(b"image", seed);
    write!(
        text,
        "https://scontent-iad3-1.xx.fbcdn.net/v/t39.35426-6/{number}_n.jpg?stp=dst-jpg_s600x600_tt6&_nc_cat=10\
         {}&ccb=1-7&_nc_sid=c53f8f&_nc_zt=14&_nc_ht=scontent-iad3-1.xx&oe=695C0B2A&_nc_ohc=",
        number % 10
    )
    .unwrap();
    token(text, 210, seed);
}

fn item(number: u64) -> String {
    let (page, id) = (number / 12, ad_id(number));
    let mut text = format!(
        "{{\"ad_archive_id\":\"{id}\",\"page_id\":\"{page}\",\"snapshot\":{{\"page_name\":\"Boutique {page}\",\"cards\":["
    );
    for card in 0..4 {
        write!(text, "{{\"title\":\"Produit {page} livraison gratuite\",\"body\":\"عرض خاص {page} التوصيل مجاني لكامل تراب الجمهورية اطلب الآن من موقعنا والدفع عند الاستلام\",\"link_url\":\"https://boutique{page}.converty.shop/products/{card}\",\"cta_type\":\"SHOP_NOW\",\"image_crops\":[],\"original_image_url\":\"").unwrap();
        image_url(&mut text, number * 16 + card);
        text.push_str("\",\"resized_image_url\":\"");
        image_url(&mut text, number * 16 + 4 + card);
        text.push_str("\",\"watermarked_resized_image_url\":\"\",\"video_hd_url\":null,\"video_sd_url\":null,\"video_preview_image_url\":null},");
    }
    text.pop();
    text.push_str("],\"page_profile_picture_url\":\"");
    image_url(&mut text, number * 16 + 8);
    write!(text, "\",\"caption\":\"boutique{page}.converty.shop\",\"cta_text\":\"Shop now\",\"display_format\":\"DCO\",\"branded_content\":null,\"byline\":null,\"country_iso_code\":null,\"current_page_name\":\"Boutique {page}\",\"disclaimer_label\":null,\"event\":null,\"is_reshared\":false,\"page_categories\":[\"Shopping & retail\"],\"page_entity_type\":\"PERSON_PROFILE\",\"page_is_deleted\":false,\"page_like_count\":{}}},\"start_date\":1766736000,\"end_date\":1766822400,\"is_active\":true,\"publisher_platform\":[\"FACEBOOK\",\"INSTAGRAM\"],\"impressions_with_index\":{{\"impressions_text\":null,\"impressions_index\":-1}},\"reach_estimate\":null,\"spend\":null,\"total\":200,\"ads_count\":200,\"currency\":\"\",\"gated_type\":\"ELIGIBLE\",\"hide_data_status\":\"NONE\"}}", number % 10_000).unwrap();
    text
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
