//! What went out and how the watch stands: sent again, never run, silent for long; and share of voice.

use dashboard::Failure;
use serde_json::Value;
use watch::outbox::Kind;

use crate::common::watched::{GIVEN_UP, channels, message, outbox, watched};
use crate::common::{House, house, now};
use crate::page;

fn get(house: &House, address: &str) -> Value {
    serde_json::from_str(&page(house, address)).unwrap()
}

#[test]
fn a_message_that_was_given_up_is_sent_again_under_its_key() {
    let house = house();
    assert!(
        page(&house, "/alerts/deliveries").contains("Aucun"),
        "nothing yet"
    );
    watched(&house.made);
    let html = page(&house, "/alerts/deliveries");
    for said in [
        "abandonné",
        "envoyé",
        "en attente",
        "the signature does not match",
        "status 200",
    ] {
        assert!(html.contains(said), "{said}");
    }
    let key = message(GIVEN_UP, "", Kind::Alerts, now()).key;
    let listed = |state: &str| {
        let all = get(&house, "/api/v1/deliveries");
        let rows = all["data"].as_array().unwrap().clone();
        assert_eq!(rows.len(), 3);
        rows.iter()
            .any(|row| row["key"] == key.as_str() && row["state"] == state)
    };
    assert!(listed("given_up"));
    let sent = house.send("POST", "/alerts/deliveries/again", &[("key", &key)]);
    assert_eq!(sent.unwrap().status, 303);
    assert!(listed("waiting"), "the same key waits again");
    let twice = house.send("POST", &format!("/api/v1/deliveries/{key}/again"), &[]);
    assert_eq!(twice.unwrap().status, 204);
    for path in ["/alerts/deliveries/again", "/api/v1/deliveries/nothing/again"] {
        let odd = house.send("POST", path, &[("key", "nothing")]);
        assert!(matches!(odd, Err(Failure::NotFound { .. })), "{path}");
    }
}

#[test]
fn subjects_and_answers_stay_text() {
    let house = house();
    let evil = "<script>alert(1)</script>\u{202e}";
    let message = message("evil", evil, Kind::Test, now());
    assert!(outbox(&house.made).put(&message, now()).unwrap());
    let html = page(&house, "/alerts/deliveries?lang=ar");
    assert!(html.contains("alert(1)") && !html.contains("<script>alert") && !html.contains('\u{202e}'));
}

#[test]
fn a_watch_that_never_ran_says_so_and_one_that_runs_says_how() {
    let mut house = house();
    assert!(page(&house, "/alerts/week").contains("Aucune veille"));
    let never = get(&house, "/api/v1/watch");
    assert!(never["at"].is_null() && never["pace"].is_null() && never["schedules"] == serde_json::json!([]));
    watched(&house.made);
    let html = page(&house, "/alerts/week");
    assert!(!html.contains("Aucune veille") && !html.contains("semble arrêtée"));
    for said in [
        "3,12",
        "dans le rythme",
        "Scan hebdomadaire",
        "serveur-1",
        "La part vers Converty a baissé",
    ] {
        assert!(html.contains(said), "{said}");
    }
    assert_eq!(get(&house, "/api/v1/watch")["pace"]["spent_usd"], "3.120000");
    house.made.now = model::Timestamp::clamped(house.made.now.as_millis() + 2 * 3_600_000);
    assert!(page(&house, "/alerts/week").contains("semble arrêtée"));
}

#[test]
fn channels_are_shown_without_what_is_secret() {
    let mut house = house();
    let mut config = dashboard::Config::clone(&house.config);
    config.watching.channels = channels();
    house.config = std::sync::Arc::new(config);
    let html = page(&house, "/alerts/deliveries");
    assert!(html.contains("equipe") && html.contains("hooks.slack.com"));
}

#[test]
fn share_of_voice_is_drawn_and_told_with_its_duels() {
    let house = house();
    let told = get(&house, "/api/v1/competition/voice?range=90&beat=week");
    assert_eq!(told["beat"], "week");
    let rows = told["shares"].as_array().unwrap();
    let last = rows.last().unwrap()["day"].clone();
    let at_end: f64 = rows
        .iter()
        .filter(|row| row["day"] == last)
        .map(|row| row["share"].as_f64().unwrap())
        .sum();
    assert!((at_end - 100.0).abs() < 0.001, "{at_end}");
    assert_eq!(rows[0]["platform"], "converty", "Converty first");
    let duels = told["duels"].as_array().unwrap();
    assert!(!duels.is_empty() && duels.iter().any(|duel| duel["shared"].as_u64().unwrap() > 0));

    let html = page(&house, "/competition?range=90&beat=week");
    let chart = html
        .split("data-chart=\"voice\"")
        .nth(1)
        .unwrap()
        .split("</figure>")
        .next()
        .unwrap();
    assert!(chart.contains("t-converty") && chart.contains("t-rival-1") && chart.contains("<table>"));
    let name = duels[0]["platform_name"].as_str().unwrap();
    let table = html
        .split("id=\"h-duels\"")
        .nth(1)
        .unwrap()
        .split("</section>")
        .next()
        .unwrap();
    assert_eq!(table.matches("<th scope=\"row\">").count(), duels.len().min(10));
    assert!(table.contains(&format!("<bdi>{name}</bdi>")), "{name}");

    let file = page(&house, "/export/voice/csv?range=90&beat=week");
    assert_eq!(file.lines().count(), rows.len() + 1);
    assert_eq!(
        page(&house, "/export/duels/csv?range=90").lines().count(),
        duels.len() + 1
    );
    // What would be too many points is told in the next coarser ones; what is no beat is told as such.
    assert_eq!(
        get(
            &house,
            "/api/v1/competition/voice?range=custom&from=2025-11-01&to=2026-11-23&beat=day"
        )["beat"],
        "week"
    );
    assert!(matches!(
        house.visit("/api/v1/competition/voice?beat=year"),
        Err(Failure::Invalid { .. })
    ));
    assert!(matches!(
        house.visit("/export/voice/csv?beat=year"),
        Err(Failure::Invalid { .. })
    ));
    assert!(page(&house, "/competition?beat=year").contains("<bdi>beat</bdi>"));
}
