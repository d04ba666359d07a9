//! Scans of the week: what is asked, in which order, for how much.

use crate::support;

use std::collections::BTreeMap;

use model::{MicroDollars, Timestamp};
use planner::{Known, Next, Options, Order, Outcome, PageFacts, Planner, Purpose, Question, WeekSweep};
use support::{HABITS, Library, PLENTY, PRICES, base, cost, facts, host, now, options};

fn days_ago(days: i64) -> Timestamp {
    Timestamp::clamped(now().as_millis() - days * 86_400_000)
}

fn page(id: &str, slug: &str, running: u64, looked: i64) -> PageFacts {
    PageFacts {
        id: id.to_owned(),
        slug: slug.to_owned(),
        ads: running.max(1),
        asked: Some(days_ago(looked)),
        running,
        last_ad: if running > 0 {
            Some(days_ago(looked))
        } else {
            Some(days_ago(looked + 7))
        },
    }
}

fn week(known: &Known, sweep: WeekSweep, keep: MicroDollars) -> Planner {
    let options = Options {
        keep,
        max_age: Some(planner::LOOK_AGAIN),
        week: Some(sweep),
        ..options()
    };
    Planner::new(known, PRICES, HABITS, options)
}

/// Carries out what is ordered with so much money; gives the orders and what is left.
fn carry_out(planner: &mut Planner, library: &Library, mut left: MicroDollars) -> (Vec<Order>, MicroDollars) {
    let mut orders = Vec::new();
    while let Next::Run(order) = planner.next(left) {
        assert!(order.cap <= left, "an order beyond the money");
        let outcome = library.answer(&order, HABITS);
        left = left - cost(&outcome);
        planner.answered(&order, &outcome);
        orders.push(order);
    }
    (orders, left)
}

fn asked(orders: &[Order]) -> Vec<String> {
    let name = |question: &Question| match question {
        Question::Sweep { suffix } => format!("sweep {suffix}"),
        Question::Domain { host } => host.to_string(),
        Question::Page { id } => format!("page {id}"),
    };
    orders
        .iter()
        .flat_map(|order| order.questions.iter().map(name))
        .collect()
}

#[test]
fn a_page_runs_alone_at_ten_and_few_ads_come_first() {
    let mut known = base(0, 0);
    known.pages = vec![
        page("big", "a", 40, 7),
        page("small", "b", 2, 7),
        page("fresh", "c", 2, 3),
    ];
    let (orders, _) = carry_out(
        &mut week(&known, WeekSweep::Later, MicroDollars::ZERO),
        &Library::default(),
        PLENTY,
    );
    assert_eq!(asked(&orders), ["page small", "page big"]);
    for order in &orders {
        assert_eq!(
            (order.purpose, order.items, order.per_question),
            (Purpose::Pages, 10, None)
        );
        assert_eq!(order.cap, MicroDollars::new(7_550));
    }
}

#[test]
fn sellers_are_asked_by_running_pages_or_else_by_their_domain() {
    let mut known = base(3, 0);
    known.pages = vec![page("1", "own0.com", 3, 7), page("2", "own1.com", 0, 7)];
    let mut planner = week(&known, WeekSweep::Later, MicroDollars::ZERO);
    let mut names = with_page(&mut planner, &[("1", 3, true)]);
    names.sort();
    assert_eq!(names, ["own1.com", "own2.com", "page 1"]);
}

#[test]
fn chances_of_the_model_decide_who_of_the_quiet_is_asked_first() {
    let mut known = base(3, 0);
    for (host, chance) in known.hosts.iter_mut().zip([5_000, 200_000, 50_000]) {
        (host.covered, host.asked, host.chance) = (Some(days_ago(14)), Some(days_ago(14)), Some(chance));
    }
    let (orders, _) = carry_out(
        &mut week(&known, WeekSweep::Later, MicroDollars::ZERO),
        &Library::default(),
        PLENTY,
    );
    assert_eq!(asked(&orders), ["own1.com", "own2.com", "own0.com"]);
}

#[test]
fn whoever_waits_for_a_later_sweep_is_not_asked_one_by_one() {
    let known = base(2, 40);
    let count = |sweep| {
        let (orders, _) = carry_out(
            &mut week(&known, sweep, MicroDollars::ZERO),
            &Library::default(),
            PLENTY,
        );
        asked(&orders).len()
    };
    assert_eq!(count(WeekSweep::Later), 2);
    assert_eq!(count(WeekSweep::OneByOne), 42);
}

#[test]
fn what_the_sweep_costs_is_not_taken_from_the_others_allowance() {
    let mut known = base(40, 200);
    known.pages = vec![
        page("own", "own0.com", 3, 7),
        page("under", "s0.converty.shop", 3, 7),
    ];
    let library = Library {
        own: BTreeMap::from([(host("s1.converty.shop"), 120)]),
        ..Library::default()
    };
    let left = MicroDollars::new(1_000_000);
    let allowance = MicroDollars::new(20_000);
    let sweep = WeekSweep::Now {
        keep: left - MicroDollars::new(900_000),
    };
    let (orders, rest) = carry_out(&mut week(&known, sweep, left - allowance), &library, left);
    let swept: Vec<&Order> = orders
        .iter()
        .filter(|order| order.purpose == Purpose::Sweep)
        .collect();
    assert!(
        !swept.is_empty() && orders[0].purpose == Purpose::Sweep,
        "{:?}",
        asked(&orders)
    );
    let spent_on_sweeps = left - rest;
    assert!(
        spent_on_sweeps > MicroDollars::new(90_000),
        "the sweep was paid: {spent_on_sweeps:?}"
    );
    let others = orders.len() - swept.len();
    assert!(others > 0, "the others had their allowance too");
    assert!(
        !asked(&orders).contains(&"page under".to_owned()),
        "the sweep tells of it"
    );
    // A sizing run, the sweep, and at most the allowance.
    let sweeps = MicroDollars::new(50 + 750 * 10) + MicroDollars::new(50 + 750 * 120);
    assert!(spent_on_sweeps <= sweeps + allowance, "{spent_on_sweeps:?}");
}

#[test]
fn a_week_spends_its_allowance_and_no_more() {
    let known = base(200, 0);
    let left = MicroDollars::new(5_000_000);
    let allowance = MicroDollars::new(50_000);
    let mut planner = week(&known, WeekSweep::Later, left - allowance);
    let preview = planner.preview(left);
    assert!(preview.expected <= allowance, "{:?}", preview.expected);
    let (orders, rest) = carry_out(&mut planner, &Library::default(), left);
    assert!(!orders.is_empty());
    assert!(rest >= left - allowance && rest < left, "{rest:?}");
    assert!(matches!(planner.next(rest), Next::Unaffordable { .. }));
}

#[test]
fn what_was_looked_at_this_week_is_left_alone() {
    let mut known = Known::default();
    let mut quiet = facts("own.com");
    (quiet.covered, quiet.asked) = (Some(days_ago(3)), Some(days_ago(3)));
    known.hosts.push(quiet);
    let mut planner = week(&known, WeekSweep::Later, MicroDollars::ZERO);
    assert_eq!(planner.next(PLENTY), Next::Done);
}

/// A library that says of a page what is told, and of hosts that they are silent.
fn with_page(planner: &mut Planner, answers: &[(&str, u64, bool)]) -> Vec<String> {
    let mut names = Vec::new();
    while let Next::Run(order) = planner.next(PLENTY) {
        names.extend(asked(std::slice::from_ref(&order)));
        let mut outcome = Library::default().answer(&order, HABITS);
        if let Outcome::Answered { answers: all, .. } = &mut outcome {
            for answer in all {
                let Question::Page { id } = &answer.question else {
                    continue;
                };
                let told = answers.iter().find(|(page, ..)| page == id);
                let &(_, running, whole) = told.expect("a page that is told about");
                (answer.own, answer.running, answer.complete) = (running + 1, running, whole);
            }
        }
        planner.answered(&order, &outcome);
    }
    names
}

/// One quiet seller that is worth asking, and one with pages: its domain was covered a month ago.
fn with_pages(pages: &[PageFacts]) -> Known {
    let mut known = base(2, 0);
    known.hosts[1].chance = Some(900_000);
    for host in &mut known.hosts {
        (host.covered, host.asked) = (Some(days_ago(35)), Some(days_ago(35)));
    }
    known.pages = pages.to_vec();
    known
}

#[test]
fn a_page_that_fell_silent_asks_its_sellers_domain_next() {
    let known = with_pages(&[page("1", "own0.com", 3, 28), page("2", "own1.com", 3, 7)]);
    let mut planner = week(&known, WeekSweep::Later, MicroDollars::ZERO);
    // An ad that the library calls ended does not run.
    let names = with_page(&mut planner, &[("1", 0, true), ("2", 1, true)]);
    assert_eq!(names, ["page 1", "own0.com", "page 2"]);
}

#[test]
fn a_page_that_runs_or_was_cut_short_asks_its_domain_nothing() {
    for told in [(1, true), (0, false)] {
        let known = with_pages(&[page("1", "own0.com", 3, 28)]);
        let mut planner = week(&known, WeekSweep::Later, MicroDollars::ZERO);
        let names = with_page(&mut planner, &[("1", told.0, told.1)]);
        assert!(!names.contains(&"own0.com".to_owned()), "{told:?}: {names:?}");
    }
}

#[test]
fn a_seller_of_whom_this_scan_saw_another_page_run_is_not_asked() {
    let known = with_pages(&[page("1", "own0.com", 3, 28), page("2", "own0.com", 9, 7)]);
    let ask = |first: u64, second: u64| {
        let mut planner = week(&known, WeekSweep::Later, MicroDollars::ZERO);
        let names = with_page(&mut planner, &[("1", first, true), ("2", second, true)]);
        names.iter().filter(|name| *name == "own0.com").count()
    };
    assert_eq!(ask(1, 0), 0);
    assert_eq!(ask(0, 0), 1, "once for both");
}

#[test]
fn a_domain_that_waits_for_a_later_sweep_is_asked_where_its_page_fell_silent() {
    let mut known = base(2, 40);
    for host in &mut known.hosts {
        (host.covered, host.asked) = (Some(days_ago(20)), Some(days_ago(20)));
    }
    known.pages = vec![page("1", "s3.converty.shop", 3, 7)];
    let mut planner = week(&known, WeekSweep::Later, MicroDollars::ZERO);
    let names = with_page(&mut planner, &[("1", 0, true)]);
    let at = names.iter().position(|name| name == "page 1").unwrap();
    assert_eq!(names[at + 1], "s3.converty.shop");
    assert_eq!(names.len(), 4, "{names:?}");
}

#[test]
fn what_the_sweep_of_this_scan_answers_is_not_asked_again() {
    let mut known = base(2, 40);
    let two = |facts: &mut planner::HostFacts| facts.of_seller = 2;
    known.hosts.iter_mut().take(1).for_each(two);
    // Of two hosts only one waits for the sweep, so that the page is asked.
    let mut under = facts("s99.converty.shop");
    under.slug = "own0.com".to_owned();
    known.hosts.push(under);
    known.pages = vec![page("1", "own0.com", 3, 7)];
    let mut planner = week(
        &known,
        WeekSweep::Now {
            keep: MicroDollars::ZERO,
        },
        MicroDollars::ZERO,
    );
    let names = with_page(&mut planner, &[("1", 0, true)]);
    let at = names.iter().position(|name| name == "page 1").unwrap();
    assert_eq!(names[at + 1], "own0.com");
    assert!(!names.contains(&"s99.converty.shop".to_owned()), "{names:?}");
}

#[test]
fn what_an_earlier_scan_left_in_doubt_comes_first() {
    let mut known = with_pages(&[page("1", "own0.com", 0, 7), page("2", "own1.com", 1, 28)]);
    let first = |known: &Known| {
        let mut planner = week(known, WeekSweep::Later, MicroDollars::ZERO);
        with_page(&mut planner, &[("2", 1, true)]).remove(0)
    };
    assert_eq!(first(&known), "own0.com");
    known.hosts[0].covered = Some(days_ago(10));
    assert_eq!(first(&known), "page 2", "its domain was searched since");
}

#[test]
fn the_last_page_leaves_enough_for_its_sellers_domain() {
    let mut known = with_pages(&[page("1", "own0.com", 3, 28)]);
    known.hosts.truncate(1);
    let cap = MicroDollars::new(7_550);
    let mut planner = week(&known, WeekSweep::Later, MicroDollars::ZERO);
    assert!(matches!(planner.next(cap), Next::Unaffordable { .. }));
    let left = cap + MicroDollars::new(50 + 3 * 750);
    let Next::Run(order) = planner.next(left) else {
        panic!("no order");
    };
    let outcome = Outcome::Answered {
        answers: vec![planner::Answer {
            question: order.questions[0].clone(),
            items: 1,
            ads: 0,
            own: 0,
            running: 0,
            total: None,
            complete: true,
        }],
        cost: MicroDollars::new(800),
        unattributed: false,
    };
    planner.answered(&order, &outcome);
    let Next::Run(next) = planner.next(left - MicroDollars::new(800)) else {
        panic!("no question about the domain");
    };
    assert_eq!(asked(&[next]), ["own0.com"]);
}

/// What is asked where no run ever ends well.
fn asked_in_vain(planner: &mut Planner) -> Vec<String> {
    let mut names = Vec::new();
    while let Next::Run(order) = planner.next(PLENTY) {
        names.extend(asked(std::slice::from_ref(&order)));
        planner.answered(&order, &Outcome::Failed);
    }
    names.sort();
    names
}

#[test]
fn what_failed_is_asked_a_second_time_and_not_a_third() {
    let known = with_pages(&[page("1", "own0.com", 3, 28)]);
    let mut planner = week(&known, WeekSweep::Later, MicroDollars::ZERO);
    assert_eq!(
        asked_in_vain(&mut planner),
        ["own1.com", "own1.com", "page 1", "page 1"]
    );
    let mut whole = Planner::new(&base(1, 0), PRICES, HABITS, options());
    assert_eq!(
        asked_in_vain(&mut whole),
        ["own0.com"],
        "a scan of all leaves it to the next one"
    );
}

#[test]
fn what_was_cut_short_is_asked_a_second_time() {
    let known = with_pages(&[page("1", "own0.com", 3, 28)]);
    let mut planner = week(&known, WeekSweep::Later, MicroDollars::ZERO);
    let mut names = Vec::new();
    while let Next::Run(order) = planner.next(PLENTY) {
        // A whole question, which allows more, is another matter.
        if order.purpose != Purpose::Whole {
            names.extend(asked(std::slice::from_ref(&order)));
        }
        let mut outcome = Library::default().answer(&order, HABITS);
        if let Outcome::Answered { answers, .. } = &mut outcome {
            for answer in answers {
                answer.complete = false;
            }
        }
        planner.answered(&order, &outcome);
    }
    names.sort();
    assert_eq!(names, ["own1.com", "own1.com", "page 1", "page 1"]);
}
