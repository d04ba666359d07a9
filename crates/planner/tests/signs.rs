//! What is seen for nothing: hosts that lead nowhere are never asked, and signs move the order as their weights say.

use crate::support;

use model::{MicroDollars, Timestamp};
use planner::{
    Answer, Feature, HostFacts, Known, Next, Options, Order, Outcome, PageFacts, Purpose, Question, Scope,
    Signs, Strategy, scores,
};
use support::*;

fn gone() -> Signs {
    Signs {
        resolves: Some((false, now())),
        ..Signs::default()
    }
}

fn parked() -> Signs {
    Signs {
        resolves: Some((true, now())),
        parked: Some(true),
        ..Signs::default()
    }
}

fn page(shop: bool, pixel: bool) -> Signs {
    Signs {
        resolves: Some((true, now())),
        parked: Some(false),
        away: Some(false),
        shop: Some(shop),
        pixel: Some(pixel),
    }
}

fn with(name: &str, signs: Signs) -> HostFacts {
    HostFacts { signs, ..facts(name) }
}

fn of(hosts: impl IntoIterator<Item = HostFacts>) -> Known {
    Known {
        hosts: hosts.into_iter().collect(),
        ..Known::default()
    }
}

/// Everything but its address speaks for it: ads last week, an open shop, the pixel, a page, the first place.
fn favourite(signs: Signs) -> Known {
    let mut first = with(
        "first.com",
        Signs {
            shop: Some(true),
            pixel: Some(true),
            ..signs
        },
    );
    (first.ads, first.last_ad) = (40, Timestamp::parse("2026-01-14"));
    let mut known = of([first, facts("second.com")]);
    known.pages.push(PageFacts {
        id: "1".to_owned(),
        slug: "first.com".to_owned(),
        ads: 40,
        asked: None,
        running: 1,
        last_ad: None,
    });
    known
}

#[test]
fn what_leads_nowhere_is_never_asked_though_everything_else_favours_it() {
    let asked = |signs| {
        let known = favourite(signs);
        let scope = Scope::Hosts;
        let mut planner = planner(&known, Options { scope, ..options() });
        let left = planner.sellers_left();
        let (orders, _) = carry_out(&mut planner, &Library::default(), PLENTY);
        (
            domains(&orders),
            left,
            planner.unresolved(),
            planner.sellers_left(),
        )
    };
    assert_eq!(asked(Signs::default()).0, ["first.com", "second.com"]);
    for signs in [gone(), parked()] {
        assert_eq!(
            asked(signs),
            (vec!["second.com".to_owned()], 1, 1, 0),
            "{signs:?}"
        );
    }
}

#[test]
fn an_old_look_counts_no_longer() {
    let asked = |day: &str, signs: Signs| {
        let resolves = signs
            .resolves
            .map(|(does, _)| (does, Timestamp::parse(day).unwrap()));
        let known = of([with("own.com", Signs { resolves, ..signs })]);
        let mut planner = planner(&known, options());
        let left_out = planner.unresolved();
        (matches!(planner.next(PLENTY), Next::Run(_)), left_out)
    };
    // Thirty days before the 15th of January.
    for signs in [gone(), parked()] {
        assert_eq!(asked("2025-12-17", signs), (false, 1));
        assert_eq!(asked("2025-12-16", signs), (true, 0));
        assert_eq!(
            asked("2026-02-01", signs),
            (false, 1),
            "a clock that was set back"
        );
    }
}

#[test]
fn the_prototypes_way_asks_whatever_was_entered() {
    let mut planner = planner(
        &favourite(gone()),
        Options {
            strategy: Strategy::PerDomain,
            ..options()
        },
    );
    assert_eq!((planner.sellers_left(), planner.unresolved()), (2, 0));
    let (orders, _) = carry_out(&mut planner, &Library::default(), PLENTY);
    assert_eq!(domains(&orders), ["first.com", "second.com"]);
}

#[test]
fn a_seller_with_a_host_that_stands_is_asked_there() {
    let two = |slug: &str, host: &str, signs| HostFacts {
        slug: slug.to_owned(),
        of_seller: 2,
        ..with(host, signs)
    };
    let known = of([
        two("a", "a.com", gone()),
        two("a", "a.tn", page(true, true)),
        two("b", "b.com", gone()),
        two("b", "b.tn", parked()),
        two("c", "b.tn", parked()),
    ]);
    let mut planner = planner(&known, options());
    assert_eq!((planner.sellers_left(), planner.unresolved()), (1, 2));
    let (orders, _) = carry_out(&mut planner, &Library::default(), PLENTY);
    assert_eq!(domains(&orders), ["a.tn"]);
    assert_eq!((planner.sellers_left(), planner.unresolved()), (0, 2));
}

#[test]
fn callers_who_disagree_about_a_host_have_it_asked() {
    for (one, other) in [(gone(), Signs::default()), (Signs::default(), gone())] {
        let twice = |slug: &str, signs| HostFacts {
            slug: slug.to_owned(),
            ..with("own.com", signs)
        };
        let mut planner = planner(&of([twice("a", one), twice("b", other)]), options());
        assert_eq!((planner.sellers_left(), planner.unresolved()), (2, 0));
        let (orders, _) = carry_out(&mut planner, &Library::default(), PLENTY);
        assert_eq!(domains(&orders), ["own.com"]);
    }
}

/// An earlier scan had asked before the name was seen to be gone: whatever becomes of it, nobody asks again.
#[test]
fn what_becomes_of_an_earlier_question_brings_no_new_one() {
    let order = |purpose| Order {
        purpose,
        questions: vec![Question::Domain {
            host: host("own.com"),
        }],
        items: 10,
        per_question: None,
        cap: MicroDollars::new(7_550),
        expected: MicroDollars::new(1_000),
        expected_finds_milli: 0,
    };
    let answered = |answers| Outcome::Answered {
        answers,
        cost: MicroDollars::new(7_550),
        unattributed: false,
    };
    let strangers = Answer {
        question: order(Purpose::Probe).questions.remove(0),
        items: 10,
        ads: 10,
        own: 0,
        running: 0,
        total: Some(12),
        complete: false,
    };
    let outcomes = [
        Outcome::NotStarted,
        Outcome::Failed,
        answered(vec![]),
        answered(vec![strangers]),
    ];
    for purpose in [Purpose::Probe, Purpose::Whole] {
        for outcome in &outcomes {
            let mut planner = planner(&of([with("own.com", gone())]), options());
            planner.resume(&order(purpose));
            assert_eq!(planner.next(PLENTY), Next::Wait);
            planner.answered(&order(purpose), outcome);
            assert_eq!(planner.next(PLENTY), Next::Done, "{outcome:?}");
            assert_eq!(planner.sellers_left(), 0, "{outcome:?}");
        }
    }
}

#[test]
fn a_sweep_is_weighed_against_hosts_that_would_be_asked() {
    let mut known = base(0, 60);
    let sweeps = |known: &Known| {
        let order = run(&mut planner(known, options()), PLENTY);
        order.purpose == Purpose::Sweep
    };
    assert!(sweeps(&known));
    for facts in known.hosts.iter_mut().take(50) {
        facts.signs = gone();
    }
    assert!(!sweeps(&known), "ten hosts are cheaper one by one");
}

#[test]
fn a_preview_tells_who_is_left_out() {
    let known = of([with("a.com", gone()), with("b.com", parked()), facts("c.com")]);
    let preview = planner(&known, options()).preview(PLENTY);
    assert_eq!((preview.sellers, preview.unresolved), (1, 2));
    assert_eq!((preview.lines.len(), preview.lines[0].questions), (1, 1));
}

#[test]
fn signs_move_the_order_as_their_weights_say() {
    let known = of([
        with("closed.com", page(false, false)),
        with("open.com", page(true, false)),
        facts("unseen.com"),
        with("pixel.com", page(true, true)),
    ]);
    let (orders, _) = carry_out(&mut planner(&known, options()), &Library::default(), PLENTY);
    let sums = [
        ("pixel.com", Feature::ShopOpen.prior() + Feature::Pixel.prior()),
        ("unseen.com", 0.0),
        ("open.com", Feature::ShopOpen.prior() + Feature::NoPixel.prior()),
        ("closed.com", Feature::NoShop.prior()),
    ];
    let mut expected = sums;
    expected.sort_by(|a, b| b.1.total_cmp(&a.1));
    assert_eq!(domains(&orders), expected.map(|(name, _)| name.to_owned()));

    let plain = scores(&known, &options(), &[facts("some.com")])[0].logit();
    for (facts, (name, sum)) in known.hosts.iter().rev().zip([sums[0], sums[1], sums[2], sums[3]]) {
        let score = &scores(&known, &options(), std::slice::from_ref(facts))[0];
        assert!((score.logit() - plain - sum).abs() < 1e-9, "{name}: {score:?}");
    }
}

/// Each pair of weights comes of one assumption: chances move apart, and where the assumption holds their mean stays.
#[test]
fn signs_leave_the_mean_chance_where_it_was() {
    let chance = |signs| scores(&Known::default(), &options(), &[with("own.com", signs)])[0].probability;
    let before = chance(Signs::default());
    // Of active and quiet hosts: shops seen open; the pixel on these.
    let (open, pixel) = ([0.90, 0.65], [0.85, 0.35]);
    let mean: f64 = [before, 1.0 - before]
        .iter()
        .enumerate()
        .map(|(kind, share)| {
            share
                * (open[kind] * pixel[kind] * chance(page(true, true))
                    + open[kind] * (1.0 - pixel[kind]) * chance(page(true, false))
                    + (1.0 - open[kind]) * chance(page(false, false)))
        })
        .sum();
    assert!((mean - before).abs() < 0.01, "{mean} instead of {before}");
}

/// Two thousand outcomes outweigh what was assumed of the pixel, in either direction.
#[test]
fn outcomes_teach_what_signs_are_worth() {
    let chances = |active_of_ten: [u64; 2]| {
        let hosts = (0..2000_u64).map(|i| {
            let has_pixel = i % 2 == 0;
            let mut facts = with(&format!("o{i}.com"), page(true, has_pixel));
            facts.covered = Some(now());
            facts.ads = u64::from((i / 2) % 10 < active_of_ten[usize::from(has_pixel)]);
            facts
        });
        let fresh = [true, false].map(|pixel| with("new.com", page(true, pixel)));
        let known = of(hosts);
        let scores = scores(&known, &options(), &fresh);
        [scores[0].probability, scores[1].probability]
    };
    let [with_pixel, without] = chances([1, 1]);
    assert!((with_pixel - without).abs() < 0.03, "{with_pixel} and {without}");
    let [with_pixel, without] = chances([4, 1]);
    assert!(without > with_pixel + 0.1, "{with_pixel} and {without}");
    let [with_pixel, without] = chances([0, 5]);
    assert!(with_pixel > without + 0.3, "{with_pixel} and {without}");
}
