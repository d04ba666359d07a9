//! What is said of the purse, and when its money ends.

use crate::common;

use analytics::{Alert, AlertRules, MoneyFacts, Severity};
use common::{at, book};
use model::{MicroDollars, Timestamp};

const NOW: &str = "2026-01-20T12:00:00Z";
const STARTS: &str = "2026-01-10T12:00:00Z";

fn alerts(money: &MoneyFacts) -> Vec<Alert> {
    let snapshot = book().snapshot(1, at(NOW));
    let today = snapshot.frame.today();
    let window = analytics::Window {
        from: today,
        to: today,
    };
    snapshot.alerts(window, &AlertRules::default(), money)
}

#[test]
fn only_the_highest_threshold_that_was_crossed_is_told() {
    for (percent, told) in [
        (59, None),
        (60, Some(("60", Severity::Notice))),
        (79, Some(("60", Severity::Notice))),
        (80, Some(("80", Severity::Warning))),
        (89, Some(("80", Severity::Warning))),
        (90, Some(("90", Severity::Warning))),
        (99, Some(("90", Severity::Warning))),
        (100, Some(("100", Severity::Critical))),
        (u32::MAX, Some(("100", Severity::Critical))),
    ] {
        let money = MoneyFacts {
            percent,
            starts: Some(at(STARTS)),
            ..MoneyFacts::default()
        };
        let alerts = alerts(&money);
        let found = alerts
            .first()
            .map(|alert| (alert.subject.as_str(), alert.severity));
        assert_eq!(found, told, "{percent}");
        assert_eq!(alerts.len(), usize::from(told.is_some()));
        if let Some((threshold, _)) = told {
            assert_eq!(
                alerts[0].id,
                format!("budget:{threshold}:{}", at(STARTS).as_millis())
            );
            assert!(alerts[0].clients.is_empty());
        }
    }
}

#[test]
fn the_next_cycle_says_it_again() {
    let id = |starts| {
        let money = MoneyFacts {
            percent: 80,
            starts,
            ..MoneyFacts::default()
        };
        alerts(&money)[0].id.clone()
    };
    assert_eq!(id(Some(at(STARTS))), id(Some(at(STARTS))));
    assert_ne!(id(Some(at(STARTS))), id(Some(at("2026-02-10T12:00:00Z"))));
    assert_eq!(id(None), "budget:80:0");
}

/// Ten days into a cycle.
fn money(spent: i64, left: i64) -> MoneyFacts {
    MoneyFacts {
        spent: MicroDollars::new(spent),
        left: MicroDollars::new(left),
        starts: Some(at(STARTS)),
        ends: Some(at("2026-02-10T12:00:00Z")),
        ..MoneyFacts::default()
    }
}

#[test]
fn what_is_left_lasts_as_long_as_it_took_to_spend_as_much() {
    let now = at(NOW);
    assert_eq!(
        money(2_000_000, 1_000_000).ends_at_pace(now),
        Some(at("2026-01-25T12:00:00Z"))
    );
    assert_eq!(money(3, 1).ends_at_pace(now), Some(at("2026-01-23T20:00:00Z")));
    assert_eq!(money(1_000_000, 0).ends_at_pace(now), Some(now));
    assert_eq!(
        money(1_000_000, -5).ends_at_pace(now),
        Some(now),
        "overdrawn: it has ended"
    );
}

#[test]
fn money_that_lasts_to_the_end_of_the_cycle_does_not_end() {
    // 21 days are left: money for 21 days lasts, money for a moment less does not.
    let now = at(NOW);
    assert_eq!(money(10_000_000, 21_000_000).ends_at_pace(now), None);
    let nearly = money(10_000_000, 20_999_999).ends_at_pace(now).unwrap();
    assert!(nearly < at("2026-02-10T12:00:00Z"));
    let endless = MoneyFacts {
        ends: None,
        ..money(10_000_000, 40_000_000)
    };
    assert_eq!(endless.ends_at_pace(now), Some(at("2026-03-01T12:00:00Z")));
}

#[test]
fn without_a_pace_there_is_no_end() {
    let now = at(NOW);
    assert_eq!(money(0, 1).ends_at_pace(now), None);
    assert_eq!(money(0, 0).ends_at_pace(now), None);
    assert_eq!(
        money(5, 1).ends_at_pace(at(STARTS)),
        None,
        "the cycle begins this moment"
    );
    let unknown = MoneyFacts {
        starts: None,
        ..money(5, 1)
    };
    assert_eq!(unknown.ends_at_pace(now), None);
}

#[test]
fn absurd_amounts_and_times_end_in_no_panic() {
    let extremes = [i64::MIN, -1, 0, 1, i64::MAX];
    let times = [
        Timestamp::clamped(i64::MIN),
        at(NOW),
        Timestamp::clamped(i64::MAX),
    ];
    for spent in extremes {
        for left in extremes {
            for now in times {
                let facts = MoneyFacts {
                    starts: Some(times[0]),
                    ends: None,
                    ..money(spent, left)
                };
                let end = facts.ends_at_pace(now);
                assert!(end.is_none_or(|end| end >= now));
            }
        }
    }
}
