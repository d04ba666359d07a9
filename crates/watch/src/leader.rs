//! One leader among several that watch.
//!
//! To lead is to hold one record, for a while: it is renewed while its holder lives, and taken by another once it
//! ended, [`CLOCK_SKEW`] later, since the clocks of two machines differ. Each taking has a greater token, which stands
//! beside all that the leader begins ([`crate::schedule::runs`]): a leader that slept past its time finds that it
//! leads no more before it changes anything.

use std::time::Duration;

use database::{CLOCK_SKEW, Database, Shelf};
use model::Timestamp;
use serde::{Deserialize, Serialize};

/// The record's key.
const KEY: &str = "leader";

/// What may go wrong.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database does not answer.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// What is stored says nothing about a leader.
    #[error("the record of the leader cannot be read: {0}")]
    Record(#[from] serde_json::Error),
}

/// Who leads, until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lead {
    /// A name that no other process has or had.
    pub name: String,
    /// Greater with each leader.
    pub token: u64,
    /// When it ends where it is not renewed, by its holder's clock.
    pub until: Timestamp,
}

/// Leads, goes on leading, or gives `None` where another does. To be asked at least every third of `lease`.
pub fn lead(
    database: &dyn Database,
    name: &str,
    lease: Duration,
    now: Timestamp,
) -> Result<Option<Lead>, Error> {
    let record = database.record(Shelf::Watch, KEY)?;
    let revision = record.as_ref().map_or(0, |record| record.revision);
    let held: Option<Lead> = record
        .map(|record| serde_json::from_str(&record.body))
        .transpose()?;
    let token = match held {
        None => 1,
        // Nobody took it meanwhile, however long ago it ended: the record is as its holder left it.
        Some(held) if held.name == name => held.token,
        Some(held) if is_over(&held, now) => held.token + 1,
        Some(_) => return Ok(None),
    };
    let mine = Lead {
        name: name.to_owned(),
        token,
        until: later(now, lease),
    };
    let written = database.put_record(Shelf::Watch, KEY, &serde_json::to_string(&mine)?, Some(revision))?;
    Ok(written.map(|_| mine))
}

/// Who leads as far as is written down, whether or not its time is over.
pub fn current(database: &dyn Database) -> Result<Option<Lead>, Error> {
    let record = database.record(Shelf::Watch, KEY)?;
    Ok(record
        .map(|record| serde_json::from_str(&record.body))
        .transpose()?)
}

/// Leads no more: another may at once.
pub fn resign(database: &dyn Database, lead: &Lead) -> Result<(), Error> {
    let Some(record) = database.record(Shelf::Watch, KEY)? else {
        return Ok(());
    };
    let held: Lead = serde_json::from_str(&record.body)?;
    if held.name == lead.name && held.token == lead.token {
        let ended = Lead {
            until: Timestamp::clamped(0),
            ..held
        };
        database.put_record(
            Shelf::Watch,
            KEY,
            &serde_json::to_string(&ended)?,
            Some(record.revision),
        )?;
    }
    Ok(())
}

/// Whether somebody with another clock may take it.
fn is_over(held: &Lead, now: Timestamp) -> bool {
    now > later(held.until, CLOCK_SKEW)
}

fn later(at: Timestamp, by: Duration) -> Timestamp {
    Timestamp::clamped(
        at.as_millis()
            .saturating_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)),
    )
}
