//! A library of numbered ads and short ways to ask the sandbox.
#![allow(dead_code, unreachable_pub)]

use std::sync::Arc;

use model::{MicroDollars, Timestamp};
use sandbox::api::{Apify, ApifySpec, Faults, Reply, Request, Response};
use sandbox::library::{AdRef, Library};
use serde_json::{Value, json};

/// `...&q=<n>` finds n ads, whatever else the URL says.
pub struct Numbered;

impl Library for Numbered {
    fn search(&self, url: &str) -> Vec<AdRef> {
        let count = url.rsplit("q=").next().and_then(|text| text.parse().ok());
        (0..count.unwrap_or(0)).map(AdRef).collect()
    }

    fn item(&self, ad: AdRef, url: &str, position: u64, total: u64) -> Vec<u8> {
        json!({ "ad_archive_id": ad.0.to_string(), "url": url, "position": position, "total": total,
                "#debug": 1, "snapshot": { "title": "a, b" } })
        .to_string()
        .into_bytes()
    }
}

pub const ACTOR: &str = "curious_coder~facebook-ads-library-scraper";

pub fn start_time() -> Timestamp {
    Timestamp::parse("2026-11-10T12:00:00Z").unwrap()
}

/// So many milliseconds after the start.
pub fn at(millis: i64) -> Timestamp {
    Timestamp::clamped(start_time().as_millis() + millis)
}

pub fn spec(faults: &str) -> ApifySpec {
    ApifySpec {
        faults: Faults::parse(faults).unwrap(),
        ..ApifySpec::default()
    }
}

pub fn apify(spec: ApifySpec) -> Apify {
    Apify::new(Arc::new(Numbered), spec, start_time())
}

pub fn input(counts: &[u32]) -> Value {
    let urls: Vec<Value> = counts
        .iter()
        .map(|count| json!({ "url": format!("https://www.facebook.com/ads/library/?q={count}") }))
        .collect();
    json!({ "urls": urls, "runTag": "tag-1" })
}

pub fn request(method: &str, path: &str, body: &Value) -> Request {
    Request {
        method: method.to_owned(),
        path_and_query: path.to_owned(),
        headers: vec![("Authorization".to_owned(), "Bearer apify_api_sandbox".to_owned())],
        body: if body.is_null() {
            Vec::new()
        } else {
            body.to_string().into_bytes()
        },
    }
}

/// The answer, waiting as long as it is held: with the moment at which it came.
pub fn ask_at(apify: &mut Apify, now: i64, request: &Request) -> (Response, Timestamp) {
    let mut now = at(now);
    let mut reply = apify.handle(now, request);
    loop {
        match reply {
            Reply::Send(response) => return (response, now),
            Reply::Hold { until, held } => {
                assert!(until > now, "a hold that does not wait");
                now = until;
                reply = apify.resume(now, &held);
            }
        }
    }
}

pub fn get(apify: &mut Apify, now: i64, path: &str) -> Response {
    ask_at(apify, now, &request("GET", path, &Value::Null)).0
}

pub fn post(apify: &mut Apify, now: i64, path: &str, body: &Value) -> Response {
    ask_at(apify, now, &request("POST", path, body)).0
}

pub fn start(apify: &mut Apify, now: i64, query: &str, body: &Value) -> Response {
    post(apify, now, &format!("/v2/acts/{ACTOR}/runs?{query}"), body)
}

/// The run of a start that must succeed.
pub fn started(apify: &mut Apify, now: i64, query: &str, body: &Value) -> Value {
    let response = start(apify, now, query, body);
    assert_eq!(
        response.status,
        201,
        "{}",
        String::from_utf8_lossy(&response.body)
    );
    data(&response)
}

pub fn json_of(response: &Response) -> Value {
    serde_json::from_slice(&response.body).unwrap()
}

pub fn data(response: &Response) -> Value {
    assert!(
        response.status < 300,
        "{}",
        String::from_utf8_lossy(&response.body)
    );
    json_of(response)["data"].clone()
}

/// Status and `error.type`.
pub fn error(response: &Response) -> (u16, String) {
    let body = json_of(response);
    (
        response.status,
        body["error"]["type"].as_str().unwrap().to_owned(),
    )
}

pub fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    let found = response.headers.iter().find(|(key, _)| key == name);
    found.map_or("", |(_, value)| value.as_str())
}

pub fn dollars(value: &Value) -> MicroDollars {
    MicroDollars::from_dollars(value.as_f64().unwrap()).unwrap()
}

pub const fn micros(micros: i64) -> MicroDollars {
    MicroDollars::new(micros)
}
