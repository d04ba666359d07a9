//! What can go wrong with a question that may be asked again.

use thiserror::Error;

use crate::refusal::Refusal;

/// Why a read, an abort or a check gave nothing. Sentences for an operator, free of secrets and addresses.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// The door cannot be made with these settings.
    #[error("the connection to Apify is not configured well: {0}")]
    Settings(String),
    /// A definite no.
    #[error("{what}: {refusal}")]
    Refused {
        /// What was asked.
        what: &'static str,
        /// What was answered.
        refusal: Refusal,
    },
    /// It is not there (any more).
    #[error("{what}: Apify does not know it (any more)")]
    NotFound {
        /// What was asked.
        what: &'static str,
    },
    /// No answer, or none but "too busy" and "internal error", as often as was allowed.
    #[error("{what}: Apify could not be reached in {attempts} attempts; the last: {reason}")]
    Unreachable {
        /// What was asked.
        what: &'static str,
        /// How often.
        attempts: u32,
        /// What the last attempt met.
        reason: String,
    },
    /// Answers came, but none that can be used: cut off, not JSON, or without what money depends on.
    #[error("{what}: Apify's answer cannot be used ({attempts} attempts): {reason}")]
    Broken {
        /// What was asked.
        what: &'static str,
        /// How often.
        attempts: u32,
        /// What is wrong with the last answer.
        reason: String,
    },
}

impl Error {
    /// Whether the account's money is the reason.
    pub fn is_out_of_money(&self) -> bool {
        matches!(self, Self::Refused { refusal, .. } if refusal.is_out_of_money())
    }

    /// Whether everything else would fail in the same way, so that a scan should stop.
    pub fn is_fatal(&self) -> bool {
        match self {
            Self::Settings(_) => true,
            Self::Refused { refusal, .. } => refusal.is_fatal(),
            Self::NotFound { .. } | Self::Unreachable { .. } | Self::Broken { .. } => false,
        }
    }

    /// Whether it is not there.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::NotFound { .. })
    }
}
