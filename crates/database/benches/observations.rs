//! How fast a whole house of sellers is noted and read back: `cargo bench -p database --bench observations`.
//!
//! As many looks as 21,764 sellers give, each with a domain of its own: the host and `www.`, answers as Converty's,
//! a rival's and a registrar's DNS give them; and pages of 24 KB for some of them.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    missing_docs,
    reason = "a bench fails by panicking; divan's macros make undocumented items"
)]

use std::ops::ControlFlow;

use database::conformance::looks::{landing, look, page, with_page};
use database::{Database, Sqlite};
use divan::Bencher;
use divan::counter::ItemsCount;
use model::observation::{DnsAnswer, DnsFacts, Facts, Observed};

const SELLERS: u32 = 21_764;
const LOOKS: usize = 2 * SELLERS as usize;
const PAGES: u32 = 2_000;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("observations.db");
    let size = || std::fs::metadata(&path).unwrap().len();
    let put = |looks: &[Observed]| Sqlite::open(&path).unwrap().put_observed(looks).unwrap();
    let begun = put(&answers(0, false));
    eprintln!("{begun} lines of DNS facts: {} bytes on disk", size());
    let before = size();
    put(&shops());
    eprintln!("{PAGES} pages with landing facts: {} bytes more", size() - before);
    divan::main();
}

/// What the DNS says of one seller's host in the given round; with `moved`, one in a hundred says something new.
fn answer(seller: u32, moved: bool) -> Facts {
    let nowhere = seller.is_multiple_of(9);
    let rival = seller.is_multiple_of(11) || (moved && seller % 100 == 1);
    let (address, alias) = if rival {
        ("23.227.38.65", Some("shops.myshopify.com"))
    } else {
        ("34.155.58.152", None)
    };
    Facts::Dns(DnsFacts {
        answer: if nowhere {
            DnsAnswer::NoSuchName
        } else {
            DnsAnswer::Resolves
        },
        addresses: address.parse().into_iter().filter(|_| !nowhere).collect(),
        aliases: alias.map(Into::into).into_iter().filter(|_| !nowhere).collect(),
        name_servers: ["ns1", "ns2"]
            .map(|name| format!("{name}.registrar{}.com.tn", seller % 40).into())
            .to_vec(),
    })
}

fn answers(minutes: i64, moved: bool) -> Vec<Observed> {
    (0..SELLERS)
        .flat_map(|seller| {
            // As they come from the network: in no order.
            let seller = seller * 7919 % SELLERS;
            let host = format!("boutique-{seller}.com.tn");
            [host.clone(), format!("www.{host}")].map(|host| look(&host, answer(seller, moved), minutes))
        })
        .collect()
}

fn shops() -> Vec<Observed> {
    (0..PAGES)
        .map(|seller| {
            let product = |number: u32| {
                let id = (seller * 200 + number).wrapping_mul(2_654_435_761);
                format!(
                    "<a href=\"/products/{id:08x}\"><img src=\"/cdn/{id:08x}.webp\">Produit {number} عرض</a>"
                )
            };
            let html: String = (0..270).map(product).collect();
            let host = format!("boutique-{seller}.com.tn");
            with_page(look(&host, landing("Boutique"), 0), page(&html))
        })
        .collect()
}

fn filled() -> Sqlite {
    let database = Sqlite::open_in_memory().unwrap();
    database.put_observed(&answers(0, false)).unwrap();
    database
}

#[divan::bench(sample_count = 7, sample_size = 1)]
fn put_first(bencher: Bencher<'_, '_>) {
    bencher
        .counter(ItemsCount::new(LOOKS))
        .with_inputs(|| (Sqlite::open_in_memory().unwrap(), answers(0, false)))
        .bench_local_values(|(database, looks)| {
            assert_eq!(database.put_observed(&looks).unwrap(), LOOKS as u64);
            database
        });
}

#[divan::bench(sample_count = 7, sample_size = 1)]
fn put_again(bencher: Bencher<'_, '_>) {
    let mut minutes = 0;
    let database = filled();
    bencher
        .counter(ItemsCount::new(LOOKS))
        .with_inputs(|| {
            minutes += 1;
            answers(minutes, false)
        })
        .bench_local_values(|looks| assert_eq!(database.put_observed(&looks).unwrap(), 0));
}

#[divan::bench(sample_count = 7, sample_size = 1)]
fn put_first_in_calls_of_256(bencher: Bencher<'_, '_>) {
    bencher
        .counter(ItemsCount::new(LOOKS))
        .with_inputs(|| (Sqlite::open_in_memory().unwrap(), answers(0, false)))
        .bench_local_values(|(database, looks)| {
            for looks in looks.chunks(256) {
                database.put_observed(looks).unwrap();
            }
            database
        });
}

#[divan::bench(sample_count = 7, sample_size = 1)]
fn put_pages(bencher: Bencher<'_, '_>) {
    bencher
        .counter(ItemsCount::new(PAGES))
        .with_inputs(|| (Sqlite::open_in_memory().unwrap(), shops()))
        .bench_local_values(|(database, looks)| {
            database.put_observed(&looks).unwrap();
            database
        });
}

#[divan::bench(args = [false, true], sample_count = 7, sample_size = 1)]
fn walk(bencher: Bencher<'_, '_>, history: bool) {
    let database = filled();
    database.put_observed(&answers(1, true)).unwrap();
    bencher.counter(ItemsCount::new(LOOKS)).bench_local(|| {
        let mut seen = 0_usize;
        database
            .each_observation(history, &mut |_| {
                seen += 1;
                Ok(ControlFlow::Continue(()))
            })
            .unwrap();
        assert!(seen >= LOOKS);
    });
}
