//! What can go wrong in a database, in words that an operator can act on.

/// A failure of a database.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It could not be opened.
    #[error("the database {place} cannot be opened: {reason}")]
    Open {
        /// Where it is; never with a password.
        place: String,
        /// What the engine said.
        reason: String,
    },
    /// It was written by a newer version of this program.
    #[error(
        "the database has schema version {found}, and this program knows {known}: use a newer version of it"
    )]
    TooNew {
        /// What was found.
        found: u32,
        /// What is known.
        known: u32,
    },
    /// Stored bytes are not what was written.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    /// Another process (or an import under way in this one) holds the database for writing.
    #[error("the database is busy: somebody else is writing to it and did not finish in time; try again")]
    Busy,
    /// No server answers, or the connection was cut and did not come back in time.
    #[error("{place} cannot be reached: {reason}; what was acknowledged is safe, run the same command again")]
    Unreachable {
        /// Where it is; never with a password.
        place: String,
        /// What happened last.
        reason: String,
    },
    /// The server knows us and does not let us, or does not know us.
    #[error("{place} refuses: {reason}; see the user, the password and the rights that the address names")]
    Refused {
        /// Where it is; never with a password.
        place: String,
        /// What it said.
        reason: String,
    },
    /// There is no room left.
    #[error("the disk is full: make room and run the same command again; what was committed is safe")]
    Full,
    /// The caller handed over what cannot be: bytes outside the batch's buffer, an ad to restore that has no
    /// raw item.
    #[error("a batch contradicts itself: {0}")]
    Batch(String),
    /// The engine failed.
    #[error("the database failed: {0}")]
    Engine(String),
    /// A document could not be written or read as JSON.
    #[error("a stored document cannot be read: {0}")]
    Document(#[from] serde_json::Error),
    /// A visitor stopped the walk with its own failure.
    #[error("{0}")]
    Visitor(String),
}
