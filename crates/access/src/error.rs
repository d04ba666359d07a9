//! What can go wrong, in words that may be told to whoever asked.

/// A refusal or a failure.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The name or the password is wrong; which of them is not told.
    #[error("the name or the password is wrong")]
    Wrong,
    /// Too many attempts, by this name or from this address.
    #[error("too many attempts: try again in {seconds} s")]
    TooMany {
        /// After how long.
        seconds: u64,
    },
    /// A user's or key's name that cannot be one.
    #[error("a name has 1 to 64 of the characters a-z 0-9 . _ @ -")]
    Name,
    /// A password that is too short or too long.
    #[error("a password has {} to 1024 characters", crate::SHORTEST_PASSWORD)]
    Password,
    /// There is a user of this name already.
    #[error("there is a user of this name already")]
    Taken,
    /// There is no such user or key.
    #[error("there is no {what} of this name")]
    Absent {
        /// `user` or `key`.
        what: &'static str,
    },
    /// Somebody else changed the same thing meanwhile.
    #[error("it was changed meanwhile: try again")]
    Conflict,
    /// The database could not be read or written.
    #[error("the database could not be used")]
    Database(#[from] database::Error),
    /// The system gave no randomness, or the password could not be hashed.
    #[error("secrets cannot be made here: {0}")]
    Secret(String),
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Database(error.into())
    }
}
