//! What can go wrong with money, in words that an operator can act on.

/// A failure of the purse.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The ledger could not be read or written. What was asked may or may not have taken effect; the next
    /// call reads the ledger again and knows. Until then money counts as spent, never as free.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// The stored ledger says what cannot be. Nothing is granted from it.
    #[error("line {line} of the ledger cannot be: {why}; nothing is spent until this is cleared up")]
    Damaged {
        /// The line's number.
        line: u64,
        /// Why not.
        why: Impossible,
    },
    /// What was asked cannot be; nothing was written.
    #[error("the ledger cannot take this: {0}")]
    Refused(#[from] Impossible),
    /// The database refuses to append after the last line that it shows.
    #[error("the ledger takes no line after number {after}, and shows none either")]
    Stuck {
        /// The last line that can be read.
        after: u64,
    },
}

/// Why a line cannot follow those before it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Impossible {
    /// Lines are numbered without gaps.
    #[error("number {expected} was to come")]
    OutOfOrder {
        /// The number after the last line.
        expected: u64,
    },
    /// Nothing was ever reserved under this tag.
    #[error("nothing was reserved for run {0}")]
    NoSuchRun(String),
    /// A tag names one run only.
    #[error("run {0} exists already")]
    TagTaken(String),
    /// It was settled or released before.
    #[error("run {0} was settled or released before")]
    Over(String),
    /// Only what was settled has a cost to correct.
    #[error("run {0} is not settled, so there is no cost to correct")]
    NotSettled(String),
    /// It is known that the run was started: it cannot be started again, be unknown, or have cost nothing.
    #[error("run {0} was started")]
    Started(String),
    /// Another owner adopted it: only who watches over a run says what becomes of it.
    #[error("run {tag} is watched over by {owner}")]
    NotOwner {
        /// The run's tag.
        tag: String,
        /// Who watches over it now, or did until its end.
        owner: String,
    },
    /// Nobody knew already.
    #[error("run {0} is unknown already")]
    Unknown(String),
    /// A cap must be above zero, a cost or a limit not below it.
    #[error("{0} is no such amount")]
    Amount(model::MicroDollars),
    /// A cycle ends after it starts.
    #[error("a cycle that ends before it starts")]
    Backwards,
}
