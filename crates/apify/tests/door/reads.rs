//! Reads are repeated until they can be read, with growing pauses, and counted.

use std::time::Duration;

use apify::{Error, RunStatus, Statistics};
use model::Timestamp;
use serde_json::{Value, json};

use crate::script::{Asked, Script, Step, data, door, door_with, fault, html, raw, run};

fn pauses(asked: &[Asked]) -> Vec<Duration> {
    asked.windows(2).map(|pair| pair[1].at - pair[0].at).collect()
}

#[tokio::test(start_paused = true)]
async fn whatever_may_pass_is_asked_again_with_doubled_pauses() {
    for bad in [
        Step::Breaks,
        raw(500, "{}"),
        fault(503, "x", "y"),
        html(502),
        html(200),
        html(404),
        raw(307, ""),
        fault(429, "rate-limit-exceeded", "slow"),
        raw(200, "{\"data\":{\"id\":\"r"),
        raw(200, "[]"),
        data(&json!({"status": "RUNNING"})),
    ] {
        let name = format!("{bad:?}");
        let steps = [vec![bad; 3], vec![data(&run("r1", "RUNNING"))]].concat();
        let (door, script) = door(steps);
        assert_eq!(
            door.run("r1", Duration::ZERO).await.unwrap().status,
            RunStatus::Running,
            "{name}"
        );
        for (pause, least) in pauses(&script.asked()).into_iter().zip([500, 1000, 2000]) {
            let least = Duration::from_millis(least);
            assert!(pause >= least && pause < least * 2, "{name}: {pause:?}");
        }
        let counted = door.statistics();
        assert_eq!(
            (counted.requests, counted.retries, counted.failed),
            (4, 3, 3),
            "{name}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn pauses_come_from_the_seed() {
    let mut seen = Vec::new();
    for seed in [1, 1, 2] {
        let (door, script) = door_with(vec![Step::Breaks; 4], |options| options.seed = seed);
        door.month().await.unwrap_err();
        seen.push(pauses(&script.asked()));
    }
    assert_eq!(seen[0], seen[1]);
    assert_ne!(seen[0], seen[2]);
}

#[tokio::test(start_paused = true)]
async fn patience_ends_and_the_error_says_how() {
    let (door, script) = door(vec![raw(503, ""); 4]);
    let error = door.dataset("d").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "a dataset: Apify could not be reached in 4 attempts; the last: status 503"
    );
    assert!(!error.is_fatal() && script.is_over());
    let (door, _) = crate::script::door(vec![html(200); 4]);
    assert!(matches!(
        door.dataset("d").await,
        Err(Error::Broken { attempts: 4, .. })
    ));
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_never_comes_is_given_up_and_asked_for_again() {
    let (door, script) = door([Step::Hangs, data(&run("r1", "SUCCEEDED"))]);
    assert!(door.run("r1", Duration::from_mins(1)).await.unwrap().is_over());
    let asked = script.asked();
    assert!(
        asked[0].url.ends_with("/actor-runs/r1?waitForFinish=60"),
        "{}",
        asked[0].url
    );
    // Longer than Apify holds the answer back, or every wait would be cut off.
    assert!(pauses(&asked)[0] > Duration::from_mins(1));
}

#[tokio::test(start_paused = true)]
async fn waits_are_whole_seconds_and_at_most_a_minute() {
    let steps = vec![data(&run("r", "RUNNING")); 3];
    let (door, script) = door(steps);
    for wait in [
        Duration::from_millis(900),
        Duration::from_millis(1900),
        Duration::from_hours(1),
    ] {
        door.run("r", wait).await.unwrap();
    }
    let queries: Vec<_> = script
        .asked()
        .iter()
        .map(|asked| asked.url.split_once('?').map(|q| q.1.to_owned()))
        .collect();
    assert_eq!(
        queries,
        [
            None,
            Some("waitForFinish=1".to_owned()),
            Some("waitForFinish=60".to_owned())
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_run_may_be_unknown_for_three_seconds_after_its_start() {
    let gone = || fault(404, "record-not-found", "Run was not found");
    let (door, script) = door([vec![gone(); 8], vec![data(&run("r", "READY"))]].concat());
    assert_eq!(door.run("r", Duration::ZERO).await.unwrap().id, "r");
    assert!(
        pauses(&script.asked())
            .iter()
            .all(|pause| *pause == Duration::from_millis(250))
    );

    let (door, script) = crate::script::door(vec![gone(); 13]);
    assert!(door.run("r", Duration::ZERO).await.unwrap_err().is_not_found());
    assert!(script.is_over());
    let asked = script.asked();
    assert_eq!(asked[12].at - asked[0].at, Duration::from_secs(3));

    let (door, _) = crate::script::door([gone()]);
    assert!(door.dataset("d").await.unwrap_err().is_not_found());
}

#[tokio::test(start_paused = true)]
async fn a_stop_is_safe_to_repeat() {
    let (door, script) = door([Step::Breaks, raw(500, ""), data(&run("r", "ABORTING"))]);
    assert_eq!(door.abort("r").await.unwrap().status, RunStatus::Stopping);
    assert_eq!(script.posts(), 3);
    assert!(script.asked()[0].url.ends_with("/actor-runs/r/abort"));
}

#[tokio::test(start_paused = true)]
async fn statistics_count_everything() {
    let (door, _) = door([
        raw(429, "12345"),
        Step::Breaks,
        raw(200, "{\"data\":{\"itemCount\":\"7\"}}"),
    ]);
    assert_eq!(door.dataset("d").await.unwrap().item_count, 7);
    assert_eq!(
        door.statistics(),
        Statistics {
            requests: 3,
            retries: 2,
            rate_limited: 1,
            failed: 2,
            bytes: 5 + 26
        }
    );
}

fn page(headers: &[(&'static str, &str)], body: &[u8]) -> Step {
    let headers = headers
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect();
    Step::Answer(200, headers, body.to_vec())
}

#[tokio::test(start_paused = true)]
async fn items_are_kept_byte_for_byte_and_only_whole() {
    let body = b" [ {\"a\" : 1},\n{\"b\":[\"]\",\"\\u00e9\"]} ]\n";
    let (door, script) = door([
        page(&[], &body[..20]),
        page(&[], b"{\"not\":\"an array\"}"),
        page(&[], b"[1,2][3]"),
        page(
            &[
                ("X-Apify-Pagination-Total", "133"),
                ("x-apify-pagination-offset", "20"),
            ],
            body,
        ),
    ]);
    let page = door.items("d1", 20, 2).await.unwrap();
    assert_eq!(page.bytes, body);
    assert_eq!((page.count, page.total, page.offset), (2, Some(133), 20));
    let url = &script.asked()[0].url;
    assert!(url.contains("/v2/datasets/d1/items?"), "{url}");
    for part in ["format=json", "offset=20", "limit=2"] {
        assert!(url.contains(part), "{url}");
    }
    assert!(!url.contains("clean"), "{url}");
}

#[tokio::test(start_paused = true)]
async fn pages_that_are_not_the_one_asked_for_are_broken() {
    for bad in [
        page(&[], b"[1,2,3]"),
        page(&[("X-Apify-Pagination-Offset", "0")], b"[1]"),
        page(&[], b"[\"\xff\"]"),
        page(&[], b""),
    ] {
        let (door, script) = door(vec![bad; 4]);
        let error = door.items("d", 20, 2).await.unwrap_err();
        assert!(matches!(error, Error::Broken { .. }), "{error}");
        assert!(script.is_over());
    }
}

fn list(offset: u64, total: u64, ids: std::ops::Range<u64>) -> Step {
    let items: Vec<Value> = ids.map(|id| run(&format!("r{id}"), "SUCCEEDED")).collect();
    data(&json!({"offset": offset, "total": total, "items": items}))
}

async fn runs(steps: Vec<Step>) -> (Result<Vec<apify::RunSummary>, Error>, std::sync::Arc<Script>) {
    let (door, script) = door(steps);
    let since = Timestamp::parse("2026-11-01T00:00:00Z").unwrap();
    (door.runs_since("a/b", since).await, script)
}

#[tokio::test(start_paused = true)]
async fn all_pages_of_the_list_of_runs_are_read_each_run_once() {
    let (all, script) = runs(vec![
        list(0, 2500, 0..1000),
        list(1000, 2501, 1000..2000),
        list(2000, 2501, 2000..2501),
    ])
    .await;
    assert_eq!(all.unwrap().len(), 2501);
    assert!(script.is_over());
    let url = &script.asked()[1].url;
    for part in [
        "/actors/a~b/runs?",
        "offset=1000",
        "limit=1000",
        "startedAfter=2026-11-01T00%3A00%3A00.000Z",
    ] {
        assert!(url.contains(part), "{url}");
    }
    let untold = |ids| data(&json!({"items": ids}));
    let (all, _) = runs(vec![untold(json!([{"id": "r1"}])), untold(json!([]))]).await;
    assert_eq!(all.unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_list_with_a_hole_does_not_pass_for_a_whole_one() {
    // The first page again instead of the second: by its own offset, then without one.
    let (all, _) = runs(vec![list(0, 4, 0..2), list(0, 4, 0..2), list(2, 4, 2..4)]).await;
    assert_eq!(all.unwrap().len(), 4);
    // It shifted between two pages: read from the beginning again.
    let (all, script) = runs(vec![list(0, 4, 0..2), list(2, 4, 1..3), list(0, 3, 1..4)]).await;
    let ids: Vec<_> = all.unwrap().into_iter().map(|run| run.id).collect();
    assert_eq!(ids, ["r0", "r1", "r2", "r3"]);
    assert!(script.is_over());
    // It repeats itself for ever.
    for total in [4, 9] {
        let (all, script) = runs(vec![vec![list(0, total, 0..2), list(2, total, 0..2)]; 3].concat()).await;
        assert!(matches!(all, Err(Error::Broken { attempts: 3, .. })), "{all:?}");
        assert!(script.is_over());
    }
    let nameless = data(&json!({"total": 1, "items": [{"status": "READY"}]}));
    let (all, _) = runs(vec![nameless; 4]).await;
    assert!(matches!(all, Err(Error::Broken { .. })), "{all:?}");
}

#[tokio::test(start_paused = true)]
async fn the_input_of_a_run_is_raw_json_and_may_be_gone() {
    let (all, _) = runs(vec![list(0, 1, 0..1)]).await;
    let mut line = all.unwrap().remove(0);
    let (door, script) = door([
        raw(200, "{\"runTag\":\"t"),
        raw(200, "{\"runTag\":\"t1\"}"),
        fault(404, "record-not-found", "gone"),
        raw(404, ""),
    ]);
    assert_eq!(door.input_of(&line).await, Ok(Some(json!({"runTag": "t1"}))));
    assert!(
        script.asked()[0]
            .url
            .contains("/key-value-stores/store-r0/records/INPUT")
    );
    assert_eq!(door.input_of(&line).await, Ok(None));
    assert_eq!(door.input_of(&line).await, Ok(None));
    line.store_id.clear();
    assert_eq!(door.input_of(&line).await, Ok(None));
}
