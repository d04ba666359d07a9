//! A seller against its cohort.

use crate::common;

use analytics::cohort::LEAST;
use analytics::{Benchmark, Breadth, ClientDocuments, Metric, Segment, Snapshot};
use common::{at, book, documents};
use model::Seller;
use model::document::{Ratio, ReportChanges, Status};
use proptest::prelude::*;

const NOW: &str = "2026-11-23T09:00:00Z";

/// An active seller with so many ads, of them so many to Converty, seen first on the first of October.
fn active(slug: &str, ads: u64, converty: u64, category: Option<&str>) -> ClientDocuments {
    let mut made = documents(
        slug,
        Some(Status::Active),
        &[("2026-10-01T10:00:00Z", ads, converty, 0, &[])],
    );
    made.reports[0].category = category.map(str::to_owned);
    made
}

fn with_own_domain(mut made: ClientDocuments) -> ClientDocuments {
    let slug = made.seller.slug.clone();
    made.seller = Seller::new(&slug, [format!("www.{slug}.tn")]);
    made
}

fn snapshot(sellers: Vec<ClientDocuments>) -> Snapshot {
    let mut book = book();
    for seller in sellers {
        book.put(seller);
    }
    book.snapshot(1, at(NOW))
}

/// So many sellers that are alike, with 1, 2, 3, ... ads up to five and again.
fn alike(name: &str, count: usize, category: Option<&str>) -> Vec<ClientDocuments> {
    (0..count)
        .map(|number| active(&format!("{name}{number}"), 1 + number as u64 % 5, 1, category))
        .collect()
}

fn line(benchmark: &Benchmark, metric: Metric) -> &analytics::benchmark::Line {
    benchmark.lines.iter().find(|line| line.metric == metric).unwrap()
}

#[test]
fn the_narrowest_cohort_that_is_large_enough_is_taken() {
    let breadth = |sellers: Vec<ClientDocuments>, slug: &str| {
        let found = snapshot(sellers).benchmark(slug).unwrap();
        (found.cohort.breadth, found.n, found.own_n)
    };
    let mut sellers = alike("a", LEAST, Some("shoes"));
    assert_eq!(breadth(sellers.clone(), "a0"), (Breadth::Exact, LEAST, LEAST));
    sellers.pop();
    let less = LEAST - 1;
    assert_eq!(breadth(sellers.clone(), "a0"), (Breadth::All, less, less));
    sellers.extend(alike("b", 1, None));
    assert_eq!(
        breadth(sellers.clone(), "a0"),
        (Breadth::SizeAndDomain, LEAST, less)
    );
    assert_eq!(
        breadth(sellers.clone(), "b0"),
        (Breadth::SizeAndDomain, LEAST, LEAST)
    );
    sellers.push(with_own_domain(active("own", 3, 1, Some("shoes"))));
    assert_eq!(breadth(sellers.clone(), "own"), (Breadth::Size, LEAST + 1, 1));
    sellers.push(active("huge", 30, 1, None));
    assert_eq!(breadth(sellers.clone(), "huge"), (Breadth::All, LEAST + 2, 1));
    let found = snapshot(sellers).benchmark("a3").unwrap();
    assert_eq!(found.cohort.segment, Some(Segment::Small));
    assert_eq!(
        (found.cohort.own_domain, found.cohort.category),
        (Some(false), None)
    );
    assert_eq!(found.own.category.as_deref(), Some("shoes"));
}

#[test]
fn only_those_that_advertise_are_compared() {
    let quiet = documents(
        "quiet",
        Some(Status::Inactive),
        &[("2026-10-01T10:00:00Z", 0, 0, 0, &[])],
    );
    let mut sellers = alike("a", 3, None);
    sellers.push(quiet);
    let snapshot = snapshot(sellers);
    assert_eq!(snapshot.benchmark("quiet"), None);
    assert_eq!(snapshot.benchmark("nobody"), None);
    assert_eq!(snapshot.benchmark("a1").unwrap().n, 3);
}

#[test]
fn numbers_are_those_of_the_seller() {
    let mut sellers = alike("a", 4, None);
    let mut told = active("told", 4, 3, None);
    let mut later = told.reports[0].clone();
    (later.seen_at, later.analyzed_at) = (Some(at("2026-11-20T10:00:00Z")), at("2026-11-20T10:00:00Z"));
    later.changes = Some(ReportChanges {
        new_ads: 6,
        ended_ads: 2,
        ..ReportChanges::none_since(at("2026-10-01T10:00:00Z"))
    });
    told.reports.push(later);
    sellers.push(told);
    let mut new = active("new", 5, 5, None);
    new.reports[0].seen_at = Some(at("2026-11-21T10:00:00Z"));
    new.reports[0].analyzed_at = at("2026-11-21T10:00:00Z");
    new.mapping.as_mut().unwrap().timestamp = at("2026-11-21T10:00:00Z");
    sellers.push(new);
    let snapshot = snapshot(sellers);
    let found = snapshot.benchmark("told").unwrap();
    // Others have 1, 2, 3, 4 and 5 ads; one has as many: three are less, two equal of six.
    let ads = line(&found, Metric::Ads);
    assert_eq!(
        (ads.value, ads.n, ads.percentile.to_string()),
        (4, 6, "66.67".to_owned())
    );
    assert_eq!((ads.p25, ads.median, ads.p75), (2, 3, 4));
    assert_eq!(line(&found, Metric::ConvertyRatio).value, 7_500);
    // From the first of October to the end of today: 54 days; the newcomer's news are not known.
    assert_eq!(line(&found, Metric::WeeksActive).value, 7);
    let new_ads = line(&found, Metric::NewAds);
    assert_eq!(
        (new_ads.value, new_ads.n, new_ads.percentile.to_string()),
        (6, 5, "90.00".to_owned())
    );
    let new = snapshot.benchmark("new").unwrap();
    assert!(new.lines.iter().all(|line| line.metric != Metric::NewAds));
    assert_eq!(line(&new, Metric::WeeksActive).value, 0);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn percentiles_agree_with_a_naive_count(made in prop::collection::vec((1..30_u64, 0..3_usize, any::<bool>()), 1..70)) {
        let categories = [None, Some("shoes"), Some("home")];
        let sellers = made.iter().enumerate().map(|(number, (ads, category, own))| {
            let seller = active(&format!("s{number}"), *ads, 0, categories[*category]);
            if *own { with_own_domain(seller) } else { seller }
        });
        let snapshot = snapshot(sellers.collect());
        for (number, (ads, category, own)) in made.iter().enumerate() {
            let found = snapshot.benchmark(&format!("s{number}")).unwrap();
            let segment = |ads: u64| Segment::of(u32::try_from(ads).unwrap());
            let breadth = found.cohort.breadth;
            let others: Vec<u64> = made.iter().filter(|(other, kind, domain)| {
                (breadth > Breadth::Size || segment(*other) == segment(*ads))
                    && (breadth > Breadth::SizeAndDomain || domain == own)
                    && (breadth > Breadth::Exact || kind == category)
            }).map(|(other, ..)| *other).collect();
            prop_assert_eq!(found.n, others.len());
            prop_assert!(found.n >= LEAST || breadth == Breadth::All);
            let line = line(&found, Metric::Ads);
            let less = others.iter().filter(|other| *other < ads).count() as u64;
            let equal = others.iter().filter(|other| *other == ads).count() as u64;
            prop_assert_eq!(line.percentile, Ratio::of(2 * less + equal, 2 * others.len() as u64));
            prop_assert!(line.p25 <= line.median && line.median <= line.p75);
        }
    }
}
