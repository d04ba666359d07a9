//! Pages of a dataset: formats, shapes, headers.

use crate::api_common;

use api_common::{ACTOR, apify, error, get, header, input, json_of, request, spec, start, started};
use sandbox::api::{Apify, Reply, Response};
use serde_json::Value;

const LATER: i64 = 600_000;

fn with_run(counts: &[u32]) -> (Apify, String) {
    let mut apify = apify(spec(""));
    let run = started(&mut apify, 0, "", &input(counts));
    let path = format!("/v2/datasets/{}/items", run["defaultDatasetId"].as_str().unwrap());
    (apify, path)
}

fn ids(response: &Response) -> Vec<String> {
    let items = json_of(response);
    let ids = items
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["ad_archive_id"].as_str());
    ids.map(|id| id.unwrap_or("marker").to_owned()).collect()
}

#[test]
fn pages_and_their_headers() {
    let (mut apify, path) = with_run(&[3, 0, 2]);
    let all = get(&mut apify, LATER, &path);
    assert_eq!(ids(&all), ["0", "1", "2", "marker", "0", "1"]);
    assert_eq!(header(&all, "x-apify-pagination-limit"), "999999999999");
    let page = get(&mut apify, LATER, &format!("{path}?offset=2&limit=2"));
    assert_eq!(ids(&page), ["2", "marker"]);
    for (name, value) in [
        ("offset", "2"),
        ("limit", "2"),
        ("count", "2"),
        ("total", "6"),
        ("desc", "false"),
    ] {
        assert_eq!(header(&page, &format!("x-apify-pagination-{name}")), value);
    }
    assert_eq!(
        ids(&get(&mut apify, LATER, &format!("{path}?desc=1&limit=2"))),
        ["1", "0"]
    );
    assert!(ids(&get(&mut apify, LATER, &format!("{path}?offset=6&limit=2"))).is_empty());
    let past = get(&mut apify, LATER, &format!("{path}?offset=99"));
    assert_eq!(
        (past.body.as_slice(), header(&past, "x-apify-pagination-count")),
        (b"[]".as_slice(), "0")
    );
}

#[test]
fn items_come_while_the_run_goes_on() {
    let (mut apify, path) = with_run(&[90]);
    assert!(ids(&get(&mut apify, 1_000, &path)).is_empty());
    let half = ids(&get(&mut apify, 14_500, &path)).len();
    assert!(half == 30 || half == 60, "{half}");
    assert_eq!(ids(&get(&mut apify, LATER, &path)).len(), 90);
}

#[test]
fn head_says_the_total_without_a_body() {
    let (mut apify, path) = with_run(&[5]);
    let Reply::Send(head) = apify.handle(api_common::at(LATER), &request("HEAD", &path, &Value::Null)) else {
        panic!("held");
    };
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(header(&head, "x-apify-pagination-total"), "5");
}

#[test]
fn shapes_are_cut_to_what_is_asked() {
    let (mut apify, path) = with_run(&[1]);
    let mut item = |query: &str| json_of(&get(&mut apify, LATER, &format!("{path}?{query}")));
    assert_eq!(item("")[0]["#debug"], 1);
    assert!(item("clean=true")[0].get("#debug").is_none());
    assert!(item("skipHidden=1")[0].get("#debug").is_none());
    assert_eq!(
        item("fields=position,total")[0],
        serde_json::json!({ "position": 1, "total": 1 })
    );
    assert!(item("omit=snapshot,url")[0].get("snapshot").is_none());
    assert_eq!(item("fields=nothing"), serde_json::json!([{}]));
    assert_eq!(item("fields=nothing&skipEmpty=1"), serde_json::json!([]));
}

#[test]
fn lines_and_tables_are_written_and_nothing_else() {
    let (mut apify, path) = with_run(&[2]);
    let lines = get(&mut apify, LATER, &format!("{path}?format=jsonl&fields=position"));
    assert_eq!(lines.body, b"{\"position\":1}\n{\"position\":2}\n");
    assert_eq!(header(&lines, "content-type"), "application/jsonl; charset=utf-8");
    let table = get(
        &mut apify,
        LATER,
        &format!("{path}?format=csv&fields=position,snapshot"),
    );
    assert_eq!(table.body, b"position,snapshot/title\n1,\"a, b\"\n2,\"a, b\"\n");
    for format in ["xlsx", "html", "xml", "rss", "parquet"] {
        let refused = get(&mut apify, LATER, &format!("{path}?format={format}"));
        assert_eq!(error(&refused), (400, "invalid-parameter".to_owned()));
        let message = json_of(&refused)["error"]["message"].to_string();
        assert!(message.contains("json, jsonl or csv"), "{message}");
    }
    assert_eq!(error(&get(&mut apify, LATER, &format!("{path}?unwind=x"))).0, 400);
    assert_eq!(
        error(&get(&mut apify, LATER, &format!("{path}?offset=-1"))).0,
        400
    );
}

#[test]
fn limit_per_source_finishes_its_page_and_count_does_not() {
    let mut apify = apify(spec(""));
    let mut limited = input(&[133, 5]);
    limited["limitPerSource"] = Value::from(50);
    started(&mut apify, 0, "", &limited);
    let mut counted = input(&[133, 5]);
    counted["count"] = Value::from(50);
    started(&mut apify, 0, "", &counted);
    let items: Vec<u64> = apify.truth().runs.iter().map(|run| run.items).collect();
    assert_eq!(items, [65, 50]);
    counted["count"] = Value::from(9);
    let refused = start(&mut apify, 0, "", &counted);
    assert_eq!(error(&refused), (400, "invalid-input".to_owned()));
    let path = format!("/v2/acts/{ACTOR}/runs/last/dataset");
    assert_eq!(get(&mut apify, LATER, &path).status, 200);
}
