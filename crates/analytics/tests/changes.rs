//! What changed between two moments: of made sellers one by one, and against a naive recount.

use crate::common;

use std::collections::{BTreeMap, BTreeSet};

use analytics::{
    AlertKind, AlertRules, ChangeSet, ClientDocuments, MoneyFacts, PlatformMove, Range, Snapshot, Span, Turn,
};
use common::{Made, at, book, documents, made, search};
use model::Timestamp;
use model::document::{Report, ReportChanges, Status};
use model::moves::{DomainMove, MovedTo};
use proptest::prelude::*;

const FIRST: &str = "2026-11-02T10:00:00Z";
const SECOND: &str = "2026-11-09T10:00:00Z";
const THIRD: &str = "2026-11-16T10:00:00Z";
const NOW: &str = "2026-11-17T09:00:00Z";

/// A base that was searched three times, a week apart.
fn snapshot(sellers: &[ClientDocuments]) -> Snapshot {
    let mut book = book();
    for when in [FIRST, SECOND, THIRD] {
        book.search(&search("converty.shop", when));
    }
    for documents in sellers {
        book.put(documents.clone());
    }
    book.snapshot(1, at(NOW))
}

fn scans(snapshot: &Snapshot, older: usize, newer: usize) -> ChangeSet {
    let scans = snapshot.frame.scans();
    snapshot.changes_within(Span::of_scans(&snapshot.frame, &scans[older], &scans[newer]))
}

/// An advertiser whose reports tell what changed since the one before.
fn telling(slug: &str, reports: &[Made<'_>], told: &[Option<ReportChanges>]) -> ClientDocuments {
    let last = reports.last().map_or(Status::Inactive, |made| {
        if made.1 > 0 {
            Status::Active
        } else {
            Status::Inactive
        }
    });
    let mut documents = documents(slug, Some(last), reports);
    for (report, told) in documents.reports.iter_mut().zip(told) {
        report.changes.clone_from(told);
    }
    documents
}

fn ads(since: &str, new_ads: u64, ended_ads: u64) -> ReportChanges {
    ReportChanges {
        new_ads,
        ended_ads,
        ..ReportChanges::none_since(at(since))
    }
}

#[test]
fn six_new_ads_are_not_forty_one() {
    let reports = [(FIRST, 35, 35, 0, [].as_slice()), (SECOND, 41, 41, 0, &[])];
    let seller = telling("amel", &reports, &[None, Some(ads(FIRST, 6, 0))]);
    let snapshot = snapshot(&[seller]);
    let week = scans(&snapshot, 0, 1);
    assert_eq!((week.new_ads, week.ended_ads, week.started), (6, 0, 0));
    let amel = &week.clients[0];
    assert_eq!(
        (amel.before.unwrap().ads.total, amel.after.unwrap().ads.total),
        (35, 41)
    );
    let first = snapshot.changes_within(Span::between(at("2026-11-01"), Some(at(FIRST))));
    assert_eq!(
        (first.new_ads, first.clients.len()),
        (0, 0),
        "nothing is new at a first look"
    );
    assert_eq!(scans(&snapshot, 1, 2).clients, []);
    assert_eq!(scans(&snapshot, 0, 2).new_ads, 6);
}

#[test]
fn what_two_reports_of_one_scan_tell_happened_once() {
    let reports = [
        (FIRST, 4, 4, 0, [].as_slice()),
        (SECOND, 6, 6, 0, &[]),
        ("2026-11-09T13:00:00Z", 7, 7, 0, &[]),
    ];
    let told = [None, Some(ads(FIRST, 2, 0)), Some(ads(FIRST, 4, 1))];
    let snapshot = snapshot(&[telling("amel", &reports, &told)]);
    let all = snapshot.changes_within(Span::after(at(FIRST)));
    assert_eq!((all.new_ads, all.ended_ads), (4, 1));
}

#[test]
fn sellers_start_and_stop_and_say_how_they_stood() {
    let stops = telling(
        "brahim",
        &[(FIRST, 8, 8, 0, &[]), (SECOND, 0, 0, 0, &[])],
        &[None, Some(ads(FIRST, 0, 8))],
    );
    let starts = telling(
        "chedli",
        &[(FIRST, 0, 0, 0, &[]), (THIRD, 3, 3, 0, &[])],
        &[None, Some(ads(SECOND, 3, 0))],
    );
    let snapshot = snapshot(&[stops, starts]);
    let all = scans(&snapshot, 0, 2);
    assert_eq!(
        (all.started, all.stopped, all.new_ads, all.ended_ads),
        (1, 1, 3, 8)
    );
    assert_eq!(all.clients[0].turn, Some(Turn::Stopped));
    assert_eq!(
        (all.clients[1].turn, &*all.clients[1].slug),
        (Some(Turn::Started), "chedli")
    );
    let second = scans(&snapshot, 0, 1);
    assert_eq!((second.started, second.stopped), (0, 1));
    let of_chedli = all.kept(|client| client.slug == "chedli");
    assert_eq!(
        (of_chedli.started, of_chedli.stopped, of_chedli.ended_ads),
        (1, 0, 0)
    );
}

#[test]
fn shares_and_platforms_move() {
    let reports: [Made<'_>; 2] = [
        (FIRST, 10, 8, 2, &[("x.myshopify.com", "shopify", 2)]),
        (
            THIRD,
            10,
            4,
            6,
            &[("x.myshopify.com", "shopify", 1), ("y.youcan.shop", "youcan", 5)],
        ),
    ];
    let mut seller = telling("amel", &reports, &[None, None]);
    seller.reports[1].moves = vec![DomainMove {
        domain: "amel.tn".to_owned(),
        names: vec!["amel.tn".to_owned()],
        to: MovedTo::Platform,
        platform: Some("youcan".to_owned()),
        points_to: "192.0.2.1".to_owned(),
        last_on_converty: at(FIRST),
        first_away: at(SECOND),
    }];
    let snapshot = snapshot(&[seller]);
    let all = scans(&snapshot, 0, 2);
    assert_eq!((all.ratio_moves, all.platform_moves), (1, 1));
    let amel = &all.clients[0];
    assert_eq!(amel.ratio.unwrap().points(), -4_000);
    assert!(matches!(&amel.moves[0], PlatformMove::Domain { domain, .. } if domain == "amel.tn"));
    let switched = PlatformMove::Ads {
        from: "shopify".into(),
        to: "youcan".into(),
        ads: 5,
        out_of: 6,
    };
    assert_eq!(amel.moves[1], switched);
    assert_eq!(
        scans(&snapshot, 0, 1).clients[0].moves.len(),
        1,
        "the domain left in the second week"
    );
}

#[test]
fn competitors_come_and_go() {
    let reports: [Made<'_>; 3] = [
        (FIRST, 4, 2, 2, &[("old.tn", "unknown", 2)]),
        (
            SECOND,
            4,
            2,
            2,
            &[("old.tn", "unknown", 1), ("new.tn", "unknown", 1)],
        ),
        (THIRD, 4, 3, 1, &[("new.tn", "unknown", 1)]),
    ];
    let snapshot = snapshot(&[telling("amel", &reports, &[None, None, None])]);
    let second = scans(&snapshot, 0, 1);
    assert_eq!(
        (second.new_rivals.as_slice(), second.lost_rivals.len()),
        (["new.tn".into()].as_slice(), 0)
    );
    let third = scans(&snapshot, 1, 2);
    assert_eq!(
        (third.new_rivals.len(), third.lost_rivals.as_slice()),
        (0, ["old.tn".into()].as_slice())
    );
    assert_eq!(third.clients[0].lost_rivals, ["old.tn"]);
}

/// A competitor that `tell` may mark as it likes in the second of two reports; whether it is news.
fn is_news(tell: impl Fn(&mut [Report])) -> bool {
    let reports: [Made<'_>; 2] = [
        (FIRST, 4, 4, 0, &[]),
        (SECOND, 5, 4, 1, &[("new.tn", "unknown", 1)]),
    ];
    let mut seller = telling("amel", &reports, &[None, None]);
    tell(&mut seller.reports);
    let snapshot = snapshot(&[seller]);
    let window = Range::Last(30).window(snapshot.frame.today(), None);
    let alerts = snapshot.alerts(window, &AlertRules::default(), &MoneyFacts::default());
    let alerted = alerts.iter().any(|alert| alert.kind == AlertKind::NewCompetitor);
    assert_eq!(
        alerted,
        !scans(&snapshot, 0, 1).new_rivals.is_empty(),
        "both say the same"
    );
    alerted
}

#[test]
fn a_new_competitor_needs_a_first_sight_that_is_proven() {
    assert!(
        is_news(|_| ()),
        "it was looked at whole before, and did not lead there"
    );
    assert!(
        !is_news(|reports| reports[0].partial = true),
        "the look before was partial"
    );
    assert!(
        is_news(|reports| reports[1].partial = true),
        "what a partial look finds is there"
    );
    assert!(
        !is_news(|reports| reports[1].changes = Some(ads(FIRST, 1, 0))),
        "an old ad leads there now: it was judged otherwise, or no earlier search should have brought it"
    );
    assert!(is_news(|reports| {
        reports[0].partial = true;
        let new_rivals = vec!["new.tn".to_owned()];
        reports[1].changes = Some(ReportChanges {
            new_rivals,
            ..ads(FIRST, 1, 0)
        });
    }));
}

/// What reports tell to have changed, recounted from the reports alone. `None`: two of them compare with one look.
fn recounted(reports: &[Report], span: Span) -> Option<[u64; 4]> {
    let (mut sums, mut latest, mut told_at) = ([0; 4], None::<Timestamp>, None::<Timestamp>);
    for report in reports {
        let at = report.seen_at.unwrap_or(report.analyzed_at);
        let at = latest.map_or(at, |latest| latest.max(at));
        latest = Some(at);
        let Some(told) = &report.changes else { continue };
        if told_at.is_some_and(|told_at| told_at > told.since) {
            return None;
        }
        if !told.is_empty() {
            told_at = Some(at);
        }
        if span.holds(at) {
            let pages = [told.new_pages.len() as u64, told.lost_pages.len() as u64];
            let more = [told.new_ads, told.ended_ads, pages[0], pages[1]];
            sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        }
    }
    Some(sums)
}

fn sums(of: &ChangeSet) -> [u64; 4] {
    [of.new_ads, of.ended_ads, of.new_pages, of.lost_pages]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn what_is_told_is_a_naive_recount(
        sellers in prop::collection::vec(made::seller(), 1..6),
        moments in prop::array::uniform2(made::moment()),
    ) {
        let sellers: BTreeMap<_, _> = sellers.into_iter().map(|it| (it.seller.slug.clone(), it)).collect();
        let sellers: Vec<_> = sellers.into_values().collect();
        let span = Span::between(moments[0].min(moments[1]), Some(moments[0].max(moments[1])));
        let changes = snapshot(&sellers).changes_within(span);
        for seller in &sellers {
            let Some(expected) = recounted(&seller.reports, span) else { continue };
            let of = changes.clients.iter().find(|it| *it.slug == *seller.seller.slug);
            let found = of.map_or([0; 4], |it| [it.new_ads, it.ended_ads, it.new_pages, it.lost_pages].map(u64::from));
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn stretches_that_meet_add_up(
        sellers in prop::collection::vec(made::seller(), 1..6),
        mut moments in prop::array::uniform3(made::moment()),
    ) {
        moments.sort();
        let snapshot = snapshot(&sellers);
        let within = |from: usize, to: usize| snapshot.changes_within(Span::between(moments[from], Some(moments[to])));
        let (one, two, both) = (within(0, 1), within(1, 2), within(0, 2));
        let added: Vec<_> = sums(&one).iter().zip(sums(&two)).map(|(one, two)| one + two).collect();
        prop_assert_eq!(added, sums(&both));
        for client in &one.clients {
            if let Some(next) = two.clients.iter().find(|next| next.slug == client.slug) {
                prop_assert_eq!(client.after, next.before);
            }
        }
        // Whoever changed in both together did so in one of them.
        let parts: BTreeSet<_> = one.clients.iter().chain(&two.clients).map(|it| &it.slug).collect();
        for client in both.clients.iter().filter(|it| it.new_rivals.is_empty()) {
            prop_assert!(parts.contains(&client.slug), "{:?}", client);
        }
    }

    #[test]
    fn nobody_changes_at_a_moment_that_is_not_told(seller in made::seller(), moments in prop::array::uniform2(made::moment())) {
        let snapshot = snapshot(std::slice::from_ref(&seller));
        let span = Span::between(moments[0].min(moments[1]), Some(moments[0].max(moments[1])));
        let client = snapshot.each().next().unwrap();
        let told = analytics::apart::change_moments(client).into_iter().any(|at| span.holds(at));
        prop_assert!(told || ChangeSet::of_client(client, span).is_none());
        let open = Span::after(moments[0]);
        let told = analytics::apart::change_moments(client).into_iter().any(|at| open.holds(at));
        prop_assert!(told || ChangeSet::of_client(client, open).is_none());
    }
}
