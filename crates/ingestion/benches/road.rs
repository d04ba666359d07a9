//! From recorded JSONL bytes in memory to verdicts, on one core; and end to end into SQLite.
//!
//! Reads the recorded scan where it is at hand, else a made-up world. The Python peer of the first figure is
//! `benches/peers/classify.py`, on the same bytes.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench stops where it fails")]

use std::io::Read;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use ad_library::{Event, read_bytes};
use classification::{Catalogue, Engine, Settings};
use database::{Database, Sqlite};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use ingestion::{Silent, Source, ingest};
use sandbox::world::{World, WorldSpec};

struct Recorded {
    scan: Vec<u8>,
    stores: Vec<u8>,
    ads: u64,
}

static RECORDED: LazyLock<Recorded> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/converty-scan");
    let (mut scan, mut stores) = (Vec::new(), Vec::new());
    if let Ok(file) = std::fs::File::open(folder.join("results.jsonl.gz")) {
        flate2::read::GzDecoder::new(file).read_to_end(&mut scan).unwrap();
        stores = std::fs::read(folder.join("stores.json")).unwrap();
    } else {
        let world = World::new(WorldSpec {
            sellers: 2330,
            ..WorldSpec::default()
        });
        world.write_scan_jsonl(&mut scan).unwrap();
        world.write_stores_json(&mut stores).unwrap();
    }
    let mut ads = 0;
    read_bytes(&scan, |event| ads += u64::from(matches!(event, Event::Ad { .. })));
    Recorded { scan, stores, ads }
});

fn engine() -> Engine {
    let list = sellers::read(RECORDED.stores.as_slice(), &|_| None).unwrap();
    let catalogue = Arc::new(Catalogue::builtin().unwrap());
    let mut builder = Engine::builder(catalogue).settings(Settings::default());
    for seller in &list.sellers {
        for host in seller.hosts() {
            builder = builder.seller(&seller.slug, host);
        }
    }
    builder.build()
}

fn main() {
    divan::main();
}

/// The figure that is held against the peer.
#[divan::bench(sample_count = 200)]
fn bytes_to_verdicts(bencher: Bencher<'_, '_>) {
    let engine = engine();
    let bytes = RECORDED.scan.as_slice();
    bencher
        .counter(BytesCount::of_slice(bytes))
        .counter(ItemsCount::new(RECORDED.ads))
        .bench_local(|| {
            let mut converty = 0_u32;
            read_bytes(divan::black_box(bytes), |event| {
                if let Event::Ad { ad, .. } = event {
                    converty += u32::from(engine.judge_ad(&ad).class == model::Class::Converty);
                }
            });
            converty
        });
}

/// Parsing alone: what the road's first half costs.
#[divan::bench(sample_count = 200)]
fn bytes_to_ads(bencher: Bencher<'_, '_>) {
    let bytes = RECORDED.scan.as_slice();
    bencher.counter(BytesCount::of_slice(bytes)).bench_local(|| {
        let mut links = 0;
        read_bytes(divan::black_box(bytes), |event| {
            if let Event::Ad { ad, .. } = event {
                links += ad.links.len();
            }
        });
        links
    });
}

/// The recorded file through all threads into a database of its own.
#[divan::bench(sample_count = 20)]
fn file_to_database(bencher: Bencher<'_, '_>) {
    let engine = engine();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scan.jsonl");
    std::fs::write(&path, &RECORDED.scan).unwrap();
    let file = Source {
        name: "scan".into(),
        path,
        size: RECORDED.scan.len() as u64,
    };
    let mut round = 0;
    bencher
        .counter(ItemsCount::new(RECORDED.ads))
        .with_inputs(|| {
            round += 1;
            Sqlite::open(&folder.path().join(format!("{round}.db"))).unwrap()
        })
        .bench_local_values(|database| {
            let database: Box<dyn Database> = Box::new(database);
            ingest(database.as_ref(), &engine, std::slice::from_ref(&file), &Silent).unwrap()
        });
}
