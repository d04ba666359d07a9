//! One evaluation of one rule: from its state and what it sees to its next state and what it says. Pure.

use std::collections::BTreeSet;

use analytics::Day;
use model::Timestamp;

use super::{Stand, State};
use crate::facts::{DAY, Reading, Seen, Sight};
use crate::rules::{Condition, Rule};

/// At a first evaluation, what crossed or happened before so many days is not told.
const FRESH: i64 = 7 * DAY;

/// What came out of one evaluation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stepped {
    /// What fired, by its place among the sights.
    pub said: Vec<Said>,
    /// Subjects (or occasions) that were looked at and known.
    pub looked_at: u64,
    /// Those that were not known.
    pub unknown: u64,
    /// Those that stood there already when the rule began.
    pub standing: u64,
    /// Those that crossed now and are held back by the cool-down.
    pub held_back: u64,
}

/// Something that fired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The place of the sight.
    pub place: usize,
    /// What tells this firing from every other of the rule and subject.
    pub occasion: String,
}

/// What becomes of one sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Nothing,
    Standing,
    Held,
    Fires,
}

/// When an evaluation is made, and whether it is as a first one.
#[derive(Debug, Clone, Copy)]
struct Turn {
    now: Timestamp,
    today: Day,
    first: bool,
    cool_down: u16,
}

/// Evaluates a rule: changes its state, and says what fires. Sights come by subject, the occasions of one subject as they
/// happened; a subject that is not among them (it left the scope) keeps its stand.
pub fn step(rule: &Rule, state: &mut State, sights: &[Sight<'_>], now: Timestamp, today: Day) -> Stepped {
    let turn = Turn {
        now,
        today,
        first: state.begin(rule),
        cool_down: rule.cool_down_days,
    };
    let mut stepped = Stepped::default();
    for (place, sight) in sights.iter().enumerate() {
        let stand = match state.subjects.get_mut(sight.subject.as_str()) {
            Some(stand) => stand,
            None if is_idle(rule, &sight.seen) => {
                stepped.count(&sight.seen);
                continue;
            }
            None => state.subjects.entry(sight.subject.to_string()).or_default(),
        };
        stand.seen = Some(today);
        stepped.count(&sight.seen);
        match stand.see(rule, &sight.seen, turn) {
            Outcome::Nothing => {}
            Outcome::Standing => stepped.standing += 1,
            Outcome::Held => stepped.held_back += 1,
            Outcome::Fires => {
                stand.told = Some(today);
                let occasion = occasion(&sight.seen, now);
                stepped.said.push(Said { place, occasion });
            }
        }
    }
    forget_occasions(state, sights, today);
    state.forget(rule, today);
    state.at = Some(now);
    state.turn += 1;
    stepped
}

impl Stepped {
    const fn count(&mut self, seen: &Seen) {
        match seen {
            Seen::Unsure
            | Seen::Value {
                reading: Reading::Unknown,
                ..
            } => self.unknown += 1,
            _ => self.looked_at += 1,
        }
    }
}

/// Whether an armed subject stays armed: nothing to remember. Nearly all are.
fn is_idle(rule: &Rule, seen: &Seen) -> bool {
    match (&rule.condition, seen) {
        (Condition::Level { side, threshold, .. }, Seen::Value { reading, .. }) => {
            !matches!(reading, Reading::Known(value) if side.is_beyond(*value, *threshold))
        }
        (Condition::Occasion { .. }, Seen::Occasion { .. }) => false,
        _ => true,
    }
}

impl Stand {
    fn see(&mut self, rule: &Rule, seen: &Seen, turn: Turn) -> Outcome {
        match seen {
            Seen::Value {
                reading: Reading::Known(value),
                since,
            } => self.value(rule, *value, *since, turn),
            Seen::Occasion { occasion, since } => self.occasion(occasion, *since, turn),
            _ => Outcome::Nothing,
        }
    }

    fn value(&mut self, rule: &Rule, value: i64, since: Option<Timestamp>, turn: Turn) -> Outcome {
        let Condition::Level { side, threshold, .. } = rule.condition else {
            return Outcome::Nothing;
        };
        let beyond = side.is_beyond(value, threshold);
        // Between the threshold and the re-arm level it stays as it was; on new terms it arms there at once.
        let keeps = side.is_beyond(value, rule.rearm.unwrap_or(threshold)) && !turn.first;
        if !beyond && !keeps {
            (self.raised, self.held) = (false, false);
        }
        if !beyond {
            return Outcome::Nothing;
        }
        let waits = self.held;
        if self.raised && !waits {
            return Outcome::Nothing;
        }
        if !self.raised && turn.first && !turn.is_fresh(since) {
            self.raised = true;
            return Outcome::Standing;
        }
        self.raised = true;
        self.held = self.cools(turn.cool_down, turn.today);
        told(self.held, waits)
    }

    fn occasion(&mut self, occasion: &str, since: Timestamp, turn: Turn) -> Outcome {
        let noted = self.occasions.get(occasion).copied();
        let waits = noted.is_some_and(|(held, _)| held);
        if noted.is_some() && !waits {
            return Outcome::Nothing;
        }
        let stood = noted.is_none() && turn.first && !turn.is_fresh(Some(since));
        let held = !stood && self.cools(turn.cool_down, turn.today);
        let day = noted.map_or(turn.today.0, |(_, day)| day);
        self.occasions.insert(occasion.to_owned(), (held, day));
        if stood {
            Outcome::Standing
        } else {
            told(held, waits)
        }
    }
}

/// What is held back counts once, when it begins to wait.
const fn told(held: bool, waited: bool) -> Outcome {
    match (held, waited) {
        (false, _) => Outcome::Fires,
        (true, false) => Outcome::Held,
        (true, true) => Outcome::Nothing,
    }
}

impl Turn {
    fn is_fresh(self, since: Option<Timestamp>) -> bool {
        since.is_some_and(|since| self.now.as_millis().saturating_sub(since.as_millis()) < FRESH)
    }
}

/// What tells a firing from the others of its subject: the occasion, or the moment of the crossing.
fn occasion(seen: &Seen, now: Timestamp) -> String {
    match seen {
        Seen::Occasion { occasion, .. } => occasion.clone(),
        Seen::Value { since, .. } => since.unwrap_or(now).as_millis().to_string(),
        Seen::Unsure => String::new(),
    }
}

/// Occasions that are not there any more, and were noted long ago, cannot come back.
fn forget_occasions(state: &mut State, sights: &[Sight<'_>], today: Day) {
    let there: BTreeSet<(&str, &str)> = sights
        .iter()
        .filter_map(|sight| match &sight.seen {
            Seen::Occasion { occasion, .. } => Some((sight.subject.as_str(), occasion.as_str())),
            _ => None,
        })
        .collect();
    for (subject, stand) in &mut state.subjects {
        stand.occasions.retain(|occasion, (_, noted)| {
            let lately = Day(*noted).plus(super::state::FORGOTTEN_AFTER) >= today;
            lately || there.contains(&(subject.as_str(), occasion.as_str()))
        });
    }
}
