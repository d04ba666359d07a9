//! Records: what people wrote, each overwritten only by who read it last.
//!
//! A revision is taken from a counter before it is written, so none is given twice, whatever becomes of the writing.
//! The version is counted up after a change is written: whoever reads it sees all that it counts.

use ::mongodb::bson::{Document, doc};

use super::names::{COUNTERS, RECORDS};
use super::values::{signed, whole};
use super::{FindAsk, Mongo, UpdateStatement, counters};
use crate::{Error, Record, Result, Shelf, Visit};

/// In the counters: the last revision that was given.
const REVISIONS: &str = "record_revisions";
/// The last revisions of a record, the one that stands included: who lost the answer to a write that was built upon
/// meanwhile finds it there.
const WAS: &str = "was";
/// So many of them: more writes than one record gets within anybody's patience.
const REMEMBERED: i32 = 128;
/// In the counters: how many changes there were.
const VERSION: &str = "records_version";

/// One record.
pub(super) fn one(mongo: &Mongo, shelf: Shelf, key: &str) -> Result<Option<Record>> {
    let record = mongo.find_one(RECORDS, doc! { "_id": id(shelf, key) }, FindAsk::default())?;
    record.map(|record| read(&record)).transpose()
}

/// All of a shelf, by key.
pub(super) fn each(mongo: &Mongo, shelf: Shelf, visit: Visit<'_, Record>) -> Result<()> {
    let filter = doc! { "shelf": shelf.as_str() };
    mongo.find(RECORDS, filter, FindAsk::by("key"), &mut |record| {
        visit(read(&record)?)
    })
}

/// See [`crate::Database::put_record`].
pub(super) fn put(
    mongo: &Mongo,
    shelf: Shelf,
    key: &str,
    body: &str,
    expected: Option<u64>,
) -> Result<Option<u64>> {
    serde_json::from_str::<serde::de::IgnoredAny>(body)?;
    if let Some(expected) = expected
        && revision_of(mongo, shelf, key)? != expected
    {
        return Ok(None);
    }
    mongo.telling_records(|| {
        let revision = counters::take(mongo, REVISIONS, 1)?;
        // Written without looking, it still does not undo what a later one wrote.
        let condition = expected.map_or_else(
            || doc! { "$lt": revision },
            |expected| doc! { "$eq": signed(expected) },
        );
        let statement = UpdateStatement {
            q: doc! { "_id": id(shelf, key), "revision": condition },
            u: doc! {
                "$set": { "shelf": shelf.as_str(), "key": key, "body": body, "revision": revision },
                "$push": { WAS: { "$each": [revision], "$slice": -REMEMBERED } },
            },
            upsert: expected.is_none_or(|expected| expected == 0),
            many: false,
        };
        let revision = counted(revision);
        loop {
            let updated = mongo.update_many_statements(RECORDS, std::slice::from_ref(&statement))?;
            if updated.matched + updated.upserted > 0 {
                return Ok((Some(revision), true));
            }
            // No revision is given twice: where ours stands, or stood, we wrote it and the answer was lost. And whatever
            // was written over it without looking is as if it had been written just after.
            let (stands, stood) = stood(mongo, shelf, key, revision)?;
            if stood || (expected.is_none() && stands > revision) {
                return Ok((Some(revision), true));
            }
            if expected.is_some() {
                return Ok((None, false));
            }
        }
    })
}

/// Takes a record away. Gives whether there was one.
pub(super) fn remove(mongo: &Mongo, shelf: Shelf, key: &str) -> Result<bool> {
    if revision_of(mongo, shelf, key)? == 0 {
        return Ok(false);
    }
    mongo.telling_records(|| {
        mongo.delete(RECORDS, doc! { "_id": id(shelf, key) })?;
        Ok((true, true))
    })
}

/// How many changes there were.
pub(super) fn version(mongo: &Mongo) -> Result<u64> {
    let counter = mongo.find_one(COUNTERS, doc! { "_id": VERSION }, FindAsk::default())?;
    Ok(counter
        .and_then(|counter| counter.get("n").and_then(whole))
        .map_or(0, counted))
}

/// Counts a change. An answer that is lost counts it twice, which nobody minds.
pub(super) fn count_change(mongo: &Mongo) -> Result<()> {
    let count = UpdateStatement::upsert(doc! { "_id": VERSION }, doc! { "$inc": { "n": 1_i64 } });
    mongo.update_many_statements(COUNTERS, &[count]).map(drop)
}

/// What is stored and cannot be read.
pub(super) fn findings(mongo: &Mongo) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    mongo.find(RECORDS, Document::new(), FindAsk::by("_id"), &mut |record| {
        let name = record.get_str("_id").unwrap_or("without a name");
        let sound = read(&record)
            .is_ok_and(|record| serde_json::from_str::<serde::de::IgnoredAny>(&record.body).is_ok());
        if !sound {
            findings.push(format!(
                "the record {name:?} is not JSON, or lacks its key or revision"
            ));
        }
        Ok(std::ops::ControlFlow::Continue(()))
    })?;
    Ok(findings)
}

/// 0 where there is none.
fn revision_of(mongo: &Mongo, shelf: Shelf, key: &str) -> Result<u64> {
    Ok(one(mongo, shelf, key)?.map_or(0, |record| record.revision))
}

/// The revision that stands, 0 where there is none; and whether `revision` is it or was it lately.
fn stood(mongo: &Mongo, shelf: Shelf, key: &str, revision: u64) -> Result<(u64, bool)> {
    let record = mongo.find_one(RECORDS, doc! { "_id": id(shelf, key) }, FindAsk::default())?;
    let Some(record) = record else {
        return Ok((0, false));
    };
    let stands = read(&record)?.revision;
    let was = record.get_array(WAS).map(Vec::as_slice).unwrap_or_default();
    let stood = was.iter().any(|was| whole(was).map(counted) == Some(revision));
    Ok((stands, stood || stands == revision))
}

fn id(shelf: Shelf, key: &str) -> String {
    format!("{}/{key}", shelf.as_str())
}

fn counted(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

fn read(record: &Document) -> Result<Record> {
    let text = |field: &str| record.get_str(field).ok().map(str::to_owned);
    match (text("key"), text("body"), record.get("revision").and_then(whole)) {
        (Some(key), Some(body), Some(revision)) => Ok(Record {
            key,
            body,
            revision: counted(revision),
        }),
        _ => Err(Error::Damaged(
            "a record lacks its key, body or revision".to_owned(),
        )),
    }
}
