//! Runs on the sandbox: what they cost, deliver and show, and when.

use crate::api_common;

use api_common::{
    ACTOR, apify, ask_at, at, data, dollars, error, get, header, input, json_of, micros, post, request, spec,
    start, started,
};
use sandbox::api::ApifySpec;
use serde_json::Value;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

#[test]
fn a_run_goes_from_ready_to_succeeded_and_is_charged_per_item_and_start() {
    let mut apify = apify(spec(""));
    let response = start(&mut apify, 0, "maxTotalChargeUsd=1&memory=512", &input(&[133]));
    assert_eq!(response.status, 201);
    assert_eq!(header(&response, "x-ratelimit-limit"), "400");
    let run = data(&response);
    let id = run["id"].as_str().unwrap().to_owned();
    assert_eq!(header(&response, "location"), format!("/v2/actor-runs/{id}"));
    assert_eq!(
        (run["status"].as_str(), run["usageTotalUsd"].as_f64()),
        (Some("READY"), Some(0.0))
    );
    assert_eq!(run["options"]["maxItems"], 1333);
    let path = format!("/v2/actor-runs/{id}");
    assert_eq!(data(&get(&mut apify, 10_000, &path))["status"], "RUNNING");
    let run = data(&get(&mut apify, MINUTE, &path));
    assert_eq!(
        (run["status"].as_str(), run["exitCode"].as_i64()),
        (Some("SUCCEEDED"), Some(0))
    );
    assert_eq!(run["usageTotalUsd"].to_string(), "0.0998");
    assert_eq!(run["chargedEventCounts"]["apify-default-dataset-item"], 133);
    assert_eq!(run["chargedEventCounts"]["apify-actor-start"], 1);
    assert_eq!(run["statusMessage"], "Scraped all urls");
    let truth = apify.truth();
    assert_eq!((truth.spent, truth.runs.len()), (micros(99_800), 1));
    assert_eq!(
        (truth.runs[0].items, truth.runs[0].tag.as_deref()),
        (133, Some("tag-1"))
    );
}

#[test]
fn waiting_is_held_until_the_end_and_no_longer_than_a_minute() {
    let mut apify = apify(spec(""));
    let path = format!("/v2/acts/{ACTOR}/runs?waitForFinish=60");
    let (response, when) = ask_at(&mut apify, 0, &request("POST", &path, &input(&[60])));
    assert_eq!((response.status, when), (201, at(14_000)));
    let run = data(&response);
    assert_eq!(run["status"], "SUCCEEDED");
    assert_eq!(apify.truth().runs.len(), 1, "a held start must start once");
    let long = started(&mut apify, 20_000, "", &input(&[3000]));
    let path = format!(
        "/v2/actor-runs/{}?waitForFinish=999999",
        long["id"].as_str().unwrap()
    );
    let (response, when) = ask_at(&mut apify, 20_000, &request("GET", &path, &Value::Null));
    assert_eq!(
        (data(&response)["status"].as_str(), when),
        (Some("RUNNING"), at(80_000))
    );
}

#[test]
fn an_abort_ends_a_held_answer_and_keeps_what_was_delivered() {
    let mut apify = apify(spec(""));
    let run = started(&mut apify, 0, "", &input(&[3000]));
    let path = format!("/v2/actor-runs/{}", run["id"].as_str().unwrap());
    let aborted = data(&post(&mut apify, 10_000, &format!("{path}/abort"), &Value::Null));
    assert_eq!(
        (
            aborted["status"].as_str(),
            aborted["finishedAt"].as_str().is_some()
        ),
        (Some("ABORTED"), true)
    );
    let (response, when) = ask_at(
        &mut apify,
        10_500,
        &request("GET", &format!("{path}?waitForFinish=60"), &Value::Null),
    );
    assert_eq!(
        (data(&response)["status"].as_str(), when),
        (Some("ABORTED"), at(10_500))
    );
    // Over is over: nothing changes.
    assert_eq!(
        data(&post(
            &mut apify,
            MINUTE,
            &format!("{path}/abort?gracefully=1"),
            &Value::Null
        ))["status"],
        "ABORTED"
    );
    assert_eq!(apify.truth().runs[0].items, 30);
    assert_eq!(apify.truth().spent, micros(50 + 30 * 750));
}

#[test]
fn charges_never_pass_the_cap_and_the_end_looks_like_any_other() {
    for (cap, items, spent) in [
        // Exactly ten and the start.
        ("0.00755", 10, 7_550),
        // Shows ten, affords nine beside the start.
        ("0.0075", 9, 6_800),
        // Shows nine: under the floor, the actor does nothing; the start is charged.
        ("0.007499", 0, 50),
        ("0.1", 133, 99_800),
        ("0.05", 66, 49_550),
    ] {
        let mut apify = apify(spec(""));
        let run = started(&mut apify, 0, &format!("maxTotalChargeUsd={cap}"), &input(&[133]));
        let run = data(&get(
            &mut apify,
            MINUTE,
            &format!("/v2/actor-runs/{}", run["id"].as_str().unwrap()),
        ));
        assert_eq!(run["status"], "SUCCEEDED", "{cap}");
        let truth = apify.truth();
        assert_eq!(
            (truth.runs[0].items, truth.spent),
            (items, micros(spent)),
            "{cap}"
        );
        assert!(truth.spent <= truth.runs[0].cap.unwrap());
        assert_eq!(dollars(&run["usageTotalUsd"]), truth.spent);
    }
}

#[test]
fn explicit_max_items_and_memory_count() {
    let mut apify = apify(spec(""));
    let run = started(&mut apify, 0, "maxItems=20&memory=2048", &input(&[133]));
    assert_eq!(run["options"]["maxItems"], 20);
    assert_eq!(run["options"]["memoryMbytes"], 2048);
    assert!(run["options"].get("maxTotalChargeUsd").is_none());
    assert_eq!(apify.truth().spent, micros(2 * 50 + 20 * 750));
}

#[test]
fn costs_and_counts_lag_after_the_end_and_then_settle() {
    let mut behind = 0;
    for seed in 0..50 {
        let mut apify = apify(ApifySpec { seed, ..spec("") });
        let run = started(&mut apify, 0, "", &input(&[133]));
        let path = format!("/v2/actor-runs/{}", run["id"].as_str().unwrap());
        // Four seconds to begin and five for each of five pages.
        let early = data(&get(&mut apify, 29_000, &path));
        assert_eq!(early["status"], "SUCCEEDED");
        let total = header(
            &get(&mut apify, 29_000, &format!("{path}/dataset/items")),
            "x-apify-pagination-total",
        )
        .parse::<u64>()
        .unwrap();
        let charged = early["chargedEventCounts"]["apify-default-dataset-item"]
            .as_u64()
            .unwrap();
        assert!(total >= charged && dollars(&early["usageTotalUsd"]) <= micros(99_800));
        behind += u64::from(charged < 133);
        let late = data(&get(&mut apify, 29_000 + 8_000, &path));
        assert_eq!(late["usageTotalUsd"].to_string(), "0.0998", "seed {seed}");
        let dataset = data(&get(&mut apify, 37_000, &format!("{path}/dataset")));
        assert_eq!(dataset["itemCount"], 133);
    }
    assert!(behind > 25, "{behind} of 50 runs lagged");
}

#[test]
fn faults_of_runs_are_charged_for_what_they_delivered() {
    for (faults, status) in [
        ("failed=1", "FAILED"),
        ("stuck=1", "TIMED-OUT"),
        ("timed-out=1", "TIMED-OUT"),
        ("short=1", "SUCCEEDED"),
    ] {
        let mut apify = apify(spec(faults));
        let run = started(&mut apify, 0, "timeout=300", &input(&[133]));
        let path = format!("/v2/actor-runs/{}", run["id"].as_str().unwrap());
        let over = data(&get(&mut apify, 10 * MINUTE, &path));
        assert_eq!(over["status"], status, "{faults}");
        let truth = &apify.truth().runs[0];
        assert!(truth.items < 133, "{faults}");
        assert_eq!(truth.cost, micros(50 + 750 * i64::try_from(truth.items).unwrap()));
        assert_eq!(dollars(&over["usageTotalUsd"]), truth.cost);
        assert_eq!(apify.true_items(&truth.id).len() as u64, truth.items);
    }
}

#[test]
fn the_list_of_runs_filters_sorts_and_hides() {
    let mut apify = apify(spec(""));
    for second in 0..5 {
        started(&mut apify, second * 1000, "", &input(&[1]));
    }
    let mut list = |query: &str| data(&get(&mut apify, MINUTE, &format!("/v2/actor-runs?{query}")));
    let all = list("");
    assert_eq!(
        (
            all["total"].as_u64(),
            all["count"].as_u64(),
            all["limit"].as_u64()
        ),
        (Some(5), Some(5), Some(1000))
    );
    let first = &all["items"][0];
    assert!(first["startedAt"].as_str() < all["items"][1]["startedAt"].as_str());
    assert!(first.get("options").is_none() && first.get("chargedEventCounts").is_none());
    assert_eq!(first["usageTotalUsd"].to_string(), "0.0008");
    let page = list("desc=1&offset=1&limit=2");
    assert_eq!(page["items"][0]["id"], all["items"][3]["id"]);
    assert_eq!(
        (page["count"].as_u64(), page["total"].as_u64()),
        (Some(2), Some(5))
    );
    assert_eq!(list("status=FAILED,ABORTED")["total"], 0);
    assert_eq!(list("status=SUCCEEDED,FAILED")["total"], 5);
    let since = all["items"][2]["startedAt"].as_str().unwrap();
    assert_eq!(list(&format!("startedAfter={since}"))["total"], 3);
    assert_eq!(list(&format!("startedBefore={since}&limit=5000"))["limit"], 1000);
    assert_eq!(
        list(&format!("startedAfter={since}&startedBefore={since}"))["total"],
        1
    );
    let wrong = get(&mut apify, MINUTE, "/v2/actor-runs?startedAfter=yesterday");
    assert_eq!(error(&wrong), (400, "invalid-parameter".to_owned()));
}

#[test]
fn a_hidden_run_is_listed_later_and_found_by_id_at_once() {
    let mut apify = apify(spec("hidden-run=1"));
    let run = started(&mut apify, 0, "", &input(&[1]));
    assert_eq!(
        data(&get(&mut apify, 0, &format!("/v2/acts/{ACTOR}/runs")))["total"],
        0
    );
    assert_eq!(
        get(
            &mut apify,
            0,
            &format!("/v2/actor-runs/{}", run["id"].as_str().unwrap())
        )
        .status,
        200
    );
    assert_eq!(
        data(&get(&mut apify, MINUTE, &format!("/v2/acts/{ACTOR}/runs")))["total"],
        1
    );
}

#[test]
fn retention_takes_old_runs_and_their_storages_but_the_latest() {
    let mut apify = apify(ApifySpec {
        retention: sandbox::api::Retention {
            keep_runs: 2,
            days: 7,
        },
        ..spec("")
    });
    let runs: Vec<Value> = (0..4)
        .map(|n| started(&mut apify, n * 1000, "", &input(&[1])))
        .collect();
    assert_eq!(data(&get(&mut apify, 6 * DAY, "/v2/actor-runs"))["total"], 4);
    assert_eq!(data(&get(&mut apify, 8 * DAY, "/v2/actor-runs"))["total"], 2);
    let (old, kept) = (&runs[1], &runs[2]);
    for (what, key) in [
        ("actor-runs", "id"),
        ("datasets", "defaultDatasetId"),
        ("key-value-stores", "defaultKeyValueStoreId"),
    ] {
        let path = |run: &Value| format!("/v2/{what}/{}", run[key].as_str().unwrap());
        assert_eq!(
            error(&get(&mut apify, 8 * DAY, &path(old))),
            (404, "record-not-found".to_owned())
        );
        assert_eq!(get(&mut apify, 8 * DAY, &path(kept)).status, 200);
    }
    assert_eq!(apify.truth().runs.len(), 4);
}

#[test]
fn the_input_is_kept_and_there_is_no_output() {
    let mut apify = apify(spec(""));
    let run = started(&mut apify, 0, "", &input(&[1]));
    let store = format!(
        "/v2/key-value-stores/{}",
        run["defaultKeyValueStoreId"].as_str().unwrap()
    );
    let kept = json_of(&get(&mut apify, 0, &format!("{store}/records/INPUT")));
    assert_eq!(
        (kept["runTag"].as_str(), kept["urls"].as_array().map(Vec::len)),
        (Some("tag-1"), Some(1))
    );
    assert_eq!(kept["scrapePageAds.activeStatus"], "all");
    assert_eq!(
        error(&get(&mut apify, 0, &format!("{store}/records/OUTPUT"))).0,
        404
    );
    let log = get(
        &mut apify,
        MINUTE,
        &format!("/v2/actor-runs/{}/log", run["id"].as_str().unwrap()),
    );
    assert!(String::from_utf8(log.body).unwrap().contains("Scraped all urls"));
}

#[test]
fn the_last_run_has_its_own_way() {
    let mut apify = apify(spec("failed=0.5"));
    for second in 0..8 {
        started(&mut apify, second * 1000, "", &input(&[3]));
    }
    let all = data(&get(&mut apify, MINUTE, "/v2/actor-runs?desc=1&status=SUCCEEDED"));
    let last = data(&get(
        &mut apify,
        MINUTE,
        &format!("/v2/acts/{ACTOR}/runs/last?status=SUCCEEDED"),
    ));
    assert_eq!(last["id"], all["items"][0]["id"]);
    let items = get(
        &mut apify,
        MINUTE,
        &format!("/v2/acts/{ACTOR}/runs/last/dataset/items?status=SUCCEEDED"),
    );
    assert_eq!(json_of(&items).as_array().map(Vec::len), Some(3));
    let none = get(
        &mut apify,
        MINUTE,
        &format!("/v2/acts/{ACTOR}/runs/last?status=ABORTED"),
    );
    assert_eq!(error(&none), (404, "record-not-found".to_owned()));
}
