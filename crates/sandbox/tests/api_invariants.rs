//! What holds in every world, whatever goes wrong: with many seeds, all faults on, and nonsense for requests.

use crate::api_common;

use std::sync::Arc;

use api_common::{
    ACTOR, apify, at, data, dollars, get, header, input, micros, request, spec, start, start_time, started,
};
use sandbox::api::{Apify, ApifySpec, Reply, Request};
use sandbox::library::Made;
use sandbox::world::{World, WorldSpec};
use serde_json::{Value, json};

const RUN_FAULTS: &str = "stuck=0.2,failed=0.2,timed-out=0.2,short=0.2,late-charge=0.3,hidden-run=0.3";

#[test]
fn nothing_shown_ever_passes_the_truth_or_the_cap_and_all_of_it_gets_there() {
    for seed in 0..80 {
        let mut apify = apify(ApifySpec {
            seed,
            ..spec(RUN_FAULTS)
        });
        let cap = 7_550 + i64::try_from(seed).unwrap() * 333;
        let query = format!("timeout=120&maxTotalChargeUsd={}", micros(cap));
        let run = started(&mut apify, 0, &query, &input(&[40, 0, 77]));
        let path = format!("/v2/actor-runs/{}", run["id"].as_str().unwrap());
        if seed % 5 == 0 {
            api_common::post(&mut apify, 17_000, &format!("{path}/abort"), &Value::Null);
        }
        let truth = apify.truth().runs.remove(0);
        assert!(truth.cost <= micros(cap), "seed {seed}");
        assert_eq!(truth.cost, micros(50 + 750 * i64::try_from(truth.items).unwrap()));
        let (mut cost, mut items) = (micros(0), 0);
        for second in (0..300).step_by(2) {
            let shown = data(&get(&mut apify, second * 1000, &path));
            let page = get(
                &mut apify,
                second * 1000,
                &format!("{path}/dataset/items?limit=1"),
            );
            let total = header(&page, "x-apify-pagination-total").parse::<u64>().unwrap();
            // After an abort in the past the truth of earlier moments is not asked again.
            let now = dollars(&shown["usageTotalUsd"]);
            if second > 17 {
                assert!(
                    now <= truth.cost && total <= truth.items,
                    "seed {seed} at {second}"
                );
                assert!(now >= cost && total >= items, "seed {seed} at {second}: shrinks");
            }
            (cost, items) = (now, total);
        }
        assert_eq!((cost, items), (truth.cost, truth.items), "seed {seed}");
        assert_eq!(apify.true_items(&truth.id).len() as u64, truth.items);
        assert_eq!(apify.truth().used, truth.cost);
    }
}

#[test]
fn an_abort_by_another_ends_a_held_answer_within_seconds() {
    let mut apify = apify(spec(""));
    let run = started(&mut apify, 0, "", &input(&[3000]));
    let path = format!("/v2/actor-runs/{}", run["id"].as_str().unwrap());
    let waiting = request("GET", &format!("{path}?waitForFinish=60"), &Value::Null);
    let Reply::Hold { until, held } = apify.handle(at(5_000), &waiting) else {
        panic!("not held");
    };
    assert!(until <= at(7_000));
    api_common::post(&mut apify, 6_000, &format!("{path}/abort"), &Value::Null);
    let Reply::Send(response) = apify.resume(until, &held) else {
        panic!("still held");
    };
    assert_eq!(data(&response)["status"], "ABORTED");
}

#[test]
fn nonsense_is_refused_and_never_a_panic() {
    let most = u64::MAX;
    let mut apify = apify(spec(""));
    let run = started(
        &mut apify,
        0,
        &format!("timeout={most}&maxItems={most}&waitForFinish=0"),
        &input(&[5]),
    );
    let (run, dataset) = (
        run["id"].as_str().unwrap(),
        run["defaultDatasetId"].as_str().unwrap(),
    );
    let paths = [
        String::new(),
        "?".to_owned(),
        "/v2".to_owned(),
        "/v2//".to_owned(),
        "/v2/acts/%FF%00/runs".to_owned(),
        format!("/v2/datasets/{run}/items"),
        format!("/v2/actor-runs/{dataset}"),
        format!("/v2/datasets/{dataset}/items?offset={most}&limit={most}"),
        format!("/v2/datasets/{dataset}/items?offset={most}0"),
        format!("/v2/datasets/{dataset}/items?desc=1&offset=4&limit={most}&fields=%2C%2C"),
        format!("/v2/actor-runs?offset={most}&limit=0&startedAfter=9999-12-30"),
        "/v2/users/me/usage/monthly?date=0001-01-01".to_owned(),
        "/v2/users/me/usage/monthly?date=9999-12-31".to_owned(),
        format!("/v2/acts/{ACTOR}/runs?maxTotalChargeUsd=1e300&memory=512"),
        format!("/v2/acts/{ACTOR}/runs?maxTotalChargeUsd=-0.1"),
    ];
    for path in &paths {
        for method in ["GET", "POST", "PUT", "HEAD", "DELETE", "", "\u{0}"] {
            for body in [
                &b""[..],
                b"{",
                b"[]",
                b"null",
                b"{\"urls\":[{}]}",
                b"{\"maxMonthlyUsageUsd\":\"x\"}",
                &[0xff; 9],
            ] {
                let request = Request {
                    method: method.to_owned(),
                    path_and_query: path.clone(),
                    headers: vec![("Authorization".to_owned(), "Bearer apify_api_sandbox".to_owned())],
                    body: body.to_vec(),
                };
                let Reply::Send(response) = apify.handle(at(1_000_000), &request) else {
                    panic!("held: {path}");
                };
                assert!(response.status < 500, "{method} {path}: {}", response.status);
            }
        }
    }
    assert_eq!(
        get(&mut apify, 2_000_000, &format!("/v2/datasets/{run}/items")).status,
        404
    );
    assert_eq!(apify.truth().runs.len(), 1);
}

#[test]
fn a_made_world_is_searched_and_charged() {
    let world = World::new(WorldSpec {
        sellers: 200,
        ..WorldSpec::default()
    });
    let library = Made::new(&world);
    let ads = library.ads();
    let mut apify = Apify::new(Arc::new(library), spec(""), start_time());
    let url = "https://www.facebook.com/ads/library/?active_status=all&ad_type=all&country=TN&q=converty.shop\
               &search_type=keyword_unordered";
    let response = start(&mut apify, 0, "", &json!({ "urls": [{ "url": url }] }));
    let dataset = data(&response)["defaultDatasetId"].as_str().unwrap().to_owned();
    let items: Vec<Value> =
        serde_json::from_slice(&get(&mut apify, 3_600_000, &format!("/v2/datasets/{dataset}/items")).body)
            .unwrap();
    let found = apify.truth().runs[0].items;
    assert!(found > 10 && found <= ads as u64, "{found} of {ads}");
    assert_eq!(items.len() as u64, found);
    assert!(
        items
            .iter()
            .all(|item| item["url"] == url && item["total"] == found && item["ad_archive_id"].is_string())
    );
}
