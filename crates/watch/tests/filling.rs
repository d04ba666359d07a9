//! Reasons to call, as analytics' numbers give them.

use crate::made;

use analytics::{Snapshot, Span};
use made::{Made, at, snapshot};
use watch::digest::{Call, ChangeFacts, Why};

const PLACE: (&str, &str) = ("atlas.youcan.shop", "youcan");
const MOVES: &[Made] = &[
    ("2026-11-02T09:00:00Z", 20, 18, 2, &[(PLACE.0, PLACE.1, 2)]),
    ("2026-11-16T09:00:00Z", 20, 11, 9, &[(PLACE.0, PLACE.1, 9)]),
];
const STOPS: &[Made] = &[
    ("2026-11-02T09:00:00Z", 15, 14, 0, &[]),
    ("2026-11-16T09:00:00Z", 0, 0, 0, &[]),
];
const STANDS: &[Made] = &[("2026-10-05T09:00:00Z", 4, 0, 4, &[(PLACE.0, PLACE.1, 4)])];

fn sellers() -> Snapshot {
    let now = at("2026-11-17T09:00:00Z");
    snapshot(&[("moves", MOVES), ("stands", STANDS), ("stops", STOPS)], now)
}

fn reasons(slug: &str, leaves: Option<u32>, starts: Option<u32>) -> Vec<Why> {
    let snapshot = sellers();
    let changes = snapshot.changes_within(Span::between(at("2026-11-10T09:00:00Z"), None));
    let changed = changes.clients.iter().find(|changed| changed.slug == slug);
    let client = snapshot.client(slug).unwrap();
    Call::of(client, changed, leaves, starts).why
}

fn concurrent(ads: u64, of: u64) -> Why {
    let place = Some(PLACE.0.to_owned());
    Why::Concurrent { ads, of, place }
}

#[test]
fn ads_that_turned_away_in_the_period_are_told_beside_those_that_lead_away() {
    let ratio = Why::Ratio {
        before: 9_000,
        now: 5_500,
    };
    assert_eq!(
        reasons("moves", Some(620_000), None),
        [concurrent(9, 20), Why::Gained(7), ratio, Why::MayLeave(620_000)]
    );
}

#[test]
fn who_stopped_lost_all_its_ads_not_only_those_to_converty() {
    let stopped = Why::Stopped { lost: 15, of: 15 };
    assert_eq!(
        reasons("stops", None, Some(310_000)),
        [stopped, Why::MayStart(310_000)]
    );
}

#[test]
fn who_did_not_change_is_still_called_for_how_it_stands() {
    assert_eq!(reasons("stands", None, None), [concurrent(4, 4)]);
}

#[test]
fn sums_of_the_period_leave_out_what_was_before() {
    let snapshot = sellers();
    let changes = snapshot.changes_within(Span::between(at("2026-11-10T09:00:00Z"), None));
    let facts = ChangeFacts::of(&changes);
    assert_eq!((facts.started, facts.stopped, facts.ratio_moves), (0, 1, 1));
    let changes = snapshot.changes_within(Span::between(at("2026-11-16T09:00:00Z"), None));
    assert_eq!(ChangeFacts::of(&changes), ChangeFacts::default());
}
