//! Raw items: every content that an ad was ever seen with, and when.
//!
//! | field | what |
//! |---|---|
//! | `_id` | the ad's id and the digest of the content |
//! | `b` | the block that they lie in |
//! | `f`, `s` | first and last seen (ms) |
//! | `q` | the domain whose search brought them; of several the first by name |

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::ControlFlow;

use ::mongodb::bson::{Document, doc};

use super::ads::{self, Seen};
use super::blocks::{self, Block, Item};
use super::names::{ADS, RAW_BLOCKS, RAW_ITEMS};
use super::telling::Telling;
use super::values::{Read, int, millis};
use super::{FindAsk, Mongo, UpdateStatement, chunks, counters, keys};
use crate::import::merge_seen;
use crate::kept::KeptItem;
use crate::{Error, ImportBatch, IncomingAd, RawItem, Result, Visit};

/// The block that an item lies in.
pub(super) const BLOCK: &str = "b";
const FIRST_SEEN: &str = "f";
const LAST_SEEN: &str = "s";
const SEARCHED: &str = "q";

/// An item of a batch, with all that the batch says of it.
struct Arrival<'a> {
    key: String,
    /// The ad that came with it first.
    ad: &'a IncomingAd,
    /// That ad's position in the batch.
    position: usize,
    seen: Seen,
    searched: Option<&'a str>,
}

/// Stores the raw items of a batch: their bytes first, then whose they are and when they were seen. Gives for each ad of
/// the batch whether its content was not known before and is stored by this.
pub(super) fn store(telling: &mut Telling<'_>, batch: &ImportBatch) -> Result<Vec<bool>> {
    let mut new_content = vec![false; batch.ads.len()];
    let mut arrivals = arrivals(&batch.ads).into_iter();
    while let Some(chunk) = chunks::next(&mut arrivals) {
        for position in store_chunk(telling, &chunk, &batch.raw)? {
            if let Some(new) = new_content.get_mut(position) {
                *new = true;
            }
        }
    }
    Ok(new_content)
}

/// Each item of a batch once, in order.
fn arrivals(ads: &[IncomingAd]) -> Vec<Arrival<'_>> {
    let mut arrivals: Vec<Arrival<'_>> = Vec::with_capacity(ads.len());
    let mut known: HashMap<(&str, u128), usize> = HashMap::with_capacity(ads.len());
    for (position, ad) in ads.iter().enumerate() {
        let (seen, searched) = ((ad.seen_at, ad.seen_at), ad.searched.as_deref());
        match known.entry((&ad.id, ad.digest)) {
            Entry::Vacant(place) => {
                place.insert(arrivals.len());
                arrivals.push(Arrival {
                    key: keys::raw_item(&ad.id, ad.digest),
                    ad,
                    position,
                    seen,
                    searched,
                });
            }
            Entry::Occupied(place) => {
                if let Some(arrival) = arrivals.get_mut(*place.get()) {
                    arrival.seen = merge_seen(arrival.seen, seen);
                    arrival.searched = first_by_name(arrival.searched, searched);
                }
            }
        }
    }
    arrivals
}

fn first_by_name<'a>(one: Option<&'a str>, other: Option<&'a str>) -> Option<&'a str> {
    [one, other].into_iter().flatten().min()
}

/// Stores items; gives the positions of those that are ours.
fn store_chunk(telling: &mut Telling<'_>, chunk: &[Arrival<'_>], raw: &[u8]) -> Result<Vec<usize>> {
    let mongo = telling.mongo();
    let fields = ads::projection([FIRST_SEEN, LAST_SEEN, SEARCHED]);
    let known = mongo.by_keys(RAW_ITEMS, chunk.iter().map(|item| &*item.key), fields)?;
    let (mut new, mut statements) = (Vec::new(), Vec::new());
    for item in chunk {
        match known.get(&item.key) {
            None => new.push(item),
            Some(stored) => statements.extend(widen(item, stored)?),
        }
    }
    telling.update(RAW_ITEMS, &statements)?;
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let numbers = store_blocks(telling, &new, raw)?;
    let statements = new
        .iter()
        .zip(&numbers)
        .map(|(item, block)| sighting(item, Some(*block)));
    let written = telling.update(RAW_ITEMS, &statements.collect::<Vec<_>>())?;
    if written.upserted == new.len() as u64 {
        return Ok(new.iter().map(|item| item.position).collect());
    }
    // Somebody else stored some of them meanwhile, or an answer was lost: the items say whose block they are in.
    let found = mongo.by_keys(
        RAW_ITEMS,
        new.iter().map(|item| &*item.key),
        ads::projection([BLOCK]),
    )?;
    let mut ours = Vec::new();
    for (item, block) in new.iter().zip(numbers) {
        if let Some(found) = found.get(&item.key)
            && found.number(BLOCK)? == block
        {
            ours.push(item.position);
        }
    }
    Ok(ours)
}

/// Writes the bytes of items; gives each item's block.
fn store_blocks(telling: &mut Telling<'_>, items: &[&Arrival<'_>], raw: &[u8]) -> Result<Vec<i64>> {
    let shares = blocks::share(items.iter().map(|item| item.ad.raw.len()));
    let first = counters::take(telling.mongo(), counters::BLOCKS, shares.len() as u64)?;
    let mut numbers = Vec::with_capacity(items.len());
    for (number, share) in (first..).zip(shares) {
        let part = items.get(share).unwrap_or_default();
        let statement = blocks::statement(number, part.iter().map(|item| item.ad), raw)?;
        telling.update(RAW_BLOCKS, &[statement])?;
        numbers.extend(part.iter().map(|_| number));
    }
    Ok(numbers)
}

/// Notes that an item was seen; one that is not there yet begins, in this block. The order of such notes, and how often
/// one is sent, changes nothing.
fn sighting(item: &Arrival<'_>, block: Option<i64>) -> UpdateStatement {
    let (mut least, mut greatest) = (Document::new(), Document::new());
    if let Some(first) = item.seen.0 {
        least.insert(FIRST_SEEN, millis(first));
    }
    if let Some(last) = item.seen.1 {
        greatest.insert(LAST_SEEN, millis(last));
    }
    if let Some(searched) = item.searched {
        least.insert(SEARCHED, searched);
    }
    let begin = block.map(|block| doc! {BLOCK: int(block)}).unwrap_or_default();
    let parts = [("$setOnInsert", begin), ("$min", least), ("$max", greatest)];
    let update = parts
        .into_iter()
        .filter(|(_, fields)| !fields.is_empty())
        .map(|(name, fields)| (name.to_owned(), fields.into()))
        .collect();
    UpdateStatement {
        upsert: block.is_some(),
        ..UpdateStatement::new(doc! {"_id": &item.key}, update)
    }
}

/// The note that a known item was seen, where that says anything new.
fn widen(item: &Arrival<'_>, stored: &Document) -> Result<Option<UpdateStatement>> {
    let times = ads::times(stored)?;
    let searched = stored.maybe_text(SEARCHED)?;
    let news = merge_seen(times, item.seen) != times
        || first_by_name(searched.as_deref(), item.searched) != searched.as_deref();
    Ok(news.then(|| sighting(item, None)))
}

/// First and last time that ads were seen with the content that they come with, in their order.
pub(super) fn seen(mongo: &Mongo, ads: &[IncomingAd]) -> Result<Vec<Seen>> {
    let mut times = Vec::with_capacity(ads.len());
    let mut rest = ads.iter();
    while let Some(chunk) = chunks::next(&mut rest) {
        let keys: Vec<_> = chunk.iter().map(|ad| keys::raw_item(&ad.id, ad.digest)).collect();
        let fields = ads::projection([FIRST_SEEN, LAST_SEEN]);
        let found = mongo.by_keys(RAW_ITEMS, keys.iter().map(|key| &**key), fields)?;
        for (ad, key) in chunk.into_iter().zip(keys) {
            let missing = || Error::Batch(format!("ad {} comes back without its raw item", ad.id));
            times.push(ads::times(found.get(&key).ok_or_else(missing)?)?);
        }
    }
    Ok(times)
}

/// Every raw item in the order in which they came.
pub(super) fn each(mongo: &Mongo, visit: Visit<'_, RawItem>) -> Result<()> {
    each_block(mongo, 0, &mut |block| {
        for found in items_of(mongo, &block)? {
            if visit(found.item)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    })
}

/// Raw items numbered above `after`, in order, each with its ad.
pub(super) fn each_kept(mongo: &Mongo, after: u64, visit: Visit<'_, KeptItem>) -> Result<()> {
    each_block(mongo, blocks::block_of(after), &mut |block| {
        let mut items = items_of(mongo, &block)?;
        items.retain(|found| found.number > after);
        let mut items = items.into_iter();
        while let Some(chunk) = chunks::next(&mut items) {
            let ads = mongo.by_keys(ADS, chunk.iter().map(|found| &*found.item.id), Document::new())?;
            for found in chunk {
                if visit(kept(found, &ads)?)?.is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    })
}

/// Beside its ad as it stands now.
fn kept(found: Found, ads: &HashMap<String, Document>) -> Result<KeptItem> {
    let Found { number, item, first } = found;
    let ad = ads.get(&item.id).map(ads::whole).transpose()?.flatten();
    let ad = ad.map(|ad| IncomingAd {
        raw: 0..item.raw.len(),
        digest: item.digest,
        searched: item.searched.clone(),
        seen_at: item.seen_at,
        ..ad
    });
    Ok(KeptItem {
        number,
        raw: item,
        first_seen: first,
        ad,
    })
}

/// Every block from this number on, opened; one is in memory at a time, and what the server sent with it.
pub(super) fn each_block(mongo: &Mongo, from: i64, visit: Visit<'_, Block>) -> Result<()> {
    mongo.find(
        RAW_BLOCKS,
        doc! {"_id": {"$gte": from}},
        FindAsk::by("_id"),
        &mut |document| visit(Block::open(&document)?),
    )
}

/// An item as it was found in its block.
struct Found {
    number: u64,
    item: RawItem,
    first: Option<model::Timestamp>,
}

/// The items of a block that are its own, in order.
fn items_of(mongo: &Mongo, block: &Block) -> Result<Vec<Found>> {
    let mut found = Vec::with_capacity(block.items.len());
    let mut items = block.items.iter().enumerate();
    while let Some(chunk) = chunks::next(&mut items) {
        let stored = notes(mongo, chunk.iter().map(|(_, item)| *item))?;
        for (position, item) in chunk {
            let Some(note) = stored.get(&keys::raw_item(&item.ad, item.digest)) else {
                continue;
            };
            if note.number(BLOCK)? != block.number {
                continue;
            }
            let (first, last) = ads::times(note)?;
            found.push(Found {
                number: block.number_at(position),
                first,
                item: RawItem {
                    id: item.ad.clone(),
                    digest: item.digest,
                    searched: note.maybe_text(SEARCHED)?.map(Into::into),
                    seen_at: last,
                    raw: block.bytes(item).to_vec(),
                },
            });
        }
    }
    Ok(found)
}

/// What is noted of items of a block, by key.
pub(super) fn notes<'i>(
    mongo: &Mongo,
    items: impl Iterator<Item = &'i Item>,
) -> Result<HashMap<String, Document>> {
    let keys: Vec<_> = items.map(|item| keys::raw_item(&item.ad, item.digest)).collect();
    mongo.by_keys(RAW_ITEMS, keys.iter().map(|key| &**key), Document::new())
}
