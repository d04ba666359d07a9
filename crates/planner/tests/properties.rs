//! What holds for every base, library, actor and purse.

use crate::support;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use model::{Host, MicroDollars, Timestamp};
use planner::{
    Feature, Habits, HostFacts, Known, Next, Options, Order, Outcome, Planner, Prices, Purpose, Question,
    Signs, Strategy, scores,
};
use proptest::prelude::{Strategy as Choice, *};
use support::*;

#[derive(Debug, Clone)]
struct Case {
    known: Known,
    library: Library,
    prices: Prices,
    habits: Habits,
    options: Options,
    budget: MicroDollars,
    /// What becomes of the orders, in turn: answered, failed, never started.
    fates: Vec<u8>,
    /// Orders in flight at once.
    parallel: usize,
}

/// Mostly nobody looked.
fn signs() -> impl Choice<Value = Signs> {
    let maybe = || prop_oneof![Just(None), any::<bool>().prop_map(Some)];
    let seen = (any::<bool>(), any::<bool>(), maybe(), maybe(), maybe(), maybe());
    let seen = seen.prop_map(|(does, lately, parked, away, shop, pixel)| Signs {
        resolves: Some((
            does,
            Timestamp::parse(if lately { "2026-01-10" } else { "2025-11-10" }).unwrap(),
        )),
        parked,
        away,
        shop,
        pixel,
    });
    prop_oneof![2 => Just(Signs::default()), 1 => seen]
}

prop_compose! {
    fn bases()(own in 0..12_usize, platform in 0..60_usize, doubled in 0..3_usize,
               past in prop::collection::vec((0..4_u8, 0..40_u64), 0..30),
               seen in prop::collection::vec(signs(), 0..40)) -> Known {
        let mut known = base(own, platform);
        let twice: Vec<_> = known.hosts.iter().take(doubled).cloned().collect();
        known.hosts.extend(twice.into_iter().map(|mut facts| {
            facts.slug.push_str("-2");
            facts
        }));
        if own > 2 {
            known.hosts.push(facts("under.own1.com"));
        }
        for (facts, (kind, ads)) in known.hosts.iter_mut().zip(past) {
            let at = Timestamp::parse(if kind == 1 { "2026-01-14" } else { "2025-11-01" });
            (facts.asked, facts.covered) = (at, at.filter(|_| kind < 2));
            facts.ads = if kind == 0 { ads } else { 0 };
            facts.last_ad = at.filter(|_| facts.ads > 0);
        }
        let mut by_host: BTreeMap<Host, Signs> = BTreeMap::new();
        for (facts, signs) in known.hosts.iter_mut().zip(seen.into_iter().chain(std::iter::repeat(Signs::default()))) {
            facts.signs = *by_host.entry(facts.host.clone()).or_insert(signs);
        }
        known
    }
}

prop_compose! {
    fn libraries()(own in prop::collection::btree_map(0..72_usize, 1..60_u64, 0..12),
                   loose in prop::collection::btree_map(0..12_usize, 1..300_u64, 0..5),
                   strangers in prop_oneof![Just(0_u64), 0..80_u64, Just(5_000)],
                   silent in any::<bool>(), short in prop_oneof![3 => Just(0_u64), 1 => 1..50_u64]) -> Library {
        let name = |i: usize| if i < 12 { format!("own{i}.com") } else { format!("s{}.converty.shop", i - 12) };
        Library {
            own: own.into_iter().map(|(i, ads)| (host(&name(i)), ads)).collect(),
            loose: loose.into_iter().map(|(i, ads)| (host(&name(i)), ads)).collect(),
            strangers, silent, short,
        }
    }
}

prop_compose! {
    fn cases()(known in bases(), library in libraries(), start in prop_oneof![Just(50_i64), 0..20_000_i64],
               minimum in prop_oneof![Just(0_i64), Just(20_000)], floor in prop_oneof![Just(10_u32), 1..15_u32],
               urls in 1..25_u32, attributes in any::<bool>(), probe_cap in 0..50_u32,
               per_domain in prop_oneof![4 => Just(false), 1 => Just(true)], aged in any::<bool>(),
               budget in prop_oneof![Just(1_000_000_000_i64), 0..500_000_i64],
               fates in prop::collection::vec(prop_oneof![8 => Just(0_u8), 1 => Just(1), 1 => Just(2)], 1..20),
               parallel in 1..6_usize) -> Case {
        Case {
            known, library,
            prices: Prices { start: MicroDollars::new(start), minimum_cap: MicroDollars::new(minimum), ..PRICES },
            habits: Habits { floor, urls_per_run: urls, attributes_urls: attributes, ..HABITS },
            options: Options {
                probe_cap,
                strategy: if per_domain { Strategy::PerDomain } else { Strategy::Auto },
                max_age: aged.then_some(Duration::from_hours(48)),
                ..options()
            },
            budget: MicroDollars::new(budget), fates, parallel,
        }
    }
}

/// The host is known to lead nowhere, and its planner cares.
fn is_nowhere(facts: &HostFacts, case: &Case) -> bool {
    case.options.strategy == Strategy::Auto && facts.signs.lead_nowhere(case.options.now)
}

fn check(order: &Order, case: &Case, left: MicroDollars) {
    let most = case.prices.start + case.prices.item.times(u64::from(order.items));
    assert!(order.cap <= left, "{order:?} over {left}");
    assert_eq!(order.cap, most.max(case.prices.minimum_cap), "{order:?}");
    assert!(
        order.items >= case.habits.floor.max(1) && order.expected <= order.cap,
        "{order:?}"
    );
    assert!(!order.questions.is_empty() && order.questions.len() <= case.habits.urls_per_run as usize);
    let several = order.questions.len() > 1;
    assert_eq!(several, order.per_question.is_some(), "{order:?}");
    let shares = case.habits.attributes_urls || order.purpose == Purpose::Pages;
    assert!(!several || shares, "{order:?}");
    let distinct: BTreeSet<String> = order.questions.iter().map(|q| format!("{q:?}")).collect();
    assert_eq!(distinct.len(), order.questions.len(), "{order:?}");
}

/// Asks to the end with several orders in flight; every order given, in order.
fn scan(case: &Case) -> (Planner, Vec<Order>) {
    let mut planner = Planner::new(&case.known, case.prices, case.habits, case.options.clone());
    let mut given: Vec<Order> = Vec::new();
    let mut flying: Vec<Order> = Vec::new();
    let mut left = case.budget;
    let mut fates = case.fates.iter().cycle();
    let mut never_started = 0;
    loop {
        let next = if flying.len() < case.parallel {
            planner.next(left)
        } else {
            Next::Wait
        };
        match next {
            Next::Run(order) => {
                check(&order, case, left);
                let mut asked = flying.iter().flat_map(|other| &other.questions);
                assert!(
                    !asked.any(|q| order.questions.contains(q)),
                    "asked while under way: {order:?}"
                );
                left = left - order.cap;
                flying.push(order.clone());
                given.push(order);
            }
            Next::Wait => {
                assert!(!flying.is_empty(), "waits for nothing");
                let order = flying.remove(0);
                let outcome = match fates.next().unwrap() {
                    1 => Outcome::Failed,
                    2 if never_started < 30 => {
                        never_started += 1;
                        Outcome::NotStarted
                    }
                    _ => answer(case, &order),
                };
                left = left + order.cap - cost(&outcome);
                planner.answered(&order, &outcome);
            }
            Next::Unaffordable { cheapest } => {
                assert!(cheapest > left && flying.is_empty());
                break;
            }
            Next::Done => {
                assert!(flying.is_empty());
                break;
            }
        }
        assert!(given.len() < 2_000, "it does not end");
    }
    (planner, given)
}

fn answer(case: &Case, order: &Order) -> Outcome {
    let Outcome::Answered {
        answers,
        unattributed,
        ..
    } = case.library.answer(order, case.habits)
    else {
        unreachable!()
    };
    let items: u64 = answers.iter().map(|answer| answer.items).sum();
    let cost = case.prices.start + case.prices.item.times(items);
    assert!(cost <= order.cap.max(case.prices.minimum_cap));
    Outcome::Answered {
        answers,
        cost,
        unattributed,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn money_floors_and_questions_are_kept(case in cases()) {
        let (mut planner, given) = scan(&case);
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        for question in given.iter().flat_map(|order| &order.questions) {
            *times.entry(format!("{question:?}")).or_default() += 1;
        }
        // A probe, a whole question, runs that did not reach it, and those that never started.
        prop_assert!(times.values().all(|times| *times <= 2 + 3 + 30), "{times:?}");

        let asked: BTreeSet<String> = domains(&given).into_iter().collect();
        for facts in case.known.hosts.iter().filter(|facts| is_nowhere(facts, &case)) {
            prop_assert!(!asked.contains(facts.host.as_str()), "{facts:?}");
        }

        // Who was neither asked nor covered is counted as left.
        let left = planner.sellers_left();
        let swept = given.iter().any(|order| order.purpose == Purpose::Sweep);
        let untouched = case.known.hosts.iter().filter(|facts| {
            let platform = facts.host.is_under("converty.shop");
            let above = facts.host.suffixes().any(|name| asked.contains(name));
            let recent = case.options.max_age.is_some()
                && [facts.covered, facts.last_ad].contains(&Timestamp::parse("2026-01-14"));
            !(above || recent || platform && swept || is_nowhere(facts, &case))
        });
        let sellers: BTreeSet<&str> = untouched.map(|facts| facts.slug.as_str()).collect();
        prop_assert!(left >= sellers.len() as u64, "{left} left, never asked: {sellers:?}");
        if matches!(planner.next(case.budget), Next::Done) && case.fates.iter().all(|fate| *fate != 1) {
            // Reasons: what was short or cut off covers nobody, and dear starts make some not worth asking.
            let cheap = case.prices.start <= PRICES.start;
            let possible = cheap && case.library.short == 0 && !(case.library.silent && swept);
            prop_assert!(left == 0 || !possible, "{left} left without reason");
        }
    }

    /// A base that nobody probed is asked and scored as before there were signs; so is one of which the looks tell
    /// nothing but that hosts stand.
    #[test]
    fn signs_that_tell_nothing_change_nothing(case in cases()) {
        let seen_as = |signs: Signs| {
            let mut case = case.clone();
            case.known.hosts.iter_mut().for_each(|facts| facts.signs = signs);
            case
        };
        let unseen = seen_as(Signs::default());
        let stands = seen_as(Signs {
            resolves: Some((true, case.options.now)),
            parked: Some(false),
            away: Some(false),
            ..Signs::default()
        });
        let of = |case: &Case| scores(&case.known, &case.options, &case.known.hosts);
        prop_assert_eq!(of(&unseen), of(&stands));
        for reason in of(&unseen).iter().flat_map(|score| &score.reasons) {
            prop_assert!(reason.feature < Feature::ShopOpen, "{reason:?}");
        }
        prop_assert_eq!(scan(&unseen).1, scan(&stands).1);
    }

    #[test]
    fn the_same_calls_give_the_same_orders(case in cases()) {
        prop_assert_eq!(scan(&case).1, scan(&case).1);
    }

    /// What nobody has paid for yet cannot show: another truth about one host changes no order before the first
    /// that could have told of it.
    #[test]
    fn no_outcome_is_seen_before_it_is_paid_for(case in cases(), which in 0..72_usize, ads in 0..90_u64) {
        let name = if which < 12 { format!("own{which}.com") } else { format!("s{}.converty.shop", which - 12) };
        let changed = host(&name);
        let mut other = case.clone();
        other.library.own.insert(changed.clone(), ads);
        other.library.loose.insert(changed.clone(), ads / 2);
        let (given, otherwise) = (scan(&case).1, scan(&other).1);
        let tells = |order: &Order| order.questions.iter().any(|question| match question {
            Question::Sweep { suffix: asked } | Question::Domain { host: asked } => changed.is_under(asked.as_str()),
            Question::Page { .. } => false,
        });
        let same = given.iter().position(tells).map_or(given.len(), |first| first + 1);
        prop_assert_eq!(&given[..same], &otherwise[..same.min(otherwise.len())]);
    }

    #[test]
    fn a_preview_adds_up_and_changes_nothing(case in cases()) {
        let planner = Planner::new(&case.known, case.prices, case.habits, case.options.clone());
        let preview = planner.preview(case.budget);
        prop_assert_eq!(&preview, &planner.preview(case.budget));
        let sum = |of: fn(&planner::Line) -> MicroDollars| preview.lines.iter().map(of).sum::<MicroDollars>();
        prop_assert_eq!(preview.expected, sum(|line| line.expected));
        prop_assert_eq!(preview.worst, sum(|line| line.worst));
        prop_assert!(preview.expected <= preview.worst);
        let finds: u64 = preview.lines.iter().map(|line| line.expected_finds_milli).sum();
        prop_assert_eq!(preview.expected_finds_milli, finds);
        let sellers: u64 = preview.lines.iter().map(|line| line.sellers).sum();
        prop_assert!(preview.reach <= sellers && sellers <= preview.sellers);
        prop_assert_eq!(preview.sellers, planner.sellers_left());

        // The first question that it shows is the first that is asked.
        let mut planner = planner;
        match (planner.next(case.budget), preview.first.first()) {
            (Next::Run(order), Some(first)) => prop_assert_eq!(&order.questions[0], &first.question),
            (_, None) => {}
            (next, first) => prop_assert!(false, "{:?} but {:?}", first, next),
        }
    }
}
