//! The ledger, line by line: what each monthly cycle cost, and whether it was ever overdrawn.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use database::{Database, Movement, Sqlite};
use model::{MicroDollars, Timestamp};
use sandbox::api::Truth;

/// A calendar month of the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle {
    /// `2026-11`.
    pub month: String,
    /// What its runs truly cost.
    pub spent: MicroDollars,
}

struct Run {
    held: MicroDollars,
    open: bool,
    /// The months that it touched.
    from: String,
    to: String,
}

fn month(at: Timestamp) -> String {
    at.to_string()[..7].to_owned()
}

/// The cycles that saw runs, and each line at which more was spent and set aside than allowed.
pub fn cycles(database: &Sqlite, truth: &Truth, budget: MicroDollars) -> (Vec<Cycle>, Vec<String>) {
    let mut spent: BTreeMap<String, MicroDollars> = BTreeMap::new();
    for run in &truth.runs {
        *spent.entry(month(run.started_at)).or_default() += run.cost;
    }
    let cycles = spent.into_iter().map(|(month, spent)| Cycle { month, spent });
    (cycles.collect(), overdrawn(database, budget))
}

fn overdrawn(database: &Sqlite, budget: MicroDollars) -> Vec<String> {
    let mut runs: BTreeMap<String, Run> = BTreeMap::new();
    let mut overdrawn = Vec::new();
    database
        .each_ledger_line(0, &mut |line| {
            let now = month(line.at);
            if let Movement::Reserve { .. } = line.movement {
                // Runs of months that are over hold nothing any more.
                runs.retain(|_, run| run.open || run.to >= now);
            }
            let reserves = matches!(line.movement, Movement::Reserve { .. });
            apply(&mut runs, &now, line.movement);
            let counts = |run: &&Run| run.open || (run.from <= now && now <= run.to);
            let held: MicroDollars = if reserves {
                runs.values().filter(counts).map(|run| run.held).sum()
            } else {
                MicroDollars::ZERO
            };
            if held > budget {
                overdrawn.push(format!("line {}: {held} of {budget}", line.number));
            }
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    overdrawn
}

fn apply(runs: &mut BTreeMap<String, Run>, now: &str, movement: Movement) {
    match movement {
        Movement::Reserve { tag, cap, .. } => {
            let run = Run {
                held: cap,
                open: true,
                from: now.to_owned(),
                to: now.to_owned(),
            };
            runs.insert(tag, run);
        }
        Movement::Settle { tag, cost, .. } => {
            if let Some(run) = runs.get_mut(&tag) {
                (run.held, run.open) = (cost, false);
                now.clone_into(&mut run.to);
            }
        }
        Movement::Correct { tag, cost } => {
            if let Some(run) = runs.get_mut(&tag) {
                run.held = cost;
            }
        }
        Movement::Release { tag, .. } => {
            runs.remove(&tag);
        }
        Movement::Started { .. }
        | Movement::Cycle { .. }
        | Movement::Unknown { .. }
        | Movement::Adopt { .. } => {}
    }
}
