//! Every case of `cases.jsonl`: a link, the domains to count as own, and the verdict it must have.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_push_string,
    missing_docs,
    reason = "a test may fail loudly"
)]

use crate::common;

use std::collections::BTreeSet;

use model::Host;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    why: String,
    url: String,
    own: Vec<String>,
    verdict: String,
    platform: Option<String>,
    kind: String,
    host: Option<String>,
    rule: String,
}

impl Case {
    fn expected(&self) -> String {
        let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        format!(
            "{} {} {} {} {}",
            self.verdict,
            or_dash(&self.platform),
            self.kind,
            or_dash(&self.host),
            self.rule
        )
    }
}

fn cases() -> Vec<Case> {
    include_str!("cases.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

#[test]
fn every_case_has_its_verdict() {
    let engine = common::engine();
    let mut failed = String::new();
    for case in cases() {
        let own: Vec<Host> = case.own.iter().map(|text| Host::parse(text).unwrap()).collect();
        let explanation = engine.explain(&case.url, &own);
        let line = explanation.as_line();
        let found = format!(
            "{} {} {} {} {}",
            line.verdict,
            line.platform.unwrap_or("-"),
            line.kind,
            line.host.unwrap_or("-"),
            line.rule
        );
        if found != case.expected() {
            failed.push_str(&format!(
                "{}: {}\n  expected {}\n  found    {found}\n",
                case.why,
                case.url,
                case.expected()
            ));
        }
        assert_eq!(
            engine.judge_url(&case.url, &own),
            explanation.verdict,
            "{}",
            case.url
        );
    }
    assert!(failed.is_empty(), "\n{failed}");
}

#[test]
fn the_cases_cover_what_they_should() {
    let cases = cases();
    let distinct = |of: fn(&Case) -> Option<String>| cases.iter().filter_map(of).collect::<BTreeSet<_>>();
    assert!(cases.len() >= 550, "{}", cases.len());
    assert!(distinct(|case| case.platform.clone()).len() >= 200);
    let kinds = distinct(|case| Some(case.kind.clone()));
    for kind in model::Kind::ALL {
        assert!(kinds.contains(kind.as_str()), "{kind}");
    }
    let rules = distinct(|case| Some(case.rule.clone()));
    for rule in model::Rule::ALL {
        // What needs evidence is tested in `engine.rs`.
        let by_evidence = rule.as_str().ends_with("_dns") || rule.as_str().ends_with("_landing");
        assert!(by_evidence || rules.contains(rule.as_str()), "{rule}");
    }
}
