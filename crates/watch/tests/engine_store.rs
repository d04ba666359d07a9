//! The engine over what is kept: firings outlive crashes, two processes fire once, silence is recorded, preview agrees.

use crate::made;

use std::collections::BTreeSet;

use analytics::{AlertRules, MoneyFacts, Snapshot};
use database::{Database, Shelf, Sqlite};
use made::{Made, at, snapshot};
use model::MicroDollars;
use watch::engine::{Evaluation, Firing, evaluate};
use watch::facts::{Facts, bands_only, no_chances};
use watch::firings;
use watch::preview::{Caveat, preview};
use watch::rules::{Known, Rule, Rules, Written};

const ATLAS: &[Made] = &[
    ("2026-10-05T10:00:00Z", 20, 20, 0, &[]),
    ("2026-10-26T10:00:00Z", 20, 8, 12, &[("rival.tn", "youcan", 12)]),
    ("2026-11-09T10:00:00Z", 20, 18, 2, &[("rival.tn", "youcan", 2)]),
    ("2026-11-16T10:00:00Z", 20, 5, 15, &[("rival.tn", "youcan", 15)]),
];
const BASMA: &[Made] = &[
    ("2026-10-05T10:00:00Z", 12, 12, 0, &[]),
    ("2026-11-16T10:00:00Z", 0, 0, 0, &[]),
];

fn rule(id: &str, text: &str) -> Rule {
    let text = format!("id = \"{id}\"\ntitle = \"{id}\"\n{text}");
    toml_rule(&text)
}

fn toml_rule(text: &str) -> Rule {
    let loaded = Rules::of_text(&format!("[[rule]]\n{text}"), &Known::default());
    assert_eq!(loaded.problems, []);
    let id = text.split('"').nth(1).unwrap();
    loaded.rules.get(id).unwrap().rule.clone()
}

fn many() -> Rule {
    rule(
        "many",
        "metric = \"concurrent_ads\"\nat_least = 10\nrearm_below = 6\ncool_down_days = 7",
    )
}

fn money() -> MoneyFacts {
    MoneyFacts {
        limit: MicroDollars::new(5_000_000),
        percent: 83,
        ..MoneyFacts::default()
    }
}

fn with<T>(snapshot: &Snapshot, then: impl FnOnce(&Facts<'_>) -> T) -> T {
    let (money, alert_rules) = (money(), AlertRules::default());
    then(&Facts {
        snapshot,
        money: &money,
        alert_rules: &alert_rules,
        segments: &bands_only,
        chances: &no_chances,
    })
}

fn run(database: &dyn Database, rules: &Rules, now: &str) -> Evaluation {
    // Reports that were made later than the moment of the snapshot are not there yet.
    let now = at(now);
    let until = |made: &[Made]| {
        made.iter()
            .filter(|made| at(made.0) <= now)
            .copied()
            .collect::<Vec<_>>()
    };
    let snapshot = snapshot(&[("atlas", &until(ATLAS)), ("basma", &until(BASMA))], now);
    with(&snapshot, |facts| evaluate(database, rules, facts).unwrap())
}

fn ids(firings: &[Firing]) -> Vec<&str> {
    firings.iter().map(|firing| firing.id.as_str()).collect()
}

#[test]
fn a_rule_fires_once_arms_again_and_fires_again_over_restarts() {
    let database = Sqlite::open_in_memory().unwrap();
    let rules: Rules = [many()].into_iter().collect();
    let days = ["10-06", "10-27", "10-28", "11-10", "11-17", "11-18"];
    let fired: Vec<usize> = days
        .iter()
        .map(|day| {
            run(&database, &rules, &format!("2026-{day}T12:00:00Z"))
                .firings
                .len()
        })
        .collect();
    assert_eq!(fired, [0, 1, 0, 0, 1, 0]);
    let all = firings::between(&database, at("2026-10-01T00:00:00Z"), at("2026-12-01T00:00:00Z")).unwrap();
    let first = &all[0];
    assert_eq!(
        first.id,
        format!("many:atlas:{}", at("2026-10-26T10:00:00Z").as_millis())
    );
    assert_eq!(
        (first.numbers.value, first.numbers.threshold),
        (Some(12), Some(10))
    );
    assert_eq!(
        (first.link.as_str(), first.numbers.place.as_deref()),
        ("/clients/atlas", Some("rival.tn"))
    );
    assert_eq!(all.len(), 2);
    let silences =
        firings::silences(&database, at("2026-10-01T00:00:00Z"), at("2026-12-01T00:00:00Z")).unwrap();
    let told: Vec<_> = silences.iter().map(|it| (it.looked_at, it.fired)).collect();
    assert_eq!(told, [(2, 0), (2, 1), (2, 0), (2, 0), (2, 1), (2, 0)]);
}

#[test]
fn what_stood_there_long_before_a_rule_began_is_not_told() {
    let database = Sqlite::open_in_memory().unwrap();
    let rules: Rules = [many()].into_iter().collect();
    let first = run(&database, &rules, "2026-11-05T12:00:00Z");
    assert_eq!((first.firings.len(), first.silences[0].standing), (0, 1));
    // It armed on 9 November, and crossed again on the 16th.
    run(&database, &rules, "2026-11-10T12:00:00Z");
    assert_eq!(run(&database, &rules, "2026-11-17T12:00:00Z").firings.len(), 1);
}

#[test]
fn an_edited_threshold_says_nothing_twice() {
    let database = Sqlite::open_in_memory().unwrap();
    let rules = |rule: Rule| [rule].into_iter().collect::<Rules>();
    run(&database, &rules(many()), "2026-10-06T12:00:00Z");
    assert_eq!(
        run(&database, &rules(many()), "2026-10-27T12:00:00Z")
            .firings
            .len(),
        1
    );
    let lower = Written {
        at_least: Some(watch::rules::Amount::Whole(8)),
        ..Written::from(&many())
    };
    let lower = rules(lower.rule(&Known::default()).unwrap());
    assert_eq!(run(&database, &lower, "2026-10-28T12:00:00Z").firings, []);
    assert_eq!(run(&database, &lower, "2026-11-10T12:00:00Z").firings, []);
    assert_eq!(run(&database, &lower, "2026-11-17T12:00:00Z").firings.len(), 1);
}

#[test]
fn a_crash_after_the_commit_loses_no_firing() {
    let database = Sqlite::open_in_memory().unwrap();
    let rules: Rules = [many()].into_iter().collect();
    run(&database, &rules, "2026-10-06T12:00:00Z");
    run(&database, &rules, "2026-10-27T12:00:00Z");
    let all = || firings::between(&database, at("2026-10-01T00:00:00Z"), at("2026-12-01T00:00:00Z")).unwrap();
    let before = all();
    // As if the process had died between committing the state and filing what it said.
    let mut filed = Vec::new();
    database
        .each_record(Shelf::Firings, &mut |record| {
            filed.push(record.key);
            Ok(std::ops::ControlFlow::Continue(()))
        })
        .unwrap();
    for key in filed {
        database.remove_record(Shelf::Firings, &key).unwrap();
    }
    assert_eq!((all(), before.len()), (before.clone(), 1));
    // The next evaluation says nothing more, and files what was left.
    assert_eq!(run(&database, &rules, "2026-10-28T12:00:00Z").firings, []);
    assert_eq!(all(), before);
}

#[test]
fn many_processes_at_once_fire_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("base");
    let rules: Rules = [
        many(),
        rule("stopped", "occasion = \"became_inactive\"\ncool_down_days = 0"),
    ]
    .into_iter()
    .collect();
    let open = || Sqlite::open(&path).unwrap();
    run(&open(), &rules, "2026-10-06T12:00:00Z");
    for day in ["10-27", "11-10", "11-17"] {
        let fired: Vec<String> = std::thread::scope(|scope| {
            let each: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| run(&open(), &rules, &format!("2026-{day}T12:00:00Z")).firings))
                .collect();
            each.into_iter()
                .flat_map(|thread| thread.join().unwrap())
                .map(|firing| firing.id)
                .collect()
        });
        let each: BTreeSet<_> = fired.iter().collect();
        assert_eq!(each.len(), fired.len(), "{fired:?}");
    }
    let all = firings::between(&open(), at("2026-10-01T00:00:00Z"), at("2026-12-01T00:00:00Z")).unwrap();
    let subjects: Vec<_> = all
        .iter()
        .map(|it| (it.rule.as_str(), it.subject.as_str()))
        .collect();
    assert_eq!(
        subjects,
        [("many", "atlas"), ("many", "atlas"), ("stopped", "basma")]
    );
}

#[test]
fn a_look_in_part_neither_fires_nor_arms() {
    let database = Sqlite::open_in_memory().unwrap();
    let rules: Rules = [many()].into_iter().collect();
    let look = |made: &[Made], partial: bool, now: &str| {
        let mut documents = made::documents("atlas", made);
        documents.mapping.as_mut().unwrap().partial = partial;
        let snapshot = made::of(vec![documents], at(now));
        with(&snapshot, |facts| evaluate(&database, &rules, facts).unwrap())
    };
    look(&ATLAS[..1], false, "2026-10-06T12:00:00Z");
    let part = look(&ATLAS[..2], true, "2026-10-27T12:00:00Z");
    assert_eq!((part.firings.len(), part.silences[0].unknown), (0, 1));
    assert_eq!(look(&ATLAS[..2], false, "2026-10-28T12:00:00Z").firings.len(), 1);
    // Two concurrent ads seen in part: not known to be fewer than six.
    look(&ATLAS[..3], true, "2026-11-10T12:00:00Z");
    assert_eq!(look(ATLAS, false, "2026-11-17T12:00:00Z").firings, []);
}

#[test]
fn money_is_told_and_a_segment_that_is_gone_is_said() {
    let database = Sqlite::open_in_memory().unwrap();
    let spent = rule("spent", "metric = \"spent_percent\"\nat_least = 80");
    let gone = rule("gone", "metric = \"ads\"\nat_least = 1\nsegment = \"vip\"");
    let rules: Rules = [spent, gone].into_iter().collect();
    let told = run(&database, &rules, "2026-11-17T12:00:00Z");
    assert_eq!(told.firings.len(), 1);
    let firing = &told.firings[0];
    assert_eq!(
        (firing.subject.as_str(), firing.numbers.value),
        ("all", Some(8_300))
    );
    let silent: Vec<_> = told
        .silences
        .iter()
        .map(|it| it.not_evaluated.is_some())
        .collect();
    assert_eq!(silent, [true, false]);
}

#[test]
fn what_is_old_is_forgotten_and_a_digest_takes_each_once() {
    let database = Sqlite::open_in_memory().unwrap();
    let rules: Rules = [many()].into_iter().collect();
    for day in ["10-06", "10-27", "11-10", "11-17"] {
        run(&database, &rules, &format!("2026-{day}T12:00:00Z"));
    }
    let (begin, end) = (at("2026-10-01T00:00:00Z"), at("2027-12-01T00:00:00Z"));
    let all = firings::between(&database, begin, end).unwrap();
    let periods =
        ["2026-10-01", "2026-10-27", "2026-11-17", "2026-12-01"].map(|day| at(&format!("{day}T12:00:00Z")));
    let digests: Vec<_> = periods
        .windows(2)
        .map(|pair| firings::digest(&all, pair[0], pair[1]))
        .collect();
    assert_eq!(digests.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1, 0]);
    assert_eq!(firings::at_once(&all), []);
    run(&database, &rules, "2027-01-30T12:00:00Z");
    let left = firings::between(&database, begin, end).unwrap();
    assert_eq!(ids(&left), ids(&all[1..]));
    run(&database, &rules, "2027-06-30T12:00:00Z");
    assert_eq!(firings::between(&database, begin, end).unwrap(), []);
    // 227 days after it was last seen, the seller is still seen: its stand is not forgotten.
    let state = database.record(Shelf::Watch, "rule-state:many").unwrap().unwrap();
    assert!(state.body.contains("\"atlas\""), "{}", state.body);
}

/// Evaluates day by day as the watch would, by what was known at the end of each day.
fn day_by_day(rule: &Rule, from: &str, days: i64) -> Vec<(String, i64)> {
    let database = Sqlite::open_in_memory().unwrap();
    let rules: Rules = [rule.clone()].into_iter().collect();
    let start = at(from).as_millis();
    let mut said = Vec::new();
    for day in 0..days {
        let now = model::Timestamp::clamped(start + day * 86_400_000);
        let text = serde_json::to_string(&now).unwrap();
        let firings = run(&database, &rules, text.trim_matches('"')).firings;
        said.extend(firings.into_iter().map(|firing| (firing.subject, day)));
    }
    said
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
fn a_preview_says_what_the_watch_would_have_said() {
    let now = at("2026-11-20T22:59:59Z");
    let snapshot = snapshot(&[("atlas", ATLAS), ("basma", BASMA)], now);
    let rules = [
        many(),
        rule(
            "cool",
            "metric = \"concurrent_ads\"\nat_least = 10\nrearm_below = 6\ncool_down_days = 23",
        ),
        rule(
            "fall",
            "metric = \"ratio_fall\"\nat_least = 20\nrearm_below = 10\ncool_down_days = 0",
        ),
        rule(
            "silent",
            "metric = \"days_silent\"\nat_least = 3\ncool_down_days = 0",
        ),
        rule(
            "few",
            "metric = \"converty_ratio\"\nat_most = 50\nrearm_above = 60\ncool_down_days = 0",
        ),
        rule(
            "rivals",
            "metric = \"new_rivals\"\nat_least = 1\ncool_down_days = 0",
        ),
        rule(
            "share",
            "metric = \"converty_share\"\nat_most = 70\ncool_down_days = 0",
        ),
        rule(
            "platform",
            "metric = \"platform_share\"\nat_least = 20\ncool_down_days = 0",
        ),
        rule("stopped", "occasion = \"became_inactive\"\ncool_down_days = 0"),
        rule("fell", "occasion = \"ratio_fell\"\ncool_down_days = 14"),
        rule(
            "concurrent",
            "occasion = \"many_concurrent\"\ncool_down_days = 14",
        ),
        rule("newcomer", "occasion = \"new_competitor\"\ncool_down_days = 0"),
    ];
    for rule in &rules {
        // 22:59:59 UTC is the last second of the day in Tunis.
        let expected = day_by_day(rule, "2026-10-05T22:59:59Z", 47);
        let shown = with(&snapshot, |facts| preview(facts, rule, 47));
        let first = at("2026-10-05T22:59:59Z").as_millis();
        let said: Vec<_> = (shown.firings.iter())
            .map(|it| (it.subject.clone(), (it.at.as_millis() - first + 999) / 86_400_000))
            .collect();
        assert_eq!(said, expected, "{}", rule.id);
        assert!(shown.is_possible() && shown.caveats.is_empty());
        if ["many", "fall", "silent", "stopped", "concurrent"].contains(&rule.id.as_str()) {
            assert!(
                !said.is_empty(),
                "{} shows nothing: the test proves nothing",
                rule.id
            );
        }
    }
    let cooled = with(&snapshot, |facts| preview(facts, &rules[1], 47));
    assert_eq!(
        (cooled.firings.len(), cooled.held_back, cooled.subjects),
        (2, 1, 1)
    );
    let spent = rule("spent", "metric = \"spent_percent\"\nat_least = 80");
    let unknown = with(&snapshot, |facts| preview(facts, &spent, 90));
    assert_eq!(
        (unknown.is_possible(), unknown.caveats.as_slice()),
        (false, &[Caveat::NotKept][..])
    );
}
