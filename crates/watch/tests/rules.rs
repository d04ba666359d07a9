//! The rules' file, the records over it, and what cannot be meant.

use analytics::AlertKind;
use database::{Database, Shelf, Sqlite};
use model::Timestamp;
use proptest::prelude::*;
use watch::rules::{
    Amount, BUILT_IN, Condition, Edit, Known, Metric, Origin, Rules, SaveError, Side, Source, Unit, Why,
    Written, restore, save, to_toml,
};

fn now() -> Timestamp {
    Timestamp::parse("2026-11-23T08:00:00Z").unwrap()
}

fn written(id: &str) -> Written {
    Written {
        id: id.to_owned(),
        title: Some("Many".to_owned()),
        metric: Some("concurrent_ads".to_owned()),
        at_least: Some(Amount::Whole(10)),
        rearm_below: Some(Amount::Whole(6)),
        ..Written::default()
    }
}

fn whys(written: &Written, known: &Known<'_>) -> Vec<(&'static str, Why)> {
    let faults = written.rule(known).unwrap_err();
    faults.into_iter().map(|fault| (fault.field, fault.why)).collect()
}

#[test]
fn the_built_in_rules_hold_and_cover_every_kind_of_alert() {
    let loaded = Rules::of_text("", &Known::default());
    assert_eq!(loaded.problems, []);
    let blocks = BUILT_IN.lines().filter(|line| line.trim() == "[[rule]]").count();
    assert_eq!(loaded.rules.listed().len(), blocks);
    for kind in AlertKind::ALL {
        let waits = |rule: &watch::rules::Rule| rule.condition == Condition::Occasion { kind };
        assert!(loaded.rules.active().any(waits), "{kind:?}");
    }
    let spent = &loaded.rules.get("spent-80").unwrap().rule;
    assert_eq!(
        spent.condition,
        Condition::Level {
            metric: Metric::SpentPercent,
            side: Side::Above,
            threshold: 8_000
        }
    );
    // The file explains every metric, occasion and severity by its name.
    for name in Metric::ALL
        .map(Metric::as_str)
        .into_iter()
        .chain(AlertKind::ALL.map(AlertKind::as_str))
    {
        assert!(BUILT_IN.contains(name), "{name} is not explained");
    }
}

#[test]
fn a_file_changes_what_it_names_and_adds_the_rest() {
    let text = "[[rule]]\nid = \"concurrent-ads-10\"\nat_least = 12\nrearm_below = 7\n\n\
        [[rule]]\nid = \"budget\"\nenabled = false\n\n\
        [[rule]]\nid = \"mine\"\ntitle = \"Quiet for a month\"\nmetric = \"days_silent\"\nat_least = 30\nsegment = \"vip\"\n";
    let loaded = Rules::of_text(text, &Known::default());
    assert_eq!(loaded.problems, []);
    let many = loaded.rules.get("concurrent-ads-10").unwrap();
    assert_eq!(
        (many.origin, many.rule.title.as_str(), many.rule.rearm),
        (Origin::File, "Ten ads or more lead to competitors", Some(7))
    );
    assert_eq!(many.rule.cool_down_days, 14);
    assert!(loaded.rules.active().all(|rule| rule.id != "budget"));
    assert_eq!(
        loaded.rules.get("mine").unwrap().rule.scope.segment.as_deref(),
        Some("vip")
    );
    // Another metric takes nothing of the condition below.
    let other = "[[rule]]\nid = \"concurrent-ads-10\"\nmetric = \"ads\"\n";
    let loaded = Rules::of_text(other, &Known::default());
    assert_eq!(loaded.problems.len(), 1);
    assert!(
        loaded.problems[0].reason.contains("at_least is missing"),
        "{}",
        loaded.problems[0]
    );
}

#[test]
fn what_cannot_be_read_names_its_line_and_hides_no_other() {
    let text = "# mine\n\n[[rule]]\nid = \"a\"\ntitle = \"A\"\nmetric = \"ads\"\nat_least = 3\n\n\
        [[rule]]\nid = \"b\"\ntitle = B\n\n\
        [[rule]]\nid = \"c\"\ntitle = \"C\"\nmetric = \"adz\"\nat_least = 3\n\n\
        [[rule]]\nid = \"d\"\ntitle = \"D\"\ncolour = \"red\"\n\n\
        [[rule]]\nid = \"a\"\ntitle = \"again\"\n\n\
        [[rule]]\nid = \"e\"\ntitle = \"E\"\noccasion = \"domain_moved\"\n";
    let loaded = Rules::of_text(text, &Known::default());
    let told: Vec<_> = loaded
        .problems
        .iter()
        .map(|it| (it.source, it.line.unwrap(), it.rule.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (Source::File, 11, None),
            (Source::File, 22, None),
            (Source::File, 24, Some("a")),
            (Source::File, 13, Some("c")),
        ]
    );
    assert!(
        loaded.problems[1].reason.contains("colour"),
        "{}",
        loaded.problems[1]
    );
    assert_eq!(
        loaded.problems[3].to_string(),
        "rules file, line 13, rule \"c\": metric: nobody knows \"adz\""
    );
    assert!(loaded.rules.get("a").is_some() && loaded.rules.get("e").is_some());
    assert!(["b", "c", "d"].iter().all(|id| loaded.rules.get(id).is_none()));
}

#[test]
fn everything_that_cannot_be_meant_is_told_at_once() {
    let fine = written("fine").rule(&Known::default()).unwrap();
    assert_eq!((fine.rearm, fine.cool_down_days), (Some(6), 7));
    let wrong = Written {
        id: "Not an id".to_owned(),
        title: None,
        rearm_below: Some(Amount::Whole(11)),
        delivery: Some("pigeon".to_owned()),
        channels: Some(vec!["nowhere".to_owned()]),
        segment: Some("gone".to_owned()),
        cool_down_days: Some(400),
        ..written("x")
    };
    let known = Known {
        channels: Some(&["sales"]),
        segments: Some(&|name| name == "vip"),
    };
    let fields: Vec<_> = whys(&wrong, &known).into_iter().map(|(field, _)| field).collect();
    let all = [
        "id",
        "title",
        "rearm_below",
        "segment",
        "delivery",
        "channels",
        "cool_down_days",
    ];
    assert_eq!(fields, all);
    let one = |change: &dyn Fn(&mut Written)| {
        let mut it = written("x");
        change(&mut it);
        whys(&it, &Known::default()).remove(0)
    };
    assert_eq!(
        one(&|it| it.rearm_above = Some(Amount::Whole(3))),
        ("rearm_above", Why::WrongSide)
    );
    assert_eq!(one(&|it| it.at_most = Some(Amount::Whole(3))).0, "at_least");
    assert_eq!(one(&|it| it.occasion = Some("budget".to_owned())).0, "occasion");
    assert_eq!(
        one(&|it| it.at_least = Some(Amount::Decimal(2.5))),
        ("at_least", Why::TooFine)
    );
    assert_eq!(one(&|it| it.at_least = Some(Amount::Whole(-1))).0, "at_least");
    let whole =
        one(&|it| (it.metric, it.segment) = (Some("active_sellers".to_owned()), Some("vip".to_owned())));
    assert_eq!(whole, ("segment", Why::Clashes("active_sellers".to_owned())));
}

#[test]
fn records_stand_above_the_file_and_nobody_overwrites_unseen() {
    let database = Sqlite::open_in_memory().unwrap();
    let known = Known::default();
    let put = |it: Written, expected| save(&database, Edit::Put(it), "leila", now(), expected, &known);
    let first = put(written("budget"), 0).unwrap();
    assert!(matches!(put(written("budget"), 0), Err(SaveError::Conflict)));
    let second = put(written("budget"), first).unwrap();
    assert!(matches!(put(Written::default(), 0), Err(SaveError::Invalid(_))));

    let load = || Rules::load(&database, None, &known).unwrap();
    let loaded = load();
    let listed = loaded.rules.get("budget").unwrap();
    assert_eq!((listed.origin, listed.revision), (Origin::Person, second));
    assert_eq!(listed.changed.as_ref().unwrap().by, "leila");
    assert_eq!(listed.rule, written("budget").rule(&known).unwrap());

    let third = save(
        &database,
        Edit::Delete(listed.rule.clone()),
        "sami",
        now(),
        second,
        &known,
    )
    .unwrap();
    assert!(load().rules.get("budget").unwrap().deleted);
    assert!(load().rules.active().all(|rule| rule.id != "budget"));
    assert!(matches!(
        restore(&database, "budget", second),
        Err(SaveError::Conflict)
    ));
    restore(&database, "budget", third).unwrap();
    assert_eq!(load().rules, Rules::of_text("", &known).rules);

    database
        .put_record(Shelf::Rules, "budget", "{\"by\":1}", None)
        .unwrap();
    let damaged = load();
    assert_eq!(
        (damaged.problems.len(), damaged.problems[0].source),
        (1, Source::Records)
    );
    assert_eq!(damaged.rules.get("budget").unwrap().origin, Origin::BuiltIn);
}

#[test]
fn a_file_that_is_not_there_is_no_problem() {
    let folder = tempfile::tempdir().unwrap();
    let database = Sqlite::open_in_memory().unwrap();
    let path = folder.path().join("rules.toml");
    let load = || Rules::load(&database, Some(&path), &Known::default()).unwrap();
    assert_eq!(load().problems, []);
    std::fs::write(&path, [0xff, 0xfe]).unwrap();
    assert_eq!(load().problems.len(), 1);
    assert!(load().rules.get("budget").is_some());
}

proptest! {
    #[test]
    fn amounts_come_back_as_they_went(value in 0_i64..1_000_000) {
        for unit in [Unit::Count, Unit::Percent] {
            prop_assert_eq!(Amount::of(value, unit).value(unit), Some(value));
        }
    }

    #[test]
    fn a_set_written_out_reads_back_the_same(
        rules in prop::collection::btree_map("[a-z][a-z0-9-]{0,20}", (0_usize..19, any::<bool>(), 1_i64..90_000, 0_i64..500, ".{1,40}"), 1..8),
    ) {
        let of = |(id, (metric, above, threshold, slack, title)): (&String, &(usize, bool, i64, i64, String))| {
            let side = if *above { Side::Above } else { Side::Below };
            let rearm = if *above { (threshold - slack).max(0) } else { threshold + slack };
            let mut rule = written("x").rule(&Known::default()).unwrap();
            rule.id.clone_from(id);
            rule.title = format!("T{title}").trim().to_owned();
            let metric = Metric::ALL[*metric];
            let threshold = if metric == Metric::DaysSilent { threshold % 30_000 } else { *threshold };
            let rearm = if metric == Metric::DaysSilent { threshold } else { rearm };
            rule.condition = Condition::Level { metric, side, threshold };
            rule.rearm = Some(rearm);
            rule
        };
        let set: Rules = rules.iter().map(of).collect();
        let text = to_toml(set.kept());
        let read = Rules::of_text(&text, &Known::default());
        prop_assert_eq!(&read.problems, &[]);
        for listed in set.listed() {
            prop_assert_eq!(&read.rules.get(&listed.rule.id).unwrap().rule, &listed.rule);
        }
    }

    #[test]
    fn no_text_takes_the_built_in_rules_away(text in "(\\[\\[rule\\]\\]\n|id = \"[a-z]{1,3}\"\n|metric = \"ads\"\n|at_least = [0-9]{1,3}\n|\\PC{0,12}\n){0,12}") {
        let loaded = Rules::of_text(&text, &Known::default());
        prop_assert!(loaded.rules.get("domain-moved").is_some());
    }
}
