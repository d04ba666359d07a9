//! Whether both sides hold the same.

use database::{Record, Shelf};

use crate::portions::Walk;
use crate::{Copy, Error, Result, Stage, Verified, ledger};

/// Reads both sides whole and compares them.
pub(crate) fn both(copy: &Copy<'_>) -> Result<Verified> {
    let source = copy.source.digest()?;
    copy.done(Stage::Verify, 1)?;
    let target = copy.target.digest()?;
    copy.done(Stage::Verify, 1)?;
    let ledger_lines = last_line(copy)?;
    let same_ledger = match ledger::compare(copy.source, copy.target) {
        Ok(common) => common == ledger_lines,
        Err(Error::OtherLedger { .. }) => false,
        Err(error) => return Err(error),
    };
    let same_records = same_records(copy)?;
    copy.done(Stage::Verify, 1)?;
    Ok(Verified {
        source,
        target,
        ledger_lines,
        same_ledger,
        same_records,
    })
}

fn last_line(copy: &Copy<'_>) -> Result<u64> {
    let mut last = 0;
    Walk::new(|visit| copy.source.each_ledger_line(0, visit)).each(|line| {
        last = line.number;
        Ok(())
    })?;
    Ok(last)
}

/// Whether each record of the source is in the target. The target may hold more: its own users, say.
fn same_records(copy: &Copy<'_>) -> Result<bool> {
    let mut same = true;
    for shelf in Shelf::ALL {
        Walk::new(|visit| copy.source.each_record(shelf, visit)).each(|record: Record| {
            let known = copy.target.record(shelf, &record.key)?;
            same &= known.is_some_and(|known| known.body == record.body);
            Ok(())
        })?;
    }
    Ok(same)
}
