//! Sending what is due: claims, attempts, and what came back written down.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use model::Timestamp;
use tokio::time::timeout;

use super::delivery::{Attempt, Claim, Outcome};
use super::message::Message;
use super::{Outbox, OutboxError, Result};
use crate::channels::{Channel, Refusal};

/// Tells the time.
pub type Clock = dyn Fn() -> Timestamp + Send + Sync;

/// How often a record is written again where others write it too.
const PATIENCE: usize = 16;

/// What a round of sending did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Round {
    /// Messages that were taken.
    pub sent: u64,
    /// Messages that are tried again later.
    pub put_off: u64,
    /// Messages that are not tried again.
    pub given_up: u64,
    /// When there is something to send next, by what is known now.
    pub next_due: Option<Timestamp>,
}

/// A message that this process may send, until its claim runs out.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// What to send.
    pub message: Message,
    claim: Claim,
}

impl Outbox {
    /// Sends what is due over these channels, each beside the others and each its messages one after the other. A
    /// channel that puts one off is left alone until the next round. What waits for other channels goes on waiting.
    pub async fn send_due(&self, channels: &[Arc<dyn Channel>], clock: &Clock) -> Result<Round> {
        let rounds = join_all(
            channels
                .iter()
                .map(|channel| self.send_over(channel.as_ref(), clock)),
        )
        .await;
        let mut sum = Round::default();
        for round in rounds {
            let round = round?;
            sum.sent += round.sent;
            sum.put_off += round.put_off;
            sum.given_up += round.given_up;
        }
        let ours = |name: &str| channels.iter().any(|channel| channel.shown().name == name);
        let deliveries = self.deliveries()?;
        let waiting = deliveries.iter().filter(|held| ours(&held.value.message.channel));
        sum.next_due = waiting.filter_map(|held| held.value.due()).min();
        Ok(sum)
    }

    async fn send_over(&self, channel: &dyn Channel, clock: &Clock) -> Result<Round> {
        let mut round = Round::default();
        while let Some(claimed) = self.claim(channel, clock())? {
            let at = clock();
            let outcome = match timeout(channel.patience(), channel.send(&claimed.message, at)).await {
                Ok(answer) => answer.map_or_else(outcome_of, |receipt| Outcome::Taken {
                    answer: receipt.answer,
                }),
                Err(_) => Outcome::PutOff {
                    reason: "no answer in time".to_owned(),
                    after_seconds: None,
                },
            };
            let put_off = matches!(outcome, Outcome::PutOff { .. });
            let attempt = Attempt {
                at,
                ended: clock(),
                outcome,
            };
            tracing::info!(channel = channel.shown().name, key = claimed.message.key, ?attempt.outcome, "sent out");
            match attempt.outcome {
                Outcome::Taken { .. } => round.sent += 1,
                Outcome::PutOff { .. } => round.put_off += 1,
                Outcome::Refused { .. } => round.given_up += 1,
            }
            self.note(&claimed, &attempt)?;
            if put_off {
                break;
            }
        }
        Ok(round)
    }

    /// Takes the message of a channel that waits longest, if one is due, for as long as the channel may need and a
    /// minute to write down what came back.
    pub fn claim(&self, channel: &dyn Channel, now: Timestamp) -> Result<Option<Claimed>> {
        let name = &channel.shown().name;
        let mut due: Vec<_> = self.deliveries()?;
        due.retain(|held| {
            &held.value.message.channel == name && held.value.due().is_some_and(|due| due <= now)
        });
        due.sort_by(|a, b| {
            (a.value.due(), a.value.message.at, &a.key).cmp(&(b.value.due(), b.value.message.at, &b.key))
        });
        let hold = channel.patience() + Duration::from_mins(1);
        for mut held in due {
            let claim = held.value.take(&self.by, now, hold);
            if self.write(&held.key, &held.value, held.revision)?.is_some() {
                return Ok(Some(Claimed {
                    message: held.value.message,
                    claim,
                }));
            }
        }
        Ok(None)
    }

    /// Writes down what came back. A record that is gone was pruned: nobody asks about it any more.
    pub fn note(&self, claimed: &Claimed, attempt: &Attempt) -> Result<()> {
        let key = &claimed.message.key;
        for _ in 0..PATIENCE {
            let Some(mut held) = self.held(key)? else {
                return Ok(());
            };
            held.value.note(&claimed.claim, attempt.clone(), &self.retries);
            if self.write(key, &held.value, held.revision)?.is_some() {
                return Ok(());
            }
        }
        Err(OutboxError::Contended { key: key.clone() })
    }
}

fn outcome_of(refusal: Refusal) -> Outcome {
    match refusal {
        Refusal::Temporary { reason, after } => Outcome::PutOff {
            reason,
            after_seconds: after.map(|wait| wait.as_secs()),
        },
        Refusal::ForGood { reason } => Outcome::Refused { reason },
    }
}
