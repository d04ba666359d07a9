//! A message's record: what was tried, what came back, and what is next. The steps from state to state are pure.

use std::time::Duration;

use model::Timestamp;
use serde::{Deserialize, Serialize};

use super::backoff::{Retries, later};
use super::message::Message;

/// So many attempts are kept of a message, the latest.
const KEPT_ATTEMPTS: usize = 64;

/// Where a message stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum State {
    /// To be sent, not before `due`.
    Waiting {
        /// See there.
        due: Timestamp,
    },
    /// The receiver took it.
    Sent {
        /// When.
        at: Timestamp,
    },
    /// Not sent any more, unless somebody asks for it.
    GivenUp {
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// Never to be sent: a digest whose packing broke off; the next one holds what it would have held.
    Closed {
        /// When.
        at: Timestamp,
    },
}

/// Who sends a message just now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The process.
    pub by: String,
    /// Since when.
    pub since: Timestamp,
    /// From then on another may send it.
    pub until: Timestamp,
    /// How often it had been asked for again by then.
    pub round: usize,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Outcome {
    /// It was taken.
    Taken {
        /// What the receiver said, such as `status 200`.
        answer: String,
    },
    /// Not now.
    PutOff {
        /// Why.
        reason: String,
        /// Seconds that the receiver wants us to wait.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after_seconds: Option<u64>,
    },
    /// Not ever.
    Refused {
        /// Why.
        reason: String,
    },
}

/// One attempt to send a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// When it began.
    pub at: Timestamp,
    /// When its outcome was known.
    pub ended: Timestamp,
    /// What came back.
    pub outcome: Outcome,
}

/// Somebody wanted it sent again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A message and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    /// What is sent.
    pub message: Message,
    /// Where it stands.
    pub state: State,
    /// Who sends it just now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
    /// When the first attempt of this round began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// Attempts of this round.
    #[serde(default)]
    pub tries: u32,
    /// All attempts, the latest last; of very many the latest.
    #[serde(default)]
    pub attempts: Vec<Attempt>,
    /// When people asked for it again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<Asked>,
}

impl Delivery {
    /// A message that nobody tried to send yet.
    pub(super) const fn new(message: Message, state: State) -> Self {
        Self {
            message,
            state,
            claim: None,
            since: None,
            tries: 0,
            attempts: Vec::new(),
            asked: Vec::new(),
        }
    }

    /// When it may be sent: `None` where it is not waiting. A claim that has not run out puts it off.
    pub fn due(&self) -> Option<Timestamp> {
        match self.state {
            State::Waiting { due } => Some(self.claim.as_ref().map_or(due, |claim| due.max(claim.until))),
            _ => None,
        }
    }

    /// When it ended, if it did.
    pub const fn ended(&self) -> Option<Timestamp> {
        match self.state {
            State::Waiting { .. } => None,
            State::Sent { at } | State::GivenUp { at, .. } | State::Closed { at } => Some(at),
        }
    }

    /// Takes it for sending, for so long.
    pub(super) fn take(&mut self, by: &str, now: Timestamp, hold: Duration) -> Claim {
        let claim = Claim {
            by: by.to_owned(),
            since: now,
            until: later(now, hold),
            round: self.asked.len(),
        };
        self.since.get_or_insert(now);
        self.claim = Some(claim.clone());
        claim
    }

    /// Notes an attempt that was made under a claim. What a receiver took is sent, whoever holds the message by now;
    /// a failure counts only for who still holds it, and nothing undoes what was sent. An attempt of a round before
    /// somebody asked for the message again is written down and decides nothing.
    pub(super) fn note(&mut self, claim: &Claim, attempt: Attempt, retries: &Retries) {
        let holds = self.claim.as_ref() == Some(claim);
        let ended = attempt.ended;
        let this_round = claim.round == self.asked.len();
        match &attempt.outcome {
            Outcome::Taken { .. } if this_round => {
                self.state = State::Sent { at: ended };
                self.claim = None;
            }
            Outcome::PutOff {
                reason,
                after_seconds,
            } if holds => {
                self.tries = self.tries.saturating_add(1);
                let since = self.since.unwrap_or(attempt.at);
                let asked = after_seconds.map(Duration::from_secs);
                self.state = match retries.next(&self.message.key, self.tries, since, ended, asked) {
                    Some(due) => State::Waiting { due },
                    None => State::GivenUp {
                        at: ended,
                        reason: reason.clone(),
                    },
                };
                self.claim = None;
            }
            Outcome::Refused { reason } if holds => {
                self.state = State::GivenUp {
                    at: ended,
                    reason: reason.clone(),
                };
                self.claim = None;
            }
            _ => {}
        }
        self.attempts.push(attempt);
        let over = self.attempts.len().saturating_sub(KEPT_ATTEMPTS);
        self.attempts.drain(..over);
    }

    /// Sends it again from the start. Gives whether that changes anything: what waits is sent anyway.
    pub(super) fn ask_again(&mut self, by: &str, now: Timestamp) -> bool {
        let ended = matches!(self.state, State::Sent { .. } | State::GivenUp { .. });
        if ended {
            self.state = State::Waiting { due: now };
            self.claim = None;
            self.since = None;
            self.tries = 0;
            self.asked.push(Asked {
                by: by.to_owned(),
                at: now,
            });
        }
        ended
    }
}
