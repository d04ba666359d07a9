//! A start is sent once, whatever comes back, and what comes back is not believed lightly.

use apify::{Refusal, RunStatus, StartError};
use model::MicroDollars;
use serde_json::{Value, json};

use crate::script::{Script, Step, data, door, fault, html, raw, run};

const CAP: MicroDollars = MicroDollars::new(7_550);

async fn start(steps: Vec<Step>) -> (Result<apify::Run, StartError>, std::sync::Arc<Script>) {
    let (door, script) = door(steps);
    let input = json!({"urls": [{"url": "https://x/?q=a"}], "runTag": "t1", "pad": "x".repeat(3000)});
    (
        door.start("curious_coder/facebook-ads-library-scraper", &input, CAP)
            .await,
        script,
    )
}

#[tokio::test(start_paused = true)]
async fn the_request_carries_cap_input_and_token_and_nothing_is_compressed() {
    let (started, script) = start(vec![data(&run("r1", "READY"))]).await;
    let started = started.unwrap();
    assert_eq!(
        (started.id.as_str(), started.dataset_id.as_str()),
        ("r1", "set-r1")
    );
    assert_eq!(started.status, RunStatus::Ready);
    let asked = &script.asked()[0];
    assert!(asked.post);
    assert_eq!(
        asked.url,
        "https://api.apify.com/v2/actors/curious_coder~facebook-ads-library-scraper/runs?maxTotalChargeUsd=0.00755"
    );
    let input: Value = serde_json::from_slice(asked.body.as_ref().unwrap()).unwrap();
    assert_eq!(input["runTag"], "t1");
    let names: Vec<String> = asked.headers.keys().map(|name| name.to_lowercase()).collect();
    assert!(names.contains(&"authorization".to_owned()) && !names.contains(&"content-encoding".to_owned()));
}

/// Everything after which nobody knows.
#[tokio::test(start_paused = true)]
async fn exactly_one_post_and_unknown_where_nothing_is_proven() {
    for step in [
        Step::Breaks,
        Step::Hangs,
        raw(503, "{}"),
        fault(500, "internal-server-error", "oops"),
        fault(
            502,
            "not-enough-usage-to-run-paid-actor",
            "a 5xx proves nothing, whatever it says",
        ),
        fault(408, "run-timeout-exceeded", "too slow"),
        fault(409, "conflict", "twice"),
        html(502),
        html(403),
        html(429),
        html(200),
        raw(307, ""),
        raw(400, "{\"error\":{\"type\":\"invalid-inp"),
        raw(403, ""),
        raw(200, ""),
        raw(201, "{}"),
        raw(201, "{\"data\":{\"actId\":\"a\",\"id\":\"cut"),
        raw(201, "{\"data\":{\"id\":\"../users/me\",\"act"),
        raw(201, "{\"data\":[]}"),
    ] {
        let name = format!("{step:?}");
        let (started, script) = start(vec![step]).await;
        assert!(
            matches!(started, Err(StartError::Unknown(_))),
            "{name}: {started:?}"
        );
        assert_eq!(script.asked().len(), 1, "{name}");
        assert_eq!(script.posts(), 1, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn too_many_requests_is_certainly_not_started() {
    for step in [fault(429, "rate-limit-exceeded", "slow down"), raw(429, "")] {
        let (started, script) = start(vec![step]).await;
        assert!(
            matches!(
                started,
                Err(StartError::Refused(Refusal::Busy { status: 429, .. }))
            ),
            "{started:?}"
        );
        assert_eq!(script.posts(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_broken_answer_that_names_the_run_is_made_good_by_reading() {
    let location = Step::Answer(
        201,
        vec![("Location", "https://api.apify.com/v2/actor-runs/r7".to_owned())],
        b"<html>".to_vec(),
    );
    for broken in [
        raw(201, " {\"data\" : {\"id\":\"r7\",\"actId\":\"Xta"),
        location,
        data(&json!({"id": "r7"})),
    ] {
        let (started, script) = start(vec![broken, data(&run("r7", "RUNNING"))]).await;
        assert_eq!(started.unwrap().dataset_id, "set-r7");
        assert!(
            script.asked()[1].url.ends_with("/v2/actor-runs/r7"),
            "{}",
            script.asked()[1].url
        );
        assert_eq!((script.posts(), script.asked().len()), (1, 2));
    }
}

#[tokio::test(start_paused = true)]
async fn a_named_run_that_cannot_be_read_is_unknown_unless_the_answer_was_whole() {
    let gone = || fault(404, "record-not-found", "no such run");
    let cut = raw(201, "{\"data\":{\"id\":\"r7\",\"actId\":\"Xta");
    let (started, script) = start([vec![cut], vec![gone(); 20]].concat()).await;
    assert!(matches!(started, Err(StartError::Unknown(_))), "{started:?}");
    assert_eq!(script.posts(), 1);
    let thin = data(&json!({"id": "r7", "status": "READY"}));
    let (started, _) = start([vec![thin], vec![gone(); 20]].concat()).await;
    assert_eq!(started.unwrap().id, "r7");
}

#[tokio::test(start_paused = true)]
async fn without_a_cap_or_an_actor_nothing_is_sent() {
    let (door, script) = door([]);
    for (actor, cap) in [
        ("x", MicroDollars::ZERO),
        ("x", MicroDollars::new(-5)),
        ("", CAP),
        ("..", CAP),
    ] {
        let started = door.start(actor, &json!({}), cap).await;
        let Err(StartError::Refused(Refusal::Invalid { status: 0, .. })) = started else {
            panic!("{actor} {cap}: {started:?}");
        };
    }
    assert!(script.asked().is_empty());
    assert_eq!(door.statistics().requests, 0);
}

#[tokio::test(start_paused = true)]
async fn every_cap_is_sent_as_the_same_amount() {
    for micros in [
        1,
        9,
        750,
        7_550,
        10_000,
        999_999,
        1_000_000,
        4_999_999,
        5_000_000,
        123_456_789,
    ] {
        let (door, script) = door([data(&run("r", "READY"))]);
        door.start("x", &json!({}), MicroDollars::new(micros))
            .await
            .unwrap();
        let url = script.asked()[0].url.clone();
        let sent = url.split_once("maxTotalChargeUsd=").unwrap().1;
        assert_eq!(
            MicroDollars::parse(sent),
            Some(MicroDollars::new(micros)),
            "{url}"
        );
    }
}
