//! Percentages, thresholds, and the figures of the box.

use crate::support;

use database::{Ended, LedgerLine, Movement};
use model::Timestamp;
use purse::{Account, Alerts, Balance, Mark, Session, crossed};

use support::{micros, minute};

const BUDGET: i64 = 1_000_000;
const NEXT_MONTH: i64 = 31 * 1440;

/// A balance with so much settled and so much reserved.
fn balance(settled: i64, reserved: i64, at: Timestamp) -> Balance {
    let reserve = |tag: &str, cap| Movement::Reserve {
        tag: tag.to_owned(),
        owner: String::new(),
        scan: String::new(),
        cap: micros(cap),
        order: serde_json::Value::Null,
    };
    let settle = Movement::Settle {
        tag: "settled".to_owned(),
        cost: micros(settled),
        ended: Ended::Collected,
    };
    let mut movements = vec![reserve("settled", 1), settle];
    if reserved > 0 {
        movements.push(reserve("open", reserved));
    }
    let mut account = Account::default();
    for (number, movement) in (1..).zip(movements) {
        account.apply(&LedgerLine { number, at, movement }).unwrap();
    }
    account.balance(at, micros(BUDGET))
}

#[test]
fn a_hundred_percent_is_nothing_left() {
    for (settled, reserved, percent, left) in [
        (0, 0, 0, BUDGET),
        (9_999, 0, 0, 990_001),
        (300_000, 299_999, 59, 400_001),
        (999_999, 0, 99, 1),
        (0, 999_999, 99, 1),
        (500_000, 500_000, 100, 0),
        (1_009_999, 0, 100, 0),
        (2_500_000, 0, 250, 0),
        (i64::MAX, i64::MAX, u32::MAX, 0),
    ] {
        let balance = balance(settled, reserved, minute(0));
        assert_eq!(
            (balance.percent, balance.left),
            (percent, micros(left)),
            "{settled} {reserved}"
        );
    }
}

#[test]
fn thresholds_are_crossed_upwards_once() {
    let at = |percent: i64| balance(percent * BUDGET / 100, 0, minute(0));
    let next = |percent: i64| balance(percent * BUDGET / 100, 0, minute(NEXT_MONTH));
    assert_eq!(crossed(&at(0), &at(59)), Vec::<u32>::new());
    assert_eq!(crossed(&at(59), &at(60)), [60]);
    assert_eq!(crossed(&at(60), &at(60)), Vec::<u32>::new());
    assert_eq!(crossed(&at(60), &at(95)), [80, 90]);
    assert_eq!(crossed(&at(0), &at(300)), [60, 80, 90, 100]);
    assert_eq!(crossed(&at(95), &at(10)), Vec::<u32>::new());
    assert_eq!(
        crossed(&at(95), &next(85)),
        [60, 80],
        "a new month begins at nothing"
    );
    assert_eq!(crossed(&at(300), &at(300)), Vec::<u32>::new());

    let mut alerts = Alerts::default();
    let mut said = Vec::new();
    for balance in [
        at(0),
        at(85),
        at(50),
        at(81),
        at(92),
        at(92),
        next(70),
        next(65),
        next(100),
        next(100),
    ] {
        said.push(alerts.news(&balance));
    }
    let none = Vec::new;
    let expected = [
        none(),
        vec![60, 80],
        none(),
        none(),
        vec![90],
        none(),
        vec![60],
        none(),
        vec![80, 90, 100],
        none(),
    ];
    assert_eq!(said, expected);
}

#[test]
fn the_box_has_the_figures_of_the_batch_and_of_the_session() {
    let (before, after) = (
        balance(100_000, 0, minute(0)),
        balance(160_000, 450_000, minute(0)),
    );
    let session = Session::new(&before, &after, 1_000);
    assert_eq!((session.batch, session.spent), (micros(60_000), micros(160_000)));
    assert_eq!((session.left, session.left_percent), (micros(390_000), 39));
    assert_eq!((session.clients, session.average), (1_000, Some(micros(160))));
    assert_eq!((session.clients_left, session.mark), (Some(2_437), Mark::Yellow));

    let first = Session::new(&after, &balance(0, 0, minute(NEXT_MONTH)), 0);
    assert_eq!(
        (first.batch, first.average, first.clients_left),
        (micros(0), None, None)
    );
    let refunded = Session::new(&after, &before, 1_000);
    assert_eq!(refunded.batch, micros(0));
    let last = Session::new(&before, &balance(999_999, 0, minute(0)), 1);
    assert_eq!((last.left_percent, last.mark), (1, Mark::Red));
}

#[test]
fn marks_turn_at_the_thresholds() {
    for (percent, mark) in [
        (59, Mark::Green),
        (60, Mark::Yellow),
        (79, Mark::Yellow),
        (80, Mark::Orange),
        (90, Mark::Red),
        (99, Mark::Red),
        (100, Mark::Stopped),
        (101, Mark::Stopped),
    ] {
        let balance = balance(percent * BUDGET / 100, 0, minute(0));
        assert_eq!(Mark::of(&balance), mark, "{percent}");
    }
}

#[test]
fn lines_come_in_order_or_not_at_all() {
    let mut account = Account::default();
    let line = |number| LedgerLine {
        number,
        at: minute(0),
        movement: Movement::Cycle {
            starts: minute(0),
            ends: minute(if number == 2 { -1 } else { 1 }),
            limit: micros(1),
            foreign: micros(0),
        },
    };
    for wrong in [0, 2] {
        assert!(account.apply(&line(wrong)).is_err());
    }
    account.apply(&line(1)).unwrap();
    let before = account.clone();
    for wrong in [0, 1, 2, 3] {
        assert!(account.apply(&line(wrong)).is_err());
        assert_eq!(account, before, "a refused line changes nothing");
    }
}
