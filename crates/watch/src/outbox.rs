//! What is to go out is written down before it is sent, and what came back after: so that nothing is lost.
//!
//! A message is a record under its idempotency key. Whoever sends takes it by a claim that runs out; who dies between
//! sending and noting leaves a claim behind, and the message is sent again with the same key. So a receiver gets each
//! message at least once, and exactly once where it knows keys again. What rules say is gathered first (`tray`) and
//! packed into messages so that each notice ends in exactly one. Any number of processes may work on one database: every
//! write is a compare-and-set.
//!
//! Calls to the database are short and block the calling thread.

mod backoff;
mod delivery;
mod history;
mod message;
mod records;
mod sending;
mod tray;

use std::sync::Arc;

use database::{Database, Record};
use model::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use backoff::Retries;
pub use delivery::{Asked, Attempt, Claim, Delivery, Outcome, State};
pub use history::{KEPT_DAYS, Replay};
pub use message::{Content, Kind, Message};
pub use records::Records;
pub use sending::{Claimed, Clock, Round};
pub use tray::{Batch, Lane};

pub(crate) use message::hex;

/// What can go wrong with the outbox itself; what goes wrong with a message stands in its record.
#[derive(Debug, thiserror::Error)]
pub enum OutboxError {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// A record cannot be written as JSON.
    #[error("a message cannot be written down: {0}")]
    Unwritable(#[from] serde_json::Error),
    /// Others wrote the same record so often that we never came first.
    #[error("the delivery {key} is written by others all the time; try again")]
    Contended {
        /// Its key.
        key: String,
    },
}

/// A result of the outbox.
pub type Result<T> = std::result::Result<T, OutboxError>;

/// What is to go out, and what went out.
pub struct Outbox {
    records: Arc<dyn Records>,
    by: String,
    retries: Retries,
}

/// A record that was read, with what is needed to write it back.
struct Held<T> {
    value: T,
    key: String,
    revision: u64,
}

impl Outbox {
    /// The outbox of a database. `by` names this process; no other has the same name.
    pub fn new(database: Arc<dyn Database>, by: &str) -> Self {
        Self::over(Arc::new(database), by)
    }

    /// The outbox over any records.
    pub fn over(records: Arc<dyn Records>, by: &str) -> Self {
        Self {
            records,
            by: by.to_owned(),
            retries: Retries::default(),
        }
    }

    /// Writes a message down, to be sent at once. `false` where its key is there already: then nothing changes.
    pub fn put(&self, message: &Message, now: Timestamp) -> Result<bool> {
        let delivery = Delivery::new(message.clone(), State::Waiting { due: now });
        Ok(self.write(&message.key, &delivery, 0)?.is_some())
    }

    /// One message and what became of it.
    pub fn delivery(&self, key: &str) -> Result<Option<Delivery>> {
        Ok(self.held(key)?.map(|held| held.value))
    }

    fn held(&self, key: &str) -> Result<Option<Held<Delivery>>> {
        Ok(self.records.get(key)?.and_then(read))
    }

    /// All messages, by key.
    fn deliveries(&self) -> Result<Vec<Held<Delivery>>> {
        let all = self.records.all()?;
        Ok(all
            .into_iter()
            .filter(|it| !tray::is_tray(&it.key))
            .filter_map(read)
            .collect())
    }

    /// Writes a record where its revision is `expected`. Gives the new one; `None` where another was first.
    fn write<T: Serialize>(&self, key: &str, value: &T, expected: u64) -> Result<Option<u64>> {
        let body = serde_json::to_string(value)?;
        Ok(self.records.put(key, &body, expected)?)
    }
}

/// A record's value. One that cannot be read (a newer version of the program wrote it, say) is left alone: it must not
/// keep the others from going out.
fn read<T: DeserializeOwned>(record: Record) -> Option<Held<T>> {
    match serde_json::from_str(&record.body) {
        Ok(value) => Some(Held {
            value,
            key: record.key,
            revision: record.revision,
        }),
        Err(error) => {
            tracing::warn!(key = record.key, %error, "a delivery cannot be read and is passed over");
            None
        }
    }
}
