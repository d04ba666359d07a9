//! What a week may spend, by the month that is left.

use model::Host;

use super::*;
use crate::known::{HostFacts, SweepFacts};

const DAY: i64 = 24 * 60 * 60 * 1000;
const PRICES: Prices = Prices {
    item: MicroDollars::new(750),
    start: MicroDollars::new(50),
    minimum_cap: MicroDollars::ZERO,
};
const HABITS: Habits = Habits {
    floor: 10,
    page: 30,
    attributes_urls: true,
    urls_per_run: 20,
};

fn at(day: i64) -> Timestamp {
    Timestamp::clamped(day * DAY)
}

fn suffix() -> Host {
    Host::parse("converty.shop").unwrap()
}

/// Thirty sellers under the suffix, and sweeps of so many ads at these days.
fn known(sweeps: &[(i64, u64)]) -> Known {
    let host = |i: u32| HostFacts {
        slug: format!("s{i}"),
        host: Host::parse(&format!("s{i}.converty.shop")).unwrap(),
        of_seller: 1,
        covered: None,
        asked: None,
        ads: 0,
        last_ad: None,
        signs: crate::Signs::default(),
        chance: None,
    };
    let made = |&(day, ads): &(i64, u64)| SweepFacts {
        suffix: suffix(),
        at: at(day),
        ads,
        complete: true,
    };
    Known {
        hosts: (0..30).map(host).collect(),
        sweeps: sweeps.iter().map(made).collect(),
        ..Known::default()
    }
}

fn month(day: i64, spent: i64) -> Month {
    Month {
        now: at(day),
        starts: at(0),
        ends: at(30),
        limit: MicroDollars::new(5_000_000),
        spent: MicroDollars::new(spent),
        left: MicroDollars::new(5_000_000 - spent),
    }
}

fn agenda(sweeps: &[(i64, u64)], month: &Month) -> Agenda {
    let base = Options {
        sweeps: vec![suffix()],
        ..Options::new(month.now)
    };
    Agenda::of(&known(sweeps), PRICES, HABITS, month, &base)
}

#[test]
fn a_sweep_that_is_due_comes_first_and_the_rest_is_spread() {
    let week = agenda(&[(-28, 2_400)], &month(0, 0));
    // As the last one and a twentieth more.
    let expected = MicroDollars::new(50 + 2_520 * 750);
    let SweepTurn::Now {
        expected: price,
        most,
    } = week.sweep
    else {
        panic!("{week:?}");
    };
    assert_eq!((price, most), (expected, expected.share(155, 100)));
    assert_eq!(
        week.allowance,
        (MicroDollars::new(5_000_000) - expected).share(1, 5)
    );
}

#[test]
fn what_a_later_sweep_takes_is_kept_for_it() {
    let week = agenda(&[(-10, 2_400)], &month(0, 0));
    let SweepTurn::NotBefore { due, kept } = week.sweep else {
        panic!("{week:?}");
    };
    assert_eq!(due, at(18));
    assert_eq!(kept, MicroDollars::new(50 + 2_520 * 750));
    assert_eq!(week.allowance, (MicroDollars::new(5_000_000) - kept).share(1, 5));
    let after = agenda(&[(3, 2_400)], &month(7, 2_500_000));
    assert_eq!(
        after.allowance,
        MicroDollars::new(625_000),
        "due after the cycle's end: nothing is kept"
    );
}

#[test]
fn a_sweep_waits_for_the_next_cycles_money() {
    let week = agenda(&[(-28, 2_400)], &month(21, 4_000_000));
    assert!(matches!(week.sweep, SweepTurn::NextCycle { .. }), "{week:?}");
    assert_eq!(week.allowance, MicroDollars::new(500_000));
}

#[test]
fn a_sweep_too_dear_for_any_month_is_none() {
    let week = agenda(&[(-28, 40_000)], &month(0, 0));
    assert_eq!(week.sweep, SweepTurn::None);
    assert_eq!(week.allowance, MicroDollars::new(1_000_000));
}

#[test]
fn a_sweep_of_unknown_size_may_take_its_whole_part_of_a_month() {
    let week = agenda(&[], &month(0, 0));
    assert!(
        matches!(week.sweep, SweepTurn::Now { most, .. } if most == MicroDollars::new(3_750_000)),
        "{week:?}"
    );
    let cut = |day| {
        let mut known = known(&[(day, 10); 4]);
        known.sweeps.iter_mut().for_each(|made| made.complete = false);
        let month = month(14, 1_000_000);
        let base = Options {
            sweeps: vec![suffix()],
            ..Options::new(month.now)
        };
        Agenda::of(&known, PRICES, HABITS, &month, &base).sweep
    };
    assert_eq!(cut(3), SweepTurn::None, "four times this month it was no use");
    assert!(
        matches!(cut(-3), SweepTurn::Now { .. }),
        "a new month tries again"
    );
}

#[test]
fn the_options_leave_alone_all_but_the_weeks_money() {
    let now = month(0, 0);
    let week = agenda(&[(-28, 2_400)], &now);
    let options = week.options(&now, Options::new(now.now));
    assert_eq!(now.left - options.keep, week.allowance);
    let SweepTurn::Now { most, .. } = week.sweep else {
        panic!("{week:?}");
    };
    let keep = now.left - most;
    assert_eq!(options.week, Some(WeekSweep::Now { keep }));
}
