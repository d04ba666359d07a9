//! How long a page of one seller's ads takes among a million: `cargo bench -p database --bench seller_ads`.
//!
//! A million ads, of which 20,000 sellers have 40 each and one has 10,000; the rest are strangers'.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench fails by panicking; divan's macros make undocumented items"
)]

use std::sync::OnceLock;

use database::conformance::samples::{at, batch, import, sample};
use database::{AdQuery, Attribution, Database, Sqlite};
use divan::Bencher;
use model::Class;

const ADS: u32 = 1_000_000;
const OF_SELLERS: u32 = 800_000;
const SELLERS: u32 = 20_000;
const OF_THE_LARGE: u32 = 10_000;

fn main() {
    divan::main();
}

fn seller(number: u32) -> Option<String> {
    match number {
        0..OF_SELLERS => Some(format!("seller-{}", number % SELLERS * 7919 % SELLERS)),
        _ if number - OF_SELLERS < OF_THE_LARGE => Some("large".to_owned()),
        _ => None,
    }
}

fn filled() -> &'static Sqlite {
    static FILLED: OnceLock<Sqlite> = OnceLock::new();
    FILLED.get_or_init(|| {
        let database = Sqlite::open_in_memory().unwrap();
        for first in (0..ADS).step_by(10_000) {
            let numbers = first..first + 10_000;
            let id = |number: u32| (100_000_000 + number).to_string();
            let samples: Vec<_> = numbers
                .clone()
                .map(|number| sample(&id(number), "x", at(0)))
                .collect();
            import(&database, vec![batch(&samples)]).unwrap();
            let noted: Vec<_> = numbers
                .map(|number| Attribution {
                    ad: id(number),
                    seller: seller(number).map(Into::into),
                    gone: number.is_multiple_of(10),
                })
                .collect();
            database.put_attributions(&noted).unwrap();
        }
        database
    })
}

fn page(seller: &str) -> AdQuery {
    AdQuery {
        seller: seller.to_owned(),
        limit: 50,
        ..AdQuery::default()
    }
}

#[divan::bench(sample_count = 200, sample_size = 1)]
fn of_one_seller(bencher: Bencher<'_, '_>) {
    let database = filled();
    let mut next = 0;
    bencher
        .with_inputs(|| {
            next = (next + 1) % SELLERS;
            page(&format!("seller-{next}"))
        })
        .bench_local_values(|query| assert_eq!(database.ads_of(&query).unwrap().len(), 40));
}

#[divan::bench(sample_count = 200, sample_size = 1)]
fn in_the_middle_of_a_large_one(bencher: Bencher<'_, '_>) {
    let database = filled();
    let query = AdQuery {
        after: Some((100_000_000 + OF_SELLERS + OF_THE_LARGE / 2).to_string()),
        gone: Some(false),
        ..page("large")
    };
    bencher.bench_local(|| assert_eq!(database.ads_of(&query).unwrap().len(), 50));
}

#[divan::bench(sample_count = 50, sample_size = 1)]
fn of_a_class_that_a_large_one_has_none_of(bencher: Bencher<'_, '_>) {
    let database = filled();
    let query = AdQuery {
        class: Some(Class::Concurrent),
        ..page("large")
    };
    bencher.bench_local(|| assert_eq!(database.ads_of(&query).unwrap(), []));
}
