//! Alerts, and what is decided about them.

use std::sync::Arc;

use dashboard::{Failure, decisions};
use model::Timestamp;

use crate::common::{House, house, now};
use crate::page;

/// The id of the first alert that may be decided about.
fn first_alert(html: &str) -> String {
    let id = html
        .split("name=\"id\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    id.to_owned()
}

/// The view as the keeper makes it after a decision, at this moment.
fn renewed(house: &mut House, at: Timestamp) {
    let decided = decisions::all(&*house.made.database).unwrap();
    let view = Arc::get_mut(&mut house.view).unwrap();
    view.decisions = decided;
    view.figures.frame_mut().taken_at = at;
    view.told = dashboard::view::Memory::default();
}

#[test]
fn alerts_are_acknowledged_and_opened_again() {
    let mut house = house();
    let open = page(&house, "/alerts");
    let id = first_alert(&open);
    let decide = |house: &House, kind| {
        let fields = [("id", id.as_str()), ("kind", kind), ("back", "/alerts?range=90")];
        house.send("POST", "/alerts/decide", &fields).unwrap()
    };
    let reply = decide(&house, "acknowledged");
    assert_eq!(
        (reply.status.as_u16(), reply.headers[0].1.as_str()),
        (303, "/alerts?range=90")
    );
    renewed(&mut house, now());
    assert!(!page(&house, "/alerts").contains(&format!("value=\"{id}\"")));
    let decided = page(&house, "/alerts?show=decided");
    assert!(decided.contains(&format!("value=\"{id}\"")));
    assert!(decided.contains("Acquittée par <bdi>local</bdi> le <time"));

    decide(&house, "none");
    renewed(&mut house, now());
    assert!(page(&house, "/alerts").contains(&format!("value=\"{id}\"")));
}

#[test]
fn a_mute_ends() {
    let mut house = house();
    let id = first_alert(&page(&house, "/alerts"));
    let mute = |house: &House, days| {
        let fields = [("id", id.as_str()), ("kind", "muted"), ("days", days)];
        house.send("POST", "/alerts/decide", &fields)
    };
    for wrong in ["", "0", "-7", "400", "week"] {
        assert!(
            matches!(mute(&house, wrong), Err(Failure::Invalid { .. })),
            "{wrong}"
        );
    }
    mute(&house, "7").unwrap();
    let shown = |house: &House| page(house, "/alerts?range=all").contains(&format!("value=\"{id}\""));
    let midnight = house.config.zone.start_of(house.config.zone.day(now()).plus(7));
    renewed(&mut house, Timestamp::clamped(midnight.as_millis() - 1));
    assert!(!shown(&house), "muted to the last millisecond");
    renewed(&mut house, midnight);
    assert!(shown(&house), "and open again");
}

#[test]
fn alerts_are_told_by_kind_with_their_numbers() {
    let house = house();
    let snapshot = house.snapshot();
    let window = house.visitor("/alerts", "range=90", Vec::new(), &[]).ask.window(
        &snapshot.frame.zone,
        now(),
        snapshot.frame.earliest,
    );
    let (open, _) = house.view.alerts(&house.config, window).unwrap();
    assert!(!open.is_empty());
    for alert in open.iter() {
        let kind = alert.kind.as_str();
        let html = page(&house, &format!("/alerts?range=90&kind={kind}"));
        let of_kind = open.iter().filter(|other| other.kind == alert.kind).count();
        let shown = html.matches("class=\"alert alert-").count();
        assert_eq!(shown, of_kind.min(50), "{kind}");
    }
    let fields = [("id", "budget:80:1"), ("kind", "eaten")];
    let failure = house.send("POST", "/alerts/decide", &fields).unwrap_err();
    assert!(matches!(failure, Failure::Invalid { .. }));
    let evil = [
        ("id", "budget:80:1"),
        ("kind", "none"),
        ("back", "//evil.example"),
    ];
    let reply = house.send("POST", "/alerts/decide", &evil).unwrap();
    assert_eq!(reply.headers[0].1, "/alerts");
}
