//! Every case of `evidence_cases.jsonl`: a link, what was observed of hosts and short links, and the verdict.
//! `catalogue` and the words of `dns` and `page` are those of `common/scene.rs`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_push_string,
    missing_docs,
    reason = "a test may fail loudly"
)]

use crate::scene;

use std::collections::BTreeMap;

use classification::EngineBuilder;
use model::observation::Facts;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    why: String,
    url: String,
    /// By place.
    #[serde(default)]
    dns: BTreeMap<String, String>,
    /// By place.
    #[serde(default)]
    page: BTreeMap<String, String>,
    /// Class, platform, rule, confidence, agreed or contested, owner; `-` for none.
    verdict: String,
}

fn cases() -> Vec<Case> {
    include_str!("evidence_cases.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

fn observed(case: &Case) -> Vec<model::observation::Observation> {
    let catalogue = scene::catalogue();
    let dns = case
        .dns
        .iter()
        .map(|(place, words)| scene::observation(place, Facts::Dns(scene::dns(words))));
    let pages = case.page.iter().map(|(place, words)| {
        let facts = scene::landing(&catalogue, place, words);
        scene::observation(place, Facts::Landing(facts))
    });
    dns.chain(pages).collect()
}

fn judged(builder: EngineBuilder, url: &str) -> String {
    let verdict = builder.build().judge_url(url, &[]);
    format!(
        "{} {} {} {} {} {}",
        verdict.class,
        verdict.platform.as_deref().unwrap_or("-"),
        verdict.rule,
        verdict.confidence,
        if verdict.contested { "contested" } else { "agreed" },
        verdict.owner.as_deref().unwrap_or("-"),
    )
}

#[test]
fn every_case_has_its_verdict_whatever_the_order_of_facts() {
    let mut failed = String::new();
    let cases = cases();
    assert!(cases.len() >= 300, "{}", cases.len());
    for case in &cases {
        let facts = observed(case);
        let forward = facts.iter().fold(scene::builder(), EngineBuilder::observed);
        let backward = facts.iter().rev().fold(scene::builder(), EngineBuilder::observed);
        let found = judged(forward, &case.url);
        assert_eq!(found, judged(backward, &case.url), "{}", case.why);
        if found != case.verdict {
            failed.push_str(&format!(
                "{}: {}\n  expected {}\n  found    {found}\n",
                case.why, case.url, case.verdict
            ));
        }
    }
    assert!(failed.is_empty(), "\n{failed}");
}
