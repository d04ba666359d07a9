//! Work in `sa_work`: one document per item, changed only by conditional updates of one document.
//!
//! Each change names what it expects (`token`, `state`), so it takes effect once, however often it is sent. A claim
//! cannot say which item it expects; it leaves a mark of its own instead, by which a claim whose answer was lost is
//! found again. The `_id` stands in `key` too: an index that ends in it gives items in order.

use std::collections::HashSet;

use ::mongodb::bson::oid::ObjectId;
use ::mongodb::bson::{Bson, Document, doc};
use model::Timestamp;

use super::names::WORK;
use super::values::{self, Read, signed};
use super::{FindAsk, Mongo, UpdateStatement};
use crate::{Claim, NewWork, Result, Visit, WorkEnd, WorkFilter, WorkItem, WorkState};

/// Keys that are looked up at once.
const KEYS: usize = 1_000;

/// A name for one call, unlike any other's.
fn mark() -> String {
    ObjectId::new().to_hex()
}

/// See [`crate::Database::put_work`].
pub(super) fn put(mongo: &Mongo, items: &[NewWork]) -> Result<u64> {
    let mark = mark();
    let mut seen = HashSet::new();
    let first = items.iter().filter(|item| seen.insert(item.key.as_str()));
    let documents: Vec<_> = first.map(|item| fresh(item, &mark)).collect();
    let put = mongo.insert_many_unordered(WORK, &documents)?;
    if !put.repeated {
        return Ok(put.inserted);
    }
    let mut ours = 0;
    let keys: Vec<_> = items.iter().map(|item| item.key.as_str()).collect();
    for keys in keys.chunks(KEYS) {
        ours += mongo.count(WORK, doc! { "_id": { "$in": keys }, "put": &mark })?;
    }
    Ok(ours)
}

fn fresh(item: &NewWork, mark: &str) -> Document {
    doc! {
        "_id": &item.key, "key": &item.key, "queue": &item.queue, "group": &item.group, "body": &item.body,
        "state": WorkState::Waiting.as_str(), "token": 0_i64, "tries": 0_i64, "worker": "",
        "not_before": values::millis(item.not_before), "put": mark,
    }
}

/// See [`crate::Database::claim_work`].
pub(super) fn claim(mongo: &Mongo, claim: &Claim<'_>) -> Result<Option<WorkItem>> {
    let mark = mark();
    let update = doc! {
        "$set": {
            "state": WorkState::Leased.as_str(), "worker": claim.worker,
            "lease_until": values::millis(claim.until), "claim": &mark,
        },
        "$inc": { "token": 1_i64, "tries": 1_i64 },
        "$unset": { "ended": "" },
    };
    let until = [
        (WorkState::Leased, "lease_until", claim.takes_over_before()),
        (WorkState::Waiting, "not_before", claim.now),
    ];
    for (state, time, until) in until {
        let fields = doc! {
            "query": {
                "state": state.as_str(), "queue": { "$in": claim.queues },
                time: { "$lte": values::millis(until) },
            },
            "sort": { time: 1, "key": 1 },
            "update": &update,
        };
        let answer = mongo.find_and_modify(WORK, &fields)?;
        let given = if answer.repeated {
            claimed_as(mongo, &mark)?
        } else {
            answer.value.map(|document| read(&document)).transpose()?
        };
        if given.is_some() {
            return Ok(given);
        }
    }
    Ok(None)
}

/// What a claim that was sent more than once got: one item, and the others go back.
fn claimed_as(mongo: &Mongo, mark: &str) -> Result<Option<WorkItem>> {
    let mut items = Vec::new();
    let filter = doc! { "state": WorkState::Leased.as_str(), "claim": mark };
    let ask = FindAsk::by("_id");
    mongo.find(WORK, filter, ask, &mut |document| {
        items.push(read(&document)?);
        Ok(std::ops::ControlFlow::Continue(()))
    })?;
    let mut items = items.into_iter();
    let kept = items.next();
    for item in items {
        end(mongo, &item.key, item.token, &WorkEnd::Returned)?;
    }
    Ok(kept)
}

/// The item as the holder of this token has it.
fn held(key: &str, token: u64) -> Document {
    doc! { "_id": key, "token": signed(token), "state": WorkState::Leased.as_str() }
}

/// See [`crate::Database::renew_work`].
pub(super) fn renew(mongo: &Mongo, key: &str, token: u64, until: Timestamp) -> Result<bool> {
    let lease = doc! { "$set": { "lease_until": values::millis(until) } };
    change(mongo, held(key, token), lease)
}

/// See [`crate::Database::end_work`].
pub(super) fn end(mongo: &Mongo, key: &str, token: u64, end: &WorkEnd) -> Result<bool> {
    let mut set = doc! { "state": end.state().as_str(), "ended": end.as_str() };
    for (field, text) in [("result", end.result()), ("reason", end.reason())] {
        set.extend(text.map(|text| (field.to_owned(), Bson::from(text))));
    }
    if let Some(not_before) = end.not_before() {
        set.insert("not_before", values::millis(not_before));
    }
    let mut update = doc! { "$set": set, "$unset": { "lease_until": "" } };
    if *end == WorkEnd::Returned {
        update.insert("$inc", doc! { "tries": -1_i64 });
    }
    if change(mongo, held(key, token), update)? {
        return Ok(true);
    }
    // Told before, perhaps by this very call: then it stands as this end left it.
    let told = doc! { "_id": key, "token": signed(token), "ended": end.as_str() };
    let item = mongo.find_one(WORK, told, FindAsk::default())?;
    Ok(match item {
        Some(item) => end.left(&read(&item)?),
        None => false,
    })
}

/// See [`crate::Database::withdraw_work`].
pub(super) fn withdraw(mongo: &Mongo, key: &str) -> Result<bool> {
    let mark = mark();
    let waits = doc! { "_id": key, "state": WorkState::Waiting.as_str(), "token": 0_i64 };
    let withdrawn = WorkState::Withdrawn.as_str();
    let update = doc! { "$set": { "state": withdrawn, "withdrawal": &mark } };
    if change(mongo, waits, update)? {
        return Ok(true);
    }
    Ok(mongo.count(WORK, doc! { "_id": key, "withdrawal": &mark })? > 0)
}

/// Changes the document if it is as expected; gives whether the last sending found it so.
fn change(mongo: &Mongo, expected: Document, update: Document) -> Result<bool> {
    let updated = mongo.update_many_statements(WORK, &[UpdateStatement::new(expected, update)])?;
    Ok(updated.matched > 0)
}

/// See [`crate::Database::work`].
pub(super) fn one(mongo: &Mongo, key: &str) -> Result<Option<WorkItem>> {
    let document = mongo.find_one(WORK, doc! { "_id": key }, FindAsk::default())?;
    document.map(|document| read(&document)).transpose()
}

/// See [`crate::Database::each_work`].
pub(super) fn each(mongo: &Mongo, filter: &WorkFilter, visit: Visit<'_, WorkItem>) -> Result<()> {
    let mut asked = Document::new();
    let fields = [
        ("queue", filter.queue.as_deref()),
        ("group", filter.group.as_deref()),
        ("state", filter.state.map(WorkState::as_str)),
    ];
    for (field, value) in fields {
        asked.extend(value.map(|value| (field.to_owned(), Bson::from(value))));
    }
    // Whichever an index has in order: that of a group ends in the key.
    let order = if filter.group.is_some() { "key" } else { "_id" };
    mongo.find(WORK, asked, FindAsk::by(order), &mut |document| {
        visit(read(&document)?)
    })
}

/// See [`crate::Database::clear_work`].
pub(super) fn clear(mongo: &Mongo, group: &str) -> Result<u64> {
    let over = WorkState::ALL.into_iter().filter(|state| state.is_over());
    let over: Vec<_> = over.map(WorkState::as_str).collect();
    mongo.delete(WORK, doc! { "group": group, "state": { "$in": over } })
}

fn read(document: &Document) -> Result<WorkItem> {
    let owned = |field: &str| -> Result<_> { Ok(document.maybe_text(field)?.map(String::from)) };
    Ok(WorkItem {
        key: document.key()?.to_owned(),
        queue: document.text("queue")?.to_owned(),
        group: document.text("group")?.to_owned(),
        body: document.text("body")?.to_owned(),
        state: document
            .named("state", WorkState::from_name)?
            .unwrap_or(WorkState::Waiting),
        token: document.count("token")?,
        tries: u32::try_from(document.count("tries")?).unwrap_or(u32::MAX),
        worker: document.text("worker")?.to_owned(),
        lease_until: document.time("lease_until")?,
        not_before: document.moment("not_before")?,
        result: owned("result")?,
        reason: owned("reason")?,
    })
}
