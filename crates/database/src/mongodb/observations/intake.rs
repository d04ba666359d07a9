//! Takes in looks: reads what is known of their places, works out what it becomes, writes that where nobody else was
//! first, and else reads again.

use std::collections::{BTreeMap, HashMap};

use ::mongodb::bson::{Bson, Document, doc};
use model::Timestamp;
use model::observation::{FactsKind, Observed};

use super::history::History;
use super::{pages, undecided};
use crate::mongodb::names::OBSERVATIONS;
use crate::mongodb::telling::Telling;
use crate::mongodb::values::Read;
use crate::mongodb::{Mongo, UpdateStatement, ads, chunks, keys};
use crate::{Error, Result};

/// So often a place is read again because somebody else wrote it meanwhile. Each time somebody comes on.
const ROUNDS: usize = 1000;

/// The looks at one place for one kind, in order.
type Looks<'o> = Vec<&'o Observed>;

/// What the document of a place and kind becomes.
struct Change<'o> {
    key: String,
    kind: FactsKind,
    /// The count of changes that was read; `None` where there is no document yet.
    version: Option<i64>,
    before: Option<u128>,
    after: History,
    begun: u64,
    /// The page that the latest landing facts come with, if it is another than before.
    page: Option<pages::NewPage<'o>>,
}

/// Adds what was observed. Gives how many lines were begun.
///
/// MongoDB promises one place and kind, not all of them: a crash leaves some looks taken in, and looks that are told
/// again are taken in once.
pub(in crate::mongodb) fn put(mongo: &Mongo, observed: &[Observed]) -> Result<u64> {
    let mut telling = Telling::new(mongo);
    let mut by_key: BTreeMap<String, Looks<'_>> = BTreeMap::new();
    for new in observed {
        let key = keys::place(new.place.as_str(), new.facts.kind());
        by_key.entry(key).or_default().push(new);
    }
    let mut begun = 0;
    let mut rest = by_key.into_iter();
    while let Some(chunk) = chunks::next(&mut rest) {
        let latest = chunk
            .iter()
            .filter_map(|(key, looks)| Some((key.clone(), latest(looks)?)));
        let latest: Vec<_> = latest.collect();
        let mut open: BTreeMap<_, _> = chunk.into_iter().collect();
        for _ in 0..ROUNDS {
            begun += round(&mut telling, &mut open)?;
            if open.is_empty() {
                break;
            }
        }
        if !open.is_empty() {
            return Err(Error::Busy);
        }
        undecided::forget(&mut telling, &latest)?;
    }
    telling.end()?;
    Ok(begun)
}

fn latest(looks: &[&Observed]) -> Option<Timestamp> {
    looks.iter().map(|new| new.at).max()
}

/// Writes what the places become; those that somebody else wrote meanwhile stay open. Gives how many lines were begun.
fn round(telling: &mut Telling<'_>, open: &mut BTreeMap<String, Looks<'_>>) -> Result<u64> {
    let mongo = telling.mongo();
    let known = mongo.by_keys(OBSERVATIONS, open.keys().map(|key| &**key), Document::new())?;
    let mut changes = Vec::new();
    for (key, looks) in &*open {
        changes.extend(change(key, looks, known.get(key))?);
    }
    pages::store(telling, changes.iter().filter_map(|change| change.page.as_ref()))?;
    let statements = changes.iter().map(statement).collect::<Result<Vec<_>>>()?;
    let sent = statements.len() as u64;
    let written = telling.update(OBSERVATIONS, &statements)?;
    let all_new = changes.iter().filter(|change| change.version.is_none()).count() as u64;
    let ours = if written.matched + written.upserted == sent && written.upserted == all_new {
        None
    } else {
        Some(mongo.by_keys(
            OBSERVATIONS,
            changes.iter().map(|change| &*change.key),
            Document::new(),
        )?)
    };
    let (mut left, mut begun, mut stale) = (BTreeMap::new(), 0, Vec::new());
    for change in changes {
        if is_ours(&change, ours.as_ref())? {
            begun += change.begun;
            stale.extend(
                change
                    .before
                    .filter(|before| change.after.page != Some(*before))
                    .map(|before| {
                        let place = keys::of_place(&change.key).map_or("", |(place, _)| place);
                        (keys::page(place, before), change.version.unwrap_or_default())
                    }),
            );
        } else {
            left.extend(open.remove_entry(&change.key));
        }
    }
    pages::remove(telling, &stale)?;
    *open = left;
    Ok(begun)
}

/// Whether a change was written by us; what another process made the very same of it is as good.
fn is_ours(change: &Change<'_>, found: Option<&HashMap<String, Document>>) -> Result<bool> {
    let Some(found) = found else { return Ok(true) };
    match found.get(&change.key) {
        Some(document) => Ok(History::read(document)? == change.after),
        None => Ok(false),
    }
}

/// Works out what looks make of a place and kind; `None` where nothing changes.
fn change<'o>(key: &str, looks: &[&'o Observed], known: Option<&Document>) -> Result<Option<Change<'o>>> {
    let before = known.map(History::read).transpose()?.unwrap_or_default();
    let mut after = before.clone();
    let (mut begun, mut page, mut kind) = (0, None, FactsKind::Dns);
    for new in looks {
        kind = new.facts.kind();
        let new_page = match &new.page {
            Some(page) if kind == FactsKind::Landing => Some(pages::NewPage::of(&new.place, page)?),
            _ => None,
        };
        if let Some(begins) = after.take(new, new_page.as_ref().map(|page| page.digest))? {
            begun += u64::from(begins);
            page = new_page;
        }
    }
    if after == before {
        return Ok(None);
    }
    let version = known.map(|known| known.number("v")).transpose()?;
    Ok(Some(Change {
        key: key.to_owned(),
        kind,
        version,
        page: page
            .filter(|page| before.page != Some(page.digest))
            .map(|page| page.named_by(version.unwrap_or_default() + 1)),
        before: before.page,
        after,
        begun,
    }))
}

fn statement(change: &Change<'_>) -> Result<UpdateStatement> {
    let mut fields = change.after.fields()?;
    if let Some(version) = change.version {
        fields.push(("v", Some(Bson::Int64(version + 1))));
        let known = doc! {"_id": &change.key, "v": Bson::Int64(version)};
        return Ok(UpdateStatement::new(known, ads::set(fields)));
    }
    fields.extend([
        ("v", Some(Bson::Int64(1))),
        ("k", Some(Bson::from(change.kind.as_str()))),
    ]);
    let begin: Document = fields
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect();
    Ok(UpdateStatement::upsert(
        doc! {"_id": &change.key},
        doc! {"$setOnInsert": begin},
    ))
}
