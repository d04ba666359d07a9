//! How long a link and an ad take, among a hundred thousand sellers.
//! `cargo bench -p classification --bench judge`
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench may fail loudly")]

use std::sync::{Arc, LazyLock};

use classification::{Catalogue, Engine, EngineBuilder, links_of};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use model::observation::{DnsAnswer, DnsFacts, Facts, LandingPage, Observation, Place};
use model::{Ad, Host, Link, LinkSource, Timestamp};

const SELLERS: usize = 100_000;

static ENGINE: LazyLock<Engine> = LazyLock::new(build);

fn build() -> Engine {
    let catalogue = Arc::new(Catalogue::builtin().unwrap());
    let mut builder = Engine::builder(catalogue);
    for number in 0..SELLERS {
        let slug = format!("seller-{number}");
        let domain = match number % 5 {
            0 => format!("boutique-{number}.tn"),
            _ => format!("{slug}.converty.shop"),
        };
        builder = builder.seller(&slug, &Host::parse(&domain).unwrap());
    }
    builder.build()
}

fn main() {
    LazyLock::force(&ENGINE);
    divan::main();
}

#[divan::bench(sample_size = 1000, args = [
    "https://seller-4242.converty.shop/product/blwr-hw-lslky?utm_medium={{campaign.name}}&utm_content={{ad.name}}",
    "https://boutique-5000.tn/product/zyt-ldb",
    "https://nobody-knows-it.store/x",
    "https://www.facebook.com/123456",
])]
fn plain_link(bencher: Bencher<'_, '_>, link: &str) {
    let engine = &*ENGINE;
    bencher.bench_local(|| engine.judge_url(black_box(link), &[]));
}

#[divan::bench(sample_size = 1000, args = [
    "HTTPS://Seller-4242.Converty.Shop:443/x",
    "https://متجر.converty.shop/x",
    "https://l.facebook.com/l.php?u=https%3A%2F%2Fseller-4242.converty.shop%2Fx&h=AT0",
])]
fn slow_link(bencher: Bencher<'_, '_>, link: &str) {
    let engine = &*ENGINE;
    bencher.bench_local(|| engine.judge_url(black_box(link), &[]));
}

/// A link, three cards, a caption and a body text without a URL.
fn ad() -> Ad<'static> {
    let link = |source, text: &'static str| Link {
        source,
        text: text.into(),
    };
    Ad {
        links: vec![
            link(
                LinkSource::LinkUrl,
                "https://seller-4242.converty.shop/product/a?utm_medium={{campaign.name}}",
            ),
            link(
                LinkSource::Card,
                "https://seller-4242.converty.shop/product/b?utm_medium={{campaign.name}}",
            ),
            link(
                LinkSource::Card,
                "https://seller-4242.converty.shop/product/c?utm_medium={{campaign.name}}",
            ),
            link(
                LinkSource::Card,
                "https://seller-4242.converty.shop/product/d?utm_medium={{campaign.name}}",
            ),
            link(LinkSource::Caption, "seller-4242.converty.shop"),
        ],
        texts: vec![
            "قل وداعاً للمشاكل في سفر مع الأطفال! إليكم الحل: وسادة مريحة. الجودة: قطن 100٪ السوم: 43dt."
                .into(),
        ],
        ..Ad::default()
    }
}

#[divan::bench(sample_size = 1000)]
fn whole_ad(bencher: Bencher<'_, '_>) {
    let (engine, ad) = (&*ENGINE, ad());
    bencher.bench_local(|| engine.judge_ad(black_box(&ad)));
}

#[divan::bench(sample_size = 1000)]
fn links_of_an_ad(bencher: Bencher<'_, '_>) {
    let ad = ad();
    bencher.bench_local(|| links_of(black_box(&ad)).len());
}

/// As much as is kept of a page, of lines that every part of the search looks at.
fn page() -> LandingPage {
    let line = "<a href=\"/p/x\"><img src=\"https://images.shop.tn/a/b.webp?v=1\" alt=\"\u{645}\u{62a}\u{62c}\u{631}\"></a>\n\
                <script>var p={\"u\":\"https:\\/\\/cdn.shopify.com\\/s\\/x.js\"};</script><meta name=x content=y>\n";
    LandingPage {
        headers: vec![("server".to_owned(), "nginx".to_owned()); 20],
        cookies: vec!["session".to_owned(); 5],
        html: line.repeat(64 * 1024 / line.len()),
    }
}

#[divan::bench]
fn marks_on_a_page_of_64_kib(bencher: Bencher<'_, '_>) {
    let (engine, page) = (&*ENGINE, page());
    bencher
        .counter(BytesCount::of_str(&page.html))
        .bench_local(|| engine.catalogue().marks_on(black_box(&page)));
}

/// The DNS answers of one host, on a rival's alias.
fn answers() -> DnsFacts {
    DnsFacts {
        answer: DnsAnswer::Resolves,
        addresses: vec!["23.227.38.65".parse().unwrap()],
        aliases: vec!["shops.myshopify.com".into()],
        name_servers: vec!["ns1.shop.tn".into(), "ns2.shop.tn".into()],
    }
}

#[divan::bench(sample_size = 1000)]
fn standing_of_a_host(bencher: Bencher<'_, '_>) {
    let (engine, answers) = (&*ENGINE, answers());
    bencher.bench_local(|| engine.catalogue().standing(black_box(&answers)));
}

#[divan::bench(sample_count = 5)]
fn engine_of_21_764_observed_hosts(bencher: Bencher<'_, '_>) {
    let catalogue = Arc::new(Catalogue::builtin().unwrap());
    let at = Timestamp::from_millis(0).unwrap();
    let hosts = 0..21_764;
    let facts: Vec<Observation> = hosts
        .map(|number| Observation {
            place: Place::of_host(&Host::parse(&format!("shop-{number}.tn")).unwrap()),
            facts: Facts::Dns(answers()),
            first_seen: at,
            last_seen: at,
            until: at,
        })
        .collect();
    bencher.bench_local(|| {
        let builder = Engine::builder(Arc::clone(&catalogue));
        facts.iter().fold(builder, EngineBuilder::observed).build()
    });
}

#[divan::bench(sample_count = 5)]
fn catalogue() -> Catalogue {
    Catalogue::builtin().unwrap()
}

#[divan::bench(sample_count = 5)]
fn engine_of_100_000_sellers() -> Engine {
    build()
}
