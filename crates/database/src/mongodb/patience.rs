//! Asking until there is an answer: what passes is asked again, with pauses, until patience ends.
//!
//! Hence everything that is sent must stay right when it is sent again after its answer was lost.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use ::mongodb::error::Error as DriverError;
use futures_util::future::{Either, select};
use tokio::time::{sleep, timeout};

use super::failure;
use crate::Result;

/// The pause after the first failure; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
/// No pause is longer.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);
/// Whoever does not answer within this has died without a word: no single command of ours takes so long.
const ANSWER: Duration = Duration::from_mins(2);

/// An answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answer<T> {
    pub(super) value: T,
    /// Whether an earlier sending may have been carried out too, its answer lost.
    pub(super) repeated: bool,
}

/// What an attempt came to that gave no value.
pub(super) enum Setback {
    /// The driver gave it up.
    Driver(DriverError),
    /// The server said something that passes, in these words.
    Passing(String),
    /// It is as it is.
    Final(crate::Error),
}

impl From<DriverError> for Setback {
    fn from(error: DriverError) -> Self {
        Self::Driver(error)
    }
}

/// Attempts until one succeeds, fails for good, or patience ends.
pub(super) async fn persist<T, F>(
    patience: Duration,
    place: &str,
    mut attempt: impl FnMut() -> F,
) -> Result<Answer<T>>
where
    F: Future<Output = std::result::Result<T, Setback>>,
{
    let mut over = pin!(sleep(patience));
    let mut pause = FIRST_PAUSE;
    let mut repeated = false;
    loop {
        let reason = match timeout(ANSWER, attempt()).await {
            Ok(Ok(value)) => return Ok(Answer { value, repeated }),
            Ok(Err(Setback::Driver(error))) if failure::passes(&error) => failure::words(&error),
            Ok(Err(Setback::Driver(error))) => return Err(failure::meaning(&error, place)),
            Ok(Err(Setback::Final(error))) => return Err(error),
            Ok(Err(Setback::Passing(reason))) => reason,
            Err(_) => format!("no answer within {} s", ANSWER.as_secs()),
        };
        match select(over.as_mut(), pin!(sleep(pause))).await {
            Either::Left(_) => return Err(failure::unreachable(place, reason)),
            Either::Right(_) => pause = LONGEST_PAUSE.min(pause * 2),
        }
        repeated = true;
    }
}
