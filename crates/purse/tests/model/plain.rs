//! The purse as one would write it on paper: a list of runs, and sums made anew each time.

use std::collections::BTreeMap;

use model::Timestamp;

use crate::support::{OWNER, minute};
use crate::{By, Step};

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Reserved,
    Started,
    Unknown,
    Settled { at: i64, cost: i64, lost: bool },
    Released,
}

#[derive(Debug, Clone)]
pub struct Run {
    reserved: i64,
    owner: String,
    cap: i64,
    state: State,
}

/// What a step is to bring.
#[derive(Debug, PartialEq, Eq)]
pub enum Expected {
    /// So many new lines, none where it is so already.
    Lines(usize),
    Refused,
}

/// Minutes count from November 2026.
#[derive(Debug, Default)]
pub struct Plain {
    minutes: i64,
    /// By number, in the order of their reservation.
    pub runs: BTreeMap<usize, Run>,
    /// The cycle's first minute, its limit, and what others spent, as last noted.
    noted: Option<(i64, i64, i64)>,
}

/// What the runs of the cycle in force amount to.
#[derive(Debug)]
pub struct Sums {
    pub cycle: (Timestamp, Timestamp),
    pub limit: i64,
    pub settled: i64,
    pub reserved: i64,
    pub unknown: i64,
    pub runs: u64,
}

impl Sums {
    pub fn committed(&self) -> i64 {
        self.settled + self.reserved
    }

    pub fn left(&self) -> i64 {
        (self.limit - self.committed()).max(0)
    }
}

pub fn name(number: usize) -> String {
    format!("run-{number:04}")
}

pub fn host(number: u8) -> String {
    format!("host:{number}")
}

impl Plain {
    pub fn now(&self) -> Timestamp {
        minute(self.minutes)
    }

    /// Numbers past the last run come round; before the first run they name nobody.
    fn number(&self, run: usize) -> usize {
        run % self.runs.len().max(1)
    }

    pub fn tag(&self, run: usize) -> String {
        name(self.number(run))
    }

    pub fn share(&self, run: usize, percent: i64) -> i64 {
        let run = self.runs.get(&self.number(run));
        run.map_or(percent, |run| run.cap * percent / 100)
    }

    pub fn who(&self, run: usize, by: By) -> String {
        match by {
            By::Host(number) => host(number),
            By::Watcher => {
                let run = self.runs.get(&self.number(run));
                run.map_or_else(|| OWNER.to_owned(), |run| run.owner.clone())
            }
        }
    }

    /// Whether it is said of a run by one who does not watch over it: nothing that it says counts.
    fn is_by_a_sleeper(&self, step: &Step) -> bool {
        let Some((run, by)) = step.speaker() else {
            return false;
        };
        let owned = self.runs.get(&self.number(run));
        let owned = owned.filter(|run| run.state != State::Released);
        owned.is_some_and(|owned| owned.owner != self.who(run, by))
    }

    /// Whether the run changes hands.
    fn adopts(&self, run: usize, from: By, owner: u8) -> bool {
        let watched_by = self.runs.get(&self.number(run)).map(|run| &run.owner);
        watched_by.is_some_and(|owned| *owned == self.who(run, from) && *owned != host(owner))
    }

    /// The month that starts on this day and holds now, in minutes: its first, and the next one's first.
    fn month(&self, day: i64) -> (i64, i64) {
        let mut from = (day - 1 - 31) * 1440;
        let (mut year, mut month) = (2026, 10);
        loop {
            let leap = i64::from(year % 4 == 0);
            let days = [31, 28 + leap, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
            let to = from + days * 1440;
            if self.minutes < to {
                return (from, to);
            }
            (from, year, month) = (to, year + i64::from(month == 12), month % 12 + 1);
        }
    }

    fn span(&self) -> (i64, i64) {
        self.month(if self.noted.is_some() { 24 } else { 1 })
    }

    /// The cycle as Apify has it.
    pub fn account_cycle(&self) -> (Timestamp, Timestamp) {
        ends(self.month(24))
    }

    fn settled(&self, (from, to): (i64, i64)) -> impl Iterator<Item = i64> {
        self.runs.values().filter_map(move |run| match run.state {
            State::Settled { at, cost, .. } if at >= from && run.reserved < to => Some(cost),
            _ => None,
        })
    }

    pub fn sums(&self, budget: i64) -> Sums {
        let span = self.span();
        let allowed = self.noted.map_or(i64::MAX, |(from, limit, foreign)| {
            limit - if from == span.0 { foreign } else { 0 }
        });
        let held = |state: &[State]| {
            let runs = self.runs.values().filter(|run| state.contains(&run.state));
            (runs.clone().map(|run| run.cap).sum::<i64>(), runs.count())
        };
        let (reserved, open) = held(&[State::Reserved, State::Started, State::Unknown]);
        Sums {
            cycle: ends(span),
            limit: budget.min(allowed).max(0),
            settled: self.settled(span).sum(),
            reserved,
            unknown: held(&[State::Unknown]).0,
            runs: (open + self.settled(span).count()) as u64,
        }
    }

    pub fn expect(&self, step: &Step, budget: i64) -> Expected {
        use State::{Released, Reserved, Settled, Started, Unknown};
        if self.is_by_a_sleeper(step) {
            return Expected::Refused;
        }
        let state = |run: &usize| self.runs.get(&self.number(*run)).map(|run| run.state);
        let lines = match step {
            Step::Reserve { caps } => Some(self.granted(caps, budget)),
            Step::Start { run, .. } => match state(run) {
                Some(Reserved | Unknown) => Some(1),
                Some(Started) => Some(0),
                _ => None,
            },
            Step::Lose { run, .. } => match state(run) {
                Some(Reserved) => Some(1),
                Some(Unknown) => Some(0),
                _ => None,
            },
            Step::Adopt { run, from, owner } => match state(run) {
                Some(Reserved | Started | Unknown) => Some(usize::from(self.adopts(*run, *from, *owner))),
                _ => None,
            },
            Step::Settle {
                run, percent, lost, ..
            } => match state(run) {
                Some(Reserved | Started | Unknown) => Some(1),
                Some(Settled { cost, lost: was, .. }) => {
                    (cost == self.share(*run, *percent) && was == *lost).then_some(0)
                }
                _ => None,
            },
            Step::Correct { run, percent } => match state(run) {
                Some(Settled { cost, .. }) => Some(usize::from(cost != self.share(*run, *percent))),
                _ => None,
            },
            Step::Release { run, .. } => match state(run) {
                Some(Reserved | Unknown) => Some(1),
                Some(Released) => Some(0),
                _ => None,
            },
            Step::Note { limit, used } => Some(usize::from(self.noted != Some(self.noting(*limit, *used)))),
            Step::Wait { .. } | Step::Crash { .. } => Some(0),
        };
        lines.map_or(Expected::Refused, Expected::Lines)
    }

    fn granted(&self, caps: &[i64], budget: i64) -> usize {
        let mut left = self.sums(budget).left();
        let fits = caps.iter().take_while(|cap| {
            left -= **cap;
            left >= 0
        });
        fits.count()
    }

    fn noting(&self, limit: i64, used: i64) -> (i64, i64, i64) {
        let span = self.month(24);
        (span.0, limit, (used - self.settled(span).sum::<i64>()).max(0))
    }

    pub fn take(&mut self, step: &Step, budget: i64) {
        let now = self.minutes;
        match step {
            Step::Reserve { caps } => {
                for cap in &caps[..self.granted(caps, budget)] {
                    let run = Run {
                        reserved: now,
                        owner: OWNER.to_owned(),
                        cap: *cap,
                        state: State::Reserved,
                    };
                    self.runs.insert(self.runs.len(), run);
                }
            }
            Step::Note { limit, used } => self.noted = Some(self.noting(*limit, *used)),
            Step::Wait { minutes } => self.minutes += minutes,
            Step::Crash { .. } => {}
            Step::Start { run, .. } => self.set(*run, State::Started),
            Step::Lose { run, .. } => self.set(*run, State::Unknown),
            Step::Release { run, .. } => self.set(*run, State::Released),
            Step::Settle {
                run, percent, lost, ..
            } => {
                let cost = self.share(*run, *percent);
                if !self.costs().iter().any(|(tag, _)| *tag == self.tag(*run)) {
                    self.set(
                        *run,
                        State::Settled {
                            at: now,
                            cost,
                            lost: *lost,
                        },
                    );
                }
            }
            Step::Correct { run, percent } => {
                let share = self.share(*run, *percent);
                let number = self.number(*run);
                if let Some(State::Settled { cost, .. }) =
                    self.runs.get_mut(&number).map(|run| &mut run.state)
                {
                    *cost = share;
                }
            }
            Step::Adopt { run, from, owner } => {
                let adopts = self.adopts(*run, *from, *owner);
                let number = self.number(*run);
                if let Some(run) = self.runs.get_mut(&number).filter(|_| adopts) {
                    run.owner = host(*owner);
                }
            }
        }
    }

    fn set(&mut self, run: usize, state: State) {
        let number = self.number(run);
        if let Some(run) = self.runs.get_mut(&number) {
            run.state = state;
        }
    }

    pub fn open(&self) -> Vec<(String, String, State)> {
        let open = self
            .runs
            .iter()
            .filter(|(_, run)| matches!(run.state, State::Reserved | State::Started | State::Unknown));
        open.map(|(number, run)| (name(*number), run.owner.clone(), run.state))
            .collect()
    }

    pub fn costs(&self) -> Vec<(String, i64)> {
        let settled = self.runs.iter().filter_map(|(number, run)| match run.state {
            State::Settled { cost, .. } => Some((name(*number), cost)),
            _ => None,
        });
        settled.collect()
    }
}

/// The first instant and the last.
fn ends((from, to): (i64, i64)) -> (Timestamp, Timestamp) {
    let last = Timestamp::clamped(minute(to).as_millis() - 1);
    (minute(from), last)
}
