//! What a refusal means: money, patience, permission or a mistake of ours.
//!
//! Apify's statuses alone do not say: a 400 can mean that the money is out, a 402 that too many runs are under way.
//! So the error's type is asked first, then its message, and the status last.

use thiserror::Error;

/// A definite no of Apify. Each carries the HTTP status, Apify's error type and its message (free of secrets).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The account's money or a limit on it is used up; nothing can be started until that changes.
    #[error("the account has no money left for this ({status} {kind}: {message})")]
    OutOfMoney {
        /// HTTP status.
        status: u16,
        /// Apify's error type, or empty.
        kind: String,
        /// Apify's sentence.
        message: String,
    },
    /// The cap on the run's cost is below what the actor demands.
    #[error("the cap on the run's cost is lower than the actor allows ({status} {kind}: {message})")]
    TooLow {
        /// HTTP status.
        status: u16,
        /// Apify's error type, or empty.
        kind: String,
        /// Apify's sentence.
        message: String,
    },
    /// Too many requests, runs or too much memory at this moment; later it may work.
    #[error("Apify asks to wait: too much is under way ({status} {kind}: {message})")]
    Busy {
        /// HTTP status.
        status: u16,
        /// Apify's error type, or empty.
        kind: String,
        /// Apify's sentence.
        message: String,
    },
    /// The token is missing, wrong or may not do this.
    #[error("Apify does not accept the token for this ({status} {kind}: {message}); see APIFY_API_TOKEN")]
    Unauthorized {
        /// HTTP status.
        status: u16,
        /// Apify's error type, or empty.
        kind: String,
        /// Apify's sentence.
        message: String,
    },
    /// The input is wrong, or the actor is not there or cannot be run.
    #[error("Apify refuses the input or the actor ({status} {kind}: {message})")]
    Invalid {
        /// HTTP status; 0 where nothing was sent at all.
        status: u16,
        /// Apify's error type, or empty.
        kind: String,
        /// Apify's sentence.
        message: String,
    },
    /// Anything else.
    #[error("Apify refuses ({status} {kind}: {message})")]
    Other {
        /// HTTP status.
        status: u16,
        /// Apify's error type, or empty.
        kind: String,
        /// Apify's sentence.
        message: String,
    },
}

/// Why a start gave no run.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StartError {
    /// The run certainly does not exist and cost nothing.
    #[error("not started: {0}")]
    Refused(Refusal),
    /// Nobody knows whether the run exists: no answer came, or none that says so. Never send it again blindly;
    /// look for its tag in [`Door::runs_since`](crate::Door::runs_since).
    #[error("nobody knows whether the run was started: {0}")]
    Unknown(String),
}

/// The kinds of [`Refusal`], before what was said is put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    OutOfMoney,
    TooLow,
    Busy,
    Unauthorized,
    Invalid,
    Other,
}

impl Refusal {
    /// Classifies an error answer.
    pub(crate) fn of(status: u16, kind: String, message: String) -> Self {
        let sort = by_kind(&kind)
            .or_else(|| by_message(status, &message))
            .unwrap_or_else(|| by_status(status));
        match sort {
            Sort::OutOfMoney => Self::OutOfMoney {
                status,
                kind,
                message,
            },
            Sort::TooLow => Self::TooLow {
                status,
                kind,
                message,
            },
            Sort::Busy => Self::Busy {
                status,
                kind,
                message,
            },
            Sort::Unauthorized => Self::Unauthorized {
                status,
                kind,
                message,
            },
            Sort::Invalid => Self::Invalid {
                status,
                kind,
                message,
            },
            Sort::Other => Self::Other {
                status,
                kind,
                message,
            },
        }
    }

    /// Whether the account's money is the reason.
    pub fn is_out_of_money(&self) -> bool {
        matches!(self, Self::OutOfMoney { .. })
    }

    /// Whether every further start would be refused in the same way, so that a scan should stop.
    pub fn is_fatal(&self) -> bool {
        match self {
            Self::OutOfMoney { .. } | Self::Unauthorized { .. } => true,
            // 404: there is no such actor.
            Self::Invalid { status, .. } => *status == 404,
            Self::Other { status, .. } => matches!(status, 402 | 403),
            Self::TooLow { .. } | Self::Busy { .. } => false,
        }
    }
}

impl StartError {
    /// Whether the account's money is the reason.
    pub fn is_out_of_money(&self) -> bool {
        matches!(self, Self::Refused(refusal) if refusal.is_out_of_money())
    }

    /// Whether every further start would be refused in the same way.
    pub fn is_fatal(&self) -> bool {
        matches!(self, Self::Refused(refusal) if refusal.is_fatal())
    }
}

/// Apify's error types (its `OpenAPI` description, and answers seen in public code).
fn by_kind(kind: &str) -> Option<Sort> {
    Some(match kind {
        "not-enough-usage-to-run-paid-actor"
        | "platform-feature-disabled"
        // Also what is said when what is left cannot pay for one result.
        | "max-items-must-be-greater-than-zero"
        | "x402-payment-required"
        | "monthly-usage-limit-too-low"
        | "actor-is-not-rented" => Sort::OutOfMoney,
        "max-total-charge-usd-below-minimum" => Sort::TooLow,
        "concurrent-runs-limit-exceeded"
        | "actor-memory-limit-exceeded"
        | "rate-limit-exceeded"
        | "too-many-requests" => Sort::Busy,
        "invalid-token"
        | "token-not-provided"
        | "user-or-token-not-found"
        | "insufficient-permissions"
        | "full-permission-actor-not-approved" => Sort::Unauthorized,
        "invalid-input"
        | "input-json-too-long"
        | "run-input-body-not-valid-json"
        | "request-too-large"
        | "unknown-build-tag"
        | "build-outdated"
        | "actor-not-found"
        | "actor-disabled"
        | "public-actor-disabled" => Sort::Invalid,
        _ => return None,
    })
}

/// For types that are new or missing: what the sentence of a 402 or 403 speaks about.
fn by_message(status: u16, message: &str) -> Option<Sort> {
    if !matches!(status, 402 | 403) {
        return None;
    }
    let message = message.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| message.contains(word));
    if says(&["memory limit", "concurrent"]) {
        Some(Sort::Busy)
    } else if says(&["usage", "hard limit", "quota", "exceed"]) {
        Some(Sort::OutOfMoney)
    } else {
        None
    }
}

fn by_status(status: u16) -> Sort {
    match status {
        401 => Sort::Unauthorized,
        402 => Sort::OutOfMoney,
        429 => Sort::Busy,
        400 | 404 | 405 | 413 | 415 | 422 => Sort::Invalid,
        _ => Sort::Other,
    }
}
