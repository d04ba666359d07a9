//! The account: who may ask, what the month has cost, when the platform refuses.

use crate::api_common;

use std::time::Duration;

use api_common::{
    ACTOR, apify, ask_at, at, data, dollars, error, get, input, json_of, micros, post, request, spec, start,
    started,
};
use sandbox::api::{ActorPrices, ApifySpec, Request};
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

fn refused(status: u16, kind: &str) -> (u16, String) {
    (status, kind.to_owned())
}

#[test]
fn nobody_asks_without_the_token_but_for_what_is_public() {
    let mut apify = apify(spec(""));
    let run = started(&mut apify, 0, "", &input(&[3]));
    let mut asked = |method: &str, path: &str, token: Option<&str>| {
        let headers = token.map(|token| ("authorization".to_owned(), format!("Bearer {token}")));
        let request = Request {
            method: method.to_owned(),
            path_and_query: path.to_owned(),
            headers: headers.into_iter().collect(),
            ..Request::default()
        };
        ask_at(&mut apify, MINUTE, &request).0
    };
    assert_eq!(
        error(&asked("GET", "/v2/users/me", None)),
        refused(401, "token-not-provided")
    );
    assert_eq!(
        error(&asked("GET", "/v2/users/me", Some("x"))),
        refused(401, "user-or-token-not-found")
    );
    assert_eq!(
        asked("GET", "/v2/users/me?token=apify_api_sandbox", None).status,
        200
    );
    assert_eq!(asked("GET", &format!("/v2/acts/{ACTOR}"), None).status, 200);
    let start = format!("/v2/acts/{ACTOR}/runs");
    assert_eq!(
        error(&asked("POST", &start, None)),
        refused(401, "token-not-provided")
    );
    // The id of a run is the secret; its costs are not shown for it.
    let path = format!("/v2/actor-runs/{}", run["id"].as_str().unwrap());
    let shown = data(&asked("GET", &path, None));
    assert!(shown["status"] == "SUCCEEDED" && shown.get("usageTotalUsd").is_none());
    assert_eq!(error(&asked("POST", &format!("{path}/abort"), None)).0, 401);
    assert_eq!(error(&asked("GET", &path, Some("x"))).0, 401);
}

#[test]
fn unknown_things_are_404_and_wrong_methods_405() {
    let mut apify = apify(spec(""));
    for path in [
        "/v2/actor-runs/x",
        "/v2/datasets/x/items",
        "/v2/acts/somebody~else",
        "/v2/key-value-stores/x",
    ] {
        assert_eq!(
            error(&get(&mut apify, 0, path)),
            refused(404, "record-not-found"),
            "{path}"
        );
    }
    assert_eq!(
        error(&get(&mut apify, 0, "/v2/webhooks")),
        refused(404, "page-not-found")
    );
    assert_eq!(
        error(&post(&mut apify, 0, "/v2/users/me", &Value::Null)),
        refused(405, "method-not-allowed")
    );
    // A method can be named in the query.
    let path = format!("/v2/acts/{ACTOR}/runs?method=POST");
    let request = Request {
        body: input(&[1]).to_string().into_bytes(),
        ..request("GET", &path, &Value::Null)
    };
    assert_eq!(ask_at(&mut apify, 0, &request).0.status, 201);
}

#[test]
fn the_month_is_told_and_starts_anew() {
    let mut apify = apify(ApifySpec {
        used: micros(250_000),
        cycle_day: 20,
        ..spec("")
    });
    started(&mut apify, 0, "maxTotalChargeUsd=0.5", &input(&[100]));
    let limits = data(&get(&mut apify, MINUTE, "/v2/users/me/limits"));
    assert_eq!(limits["monthlyUsageCycle"]["startAt"], "2026-10-20T00:00:00.000Z");
    assert_eq!(limits["monthlyUsageCycle"]["endAt"], "2026-11-19T23:59:59.999Z");
    assert_eq!(
        dollars(&limits["limits"]["maxMonthlyUsageUsd"]),
        micros(5_000_000)
    );
    assert_eq!(
        dollars(&limits["current"]["monthlyUsageUsd"]),
        micros(250_000 + 75_050)
    );
    assert_eq!(apify.truth().used, micros(325_050));
    let month = data(&get(&mut apify, MINUTE, "/v2/users/me/usage/monthly"));
    assert_eq!(
        dollars(&month["totalUsageCreditsUsdAfterVolumeDiscount"]),
        micros(325_050)
    );
    assert_eq!(
        month["monthlyServiceUsage"]["PAID_ACTORS_PER_EVENT"]["quantity"],
        100
    );
    let days = month["dailyServiceUsages"].as_array().unwrap();
    assert_eq!(days.len(), 22);
    assert_eq!(dollars(&days[21]["totalUsageCreditsUsd"]), micros(75_050));
    let limits = data(&get(&mut apify, 11 * DAY, "/v2/users/me/limits"));
    assert_eq!(limits["monthlyUsageCycle"]["startAt"], "2026-11-20T00:00:00.000Z");
    assert_eq!(limits["current"]["monthlyUsageUsd"], 0);
    let last = data(&get(
        &mut apify,
        11 * DAY,
        "/v2/users/me/usage/monthly?date=2026-11-10",
    ));
    assert_eq!(
        dollars(&last["totalUsageCreditsUsdBeforeVolumeDiscount"]),
        micros(325_050)
    );
}

#[test]
fn a_run_over_midnight_is_charged_in_the_month_of_each_item() {
    let mut apify = apify(ApifySpec {
        cycle_day: 11,
        ..spec("")
    });
    // Six seconds before the month ends: one page of thirty before, three after.
    let midnight = 12 * 60 * MINUTE;
    started(&mut apify, midnight - 10_000, "", &input(&[120]));
    let shown = |apify: &mut sandbox::api::Apify, now| {
        dollars(&data(&get(apify, now, "/v2/users/me/limits"))["current"]["monthlyUsageUsd"])
    };
    assert_eq!(shown(&mut apify, midnight + MINUTE), micros(90 * 750));
    let month = data(&get(
        &mut apify,
        midnight + MINUTE,
        "/v2/users/me/usage/monthly?date=2026-11-10",
    ));
    assert_eq!(
        dollars(&month["totalUsageCreditsUsdAfterVolumeDiscount"]),
        micros(50 + 30 * 750)
    );
}

#[test]
fn starts_are_refused_as_the_money_runs_out() {
    let with_left = |left: i64| {
        apify(ApifySpec {
            used: micros(5_000_000 - left),
            ..spec("")
        })
    };
    let attempt = |left, query: &str| start(&mut with_left(left), 0, query, &input(&[50]));
    assert_eq!(
        error(&attempt(20_000, "maxTotalChargeUsd=0.020001")),
        refused(402, "not-enough-usage-to-run-paid-actor")
    );
    assert_eq!(attempt(20_000, "maxTotalChargeUsd=0.02").status, 201);
    assert_eq!(
        error(&attempt(749, "maxTotalChargeUsd=0.0005")),
        refused(400, "max-items-must-be-greater-than-zero")
    );
    assert_eq!(
        error(&attempt(749, "")),
        refused(400, "max-items-must-be-greater-than-zero")
    );
    let over = attempt(0, "maxTotalChargeUsd=0.01");
    assert_eq!(error(&over), refused(403, "platform-feature-disabled"));
    assert_eq!(
        json_of(&over)["error"]["message"],
        "Monthly usage hard limit exceeded"
    );
    // Without a cap, the month's rest is the cap.
    let mut rest = with_left(20_000);
    started(&mut rest, 0, "", &input(&[50]));
    let truth = rest.truth();
    assert_eq!((truth.runs[0].items, truth.spent), (26, micros(50 + 26 * 750)));
}

#[test]
fn limits_can_be_set_lower_and_refuse_starts() {
    let mut apify = apify(spec(""));
    started(&mut apify, 0, "", &input(&[100]));
    let mut set = |body: &Value| ask_at(&mut apify, MINUTE, &request("PUT", "/v2/users/me/limits", body)).0;
    assert_eq!(
        error(&set(&json!({ "maxMonthlyUsageUsd": 0.01 }))),
        refused(400, "monthly-usage-limit-too-low")
    );
    assert_eq!(
        set(&json!({ "maxMonthlyUsageUsd": 0.07505, "dataRetentionDays": 3 })).status,
        201
    );
    let limits = data(&get(&mut apify, MINUTE, "/v2/users/me/limits"));
    assert_eq!(limits["limits"]["maxMonthlyUsageUsd"].to_string(), "0.07505");
    assert_eq!(limits["limits"]["dataRetentionDays"], 3);
    assert_eq!(
        error(&start(&mut apify, MINUTE, "", &input(&[1]))),
        refused(403, "platform-feature-disabled")
    );
    let raise = request("PUT", "/v2/users/me/limits", &json!({ "maxMonthlyUsageUsd": 50 }));
    assert_eq!(ask_at(&mut apify, MINUTE, &raise).0.status, 201);
    let limits = data(&get(&mut apify, MINUTE, "/v2/users/me/limits"));
    assert_eq!(
        limits["limits"]["maxMonthlyUsageUsd"], 5,
        "a plan cannot be raised by its owner"
    );
}

#[test]
fn runs_and_memory_at_once_are_limited() {
    let mut few = apify(ApifySpec {
        max_concurrent_runs: 2,
        ..spec("")
    });
    for _ in 0..2 {
        started(&mut few, 0, "", &input(&[100]));
    }
    assert_eq!(
        error(&start(&mut few, 0, "", &input(&[1]))),
        refused(402, "concurrent-runs-limit-exceeded")
    );
    let limits = data(&get(&mut few, 0, "/v2/users/me/limits"));
    assert_eq!(
        (
            limits["current"]["activeActorJobCount"].as_u64(),
            limits["current"]["actorMemoryGbytes"].as_u64()
        ),
        (Some(2), Some(1))
    );
    started(&mut few, MINUTE, "", &input(&[1]));
    let mut narrow = apify(ApifySpec {
        max_memory_mb: 1024,
        ..spec("")
    });
    started(&mut narrow, 0, "memory=1024", &input(&[1]));
    assert_eq!(
        error(&start(&mut narrow, 0, "", &input(&[1]))),
        refused(402, "actor-memory-limit-exceeded")
    );
}

#[test]
fn wrong_starts_start_nothing() {
    let mut apify = apify(spec(""));
    let body = input(&[1]);
    for (query, kind) in [
        ("memory=500", "invalid-parameter"),
        ("timeout=soon", "invalid-parameter"),
        ("maxTotalChargeUsd=much", "invalid-parameter"),
        ("build=9.9.9", "unknown-build-tag"),
        ("maxItems=0", "max-items-must-be-greater-than-zero"),
        ("maxTotalChargeUsd=0.0001", "max-items-must-be-greater-than-zero"),
    ] {
        assert_eq!(
            error(&start(&mut apify, 0, query, &body)),
            refused(400, kind),
            "{query}"
        );
    }
    assert_eq!(
        error(&start(&mut apify, 0, "", &json!({}))),
        refused(400, "invalid-input")
    );
    let path = format!("/v2/acts/{ACTOR}/runs");
    let broken = Request {
        body: b"{".to_vec(),
        ..request("POST", &path, &Value::Null)
    };
    assert_eq!(
        error(&ask_at(&mut apify, 0, &broken).0),
        refused(400, "run-input-body-not-valid-json")
    );
    let valid = post(&mut apify, 0, &format!("/v2/acts/{ACTOR}/validate-input"), &body);
    assert_eq!(json_of(&valid), json!({ "valid": true }));
    let invalid = post(
        &mut apify,
        0,
        &format!("/v2/acts/{ACTOR}/validate-input"),
        &json!({ "urls": 3 }),
    );
    assert_eq!(error(&invalid), refused(400, "invalid-input"));
    assert_eq!(apify.truth().runs.len(), 0);
}

#[test]
fn prices_are_told_with_their_history_and_change_when_they_said() {
    let dearer = ActorPrices {
        item: micros(1_000),
        start: micros(100),
        minimum_cap: micros(5_000),
    };
    let mut apify = apify(ApifySpec {
        price_change: Some((Duration::from_hours(1), dearer)),
        ..spec("")
    });
    let actor = data(&get(&mut apify, 0, &format!("/v2/acts/{ACTOR}")));
    let infos = actor["pricingInfos"].as_array().unwrap();
    let started_at = |index: usize| infos[index]["startedAt"].as_str().unwrap();
    assert_eq!(infos.len(), 3);
    assert!(started_at(0) < started_at(1) && started_at(1) < at(0).to_string().as_str());
    assert_eq!(started_at(2), at(60 * MINUTE).to_string());
    let events = &infos[1]["pricingPerEvent"]["actorChargeEvents"];
    assert_eq!(
        events["apify-default-dataset-item"]["eventPriceUsd"].to_string(),
        "0.00075"
    );
    assert_eq!(
        events["apify-actor-start"]["eventPriceUsd"].to_string(),
        "0.00005"
    );
    started(&mut apify, 0, "", &input(&[10]));
    started(&mut apify, 61 * MINUTE, "", &input(&[10]));
    let costs: Vec<_> = apify.truth().runs.iter().map(|run| run.cost).collect();
    assert_eq!(costs, [micros(7_550), micros(10_100)]);
    let low = start(&mut apify, 61 * MINUTE, "maxTotalChargeUsd=0.004", &input(&[1]));
    assert_eq!(error(&low), refused(400, "max-total-charge-usd-below-minimum"));
    let build = data(&get(&mut apify, 0, &format!("/v2/acts/{ACTOR}/builds/default")));
    let schema: Value = serde_json::from_str(build["inputSchema"].as_str().unwrap()).unwrap();
    assert_eq!(
        (&schema, &schema["required"][0]),
        (&build["actorDefinition"]["input"], &json!("urls"))
    );
}

#[test]
fn requests_over_the_rate_are_refused() {
    let mut apify = apify(ApifySpec {
        rate_limit: 3,
        start_rate_limit: 2,
        ..spec("")
    });
    let statuses: Vec<u16> = (0..5)
        .map(|_| get(&mut apify, 0, "/v2/users/me").status)
        .collect();
    assert_eq!(statuses, [200, 200, 200, 429, 429]);
    assert_eq!(
        error(&get(&mut apify, 0, "/v2/users/me")),
        refused(429, "rate-limit-exceeded")
    );
    assert_eq!(get(&mut apify, 1_000, "/v2/users/me").status, 200);
    let starts: Vec<u16> = (0..3)
        .map(|_| start(&mut apify, 2_000, "", &input(&[1])).status)
        .collect();
    assert_eq!(starts, [201, 201, 429]);
    assert_eq!(apify.truth().runs.len(), 2);
}
