//! What rules said and how silent they were, read back; and how long it is kept.
//!
//! Whoever sends goes by [`between`], not by what an evaluation returned: what is committed is here, whatever crashed
//! afterwards. Look back two days further than the last time and go by the ids: nothing is lost, nothing comes twice.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use database::{Database, Error, Record, Shelf};
use model::Timestamp;
use serde::{Deserialize, Serialize};

use crate::engine::{Batch, Firing, STATE, Silence, State};
use crate::facts::DAY;
use crate::rules::Delivery;

/// Days for which firings and silences are kept.
pub const KEPT_DAYS: i64 = 90;
/// Marks the keys of silences: after every rule's id.
const SILENT: &str = "~";

/// How all rules went at one moment.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Silences {
    at: Timestamp,
    rules: Vec<Silence>,
}

/// Puts what a rule said where it is read; once, however often it is told.
pub(crate) fn file(database: &dyn Database, batch: &Batch) -> Result<(), Error> {
    let key = format!("{}:{}:{}", moment(batch.at), batch.rule, batch.turn);
    let body = serde_json::to_string(batch)?;
    database.put_record(Shelf::Firings, &key, &body, Some(0))?;
    Ok(())
}

/// Keeps how the rules went. Of two evaluations at the very same moment the first counts.
pub(crate) fn keep_silences(database: &dyn Database, at: Timestamp, rules: &[Silence]) -> Result<(), Error> {
    let body = serde_json::to_string(&Silences {
        at,
        rules: rules.to_vec(),
    })?;
    database.put_record(
        Shelf::Firings,
        &format!("{}:{SILENT}", moment(at)),
        &body,
        Some(0),
    )?;
    Ok(())
}

/// Moments as texts whose order is that of time.
fn moment(at: Timestamp) -> String {
    format!("{:015}", at.as_millis().max(0))
}

/// Everything that rules said after a moment and until another, as it was said; within one evaluation by rule, then
/// subject.
///
/// # Errors
/// The database's. A record that cannot be read is passed over: it must not silence the others.
pub fn between(database: &dyn Database, after: Timestamp, until: Timestamp) -> Result<Vec<Firing>, Error> {
    let mut batches = BTreeMap::new();
    let mut add = |batch: Batch| {
        if after < batch.at && batch.at <= until {
            batches.insert((batch.at, batch.rule.clone(), batch.turn), batch.firings);
        }
    };
    // States first: a batch that is filed while this reads is found there.
    database.each_record(Shelf::Watch, &mut |record| {
        if record.key.starts_with(STATE)
            && let Some(batch) = read::<State>(&record).and_then(|state| state.batch)
        {
            add(batch);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    database.each_record(Shelf::Firings, &mut |record| {
        if !record.key.ends_with(SILENT)
            && let Some(batch) = read::<Batch>(&record)
        {
            add(batch);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(batches.into_values().flatten().collect())
}

/// How rules went after a moment and until another, oldest first.
///
/// # Errors
/// The database's.
pub fn silences(database: &dyn Database, after: Timestamp, until: Timestamp) -> Result<Vec<Silence>, Error> {
    let mut found = Vec::new();
    database.each_record(Shelf::Firings, &mut |record| {
        if record.key.ends_with(SILENT)
            && let Some(silences) = read::<Silences>(&record)
            && after < silences.at
            && silences.at <= until
        {
            found.extend(silences.rules);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(found)
}

/// Those of a digest's period: told with the digest, after a moment and until another. Each is in exactly one of the
/// digests of periods that follow one another without a gap.
pub fn digest(firings: &[Firing], after: Timestamp, until: Timestamp) -> Vec<Firing> {
    let within = |firing: &&Firing| after < firing.at && firing.at <= until;
    firings
        .iter()
        .filter(|firing| firing.delivery == Delivery::Digest)
        .filter(within)
        .cloned()
        .collect()
}

/// Those that are told as soon as they are said.
pub fn at_once(firings: &[Firing]) -> Vec<Firing> {
    firings
        .iter()
        .filter(|firing| firing.delivery == Delivery::AtOnce)
        .cloned()
        .collect()
}

/// Takes away what is older than [`KEPT_DAYS`]. Gives how many records went.
///
/// # Errors
/// The database's.
pub fn prune(database: &dyn Database, now: Timestamp) -> Result<u64, Error> {
    let oldest = Timestamp::clamped(now.as_millis().saturating_sub(KEPT_DAYS * DAY));
    let (end, mut old) = (moment(oldest), Vec::new());
    database.each_record(Shelf::Firings, &mut |record| {
        if record.key >= end {
            return Ok(ControlFlow::Break(()));
        }
        old.push(record.key);
        Ok(ControlFlow::Continue(()))
    })?;
    for key in &old {
        database.remove_record(Shelf::Firings, key)?;
    }
    Ok(old.len() as u64)
}

fn read<T: for<'d> Deserialize<'d>>(record: &Record) -> Option<T> {
    serde_json::from_str(&record.body)
        .inspect_err(|error| tracing::warn!(key = record.key, %error, "a record of the watch cannot be read"))
        .ok()
}
