//! Where somebody looked in vain: one note per place and kind, until facts come.
//!
//! `_id` is the place and kind, `t` when (ms), `n` how often, `r` why, `d` the same in the network's words, and `w` the
//! mark of whoever wrote it last: a look is counted once, even where the answer that said so was lost.

use std::collections::{BTreeMap, HashMap};

use ::mongodb::bson::oid::ObjectId;
use ::mongodb::bson::{Document, doc};
use compact_str::CompactString;
use model::Timestamp;
use model::observation::{Place, Undecided, UndecidedReason};

use crate::mongodb::names::UNDECIDED;
use crate::mongodb::telling::Telling;
use crate::mongodb::values::{Read, count, millis};
use crate::mongodb::{FindAsk, Mongo, UpdateStatement, ads, chunks, keys};
use crate::{Error, Result, Visit};

/// So often a note is read again because somebody else wrote it meanwhile. Each time somebody comes on.
const ROUNDS: usize = 1000;

/// Notes looks in vain. The one made last tells when and why; all are counted, up to what a `u32` holds.
pub(in crate::mongodb) fn put(mongo: &Mongo, undecided: &[Undecided]) -> Result<()> {
    let mut by_key: BTreeMap<String, Undecided> = BTreeMap::new();
    for note in undecided {
        let key = keys::place(note.place.as_str(), note.kind);
        let note = Undecided {
            times: note.times.max(1),
            ..note.clone()
        };
        let both = match by_key.remove(&key) {
            Some(before) => together(&before, note),
            None => note,
        };
        by_key.insert(key, both);
    }
    let mut telling = Telling::new(mongo);
    let mut rest = by_key.into_iter();
    while let Some(chunk) = chunks::next(&mut rest) {
        let mut open: BTreeMap<_, _> = chunk.into_iter().collect();
        for _ in 0..ROUNDS {
            round(&mut telling, &mut open)?;
            if open.is_empty() {
                break;
            }
        }
        if !open.is_empty() {
            return Err(Error::Busy);
        }
    }
    telling.end()
}

/// Two notes as one; of one moment the later one given tells why.
fn together(before: &Undecided, note: Undecided) -> Undecided {
    let times = before.times.saturating_add(note.times);
    let told = if note.at >= before.at {
        note
    } else {
        before.clone()
    };
    Undecided { times, ..told }
}

/// Writes what the notes become; those that somebody else wrote meanwhile stay open.
fn round(telling: &mut Telling<'_>, open: &mut BTreeMap<String, Undecided>) -> Result<()> {
    let mongo = telling.mongo();
    let known = mongo.by_keys(UNDECIDED, open.keys().map(|key| &**key), Document::new())?;
    let ours = ObjectId::new().to_hex();
    let statements = open
        .iter()
        .map(|(key, note)| statement(key, note, known.get(key), &ours))
        .collect::<Result<Vec<_>>>()?;
    let written = telling.update(UNDECIDED, &statements)?;
    if written.matched + written.upserted == statements.len() as u64 {
        open.clear();
        return Ok(());
    }
    let marks = mongo.by_keys(UNDECIDED, open.keys().map(|key| &**key), ads::projection(["w"]))?;
    open.retain(|key, _| !is_marked(&marks, key, &ours));
    Ok(())
}

fn is_marked(marks: &HashMap<String, Document>, key: &str, mark: &str) -> bool {
    marks
        .get(key)
        .is_some_and(|note| note.get_str("w").is_ok_and(|last| last == mark))
}

fn statement(key: &str, note: &Undecided, known: Option<&Document>, mark: &str) -> Result<UpdateStatement> {
    let before = known.map(read).transpose()?.flatten();
    let now = match &before {
        Some(before) => together(before, note.clone()),
        None => note.clone(),
    };
    let set = doc! {"$set": {
        "t": millis(now.at), "n": count(now.times.into()), "r": now.reason.as_str(), "d": &now.detail, "w": mark,
    }};
    Ok(match known.and_then(|known| known.get("w")) {
        Some(last) => UpdateStatement::new(doc! {"_id": key, "w": last}, set),
        None => UpdateStatement::upsert(doc! {"_id": key, "w": mark}, set),
    })
}

/// Forgets notes of these places and kinds (by key) that were made until then.
pub(super) fn forget(telling: &mut Telling<'_>, until: &[(String, Timestamp)]) -> Result<()> {
    let keys = until.iter().map(|(key, _)| &**key);
    let notes = telling.mongo().by_keys(UNDECIDED, keys, ads::projection(["t"]))?;
    let mut over = Vec::new();
    for (key, until) in until {
        if let Some(note) = notes.get(key)
            && note.moment("t")? <= *until
        {
            over.push(doc! {"_id": key, "t": {"$lte": until.as_millis()}});
        }
    }
    if !over.is_empty() {
        telling.delete(UNDECIDED, doc! {"$or": over})?;
    }
    Ok(())
}

/// All notes, by place, DNS before landing.
pub(in crate::mongodb) fn each(mongo: &Mongo, visit: Visit<'_, Undecided>) -> Result<()> {
    mongo.find(
        UNDECIDED,
        doc! {},
        FindAsk::by("_id"),
        &mut |document| match read(&document)? {
            Some(note) => visit(note),
            None => Ok(std::ops::ControlFlow::Continue(())),
        },
    )
}

/// The note in a document; `None` where its place is none.
pub(in crate::mongodb) fn read(document: &Document) -> Result<Option<Undecided>> {
    let (name, kind) = super::place_and_kind(document)?;
    let Ok(place) = Place::try_from(CompactString::from(name)) else {
        return Ok(None);
    };
    let reason = document.named("r", UndecidedReason::from_name)?;
    Ok(Some(Undecided {
        kind,
        at: document.moment("t")?,
        times: u32::try_from(document.count("n")?).unwrap_or(u32::MAX),
        reason: reason.ok_or_else(|| Error::Damaged(format!("{place} is undecided without a reason")))?,
        detail: document.text("d")?.to_owned(),
        place,
    }))
}
