use std::time::Duration;

use model::{Host, Timestamp};

use super::*;
use crate::known::{Known, PageFacts};
use crate::options::Options;

fn now() -> Timestamp {
    Timestamp::parse("2026-01-15").unwrap()
}

fn host(name: &str) -> HostFacts {
    HostFacts {
        slug: name.to_owned(),
        host: Host::parse(name).unwrap(),
        of_seller: 1,
        covered: None,
        asked: None,
        ads: 0,
        last_ad: None,
        signs: crate::Signs::default(),
        chance: None,
    }
}

fn options() -> Options {
    Options {
        sweeps: vec![Host::parse("converty.shop").unwrap()],
        max_age: Some(Duration::from_hours(24)),
        ..Options::new(now())
    }
}

fn score_of(known: &Known, facts: &HostFacts) -> Score {
    scores(known, &options(), std::slice::from_ref(facts)).remove(0)
}

#[test]
fn the_prior_works_on_the_first_day() {
    let known = Known::default();
    let own = score_of(&known, &host("ravino.com")).probability;
    let platform = score_of(&known, &host("ravino.converty.shop")).probability;
    assert!((0.10..0.13).contains(&own), "{own}");
    assert!((0.01..0.02).contains(&platform), "{platform}");
}

#[test]
fn explanations_add_up_to_the_logit() {
    let mut seen = host("ravino-2.tn");
    seen.ads = 12;
    seen.of_seller = 3;
    seen.last_ad = Timestamp::parse("2026-01-01");
    let score = score_of(&Known::default(), &seen);
    assert!(score.reasons.len() >= 6, "{score:?}");
    let back = 1.0 / (1.0 + (-score.logit()).exp());
    assert!((back - score.probability).abs() < 1e-12, "{score:?}");
    let strengths: Vec<f64> = score.reasons.iter().map(|r| r.contribution.abs()).collect();
    assert!(strengths.is_sorted_by(|a, b| a >= b), "{strengths:?}");
}

#[test]
fn the_past_speaks_and_fades() {
    let known = Known::default();
    let at = |day: &str| {
        let mut facts = host("ravino.com");
        (facts.ads, facts.last_ad) = (5, Timestamp::parse(day));
        score_of(&known, &facts).probability
    };
    assert!(at("2026-01-14") > 0.85);
    assert!(at("2026-01-14") > at("2025-11-01") && at("2025-11-01") > at("2024-01-01"));
    let mut empty = host("ravino.com");
    empty.covered = Some(now());
    assert!(score_of(&known, &empty).probability < score_of(&known, &host("ravino.com")).probability);
}

#[test]
fn a_known_page_speaks_for_its_seller() {
    let mut known = Known::default();
    let facts = host("ravino.com");
    let without = score_of(&known, &facts).probability;
    known.pages.push(PageFacts {
        id: "1".to_owned(),
        slug: "ravino.com".to_owned(),
        ads: 3,
        asked: None,
        running: 3,
        last_ad: None,
    });
    assert!(score_of(&known, &facts).probability > without);
}

/// 2,000 outcomes in which own domains are active in one case of two and hyphens never.
#[test]
fn outcomes_move_the_weights_and_nothing_else_does() {
    let outcomes: Vec<HostFacts> = (0..2000)
        .map(|i| {
            let name = match i % 4 {
                0 | 1 => format!("s{i}.com"),
                2 => format!("s-{i}.com"),
                _ => format!("s{i}.converty.shop"),
            };
            let mut facts = host(&name);
            facts.covered = Some(now());
            facts.ads = u64::from(i % 4 == 0);
            facts
        })
        .collect();
    let known = Known {
        hosts: outcomes,
        ..Known::default()
    };
    let options = options();
    let namer = Namer::new(&known, &options);
    let model = Model::learned(&namer, &known.hosts);
    assert!(model.weight(Feature::OwnDomain) > Feature::OwnDomain.prior() + 0.5);
    assert!(model.weight(Feature::Hyphen) < -2.0);
    assert!((model.weight(Feature::SeenAds) - Feature::SeenAds.prior()).abs() < 1e-6);
    assert_eq!(Model::learned(&namer, &[]), Model::prior());

    // At the maximum of the posterior the chances of the outcomes sum to their count, but for the prior's pull.
    let expected: f64 = known
        .hosts
        .iter()
        .map(|facts| model.score(&namer.of_itself(facts)).probability)
        .sum();
    assert!((expected - 500.0).abs() < 25.0, "{expected}");
}

#[test]
fn a_sweep_cut_off_teaches_nothing_about_those_it_found() {
    let mut found = host("ravino.converty.shop");
    found.ads = 9;
    let known = Known {
        hosts: vec![found; 50],
        ..Known::default()
    };
    let options = options();
    let namer = Namer::new(&known, &options);
    assert_eq!(Model::learned(&namer, &known.hosts), Model::prior());
}
