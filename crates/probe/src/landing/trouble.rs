//! Why a look gives nothing, in a few words that hold no secrets.

use std::error::Error as StdError;
use std::fmt::Display;

use model::observation::UndecidedReason;

use crate::Unknown;

/// What went wrong on the way to one answer.
#[derive(Debug)]
pub(super) struct Trouble {
    /// What is told if nothing else can be tried.
    pub(super) unknown: Unknown,
    /// Whether nobody spoke there at all, so that another address or plain HTTP may be tried.
    pub(super) silent: bool,
}

impl Trouble {
    /// Nobody spoke.
    pub(super) fn silent(reason: UndecidedReason, detail: impl Display) -> Self {
        Self {
            unknown: unknown(reason, detail),
            silent: true,
        }
    }

    /// Somebody spoke, or may not be spoken to.
    pub(super) fn told(reason: UndecidedReason, detail: impl Display) -> Self {
        unknown(reason, detail).into()
    }
}

impl From<Unknown> for Trouble {
    fn from(unknown: Unknown) -> Self {
        Self {
            unknown,
            silent: false,
        }
    }
}

/// At most 200 characters of detail, on one line.
pub(super) fn unknown(reason: UndecidedReason, detail: impl Display) -> Unknown {
    let detail = detail.to_string();
    let plain = detail.chars().map(|c| if c.is_control() { ' ' } else { c });
    Unknown {
        reason,
        detail: plain.take(200).collect(),
    }
}

/// An error and what it stands on, each once.
pub(super) fn in_words(error: &dyn StdError) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        if !words.contains(&more) {
            words.push_str(": ");
            words.push_str(&more);
        }
        cause = error.source();
    }
    words
}
