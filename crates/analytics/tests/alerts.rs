//! Each kind of alert just under and just at its boundary, its severity, and when its id stays and changes.

use crate::common;

use analytics::{Alert, AlertKind, AlertRules, ClientDocuments, Day, MoneyFacts, Severity, Snapshot, Window};
use common::{Made, at, book, documents, mapping};
use model::document::Ratio;
use model::document::Status::{Active, Inactive};
use model::moves::{DomainMove, MovedTo};

const NOW: &str = "2026-01-20T12:00:00Z";
/// Two weekly scans: one before the window, one within it.
const BEFORE: &str = "2026-01-05T10:00:00Z";
const WITHIN: &str = "2026-01-16T10:00:00Z";

fn snapshot(all: impl IntoIterator<Item = ClientDocuments>) -> Snapshot {
    let mut book = book();
    all.into_iter().for_each(|one| book.put(one));
    book.snapshot(1, at(NOW))
}

fn days(from: &str, to: &str) -> Window {
    Window {
        from: Day::parse(from).unwrap(),
        to: Day::parse(to).unwrap(),
    }
}

fn week() -> Window {
    days("2026-01-14", "2026-01-20")
}

fn of(snapshot: &Snapshot, kind: AlertKind, window: Window) -> Vec<Alert> {
    let mut alerts = snapshot.alerts(window, &AlertRules::default(), &MoneyFacts::default());
    alerts.retain(|alert| alert.kind == kind);
    alerts
}

fn one(snapshot: &Snapshot, kind: AlertKind) -> Option<Alert> {
    let mut alerts = of(snapshot, kind, week());
    assert!(alerts.len() < 2, "{alerts:?}");
    alerts.pop()
}

fn active(slug: &str, reports: &[Made<'_>]) -> ClientDocuments {
    documents(slug, Some(Active), reports)
}

fn moved(to: MovedTo, away: &str, domain: &str) -> ClientDocuments {
    let mut documents = active("gone", &[(BEFORE, 5, 4, 1, &[("x.tn", "unknown", 1)])]);
    documents.reports[0].moves = vec![DomainMove {
        domain: domain.to_owned(),
        names: vec![domain.to_owned()],
        to,
        platform: (to == MovedTo::Platform).then(|| "shopify".to_owned()),
        points_to: String::new(),
        last_on_converty: at(BEFORE),
        first_away: at(away),
    }];
    documents
}

#[test]
fn a_domain_that_left_is_as_pressing_as_where_it_went() {
    for (to, severity) in [
        (MovedTo::Platform, Severity::Critical),
        (MovedTo::Elsewhere, Severity::Critical),
        (MovedTo::Parked, Severity::Warning),
        (MovedTo::Nowhere, Severity::Warning),
        (MovedTo::Hidden, Severity::Notice),
    ] {
        let alert = one(&snapshot([moved(to, WITHIN, "gone.tn")]), AlertKind::DomainMoved).unwrap();
        assert_eq!(alert.severity, severity, "{to:?}");
        assert_eq!((alert.subject.as_str(), alert.since), ("gone", at(WITHIN)));
        assert_eq!(alert.clients, ["gone"]);
        assert_eq!(alert.place.unwrap(), "gone.tn");
        assert_eq!(alert.platform.is_some(), to == MovedTo::Platform);
        assert_eq!((alert.ads, alert.out_of), (1, 5));
        assert_eq!(
            alert.id,
            format!("domain_moved:gone:gone.tn:{}", at(WITHIN).as_millis())
        );
    }
}

#[test]
fn a_domain_that_left_before_or_after_the_window_is_none_of_its_news() {
    let moved = |away| snapshot([moved(MovedTo::Platform, away, "gone.tn")]);
    assert_eq!(
        one(&moved("2026-01-13T22:59:59.999Z"), AlertKind::DomainMoved),
        None
    );
    assert!(one(&moved("2026-01-13T23:00:00Z"), AlertKind::DomainMoved).is_some());
    let until = |away| {
        of(
            &moved(away),
            AlertKind::DomainMoved,
            days("2026-01-10", "2026-01-15"),
        )
        .len()
    };
    assert_eq!(until("2026-01-15T22:59:59.999Z"), 1);
    assert_eq!(until("2026-01-15T23:00:00Z"), 0);
}

#[test]
fn two_domains_that_left_at_once_are_two_alerts() {
    let mut both = moved(MovedTo::Platform, WITHIN, "one.tn");
    both.reports[0].moves.extend(
        moved(MovedTo::Platform, WITHIN, "other.tn").reports[0]
            .moves
            .clone(),
    );
    let alerts = of(&snapshot([both]), AlertKind::DomainMoved, week());
    assert_eq!(alerts.len(), 2);
    assert_ne!(alerts[0].id, alerts[1].id);
}

fn stopped_documents(reports: &[Made<'_>]) -> ClientDocuments {
    documents("quiet", Some(Inactive), reports)
}

fn stopped(reports: &[Made<'_>]) -> Snapshot {
    snapshot([stopped_documents(reports)])
}

#[test]
fn who_stopped_is_critical_from_six_ads() {
    for (ads, severity) in [(5, Severity::Warning), (6, Severity::Critical)] {
        let snapshot = stopped(&[(BEFORE, ads, ads, 0, &[]), (WITHIN, 0, 0, 0, &[])]);
        let alert = one(&snapshot, AlertKind::BecameInactive).unwrap();
        assert_eq!(alert.severity, severity, "{ads}");
        assert_eq!((alert.ads, alert.out_of), (ads, ads));
        assert_eq!(
            alert.id,
            format!("became_inactive:quiet:{}", at(WITHIN).as_millis())
        );
        assert_eq!(alert.since, at(WITHIN));
    }
}

#[test]
fn ads_that_lead_elsewhere_now_are_lost_too() {
    let mut turned = documents(
        "quiet",
        Some(Inactive),
        &[
            (BEFORE, 8, 7, 1, &[]),
            (WITHIN, 8, 0, 8, &[("x.tn", "unknown", 8)]),
        ],
    );
    turned.reports[1].status = Some(Inactive);
    let alert = one(&snapshot([turned]), AlertKind::BecameInactive).unwrap();
    assert_eq!((alert.ads, alert.out_of), (7, 8));
}

#[test]
fn who_stopped_before_the_window_or_came_back_is_no_news() {
    let early = stopped(&[("2026-01-02T10:00:00Z", 9, 9, 0, &[]), (BEFORE, 0, 0, 0, &[])]);
    assert_eq!(one(&early, AlertKind::BecameInactive), None);
    let reports: &[Made<'_>] = &[
        (BEFORE, 9, 9, 0, &[]),
        ("2026-01-15T10:00:00Z", 0, 0, 0, &[]),
        (WITHIN, 9, 9, 0, &[]),
    ];
    let back = snapshot([active("quiet", reports)]);
    assert_eq!(one(&back, AlertKind::BecameInactive), None);
    let until_then = of(&back, AlertKind::BecameInactive, days("2026-01-14", "2026-01-15"));
    assert_eq!(until_then.len(), 1, "at the end of that window it was inactive");
    let never = stopped(&[(WITHIN, 0, 0, 0, &[])]);
    assert_eq!(
        one(&never, AlertKind::BecameInactive),
        None,
        "it never advertised"
    );
}

#[test]
fn a_mapping_that_is_later_than_the_last_report_is_believed() {
    let mut mapped = active("quiet", &[(BEFORE, 9, 9, 0, &[])]);
    mapped.mapping = Some(mapping("quiet", Inactive, 0, at(WITHIN)));
    let snapshot = snapshot([mapped]);
    let alert = one(&snapshot, AlertKind::BecameInactive).unwrap();
    assert_eq!((alert.ads, alert.since), (9, at(WITHIN)));
    assert_eq!(snapshot.overview(week()).changes.stopped, ["quiet"]);
}

#[test]
fn a_mapping_that_says_active_again_ends_the_alert() {
    let mut back = stopped_documents(&[(BEFORE, 9, 9, 0, &[]), ("2026-01-15T10:00:00Z", 0, 0, 0, &[])]);
    assert!(one(&snapshot([back.clone()]), AlertKind::BecameInactive).is_some());
    back.mapping = Some(mapping("quiet", Active, 9, at(WITHIN)));
    assert_eq!(one(&snapshot([back]), AlertKind::BecameInactive), None);
}

#[test]
fn stopping_again_is_another_alert_and_a_quiet_scan_is_none() {
    let first = [(BEFORE, 9, 9, 0, &[][..]), ("2026-01-14T10:00:00Z", 0, 0, 0, &[])];
    let again = [
        first.as_slice(),
        &[("2026-01-15T10:00:00Z", 9, 9, 0, &[]), (WITHIN, 0, 0, 0, &[])],
    ]
    .concat();
    let quiet = [first.as_slice(), &[("2026-01-18T10:00:00Z", 0, 0, 0, &[])]].concat();
    let id = |reports: &[Made<'_>]| one(&stopped(reports), AlertKind::BecameInactive).unwrap().id;
    assert_eq!(id(&first), id(&quiet));
    assert_ne!(id(&first), id(&again));
}

fn concurrent(total: u64, concurrent: u64) -> Snapshot {
    let rivals = [("x.youcan.shop", "youcan", concurrent)];
    let rivals = if concurrent > 0 { &rivals[..] } else { &[] };
    let reports: &[Made<'_>] = &[(BEFORE, total, total - concurrent, concurrent, rivals)];
    snapshot([active("many", reports)])
}

#[test]
fn ten_concurrent_ads_are_many_and_so_is_half_of_four() {
    let is = |total, part| one(&concurrent(total, part), AlertKind::ManyConcurrent).is_some();
    assert!(!is(100, 9) && is(100, 10));
    assert!(!is(3, 2) && is(4, 2), "a share of few ads says nothing");
    assert!(!is(5, 2) && is(5, 3), "40 percent are not half");
    assert!(!is(0, 0) && !is(9, 0));
}

#[test]
fn a_share_is_compared_as_it_is_and_not_as_it_is_rounded() {
    let rules = AlertRules {
        many_concurrent: u32::MAX,
        ..AlertRules::default()
    };
    let is = |total, part| {
        let alerts = concurrent(total, part).alerts(week(), &rules, &MoneyFacts::default());
        !alerts.is_empty()
    };
    assert_eq!(Ratio::of(49_999, 100_000).to_string(), "50.00");
    assert!(!is(100_000, 49_999) && is(100_000, 50_000));
}

#[test]
fn many_are_critical_where_more_than_half_lead_elsewhere_and_told_whatever_the_window() {
    let half = one(&concurrent(20, 10), AlertKind::ManyConcurrent).unwrap();
    assert_eq!(half.severity, Severity::Warning);
    let alert = one(&concurrent(20, 11), AlertKind::ManyConcurrent).unwrap();
    assert_eq!(alert.severity, Severity::Critical);
    assert_eq!((alert.ads, alert.out_of, alert.since), (11, 20, at(BEFORE)));
    assert_eq!(alert.place.unwrap(), "x.youcan.shop");
    assert_eq!(alert.platform.unwrap(), "youcan");
    let long_ago = days("2025-01-01", "2025-01-02");
    assert_eq!(
        of(&concurrent(20, 11), AlertKind::ManyConcurrent, long_ago).len(),
        1
    );
}

#[test]
fn many_come_back_when_they_double() {
    let id = |part| one(&concurrent(100, part), AlertKind::ManyConcurrent).unwrap().id;
    assert_eq!(id(10), "many_concurrent:many:8");
    assert_eq!(id(15), id(10));
    assert_eq!(id(16), "many_concurrent:many:16");
    assert_eq!(id(31), id(16));
    assert_eq!(id(32), "many_concurrent:many:32");
}

#[test]
fn many_are_since_they_were_as_many_without_a_break() {
    let reports: &[Made<'_>] = &[
        ("2026-01-02T10:00:00Z", 40, 0, 20, &[]),
        ("2026-01-03T10:00:00Z", 40, 0, 15, &[]),
        (BEFORE, 40, 0, 17, &[]),
        (WITHIN, 40, 0, 16, &[]),
    ];
    let alert = one(&snapshot([active("many", reports)]), AlertKind::ManyConcurrent).unwrap();
    assert_eq!(alert.since, at(BEFORE));
    assert_eq!((alert.place, alert.platform), (None, None));
}

fn fell(reports: &[Made<'_>]) -> Option<Alert> {
    one(&snapshot([active("less", reports)]), AlertKind::RatioFell)
}

#[test]
fn a_fall_of_twenty_points_is_told_and_of_fifty_is_critical() {
    let to = |now| fell(&[(BEFORE, 100, 90, 0, &[]), (WITHIN, 100, now, 10, &[])]);
    assert_eq!(to(71), None);
    let alert = to(70).unwrap();
    assert_eq!(alert.severity, Severity::Warning);
    assert_eq!(alert.ratio_before.unwrap().to_string(), "90.00");
    assert_eq!(alert.ratio.unwrap().to_string(), "70.00");
    assert_eq!((alert.ads, alert.out_of, alert.since), (10, 100, at(WITHIN)));
    assert_eq!(to(41).unwrap().severity, Severity::Warning);
    assert_eq!(to(40).unwrap().severity, Severity::Critical);
    assert_eq!(
        fell(&[(BEFORE, 100, 10, 0, &[]), (WITHIN, 100, 90, 0, &[])]),
        None,
        "it rose"
    );
}

#[test]
fn a_share_of_fewer_than_four_ads_says_nothing() {
    let of = |before, now| fell(&[(BEFORE, before, before, 0, &[]), (WITHIN, now, 0, now, &[])]).is_some();
    assert!(of(4, 4));
    assert!(!of(3, 4) && !of(4, 3));
}

#[test]
fn a_fall_before_the_window_is_no_news_and_one_seen_from_its_first_look_on_is() {
    let early: &[Made<'_>] = &[("2026-01-02T10:00:00Z", 9, 9, 0, &[]), (BEFORE, 9, 0, 9, &[])];
    assert_eq!(fell(early), None);
    let at_midnight: &[Made<'_>] = &[(BEFORE, 9, 9, 0, &[]), ("2026-01-13T23:00:00Z", 9, 0, 9, &[])];
    assert!(
        fell(at_midnight).is_some(),
        "the first moment of the window is within it"
    );
    let within: &[Made<'_>] = &[("2026-01-15T10:00:00Z", 9, 9, 0, &[]), (WITHIN, 9, 0, 9, &[])];
    assert!(fell(within).is_some());
    assert_eq!(fell(&[(WITHIN, 9, 0, 9, &[])]), None, "first knowledge");
}

#[test]
fn the_same_fall_keeps_its_id_while_days_go_by_and_a_further_one_has_another() {
    let steps: &[Made<'_>] = &[
        (BEFORE, 100, 100, 0, &[]),
        ("2026-01-08T10:00:00Z", 100, 75, 0, &[]),
        ("2026-01-15T10:00:00Z", 100, 50, 0, &[]),
    ];
    let ids = |reports: &[Made<'_>], from| {
        let alerts = of(
            &snapshot([active("less", reports)]),
            AlertKind::RatioFell,
            days(from, "2026-01-20"),
        );
        alerts.into_iter().map(|alert| alert.id).collect::<Vec<_>>()
    };
    let id = format!("ratio_fell:less:{}", at("2026-01-15T10:00:00Z").as_millis());
    for from in ["2026-01-05", "2026-01-07", "2026-01-10", "2026-01-15"] {
        assert_eq!(ids(steps, from), [id.as_str()], "{from}");
    }
    assert_eq!(ids(steps, "2026-01-16"), [""; 0]);
    let little = [steps, &[(WITHIN, 100, 45, 0, &[])]].concat();
    assert_eq!(
        ids(&little, "2026-01-14"),
        [id.as_str()],
        "a small step is no new fall"
    );
    let further = [steps, &[(WITHIN, 100, 30, 0, &[])]].concat();
    assert_ne!(ids(&further, "2026-01-14"), [id.as_str()]);
}

/// Sellers that were looked at before and lead to a new host since.
fn newcomers(count: usize, domain: &str, platform: &str) -> Vec<ClientDocuments> {
    let turned = |number| {
        active(
            &format!("s{number}"),
            &[
                (BEFORE, 5, 5, 0, &[]),
                (WITHIN, 5, 3, 2, &[(domain, platform, 2)]),
            ],
        )
    };
    (0..count).map(turned).collect()
}

#[test]
fn a_new_rival_is_as_pressing_as_it_has_sellers() {
    for (sellers, severity) in [
        (1, Severity::Warning),
        (2, Severity::Warning),
        (3, Severity::Critical),
    ] {
        let snapshot = snapshot(newcomers(sellers, "new.tn", "unknown"));
        let alert = one(&snapshot, AlertKind::NewCompetitor).unwrap();
        assert_eq!(alert.severity, severity);
        assert_eq!(alert.clients.len(), sellers);
        assert_eq!(
            (alert.ads, alert.out_of),
            (2 * sellers as u64, 5 * sellers as u64)
        );
        assert_eq!((alert.subject.as_str(), alert.since), ("new.tn", at(WITHIN)));
        assert_eq!(alert.platform, None);
        assert_eq!(
            alert.id,
            format!("new_competitor:new.tn:{}", at(WITHIN).as_millis())
        );
    }
    let messenger = one(
        &snapshot(newcomers(3, "wa.me", "whatsapp")),
        AlertKind::NewCompetitor,
    )
    .unwrap();
    assert_eq!(messenger.severity, Severity::Notice);
    assert_eq!(messenger.platform.unwrap(), "whatsapp");
}

#[test]
fn a_rival_of_a_seller_never_looked_at_before_is_no_news() {
    let first_look = active("fresh", &[(WITHIN, 5, 3, 2, &[("new.tn", "unknown", 2)])]);
    let base = active("base", &[(BEFORE, 5, 5, 0, &[])]);
    let unproven = snapshot([first_look.clone(), base]);
    assert_eq!(one(&unproven, AlertKind::NewCompetitor), None);
    assert!(
        unproven.competition(week()).rivals[0].new,
        "new to us, but not proven"
    );
    let proven = newcomers(1, "new.tn", "unknown").into_iter().chain([first_look]);
    let alert = one(&snapshot(proven), AlertKind::NewCompetitor).unwrap();
    assert_eq!(alert.clients, ["fresh", "s0"], "all who lead there");
}

#[test]
fn a_rival_that_some_seller_knew_before_or_that_nobody_leads_to_any_more_is_not_new() {
    let knew = active("old", &[(BEFORE, 5, 4, 1, &[("new.tn", "unknown", 1)])]);
    let known = newcomers(1, "new.tn", "unknown").into_iter().chain([knew]);
    assert_eq!(one(&snapshot(known), AlertKind::NewCompetitor), None);
    let reports: &[Made<'_>] = &[
        (BEFORE, 5, 5, 0, &[]),
        ("2026-01-15T10:00:00Z", 5, 4, 1, &[("new.tn", "unknown", 1)]),
        (WITHIN, 5, 5, 0, &[]),
    ];
    assert_eq!(
        one(&snapshot([active("s", reports)]), AlertKind::NewCompetitor),
        None
    );
}

#[test]
fn no_rival_of_the_first_day_is_news() {
    let reports: &[Made<'_>] = &[
        ("2026-01-14T08:00:00Z", 5, 5, 0, &[]),
        ("2026-01-14T20:00:00Z", 5, 3, 2, &[("new.tn", "unknown", 2)]),
    ];
    assert_eq!(
        one(&snapshot([active("s", reports)]), AlertKind::NewCompetitor),
        None
    );
}

#[test]
fn the_most_pressing_comes_first_then_the_latest_then_by_subject() {
    let stop = |slug: &str, ads, when| {
        documents(
            slug,
            Some(Inactive),
            &[(BEFORE, ads, ads, 0, &[]), (when, 0, 0, 0, &[])],
        )
    };
    let snapshot = snapshot([
        stop("a-few", 1, WITHIN),
        stop("b-early", 9, "2026-01-15T10:00:00Z"),
        stop("d-late", 9, WITHIN),
        stop("c-late", 9, WITHIN),
    ]);
    let money = MoneyFacts {
        percent: 60,
        ..MoneyFacts::default()
    };
    let alerts = snapshot.alerts(week(), &AlertRules::default(), &money);
    let subjects: Vec<_> = alerts.iter().map(|alert| alert.subject.as_str()).collect();
    assert_eq!(subjects, ["c-late", "d-late", "b-early", "a-few", "60"]);
    let again = snapshot.alerts(week(), &AlertRules::default(), &money);
    assert_eq!(alerts, again);
}

#[test]
fn ids_stay_from_snapshot_to_snapshot() {
    let all = || {
        let many = active("many", &[(BEFORE, 20, 5, 15, &[("x.tn", "unknown", 15)])]);
        let fell = active("less", &[(BEFORE, 10, 10, 0, &[]), (WITHIN, 10, 2, 0, &[])]);
        let stopped = documents(
            "quiet",
            Some(Inactive),
            &[(BEFORE, 9, 9, 0, &[]), (WITHIN, 0, 0, 0, &[])],
        );
        let moved = moved(MovedTo::Platform, WITHIN, "gone.tn");
        newcomers(1, "new.tn", "unknown")
            .into_iter()
            .chain([many, fell, stopped, moved])
    };
    let money = MoneyFacts {
        percent: 85,
        starts: Some(at(BEFORE)),
        ..MoneyFacts::default()
    };
    let mut book = book();
    all().for_each(|one| book.put(one));
    let ids = |snapshot: &Snapshot| {
        let alerts = snapshot.alerts(week(), &AlertRules::default(), &money);
        alerts.into_iter().map(|alert| alert.id).collect::<Vec<_>>()
    };
    let first = ids(&book.snapshot(1, at(NOW)));
    for kind in AlertKind::ALL {
        assert!(first.iter().any(|id| id.starts_with(kind.as_str())), "{kind:?}");
    }
    book.put(active("another", &[(WITHIN, 3, 3, 0, &[])]));
    all().for_each(|one| book.put(one));
    let mut later = ids(&book.snapshot(2, at("2026-01-20T18:00:00Z")));
    later.sort();
    let mut sorted = first;
    sorted.sort();
    assert_eq!(later, sorted);
}
