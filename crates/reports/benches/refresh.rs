//! How long a refresh takes that finds nothing new: `cargo bench -p reports --bench refresh`.
//!
//! 100,000 ads of 5,000 sellers, half of whom have a domain of their own that was searched for; one ad in four leads
//! to WhatsApp and belongs to its seller by the page.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench fails by panicking; divan's macros make undocumented items"
)]

use std::sync::Arc;

use classification::{Catalogue, Engine, Settings};
use database::conformance::samples::{at, batch, import, moment, sample};
use database::{Database, ImportBatch, Search, Sqlite, StoredLinks};
use divan::Bencher;
use divan::counter::ItemsCount;
use model::{LinkSource, MicroDollars, Seller};
use reports::{Options, engine_of, refresh};

const SELLERS: u32 = 5_000;
const ADS: u32 = 100_000;

fn main() {
    divan::main();
}

fn domain(seller: u32) -> String {
    if seller.is_multiple_of(2) {
        format!("s{seller}.converty.shop")
    } else {
        format!("boutique-{seller}.com.tn")
    }
}

fn filled() -> Sqlite {
    let database = Sqlite::open_in_memory().unwrap();
    let sellers: Vec<_> = (0..SELLERS)
        .map(|seller| Seller::new(&format!("seller-{seller}"), [domain(seller)]))
        .collect();
    database.upsert_sellers(&sellers).unwrap();
    let own = (0..SELLERS)
        .filter(|seller| !seller.is_multiple_of(2))
        .map(domain);
    let searches = own.chain(["converty.shop".to_owned()]).map(|domain| Search {
        domain,
        at: at(0),
        ads: 20,
        complete: true,
        cost: MicroDollars::new(800),
    });
    let searches = ImportBatch {
        searches: searches.collect(),
        ..ImportBatch::default()
    };
    import(&database, vec![searches]).unwrap();
    let ads: Vec<u32> = (0..ADS).collect();
    let batches = ads.chunks(1000).map(|numbers| {
        let samples: Vec<_> = numbers.iter().map(|number| ad(*number)).collect();
        batch(&samples)
    });
    import(&database, batches.collect()).unwrap();
    database
}

fn ad(number: u32) -> database::conformance::samples::Sample {
    let seller = number % SELLERS;
    let mut sample = sample(&format!("{}", 1_000_000_000 + number), "x", at(0));
    sample.ad.page_id = format!("page {seller}");
    sample.ad.links = StoredLinks::new();
    let link = if (number / SELLERS).is_multiple_of(4) {
        "https://wa.me/21600000000".to_owned()
    } else {
        format!("https://{}/p/{number}", domain(seller))
    };
    sample.ad.links.push(LinkSource::LinkUrl, &link);
    sample
}

fn engine(database: &dyn Database) -> Engine {
    engine_of(
        database,
        Arc::new(Catalogue::builtin().unwrap()),
        Settings::default(),
    )
    .unwrap()
}

#[divan::bench(sample_count = 15, sample_size = 1)]
fn nothing_new(bencher: Bencher<'_, '_>) {
    let database = filled();
    let engine = engine(&database);
    refresh(&database, &engine, &Options::default(), moment(1)).unwrap();
    bencher.counter(ItemsCount::new(ADS)).bench_local(|| {
        let refreshed = refresh(&database, &engine, &Options::default(), moment(2)).unwrap();
        assert_eq!(
            (refreshed.judged, refreshed.mappings, refreshed.reports),
            (0, 0, 0)
        );
    });
}
