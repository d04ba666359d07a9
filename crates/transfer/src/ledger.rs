//! The ledger, line by line: the target's must be the beginning of the source's.

use std::ops::ControlFlow;

use database::{Database, LedgerLine, Movement};
use model::Timestamp;

use crate::portions::Walk;
use crate::{Copy, Error, Result, Stage};

/// Lines that are read or appended at once.
const PORTION: usize = 1000;

/// Verifies that every line of the target is the source's of the same number. Gives how many lines they have in
/// common, which are all of the target's.
pub(crate) fn compare(source: &dyn Database, target: &dyn Database) -> Result<u64> {
    let mut common = 0;
    loop {
        let theirs = lines_after(target, common)?;
        let ours = lines_after(source, common)?;
        for (place, line) in theirs.iter().enumerate() {
            if ours.get(place) != Some(line) {
                return Err(Error::OtherLedger { line: line.number });
            }
            common = line.number;
        }
        if theirs.len() < PORTION {
            return Ok(common);
        }
    }
}

/// Appends what the target lacks, with the numbers and times that the lines have.
pub(crate) fn copy(copy: &mut Copy<'_>) -> Result<()> {
    let mut last = compare(copy.source, copy.target)?;
    let (source, from) = (copy.source, last);
    let mut group: Vec<LedgerLine> = Vec::new();
    Walk::new(|visit| source.each_ledger_line(from, visit)).each(|line| {
        // One append has one time.
        let goes_on = group.last().is_none_or(|before| before.at == line.at);
        if !goes_on || group.len() >= PORTION {
            append(copy, &mut last, &mut group)?;
        }
        group.push(line);
        Ok(())
    })?;
    append(copy, &mut last, &mut group)
}

fn append(copy: &mut Copy<'_>, last: &mut u64, group: &mut Vec<LedgerLine>) -> Result<()> {
    let Some(at) = group.first().map(|line| line.at) else {
        return Ok(());
    };
    append_at(copy.target, *last, at, group)?;
    *last += group.len() as u64;
    copy.counts.ledger_lines += group.len() as u64;
    let lines = group.len();
    group.clear();
    copy.done(Stage::Ledger, lines)
}

fn append_at(target: &dyn Database, last: u64, at: Timestamp, group: &[LedgerLine]) -> Result<()> {
    let movements: Vec<Movement> = group.iter().map(|line| line.movement.clone()).collect();
    if target.append_to_ledger(last, at, &movements)? {
        return Ok(());
    }
    // Somebody spends at the target: its ledger is no copy any more.
    Err(Error::OtherLedger { line: last + 1 })
}

fn lines_after(database: &dyn Database, after: u64) -> Result<Vec<LedgerLine>> {
    let mut lines = Vec::new();
    database.each_ledger_line(after, &mut |line| {
        lines.push(line);
        Ok(if lines.len() < PORTION {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        })
    })?;
    Ok(lines)
}
