//! Questions about single hosts: their order, their caps, and what their answers prove.

use crate::support;

use std::time::Duration;

use model::{MicroDollars, Timestamp};
use planner::{
    Habits, Next, Options, Outcome, PageFacts, Planner, Prices, Purpose, Question, Scope, Strategy,
};
use support::*;

fn library(own: &[(&str, u64)], loose: &[(&str, u64)]) -> Library {
    let read = |pairs: &[(&str, u64)]| pairs.iter().map(|(name, ads)| (host(name), *ads)).collect();
    Library {
        own: read(own),
        loose: read(loose),
        ..Library::default()
    }
}

#[test]
fn own_domains_come_before_the_platforms_and_who_advertised_before_all() {
    let mut known = known(["a.converty.shop", "fresh.com", "seen.com"]);
    (known.hosts[2].ads, known.hosts[2].last_ad) = (9, Timestamp::parse("2026-01-02"));
    let mut planner = planner(&known, options());
    let (orders, _) = carry_out(&mut planner, &Library::default(), PLENTY);
    assert_eq!(domains(&orders), ["seen.com", "fresh.com", "a.converty.shop"]);
    assert!(
        orders
            .iter()
            .all(|order| (order.items, order.cap) == (10, MicroDollars::new(7_550)))
    );
}

#[test]
fn a_cap_under_the_floor_is_raised_to_it() {
    let cap = |probe_cap| {
        let mut planner = planner(
            &base(1, 0),
            Options {
                probe_cap,
                ..options()
            },
        );
        run(&mut planner, PLENTY).items
    };
    assert_eq!((cap(0), cap(10), cap(25)), (10, 10, 25));
}

#[test]
fn what_does_not_fit_is_asked_smaller_down_to_the_floor() {
    let options = Options {
        probe_cap: 40,
        ..options()
    };
    let mut planner = planner(&base(2, 0), options);
    let order = run(&mut planner, MicroDollars::new(50 + 12 * 750));
    assert_eq!((order.items, order.cap), (12, MicroDollars::new(9_050)));
    planner.answered(&order, &Outcome::NotStarted);
    let cheapest = MicroDollars::new(7_550);
    let short = planner.next(MicroDollars::new(7_549));
    assert_eq!(short, Next::Unaffordable { cheapest });
    assert_eq!(run(&mut planner, cheapest).cap, cheapest);
    assert_eq!(
        planner.next(MicroDollars::new(7_549)),
        Next::Wait,
        "money may come back"
    );
}

#[test]
fn no_cap_is_below_the_price_lists_minimum() {
    let prices = Prices {
        minimum_cap: MicroDollars::new(50_000),
        ..PRICES
    };
    let mut planner = Planner::new(&base(1, 0), prices, HABITS, options());
    assert!(matches!(
        planner.next(MicroDollars::new(49_999)),
        Next::Unaffordable { .. }
    ));
    assert_eq!(run(&mut planner, PLENTY).cap, MicroDollars::new(50_000));
}

#[test]
fn a_probe_at_its_cap_with_own_ads_knows_its_seller() {
    let mut planner = planner(&base(1, 0), options());
    let (orders, spent) = carry_out(&mut planner, &library(&[("own0.com", 500)], &[]), PLENTY);
    assert_eq!((orders.len(), spent), (1, MicroDollars::new(7_550)));
    assert_eq!((planner.sellers_left(), planner.partial()), (0, vec![]));
}

#[test]
fn a_probe_full_of_strangers_is_asked_whole_where_that_is_cheap_enough() {
    let library = library(&[("own0.com", 3)], &[("own0.com", 12), ("own1.com", 150)]);
    let mut planner = planner(&base(2, 0), options());
    let (orders, _) = carry_out(&mut planner, &library, PLENTY);
    assert_eq!(domains(&orders), ["own0.com", "own1.com", "own0.com"]);
    assert_eq!((orders[2].purpose, orders[2].items), (Purpose::Whole, 15 + 3 + 5));
    assert_eq!(
        planner.partial(),
        [host("own1.com")],
        "150 items for three chances in a hundred"
    );
    assert_eq!(planner.sellers_left(), 0);
}

#[test]
fn a_complete_search_covers_the_hosts_under_it() {
    let mut planner = planner(
        &known(["shop.own.com", "own.com", "eu.shop.own.com", "own2.com"]),
        options(),
    );
    let above = run(&mut planner, PLENTY);
    assert_eq!(domains(std::slice::from_ref(&above)), ["shop.own.com"]);
    planner.answered(&above, &Library::default().answer(&above, HABITS));
    let (orders, _) = carry_out(&mut planner, &Library::default(), PLENTY);
    assert_eq!(domains(&orders), ["own.com", "own2.com"]);
}

/// Dear starts and a library that matches exactly: what rarely brings anything shares runs.
#[test]
fn unlikely_questions_share_runs_where_starts_are_dear_and_likely_ones_go_alone() {
    let prices = Prices {
        start: MicroDollars::new(500),
        ..PRICES
    };
    let options = Options {
        sweeps: vec![host("converty.shop")],
        ..options()
    };
    let mut planner = Planner::new(
        &known(
            (0..30)
                .map(|i| format!("s{i}.converty.tn"))
                .chain(["x.converty.shop", "y.converty.shop"].map(String::from)),
        ),
        prices,
        HABITS,
        options,
    );
    let mut sizes = Vec::new();
    while let Next::Run(order) = planner.next(PLENTY) {
        sizes.push((order.questions.len(), order.per_question));
        assert!(order.items as usize >= order.questions.len().max(10));
        planner.answered(&order, &Library::default().answer(&order, HABITS));
    }
    assert_eq!(sizes.iter().filter(|size| **size == (1, None)).count(), 30);
    assert_eq!(sizes.last(), Some(&(2, Some(10))));
}

#[test]
fn questions_not_reached_are_asked_again_and_alone() {
    let prices = Prices {
        start: MicroDollars::new(20_000),
        ..PRICES
    };
    let mut planner = Planner::new(&base(4, 0), prices, HABITS, options());
    let order = run(&mut planner, PLENTY);
    assert_eq!(order.questions.len(), 4);
    let Outcome::Answered {
        mut answers, cost, ..
    } = Library::default().answer(&order, HABITS)
    else {
        panic!("not answered");
    };
    answers.truncate(2);
    let outcome = Outcome::Answered {
        answers,
        cost,
        unattributed: false,
    };
    planner.answered(&order, &outcome);
    let again = run(&mut planner, PLENTY);
    assert_eq!(domains(&[again]), ["own2.com"]);
}

#[test]
fn one_url_per_run_once_items_do_not_say_whose_they_are() {
    let prices = Prices {
        start: MicroDollars::new(20_000),
        ..PRICES
    };
    let mut planner = Planner::new(&base(9, 0), prices, HABITS, options());
    let order = run(&mut planner, PLENTY);
    assert_eq!(order.questions.len(), 9);
    let outcome = Outcome::Answered {
        answers: vec![],
        cost: order.cap,
        unattributed: true,
    };
    planner.answered(&order, &outcome);
    for _ in 0..9 {
        let order = run(&mut planner, PLENTY);
        assert_eq!(order.questions.len(), 1);
        planner.answered(&order, &Library::default().answer(&order, HABITS));
    }
    assert_eq!((planner.next(PLENTY), planner.sellers_left()), (Next::Done, 0));
}

#[test]
fn an_actor_that_never_answers_is_not_asked_for_ever() {
    let mut planner = planner(&base(3, 40), options());
    let mut runs = 0;
    while let Next::Run(order) = planner.next(PLENTY) {
        let nothing = Outcome::Answered {
            answers: vec![],
            cost: order.cap,
            unattributed: false,
        };
        planner.answered(&order, &nothing);
        runs += 1;
    }
    assert!(runs <= 3 * 43 + 3, "{runs}");
    assert_eq!(planner.sellers_left(), 43);
}

#[test]
fn recent_sellers_and_others_than_those_named_are_skipped() {
    let day = Some(Duration::from_hours(24));
    let mut known = base(4, 0);
    known.hosts[1].covered = Timestamp::parse("2026-01-14T12:00:00");
    known.hosts[2].covered = Timestamp::parse("2026-01-13");
    let mut aged = planner(
        &known,
        Options {
            max_age: day,
            ..options()
        },
    );
    assert_eq!(aged.sellers_left(), 3);
    let (orders, _) = carry_out(&mut aged, &Library::default(), PLENTY);
    let mut asked = domains(&orders);
    asked.sort();
    assert_eq!(asked, ["own0.com", "own2.com", "own3.com"]);

    let only = vec!["own3.com".to_owned()];
    let mut named = planner(&known, Options { only, ..options() });
    let (orders, _) = carry_out(&mut named, &Library::default(), PLENTY);
    assert_eq!(domains(&orders), ["own3.com"]);
}

#[test]
fn a_scan_may_be_about_hosts_or_pages_only() {
    let mut known = base(2, 0);
    known.pages.push(PageFacts {
        id: "1".to_owned(),
        slug: "own0.com".to_owned(),
        ads: 7,
        asked: None,
        running: 7,
        last_ad: None,
    });
    let purposes = |scope| {
        let mut planner = planner(&known, Options { scope, ..options() });
        let (orders, _) = carry_out(&mut planner, &Library::default(), PLENTY);
        orders.iter().map(|order| order.purpose).collect::<Vec<_>>()
    };
    let (probe, pages) = (Purpose::Probe, Purpose::Pages);
    assert_eq!(purposes(Scope::Everything), [probe, probe, pages]);
    assert_eq!(purposes(Scope::Hosts), [probe, probe]);
    assert_eq!(purposes(Scope::Pages), [pages]);
}

#[test]
fn money_that_is_to_be_left_alone_is() {
    let keep = MicroDollars::new(1_000_000);
    let mut planner = planner(&base(3, 0), Options { keep, ..options() });
    let probe = MicroDollars::new(7_550);
    assert_eq!(
        planner.next(keep + probe - MicroDollars::new(1)),
        Next::Unaffordable { cheapest: probe }
    );
    assert!(matches!(planner.next(keep + probe), Next::Run(order) if order.cap == probe));
}

#[test]
fn known_pages_are_asked_last_in_one_run() {
    let mut known = base(1, 0);
    let page = |id: &str, slug: &str, asked| PageFacts {
        id: id.to_owned(),
        slug: slug.to_owned(),
        ads: 7,
        asked,
        running: 7,
        last_ad: None,
    };
    known.pages = vec![
        page("1", "own0.com", None),
        page("2", "own0.com", Timestamp::parse("2026-01-14T23:00:00")),
        page("3", "own0.com", Timestamp::parse("2025-12-01")),
        page("4", "elsewhere", None),
    ];
    let options = Options {
        max_age: Some(Duration::from_hours(24)),
        only: vec!["own0.com".to_owned()],
        ..options()
    };
    let mut planner = planner(&known, options);
    let (orders, _) = carry_out(&mut planner, &Library::default(), PLENTY);
    assert_eq!(orders.len(), 2);
    let page = |id: &str| Question::Page { id: id.to_owned() };
    assert_eq!(
        (orders[1].purpose, orders[1].questions.clone()),
        (Purpose::Pages, vec![page("1"), page("3")])
    );
}

#[test]
fn per_domain_asks_everybody_in_the_bases_order_at_the_whole_cap() {
    let options = Options {
        strategy: Strategy::PerDomain,
        ..options()
    };
    let mut planner = planner(&known(["s.converty.shop", "own.com", "t.converty.shop"]), options);
    let (orders, _) = carry_out(&mut planner, &library(&[], &[("own.com", 500)]), PLENTY);
    assert_eq!(
        domains(&orders),
        ["s.converty.shop", "own.com", "t.converty.shop"]
    );
    assert!(
        orders
            .iter()
            .all(|order| order.items == 200 && order.per_question.is_none())
    );
    assert_eq!(planner.partial(), [host("own.com")]);
}

#[test]
fn orders_that_were_not_given_change_nothing_else() {
    let mut planner = planner(&base(2, 0), options());
    let mut stranger = run(&mut support::planner(&known(["nobody.tn"]), options()), PLENTY);
    planner.answered(&stranger, &Outcome::Failed);
    stranger.questions.push(Question::Page { id: "7".to_owned() });
    planner.resume(&stranger);
    planner.answered(&stranger, &Outcome::NotStarted);
    let (orders, _) = carry_out(&mut planner, &Library::default(), PLENTY);
    assert_eq!(domains(&orders), ["own0.com", "own1.com"]);
}

#[test]
fn without_attribution_nothing_but_pages_shares_a_run() {
    let prices = Prices {
        start: MicroDollars::new(20_000),
        ..PRICES
    };
    let habits = Habits {
        attributes_urls: false,
        ..HABITS
    };
    let mut planner = Planner::new(&base(5, 0), prices, habits, options());
    assert_eq!(run(&mut planner, PLENTY).questions.len(), 1);
}
