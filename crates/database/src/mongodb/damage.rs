//! Looks for damage: documents that cannot be read, references, every raw item against its digest.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use ::mongodb::bson::{Document, doc};
use ad_library::is_content_digest;
use model::observation::FactsKind;

use super::blocks::Block;
use super::names::{ADS, OBSERVATIONS, PAGES, RAW_BLOCKS, RAW_ITEMS, REFUSED, SEARCHES, UNDECIDED};
use super::values::{Read, int};
use super::{FindAsk, Mongo, ads, chunks, keys, observations, raw_items, refused, searches, verdicts};
use crate::findings::Findings;
use crate::{Error, Result};

/// Documents that are looked up together.
const TOGETHER: usize = 1000;

/// Raw items that are looked up together, block by block.
const GATHERED: usize = 100_000;

const GO_ON: Result<ControlFlow<()>> = Ok(ControlFlow::Continue(()));

/// What is wrong, in words, if anything is.
pub(super) fn findings(mongo: &Mongo) -> Result<Vec<String>> {
    let mut findings = Findings::default();
    raw_bytes(mongo, &mut findings)?;
    current_contents(mongo, &mut findings)?;
    readable(mongo, SEARCHES, &mut findings, |search| {
        searches::read(search.key()?, search).map(drop)
    })?;
    readable(mongo, REFUSED, &mut findings, |item| {
        refused::read(item).map(drop)
    })?;
    readable(mongo, UNDECIDED, &mut findings, |note| {
        let read = observations::undecided::read(note)?;
        read.map(drop)
            .ok_or_else(|| no_place(note.key().unwrap_or_default()))
    })?;
    histories(mongo, &mut findings)?;
    Ok(findings.told())
}

/// Reads each document of a collection.
fn readable(
    mongo: &Mongo,
    collection: &'static str,
    findings: &mut Findings,
    read: impl Fn(&Document) -> Result<()>,
) -> Result<()> {
    mongo.find(collection, doc! {}, FindAsk::by("_id"), &mut |document| {
        findings.look(read(&document))?;
        GO_ON
    })
}

/// Opens every block once and compares every item with its digest. Where more items are noted than lie in their blocks,
/// says which.
fn raw_bytes(mongo: &Mongo, findings: &mut Findings) -> Result<()> {
    let mut found = 0;
    let all = doc! {"_id": {"$gte": 0_i64}};
    mongo.find(RAW_BLOCKS, all, FindAsk::by("_id"), &mut |document| {
        if let Some(block) = findings.look(Block::open(&document))? {
            found += items_of(mongo, &block, findings)?;
        }
        GO_ON
    })?;
    if mongo.count(RAW_ITEMS, doc! {})? == found {
        return Ok(());
    }
    let mut gathered = Gathered::default();
    mongo.find(RAW_ITEMS, doc! {}, FindAsk::by("_id"), &mut |item| {
        if let Some(block) = findings.look(item.number(raw_items::BLOCK))? {
            gathered.add(block, item.key()?);
        }
        if gathered.count >= GATHERED {
            std::mem::take(&mut gathered).look(mongo, findings)?;
        }
        GO_ON
    })?;
    gathered.look(mongo, findings)
}

/// Compares the items of a block; gives how many have it as their own.
fn items_of(mongo: &Mongo, block: &Block, findings: &mut Findings) -> Result<u64> {
    let mut own = 0;
    let mut items = block.items.iter();
    while let Some(chunk) = chunks::next(&mut items) {
        let notes = raw_items::notes(mongo, chunk.iter().copied())?;
        for item in chunk {
            let Some(note) = notes.get(&keys::raw_item(&item.ad, item.digest)) else {
                continue;
            };
            findings.look(ads::times(note))?;
            if findings.look(note.number(raw_items::BLOCK))? != Some(block.number) {
                continue;
            }
            own += 1;
            if !is_content_digest(item.digest, block.bytes(item)) {
                findings.add(format!(
                    "the raw item of ad {} is not what its digest says",
                    item.ad
                ));
            }
        }
    }
    Ok(own)
}

/// Raw items by the block that they name.
#[derive(Default)]
struct Gathered {
    blocks: BTreeMap<i64, BTreeSet<String>>,
    count: usize,
}

impl Gathered {
    fn add(&mut self, block: i64, item: &str) {
        self.blocks.entry(block).or_default().insert(item.to_owned());
        self.count += 1;
    }

    /// Tells which are not where they say.
    fn look(self, mongo: &Mongo, findings: &mut Findings) -> Result<()> {
        for (number, mut items) in self.blocks {
            let block = mongo.find_one(RAW_BLOCKS, doc! {"_id": int(number)}, FindAsk::default())?;
            let Some(document) = block else {
                findings.add(format!("block {number} of raw items: it is missing"));
                continue;
            };
            // One that cannot be opened was told before.
            let Ok(block) = Block::open(&document) else {
                continue;
            };
            for item in &block.items {
                items.remove(&keys::raw_item(&item.ad, item.digest));
            }
            for item in items {
                let ad = keys::of_raw_item(&item).map_or(&*item, |(ad, _)| ad);
                findings.add(format!("the raw item of ad {ad} lies outside its block {number}"));
            }
        }
        Ok(())
    }
}

/// Every ad can be read, and there is a raw item for its current content.
fn current_contents(mongo: &Mongo, findings: &mut Findings) -> Result<()> {
    let mut gathered = BTreeMap::new();
    mongo.find(ADS, doc! {}, FindAsk::by("_id"), &mut |ad| {
        findings.look(verdicts::read(&ad))?;
        findings.look(ad.number(ads::WRITE))?;
        if let Some(record) = findings.look(ads::record(&ad))? {
            gathered.insert(keys::raw_item(record.id, record.digest), record.id.to_owned());
        }
        if gathered.len() >= TOGETHER {
            without_items(mongo, &std::mem::take(&mut gathered), findings)?;
        }
        GO_ON
    })?;
    without_items(mongo, &gathered, findings)
}

/// Tells which ads (by the key of their raw item) have no such item.
fn without_items(mongo: &Mongo, ads: &BTreeMap<String, String>, findings: &mut Findings) -> Result<()> {
    let found = mongo.by_keys(RAW_ITEMS, ads.keys().map(|key| &**key), doc! {"_id": 1})?;
    for (item, ad) in ads {
        if !found.contains_key(item) {
            findings.add(format!("there is no raw item for the current content of ad {ad}"));
        }
    }
    Ok(())
}

/// Observations can be read, lines of one place and kind do not overlap, pages are whole.
fn histories(mongo: &Mongo, findings: &mut Findings) -> Result<()> {
    mongo.find(OBSERVATIONS, doc! {}, FindAsk::by("_id"), &mut |document| {
        let looked = history(mongo, &document, findings);
        findings.look(looked)?;
        GO_ON
    })
}

fn history(mongo: &Mongo, document: &Document, findings: &mut Findings) -> Result<()> {
    let (place, kind) = observations::place_and_kind(document)?;
    let lines = observations::lines(document)?;
    if lines.is_empty() {
        return Err(no_place(place));
    }
    // Two lines may meet in one moment: two looks within a millisecond may see different things.
    let overlap = lines.windows(2).any(|pair| match pair {
        [before, after] => after.first_seen < before.last_seen,
        _ => false,
    });
    if overlap || lines.iter().any(|line| line.last_seen < line.first_seen) {
        findings.add(format!("lines of history overlap for {place}"));
    }
    if document.contains_key("pg") {
        if kind != FactsKind::Landing {
            findings.add(format!("there are no landing facts for the page of {place}"));
        }
        let digest = Read::digest(document, "pg")?;
        let key = doc! {"_id": keys::page(place, digest)};
        match mongo.find_one(PAGES, key, FindAsk::default())? {
            Some(page) => drop(observations::pages::open(place, digest, &page)?),
            None => findings.add(format!("the page of {place}: it is missing")),
        }
    }
    Ok(())
}

fn no_place(place: &str) -> Error {
    Error::Damaged(format!("{place:?} was looked at, and is no place"))
}
