//! A ledger brought back from its copies.

use std::ops::ControlFlow;

use database::{Database, LedgerLine, Movement};

use super::{Copies, JournalError};
use crate::{Account, Impossible};

/// Lines that are appended at once at most.
const TOGETHER: usize = 1_000;

/// What a restoring did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Restored {
    /// Lines that were appended.
    pub lines: u64,
    /// The ledger's last line now.
    pub last: u64,
    /// Why it ended before the last line that is known, where it did.
    pub stopped: Option<Stop>,
}

/// Why lines that are known could not be appended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Stop {
    /// No journal holds these lines.
    #[error("lines {from} to {to} are in no journal")]
    Gap {
        /// The first missing line.
        from: u64,
        /// The last one before the next that is known.
        to: u64,
    },
    /// Two journals tell different lines of this number, or the ledger tells another one than the journals.
    #[error("journals tell different lines of number {number}")]
    Contradiction {
        /// The number.
        number: u64,
    },
    /// A line cannot follow those before it.
    #[error("line {number} cannot be: {why}")]
    Impossible {
        /// Its number.
        number: u64,
        /// Why not.
        why: Impossible,
    },
}

/// Appends to the ledger what it lacks of the copies, up to the first line that is missing or cannot be. Where the
/// ledger is another one than the copies' nothing is appended.
///
/// # Errors
/// The ledger's; and [`JournalError::Busy`] where somebody else writes to it.
pub fn restore(database: &dyn Database, copies: &Copies) -> Result<Restored, JournalError> {
    let mut account = Account::default();
    let stopped = compare(database, copies, &mut account)?;
    let mut restored = Restored {
        lines: 0,
        last: account.last(),
        stopped,
    };
    if restored.stopped.is_some() {
        return Ok(restored);
    }
    let mut lines: Vec<&LedgerLine> = Vec::new();
    while restored.stopped.is_none() && account.last() < copies.last() {
        match follow(copies, &mut account) {
            Ok(line) => lines.push(line),
            Err(stop) => restored.stopped = Some(stop),
        }
        if lines.len() >= TOGETHER {
            append(database, &mut lines, &mut restored)?;
        }
    }
    append(database, &mut lines, &mut restored)?;
    Ok(restored)
}

/// Folds the ledger as it is; gives why nothing may be appended to it, if so.
fn compare(
    database: &dyn Database,
    copies: &Copies,
    account: &mut Account,
) -> Result<Option<Stop>, JournalError> {
    let mut stopped = None;
    database.each_ledger_line(0, &mut |line| {
        let number = line.number;
        // Where journals contradict each other, the ledger itself knows.
        let copy = copies.line(number).filter(|_| !copies.is_contradicted(number));
        if copy.is_some_and(|copy| *copy != line) {
            stopped = Some(Stop::Contradiction { number });
        } else if let Err(why) = account.apply(&line) {
            stopped = Some(Stop::Impossible { number, why });
        }
        Ok(match stopped {
            Some(_) => ControlFlow::Break(()),
            None => ControlFlow::Continue(()),
        })
    })?;
    Ok(stopped)
}

/// The line after the account's last, which the account knows then.
fn follow<'c>(copies: &'c Copies, account: &mut Account) -> Result<&'c LedgerLine, Stop> {
    let number = account.last() + 1;
    let Some(line) = copies.line(number) else {
        let next = copies.numbers().find(|known| *known > number);
        return Err(Stop::Gap {
            from: number,
            to: next.map_or(number, |next| next - 1),
        });
    };
    if copies.is_contradicted(number) {
        return Err(Stop::Contradiction { number });
    }
    match account.apply(line) {
        Ok(()) => Ok(line),
        Err(why) => Err(Stop::Impossible { number, why }),
    }
}

/// Appends the lines and forgets them: those of one moment together, as each append has one.
fn append(
    database: &dyn Database,
    lines: &mut Vec<&LedgerLine>,
    restored: &mut Restored,
) -> Result<(), JournalError> {
    for together in lines.chunk_by(|one, next| one.at == next.at) {
        let Some(first) = together.first() else { continue };
        let movements: Vec<Movement> = together.iter().map(|line| line.movement.clone()).collect();
        if !database.append_to_ledger(first.number - 1, first.at, &movements)? {
            return Err(JournalError::Busy);
        }
        restored.lines += movements.len() as u64;
        restored.last += movements.len() as u64;
    }
    lines.clear();
    Ok(())
}
