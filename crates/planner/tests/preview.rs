//! What `discover --plan` shows.

use crate::support;

use model::MicroDollars;
use planner::{Feature, Purpose, Question};
use support::*;

#[test]
fn it_tells_runs_sellers_money_and_finds_by_purpose() {
    let planner = planner(&base(200, 1000), options());
    let preview = planner.preview(MicroDollars::new(5_000_000));
    let [sweep, probe] = &preview.lines[..] else {
        panic!("{:?}", preview.lines);
    };
    // Its size for a cent, then two percent of a thousand sellers with fifteen ads each.
    assert_eq!(
        (sweep.purpose, sweep.runs, sweep.sellers),
        (Purpose::Sweep, 2, 1000)
    );
    assert_eq!(sweep.expected, MicroDollars::new(2 * 50 + (10 + 300) * 750));
    assert_eq!(sweep.worst, MicroDollars::new(2 * 50 + (10 + 1200) * 750));
    assert_eq!(
        (probe.purpose, probe.runs, probe.sellers),
        (Purpose::Probe, 200, 200)
    );
    assert_eq!(probe.worst, MicroDollars::new(200 * 7_550));
    assert!(
        probe.expected < MicroDollars::new(200 * 1_500),
        "{}",
        probe.expected
    );
    // 1.5 % of the platform's and 11.5 % of own domains, a little less for their digits.
    assert!(
        (13_000..=15_000).contains(&sweep.expected_finds_milli),
        "{sweep:?}"
    );
    assert!(
        (20_000..=23_000).contains(&probe.expected_finds_milli),
        "{probe:?}"
    );
    assert_eq!((preview.sellers, preview.reach), (1200, 1200));
}

#[test]
fn reach_is_what_the_budget_covers_at_the_expected_cost() {
    let planner = planner(&base(200, 0), options());
    let all = planner.preview(PLENTY);
    let half = planner.preview(MicroDollars::new(all.expected.micros() / 2));
    assert_eq!((all.reach, half.reach), (200, 100));
}

#[test]
fn the_first_questions_come_with_their_reasons() {
    let mut known = base(2, 0);
    known.hosts[1].ads = 8;
    known.hosts[1].last_ad = Some(now());
    let preview = planner(&known, options()).preview(PLENTY);
    let first = &preview.first[0];
    assert_eq!(
        first.question,
        Question::Domain {
            host: host("own1.com")
        }
    );
    assert!((0.85..=0.95).contains(&first.probability), "{first:?}");
    let features: Vec<Feature> = first.reasons.iter().map(|reason| reason.feature).collect();
    assert_eq!(features[..2], [Feature::SeenAds, Feature::Base]);
    assert!(preview.first[1].probability < 0.2);
}

#[test]
fn its_json_has_the_keys_that_scripts_read() {
    let preview = planner(&base(1, 40), options()).preview(PLENTY);
    let json = serde_json::to_value(&preview).unwrap();
    let keys = |value: &serde_json::Value| {
        value
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        keys(&json),
        "expected expected_finds_milli first lines reach sellers unresolved worst"
    );
    assert_eq!(
        keys(&json["lines"][0]),
        "expected expected_finds_milli purpose questions runs sellers worst"
    );
    assert_eq!(
        keys(&json["first"][0]),
        "expected items probability purpose question reasons"
    );
    assert_eq!(json["first"][0]["question"]["ask"], "sweep");
    assert_eq!(json["first"][1]["reasons"][0]["feature"], "base");
}
