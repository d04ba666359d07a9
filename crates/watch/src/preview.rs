//! What a rule would have said over stored history, day by day.
//!
//! No look-ahead: each day is judged by what was known at its end. A report counts from when it was made, not from when
//! the sources saw what it tells; marks, rivals and moves that came later are not there. The rule is taken as if it had
//! been there always: what crossed before the first of the days is in its state, and is not counted. Each day runs
//! through the very engine that evaluates for real ([`crate::engine::step`]); only days on which something can change are
//! walked.

mod level;
mod newcomers;
mod occasion;
mod run;

use analytics::{AlertKind, Day, Window};

use crate::engine::Firing;
use crate::facts::{Facts, Within};
use crate::rules::{Condition, Metric, Rule};
use run::Run;

/// What a rule would have said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The days, the last of them today.
    pub window: Window,
    /// What it would have said, oldest first, then by subject; each at the end of its day.
    pub firings: Vec<Firing>,
    /// How many subjects they are about.
    pub subjects: usize,
    /// Crossings and occasions that the cool-down would have held back, each counted once.
    pub held_back: u64,
    /// What to bear in mind.
    pub caveats: Vec<Caveat>,
}

/// What somebody who reads a preview must bear in mind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Caveat {
    /// Who is in the segment is as of today: nobody keeps who was in it.
    SegmentOfToday,
    /// Chances are told by today's model, which was fitted to what came later, too: they are better here than they were.
    ModelOfToday,
    /// Nobody keeps the past of this number (the month's money): nothing can be said.
    NotKept,
    /// There is no segment of that name: nothing can be said.
    NoSegment,
}

impl Caveat {
    /// The stable name, as in the API and in locales.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SegmentOfToday => "segment_of_today",
            Self::ModelOfToday => "model_of_today",
            Self::NotKept => "not_kept",
            Self::NoSegment => "no_segment",
        }
    }
}

impl Preview {
    /// Whether anything can be said at all.
    pub fn is_possible(&self) -> bool {
        !self
            .caveats
            .iter()
            .any(|caveat| matches!(caveat, Caveat::NotKept | Caveat::NoSegment))
    }
}

/// What the rule would have said within the last `days` days, today included; whether it is enabled does not matter.
pub fn preview(facts: &Facts<'_>, rule: &Rule, days: u16) -> Preview {
    let today = facts.snapshot.frame.today();
    let window = Window {
        from: today.plus(1 - i32::from(days.max(1))),
        to: today,
    };
    let mut run = Run::new(facts, rule, window);
    let mut caveats = caveats(rule);
    match Within::of(facts, &rule.scope) {
        Some(within) if !caveats.contains(&Caveat::NotKept) => walk(&mut run, &within),
        Some(_) => {}
        None => caveats.push(Caveat::NoSegment),
    }
    run.preview(caveats)
}

fn walk(run: &mut Run<'_, '_>, within: &Within<'_>) {
    match run.rule.condition {
        Condition::Level { metric, .. } if metric.is_of_seller() => level::sellers(run, within),
        Condition::Level { metric, .. } => level::whole(run, metric),
        Condition::Occasion {
            kind: AlertKind::NewCompetitor,
        } => newcomers::walk(run, within),
        Condition::Occasion { kind } => occasion::walk(run, kind, within),
    }
}

fn caveats(rule: &Rule) -> Vec<Caveat> {
    let mut caveats = Vec::new();
    if rule.scope.segment.is_some() {
        caveats.push(Caveat::SegmentOfToday);
    }
    match rule.condition {
        Condition::Level {
            metric: Metric::StartChance | Metric::LeaveChance,
            ..
        } => caveats.push(Caveat::ModelOfToday),
        Condition::Level {
            metric: Metric::SpentPercent,
            ..
        }
        | Condition::Occasion {
            kind: AlertKind::Budget,
        } => caveats.push(Caveat::NotKept),
        _ => {}
    }
    caveats
}

/// Firings of each day that has any, oldest first: for a chart.
pub fn by_day(preview: &Preview, zone: &analytics::Zone) -> Vec<(Day, usize)> {
    let mut days: Vec<(Day, usize)> = Vec::new();
    for firing in &preview.firings {
        let day = zone.day(firing.at);
        match days.last_mut() {
            Some((last, count)) if *last == day => *count += 1,
            _ => days.push((day, 1)),
        }
    }
    days
}
