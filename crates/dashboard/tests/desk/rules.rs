//! Alert rules on pages and for programs: made, previewed, saved, in conflict, deleted, restored; and a broken file.

use std::sync::Arc;

use access::Role;
use dashboard::route::Handle;
use dashboard::{Config, Failure};
use serde_json::{Value, json};

use crate::common::{House, find, house, text};
use crate::page;

const RULE: [(&str, &str); 9] = [
    ("id", "my-rule"),
    ("title", "Beaucoup de publicités"),
    ("when", "at_least:ads"),
    ("threshold", "10"),
    ("rearm", "8"),
    ("cool_down_days", "7"),
    ("delivery", "digest"),
    ("severity", "warning"),
    ("enabled", "1"),
];

/// The fields of a rule with some of them said otherwise.
fn fields<'f>(other: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let mut fields: Vec<(&str, &str)> = RULE
        .into_iter()
        .filter(|(name, _)| other.iter().all(|(o, _)| o != name))
        .collect();
    fields.extend_from_slice(other);
    fields
}

fn rules(house: &House) -> Vec<Value> {
    let all: Value = serde_json::from_str(&page(house, "/api/v1/rules")).unwrap();
    all["data"].as_array().unwrap().clone()
}

fn rule(house: &House, id: &str) -> Option<Value> {
    rules(house).into_iter().find(|rule| rule["id"] == id)
}

#[test]
#[expect(clippy::too_many_lines, reason = "the life of one rule, told in order")]
fn a_rule_is_made_previewed_saved_changed_deleted_and_restored() {
    let house = house();
    let query: Vec<String> = fields(&[])
        .iter()
        .map(|(name, value)| format!("{name}={}", value.replace(' ', "+")))
        .collect();
    let address = format!("/alerts/rules/new?{}", query.join("&"));
    let preview = page(&house, &address);
    assert!(
        preview.contains("value=\"my-rule\"") && preview.contains("class=\"figure\""),
        "{preview}"
    );
    assert!(rule(&house, "my-rule").is_none(), "a preview saves nothing");

    let saved = house.send(
        "POST",
        "/alerts/rules/new",
        &fields(&[("revision", "0"), ("do", "save")]),
    );
    assert_eq!(saved.unwrap().status, 303);
    let first = rule(&house, "my-rule").unwrap();
    assert_eq!(
        (
            &first["rule"]["metric"],
            &first["rule"]["at_least"],
            &first["rule"]["enabled"]
        ),
        (&json!("ads"), &json!(10.0), &json!(true))
    );
    let html = page(&house, "/alerts/rules/my-rule");
    assert!(html.contains("Beaucoup de publicités") && html.contains("value=\"at_least:ads\" selected"));
    assert!(page(&house, "/alerts/rules").contains("Beaucoup de publicités"));

    let revision = first["revision"].to_string();
    let change = [
        ("revision", revision.as_str()),
        ("title", "Vingt"),
        ("threshold", "20"),
        ("do", "save"),
    ];
    house
        .send("POST", "/alerts/rules/my-rule", &fields(&change))
        .unwrap();
    assert_eq!(rule(&house, "my-rule").unwrap()["rule"]["at_least"], json!(20.0));
    let late = house.send("POST", "/alerts/rules/my-rule", &fields(&change));
    assert!(
        matches!(late, Err(Failure::Conflict)),
        "somebody else wrote meanwhile"
    );
    assert!(page(&house, "/alerts/rules.toml").contains("id = \"my-rule\""));

    let remove = |id: &str, what: &str| {
        let revision = rule(&house, id).unwrap()["revision"].to_string();
        let sent = house.send(
            "POST",
            &format!("/alerts/rules/{id}"),
            &[("revision", &revision), ("do", what)],
        );
        assert_eq!(sent.unwrap().status, 303, "{id} {what}");
    };
    remove("ratio-fell", "delete");
    assert_eq!(rule(&house, "ratio-fell").unwrap()["deleted"], true);
    assert!(page(&house, "/alerts/rules/ratio-fell").contains("Cette règle est supprimée"));
    remove("ratio-fell", "restore");
    assert_eq!(rule(&house, "ratio-fell").unwrap()["deleted"], false);
    remove("my-rule", "restore");
    assert!(rule(&house, "my-rule").is_none(), "nothing was there before");
}

#[test]
fn what_is_wrong_is_told_beside_what_was_written() {
    let house = house();
    for (odd, told) in [
        (("when", "at_least:nothing"), "nothing"),
        (("threshold", ""), "manque"),
        (("rearm", "12"), "du mauvais côté"),
        (("segment", "gone"), "gone"),
        (("id", "Not An Id!"), "minuscules"),
    ] {
        let sent = house.send(
            "POST",
            "/alerts/rules/new",
            &fields(&[odd, ("revision", "0"), ("do", "save")]),
        );
        let reply = sent.unwrap();
        assert_eq!(reply.status, 400, "{odd:?}");
        let html = text(reply);
        assert!(
            html.contains("role=\"alert\"") && html.contains(told),
            "{odd:?}: {told}"
        );
        assert!(
            html.contains("value=\"Beaucoup de publicités\""),
            "nothing is lost"
        );
    }
    assert!(rule(&house, "my-rule").is_none());
}

#[test]
fn titles_of_rules_stay_text() {
    let house = house();
    let title = "\"><script>alert(1)</script>\u{202e}gnp";
    house
        .send(
            "POST",
            "/alerts/rules/new",
            &fields(&[("title", title), ("revision", "0"), ("do", "save")]),
        )
        .unwrap();
    for address in [
        "/alerts/rules",
        "/alerts/rules/my-rule",
        "/alerts/rules?lang=ar",
        "/alerts/week",
    ] {
        let html = page(&house, address);
        assert!(
            !html.contains("<script>alert") && !html.contains('\u{202e}'),
            "{address}"
        );
    }
    assert!(page(&house, "/alerts/rules").contains("alert(1)"));
}

/// Whoever saves a built-in rule sees its title in one language; everybody else goes on to read it in theirs.
#[test]
fn a_title_of_the_program_is_told_to_each_reader_in_theirs() {
    let languages = ["fr", "en", "ar"];
    let budget = |title: &str, revision: &str| {
        [
            ("title", title),
            ("when", "occasion:budget"),
            ("delivery", "at_once"),
            ("severity", "warning"),
            ("revision", revision),
            ("do", "save"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let house = house();
    let mut revision = 0;
    let mut save = |title: &str, house: &House| {
        let fields = budget(title, &revision.to_string());
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        assert_eq!(
            house
                .send("POST", "/alerts/rules/budget", &fields)
                .unwrap()
                .status,
            303
        );
        revision = rule(house, "budget").unwrap()["revision"].as_u64().unwrap();
    };
    let shown = |house: &House, language: &str| {
        let html = page(house, &format!("/alerts/rules/budget?lang={language}"));
        let (_, field) = html.split_once("name=\"title\" value=\"").unwrap();
        field.split_once('"').unwrap().0.replace("&#39;", "'")
    };
    let title = |house: &House| rule(house, "budget").unwrap()["rule"]["title"].clone();
    let own = title(&house);
    let in_theirs = languages.map(|language| shown(&house, language));
    for told in in_theirs.clone() {
        save(&told, &house);
        assert_eq!(rule(&house, "budget").unwrap()["origin"], "person");
        assert_eq!(title(&house), own);
        assert_eq!(languages.map(|language| shown(&house, language)), in_theirs);
    }
    save("Argent", &house);
    assert_eq!(
        languages.map(|language| shown(&house, language)),
        ["Argent"; 3].map(str::to_owned)
    );
}

#[test]
fn programs_write_and_remove_rules_by_revision() {
    let house = house();
    let put = |revision: u64| {
        let body = json!({"title": "Ads", "metric": "ads", "at_least": 5}).to_string();
        let query = format!("revision={revision}");
        let mut visit = house.visitor("/api/v1/rules/mine", &query, vec!["mine".to_owned()], &[]);
        visit.fields.0.push((dashboard::api::body::RAW.to_owned(), body));
        handled("PUT", "/api/v1/rules/mine", &visit)
    };
    let made: Value = serde_json::from_str(&text(put(0).unwrap())).unwrap();
    assert_eq!((&made["id"], &made["origin"]), (&json!("mine"), &json!("person")));
    assert!(matches!(put(99), Err(Failure::Conflict)));
    let preview: Value = serde_json::from_str(&page(&house, "/api/v1/rules/mine/preview?days=30")).unwrap();
    assert_eq!(preview["possible"], true);
    let odd = house.send("DELETE", "/api/v1/rules/mine?revision=99", &[]);
    assert!(matches!(odd, Err(Failure::Conflict)));
    let gone = house.send(
        "DELETE",
        &format!("/api/v1/rules/mine?revision={}", made["revision"]),
        &[],
    );
    assert_eq!(gone.unwrap().status, 204);
    assert_eq!(rule(&house, "mine").unwrap()["deleted"], true);
    assert!(matches!(
        house.visit("/api/v1/rules/nothing/preview"),
        Err(Failure::NotFound { .. })
    ));
}

#[test]
fn a_viewer_reads_rules_and_is_offered_no_change() {
    let house = house();
    for path in ["/alerts/rules", "/alerts/rules/ratio-fell"] {
        let (_, parts) = find("GET", path).unwrap();
        let mut visit = house.visitor(path, "", parts, &[]);
        visit.who.role = Role::Viewer;
        let html = text(handled("GET", path, &visit).unwrap());
        assert!(
            !html.contains("value=\"save\"") && !html.contains("value=\"delete\""),
            "{path}"
        );
        assert!(!html.contains("/alerts/rules/new\""), "{path}");
        assert!(
            page(&house, path).len() > html.len(),
            "{path}: an admin is offered more"
        );
    }
}

#[test]
fn problems_of_a_broken_rules_file_are_shown_and_the_others_hold() {
    let mut house = house();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rules.toml");
    let text = "[[rule]]\nid = \"broken\"\ntitle = \"Broken\"\nmetric = \"nothing\"\n\n\
                [[rule]]\nid = \"whole\"\ntitle = \"Whole <b>\"\nmetric = \"ads\"\nat_least = 3\n";
    std::fs::write(&file, text).unwrap();
    let mut config = Config::clone(&house.config);
    config.watching.rules_file = Some(file);
    house.config = Arc::new(config);
    let html = page(&house, "/alerts/rules");
    assert!(
        html.contains("Certaines règles sont illisibles")
            && html.contains("broken")
            && html.contains("line 1")
    );
    assert!(html.contains("Whole &lt;b&gt;"), "escaped");
    assert!(rule(&house, "whole").is_some() && rule(&house, "broken").is_none());
}

/// What the handler of a route says to a visit.
fn handled(method: &str, path: &str, visit: &dashboard::Visit) -> Result<dashboard::Reply, Failure> {
    match find(method, path).unwrap().0.handle {
        Handle::Kept(handler) | Handle::Fresh(handler) | Handle::Change(handler) => handler(visit),
        other => panic!("{other:?}"),
    }
}
