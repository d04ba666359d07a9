//! The API over a made-up base: what it says, how it pages, what it refuses.

use crate::common;

use std::collections::BTreeSet;

use common::{House, house, text};
use dashboard::api::types::{MappingDocument, ReportDocument};
use dashboard::{Failure, api};
use serde_json::{Value, json};

fn get(house: &House, address: &str) -> Value {
    let reply = house
        .visit(address)
        .unwrap_or_else(|failure| panic!("{address}: {failure}"));
    assert_eq!(reply.kind, "application/json", "{address}");
    serde_json::from_str(&text(reply)).unwrap()
}

fn refused(house: &House, address: &str) -> Value {
    let failure = house.visit(address).expect_err(address);
    let reply = api::envelope(&failure);
    let status = reply.status.as_u16();
    let mut envelope: Value = serde_json::from_str(&text(reply)).unwrap();
    envelope["status"] = json!(status);
    envelope
}

/// A seller with ads of each kind.
fn busy(house: &House) -> String {
    let page = get(house, "/api/v1/clients?sort=-concurrent&limit=1");
    page["data"][0]["slug"].as_str().unwrap().to_owned()
}

#[test]
fn the_overview_says_what_the_report_says() {
    let house = house();
    let told = get(&house, "/api/v1/overview");
    let note = house.made.database.note("overview").unwrap().unwrap();
    let document: Value = serde_json::from_str(&note).unwrap();
    for (key, value) in document.as_object().unwrap() {
        assert_eq!(&told[key], value, "{key}");
    }
    let keys: BTreeSet<&String> = told.as_object().unwrap().keys().collect();
    assert_eq!(
        keys.len(),
        document.as_object().unwrap().len() + 2,
        "money and window are more: {keys:?}"
    );
    assert_eq!(
        told["money"]["budget_usd"]
            .as_str()
            .unwrap()
            .split_once('.')
            .unwrap()
            .1
            .len(),
        6
    );
    assert_eq!(told["window"]["clients"], told["total_clients"]);
    assert_eq!(told["window"]["covered"], told["covered"]);
}

#[test]
fn a_base_without_anything_answers_everywhere() {
    let house = House::over(common::empty(common::now()));
    assert_eq!(get(&house, "/api/v1/overview")["total_clients"], 0);
    for list in [
        "clients",
        "competition/competitors",
        "competition/platforms",
        "competition/unidentified",
        "alerts",
        "recommendations",
        "scans",
    ] {
        let page = get(&house, &format!("/api/v1/{list}"));
        assert_eq!(
            (page["data"].clone(), page["page"]["total"].clone()),
            (json!([]), json!(0)),
            "{list}"
        );
    }
    assert_eq!(get(&house, "/api/v1/status")["clients"], 0);
    assert_eq!(get(&house, "/api/v1/money")["spent_usd"], "0.000000");
}

#[test]
fn documents_leave_letter_for_letter_and_as_their_schema_says() {
    let house = house();
    let (mut reports, mut mappings) = (0, 0);
    for index in 0..common::made::SELLERS {
        let slug = common::made::slug(index);
        if let Some(report) = house.made.database.report(&slug).unwrap() {
            let sent = text(house.visit(&format!("/api/v1/clients/{slug}/report")).unwrap());
            assert_eq!(sent, serde_json::to_string(&report).unwrap());
            let read: ReportDocument = serde_json::from_str(&sent).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), sent);
            reports += 1;
        }
        if let Some(mapping) = house.made.database.mapping(&slug).unwrap() {
            let sent = text(house.visit(&format!("/api/v1/clients/{slug}/mapping")).unwrap());
            assert_eq!(sent, serde_json::to_string(&mapping).unwrap());
            let read: MappingDocument = serde_json::from_str(&sent).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), sent);
            mappings += 1;
        }
    }
    assert!(reports > 20 && mappings > 100, "{reports} {mappings}");
}

/// Walks a list by `next` and gives the values of `key`.
fn walk(house: &House, address: &str, key: &str) -> Vec<String> {
    let mut seen = Vec::new();
    let mut next = address.to_owned();
    loop {
        let page = get(house, &next);
        let rows = page["data"].as_array().unwrap();
        seen.extend(rows.iter().map(|row| row[key].to_string()));
        let Some(cursor) = page["page"]["next"].as_str() else {
            return seen;
        };
        assert!(!rows.is_empty(), "{next}: a page without rows has no next");
        let joint = if address.contains('?') { '&' } else { '?' };
        next = format!("{address}{joint}cursor={cursor}");
    }
}

#[test]
fn seeking_meets_every_row_once() {
    let house = house();
    let busy = busy(&house);
    for (list, key) in [
        ("clients", "slug"),
        ("clients?sort=slug&status=active,inactive", "slug"),
        ("competition/competitors?range=all", "domain"),
        ("competition/platforms", "platform"),
        ("competition/unidentified", "domain"),
        ("alerts?range=all", "id"),
        (&format!("clients/{busy}/ads"), "id"),
        (&format!("clients/{busy}/history"), "at"),
    ] {
        let joint = if list.contains('?') { '&' } else { '?' };
        let whole = walk(&house, &format!("/api/v1/{list}{joint}limit=500"), key);
        let bits = walk(&house, &format!("/api/v1/{list}{joint}limit=3"), key);
        assert_eq!(bits, whole, "{list}");
        assert!(!whole.is_empty(), "{list}");
        let once: BTreeSet<_> = whole.iter().collect();
        assert_eq!(once.len(), whole.len(), "{list}: {whole:?}");
    }
}

#[test]
fn filters_of_the_page_are_those_of_the_api() {
    let house = house();
    let all = get(&house, "/api/v1/clients")["page"]["total"].as_u64().unwrap();
    let mut sum = 0;
    for status in ["active", "inactive", "unscannable", "uncovered"] {
        let page = get(&house, &format!("/api/v1/clients?status={status}&limit=500"));
        for row in page["data"].as_array().unwrap() {
            assert_eq!(row["status"], status);
        }
        sum += page["page"]["total"].as_u64().unwrap();
    }
    assert_eq!(sum, all);
    let rival = get(&house, "/api/v1/competition/competitors?limit=1")["data"][0].clone();
    let domain = rival["domain"].as_str().unwrap();
    let behind = get(&house, &format!("/api/v1/clients?competitor={domain}"));
    assert_eq!(behind["page"]["total"], rival["clients"], "{rival}");
    let messaging = get(&house, "/api/v1/competition/competitors?kind=messaging");
    for row in messaging["data"].as_array().unwrap() {
        assert_eq!(row["kind"], "messaging");
    }
}

#[test]
fn what_is_not_understood_is_told_by_name() {
    let house = house();
    for (address, parameter) in [
        ("overview?range=8", "range"),
        ("overview?rnage=7", "rnage"),
        ("overview?range=", "range"),
        ("overview?range=7&range=30", "range"),
        ("timeline?range=custom&from=2026-02-30&to=2026-03-01", "from"),
        ("timeline?compare=yes", "compare"),
        ("clients?limit=0", "limit"),
        ("clients?limit=501", "limit"),
        ("clients?limit=ten", "limit"),
        ("clients?cursor=x", "cursor"),
        ("clients?sort=--ads", "sort"),
        ("clients?status=active,dead", "status"),
        ("clients?ads_from=-1", "ads_from"),
        ("clients?cols=ads", "cols"),
        ("alerts?kind=none", "kind"),
        ("alerts?show=all", "show"),
        ("competition/platforms?platform=x", "platform"),
    ] {
        let envelope = refused(&house, &format!("/api/v1/{address}"));
        assert_eq!(envelope["status"], 400, "{address}");
        assert_eq!(envelope["error"]["code"], "invalid", "{address}");
        assert_eq!(envelope["error"]["parameter"], parameter, "{address}");
    }
    for address in ["", "/report", "/mapping", "/ads", "/history", "/note"] {
        let envelope = refused(&house, &format!("/api/v1/clients/nobody{address}"));
        assert_eq!(
            (envelope["status"].clone(), envelope["error"]["code"].clone()),
            (json!(404), json!("not_found"))
        );
    }
}

#[test]
fn every_parameter_that_is_described_is_taken_and_no_other() {
    let house = house();
    let document = get(&house, "/api/openapi.json");
    let busy = busy(&house);
    for (path, item) in document["paths"].as_object().unwrap() {
        let Some(operation) = item.get("get") else {
            continue;
        };
        let address = path.replace("{slug}", &busy);
        let strange = refused(&house, &format!("{address}?strange=1"));
        assert_eq!(strange["error"]["parameter"], "strange", "{path}");
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            if parameter["in"] == "path" {
                continue;
            }
            let name = parameter["name"].as_str().unwrap();
            let long = "x".repeat(300);
            let envelope = refused(&house, &format!("{address}?{name}={long}"));
            assert_eq!(envelope["error"]["parameter"], name, "{path}");
        }
    }
}

#[test]
fn notes_are_written_once_read() {
    let house = house();
    let slug = busy(&house);
    let address = format!("/api/v1/clients/{slug}/note");
    assert_eq!(
        get(&house, &address),
        json!({"text": "", "revision": 0, "by": null, "at": null})
    );
    let put = |body: &Value| house.send("PUT", &address, &[("", &body.to_string())]);
    let written: Value =
        serde_json::from_str(&text(put(&json!({"text": "called", "revision": 0})).unwrap())).unwrap();
    assert_eq!(
        (written["text"].clone(), written["by"].clone()),
        (json!("called"), json!("local"))
    );
    assert_eq!(get(&house, &address), written);
    let stale = put(&json!({"text": "again", "revision": 0})).unwrap_err();
    assert!(matches!(stale, Failure::Conflict), "{stale}");
    for body in [
        json!({"text": "again"}),
        json!({"text": 7, "revision": 0}),
        json!({"text": "a", "revision": "0"}),
        json!({"text": "a", "revision": -1}),
        json!({"text": "a", "revision": 0, "more": 1}),
        json!([]),
    ] {
        let failure = put(&body).unwrap_err();
        assert!(
            matches!(&failure, Failure::Invalid { parameter, .. } if parameter == "body"),
            "{body} {failure}"
        );
    }
}

#[test]
fn alerts_are_decided_about_and_that_is_taken_back() {
    let house = house();
    let alerts = get(&house, "/api/v1/alerts?range=all");
    let id = alerts["data"][0]["id"].as_str().unwrap().to_owned();
    let address = format!("/api/v1/alerts/{id}/decision");
    let post = |body: &Value| house.send("POST", &address, &[("", &body.to_string())]);
    let muted: Value =
        serde_json::from_str(&text(post(&json!({"kind": "muted", "days": 7})).unwrap())).unwrap();
    assert_eq!(
        (muted["kind"].clone(), muted["until"].clone()),
        (json!("muted"), json!("2026-11-30T08:30:00.000Z"))
    );
    let seen: Value = serde_json::from_str(&text(post(&json!({"kind": "acknowledged"})).unwrap())).unwrap();
    assert_eq!(seen["until"], Value::Null);
    for body in [
        json!({"kind": "muted"}),
        json!({"kind": "muted", "days": 0}),
        json!({"kind": "muted", "days": 367}),
        json!({"kind": "acknowledged", "days": 7}),
        json!({"kind": "none"}),
        json!({}),
    ] {
        assert!(matches!(post(&body), Err(Failure::Invalid { .. })), "{body}");
    }
    let back = house.send("DELETE", &address, &[]).unwrap();
    assert_eq!(back.status.as_u16(), 204);
    let unknown = house.send("DELETE", "/api/v1/alerts/budget:99:1/decision", &[]);
    assert!(matches!(unknown, Err(Failure::NotFound { .. })));
}

#[test]
fn scans_are_asked_for_and_called_off() {
    let house = house();
    let slug = busy(&house);
    let post = |body: &Value| house.send("POST", "/api/v1/scans", &[("", &body.to_string())]);
    let reply = post(&json!({"clients": [slug], "budget_usd": "0.5"})).unwrap();
    assert_eq!(reply.status.as_u16(), 201);
    let scan: Value = serde_json::from_str(&text(reply)).unwrap();
    assert_eq!(
        (scan["state"].clone(), scan["budget_usd"].clone()),
        (json!("waiting"), json!("0.500000"))
    );
    let all: Value = serde_json::from_str(&text(post(&json!({})).unwrap())).unwrap();
    assert_eq!(
        (all["clients"].clone(), all["budget_usd"].clone()),
        (json!([]), Value::Null)
    );
    for body in [
        json!({"budget_usd": "-1"}),
        json!({"budget_usd": "1,5"}),
        json!({"budget_usd": " 1"}),
        json!({"budget_usd": 1}),
        json!({"clients": "dar-deco"}),
        json!({"client": []}),
    ] {
        assert!(matches!(post(&body), Err(Failure::Invalid { .. })), "{body}");
    }
    let unknown = post(&json!({"clients": ["nobody"]}));
    assert!(matches!(unknown, Err(Failure::NotFound { what: "client" })));
    let address = format!("/api/v1/scans/{}", scan["id"].as_str().unwrap());
    assert_eq!(house.send("DELETE", &address, &[]).unwrap().status.as_u16(), 204);
    let again = house.send("DELETE", &address, &[]);
    assert!(matches!(again, Err(Failure::Conflict)));
    let nothing = house.send("DELETE", "/api/v1/scans/none", &[]);
    assert!(matches!(nothing, Err(Failure::NotFound { .. })));
}

#[test]
fn the_description_and_its_page_are_served() {
    let house = house();
    assert_eq!(
        text(house.visit("/api/openapi.json").unwrap()),
        api::openapi::text().unwrap()
    );
    for language in ["fr", "en", "ar"] {
        let page = text(house.visit(&format!("/api?lang={language}")).unwrap());
        for path in [
            "/api/v1/overview",
            "/api/v1/clients/{slug}/note",
            "/export/client_ads/csv",
        ] {
            assert!(page.contains(path), "{language}: {path}");
        }
        assert!(page.contains("curl -H"), "{language}");
        for name in ["api-", "file-", "column-"] {
            assert!(
                !page.contains(&format!(">{name}")),
                "{language}: a sentence is missing"
            );
        }
    }
}
