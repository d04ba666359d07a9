//! Failpoints: the places of the paid road at which a process may die, each named so that a test can die there.

/// A place that the engine passes. Money or data was changed just before or is changed just after each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Point {
    /// Money is set aside; nothing was sent yet.
    Reserved,
    /// The run is in the queue, for whoever claims it.
    Queued,
    /// The answer to a start is there, and not yet noted.
    StartAnswered,
    /// The run's id is noted.
    Started,
    /// It is noted that nobody knows whether the run exists.
    Unknown,
    /// A run whose start was lost was found in the run list, and is noted.
    Found,
    /// Money of a run that never came to be is free again.
    Released,
    /// A run is to be aborted; nothing was sent yet.
    Aborting,
    /// The run is over; nothing of it was collected.
    Over,
    /// Two reads of cost and counts agreed.
    Agreed,
    /// A page was received, and is only in memory.
    PageReceived,
    /// The page is safe on disk.
    PageKept,
    /// All pages are safe on disk, and so is the note that these are all.
    Collected,
    /// Ads and searches are in the database; the ledger does not know.
    Stored,
    /// The run is settled.
    Settled,
    /// A run of a dead process is ours.
    Adopted,
    /// A cost was corrected.
    Corrected,
}

impl Point {
    /// All of them, in the order of a run's life.
    pub const ALL: [Self; 17] = [
        Self::Reserved,
        Self::Queued,
        Self::StartAnswered,
        Self::Started,
        Self::Unknown,
        Self::Found,
        Self::Released,
        Self::Aborting,
        Self::Over,
        Self::Agreed,
        Self::PageReceived,
        Self::PageKept,
        Self::Collected,
        Self::Stored,
        Self::Settled,
        Self::Adopted,
        Self::Corrected,
    ];
}
