//! What the ledger says: its lines folded one by one. No I/O, no clock; equal lines, equal account.

mod rules;

use std::collections::{BTreeMap, HashMap};

use database::{Ended, LedgerLine, Movement};
use model::{MicroDollars, Timestamp};

use crate::balance::Sums;
use crate::cycle::{self, AccountMoney, Cycle, Noted};
use crate::{Balance, Impossible, OpenRun, OpenState, SettledRun};

/// The account of money as of some line of the ledger.
///
/// A run counts in every cycle that it touches, from the reservation to the end: with its cap while it is
/// open, with its cost afterwards. So one that is open when the month changes counts in both, which is the
/// safe side: by which of its moments Apify assigns a charge to a cycle is not known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Account {
    last: u64,
    /// As the account reported them, one per cycle; what it said last stands last.
    cycles: Vec<Noted>,
    /// By the number of the line that reserved them.
    open: BTreeMap<u64, OpenRun>,
    /// By when they ended, then by the number of the line that reserved them.
    settled: BTreeMap<Ending, SettledRun>,
    /// Looked up by tag, never walked.
    places: HashMap<String, Place>,
}

type Ending = (Timestamp, u64);

/// Where a run is kept.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    Open(u64),
    Settled(Ending),
    Released,
}

impl Account {
    /// The number of the last line that was folded; 0 before the first.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// Takes the next line: all of it, or nothing where it cannot follow those before it.
    pub fn apply(&mut self, line: &LedgerLine) -> Result<(), Impossible> {
        let expected = self.last.saturating_add(1);
        if line.number != expected {
            return Err(Impossible::OutOfOrder { expected });
        }
        self.check(&line.movement)?;
        self.last = line.number;
        self.take(line);
        Ok(())
    }

    /// Takes what `check` let pass; what it would not have let pass changes nothing.
    fn take(&mut self, line: &LedgerLine) {
        match &line.movement {
            Movement::Cycle {
                starts,
                ends,
                limit,
                foreign,
            } => self.note(Noted {
                cycle: Cycle {
                    starts: *starts,
                    ends: *ends,
                },
                limit: *limit,
                foreign: *foreign,
            }),
            Movement::Reserve {
                tag,
                owner,
                scan,
                cap,
                order,
            } => self.set_aside(
                line.number,
                OpenRun {
                    tag: tag.clone(),
                    owner: owner.clone(),
                    scan: scan.clone(),
                    cap: *cap,
                    order: order.clone(),
                    reserved_at: line.at,
                    state: OpenState::Reserved,
                    unknown_since: None,
                    may_start: Vec::new(),
                },
            ),
            Movement::Started {
                tag,
                run_id,
                dataset_id,
            } => self.with_open(tag, |run| {
                run.state = OpenState::Started {
                    run_id: run_id.clone(),
                    dataset_id: dataset_id.clone(),
                };
            }),
            Movement::Unknown { tag, reason } => self.with_open(tag, |run| {
                run.unknown_since.get_or_insert(line.at);
                run.state = OpenState::Unknown {
                    reason: reason.clone(),
                };
            }),
            Movement::Adopt { tag, owner } => self.with_open(tag, |run| {
                if run.state == OpenState::Reserved {
                    run.may_start.push(owner.clone());
                }
                run.owner.clone_from(owner);
            }),
            Movement::Settle { tag, cost, ended } => self.settle(tag, line.at, *cost, ended),
            Movement::Correct { tag, cost } => self.correct(tag, *cost),
            Movement::Release { tag, .. } => self.release(tag),
        }
    }

    fn note(&mut self, noted: Noted) {
        self.cycles.retain(|other| other.cycle != noted.cycle);
        self.cycles.push(noted);
    }

    fn set_aside(&mut self, number: u64, run: OpenRun) {
        self.places.insert(run.tag.clone(), Place::Open(number));
        self.open.insert(number, run);
    }

    fn with_open(&mut self, tag: &str, change: impl FnOnce(&mut OpenRun)) {
        if let Some(Place::Open(number)) = self.places.get(tag)
            && let Some(run) = self.open.get_mut(number)
        {
            change(run);
        }
    }

    fn settle(&mut self, tag: &str, at: Timestamp, cost: MicroDollars, ended: &Ended) {
        let Some(Place::Open(number)) = self.places.get(tag).copied() else {
            return;
        };
        let Some(run) = self.open.remove(&number) else {
            return;
        };
        let at = at.max(run.reserved_at);
        let (run_id, dataset_id) = match run.state {
            OpenState::Started { run_id, dataset_id } => (Some(run_id), Some(dataset_id)),
            OpenState::Reserved | OpenState::Unknown { .. } => (None, None),
        };
        let settled = SettledRun {
            tag: run.tag,
            owner: run.owner,
            scan: run.scan,
            run_id,
            dataset_id,
            cap: run.cap,
            cost,
            ended: ended.clone(),
            reserved_at: run.reserved_at,
            at,
        };
        self.places.insert(tag.to_owned(), Place::Settled((at, number)));
        self.settled.insert((at, number), settled);
    }

    fn correct(&mut self, tag: &str, cost: MicroDollars) {
        if let Some(Place::Settled(ending)) = self.places.get(tag)
            && let Some(run) = self.settled.get_mut(ending)
        {
            run.cost = cost;
        }
    }

    fn release(&mut self, tag: &str) {
        if let Some(Place::Open(number)) = self.places.insert(tag.to_owned(), Place::Released) {
            self.open.remove(&number);
        }
    }

    /// Runs that may still cost something, in the order in which they were reserved.
    pub fn open_runs(&self) -> impl Iterator<Item = &OpenRun> {
        self.open.values()
    }

    /// Runs that are over, in the order in which they ended.
    pub fn settled_runs(&self) -> impl Iterator<Item = &SettledRun> {
        self.settled.values()
    }

    /// How it stands at `now` under this budget per cycle. Past the last cycle that the account reported, its
    /// limit is taken to hold from month to month; before the first, the calendar month in UTC is assumed.
    pub fn balance(&self, now: Timestamp, budget: MicroDollars) -> Balance {
        let (cycle, noted) = cycle::in_force(&self.cycles, now);
        let allowed = noted.map(|noted| noted.limit - noted.foreign);
        Balance::new(cycle, budget, allowed, self.sums(cycle))
    }

    /// The movement that notes what the account reported when it was asked at `asked`.
    pub fn noting(&self, asked: Timestamp, account: &AccountMoney) -> Movement {
        let cycle = Cycle {
            starts: account.starts,
            ends: account.ends,
        };
        let runs = self.settled_in(cycle);
        let ours = runs.filter(|run| run.at <= asked).map(|run| run.cost).sum();
        Movement::Cycle {
            starts: cycle.starts,
            ends: cycle.ends,
            limit: account.limit.max(MicroDollars::ZERO),
            foreign: (account.used - ours).max(MicroDollars::ZERO),
        }
    }

    fn sums(&self, cycle: Cycle) -> Sums {
        let mut sums = Sums::default();
        for run in self.settled_in(cycle) {
            sums.settled += run.cost;
            sums.runs += 1;
        }
        for run in self.open.values() {
            sums.reserved += run.cap;
            sums.runs += 1;
            if matches!(run.state, OpenState::Unknown { .. }) {
                sums.unknown += run.cap;
            }
        }
        sums
    }

    /// Runs that are over and touched the cycle.
    fn settled_in(&self, cycle: Cycle) -> impl Iterator<Item = &SettledRun> {
        let ended_since = self.settled.range((cycle.starts, 0)..);
        ended_since
            .map(|(_, run)| run)
            .filter(move |run| run.reserved_at <= cycle.ends)
    }
}
