//! What the ledger says of each run, as far as it matters to what the run brought.

use std::collections::BTreeMap;

use database::{Ended, LedgerLine, Movement};
use model::{MicroDollars, Timestamp};
use purse::journal::Copies;

/// A run as the ledger knows it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Known<'c> {
    /// What it asked.
    pub(super) order: &'c serde_json::Value,
    pub(super) cap: MicroDollars,
    pub(super) reserved_at: Timestamp,
    /// It never came to be.
    pub(super) released: bool,
    pub(super) settled: Option<Settled>,
    /// Costs above the one before that were found out later, in order: each was shared among its searches.
    pub(super) raised: Vec<MicroDollars>,
}

/// How a run was settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Settled {
    /// At what, the corrections before this line included.
    pub(super) cost: MicroDollars,
    /// Nothing more could be known of it: it counts as having cost its cap.
    pub(super) is_given_up: bool,
}

/// Folds the lines, whether or not some are missing between them.
pub(super) fn fold(copies: &Copies) -> BTreeMap<&str, Known<'_>> {
    let mut known = BTreeMap::new();
    let mut costs = BTreeMap::new();
    for line in copies.lines() {
        take(&mut known, &mut costs, line);
    }
    known
}

fn take<'c>(
    known: &mut BTreeMap<&'c str, Known<'c>>,
    costs: &mut BTreeMap<&'c str, MicroDollars>,
    line: &'c LedgerLine,
) {
    match &line.movement {
        Movement::Reserve { tag, cap, order, .. } => {
            known.entry(tag).or_insert(Known {
                order,
                cap: *cap,
                reserved_at: line.at,
                released: false,
                settled: None,
                raised: Vec::new(),
            });
        }
        Movement::Settle { tag, cost, ended } => {
            costs.insert(tag, *cost);
            if let Some(run) = known.get_mut(tag.as_str()) {
                let is_given_up = matches!(ended, Ended::Lost { .. }) && *cost == run.cap;
                run.settled = Some(Settled {
                    cost: *cost,
                    is_given_up,
                });
            }
        }
        Movement::Correct { tag, cost } => {
            let before = costs.insert(tag, *cost);
            if let Some(run) = known.get_mut(tag.as_str())
                && before.is_some_and(|before| *cost > before)
            {
                run.raised.push(*cost);
            }
        }
        Movement::Release { tag, .. } => {
            if let Some(run) = known.get_mut(tag.as_str()) {
                run.released = true;
            }
        }
        Movement::Cycle { .. }
        | Movement::Started { .. }
        | Movement::Unknown { .. }
        | Movement::Adopt { .. } => {}
    }
}
