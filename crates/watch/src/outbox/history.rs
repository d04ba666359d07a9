//! What went out and what did not, for people to read; sending again; and how long all that is kept.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::time::Duration;

use model::Timestamp;

use super::backoff::later;
use super::delivery::{Delivery, State};
use super::{Outbox, OutboxError, Result};

/// What ended so many days ago is not kept.
pub const KEPT_DAYS: u64 = 90;
/// A message for which no channel is open waits so many days.
const UNCLAIMED_DAYS: u64 = 7;
/// How often a record is written again where others write it too.
const PATIENCE: usize = 16;

/// What asking for a message again did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replay {
    /// It is sent again, under the same key.
    Queued,
    /// It waits to be sent anyway.
    Waiting,
    /// There is none under that key, or one that never goes out.
    Unknown,
}

impl Outbox {
    /// The latest messages, the latest first, at most so many.
    pub fn log(&self, most: usize) -> Result<Vec<Delivery>> {
        let mut all: Vec<Delivery> = self.deliveries()?.into_iter().map(|held| held.value).collect();
        all.retain(|delivery| !matches!(delivery.state, State::Closed { .. }));
        all.sort_by(|a, b| {
            (Reverse(a.message.at), &a.message.key).cmp(&(Reverse(b.message.at), &b.message.key))
        });
        all.truncate(most);
        Ok(all)
    }

    /// Sends a message again that was sent or given up, as it was, under the same key. `by` is who wants it.
    pub fn replay(&self, key: &str, by: &str, now: Timestamp) -> Result<Replay> {
        for _ in 0..PATIENCE {
            let Some(mut held) = self.held(key)? else {
                return Ok(Replay::Unknown);
            };
            if matches!(held.value.state, State::Closed { .. }) {
                return Ok(Replay::Unknown);
            }
            if !held.value.ask_again(by, now) {
                return Ok(Replay::Waiting);
            }
            if self.write(key, &held.value, held.revision)?.is_some() {
                return Ok(Replay::Queued);
            }
        }
        Err(OutboxError::Contended { key: key.to_owned() })
    }

    /// Removes what ended more than [`KEPT_DAYS`] ago, and gives up what no channel asked for in a week. Gives how many
    /// messages were removed.
    pub fn prune(&self, now: Timestamp) -> Result<u64> {
        let old = |at: Timestamp, days: u64| later(at, Duration::from_secs(days * 86_400)) < now;
        let mut needed = BTreeSet::new();
        for held in self.gathered()? {
            match (held.value.packed, held.value.meant) {
                (Some(packed), _) if old(packed, KEPT_DAYS) => self.records.remove(&held.key)?,
                (None, Some(meant)) => drop(needed.insert(meant)),
                _ => {}
            }
        }
        let mut removed = 0;
        for mut held in self.deliveries()? {
            let Some(ended) = held.value.ended() else {
                if held.value.since.is_none() && old(held.value.message.at, UNCLAIMED_DAYS) {
                    let reason = "no channel of this name is set up".to_owned();
                    held.value.state = State::GivenUp { at: now, reason };
                    self.write(&held.key, &held.value, held.revision)?;
                }
                continue;
            };
            if !old(ended, KEPT_DAYS) || needed.contains(&held.key) {
                continue;
            }
            // Closed first: who wants it again at this very moment is told that it is gone, and it is not half gone.
            held.value.state = State::Closed { at: ended };
            if self.write(&held.key, &held.value, held.revision)?.is_some() {
                self.records.remove(&held.key)?;
                removed += 1;
            }
        }
        Ok(removed)
    }
}
