//! What is proposed, in which order, at which cost, and for how much.

use crate::common;

use analytics::{ClientDocuments, Day, MoneyFacts, Recommendation, RecommendationKind, Snapshot, Window};
use common::{Made, at, book, documents, mapping};
use model::MicroDollars;
use model::document::Status::{Active, Inactive, Unscannable};
use model::moves::{DomainMove, MovedTo};

const NOW: &str = "2026-01-20T12:00:00Z";
const BEFORE: &str = "2026-01-05T10:00:00Z";
const WITHIN: &str = "2026-01-16T10:00:00Z";

fn snapshot(all: impl IntoIterator<Item = ClientDocuments>) -> Snapshot {
    let mut book = book();
    all.into_iter().for_each(|one| book.put(one));
    book.snapshot(1, at(NOW))
}

fn week() -> Window {
    Window {
        from: Day::parse("2026-01-14").unwrap(),
        to: Day::parse("2026-01-20").unwrap(),
    }
}

fn money(left: i64, per_client: Option<i64>) -> MoneyFacts {
    MoneyFacts {
        left: MicroDollars::new(left),
        per_client: per_client.map(MicroDollars::new),
        ..MoneyFacts::default()
    }
}

fn find(snapshot: &Snapshot, money: &MoneyFacts, kind: RecommendationKind) -> Option<Recommendation> {
    let all = snapshot.recommendations(week(), money);
    all.into_iter().find(|one| one.kind == kind)
}

/// A covered seller, seen at that moment, in full or in part.
fn covered(slug: &str, active: bool, seen: &str, partial: bool) -> ClientDocuments {
    let status = if active { Active } else { Inactive };
    let mut mapping = mapping(slug, status, u64::from(active), at(seen));
    mapping.partial = partial;
    ClientDocuments {
        mapping: Some(mapping),
        ..documents(slug, None, &[])
    }
}

/// One active of three covered, and so many that nobody asked about.
fn base(uncovered: usize) -> Vec<ClientDocuments> {
    let unknown = (0..uncovered).map(|number| documents(&format!("u{number:02}"), None, &[]));
    let known = ["a", "b", "c"].map(|slug| covered(slug, slug == "a", BEFORE, false));
    known.into_iter().chain(unknown).collect()
}

#[test]
fn nobody_has_nothing_to_do() {
    let rich = money(5_000_000, Some(100));
    assert_eq!(snapshot([]).recommendations(week(), &rich), []);
    assert_eq!(snapshot(base(0)).recommendations(week(), &rich), []);
}

#[test]
fn scanning_goes_as_far_as_the_money_and_expects_no_more_than_the_rate() {
    use RecommendationKind::ScanUncovered;
    let snapshot = snapshot(base(12));
    let all = find(&snapshot, &money(5_000_000, Some(1_000)), ScanUncovered).unwrap();
    assert_eq!((all.count, all.affordable, all.gain), (12, 12, 4));
    assert_eq!(all.cost, MicroDollars::new(12_000));
    assert_eq!(all.first.len(), 10);
    assert_eq!((all.first[0].as_str(), all.first[9].as_str()), ("u00", "u09"));
    let some = find(&snapshot, &money(8_999, Some(1_000)), ScanUncovered).unwrap();
    assert_eq!(
        (some.count, some.affordable, some.gain),
        (12, 8, 2),
        "8/3 rounded down"
    );
    assert_eq!(some.cost, MicroDollars::new(8_000));
    let three = find(&snapshot, &money(3_000, Some(1_000)), ScanUncovered).unwrap();
    assert_eq!(three.gain, 1);
    let two = find(&snapshot, &money(2_999, Some(1_000)), ScanUncovered);
    assert_eq!(two, None, "it would bring nothing");
}

#[test]
fn scans_are_left_out_without_money_or_price() {
    let snapshot = snapshot(base(100));
    for money in [
        money(5_000_000, None),
        money(5_000_000, Some(0)),
        money(0, Some(1_000)),
        money(-1, Some(1_000)),
        money(999, Some(1_000)),
    ] {
        assert_eq!(snapshot.recommendations(week(), &money), [], "{money:?}");
    }
}

#[test]
fn sellers_known_in_part_are_completed_largest_first() {
    let with_ads = |slug: &str, ads| {
        let mut one = documents(slug, Some(Active), &[(BEFORE, ads, ads, 0, &[])]);
        one.mapping.as_mut().unwrap().partial = true;
        one
    };
    let snapshot = snapshot([
        with_ads("a-small", 2),
        with_ads("large", 9),
        with_ads("as-large", 9),
        covered("whole", true, BEFORE, false),
    ]);
    let kind = RecommendationKind::CompletePartial;
    let found = find(&snapshot, &money(2_000, Some(1_000)), kind).unwrap();
    assert_eq!((found.count, found.affordable, found.gain), (3, 2, 2));
    assert_eq!(found.first, ["as-large", "large", "a-small"]);
}

#[test]
fn sellers_are_asked_about_again_after_four_weeks_active_and_oldest_first() {
    let snapshot = snapshot([
        covered("fresh", true, "2025-12-23T12:00:00Z", false),
        covered("stale", true, "2025-12-23T11:59:59.999Z", false),
        covered("older", true, "2025-12-01T12:00:00Z", false),
        covered("oldest-but-quiet", false, "2025-11-01T12:00:00Z", false),
    ]);
    let found = find(&snapshot, &money(2_000, Some(1_000)), RecommendationKind::Rescan).unwrap();
    assert_eq!(found.first, ["older", "stale", "oldest-but-quiet"]);
    assert_eq!(
        (found.count, found.affordable, found.gain),
        (3, 2, 1),
        "3 of 4 are active"
    );
}

#[test]
fn hosts_nobody_knows_are_probed_and_domains_nobody_can_ask_for_are_corrected_for_free() {
    let rivals = [
        ("few.tn", "unknown", 1),
        ("many.tn", "unknown", 3),
        ("x.youcan.shop", "youcan", 2),
    ];
    let gone = [("gone.tn", "unknown", 1)];
    let snapshot = snapshot([
        documents(
            "t",
            Some(Active),
            &[(BEFORE, 9, 8, 1, &gone), (WITHIN, 9, 9, 0, &[])],
        ),
        documents("s", Some(Active), &[(BEFORE, 9, 3, 6, &rivals)]),
        documents("broken", Some(Unscannable), &[]),
    ]);
    let poor = MoneyFacts::default();
    let probe = find(&snapshot, &poor, RecommendationKind::ProbeUnidentified).unwrap();
    assert_eq!(probe.first, ["many.tn", "few.tn"]);
    assert_eq!((probe.count, probe.affordable, probe.gain), (2, 2, 2));
    let fix = find(&snapshot, &poor, RecommendationKind::FixDomains).unwrap();
    assert_eq!(
        (fix.first[0].as_str(), fix.count, fix.affordable, fix.gain),
        ("broken", 1, 1, 1)
    );
    assert_eq!((probe.cost, fix.cost), (MicroDollars::ZERO, MicroDollars::ZERO));
}

fn moved(to: MovedTo) -> DomainMove {
    DomainMove {
        domain: "gone.tn".to_owned(),
        names: Vec::new(),
        to,
        platform: None,
        points_to: String::new(),
        last_on_converty: at(BEFORE),
        first_away: at(WITHIN),
    }
}

#[test]
fn calls_go_by_the_score() {
    let active = |slug: &str, reports: &[Made<'_>]| documents(slug, Some(Active), reports);
    let with_move = |slug: &str, to| {
        let mut one = active(slug, &[(BEFORE, 5, 5, 0, &[])]);
        one.reports[0].moves = vec![moved(to)];
        one
    };
    let snapshot = snapshot([
        // 19 now, all of them long known: 19.
        active("many", &[(BEFORE, 40, 21, 19, &[])]),
        // First looked at within the window: nothing gained, 18.
        active("first-look", &[(WITHIN, 40, 22, 18, &[])]),
        // 5 now, 4 of them gained: 5 + 12 = 17.
        active("turning", &[(BEFORE, 9, 8, 1, &[]), (WITHIN, 9, 4, 5, &[])]),
        // A domain on a rival platform: 20. Elsewhere: nothing.
        with_move("moved", MovedTo::Platform),
        with_move("elsewhere", MovedTo::Elsewhere),
        // Stopped with 16 ads: 16.
        documents(
            "stopped",
            Some(Inactive),
            &[(BEFORE, 16, 16, 0, &[]), (WITHIN, 0, 0, 0, &[])],
        ),
        // Fewer than before gain nothing: 15.
        active("less", &[(BEFORE, 40, 0, 30, &[]), (WITHIN, 40, 25, 15, &[])]),
        active("clean", &[(BEFORE, 9, 9, 0, &[])]),
    ]);
    let call = find(&snapshot, &MoneyFacts::default(), RecommendationKind::Call).unwrap();
    assert_eq!(
        call.first,
        ["moved", "many", "first-look", "turning", "stopped", "less"]
    );
    assert_eq!(
        (call.count, call.affordable, call.cost),
        (6, 6, MicroDollars::ZERO)
    );
    assert_eq!(call.gain, 19 + 18 + 5 + 15 + 16, "concurrent now, and lost");
}

#[test]
fn at_most_ten_are_named_and_all_are_counted() {
    let one = |number| {
        let reports: &[Made<'_>] = &[(BEFORE, 5, 4, 1, &[("x.youcan.shop", "youcan", 1)])];
        documents(&format!("s{number:02}"), Some(Active), reports)
    };
    let snapshot = snapshot((0..12).map(one));
    let call = find(&snapshot, &MoneyFacts::default(), RecommendationKind::Call).unwrap();
    assert_eq!((call.count, call.first.len(), call.gain), (12, 10, 12));
    assert_eq!(call.first[9], "s09", "ties by slug");
}

#[test]
fn the_best_are_named_wherever_they_stand() {
    let one = |number: u64| {
        let reports: &[Made<'_>] = &[(BEFORE, 20, 20 - number, number, &[])];
        documents(&format!("s{number:02}"), Some(Active), reports)
    };
    let snapshot = snapshot((1..=12).map(one));
    let call = find(&snapshot, &MoneyFacts::default(), RecommendationKind::Call).unwrap();
    assert_eq!((call.count, call.first.len(), call.gain), (12, 10, 78));
    assert_eq!((call.first[0].as_str(), call.first[9].as_str()), ("s12", "s03"));
}

#[test]
fn what_brings_sales_back_comes_first() {
    use RecommendationKind::{Call, CompletePartial, FixDomains, ProbeUnidentified, Rescan, ScanUncovered};
    let mut all = base(9);
    all.push(documents("broken", Some(Unscannable), &[]));
    all.push(documents(
        "r",
        Some(Active),
        &[(BEFORE, 2, 1, 1, &[("x.tn", "unknown", 1)])],
    ));
    all.push(covered("part", true, "2025-12-01T12:00:00Z", true));
    all.push(covered("old", true, "2025-12-01T12:00:00Z", false));
    let kinds: Vec<_> = snapshot(all)
        .recommendations(week(), &money(5_000_000, Some(1_000)))
        .into_iter()
        .map(|one| one.kind)
        .collect();
    assert_eq!(
        kinds,
        [
            Call,
            ScanUncovered,
            CompletePartial,
            Rescan,
            ProbeUnidentified,
            FixDomains
        ]
    );
}
