//! Sweeps: when they are asked, at which cap, and what they prove.

use crate::support;

use model::MicroDollars;
use planner::{Next, Outcome, Purpose, Question, SweepFacts};
use support::*;

fn sweep() -> Question {
    Question::Sweep {
        suffix: host("converty.shop"),
    }
}

fn with_active(platform: usize, ads: u64) -> Library {
    let active = (0..platform / 50).map(|i| (host(&format!("s{}.converty.shop", i * 50)), ads));
    Library {
        own: active.collect(),
        ..Library::default()
    }
}

#[test]
fn the_smallest_run_tells_the_size_then_one_sweep_covers_everybody() {
    let mut planner = planner(&base(0, 1000), options());
    let (orders, spent) = carry_out(&mut planner, &with_active(1000, 20), PLENTY);
    assert_eq!(orders.len(), 2, "{orders:?}");
    assert!(orders.iter().all(|order| order.questions == [sweep()]));
    assert_eq!((orders[0].items, orders[0].cap), (10, MicroDollars::new(7_550)));
    assert!((400..=600).contains(&orders[1].items), "{}", orders[1].items);
    assert_eq!(orders[1].expected, MicroDollars::new(50 + 400 * 750));
    assert_eq!(spent, MicroDollars::new(2 * 50 + 410 * 750));
    assert_eq!(planner.sellers_left(), 0);
}

#[test]
fn few_hosts_are_asked_one_by_one_and_few_more_are_swept_at_once() {
    let mut few = planner(&base(0, 10), options());
    assert_eq!(run(&mut few, PLENTY).purpose, Purpose::Probe);
    let mut more = planner(&base(0, 30), options());
    let (orders, _) = carry_out(&mut more, &Library::default(), PLENTY);
    assert_eq!((orders.len(), orders[0].questions.clone()), (1, vec![sweep()]));
    assert_eq!(more.sellers_left(), 0);
}

#[test]
fn a_sweep_that_costs_more_than_its_hosts_one_by_one_is_not_asked() {
    let library = Library {
        strangers: 50_000,
        ..with_active(1000, 20)
    };
    let mut planner = planner(&base(0, 1000), options());
    let (orders, _) = carry_out(&mut planner, &library, PLENTY);
    assert_eq!(orders[0].questions, [sweep()]);
    assert_eq!(orders[0].items, 10);
    assert!(orders[1..].iter().all(|order| order.purpose == Purpose::Probe));
    assert_eq!(planner.sellers_left(), 0);
}

#[test]
fn a_sweep_that_the_money_does_not_reach_gives_way_to_the_best_domains() {
    let mut planner = planner(&base(5, 1000), options());
    let (orders, spent) = carry_out(&mut planner, &with_active(1000, 20), MicroDollars::new(200_000));
    assert_eq!(orders[0].questions, [sweep()]);
    assert!(orders[1..].iter().all(|order| order.purpose == Purpose::Probe));
    assert_eq!(
        domains(&orders)[..5],
        ["own0.com", "own1.com", "own2.com", "own3.com", "own4.com"]
    );
    assert!(spent > MicroDollars::new(190_000) && spent <= MicroDollars::new(200_000));
    assert!(planner.sellers_left() > 500);
}

#[test]
fn a_sweep_cut_off_at_its_cap_covers_nobody_and_is_asked_once_more() {
    let mut known = base(0, 1000);
    known.sweeps.push(SweepFacts {
        suffix: host("converty.shop"),
        at: now(),
        ads: 40,
        complete: true,
    });
    let mut planner = planner(&known, options());
    let first = run(&mut planner, PLENTY);
    assert_eq!(first.items, 100, "the last count, a quarter more, twice over");
    let library = with_active(1000, 20);
    planner.answered(&first, &library.answer(&first, HABITS));
    assert_eq!(planner.sellers_left(), 1000);
    let second = run(&mut planner, PLENTY);
    assert!(second.items >= 400, "{second:?}");
    planner.answered(&second, &library.answer(&second, HABITS));
    assert_eq!((planner.sellers_left(), planner.next(PLENTY)), (0, Next::Done));
}

#[test]
fn a_sweep_that_stays_short_covers_nobody_and_is_not_asked_again() {
    let library = Library {
        short: 200,
        ..with_active(1000, 20)
    };
    let mut planner = planner(&base(0, 1000), options());
    let (orders, _) = carry_out(&mut planner, &library, PLENTY);
    let sweeps = orders.iter().filter(|order| order.purpose == Purpose::Sweep);
    assert_eq!(sweeps.count(), 2, "its size, and itself");
    assert_eq!(
        domains(&orders).len(),
        1000,
        "half was missing: worth asking one by one"
    );

    let nearly = Library { short: 4, ..library };
    let mut planner = support::planner(&base(0, 1000), options());
    let (orders, _) = carry_out(&mut planner, &nearly, PLENTY);
    assert_eq!(
        domains(&orders).len(),
        0,
        "one in a hundred was missing: not worth it"
    );
    assert_eq!(planner.sellers_left(), 1000, "and yet nobody is covered");
}

#[test]
fn without_a_total_the_guess_has_room() {
    let library = Library {
        silent: true,
        ..with_active(1000, 20)
    };
    let mut planner = planner(&base(0, 1000), options());
    let (orders, _) = carry_out(&mut planner, &library, PLENTY);
    assert_eq!(orders.len(), 2);
    assert_eq!(
        orders[1].items,
        4 * 300,
        "two percent of a thousand, fifteen ads each"
    );
    assert_eq!(planner.sellers_left(), 0);
}

#[test]
fn what_waits_for_a_failed_sweep_is_left_to_the_next_scan() {
    let mut planner = planner(&base(1, 1000), options());
    let order = run(&mut planner, PLENTY);
    planner.answered(&order, &Outcome::Failed);
    let (orders, _) = carry_out(&mut planner, &Library::default(), PLENTY);
    assert_eq!(domains(&orders), ["own0.com"]);
    assert_eq!(planner.sellers_left(), 1000);
}

#[test]
fn a_sweep_under_way_is_neither_repeated_nor_gone_around() {
    let known = base(0, 1000);
    let mut first = planner(&known, options());
    let sizing = run(&mut first, PLENTY);
    let library = with_active(1000, 20);
    first.answered(&sizing, &library.answer(&sizing, HABITS));
    let sweep = run(&mut first, PLENTY);

    let mut resumed = planner(&known, options());
    resumed.resume(&sweep);
    assert_eq!(resumed.next(PLENTY), Next::Wait);
    resumed.answered(&sweep, &library.answer(&sweep, HABITS));
    assert_eq!((resumed.next(PLENTY), resumed.sellers_left()), (Next::Done, 0));
}

#[test]
fn money_that_a_sweep_will_take_is_not_given_to_probes() {
    let mut planner = planner(&base(100, 1000), options());
    let left = MicroDollars::new(240_000);
    let sizing = run(&mut planner, left);
    assert_eq!(planner.next(left - sizing.cap), Next::Wait);
}

#[test]
fn the_last_complete_sweep_counts_unless_a_later_one_cut_off_brought_more() {
    let first = |sweeps: &[(&str, u64, bool)]| {
        let mut known = base(0, 1000);
        let facts = sweeps.iter().map(|&(day, ads, complete)| SweepFacts {
            suffix: host("converty.shop"),
            at: model::Timestamp::parse(day).unwrap(),
            ads,
            complete,
        });
        known.sweeps = facts.collect();
        run(&mut planner(&known, options()), PLENTY).items
    };
    let whole = ("2026-01-01", 200, true);
    assert_eq!(first(&[whole]), 500);
    assert_eq!(
        first(&[whole, ("2026-01-02", 10, false)]),
        500,
        "it was only asked for its size"
    );
    assert_eq!(
        first(&[whole, ("2026-01-02", 260, false)]),
        10,
        "it has outgrown what was known"
    );
    assert_eq!(first(&[whole, ("2026-01-08", 400, true)]), 1000);
    assert_eq!(first(&[("2026-01-02", 900, false)]), 10);
}

#[test]
fn items_charged_twice_do_not_make_a_sweep_cut_off_look_short() {
    let mut known = base(0, 1000);
    known.sweeps.push(SweepFacts {
        suffix: host("converty.shop"),
        at: now(),
        ads: 40,
        complete: true,
    });
    let mut planner = planner(&known, options());
    let first = run(&mut planner, PLENTY);
    let Outcome::Answered {
        mut answers, cost, ..
    } = with_active(1000, 20).answer(&first, HABITS)
    else {
        panic!("not answered");
    };
    answers[0].items -= 7;
    answers[0].ads -= 7;
    planner.answered(
        &first,
        &Outcome::Answered {
            answers,
            cost,
            unattributed: false,
        },
    );
    assert_eq!(run(&mut planner, PLENTY).purpose, Purpose::Sweep);
}
