//! The base at a glance: what counts where, and what counts as changed.

use crate::common;

use analytics::{
    Book, Client, ClientDocuments, ClientStatus, Day, Overview, Range, Segment, Snapshot, Totals,
};
use common::{Made, at, book, documents, mapping, search};
use model::document::Status::{Active, Inactive, Unscannable};
use proptest::prelude::*;

const NOW: &str = "2026-01-20T12:00:00Z";

fn taken(mut book: Book) -> Snapshot {
    book.snapshot(1, at(NOW))
}

fn snapshot(all: impl IntoIterator<Item = ClientDocuments>) -> Snapshot {
    let mut book = book();
    all.into_iter().for_each(|one| book.put(one));
    taken(book)
}

/// Of the last seven days: from 2026-01-14, midnight in Tunis (23:00 UTC of the 13th).
fn week(snapshot: &Snapshot) -> Overview {
    snapshot.overview(Range::Last(7).window(snapshot.frame.today(), snapshot.frame.earliest))
}

#[test]
fn nobody_is_nothing() {
    let snapshot = taken(book());
    let overview = week(&snapshot);
    assert_eq!((overview.clients, overview.covered), (0, 0));
    assert_eq!(overview.changes.ads_before, None);
    assert_eq!(overview.bands.map(|band| band.segment), Segment::ALL);
    assert_eq!(
        snapshot.since_last_scan(),
        analytics::overview::Changes::default()
    );
}

#[test]
fn every_seller_is_counted_under_its_status_and_its_verdicts_are_summed() {
    let mut part = documents(
        "part",
        Some(Active),
        &[("2026-01-02T10:00:00Z", 9, 4, 3, &[("r.tn", "unknown", 3)])],
    );
    part.mapping.as_mut().unwrap().partial = true;
    let mut quiet = documents("quiet", Some(Inactive), &[]);
    quiet.mapping.as_mut().unwrap().partial = true;
    let mut book = book();
    book.totals(Totals {
        total: 50,
        converty: 40,
        concurrent: 6,
        unknown: 4,
        mixed: 2,
    });
    for one in [
        part,
        quiet,
        documents("whole", Some(Active), &[("2026-01-02T10:00:00Z", 2, 1, 0, &[])]),
        documents("never", None, &[]),
        documents("broken", Some(Unscannable), &[]),
    ] {
        book.put(one);
    }
    let overview = week(&taken(book));
    assert_eq!(overview.clients, 5);
    assert_eq!((overview.active, overview.inactive, overview.covered), (2, 1, 3));
    assert_eq!((overview.unscannable, overview.uncovered), (1, 1));
    assert_eq!(
        overview.partial, 1,
        "inactive ones are no active ones known in part"
    );
    assert_eq!(overview.concurrent_clients, 1);
    let ads = overview.ads;
    assert_eq!(
        (ads.total, ads.converty, ads.concurrent, ads.unknown),
        (11, 5, 3, 3)
    );
    assert_eq!((overview.all_ads.total, overview.all_ads.mixed), (50, 2));
}

#[test]
fn bands_begin_and_end_where_they_say_and_hold_active_sellers_only() {
    let of = |slug: &str, status, linked| {
        let mut one = documents(slug, Some(status), &[]);
        one.mapping = Some(mapping(slug, status, linked, at("2026-01-02T10:00:00Z")));
        one
    };
    let linked = [1, 5, 6, 10, 11, 20, 21, 4_000_000_000];
    let active = linked.map(|linked| of(&format!("s{linked}"), Active, linked));
    let overview = week(&snapshot(active.into_iter().chain([of("rest", Inactive, 3)])));
    assert_eq!(overview.bands.map(|band| band.clients), [2, 2, 2, 2]);
    assert_eq!(overview.bands.map(|band| band.segment), Segment::ALL);
    assert_eq!(
        overview.bands.iter().map(|band| band.clients).sum::<u64>(),
        overview.active
    );
}

#[test]
fn only_who_was_covered_when_the_window_began_has_changed() {
    let overview = week(&snapshot([
        // Covered for the first time within the window: no news.
        documents("fresh", Some(Active), &[("2026-01-15T10:00:00Z", 5, 5, 0, &[])]),
        documents(
            "fresh-and-gone",
            Some(Inactive),
            &[
                ("2026-01-15T10:00:00Z", 5, 5, 0, &[]),
                ("2026-01-16T10:00:00Z", 0, 0, 0, &[]),
            ],
        ),
        documents(
            "began",
            Some(Active),
            &[
                ("2026-01-02T10:00:00Z", 0, 0, 0, &[]),
                ("2026-01-15T10:00:00Z", 5, 5, 0, &[]),
            ],
        ),
        documents(
            "ended",
            Some(Inactive),
            &[
                ("2026-01-02T10:00:00Z", 4, 4, 0, &[]),
                ("2026-01-15T10:00:00Z", 0, 0, 0, &[]),
            ],
        ),
        documents(
            "there-and-back",
            Some(Active),
            &[
                ("2026-01-02T10:00:00Z", 3, 3, 0, &[]),
                ("2026-01-15T10:00:00Z", 0, 0, 0, &[]),
                ("2026-01-16T10:00:00Z", 3, 3, 0, &[]),
            ],
        ),
        documents(
            "long-ended",
            Some(Inactive),
            &[
                ("2026-01-02T10:00:00Z", 4, 4, 0, &[]),
                ("2026-01-03T10:00:00Z", 0, 0, 0, &[]),
            ],
        ),
    ]));
    assert_eq!(overview.changes.started, ["began"]);
    assert_eq!(overview.changes.stopped, ["ended"]);
    assert_eq!(overview.changes.newly_covered, 2);
    assert_eq!(overview.changes.active_before, Some(2));
    assert_eq!(overview.changes.ads_before.unwrap().total, 7);
}

#[test]
fn a_window_begins_and_ends_at_midnight_of_the_zone() {
    let turn = |slug: &str, when: &str| {
        documents(
            slug,
            Some(Inactive),
            &[("2026-01-02T10:00:00Z", 4, 4, 0, &[]), (when, 0, 0, 0, &[])],
        )
    };
    let snapshot = snapshot([
        turn("day-before", "2026-01-13T22:59:59.999Z"),
        turn("first-moment", "2026-01-13T23:00:00Z"),
        turn("last-moment", "2026-01-15T22:59:59.999Z"),
        turn("day-after", "2026-01-15T23:00:00Z"),
    ]);
    let day = |text| Day::parse(text).unwrap();
    let range = Range::Custom(day("2026-01-14"), day("2026-01-15"));
    let overview = snapshot.overview(range.window(snapshot.frame.today(), snapshot.frame.earliest));
    assert_eq!(overview.changes.stopped, ["first-moment", "last-moment"]);
    assert_eq!(
        overview.changes.active_before,
        Some(3),
        "one had stopped the day before"
    );
    assert_eq!(
        week(&snapshot).changes.stopped.len(),
        3,
        "a window to today has no end"
    );
}

#[test]
fn what_a_fast_clock_dated_tomorrow_is_part_of_a_window_to_today() {
    let tomorrow = snapshot([documents(
        "quiet",
        Some(Inactive),
        &[
            ("2026-01-02T10:00:00Z", 4, 4, 0, &[]),
            ("2026-01-21T10:00:00Z", 0, 0, 0, &[]),
        ],
    )]);
    assert_eq!(week(&tomorrow).changes.stopped, ["quiet"]);
    let day = |text| Day::parse(text).unwrap();
    let to_yesterday = Range::Custom(day("2026-01-14"), day("2026-01-19"));
    let window = to_yesterday.window(tomorrow.frame.today(), tomorrow.frame.earliest);
    assert!(tomorrow.overview(window).changes.stopped.is_empty());
}

#[test]
fn nothing_known_when_the_window_began_is_not_zero() {
    let snapshot = snapshot([documents(
        "first",
        Some(Active),
        &[("2026-01-14T10:00:00Z", 5, 5, 0, &[])],
    )]);
    let changes = week(&snapshot).changes;
    assert_eq!((changes.ads_before, changes.active_before), (None, None));
    assert_eq!(changes.newly_covered, 1);
}

#[test]
fn a_seller_that_was_asked_about_in_vain_and_advertises_later_has_started() {
    let late = |slug: &str| documents(slug, Some(Active), &[("2026-01-15T10:00:00Z", 5, 5, 0, &[])]);
    let mut book = book();
    book.search(&search("asked.converty.shop", "2026-01-02T10:00:00Z"));
    book.search(&search("just-now.converty.shop", "2026-01-14T22:00:00Z"));
    book.put(late("asked"));
    book.put(late("just-now"));
    let snapshot = taken(book);
    assert_eq!(week(&snapshot).changes.started, ["asked"]);
    let day = |text| Day::parse(text).unwrap();
    let range = Range::Custom(day("2026-01-15"), day("2026-01-20"));
    let changes = snapshot
        .overview(range.window(snapshot.frame.today(), snapshot.frame.earliest))
        .changes;
    assert_eq!(
        changes.started,
        ["asked"],
        "the report of a scan may be a few hours behind it"
    );
}

#[test]
fn rivals_of_the_first_scan_are_never_new() {
    let snapshot = snapshot([
        documents(
            "first",
            Some(Active),
            &[("2026-01-14T10:00:00Z", 5, 4, 1, &[("old.tn", "unknown", 1)])],
        ),
        documents(
            "same-day",
            Some(Active),
            &[(
                "2026-01-14T22:59:59.999Z",
                5,
                4,
                1,
                &[("old-too.tn", "unknown", 1)],
            )],
        ),
        documents(
            "next-day",
            Some(Active),
            &[(
                "2026-01-14T23:00:00Z",
                5,
                3,
                2,
                &[("new.tn", "unknown", 1), ("old.tn", "unknown", 1)],
            )],
        ),
    ]);
    assert_eq!(week(&snapshot).changes.new_rivals, ["new.tn"]);
    let day = Day::parse("2026-01-14").unwrap();
    let first_day = Range::Custom(day, day).window(snapshot.frame.today(), snapshot.frame.earliest);
    assert!(snapshot.overview(first_day).changes.new_rivals.is_empty());
}

#[test]
fn since_the_last_scan_is_since_the_end_of_the_one_before_it() {
    let mut book = book();
    book.put(documents(
        "ended",
        Some(Inactive),
        &[
            ("2026-01-05T09:00:00Z", 4, 4, 0, &[]),
            ("2026-01-12T09:30:00Z", 0, 0, 0, &[]),
        ],
    ));
    book.put(documents(
        "other",
        Some(Active),
        &[("2026-01-12T09:40:00Z", 6, 5, 1, &[("new.tn", "unknown", 1)])],
    ));
    book.search(&search("ended.converty.shop", "2026-01-05T09:00:00Z"));
    let only_one = book.snapshot(1, at(NOW));
    assert_eq!(
        only_one.since_last_scan(),
        analytics::overview::Changes::default()
    );
    book.search(&search("ended.converty.shop", "2026-01-12T09:30:00Z"));
    book.search(&search("other.converty.shop", "2026-01-12T09:40:00Z"));
    let two = book.snapshot(2, at(NOW));
    let changes = two.since_last_scan();
    assert_eq!(changes.since, Some(at("2026-01-05T09:00:00Z")));
    assert_eq!(changes.stopped, ["ended"]);
    assert!(changes.started.is_empty());
    assert_eq!(changes.new_rivals, ["new.tn"]);
    assert_eq!(changes.newly_covered, 1);
    assert_eq!(changes.active_before, Some(1));
    assert_eq!(changes.ads_before.unwrap().converty, 4);
    // The same sellers before a third scan: nothing changed since.
    book.search(&search("ended.converty.shop", "2026-01-19T09:30:00Z"));
    let three = book.snapshot(3, at(NOW)).since_last_scan();
    assert_eq!(three.since, Some(at("2026-01-12T09:40:00Z")));
    assert!(three.stopped.is_empty() && three.new_rivals.is_empty());
    assert_eq!((three.newly_covered, three.active_before), (0, Some(1)));
}

#[test]
fn a_report_made_hours_after_its_scan_is_no_start() {
    let mut book = book();
    book.search(&search("a.converty.shop", "2026-01-05T09:00:00Z"));
    book.put(documents(
        "a",
        Some(Active),
        &[("2026-01-06T09:00:00Z", 5, 5, 0, &[])],
    ));
    book.search(&search("b.converty.shop", "2026-01-05T09:00:00Z"));
    book.put(documents(
        "b",
        Some(Active),
        &[("2026-01-06T09:00:00.001Z", 5, 5, 0, &[])],
    ));
    book.search(&search("b.converty.shop", "2026-01-12T09:00:00Z"));
    let changes = taken(book).since_last_scan();
    assert_eq!(changes.since, Some(at("2026-01-05T09:00:00Z")));
    assert_eq!(changes.started, ["b"], "more than a day: a later scan saw it");
    assert_eq!(changes.active_before, Some(1));
    assert_eq!(changes.newly_covered, 0);
}

#[test]
fn a_mapping_as_old_as_the_report_does_not_overrule_it() {
    // Other programs call a seller inactive below a threshold of ads, and report on it all the same.
    let snapshot = snapshot([documents(
        "few",
        Some(Inactive),
        &[
            ("2026-01-02T10:00:00Z", 3, 3, 0, &[]),
            ("2026-01-15T10:00:00Z", 2, 2, 0, &[]),
        ],
    )]);
    assert!(week(&snapshot).changes.stopped.is_empty());
}

#[test]
fn scans_that_told_of_nobody_leave_nothing_to_compare_with() {
    let mut book = book();
    book.search(&search("page:1", "2026-01-05T09:00:00Z"));
    book.search(&search("page:1", "2026-01-12T09:00:00Z"));
    book.put(documents(
        "a",
        Some(Active),
        &[("2026-01-12T09:00:00Z", 5, 5, 0, &[])],
    ));
    let changes = taken(book).since_last_scan();
    assert_eq!(changes.since, Some(at("2026-01-05T09:00:00Z")));
    assert_eq!((changes.ads_before, changes.active_before), (None, None));
    assert_eq!(changes.newly_covered, 1);
}

#[test]
fn what_was_made_before_it_was_asked_for_says_the_same() {
    let snapshot = || {
        snapshot([documents(
            "a",
            Some(Active),
            &[("2026-01-12T09:00:00Z", 5, 4, 1, &[])],
        )])
    };
    let prepared = snapshot();
    prepared.prepare();
    assert_eq!(week(&prepared), week(&snapshot()));
    assert_eq!(prepared.since_last_scan(), snapshot().since_last_scan());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn who_is_active_was_or_started_or_is_new(
        sellers in prop::collection::vec(prop::collection::btree_map(1..20_u32, prop::bool::ANY, 0..5), 0..8),
        from in 1..20_u32,
    ) {
        let snapshot = snapshot(sellers.iter().enumerate().map(|(number, reports)| {
            let whens: Vec<_> = reports.keys().map(|day| format!("2026-01-{day:02}T10:00:00Z")).collect();
            let ads = |active: bool| 3 * u64::from(active);
            let lines: Vec<Made<'_>> = whens
                .iter()
                .zip(reports.values())
                .map(|(when, active)| (when.as_str(), ads(*active), ads(*active), 0, &[][..]))
                .collect();
            let status = match reports.values().last() {
                Some(true) => Active,
                _ => Inactive,
            };
            documents(&format!("s{number}"), Some(status), &lines)
        }));
        let from = Day::parse(&format!("2026-01-{from:02}")).unwrap();
        let overview = snapshot.overview(Range::Custom(from, snapshot.frame.today()).window(snapshot.frame.today(), None));
        let begin = snapshot.frame.zone.start_of(from);
        let fresh = |client: &&Client| client.covered_at.is_some_and(|covered| covered >= begin);
        let fresh: Vec<_> = snapshot.each().filter(fresh).collect();
        let fresh_active = fresh.iter().filter(|client| client.status == ClientStatus::Active).count() as u64;
        let changes = &overview.changes;
        prop_assert_eq!(changes.newly_covered, fresh.len() as u64);
        prop_assert_eq!(
            changes.active_before.unwrap_or(0) + changes.started.len() as u64 + fresh_active,
            overview.active + changes.stopped.len() as u64
        );
        for slug in changes.started.iter().chain(&changes.stopped) {
            prop_assert!(fresh.iter().all(|client| client.slug != *slug));
        }
    }
}
