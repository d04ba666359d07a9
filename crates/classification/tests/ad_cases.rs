//! Every case of `ad_cases.jsonl`: an ad of several links, texts and a button, and the verdict it must have.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::format_push_string,
    missing_docs,
    reason = "a test may fail loudly"
)]

use crate::common;

use std::borrow::Cow;

use classification::links_of;
use model::{Ad, Link, LinkSource};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    why: String,
    links: Vec<(LinkSource, String)>,
    texts: Vec<String>,
    cta: Option<String>,
    verdict: String,
    platform: Option<String>,
    host: Option<String>,
    rule: String,
    confidence: String,
    mixed: bool,
    owner: Option<String>,
    mention: Option<String>,
}

impl Case {
    fn ad(&self) -> Ad<'_> {
        let link = |(source, text): &'_ (LinkSource, String)| Link {
            source: *source,
            text: text.clone().into(),
        };
        Ad {
            cta_type: self.cta.as_deref().map(Cow::Borrowed),
            links: self.links.iter().map(link).collect(),
            texts: self
                .texts
                .iter()
                .map(|text| Cow::Borrowed(text.as_str()))
                .collect(),
            ..Ad::default()
        }
    }

    fn expected(&self) -> [String; 8] {
        let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        [
            self.verdict.clone(),
            text(&self.platform),
            text(&self.host),
            self.rule.clone(),
            self.confidence.clone(),
            format!("mixed {}", self.mixed),
            format!("owner {}", text(&self.owner)),
            format!("mention {}", text(&self.mention)),
        ]
    }
}

fn cases() -> Vec<Case> {
    include_str!("ad_cases.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

#[test]
fn every_ad_has_its_verdict() {
    let engine = common::engine();
    let mut failed = String::new();
    for case in cases() {
        let verdict = engine.judge_ad(&case.ad());
        let text = |text: Option<&str>| text.unwrap_or("-").to_owned();
        let found = [
            verdict.class.to_string(),
            text(verdict.platform.as_deref()),
            text(verdict.host.as_ref().map(model::Host::as_str)),
            verdict.rule.to_string(),
            verdict.confidence.to_string(),
            format!("mixed {}", verdict.mixed),
            format!("owner {}", text(verdict.owner.as_deref())),
            format!("mention {}", text(verdict.mention.as_deref())),
        ];
        if found != case.expected() {
            failed.push_str(&format!(
                "{}\n  expected {:?}\n  found    {found:?}\n",
                case.why,
                case.expected()
            ));
        }
    }
    assert!(failed.is_empty(), "\n{failed}");
}

/// What is stored of an ad is enough to judge it again.
#[test]
fn judging_an_ad_is_judging_its_links() {
    let engine = common::engine();
    for case in cases() {
        let ad = case.ad();
        let again = engine.judge_links(links_of(&ad).into_iter(), ad.cta_type.as_deref());
        assert_eq!(engine.judge_ad(&ad), again, "{}", case.why);
    }
}

#[test]
fn the_cases_are_many() {
    assert!(cases().len() >= 55);
}
