//! The API's description says what there is: every route, every method, and nothing changes in it unseen.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use dashboard::{api, routes};
use serde_json::Value;

fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json")
}

fn document() -> Value {
    serde_json::from_str(&api::openapi::text().unwrap()).unwrap()
}

#[test]
fn the_committed_description_is_the_one_that_is_served() {
    let committed = std::fs::read_to_string(committed()).unwrap_or_default();
    let now = api::openapi::text().unwrap();
    let first = committed.lines().zip(now.lines()).find(|(old, new)| old != new);
    assert!(
        committed == now,
        "openapi.json is not what the handlers say (first difference: {first:?}). Is the change meant? Then: \
         cargo run -p dashboard --example openapi > crates/dashboard/openapi.json"
    );
}

#[test]
fn every_route_is_described_and_every_description_has_a_route() {
    let there: BTreeSet<(String, String)> = routes()
        .iter()
        .filter(|route| route.path.starts_with("/api/v1/"))
        .map(|route| (route.method.as_str().to_lowercase(), route.path.to_owned()))
        .collect();
    let described: BTreeSet<(String, String)> = operations()
        .into_iter()
        .map(|(method, path, _)| (method, path))
        .collect();
    assert_eq!(described, there);
    assert!(there.len() > 20, "{there:?}");
}

#[test]
fn every_operation_says_what_it_takes_and_how_it_fails() {
    let mut ids = BTreeSet::new();
    for (method, path, operation) in operations() {
        let what = format!("{method} {path}");
        assert!(
            ids.insert(operation["operationId"].to_string()),
            "{what}: an id of its own"
        );
        assert!(operation["summary"].is_string(), "{what}: a summary");
        let responses = operation["responses"].as_object().unwrap();
        let mut expected = vec!["400", "401", "403", "405", "421", "429", "500", "503"];
        if method == "get" {
            expected.push("304");
        } else {
            expected.extend(["408", "409", "413"]);
        }
        if path.contains('{') {
            expected.push("404");
        }
        for status in expected {
            assert!(responses.contains_key(status), "{what}: {status}");
        }
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        for part in path.split('/').filter_map(|part| part.strip_prefix('{')) {
            let name = part.trim_end_matches('}');
            assert!(
                parameters
                    .iter()
                    .any(|one| one["name"] == name && one["in"] == "path"),
                "{what}: {name}"
            );
        }
        for parameter in &parameters {
            assert!(parameter["description"].is_string(), "{what}: {parameter}");
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 50);
    for reference in references {
        let pointer = reference.trim_start_matches('#');
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get("$ref") {
                references.push(reference.clone());
            }
            object.values().for_each(|value| collect(value, references));
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, references)),
        _ => {}
    }
}

/// Method, path and operation of everything that is described.
fn operations() -> Vec<(String, String, Value)> {
    let document = document();
    let paths = document["paths"].as_object().unwrap();
    let of_path = |(path, item): (&String, &Value)| {
        let item = item.as_object().unwrap().clone();
        let path = path.clone();
        item.into_iter()
            .map(move |(method, operation)| (method, path.clone(), operation))
            .collect::<Vec<_>>()
    };
    paths.iter().flat_map(of_path).collect()
}
