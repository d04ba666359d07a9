//! What the libraries of ads cost: to index 21,764 made-up sellers, to search them, to make an item.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a bench stops where it fails"
)]

use std::sync::LazyLock;

use divan::Bencher;
use sandbox::library::{Library, Made};
use sandbox::world::{World, WorldSpec};

static WORLD: LazyLock<World> = LazyLock::new(|| World::new(WorldSpec::default()));
static MADE: LazyLock<Made> = LazyLock::new(|| Made::new(&WORLD));

fn main() {
    divan::main();
}

fn url(text: &str) -> String {
    format!(
        "https://www.facebook.com/ads/library/?active_status=active&ad_type=all&country=TN&q={text}\
         &search_type=keyword_unordered"
    )
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn index(bencher: Bencher<'_, '_>) {
    LazyLock::force(&WORLD);
    bencher.bench(|| Made::new(&WORLD));
}

#[divan::bench(args = ["converty.shop", "deco-gold.converty.shop", "dargolddeco.tn", "nobody.example"])]
fn search(bencher: Bencher<'_, '_>, text: &str) {
    let url = url(text);
    LazyLock::force(&MADE);
    bencher.bench(|| MADE.search(&url));
}

#[divan::bench]
fn item(bencher: Bencher<'_, '_>) {
    let url = url("converty.shop");
    let hits = MADE.search(&url);
    let mut hits = hits.iter().cycle();
    bencher.bench_local(|| MADE.item(*hits.next().unwrap(), &url, 1, 1));
}
