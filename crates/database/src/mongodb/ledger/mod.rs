//! The ledger: one document per append, whose `_id` is the number after which its lines stand.
//!
//! A second document with the same `_id` is refused by every server, without a transaction; so of two who append after
//! the same line one is first, and the other is told. An append is there whole or not at all, because a document is.

mod chain;

use std::ops::ControlFlow;

use ::mongodb::bson::oid::ObjectId;
use ::mongodb::bson::{Document, doc};
use model::Timestamp;

use super::names::{COUNTERS, LEDGER};
use super::values::{signed, whole};
use super::{FindAsk, Mongo, UpdateStatement};
use crate::chain::{Link, altered};
use crate::{Error, LedgerLine, Movement, Result, Visit};

/// In the counters: the highest number that a line ever had, so that a ledger whose end was cut off is found out.
const HIGHEST: &str = "ledger_highest";
/// Bytes of lines in one append, at most: a document holds 16 MB.
const LIMIT: usize = 15 << 20;

/// The lines numbered above `after`, in order, each checked against its checksum.
pub(super) fn each(mongo: &Mongo, after: u64, visit: Visit<'_, LedgerLine>) -> Result<()> {
    let Some(from) = append_with(mongo, after)? else {
        return Ok(());
    };
    let mut link: Option<Link> = None;
    let filter = doc! { "_id": { "$gte": from } };
    mongo.find(LEDGER, filter, FindAsk::by("_id"), &mut |append| {
        let before = chain::before(&append)?;
        let mut at = link.unwrap_or(before);
        if at.number != before.number {
            return Err(Error::Damaged(format!(
                "line {} of the ledger is missing",
                at.number + 1
            )));
        }
        if at != before {
            return Err(altered(at.number + 1));
        }
        for (text, checksum) in chain::lines(&append)? {
            let (line, next) = at.read(text, checksum)?;
            at = next;
            if line.number > after && visit(line)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        if Some(at.number)
            != append
                .get("last")
                .and_then(whole)
                .and_then(|last| u64::try_from(last).ok())
        {
            return Err(Error::Damaged(format!(
                "line {} of the ledger is missing",
                at.number + 1
            )));
        }
        link = Some(at);
        Ok(ControlFlow::Continue(()))
    })
}

/// See [`crate::Database::append_to_ledger`].
pub(super) fn append(mongo: &Mongo, after: u64, at: Timestamp, movements: &[Movement]) -> Result<bool> {
    // The mark before the end: what others append in between moves the end only.
    let highest = highest(mongo)?;
    let end = end(mongo)?;
    if end.number < highest {
        return Err(cut_off(end.number));
    }
    if end.number < after {
        return Err(Error::Batch(format!(
            "the ledger has no line {after} to go on from"
        )));
    }
    if end.number > after {
        return Ok(false);
    }
    if movements.is_empty() {
        return Ok(true);
    }
    let by = ObjectId::new();
    let (document, last) = chain::append(end, at, movements, &by)?;
    if !insert(mongo, &document, by)? {
        return Ok(false);
    }
    let mark = doc! { "$max": { "n": signed(last) } };
    mongo.update_many_statements(
        COUNTERS,
        &[UpdateStatement::upsert(doc! { "_id": HIGHEST }, mark)],
    )?;
    Ok(true)
}

/// What is wrong with it, in words, if anything is.
pub(super) fn findings(mongo: &Mongo) -> Result<Vec<String>> {
    let highest = highest(mongo)?;
    let mut last = 0;
    let walked = each(mongo, 0, &mut |line| {
        last = line.number;
        Ok(ControlFlow::Continue(()))
    });
    // Nothing after a broken line can be trusted, so there is one finding at most.
    match walked {
        Ok(()) if last < highest => Ok(vec![cut_off(last).to_string()]),
        Ok(()) => Ok(Vec::new()),
        Err(Error::Damaged(finding)) => Ok(vec![finding]),
        Err(Error::Document(error)) => Ok(vec![format!("a line of the ledger: {error}")]),
        Err(error) => Err(error),
    }
}

/// Adds the document unless another one stands there. Ours may stand there: its answer was lost.
fn insert(mongo: &Mongo, document: &Document, by: ObjectId) -> Result<bool> {
    let inserted = mongo.insert_many_unordered(LEDGER, std::slice::from_ref(document))?;
    if inserted.duplicates.is_empty() {
        return Ok(true);
    }
    let id = document.get("_id").cloned();
    let ask = FindAsk::default().with(doc! { "by": 1 });
    let there = mongo.find_one(LEDGER, doc! { "_id": id }, ask)?;
    Ok(there.is_some_and(|there| there.get_object_id("by").is_ok_and(|there| there == by)))
}

/// The link that the last line makes.
fn end(mongo: &Mongo) -> Result<Link> {
    // The filter makes them numbers also to a server that sorts all else as texts.
    let numbers = doc! { "_id": { "$gte": 0_i64 } };
    let last = mongo.find_one(LEDGER, numbers, FindAsk::sorted(doc! { "_id": -1 }))?;
    last.map_or(Ok(Link::default()), |append| chain::after(&append))
}

/// The `_id` of the append that holds the line after this one, or would: `None` in an empty ledger.
fn append_with(mongo: &Mongo, after: u64) -> Result<Option<i64>> {
    let ask = FindAsk::sorted(doc! { "_id": -1 }).with(doc! { "_id": 1 });
    let append = mongo.find_one(LEDGER, doc! { "_id": { "$lte": signed(after) } }, ask)?;
    Ok(append.and_then(|append| append.get("_id").and_then(whole)))
}

fn highest(mongo: &Mongo) -> Result<u64> {
    let counter = mongo.find_one(COUNTERS, doc! { "_id": HIGHEST }, FindAsk::default())?;
    let highest = counter.and_then(|counter| counter.get("n").and_then(whole));
    Ok(highest
        .and_then(|highest| u64::try_from(highest).ok())
        .unwrap_or(0))
}

fn cut_off(last: u64) -> Error {
    Error::Damaged(format!("lines of the ledger after {last} are missing"))
}
