//! Bases of the size that is (21,764 sellers) and of the size that is promised (a million).
//!
//! `cargo bench -p analytics`; the memory of a base stands under `build`, as "max alloc".
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex};

use analytics::{
    Beat, Book, ClientDocuments, ClientFilter, ClientOrder, ClientStatus, Range, SearchMade, Segment,
    Snapshot, Sort, Zone,
};
use divan::counter::ItemsCount;
use divan::{AllocProfiler, Bencher};
use model::document::{
    Competitor, MappedPage, Mapping, MappingType, Metrics, ProcessingMetadata, Ratio, Report, ReportType,
    Status,
};
use model::{Kind, MicroDollars, Seller, Timestamp};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

const SIZES: [u64; 2] = [21_764, 1_000_000];
const DAY: i64 = 86_400_000;
/// 2026-11-23T08:00:00Z.
const NOW: i64 = 1_795_420_800_000;

fn main() {
    divan::main();
}

/// Numbers that look like chance and are the same every time (a step of `SplitMix64`).
const fn chance(number: u64) -> u64 {
    let mixed = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 16
}

/// Seven in ten covered, four in a hundred active, as in the real base; active ones with four reports.
fn documents(number: u64) -> ClientDocuments {
    let slug = format!("{:x}-boutique", chance(number) % 0xffff_ffff);
    let own = number.is_multiple_of(5).then(|| format!("www.{slug}.com"));
    let active = number.is_multiple_of(25);
    let seen = Timestamp::clamped(NOW - i64::try_from(chance(number) % 60).unwrap() * DAY);
    let status = if active { Status::Active } else { Status::Inactive };
    let linked = if active { 1 + chance(number) % 40 } else { 0 };
    let reports = (0..4)
        .filter(|_| active)
        .map(|step| report(number, 40 - 10 * step));
    ClientDocuments {
        seller: Seller::new(&slug, own),
        mapping: (number % 10 < 7).then(|| mapping(&slug, status, linked, seen)),
        reports: reports.collect(),
    }
}

fn mapping(slug: &str, status: Status, linked: u64, timestamp: Timestamp) -> Mapping {
    Mapping {
        client_id: slug.to_owned(),
        document_type: MappingType::Mapping,
        status,
        domain: format!("{slug}.converty.shop"),
        processing_metadata: ProcessingMetadata {
            total_ads: linked,
            facebook_pages: Vec::new(),
            scraping_cost: MicroDollars::new(i64::try_from(linked).unwrap() * 750),
        },
        sites_mapping: BTreeMap::new(),
        pages: if linked > 0 {
            vec![MappedPage::new("1", "Made up", linked, linked)]
        } else {
            Vec::new()
        },
        partial: false,
        timestamp,
    }
}

fn report(number: u64, days_ago: i64) -> Report {
    let (total, concurrent) = (10 + chance(number) % 40, chance(number + 1) % 10);
    let at = Timestamp::clamped(NOW - days_ago * DAY);
    let rival = |ads: u64| Competitor {
        domain: format!("rival-{}.com", chance(number) % 3_000),
        platform: "shopify".to_owned(),
        total_ads: ads,
    };
    Report {
        client_id: String::new(),
        document_type: ReportType::Report,
        domain: String::new(),
        metrics: Metrics {
            total_ads: total,
            converty_ads: total - concurrent,
            concurrent_ads: concurrent,
            unknown_ads: 0,
            converty_ratio: Ratio::of(total - concurrent, total),
            concurrent_ratio: Ratio::of(concurrent, total),
        },
        facebook_pages: Vec::new(),
        competitors: (concurrent > 0).then(|| rival(concurrent)).into_iter().collect(),
        moves: Vec::new(),
        status: Some(Status::Active),
        seen_at: Some(at),
        category: ["fashion", "home", "beauty"]
            .get(usize::try_from(number % 3).unwrap())
            .map(|it| (*it).to_owned()),
        changes: None,
        partial: false,
        analyzed_at: at,
    }
}

fn filled(size: u64) -> Book {
    let mut book = Book::new(
        Zone::named("Africa/Tunis").unwrap(),
        Arc::new(|_: &str| Kind::Shop),
    );
    (0..60).for_each(|days| book.search(&sweep(days)));
    (0..size).for_each(|number| book.put(documents(number)));
    book
}

fn sweep(days_ago: i64) -> SearchMade {
    SearchMade {
        text: "converty.shop".to_owned(),
        at: Some(Timestamp::clamped(NOW - days_ago * DAY)),
        ads: 500,
        complete: days_ago % 2 == 0,
        cost: MicroDollars::new(375_000),
    }
}

fn snapshot(book: &mut Book) -> Snapshot {
    book.snapshot(1, Timestamp::clamped(NOW))
}

/// One book per size, made when first asked for.
fn shared(size: u64) -> &'static Mutex<Book> {
    static SMALL: LazyLock<Mutex<Book>> = LazyLock::new(|| Mutex::new(filled(SIZES[0])));
    static LARGE: LazyLock<Mutex<Book>> = LazyLock::new(|| Mutex::new(filled(SIZES[1])));
    if size == SIZES[0] { &SMALL } else { &LARGE }
}

/// What of `build` is making the documents up.
#[divan::bench(args = SIZES, sample_count = 1, sample_size = 1)]
fn documents_alone(bencher: Bencher<'_, '_>, size: u64) {
    bencher.counter(ItemsCount::new(size)).bench_local(|| {
        (0..size)
            .map(|number| documents(number).reports.len())
            .sum::<usize>()
    });
}

/// A whole base with its first snapshot.
#[divan::bench(args = SIZES, sample_count = 1, sample_size = 1)]
fn build(bencher: Bencher<'_, '_>, size: u64) {
    bencher.counter(ItemsCount::new(size)).bench_local(|| {
        let mut book = filled(size);
        let snapshot = snapshot(&mut book);
        (book, snapshot)
    });
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn snapshot_after_one_change(bencher: Bencher<'_, '_>, size: u64) {
    let mut book = shared(size).lock().unwrap();
    let mut number = 0;
    let mut held = snapshot(&mut book);
    bencher.bench_local(|| {
        number = (number + 7_919) % size;
        let mut changed = documents(number);
        changed.mapping = Some(mapping("", Status::Active, number % 50, Timestamp::clamped(NOW)));
        book.put(changed);
        held = snapshot(&mut book);
    });
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn snapshot_after_one_sweep(bencher: Bencher<'_, '_>, size: u64) {
    let mut book = shared(size).lock().unwrap();
    let mut days = 60;
    let mut held = snapshot(&mut book);
    bencher.bench_local(|| {
        days += 2;
        book.search(&sweep(days));
        held = snapshot(&mut book);
    });
}

/// A page of 50 from the middle of the list, the order already made.
fn page(bencher: Bencher<'_, '_>, size: u64, filter: &ClientFilter, order: ClientOrder) {
    let snapshot = snapshot(&mut shared(size).lock().unwrap());
    let half = snapshot.clients(filter, order, None, usize::try_from(size / 2).unwrap());
    let cursor = half.next;
    bencher.bench_local(|| snapshot.clients(filter, order, cursor.as_ref(), 50).rows.len());
}

fn order(sort: Sort) -> ClientOrder {
    ClientOrder {
        sort,
        descending: true,
    }
}

#[divan::bench(args = SIZES)]
fn page_of_all_by_slug(bencher: Bencher<'_, '_>, size: u64) {
    page(bencher, size, &ClientFilter::default(), order(Sort::Slug));
}

#[divan::bench(args = SIZES)]
fn page_of_all_by_ratio(bencher: Bencher<'_, '_>, size: u64) {
    page(
        bencher,
        size,
        &ClientFilter::default(),
        order(Sort::ConcurrentRatio),
    );
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn first_page_by_ratio_after_a_change(bencher: Bencher<'_, '_>, size: u64) {
    first_page(bencher, size, order(Sort::ConcurrentRatio));
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn first_page_by_seen_after_a_change(bencher: Bencher<'_, '_>, size: u64) {
    first_page(bencher, size, order(Sort::Seen));
}

/// Makes the order anew.
fn first_page(bencher: Bencher<'_, '_>, size: u64, order: ClientOrder) {
    let mut book = shared(size).lock().unwrap();
    let mut number = 0;
    bencher
        .with_inputs(|| {
            number += 1;
            let mut other = documents(number);
            other.mapping = Some(mapping(
                &other.seller.slug,
                Status::Active,
                number,
                Timestamp::clamped(NOW),
            ));
            book.put(other);
            snapshot(&mut book)
        })
        .bench_local_refs(|snapshot| snapshot.clients(&ClientFilter::default(), order, None, 50).total);
}

#[divan::bench(args = SIZES)]
fn page_by_facts(bencher: Bencher<'_, '_>, size: u64) {
    let filter = ClientFilter {
        statuses: vec![ClientStatus::Active],
        segment: Some(Segment::Huge),
        ..ClientFilter::default()
    };
    page(bencher, size, &filter, order(Sort::Ads));
}

#[divan::bench(args = SIZES)]
fn page_by_platform(bencher: Bencher<'_, '_>, size: u64) {
    let filter = ClientFilter {
        platform: Some("shopify".into()),
        ..ClientFilter::default()
    };
    page(bencher, size, &filter, order(Sort::Ads));
}

fn text(text: &str) -> ClientFilter {
    ClientFilter {
        text: text.to_owned(),
        ..ClientFilter::default()
    }
}

#[divan::bench(args = SIZES)]
fn text_that_is_rare(bencher: Bencher<'_, '_>, size: u64) {
    page(bencher, size, &text("abcd"), order(Sort::Ads));
}

#[divan::bench(args = SIZES)]
fn text_that_all_have(bencher: Bencher<'_, '_>, size: u64) {
    page(bencher, size, &text("converty"), order(Sort::Ads));
}

#[divan::bench(args = SIZES)]
fn text_of_one_letter(bencher: Bencher<'_, '_>, size: u64) {
    page(bencher, size, &text("a"), order(Sort::Slug));
}

#[divan::bench(args = SIZES)]
fn text_of_two_words(bencher: Bencher<'_, '_>, size: u64) {
    page(bencher, size, &text("boutique 1f"), order(Sort::Slug));
}

#[divan::bench(args = SIZES)]
fn timeline_of_90_days(bencher: Bencher<'_, '_>, size: u64) {
    let snapshot = snapshot(&mut shared(size).lock().unwrap());
    let window = Range::Last(90).window(snapshot.frame.today(), snapshot.frame.earliest);
    bencher.bench_local(|| snapshot.timeline(window));
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn voice_of_90_days_by_week(bencher: Bencher<'_, '_>, size: u64) {
    let snapshot = snapshot(&mut shared(size).lock().unwrap());
    let window = Range::Last(90).window(snapshot.frame.today(), snapshot.frame.earliest);
    snapshot.base();
    bencher.bench_local(|| snapshot.voice(window, Beat::Week).lines.len());
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn voice_of_90_days_by_scan(bencher: Bencher<'_, '_>, size: u64) {
    let snapshot = snapshot(&mut shared(size).lock().unwrap());
    let window = Range::Last(90).window(snapshot.frame.today(), snapshot.frame.earliest);
    snapshot.base();
    bencher.bench_local(|| snapshot.voice(window, Beat::Scan).lines.len());
}

/// Of one seller that advertises, against all of them.
#[divan::bench(args = SIZES, sample_count = 20)]
fn benchmark_of_a_seller(bencher: Bencher<'_, '_>, size: u64) {
    let snapshot = snapshot(&mut shared(size).lock().unwrap());
    let slug = documents(size / 50 * 25).seller.slug;
    bencher.bench_local(|| snapshot.benchmark(&slug).unwrap().n);
}
