//! What sightings make of a stored ad: worked out here, written by comparing and setting.
//!
//! Several processes may take in the same ad at once. Each reads it, works out what it becomes, and writes that only
//! where the ad's last write is still the one that was read; else it reads again. Numbers of writes are given out once,
//! so an ad that has ours was written by us, even where the answer that said so was lost: counts are exact.

use std::collections::BTreeMap;

use ::mongodb::bson::{Bson, Document, doc};

use super::ads::{self, Seen};
use super::names::ADS;
use super::telling::Telling;
use super::values::{Read, int};
use super::{UpdateStatement, chunks, counters, verdicts};
use crate::import::merge_seen;
use crate::{Error, IncomingAd, Result};

/// So often an ad is read again because somebody else wrote it meanwhile. Each time somebody comes on.
const ROUNDS: usize = 1000;

/// An ad that was seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sighting<'a> {
    pub(super) ad: &'a IncomingAd,
    /// First and last time with this content.
    pub(super) seen: Seen,
    /// Whether the content was not known before: of an ad that is known, that alone is an update.
    pub(super) new_content: bool,
}

/// How many ads were new, and how many of the known ones changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Effects {
    pub(super) new: u64,
    pub(super) updated: u64,
}

/// What the ad becomes by its sightings.
#[derive(Debug)]
struct Change<'a> {
    effects: Effects,
    /// This content takes the place of what there is.
    content: Option<&'a IncomingAd>,
    /// First and last time from now on, where they move.
    seen: Option<Seen>,
    /// The verdict from now on.
    judged: Option<&'a IncomingAd>,
}

impl Change<'_> {
    const fn is_none(&self) -> bool {
        self.content.is_none() && self.seen.is_none() && self.judged.is_none()
    }
}

/// What the stored ad is (`None`: there is none) as far as it decides what it becomes.
#[derive(Clone, Copy)]
struct Known {
    digest: u128,
    seen: Seen,
}

/// Takes in ads that were seen, in this order. Gives what that did.
pub(super) fn take_in(telling: &mut Telling<'_>, sightings: &[Sighting<'_>]) -> Result<Effects> {
    let mut by_id: BTreeMap<&str, Vec<Sighting<'_>>> = BTreeMap::new();
    for sighting in sightings {
        by_id.entry(&sighting.ad.id).or_default().push(*sighting);
    }
    let mut effects = Effects::default();
    let mut ads = by_id.into_iter();
    while let Some(chunk) = chunks::next(&mut ads) {
        let mut open = chunk.into_iter().collect();
        for _ in 0..ROUNDS {
            round(telling, &mut open, &mut effects)?;
            if open.is_empty() {
                break;
            }
        }
        if !open.is_empty() {
            return Err(Error::Busy);
        }
    }
    Ok(effects)
}

/// Writes what the ads become; those that somebody else wrote meanwhile stay open.
fn round(
    telling: &mut Telling<'_>,
    open: &mut BTreeMap<&str, Vec<Sighting<'_>>>,
    effects: &mut Effects,
) -> Result<()> {
    let mongo = telling.mongo();
    let fields = [ads::WRITE, ads::DIGEST, ads::FIRST_SEEN, ads::LAST_SEEN];
    let fields = fields.into_iter().chain(verdicts::FIELDS);
    let stored = mongo.by_keys(ADS, open.keys().copied(), ads::projection(fields))?;
    let mut changes = Vec::new();
    for (id, sightings) in &*open {
        let stored = stored.get(*id);
        let change = fold(stored, sightings)?;
        if change.is_none() {
            effects.updated += change.effects.updated;
        } else {
            changes.push((*id, stored, change));
        }
    }
    if changes.is_empty() {
        open.clear();
        return Ok(());
    }
    let write = counters::take(mongo, counters::WRITES, 1)?;
    let statements = changes
        .iter()
        .map(|(id, stored, change)| statement(id, *stored, change, write))
        .collect::<Result<Vec<_>>>()?;
    let sent = statements.len() as u64;
    let written = telling.update(ADS, &statements)?;
    // Fewer than were sent: somebody else was first, or an answer was lost. The ads themselves say whose they are.
    let ours = if written.matched + written.upserted == sent {
        None
    } else {
        let ids = changes.iter().map(|(id, ..)| *id);
        Some(mongo.by_keys(ADS, ids, ads::projection([ads::WRITE]))?)
    };
    let mut left = BTreeMap::new();
    for (id, _, change) in changes {
        let is_ours = match &ours {
            None => true,
            Some(found) => match found.get(id) {
                Some(ad) => ad.number(ads::WRITE)? == write,
                None => false,
            },
        };
        if is_ours {
            effects.new += change.effects.new;
            effects.updated += change.effects.updated;
        } else {
            left.extend(open.remove_entry(id));
        }
    }
    *open = left;
    Ok(())
}

/// Works out what sightings make of an ad.
fn fold<'a>(stored: Option<&Document>, sightings: &[Sighting<'a>]) -> Result<Change<'a>> {
    let mut change = Change {
        effects: Effects::default(),
        content: None,
        seen: None,
        judged: None,
    };
    let mut now = stored.map(known).transpose()?;
    for sighting in sightings {
        now = Some(match now {
            None => {
                change.effects.new += 1;
                begin(&mut change, sighting, sighting.seen)
            }
            Some(known) => meet(&mut change, sighting, known),
        });
    }
    // A verdict that the stored ad has already is not news.
    if let (Some(stored), None, Some(ad)) = (stored, change.content, change.judged)
        && verdicts::is(stored, ad.engine, &ad.verdict)
    {
        change.judged = None;
    }
    Ok(change)
}

fn known(stored: &Document) -> Result<Known> {
    Ok(Known {
        digest: Read::digest(stored, ads::DIGEST)?,
        seen: ads::times(stored)?,
    })
}

/// The sighting's content becomes the ad's.
fn begin<'a>(change: &mut Change<'a>, sighting: &Sighting<'a>, seen: Seen) -> Known {
    change.content = Some(sighting.ad);
    change.judged = Some(sighting.ad);
    change.seen = Some(seen);
    Known {
        digest: sighting.ad.digest,
        seen,
    }
}

/// The sighting of an ad that is known.
fn meet<'a>(change: &mut Change<'a>, sighting: &Sighting<'a>, known: Known) -> Known {
    let ad = sighting.ad;
    let seen = merge_seen(known.seen, sighting.seen);
    // The current content is always the one seen last, so its time is the ad's.
    if (sighting.seen.1, ad.digest) > (known.seen.1, known.digest) && ad.digest != known.digest {
        change.effects.updated += 1;
        return begin(change, sighting, seen);
    }
    if ad.digest == known.digest {
        // Judged by another engine than then: the one that runs now knows better.
        change.judged = Some(ad);
    }
    if seen == known.seen {
        change.effects.updated += u64::from(sighting.new_content);
    } else {
        change.effects.updated += 1;
        change.seen = Some(seen);
    }
    Known { seen, ..known }
}

/// Sets what changes, where the ad's last write is still the one that was read.
fn statement(
    id: &str,
    stored: Option<&Document>,
    change: &Change<'_>,
    write: i64,
) -> Result<UpdateStatement> {
    let content = change.content.map(ads::content);
    let seen = change.seen.map(ads::seen);
    let judged = change.judged.map(|ad| verdicts::fields(ad.engine, &ad.verdict));
    let fields = content.into_iter().flatten();
    let fields = fields
        .chain(seen.into_iter().flatten())
        .chain(judged.into_iter().flatten());
    let fields = fields.chain([(ads::WRITE, Some(int(write)))]);
    Ok(match stored {
        Some(ad) => UpdateStatement::new(
            doc! {"_id": id, ads::WRITE: int(ad.number(ads::WRITE)?)},
            ads::set(fields),
        ),
        // There is none with our number before we write it: where there is one by now, its key is a duplicate.
        None => UpdateStatement::upsert(
            doc! {"_id": id, ads::WRITE: int(write)},
            ads::set(fields.filter(|(_, value): &(_, Option<Bson>)| value.is_some())),
        ),
    })
}

#[cfg(test)]
mod tests;
