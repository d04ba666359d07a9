//! Whatever happens, in whatever order: the purse agrees with a plain model of it, and never grants too much.
//!
//! Three purses over one ledger stand for three processes. The model knows runs and months in the plainest way
//! and shares no code with the purse. After every step the balances of all three are compared with it, the whole
//! ledger is folded again, and the invariant of the product is held against its sums.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test fails by panicking, and its parts are documented where they say more than their names"
)]

mod plain;
#[path = "../support/mod.rs"]
mod support;

use database::Ended;
use model::MicroDollars;
use plain::{Expected, Plain, State};
use proptest::prelude::*;
use purse::{Account, AccountMoney, Error, OpenState, Purse, Watcher};
use support::{Fault, Ledger, micros};

const PURSES: usize = 3;

/// Who says something of a run.
#[derive(Debug, Clone, Copy)]
pub enum By {
    /// Whoever watches over it.
    Watcher,
    /// This one, which may have slept while the run was adopted.
    Host(u8),
}

#[derive(Debug, Clone)]
pub enum Step {
    Reserve {
        caps: Vec<i64>,
    },
    Start {
        run: usize,
        by: By,
    },
    Lose {
        run: usize,
        by: By,
    },
    Adopt {
        run: usize,
        from: By,
        owner: u8,
    },
    /// The cost in percent of the cap.
    Settle {
        run: usize,
        by: By,
        percent: i64,
        lost: bool,
    },
    /// A late charge or a refund.
    Correct {
        run: usize,
        percent: i64,
    },
    Release {
        run: usize,
        by: By,
    },
    /// What Apify says of the account.
    Note {
        limit: i64,
        used: i64,
    },
    Wait {
        minutes: i64,
    },
    /// The process dies and comes back, perhaps with another budget.
    Crash {
        budget: i64,
    },
}

impl Step {
    /// The run of which something is said that only its owner can say, and who says it.
    pub fn speaker(&self) -> Option<(usize, By)> {
        match self {
            Self::Start { run, by }
            | Self::Lose { run, by }
            | Self::Settle { run, by, .. }
            | Self::Release { run, by } => Some((*run, *by)),
            _ => None,
        }
    }

    /// Whether it brings news from outside that no purse could have prevented.
    fn is_news(&self) -> bool {
        match self {
            Self::Settle { percent, .. } => *percent > 100,
            Self::Correct { .. } | Self::Note { .. } | Self::Wait { .. } | Self::Crash { .. } => true,
            _ => false,
        }
    }
}

fn step() -> impl Strategy<Value = Step> {
    let run = 0..40_usize;
    let cap = prop_oneof![Just(7_550), 1..60_000_i64, Just(1)];
    let by = || prop_oneof![4 => Just(By::Watcher), 1 => (0..3_u8).prop_map(By::Host)];
    let percent = prop_oneof![4 => 0..=100_i64, 1 => 101..=150_i64];
    let wait = prop_oneof![4 => 0..2_000_i64, 1 => 0..40_000_i64];
    prop_oneof![
        6 => prop::collection::vec(cap, 0..5).prop_map(|caps| Step::Reserve { caps }),
        4 => (run.clone(), by()).prop_map(|(run, by)| Step::Start { run, by }),
        2 => (run.clone(), by()).prop_map(|(run, by)| Step::Lose { run, by }),
        3 => (run.clone(), by(), 0..3_u8).prop_map(|(run, from, owner)| Step::Adopt { run, from, owner }),
        6 => (run.clone(), by(), percent.clone(), any::<bool>())
            .prop_map(|(run, by, percent, lost)| Step::Settle { run, by, percent, lost }),
        2 => (run.clone(), percent).prop_map(|(run, percent)| Step::Correct { run, percent }),
        2 => (run, by()).prop_map(|(run, by)| Step::Release { run, by }),
        2 => (0..400_000_i64, 0..200_000_i64).prop_map(|(limit, used)| Step::Note { limit, used }),
        3 => wait.prop_map(|minutes| Step::Wait { minutes }),
        1 => (-1..200_000_i64).prop_map(|budget| Step::Crash { budget }),
    ]
}

fn fault() -> impl Strategy<Value = Option<Fault>> {
    prop_oneof![
        8 => Just(None),
        1 => Just(Some(Fault::AppendFails)),
        1 => Just(Some(Fault::AppendTakesEffectAndFails)),
        1 => Just(Some(Fault::AppendTakesEffectAndIsDeaf)),
        1 => (0..4_u64).prop_map(|lines| Some(Fault::ReadFails(lines))),
    ]
}

fn steps(most: usize) -> impl Strategy<Value = Vec<(usize, Option<Fault>, Step)>> {
    prop::collection::vec((0..PURSES, fault(), step()), 1..most)
}

struct World<'l> {
    ledger: &'l Ledger,
    purses: Vec<Purse<'l>>,
    budgets: [i64; PURSES],
    plain: Plain,
}

impl<'l> World<'l> {
    fn new(ledger: &'l Ledger) -> Self {
        let plain = Plain::default();
        let budgets = [100_000, 100_000, 50_000];
        let open = |budget| Purse::open(ledger, micros(budget), plain.now()).unwrap();
        Self {
            ledger,
            purses: budgets.map(open).into_iter().collect(),
            budgets,
            plain,
        }
    }

    /// Takes the step and holds everything against the model.
    fn take(&mut self, purse: usize, fault: Option<Fault>, step: &Step) {
        let before = self.plain.sums(self.budgets[purse]);
        let lines = self.ledger.lines().len();
        let expected = self.plain.expect(step, self.budgets[purse]);
        self.ledger.fail(fault);
        let result = self.ask(purse, step);
        self.ledger.fail(None);
        let written = self.ledger.lines().len() - lines;
        match (&result, &expected) {
            (Ok(granted), Expected::Lines(count)) => {
                assert_eq!(written, *count, "{step:?}");
                if let (Some(granted), Step::Reserve { .. }) = (granted, step) {
                    assert_eq!(granted.len(), *count, "{step:?}");
                }
            }
            (Err(Error::Refused(_)), Expected::Refused) => assert_eq!(written, 0, "{step:?}"),
            (Err(Error::Database(_)), _) => {
                assert!(fault.is_some(), "{result:?}");
                let all = matches!(expected, Expected::Lines(count) if written == count);
                assert!(written == 0 || all, "half of {step:?} was written");
            }
            _ => panic!("{step:?}: {result:?}, not {expected:?}"),
        }
        if result.is_ok() || written > 0 {
            self.plain.take(step, self.budgets[purse]);
        }
        if let Step::Crash { budget } = step {
            self.budgets[purse] = *budget;
        }
        self.compare();
        // Another's larger budget may well exceed a smaller one: each purse answers for its own.
        let after = self.plain.sums(self.budgets[purse]);
        if !step.is_news() {
            let allowed = after.limit.max(before.committed());
            assert!(after.committed() <= allowed, "overdrawn by {step:?}");
        }
        if matches!(step, Step::Reserve { .. }) && written > 0 {
            assert!(
                after.committed() <= after.limit,
                "granted what was not there: {step:?}"
            );
        }
    }

    /// What the purse says: the tags granted, for a reservation.
    fn ask(&mut self, purse: usize, step: &Step) -> Result<Option<Vec<String>>, Error> {
        let now = self.plain.now();
        let tag = |run: usize| self.plain.tag(run);
        if let Some((run, by)) = step.speaker() {
            let owner = self.plain.who(run, by);
            self.say(self.purses[purse].watcher(&owner), &tag(run), step)?;
            return Ok(None);
        }
        let asked = &self.purses[purse];
        match step {
            Step::Reserve { caps } => {
                let wanted: Vec<_> = (self.plain.runs.len()..)
                    .zip(caps)
                    .map(|(number, cap)| support::wanted(&plain::name(number), *cap))
                    .collect();
                return asked.reserve(now, &wanted).map(Some);
            }
            Step::Adopt { run, from, owner } => {
                let from = self.plain.who(*run, *from);
                asked.adopt_from(now, &tag(*run), &from, &plain::host(*owner))?;
            }
            Step::Correct { run, percent } => {
                asked.correct(now, &tag(*run), micros(self.plain.share(*run, *percent)))?;
            }
            Step::Note { limit, used } => {
                let (starts, ends) = self.plain.account_cycle();
                let account = AccountMoney {
                    starts,
                    ends,
                    limit: micros(*limit),
                    used: micros(*used),
                };
                asked.note_account(now, &account)?;
            }
            Step::Crash { budget } => {
                // Dead first, and for good if it cannot be opened again at once.
                let opened = Purse::open(self.ledger, micros(*budget), now);
                let failed = opened.as_ref().err().map(ToString::to_string);
                self.ledger.fail(None);
                self.purses[purse] = match opened {
                    Ok(opened) => opened,
                    Err(_) => Purse::open(self.ledger, micros(*budget), now).unwrap(),
                };
                assert!(failed.is_none_or(|words| words.contains("as it was told to")));
            }
            _ => {}
        }
        Ok(None)
    }

    /// What the one who watches over a run says of it, or one who slept.
    fn say(&self, watcher: Watcher<'_, '_>, tag: &str, step: &Step) -> Result<(), Error> {
        let now = self.plain.now();
        match step {
            Step::Start { .. } => watcher.started(now, tag, "run", "dataset"),
            Step::Lose { .. } => watcher.unknown(now, tag, "lost"),
            Step::Release { .. } => watcher.release(now, tag, "never"),
            Step::Settle {
                run, percent, lost, ..
            } => watcher.settle(now, tag, micros(self.plain.share(*run, *percent)), ended(*lost)),
            _ => Ok(()),
        }
    }

    fn compare(&self) {
        let now = self.plain.now();
        let mut folded = Account::default();
        for line in self.ledger.lines() {
            folded.apply(&line).unwrap();
        }
        for (purse, budget) in self.purses.iter().zip(self.budgets) {
            let balance = purse.balance(now).unwrap();
            let sums = self.plain.sums(budget);
            let figures = [
                balance.limit,
                balance.settled,
                balance.reserved,
                balance.unknown,
                balance.left,
            ];
            let expected = [sums.limit, sums.settled, sums.reserved, sums.unknown, sums.left()];
            assert_eq!(figures.map(MicroDollars::micros), expected);
            assert_eq!((balance.cycle.starts, balance.cycle.ends), sums.cycle);
            assert_eq!(balance.runs, sums.runs);
            assert_eq!(
                balance.percent >= 100,
                sums.left() == 0,
                "100 percent is nothing left"
            );
            assert_eq!(
                folded.balance(now, micros(budget)),
                balance,
                "another replay, another account"
            );
            let open = purse.open_runs().unwrap();
            assert!(folded.open_runs().eq(open.iter()));
            let seen: Vec<_> = open
                .into_iter()
                .map(|run| (run.tag, run.owner, state(&run.state)))
                .collect();
            assert_eq!(seen, self.plain.open());
            let settled = purse.settled_runs().unwrap();
            assert!(folded.settled_runs().eq(settled.iter()));
            let mut costs: Vec<_> = settled
                .into_iter()
                .map(|run| (run.tag, run.cost.micros()))
                .collect();
            costs.sort();
            assert_eq!(costs, self.plain.costs());
        }
    }
}

fn state(state: &OpenState) -> State {
    match state {
        OpenState::Reserved => State::Reserved,
        OpenState::Started { .. } => State::Started,
        OpenState::Unknown { .. } => State::Unknown,
    }
}

fn ended(lost: bool) -> Ended {
    if lost {
        return Ended::Lost {
            reason: "gone".to_owned(),
        };
    }
    Ended::Collected
}

fn play(ledger: &Ledger, steps: &[(usize, Option<Fault>, Step)]) {
    let mut world = World::new(ledger);
    for (purse, fault, step) in steps {
        world.take(*purse, *fault, step);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_purse_is_the_plain_model(steps in steps(80)) {
        play(&Ledger::in_memory(), &steps);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn on_sqlite_too(steps in steps(50)) {
        play(&Ledger::on_sqlite(), &steps);
    }
}
