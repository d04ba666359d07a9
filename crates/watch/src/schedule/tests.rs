//! Occurrences, through changes of the clock, jitter and downtime.

use proptest::prelude::*;

use super::*;

fn schedule(text: &str, zone: &str) -> Schedule {
    Schedule::new("scan", text, zone, Duration::ZERO).unwrap()
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// The next occurrences after a moment.
fn nexts(schedule: &Schedule, from: &str, count: usize) -> Vec<String> {
    let mut now = at(from);
    let mut found = Vec::new();
    for _ in 0..count {
        now = schedule.next(now).unwrap().due;
        found.push(now.to_string());
    }
    found
}

#[test]
fn mondays_at_six_in_tunis() {
    let found = nexts(
        &schedule("0 6 * * MON", "Africa/Tunis"),
        "2026-11-23T05:00:00Z",
        2,
    );
    assert_eq!(found, ["2026-11-30T05:00:00.000Z", "2026-12-07T05:00:00.000Z"]);
    let latest = schedule("0 6 * * MON", "Africa/Tunis").latest(at("2026-11-25T00:00:00Z"));
    assert_eq!(latest.unwrap().at, at("2026-11-23T05:00:00Z"));
}

#[test]
fn an_hour_that_is_skipped_is_made_up_for_at_once() {
    // Paris, 2026-03-29: 02:00 becomes 03:00.
    let found = nexts(&schedule("30 2 * * *", "Europe/Paris"), "2026-03-28T02:00:00Z", 3);
    assert_eq!(
        found,
        [
            "2026-03-29T01:30:00.000Z",
            "2026-03-30T00:30:00.000Z",
            "2026-03-31T00:30:00.000Z"
        ]
    );
    let weekly = nexts(
        &schedule("30 2 * * SUN", "Europe/Paris"),
        "2026-03-29T01:10:00Z",
        1,
    );
    assert_eq!(
        weekly,
        ["2026-03-29T01:30:00.000Z"],
        "asked for just after the jump"
    );
}

#[test]
fn an_hour_that_comes_twice_is_used_once() {
    // Paris, 2026-10-25: 03:00 becomes 02:00.
    let found = nexts(&schedule("30 2 * * *", "Europe/Paris"), "2026-10-24T22:00:00Z", 2);
    assert_eq!(found, ["2026-10-25T00:30:00.000Z", "2026-10-26T01:30:00.000Z"]);
    let between = nexts(&schedule("30 2 * * *", "Europe/Paris"), "2026-10-25T01:00:00Z", 1);
    assert_eq!(between, ["2026-10-26T01:30:00.000Z"]);
}

#[test]
fn a_schedule_may_bring_its_own_zone() {
    let own = schedule("0 6 * * MON America/New_York", "Africa/Tunis");
    assert_eq!(
        nexts(&own, "2026-11-23T05:00:00Z", 1),
        ["2026-11-23T11:00:00.000Z"]
    );
}

#[test]
fn what_cannot_be_read_is_refused_in_one_line() {
    let refused = |text: &str, zone: &str| Schedule::new("scan", text, zone, Duration::ZERO).unwrap_err();
    for text in [
        "",
        "0 6 * *",
        "61 6 * * MON",
        "0 6 * * FUNDAY",
        "0 0 30 2 *",
        "0 6 * * MON UTC more",
    ] {
        let error = refused(text, "UTC").to_string();
        assert!(
            !error.contains('\n') && error.contains("not a schedule"),
            "{error}"
        );
    }
    assert_eq!(
        refused("0 6 * * MON", "Tunis"),
        ScheduleError::Zone("Tunis".to_owned())
    );
    assert_eq!(
        refused("0 6 * * MON Nowhere", "UTC"),
        ScheduleError::Zone("Nowhere".to_owned())
    );
}

#[test]
fn downtime_is_made_up_for_once() {
    let daily = schedule("0 6 * * *", "UTC");
    let now = at("2026-11-23T09:00:00Z");
    let due = |done: &str| daily.due(Some(at(done)), now);
    let latest = daily.latest(now).unwrap();
    assert_eq!(due("2026-11-23T06:00:00Z"), None);
    assert_eq!(
        due("2026-11-22T06:00:00Z"),
        Some(Due {
            occurrence: latest,
            missed: 0
        })
    );
    assert_eq!(
        due("2026-11-19T06:00:00Z"),
        Some(Due {
            occurrence: latest,
            missed: 3
        })
    );
    assert_eq!(
        daily.due(None, now),
        Some(Due {
            occurrence: latest,
            missed: 0
        })
    );
    assert_eq!(
        schedule("* * * * *", "UTC")
            .due(Some(at("2026-01-01T00:00:00Z")), now)
            .unwrap()
            .missed,
        MISSED_MOST
    );
}

#[test]
fn jitter_is_the_same_everywhere_and_differs_from_time_to_time() {
    let jittered = |name| Schedule::new(name, "0 6 * * *", "UTC", Duration::from_mins(30)).unwrap();
    let found = nexts(&jittered("scan"), "2026-11-23T00:00:00Z", 5);
    assert_eq!(found, nexts(&jittered("scan"), "2026-11-23T00:00:00Z", 5));
    assert_ne!(found, nexts(&jittered("digest"), "2026-11-23T00:00:00Z", 5));
    let minutes: std::collections::BTreeSet<&str> = found.iter().map(|text| &text[11..]).collect();
    assert!(
        minutes.len() > 1 && minutes.iter().all(|text| text.starts_with("06:")),
        "{minutes:?}"
    );
}

proptest! {
    /// Whatever the zone, the time and the jitter: the latest occurrence has begun, the next has not, and between
    /// them there is none.
    #[test]
    fn latest_and_next_are_neighbours(
        text in prop::sample::select(vec!["0 6 * * MON", "30 2 * * *", "*/20 * * * *", "15 2 1 * *"]),
        zone in prop::sample::select(vec!["Africa/Tunis", "Europe/Paris", "America/New_York", "Australia/Lord_Howe"]),
        minutes in 0_i64..2_000_000,
        jitter in 0_u64..15,
    ) {
        let schedule = Schedule::new("scan", text, zone, Duration::from_mins(jitter)).unwrap();
        let now = Timestamp::clamped(1_735_689_600_000 + minutes * 60_000);
        let (latest, next) = (schedule.latest(now).unwrap(), schedule.next(now).unwrap());
        prop_assert!(latest.due <= now && now < next.due);
        prop_assert_eq!(schedule.after(latest.at), Some(next));
        prop_assert_eq!(schedule.due(Some(latest.at), now), None);
    }
}
