//! Series agree with what is known now, and with each other.

use crate::common;

use analytics::{ClientStatus, Day, Moment, Range, SearchMade, Snapshot, Timeline, Unit, Window};
use common::{at, book, documents, made, search};
use model::MicroDollars;
use model::document::Status;
use proptest::collection::vec;
use proptest::prelude::*;

fn timeline(snapshot: &Snapshot, range: Range) -> Timeline {
    snapshot.timeline(range.window(snapshot.frame.today(), snapshot.frame.earliest))
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// The sums that a series of changes must keep, whatever its unit.
fn sums(timeline: &Timeline) -> (u32, u32, u32, u32, u32, MicroDollars) {
    let sum = |of: fn(&Moment) -> u32| timeline.points.iter().map(of).sum();
    (
        sum(|point| point.searches),
        sum(|point| point.partial_searches),
        sum(|point| point.newly_covered),
        sum(|point| point.reports_active),
        sum(|point| point.reports_inactive),
        timeline.points.iter().map(|point| point.cost).sum(),
    )
}

proptest! {
    #[test]
    fn the_last_point_is_what_is_known_now(
        sellers in vec(made::seller(), 0..25),
        searches in vec(made::search(), 0..10),
        hour in 0..60_i64 * 24,
    ) {
        let mut book = book();
        for documents in sellers {
            book.put(documents);
        }
        for search in &searches {
            book.search(search);
        }
        // Now may lie before some of what the documents tell.
        let now = model::Timestamp::clamped(at("2026-10-20").as_millis() + hour * 3_600_000);
        let snapshot = book.snapshot(1, now);
        let all = timeline(&snapshot, Range::All);
        let last = all.points.last().unwrap();
        let count = |status| snapshot.each().filter(|client| client.status == status).count();
        let (active, inactive) = (count(ClientStatus::Active), count(ClientStatus::Inactive));
        prop_assert_eq!((last.active as usize, last.inactive as usize), (active, inactive));
        prop_assert_eq!(last.covered as usize, active + inactive);
        let ads = |of: fn(&analytics::Tally) -> u32| snapshot.each().map(|client| u64::from(of(&client.ads))).sum::<u64>();
        prop_assert_eq!(last.ads.total, ads(|ads| ads.total));
        prop_assert_eq!(last.ads.converty, ads(|ads| ads.converty));
        prop_assert_eq!(last.ads.concurrent, ads(|ads| ads.concurrent));
        prop_assert_eq!(last.ads.unknown, ads(|ads| ads.unknown));
        let dated = searches.iter().filter(|search| search.at.is_some());
        let cost: MicroDollars = dated.clone().map(|search| search.cost).sum();
        prop_assert_eq!((sums(&all).0 as usize, sums(&all).5), (dated.count(), cost));
        for point in &all.points {
            prop_assert_eq!(point.covered, point.active + point.inactive);
        }
        // The overview says the same, and any window ends where the whole story does.
        let overview = snapshot.overview(all.window);
        prop_assert_eq!((overview.active, overview.inactive), (u64::from(last.active), u64::from(last.inactive)));
        prop_assert_eq!((overview.covered, overview.ads), (u64::from(last.covered), last.ads));
        let week = timeline(&snapshot, Range::Last(7));
        let end = week.points.last().unwrap();
        prop_assert_eq!((end.covered, end.active, end.ads), (last.covered, last.active, last.ads));
    }

    #[test]
    fn units_and_windows_tell_one_story(sellers in vec(made::seller(), 0..25), searches in vec(made::search(), 0..10)) {
        let mut book = book();
        for search in &searches {
            book.search(search);
        }
        for documents in sellers {
            book.put(documents);
        }
        let snapshot = book.snapshot(1, at("2026-12-24T12:00:00Z"));
        let of = |from: &str| snapshot.timeline(Window { from: day(from), to: snapshot.frame.today() });
        let (days, weeks, months) = (of("2026-10-01"), of("2026-01-01"), of("2024-01-01"));
        prop_assert_eq!((days.unit, weeks.unit, months.unit), (Unit::Day, Unit::Week, Unit::Month));
        prop_assert_eq!(sums(&days), sums(&weeks));
        prop_assert_eq!(sums(&days), sums(&months));
        for timeline in [&days, &weeks, &months] {
            prop_assert!(timeline.points.windows(2).all(|pair| pair[0].last.plus(1) == pair[1].day), "a gap");
            prop_assert_eq!(timeline.points[0].day, timeline.window.from);
            for point in &timeline.points {
                let same = days.points.iter().find(|day| day.last == point.last);
                if let Some(same) = same {
                    prop_assert_eq!((same.covered, same.active, same.ads), (point.covered, point.active, point.ads));
                }
            }
        }
    }
}

fn at_end(timeline: &Timeline, of: &str) -> Moment {
    *timeline
        .points
        .iter()
        .find(|point| point.last == day(of))
        .unwrap()
}

#[test]
fn a_story_of_two_scans() {
    let mut book = book();
    book.search(&search("converty.shop", "2026-11-02T09:00:00Z"));
    book.search(&SearchMade {
        complete: false,
        ..search("a.converty.shop", "2026-11-09T09:00:00Z")
    });
    let reports = [
        ("2026-11-02T10:00:00Z", 5, 5, 0, &[][..]),
        ("2026-11-09T10:00:00Z", 0, 0, 0, &[]),
    ];
    book.put(documents("a", Some(Status::Inactive), &reports));
    let mut without_ads = documents("b", Some(Status::Inactive), &[]);
    without_ads.mapping.as_mut().unwrap().timestamp = at("2026-11-09T10:00:00Z");
    book.put(without_ads);
    book.put(documents("c", None, &[]));
    let snapshot = book.snapshot(1, at("2026-11-10T12:00:00Z"));
    assert_eq!(snapshot.frame.earliest, Some(day("2026-11-02")));
    let story = timeline(&snapshot, Range::Last(10));

    let first = at_end(&story, "2026-11-02");
    assert_eq!(
        (first.searches, first.partial_searches, first.cost),
        (1, 0, MicroDollars::new(2_250))
    );
    assert_eq!(
        (first.newly_covered, first.covered),
        (2, 2),
        "b was under the sweep, long before its mapping"
    );
    assert_eq!((first.active, first.inactive, first.reports_active), (1, 1, 1));
    assert_eq!((first.ads.total, first.finished), (5, true));
    assert_eq!(at_end(&story, "2026-11-01").covered, 0);

    let second = at_end(&story, "2026-11-09");
    assert_eq!((second.searches, second.partial_searches), (1, 1));
    assert_eq!((second.newly_covered, second.covered), (0, 2));
    assert_eq!(
        (second.active, second.inactive, second.reports_inactive),
        (0, 2, 1)
    );
    assert_eq!(second.ads.total, 0);
    assert!(!at_end(&story, "2026-11-10").finished, "today is not over");
}

#[test]
fn what_the_mapping_says_last_counts_last() {
    let mut book = book();
    let mut left = documents(
        "a",
        Some(Status::Active),
        &[("2026-11-02T10:00:00Z", 5, 5, 0, &[])],
    );
    let mapping = left.mapping.as_mut().unwrap();
    (mapping.status, mapping.timestamp) = (Status::Inactive, at("2026-11-05T10:00:00Z"));
    book.put(left);
    let mut broken = documents(
        "b",
        Some(Status::Unscannable),
        &[("2026-11-03T10:00:00Z", 2, 2, 0, &[])],
    );
    broken.mapping.as_mut().unwrap().timestamp = at("2026-11-06T10:00:00Z");
    book.put(broken);
    let snapshot = book.snapshot(1, at("2026-11-10T12:00:00Z"));
    let story = timeline(&snapshot, Range::Last(10));
    let states: Vec<_> = ["02", "03", "05", "06"]
        .map(|of| at_end(&story, &format!("2026-11-{of}")))
        .map(|point| (point.active, point.inactive, point.covered))
        .to_vec();
    assert_eq!(states, [(1, 0, 1), (2, 0, 2), (1, 1, 2), (0, 1, 1)]);
}

#[test]
fn a_day_is_the_zones() {
    let mut book = book();
    book.search(&search("converty.shop", "2026-11-02T23:30:00Z"));
    let snapshot = book.snapshot(1, at("2026-11-10T12:00:00Z"));
    assert_eq!(
        at_end(&timeline(&snapshot, Range::Last(10)), "2026-11-03").searches,
        1
    );
}

#[test]
fn a_date_from_before_ads_does_not_stretch_the_story() {
    let mut book = book();
    book.search(&search("converty.shop", "0001-01-01T00:00:00Z"));
    let snapshot = book.snapshot(1, at("2026-11-10T12:00:00Z"));
    assert_eq!(snapshot.frame.earliest, Some(Day::FIRST));
    let story = timeline(&snapshot, Range::All);
    assert_eq!(
        (story.unit, story.points.len(), story.points[0].searches),
        (Unit::Month, 274, 1)
    );
}

#[test]
fn who_was_covered_long_before_the_first_report_had_no_ads_until_then() {
    let mut book = book();
    let made = ("2026-11-10T10:00:00Z", 3, 3, 0, &[][..]);
    book.put(documents("late", Some(Status::Active), &[made]));
    book.search(&search("late.converty.shop", "2026-11-01T10:00:00Z"));
    let snapshot = book.snapshot(1, at("2026-11-20T10:00:00Z"));
    let all = timeline(&snapshot, Range::All);
    let stood = |text: &str| {
        let point = all.points.iter().find(|point| point.day == day(text)).unwrap();
        (point.active, point.inactive)
    };
    assert_eq!(stood("2026-11-05"), (0, 1));
    assert_eq!(stood("2026-11-10"), (1, 0));
    let since = Range::Custom(day("2026-11-05"), day("2026-11-20"));
    let changes = snapshot
        .overview(since.window(snapshot.frame.today(), snapshot.frame.earliest))
        .changes;
    assert_eq!((changes.active_before, changes.started.len()), (Some(0), 1));
}
