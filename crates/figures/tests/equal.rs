//! Both ways say the same: the same documents in a book and in the database, every question asked of both, for many
//! filters, orders, places and windows.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::assigning_clones,
    clippy::needless_for_each,
    missing_docs
)]

use crate::common;
use crate::shared;

use std::sync::Arc;

use analytics::{
    AlertRules, ClientDocuments, ClientFilter, ClientOrder, ClientStatus, Cursor, MoneyFacts, Range,
    SearchMade, Segment, Snapshot, Sort, Span, Window, Zone,
};
use common::{at, made};
use figures::{Figures, Upkeep};
use model::document::Ratio;
use model::{Confidence, MicroDollars, Timestamp};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use shared::Base;

const NOW: &str = "2026-12-02T09:00:00Z";

/// Draws the same things for the same seed.
fn runner(seed: u8) -> TestRunner {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    TestRunner::new_with_rng(Config::default(), rng)
}

fn draw<T>(runner: &mut TestRunner, of: &impl Strategy<Value = T>) -> T {
    of.new_tree(runner).unwrap().current()
}

/// Not a NUL inside: the test server cannot look for it.
fn sellers(runner: &mut TestRunner, count: usize) -> Vec<ClientDocuments> {
    let any = made::seller();
    let mut sellers: Vec<ClientDocuments> = Vec::new();
    while sellers.len() < count {
        let mut documents = draw(runner, &any);
        if !documents.seller.slug.contains('\0') {
            let number = sellers.len();
            documents.seller.slug = format!("{}-{}", documents.seller.slug, number % 37);
            if sellers
                .iter()
                .all(|other| other.seller.slug != documents.seller.slug)
            {
                let slug = &documents.seller.slug;
                documents
                    .mapping
                    .iter_mut()
                    .for_each(|mapping| mapping.client_id.clone_from(slug));
                documents
                    .reports
                    .iter_mut()
                    .for_each(|report| report.client_id.clone_from(slug));
                sellers.push(documents);
            }
        }
    }
    sellers
}

fn zone() -> Zone {
    Zone::named("Africa/Tunis").unwrap()
}

/// A book that was told the same.
fn snapshot(sellers: &[ClientDocuments], searches: &[SearchMade], version: u64, now: Timestamp) -> Snapshot {
    let mut book = common::book();
    sellers.iter().for_each(|documents| book.put(documents.clone()));
    searches.iter().for_each(|search| book.search(search));
    book.snapshot(version, now)
}

fn kind_of(platform: &str) -> model::Kind {
    match platform {
        "whatsapp" => model::Kind::Messaging,
        "jumia" => model::Kind::Marketplace,
        _ => model::Kind::Shop,
    }
}

fn filters() -> Vec<ClientFilter> {
    let of = |change: &dyn Fn(&mut ClientFilter)| {
        let mut filter = ClientFilter::default();
        change(&mut filter);
        filter
    };
    let not = |change: &dyn Fn(&mut ClientFilter)| ClientFilter {
        not: Some(Box::new(of(change))),
        ..ClientFilter::default()
    };
    vec![
        ClientFilter::default(),
        of(&|f| f.text = "A".to_owned()),
        of(&|f| f.text = "own .tn".to_owned()),
        of(&|f| f.text = "=1+1".to_owned()),
        of(&|f| f.text = "élan".to_owned()),
        of(&|f| f.statuses = vec![ClientStatus::Active, ClientStatus::Uncovered]),
        of(&|f| f.statuses = vec![ClientStatus::Unscannable]),
        of(&|f| f.platform = Some("shopify".into())),
        of(&|f| f.competitor = Some("wa.me".into())),
        of(&|f| (f.platform, f.competitor) = (Some("unknown".into()), Some("one.tn".into()))),
        of(&|f| f.ads_from = Some(6)),
        of(&|f| f.ads_to = Some(9)),
        of(&|f| f.confidence = Some(Confidence::High)),
        of(&|f| f.segment = Some(Segment::Large)),
        of(&|f| f.segment = Some(Segment::Huge)),
        of(&|f| f.moved = Some(true)),
        of(&|f| (f.moved, f.text) = (Some(false), "b".to_owned())),
        of(&|f| f.slugs = vec!["a-0".into(), "b-1".into(), "nobody".into(), "A-3".into()]),
        not(&|f| f.text = "a".to_owned()),
        not(&|f| (f.platform, f.statuses) = (Some("shopify".into()), vec![ClientStatus::Inactive])),
        not(&|f| (f.competitor, f.moved) = (Some("wa.me".into()), Some(true))),
        not(&|f| f.slugs = vec!["a-0".into(), "b-1".into()]),
        of(&|f| f.within = vec![Arc::new(not(&|it| it.ads_to = Some(5)))]),
        of(&|f| f.within = vec![Arc::new(ClientFilter::nobody())]),
        not(&|f| f.within = vec![Arc::new(ClientFilter::default())]),
        not(&|f| {
            f.segment = Some(Segment::Huge);
            f.within = vec![Arc::new(not(&|it| it.platform = Some("shopify".into())))];
        }),
    ]
}

fn orders() -> Vec<ClientOrder> {
    let both = |sort| [false, true].map(|descending| ClientOrder { sort, descending });
    Sort::ALL.into_iter().flat_map(both).collect()
}

fn windows(figures: &Figures) -> Vec<Window> {
    let frame = figures.frame();
    let day = |text| analytics::Day::parse(text).unwrap();
    let ranges = [
        Range::Last(7),
        Range::Last(30),
        Range::All,
        Range::Custom(day("2026-10-25"), day("2026-11-10")),
        Range::Custom(day("2026-11-12"), day("2026-11-12")),
    ];
    ranges
        .map(|range| range.window(frame.today(), frame.earliest))
        .into()
}

/// Walks a list forwards and back, page by page.
fn same_list(held: &Figures, asked: &Figures, filter: &ClientFilter, order: ClientOrder, limit: usize) {
    let mut place: Option<Cursor> = None;
    for step in 0..40 {
        let (one, other) = [held, asked]
            .map(|way| way.clients(filter, order, place.as_ref(), limit).unwrap())
            .into();
        assert_eq!(one, other, "{filter:?} {order:?} {place:?}");
        let next = if step < 4 { one.next } else { one.previous };
        match next {
            Some(next) => place = Some(next),
            None => return,
        }
    }
}

/// Everything that is asked, of both.
#[expect(clippy::too_many_lines, reason = "a list of questions")]
fn same(held: &Figures, asked: &Figures, seed: u8) {
    assert_eq!(held.len().unwrap(), asked.len().unwrap());
    assert_eq!(held.frame().earliest, asked.frame().earliest);
    assert_eq!(held.frame().scans(), asked.frame().scans());
    assert_eq!(
        held.since_last_scan().unwrap(),
        asked.since_last_scan().unwrap(),
        "since, seed {seed}"
    );
    assert_eq!(held.base().unwrap(), asked.base().unwrap(), "base, seed {seed}");
    let money = MoneyFacts {
        left: MicroDollars::new(9_000),
        per_client: Some(MicroDollars::new(700)),
        percent: 85,
        ..MoneyFacts::default()
    };
    let strict = AlertRules {
        many_concurrent: 2,
        many_share: Ratio::of(1, 3),
        many_of: 2,
        ratio_fall: 1,
        ratio_of: 1,
    };
    for window in windows(held) {
        let said = |what: &str| format!("{what}, {window:?}, seed {seed}");
        assert_eq!(
            held.timeline(window),
            asked.timeline(window),
            "{}",
            said("timeline")
        );
        assert_eq!(
            held.overview(window).unwrap(),
            asked.overview(window).unwrap(),
            "{}",
            said("overview")
        );
        assert_eq!(
            held.competition(window).unwrap(),
            asked.competition(window).unwrap(),
            "{}",
            said("rivals")
        );
        assert_eq!(
            held.changes(window).unwrap(),
            asked.changes(window).unwrap(),
            "{}",
            said("changes")
        );
        for beat in analytics::Beat::ALL {
            assert_eq!(
                held.voice(window, beat).unwrap(),
                asked.voice(window, beat).unwrap(),
                "{}",
                said(beat.as_str())
            );
        }
        for rules in [&AlertRules::default(), &strict] {
            let [one, other] = [held, asked].map(|way| way.alerts(window, rules, &money).unwrap());
            assert_eq!(one, other, "{}", said("alerts"));
        }
        let [one, other] = [held, asked].map(|way| way.recommendations(window, &money).unwrap());
        assert_eq!(one, other, "{}", said("recommendations"));
    }
    same_between_scans(held, asked);
    for moment in ["2026-10-30T00:00:00Z", "2026-11-15T12:30:00Z"].map(at) {
        assert_eq!(
            held.seen_since(moment).unwrap(),
            asked.seen_since(moment).unwrap()
        );
    }
}

/// What changed between any two scans.
fn same_between_scans(held: &Figures, asked: &Figures) {
    let scans = held.frame().scans();
    let mut changed = 0;
    for (number, older) in scans.iter().enumerate() {
        for newer in &scans[number + 1..] {
            let span = Span::of_scans(held.frame(), older, newer);
            let one = held.changes_within(span).unwrap();
            assert_eq!(one, asked.changes_within(span).unwrap(), "{span:?}");
            changed += one.clients.len();
        }
    }
    assert!(changed > 0, "nothing was compared");
}

/// Lists, sellers and exports of both.
fn same_lists(held: &Figures, asked: &Figures, snapshot: &Snapshot) {
    for (number, filter) in filters().iter().enumerate() {
        assert_eq!(
            held.count(filter).unwrap(),
            asked.count(filter).unwrap(),
            "{filter:?}"
        );
        for (other, order) in orders().into_iter().enumerate() {
            // Every order for all sellers, and a few for each filter.
            if number == 0 || (number + other).is_multiple_of(6) {
                same_list(held, asked, filter, order, 1 + (number + 3 * other) % 9);
            }
        }
    }
    for key in [i64::MIN, -3, 0, 1, 2, 5_000, i64::MAX] {
        for (slug, order) in ["", "b-1", "zzz"].into_iter().zip(orders().into_iter().skip(3)) {
            for backwards in [false, true] {
                let cursor = Cursor {
                    backwards,
                    key,
                    slug: slug.into(),
                };
                let [one, other] = [held, asked].map(|way| {
                    way.clients(&ClientFilter::default(), order, Some(&cursor), 4)
                        .unwrap()
                });
                assert_eq!(one, other, "{order:?} {cursor:?}");
            }
        }
    }
    for client in snapshot.each() {
        assert_eq!(asked.client(&client.slug).unwrap().as_deref(), Some(client));
        let compared = snapshot.benchmark(&client.slug);
        assert_eq!(compared.is_some(), client.status == ClientStatus::Active);
        assert_eq!(asked.benchmark(&client.slug).unwrap(), compared);
    }
    assert_eq!(asked.client("nobody").unwrap(), None);
    let order = ClientOrder {
        sort: Sort::ConcurrentRatio,
        descending: true,
    };
    let walk = |way: &Figures| {
        let mut slugs = Vec::new();
        let mut visit = |client: &analytics::Client| -> Result<(), database::Error> {
            slugs.push(client.slug.clone());
            Ok(())
        };
        way.each_client(&filters()[1], order, &mut visit).unwrap();
        slugs
    };
    assert_eq!(walk(held), walk(asked));
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn both_ways_say_the_same() {
    for seed in [1, 2, 3] {
        let mut runner = runner(seed);
        let told = sellers(&mut runner, 60);
        let searches: Vec<SearchMade> = (0..12).map(|_| draw(&mut runner, &made::search())).collect();
        let base = Base::new(&format!("equal_{seed}"));
        base.tell(&told[..40], &searches[..8]);
        let mut upkeep = Upkeep::open(base.database(), zone(), Arc::new(kind_of)).unwrap();
        let now = at(NOW);
        let compare = |upkeep: &mut Upkeep, lists: bool| {
            let (sellers, searches) = base.stored();
            let snapshot = snapshot(&sellers, &searches, upkeep.version(), now);
            let held = Figures::Held(snapshot.clone());
            let asked = Figures::Asked(upkeep.asked(now).unwrap());
            same(&held, &asked, seed);
            if lists {
                same_lists(&held, &asked, &snapshot);
            }
        };
        compare(&mut upkeep, seed == 1);

        // More sellers and searches, others changed, one gone: step by step.
        base.tell(&told[40..], &searches[8..]);
        assert!(upkeep.renew().unwrap());
        compare(&mut upkeep, false);
        base.remove(&told[7].seller.slug);
        let late = SearchMade {
            at: Some(at("2026-10-21T00:30:00Z")),
            ..common::search("converty.shop", NOW)
        };
        base.tell(&[], std::slice::from_ref(&late));
        assert!(upkeep.renew().unwrap());
        assert!(!upkeep.renew().unwrap());
        compare(&mut upkeep, seed == 2);

        // Who comes later goes on from what is there.
        let mut other = Upkeep::open(base.database(), zone(), Arc::new(kind_of)).unwrap();
        compare(&mut other, false);
    }
}
