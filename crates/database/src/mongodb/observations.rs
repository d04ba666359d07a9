//! Observations: a document for each place and kind, with all its history, so that a look is taken in whole.
//!
//! | field | what |
//! |---|---|
//! | `_id` | place and kind |
//! | `k` | the kind again, to find by |
//! | `f`, `s`, `u`, `x` | the latest line: first and last seen, until (ms), facts as JSON |
//! | `h` | earlier lines, oldest first, with the same fields |
//! | `pg` | xxh3-128 of the page that the latest landing facts were read from |
//! | `v` | counts changes: what writers compare before they set |
//!
//! All that decides what a look does is in the one document, so that MongoDB's promise (one document is written whole or
//! not at all) is enough. The page's bytes are stored before the document names them, and earlier ones go after.

mod history;
pub(super) mod intake;
pub(super) mod pages;
pub(super) mod undecided;

use std::ops::ControlFlow;

use ::mongodb::bson::{Bson, Document, doc};
use compact_str::CompactString;
use model::Timestamp;
use model::observation::{FactsKind, Observation, Place};

use self::history::History;
use super::names::OBSERVATIONS;
use super::telling::Telling;
use super::values::Read;
use super::{FindAsk, Mongo, UpdateStatement, keys};
use crate::facts::facts_in;
use crate::{Error, Result, Visit};

/// The latest line of each place and kind, or every one; by place, DNS before landing.
pub(super) fn each(mongo: &Mongo, history: bool, visit: Visit<'_, Observation>) -> Result<()> {
    let mut ask = FindAsk::by("_id");
    if !history {
        ask = ask.with(doc! {"h": 0});
    }
    mongo.find(OBSERVATIONS, doc! {}, ask, &mut |document| {
        for line in lines(&document)? {
            if visit(line)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    })
}

/// All lines of one place.
pub(super) fn of(mongo: &Mongo, place: &Place) -> Result<Vec<Observation>> {
    let mut found = Vec::new();
    for kind in [FactsKind::Dns, FactsKind::Landing] {
        let key = keys::place(place.as_str(), kind);
        if let Some(document) = mongo.find_one(OBSERVATIONS, doc! {"_id": key}, FindAsk::default())? {
            found.extend(lines(&document)?);
        }
    }
    Ok(found)
}

/// Makes the latest lines of a kind due. Gives how many were not.
pub(super) fn expire(mongo: &Mongo, kind: FactsKind, now: Timestamp) -> Result<u64> {
    let now = now.as_millis();
    let mut telling = Telling::new(mongo);
    let expire = UpdateStatement {
        many: true,
        ..UpdateStatement::new(
            doc! {"k": kind.as_str(), "u": {"$gt": now}},
            doc! {"$set": {"u": now}, "$inc": {"v": Bson::Int64(1)}},
        )
    };
    let expired = telling.update(OBSERVATIONS, &[expire])?.modified;
    telling.end()?;
    Ok(expired)
}

/// The lines in a document, oldest first. None where its place is none: a suffix may leave the Public Suffix List. What
/// was observed under it stays, and is passed over, since nobody can ask for it. `verify` tells.
pub(super) fn lines(document: &Document) -> Result<Vec<Observation>> {
    let (name, kind) = place_and_kind(document)?;
    let Ok(place) = Place::try_from(CompactString::from(name)) else {
        return Ok(Vec::new());
    };
    let history = History::read(document)?;
    let lines = history.lines.into_iter().map(|line| {
        Ok(Observation {
            facts: facts_in(name, kind, &line.facts)?,
            place: place.clone(),
            first_seen: line.first,
            last_seen: line.last,
            until: line.until,
        })
    });
    lines.collect()
}

/// The place, as text, and the kind of a document that is kept for each of both.
pub(super) fn place_and_kind(document: &Document) -> Result<(&str, FactsKind)> {
    let key = document.key()?;
    let parts = keys::of_place(key);
    let parts = parts.and_then(|(place, kind)| Some((place, FactsKind::from_name(kind)?)));
    parts.ok_or_else(|| Error::Damaged(format!("{key:?} is no place and kind")))
}
