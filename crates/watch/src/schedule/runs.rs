//! Which occurrence of a schedule was begun, by whom, and how it ended: one record for each schedule.
//!
//! The record is changed only from what it was when it was read, so of two that begin an occurrence one does. It
//! carries the leader's token: what a leader began that leads no more is gone on with by the next one, and what the
//! former says afterwards is refused.

use std::time::Duration;

use database::{Database, Shelf};
use model::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Due, Schedule, plus};
use crate::leader::Lead;

/// What precedes a schedule's name in the key of its record.
const KEY: &str = "schedule:";
/// Tries of one occurrence; then it is given up and the next one is waited for.
pub const TRIES: u32 = 6;
/// Before the second try; doubled each time.
const AGAIN: Duration = Duration::from_mins(10);

/// What a record of a run cannot be.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database does not answer.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// What is stored is not a run.
    #[error("the record of schedule {schedule} cannot be read: {reason}")]
    Record {
        /// Of which schedule.
        schedule: String,
        /// Why.
        reason: serde_json::Error,
    },
}

/// How a run stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Somebody is at it, or died over it.
    Begun,
    /// It is over.
    Done {
        /// When.
        at: Timestamp,
    },
    /// It went wrong and is tried again.
    Failed {
        /// Not before this.
        again: Timestamp,
        /// What went wrong.
        reason: String,
    },
    /// It went wrong so often that the next occurrence is waited for.
    GivenUp {
        /// What went wrong last.
        reason: String,
    },
}

/// The last occurrence of a schedule that was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The time that the schedule names.
    pub occurrence: Timestamp,
    /// Occurrences before it that nobody began.
    pub missed: u32,
    /// When it was begun first.
    pub begun_at: Timestamp,
    /// The token of the leader that is or was at it.
    pub token: u64,
    /// How often it was begun.
    pub tries: u32,
    /// How it stands.
    #[serde(flatten)]
    pub state: State,
}

/// A run that this process is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The schedule's name.
    pub schedule: String,
    /// The run.
    pub run: Run,
    revision: u64,
}

impl Taken {
    /// Whether it makes up for a time when nobody watched.
    pub const fn catches_up(&self) -> bool {
        self.run.missed > 0
    }
}

/// The last run of a schedule.
pub fn last(database: &dyn Database, schedule: &str) -> Result<Option<Run>, Error> {
    Ok(read(database, schedule)?.map(|(run, _)| run))
}

fn read(database: &dyn Database, schedule: &str) -> Result<Option<(Run, u64)>, Error> {
    let Some(record) = database.record(Shelf::Watch, &format!("{KEY}{schedule}"))? else {
        return Ok(None);
    };
    let run = serde_json::from_str(&record.body).map_err(|reason| Error::Record {
        schedule: schedule.to_owned(),
        reason,
    })?;
    Ok(Some((run, record.revision)))
}

fn write(database: &dyn Database, schedule: &str, run: &Run, revision: u64) -> Result<Option<u64>, Error> {
    let body = serde_json::to_string(run).map_err(|reason| Error::Record {
        schedule: schedule.to_owned(),
        reason,
    })?;
    Ok(database.put_record(Shelf::Watch, &format!("{KEY}{schedule}"), &body, Some(revision))?)
}

/// Begins what is due of a schedule, or goes on with what a dead leader began; `None` where nothing is to be done, or
/// somebody else was first.
pub fn take(
    database: &dyn Database,
    schedule: &Schedule,
    lead: &Lead,
    now: Timestamp,
) -> Result<Option<Taken>, Error> {
    let stored = read(database, schedule.name())?;
    let revision = stored.as_ref().map_or(0, |(_, revision)| *revision);
    let last = stored.map(|(run, _)| run);
    let Some(run) = next(schedule, last.as_ref(), lead.token, now) else {
        return Ok(None);
    };
    let written = write(database, schedule.name(), &run, revision)?;
    Ok(written.map(|revision| Taken {
        schedule: schedule.name().to_owned(),
        run,
        revision,
    }))
}

/// The run that a leader with this token does next; `None` for none.
fn next(schedule: &Schedule, last: Option<&Run>, token: u64, now: Timestamp) -> Option<Run> {
    // A leader that was overtaken begins nothing any more.
    if last.is_some_and(|last| last.token > token) {
        return None;
    }
    let due = schedule.due(last.map(|last| last.occurrence), now);
    let fresh = |due: Due, before: u32| Run {
        occurrence: due.occurrence.at,
        missed: due.missed + before,
        begun_at: now,
        token,
        tries: 1,
        state: State::Begun,
    };
    let Some(last) = last else {
        return due.map(|due| fresh(due, 0));
    };
    let again = match &last.state {
        // A leader does one thing after the other: what it finds begun was left, by a death or by an end that could
        // not be written down.
        State::Begun => true,
        State::Failed { again, .. } => *again <= now,
        State::Done { .. } | State::GivenUp { .. } => false,
    };
    match (due, &last.state) {
        // What was not ended is made up for by the later one.
        (Some(due), State::Begun | State::Failed { .. }) => Some(fresh(due, last.missed + 1)),
        (Some(due), State::Done { .. } | State::GivenUp { .. }) => Some(fresh(due, 0)),
        (None, _) => again.then(|| Run {
            token,
            tries: last.tries + 1,
            state: State::Begun,
            ..last.clone()
        }),
    }
}

/// Says how a run ended. Gives `false`, and changes nothing, where another leader took it over meanwhile.
pub fn end(
    database: &dyn Database,
    taken: &Taken,
    ended: Result<(), String>,
    now: Timestamp,
) -> Result<bool, Error> {
    let state = match ended {
        Ok(()) => State::Done { at: now },
        Err(reason) if taken.run.tries >= TRIES => State::GivenUp { reason },
        Err(reason) => State::Failed {
            again: again(taken.run.tries, now),
            reason,
        },
    };
    let run = Run {
        state,
        ..taken.run.clone()
    };
    Ok(write(database, &taken.schedule, &run, taken.revision)?.is_some())
}

/// Gives a run back undone, so that it is begun again at once: somebody wants this process to end.
pub fn give_back(database: &dyn Database, taken: &Taken, now: Timestamp) -> Result<bool, Error> {
    let run = Run {
        tries: taken.run.tries.saturating_sub(1),
        state: State::Failed {
            again: now,
            reason: String::new(),
        },
        ..taken.run.clone()
    };
    Ok(write(database, &taken.schedule, &run, taken.revision)?.is_some())
}

/// When a run that failed so often is tried again.
fn again(tries: u32, now: Timestamp) -> Timestamp {
    let doubled = 1_u32.checked_shl(tries.saturating_sub(1)).unwrap_or(u32::MAX);
    let rest = AGAIN.saturating_mul(doubled).as_millis();
    plus(now, i64::try_from(rest).unwrap_or(i64::MAX))
}
