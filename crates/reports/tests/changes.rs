//! What reports tell to have changed since the look before: what is new is proven to be, and nothing is told twice.

use std::collections::BTreeSet;
use std::sync::Arc;

use classification::{Catalogue, Settings};
use database::conformance::samples::{Sample, batch, import, sample};
use database::{Database, ImportBatch, Search, Sqlite, StoredLinks};
use model::document::{Report, ReportChanges};
use model::{LinkSource, MicroDollars, Seller, Timestamp};
use proptest::collection::vec;
use proptest::prelude::*;
use reports::{Options, engine_of, refresh};

const AMEL: &str = "https://amel.converty.shop/p";
const SHOPIFY: &str = "https://rival.myshopify.com/p";
const WHATSAPP: &str = "https://wa.me/21600000000";

fn day(days: i64) -> Timestamp {
    Timestamp::clamped(1_767_600_000_000 + days * 24 * 3_600_000)
}

fn hours_after(at: Timestamp, hours: i64) -> Timestamp {
    Timestamp::clamped(at.as_millis() + hours * 3_600_000)
}

fn ad(id: &str, page: &str, links: &[&str], seen: Timestamp) -> Sample {
    let mut sample = sample(id, &format!("{page} {links:?}"), Some(seen));
    page.clone_into(&mut sample.ad.page_id);
    sample.ad.links = StoredLinks::new();
    for (place, link) in links.iter().enumerate() {
        let source = if place == 0 {
            LinkSource::LinkUrl
        } else {
            LinkSource::Body
        };
        sample.ad.links.push(source, link);
    }
    sample
}

/// A base of one seller.
struct Base(Sqlite);

impl Base {
    fn new() -> Self {
        let database = Sqlite::open_in_memory().unwrap();
        database
            .upsert_sellers(&[Seller::new("amel", ["amel.converty.shop"])])
            .unwrap();
        Self(database)
    }

    /// A search that brought these ads then: ids, pages, links.
    fn search(&self, text: &str, at: Timestamp, complete: bool, ads: &[(&str, &str, &[&str])]) -> &Self {
        let ads: Vec<_> = ads
            .iter()
            .map(|(id, page, links)| ad(id, page, links, at))
            .collect();
        let mut made = batch(&ads);
        made.searches = vec![Search {
            domain: text.to_owned(),
            at: Some(at),
            ads: ads.len() as u64,
            complete,
            cost: MicroDollars::ZERO,
        }];
        import(&self.0, vec![made, ImportBatch::default()]).unwrap();
        self
    }

    fn refresh(&self, now: Timestamp) -> u64 {
        let catalogue = Arc::new(Catalogue::builtin().unwrap());
        let engine = engine_of(&self.0, catalogue, Settings::default()).unwrap();
        refresh(&self.0, &engine, &Options::default(), now)
            .unwrap()
            .reports
    }

    fn report(&self) -> Report {
        self.0.report("amel").unwrap().unwrap()
    }

    fn changes(&self) -> ReportChanges {
        self.report().changes.unwrap()
    }
}

#[test]
fn what_is_seen_first_at_a_first_look_is_not_new() {
    let base = Base::new();
    base.search(
        "converty.shop",
        day(0),
        true,
        &[("1", "p", &[AMEL]), ("2", "p", &[AMEL])],
    );
    base.refresh(day(0));
    assert_eq!((base.report().changes, base.report().partial), (None, false));
}

#[test]
fn new_and_ended_ads_and_pages_are_told_since_the_look_before() {
    let base = Base::new();
    base.search(
        "converty.shop",
        day(0),
        true,
        &[("1", "p", &[AMEL]), ("2", "p", &[AMEL]), ("3", "q", &[AMEL])],
    );
    base.refresh(day(0));
    let week: &[(&str, &str, &[&str])] = &[("1", "p", &[AMEL]), ("4", "p", &[AMEL]), ("5", "r", &[AMEL])];
    base.search("converty.shop", day(7), true, week);
    base.refresh(day(7));
    let told = ReportChanges {
        new_ads: 2,
        ended_ads: 2,
        new_pages: vec!["r".to_owned()],
        lost_pages: vec!["q".to_owned()],
        ..ReportChanges::none_since(day(0))
    };
    assert_eq!(base.changes(), told);
    assert_eq!(base.refresh(day(8)), 0, "told already");
    base.search("converty.shop", day(14), true, week);
    assert_eq!(base.refresh(day(14)), 0, "nothing changed: no news");
    assert_eq!(base.changes(), told);
    base.search("converty.shop", day(21), true, &week[..2]);
    assert_eq!(base.refresh(day(21)), 1);
    let told = base.changes();
    assert_eq!(
        (told.since, told.new_ads, told.ended_ads, told.lost_pages),
        (day(14), 0, 1, vec!["r".to_owned()])
    );
}

#[test]
fn one_for_one_is_news_though_the_numbers_are_the_same() {
    let base = Base::new();
    base.search("converty.shop", day(0), true, &[("1", "p", &[AMEL])])
        .refresh(day(0));
    base.search("converty.shop", day(7), true, &[("2", "p", &[AMEL])]);
    assert_eq!(base.refresh(day(7)), 1);
    assert_eq!((base.changes().new_ads, base.changes().ended_ads), (1, 1));
}

#[test]
fn what_no_earlier_search_should_have_brought_is_not_new() {
    let base = Base::new();
    base.search("converty.shop", day(0), true, &[("1", "p", &[AMEL])])
        .refresh(day(0));
    // The first search of the page brings what a search of the domain cannot.
    let all: &[(&str, &str, &[&str])] = &[("1", "p", &[AMEL]), ("2", "p", &[WHATSAPP]), ("3", "p", &[AMEL])];
    base.search("page:p", day(7), true, all).refresh(day(7));
    let told = base.changes();
    assert_eq!(
        (told.new_ads, told.new_rivals),
        (1, vec![]),
        "only the one that leads to the domain"
    );
    let more: &[(&str, &str, &[&str])] = &[
        ("1", "p", &[AMEL]),
        ("2", "p", &[WHATSAPP]),
        ("4", "p", &[SHOPIFY]),
    ];
    base.search("page:p", day(14), true, more).refresh(day(14));
    let told = base.changes();
    assert_eq!(
        (told.new_ads, told.ended_ads, told.new_rivals),
        (1, 1, vec!["rival.myshopify.com".to_owned()])
    );
}

#[test]
fn a_partial_look_proves_nothing_for_the_next() {
    let base = Base::new();
    base.search("converty.shop", day(0), false, &[("1", "p", &[AMEL])])
        .refresh(day(0));
    assert!(base.report().partial);
    base.search(
        "converty.shop",
        day(7),
        true,
        &[("1", "p", &[AMEL]), ("2", "p", &[AMEL])],
    )
    .refresh(day(7));
    assert_eq!(
        (base.report().changes, base.report().partial),
        (None, false),
        "there was no whole look before"
    );
    base.search("converty.shop", day(14), false, &[("3", "p", &[AMEL])])
        .refresh(day(14));
    assert!(base.report().partial);
    assert_eq!(
        (
            base.changes().since,
            base.changes().new_ads,
            base.changes().ended_ads
        ),
        (day(7), 1, 0)
    );
    let all: &[(&str, &str, &[&str])] = &[("1", "p", &[AMEL]), ("3", "p", &[AMEL])];
    base.search("converty.shop", day(21), true, all).refresh(day(21));
    assert_eq!(
        (
            base.changes().since,
            base.changes().new_ads,
            base.changes().ended_ads
        ),
        (day(7), 1, 1)
    );
}

#[test]
fn the_questions_of_one_scan_are_one_look() {
    let base = Base::new();
    base.search("converty.shop", day(0), true, &[("1", "p", &[AMEL])])
        .refresh(day(0));
    base.search(
        "converty.shop",
        day(7),
        true,
        &[("1", "p", &[AMEL]), ("2", "p", &[AMEL])],
    );
    base.refresh(day(7));
    base.search(
        "page:p",
        hours_after(day(7), 5),
        true,
        &[("1", "p", &[AMEL]), ("2", "p", &[AMEL])],
    );
    assert_eq!(base.refresh(day(8)), 0, "the same look, the same news");
    assert_eq!((base.changes().since, base.changes().new_ads), (day(0), 1));
}

/// One week of a made history: which ads run, whether the sweep was answered whole, and which it then brought.
#[derive(Debug, Clone)]
struct Week {
    running: BTreeSet<u8>,
    complete: bool,
    brought: BTreeSet<u8>,
}

fn weeks() -> impl Strategy<Value = Vec<Week>> {
    let some = || prop::collection::btree_set(0..12_u8, 0..9);
    let week = (some(), prop::bool::weighted(0.7), some());
    vec(week, 2..7).prop_map(|weeks| {
        let week = |(running, complete, part): (BTreeSet<u8>, bool, BTreeSet<u8>)| Week {
            brought: if complete {
                running.clone()
            } else {
                running.intersection(&part).copied().collect()
            },
            running,
            complete,
        };
        weeks.into_iter().map(week).collect()
    })
}

/// What a recount of the weeks before tells of the last one; `None` without a whole week before it.
fn recounted(weeks: &[Week]) -> Option<(usize, u64, u64)> {
    let (last, before) = weeks.split_last()?;
    let since = before.iter().rposition(|week| week.complete)?;
    let seen =
        |weeks: &[Week]| -> BTreeSet<u8> { weeks.iter().flat_map(|week| week.brought.clone()).collect() };
    let old = seen(&before[..=since]);
    let new = seen(&weeks[since + 1..]).difference(&old).count();
    // There after the last whole week, and not brought by a whole one now, however it was seen in between.
    let there: BTreeSet<u8> = before[since].brought.clone();
    let still = seen(&weeks[since + 1..]);
    let ended = if last.complete {
        there.difference(&still).count()
    } else {
        0
    };
    let gone_meanwhile = if last.complete {
        seen(&before[since + 1..])
            .difference(&last.brought)
            .filter(|ad| !old.contains(ad))
            .count()
    } else {
        0
    };
    let lost = if last.complete {
        seen(&before[since + 1..])
            .difference(&last.brought)
            .filter(|ad| old.contains(ad))
            .count()
    } else {
        0
    };
    Some((since, (new - gone_meanwhile) as u64, (ended + lost) as u64))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn changes_are_a_naive_recount_and_nothing_that_ran_is_gone(weeks in weeks()) {
        let base = Base::new();
        for (number, week) in (1_i64..).zip(&weeks) {
            let ids: Vec<String> = week.brought.iter().map(|id| format!("{}", 100 + u32::from(*id))).collect();
            let ads: Vec<(&str, &str, &[&str])> = ids.iter().map(|id| (id.as_str(), "p", [AMEL].as_slice())).collect();
            base.search("converty.shop", day(7 * number), week.complete, &ads);
            base.refresh(day(7 * number));
            let so_far = &weeks[..usize::try_from(number).unwrap()];
            if let Some((since, new, ended)) = recounted(so_far)
                && let Ok(Some(report)) = base.0.report("amel")
                && report.analyzed_at == day(7 * number)
            {
                let told = report.changes.unwrap();
                let since = day(7 * (i64::try_from(since).unwrap() + 1));
                prop_assert_eq!((told.since, told.new_ads, told.ended_ads), (since, new, ended));
            }
            let mut gone = BTreeSet::new();
            base.0.each_judged(&mut |ad| {
                if ad.gone {
                    gone.insert(ad.id.parse::<u8>().unwrap() - 100);
                }
                Ok(std::ops::ControlFlow::Continue(()))
            }).unwrap();
            if let Some(whole) = so_far.iter().rfind(|week| week.complete) {
                prop_assert!(gone.is_disjoint(&whole.running), "what ran when all was asked: {gone:?} {whole:?}");
            } else {
                prop_assert!(gone.is_empty(), "partial searches prove nothing");
            }
        }
        let at_once = Base::new();
        for (number, week) in (1_i64..).zip(&weeks) {
            let ids: Vec<String> = week.brought.iter().map(|id| format!("{}", 100 + u32::from(*id))).collect();
            let ads: Vec<(&str, &str, &[&str])> = ids.iter().map(|id| (id.as_str(), "p", [AMEL].as_slice())).collect();
            at_once.search("converty.shop", day(7 * number), week.complete, &ads);
        }
        at_once.refresh(day(90));
        prop_assert_eq!(base.0.digest().unwrap(), at_once.0.digest().unwrap(), "whenever somebody looked");
    }
}
