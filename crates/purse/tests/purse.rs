//! The purse, case by case: what is granted, what is refused, what fails and is asked again.

use crate::support;

use database::{Ended, Movement};
use purse::{AccountMoney, Balance, Error, Impossible, OpenState, Purse};

use support::{Fault, Ledger, OWNER, micros, minute, wanted};

const BUDGET: i64 = 100_000;

fn open(ledger: &Ledger) -> Purse<'_> {
    Purse::open(ledger, micros(BUDGET), minute(0)).unwrap()
}

fn figures(balance: &Balance) -> [i64; 4] {
    [balance.settled, balance.reserved, balance.unknown, balance.left].map(model::MicroDollars::micros)
}

fn november(limit: i64, used: i64) -> AccountMoney {
    AccountMoney {
        starts: minute(0),
        ends: minute(30 * 24 * 60 - 1),
        limit: micros(limit),
        used: micros(used),
    }
}

fn refusal(result: Result<(), Error>) -> Impossible {
    match result {
        Err(Error::Refused(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_run_from_reservation_to_refund() {
    let ledger = Ledger::in_memory();
    let purse = open(&ledger);
    assert_eq!(purse.reserve(minute(1), &[wanted("a", 7_550)]).unwrap(), ["a"]);
    assert_eq!(figures(&purse.balance(minute(1)).unwrap()), [0, 7_550, 0, 92_450]);
    purse
        .watcher(OWNER)
        .unknown(minute(2), "a", "connection reset")
        .unwrap();
    assert_eq!(
        figures(&purse.balance(minute(2)).unwrap()),
        [0, 7_550, 7_550, 92_450]
    );
    purse
        .watcher(OWNER)
        .started(minute(3), "a", "run", "dataset")
        .unwrap();
    assert_eq!(figures(&purse.balance(minute(3)).unwrap()), [0, 7_550, 0, 92_450]);
    purse
        .watcher(OWNER)
        .settle(minute(4), "a", micros(800), Ended::Collected)
        .unwrap();
    assert_eq!(figures(&purse.balance(minute(4)).unwrap()), [800, 0, 0, 99_200]);
    purse.correct(minute(5), "a", micros(7_600)).unwrap();
    assert_eq!(figures(&purse.balance(minute(5)).unwrap()), [7_600, 0, 0, 92_400]);
    let settled = purse.settled_runs().unwrap();
    assert!(settled[0].over_cap(), "a late charge over the cap is told");
    assert_eq!(
        (settled[0].at, settled[0].run_id.as_deref()),
        (minute(4), Some("run"))
    );
    purse.correct(minute(6), "a", micros(0)).unwrap();
    assert_eq!(figures(&purse.balance(minute(6)).unwrap()), [0, 0, 0, 100_000]);
    assert_eq!(purse.balance(minute(6)).unwrap().runs, 1);
}

#[test]
fn caps_are_granted_whole_in_order_up_to_the_first_that_does_not_fit() {
    let ledger = Ledger::in_memory();
    let purse = open(&ledger);
    let wanted = [
        wanted("a", 60_000),
        wanted("b", 40_000),
        wanted("c", 1),
        wanted("d", 0),
    ];
    assert_eq!(purse.reserve(minute(1), &wanted[..3]).unwrap(), ["a", "b"]);
    let balance = purse.balance(minute(1)).unwrap();
    assert_eq!((balance.left, balance.percent), (micros(0), 100));
    purse
        .watcher(OWNER)
        .release(minute(2), "a", "refused by Apify")
        .unwrap();
    let too_large = [support::wanted("e", 60_001), support::wanted("f", 1)];
    assert_eq!(
        purse.reserve(minute(2), &too_large).unwrap(),
        Vec::<String>::new()
    );
    assert_eq!(purse.reserve(minute(2), &[]).unwrap(), Vec::<String>::new());
    let none = purse.reserve(minute(2), &wanted[3..]);
    assert!(
        matches!(none, Err(Error::Refused(Impossible::Amount(_)))),
        "{none:?}"
    );
}

#[test]
fn a_tag_names_one_run_for_ever() {
    let ledger = Ledger::in_memory();
    let purse = open(&ledger);
    let again = |tags: [&str; 2]| purse.reserve(minute(1), &tags.map(|tag| wanted(tag, 1)));
    assert!(again(["a", "a"]).is_err());
    assert_eq!(ledger.lines(), [], "none of them");
    assert_eq!(again(["a", "b"]).unwrap(), ["a", "b"]);
    purse
        .watcher(OWNER)
        .settle(minute(1), "a", micros(1), Ended::Collected)
        .unwrap();
    purse.watcher(OWNER).release(minute(1), "b", "").unwrap();
    assert!(again(["a", "c"]).is_err() && again(["c", "b"]).is_err());
    assert_eq!(purse.balance(minute(1)).unwrap().runs, 1);
}

#[test]
fn what_cannot_be_is_refused_and_writes_nothing() {
    let ledger = Ledger::in_memory();
    let purse = open(&ledger);
    let mine = purse.watcher(OWNER);
    let tags = ["reserved", "started", "unknown", "settled", "released"];
    purse
        .reserve(minute(1), &tags.map(|tag| wanted(tag, 10)))
        .unwrap();
    mine.started(minute(1), "started", "r", "d").unwrap();
    mine.unknown(minute(1), "unknown", "lost").unwrap();
    mine.settle(minute(1), "settled", micros(5), Ended::Collected)
        .unwrap();
    mine.release(minute(1), "released", "").unwrap();
    let lines = ledger.lines();
    let settle = |tag, cost| mine.settle(minute(2), tag, micros(cost), Ended::Collected);
    let over = |tag: &str| Impossible::Over(tag.to_owned());
    let known = |tag: &str| Impossible::Started(tag.to_owned());
    let nobody = || Impossible::NoSuchRun("nobody".to_owned());
    assert_eq!(refusal(settle("nobody", 1)), nobody());
    assert_eq!(refusal(settle("settled", 6)), over("settled"));
    assert_eq!(refusal(settle("released", 6)), over("released"));
    assert_eq!(refusal(settle("started", -1)), Impossible::Amount(micros(-1)));
    assert_eq!(
        refusal(mine.started(minute(2), "started", "r", "other")),
        known("started")
    );
    assert_eq!(
        refusal(mine.started(minute(2), "released", "r", "d")),
        over("released")
    );
    assert_eq!(refusal(mine.unknown(minute(2), "started", "")), known("started"));
    assert_eq!(refusal(mine.unknown(minute(2), "settled", "")), over("settled"));
    assert_eq!(refusal(mine.release(minute(2), "started", "")), known("started"));
    assert_eq!(refusal(mine.release(minute(2), "settled", "")), over("settled"));
    assert_eq!(refusal(mine.release(minute(2), "nobody", "")), nobody());
    let adopted = purse.adopt_from(minute(2), "settled", OWNER, "x");
    assert_eq!(refusal(adopted.map(drop)), over("settled"));
    let correct = |tag, cost| purse.correct(minute(2), tag, micros(cost));
    assert_eq!(
        refusal(correct("started", 1)),
        Impossible::NotSettled("started".to_owned())
    );
    assert_eq!(refusal(correct("nobody", 1)), nobody());
    assert_eq!(refusal(correct("settled", -1)), Impossible::Amount(micros(-1)));
    assert_eq!(ledger.lines(), lines);
}

#[test]
fn what_is_so_already_is_fine_and_writes_nothing() {
    let ledger = Ledger::in_memory();
    let purse = open(&ledger);
    purse
        .reserve(minute(1), &["a", "b", "c"].map(|tag| wanted(tag, 10)))
        .unwrap();
    let two = purse.watcher("host:2");
    let everything = || {
        if purse.open_runs().unwrap().iter().any(|run| run.tag == "a") {
            assert!(purse.adopt_from(minute(2), "a", OWNER, "host:2").unwrap());
            two.started(minute(2), "a", "r", "d").unwrap();
        }
        purse.watcher(OWNER).unknown(minute(2), "c", "lost").unwrap();
        purse
            .watcher(OWNER)
            .release(minute(2), "b", "never came to be")
            .unwrap();
        two.settle(minute(2), "a", micros(5), Ended::Collected).unwrap();
        purse.correct(minute(2), "a", micros(5)).unwrap();
        purse.note_account(minute(2), &november(5_000_000, 5)).unwrap();
    };
    everything();
    let lines = ledger.lines();
    everything();
    assert_eq!(ledger.lines(), lines);
}

#[test]
fn of_several_that_adopt_at_once_one_gets_it() {
    let ledger = Ledger::in_memory();
    let (one, other) = (open(&ledger), open(&ledger));
    one.reserve(minute(1), &[wanted("a", 10)]).unwrap();
    assert!(one.adopt_from(minute(2), "a", "host:1", "host:2").unwrap());
    assert!(!other.adopt_from(minute(2), "a", "host:1", "host:3").unwrap());
    assert!(
        one.adopt_from(minute(2), "a", "host:1", "host:2").unwrap(),
        "asked again"
    );
    assert_eq!(other.open_runs().unwrap()[0].owner, "host:2");
    assert!(other.adopt_from(minute(3), "a", "host:2", "host:3").unwrap());
    assert_eq!(one.open_runs().unwrap()[0].owner, "host:3");
}

/// What an owner says of a run.
type Word = fn(&Purse<'_>) -> Result<(), Error>;

const WORDS: [Word; 4] = [
    |purse| purse.watcher(OWNER).started(minute(5), "a", "r", "d"),
    |purse| purse.watcher(OWNER).unknown(minute(5), "a", "lost"),
    |purse| {
        purse
            .watcher(OWNER)
            .settle(minute(5), "a", micros(1), Ended::Collected)
    },
    |purse| purse.watcher(OWNER).release(minute(5), "a", "never came to be"),
];

fn not_owner() -> Impossible {
    Impossible::NotOwner {
        tag: "a".to_owned(),
        owner: "host:2".to_owned(),
    }
}

#[test]
fn an_owner_that_slept_while_its_run_was_adopted_says_nothing_any_more() {
    let ledger = Ledger::in_memory();
    let (sleeper, other) = (open(&ledger), open(&ledger));
    sleeper.reserve(minute(1), &[wanted("a", 10)]).unwrap();
    assert!(other.adopt_from(minute(2), "a", OWNER, "host:2").unwrap());
    let lines = ledger.lines();
    for word in WORDS {
        assert_eq!(refusal(word(&sleeper)), not_owner());
    }
    assert_eq!(ledger.lines(), lines);
    let two = other.watcher("host:2");
    two.settle(minute(3), "a", micros(1), Ended::Collected).unwrap();
    // Not what the other one said already either: it has to learn that the run is not its own.
    for word in WORDS {
        assert_eq!(refusal(word(&sleeper)), not_owner());
    }
    two.settle(minute(3), "a", micros(1), Ended::Collected).unwrap();
    assert_eq!(ledger.lines().len(), lines.len() + 1);
    sleeper.correct(minute(6), "a", micros(2)).unwrap();
    assert_eq!(
        other.settled_runs().unwrap()[0].cost,
        micros(2),
        "charges come late to anybody"
    );
}

/// The owner has decided, and is about to append, when the adoption becomes the last line.
#[test]
fn an_adoption_just_before_the_append_comes_before_it() {
    for word in WORDS {
        let ledger = Ledger::in_memory();
        let purse = open(&ledger);
        purse.reserve(minute(1), &[wanted("a", 10)]).unwrap();
        ledger.fail(Some(Fault::AnotherAdopts));
        assert_eq!(refusal(word(&purse)), not_owner());
        assert_eq!(ledger.lines().len(), 2, "the reservation and the adoption");
    }
}

#[test]
fn an_open_run_tells_who_may_have_started_it_and_since_when_nobody_knows() {
    let ledger = Ledger::in_memory();
    let purse = open(&ledger);
    purse.reserve(minute(1), &[wanted("a", 10)]).unwrap();
    let told = || {
        let run = &purse.open_runs().unwrap()[0];
        (run.unknown_since, run.may_start.clone())
    };
    assert_eq!(told(), (None, vec![]));
    assert!(purse.adopt_from(minute(2), "a", OWNER, "w#1").unwrap());
    assert!(purse.adopt_from(minute(3), "a", "w#1", "v#2").unwrap());
    purse.watcher("v#2").unknown(minute(4), "a", "lost").unwrap();
    assert!(purse.adopt_from(minute(5), "a", "v#2", "u#3").unwrap());
    let suspects = vec!["w#1".to_owned(), "v#2".to_owned()];
    assert_eq!(told(), (Some(minute(4)), suspects.clone()));
    purse.watcher("u#3").started(minute(6), "a", "r", "d").unwrap();
    assert_eq!(told(), (Some(minute(4)), suspects));
}

#[test]
fn the_smaller_of_budget_and_account_rules() {
    let ledger = Ledger::in_memory();
    let purse = open(&ledger);
    assert_eq!(purse.balance(minute(1)).unwrap().limit, micros(BUDGET));
    for (limit, used, expected) in [
        (5_000_000, 0, BUDGET),
        (5_000_000, 4_950_000, 50_000),
        (60_000, 0, 60_000),
        (60_000, 70_000, 0),
        (0, 0, 0),
    ] {
        purse.note_account(minute(1), &november(limit, used)).unwrap();
        let balance = purse.balance(minute(1)).unwrap();
        assert_eq!(balance.limit, micros(expected), "{limit} {used}");
        assert_eq!(balance.budget, micros(BUDGET));
    }
    assert_eq!(
        purse.balance(minute(1)).unwrap().percent,
        100,
        "of nothing, nothing is left"
    );
    assert_eq!(
        purse.reserve(minute(1), &[wanted("a", 1)]).unwrap(),
        Vec::<String>::new()
    );
}

#[test]
fn what_we_spent_is_not_spent_by_others_too() {
    let ledger = Ledger::in_memory();
    let purse = open(&ledger);
    purse
        .reserve(minute(1), &[wanted("a", 40_000), wanted("b", 10)])
        .unwrap();
    purse
        .watcher(OWNER)
        .settle(minute(5), "a", micros(30_000), Ended::Collected)
        .unwrap();
    purse.note_account(minute(6), &november(100_000, 35_000)).unwrap();
    assert_eq!(
        figures(&purse.balance(minute(6)).unwrap()),
        [30_000, 10, 0, 64_990]
    );
    // Asked before the run was settled: what was used then cannot hold its cost for certain.
    purse.note_account(minute(4), &november(100_000, 35_000)).unwrap();
    assert_eq!(
        figures(&purse.balance(minute(6)).unwrap()),
        [30_000, 10, 0, 34_990]
    );
    purse.note_account(minute(7), &november(100_000, 20_000)).unwrap();
    assert_eq!(
        figures(&purse.balance(minute(7)).unwrap()),
        [30_000, 10, 0, 69_990]
    );
}

#[test]
fn runs_count_in_every_month_that_they_touch() {
    let ledger = Ledger::in_memory();
    let purse = open(&ledger);
    let (november, december, january) = (minute(10), minute(31 * 1440), minute(62 * 1440));
    purse
        .reserve(november, &["a", "b", "c"].map(|tag| wanted(tag, 20_000)))
        .unwrap();
    purse
        .watcher(OWNER)
        .settle(november, "a", micros(15_000), Ended::Collected)
        .unwrap();
    assert_eq!(
        figures(&purse.balance(november).unwrap()),
        [15_000, 40_000, 0, 45_000]
    );
    assert_eq!(figures(&purse.balance(december).unwrap()), [0, 40_000, 0, 60_000]);
    purse
        .watcher(OWNER)
        .settle(december, "b", micros(5_000), Ended::Collected)
        .unwrap();
    assert_eq!(
        figures(&purse.balance(november).unwrap()),
        [20_000, 20_000, 0, 60_000]
    );
    assert_eq!(
        figures(&purse.balance(december).unwrap()),
        [5_000, 20_000, 0, 75_000]
    );
    assert_eq!(figures(&purse.balance(january).unwrap()), [0, 20_000, 0, 80_000]);
    assert_eq!(purse.balance(january).unwrap().runs, 1);
}

#[test]
fn a_clock_that_goes_back_frees_no_money() {
    let ledger = Ledger::in_memory();
    let purse = open(&ledger);
    let (november, december) = (minute(10), minute(31 * 1440));
    purse.reserve(december, &[wanted("a", 20_000)]).unwrap();
    assert_eq!(purse.balance(november).unwrap().reserved, micros(20_000));
    purse
        .watcher(OWNER)
        .settle(november, "a", micros(15_000), Ended::Collected)
        .unwrap();
    assert_eq!(purse.balance(december).unwrap().settled, micros(15_000));
}

#[test]
fn a_lower_budget_grants_nothing_and_breaks_nothing() {
    let ledger = Ledger::in_memory();
    open(&ledger).reserve(minute(1), &[wanted("a", 90_000)]).unwrap();
    let poorer = Purse::open(&ledger, micros(30_000), minute(1)).unwrap();
    let balance = poorer.balance(minute(1)).unwrap();
    assert_eq!((balance.left, balance.percent), (micros(0), 300));
    assert_eq!(
        poorer.reserve(minute(1), &[wanted("b", 1)]).unwrap(),
        Vec::<String>::new()
    );
    poorer
        .watcher(OWNER)
        .settle(minute(2), "a", micros(29_999), Ended::Collected)
        .unwrap();
    assert_eq!(poorer.reserve(minute(2), &[wanted("b", 1)]).unwrap(), ["b"]);
    for budget in [0, -5] {
        let empty = Purse::open(&ledger, micros(budget), minute(2)).unwrap();
        assert_eq!(empty.balance(minute(2)).unwrap().left, micros(0));
    }
}

#[test]
fn a_failed_append_that_took_effect_is_a_success() {
    let ledger = Ledger::in_memory();
    let purse = open(&ledger);
    ledger.fail(Some(Fault::AppendTakesEffectAndFails));
    assert_eq!(
        purse
            .reserve(minute(1), &[wanted("a", 10), wanted("b", 10)])
            .unwrap(),
        ["a", "b"]
    );
    assert_eq!(ledger.lines().len(), 2);
    ledger.fail(Some(Fault::AppendFails));
    assert!(matches!(
        purse.watcher(OWNER).started(minute(1), "a", "r", "d"),
        Err(Error::Database(_))
    ));
    assert_eq!(purse.open_runs().unwrap()[0].state, OpenState::Reserved);
    purse.watcher(OWNER).started(minute(1), "a", "r", "d").unwrap();
    ledger.fail(Some(Fault::AppendTakesEffectAndIsDeaf));
    let settle = || {
        purse
            .watcher(OWNER)
            .settle(minute(1), "a", micros(1), Ended::Collected)
    };
    assert!(matches!(settle(), Err(Error::Database(_))));
    settle().unwrap();
    assert_eq!(ledger.lines().len(), 4);
}

#[test]
fn a_reservation_that_may_have_taken_effect_counts_until_it_is_released() {
    let ledger = Ledger::in_memory();
    let purse = open(&ledger);
    ledger.fail(Some(Fault::AppendTakesEffectAndIsDeaf));
    assert!(purse.reserve(minute(1), &[wanted("a", 90_000)]).is_err());
    assert_eq!(
        purse.reserve(minute(1), &[wanted("b", 20_000)]).unwrap(),
        Vec::<String>::new()
    );
    assert_eq!(purse.open_runs().unwrap()[0].tag, "a");
    purse
        .watcher(OWNER)
        .release(minute(2), "a", "never started")
        .unwrap();
    assert_eq!(purse.reserve(minute(2), &[wanted("b", 20_000)]).unwrap(), ["b"]);
}

#[test]
fn whoever_comes_second_decides_again() {
    for (cap, granted) in [(1, vec!["a", "b"]), (40_000, vec!["a"]), (40_001, vec![])] {
        let ledger = Ledger::in_memory();
        let purse = open(&ledger);
        ledger.fail(Some(Fault::AnotherIsFirst(cap)));
        let wanted = [wanted("a", 60_000), wanted("b", 39_999)];
        assert_eq!(purse.reserve(minute(1), &wanted).unwrap(), granted);
        assert_eq!(ledger.lines().len(), 1 + granted.len());
    }
    let ledger = Ledger::in_memory();
    let purse = open(&ledger);
    ledger.fail(Some(Fault::AnotherIsFirst(1)));
    let same = purse.reserve(minute(1), &[wanted("another", 1)]);
    assert!(
        matches!(same, Err(Error::Refused(Impossible::TagTaken(_)))),
        "{same:?}"
    );
}

#[test]
fn an_append_refused_for_nothing_is_tried_again() {
    let ledger = Ledger::in_memory();
    let purse = open(&ledger);
    ledger.fail(Some(Fault::AppendIsRefused));
    assert_eq!(purse.reserve(minute(1), &[wanted("a", 1)]).unwrap(), ["a"]);
    assert_eq!(ledger.lines().len(), 1);
}

#[test]
fn a_ledger_that_says_what_cannot_be_opens_no_purse() {
    use database::Database;
    let ledger = Ledger::in_memory();
    let settle = Movement::Settle {
        tag: "a".to_owned(),
        cost: micros(1),
        ended: Ended::Collected,
    };
    ledger.append_to_ledger(0, minute(0), &[settle]).unwrap();
    let error = Purse::open(&ledger, micros(1), minute(0)).map(drop).unwrap_err();
    let words = "line 1 of the ledger cannot be: nothing was reserved for run a; nothing is spent until this is \
                 cleared up";
    assert_eq!(error.to_string(), words);
}
