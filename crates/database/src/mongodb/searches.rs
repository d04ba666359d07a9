//! Searches that were made, and the order in which they were written.
//!
//! `sa_searches` has what is known of each: `_id` (domain and time), `d`, `t`, how many ads (`a`), whether complete (`c`),
//! cost in millionths of a dollar (`m`), and the greatest number under which it was written (`n`).
//!
//! `sa_search_log` has what was written together, `{_id: n, s: [{k, a, c, m}]}`. Each entry is added at the last number
//! plus one, and never taken away: whoever sees an entry has seen all before it, whatever others write meanwhile. The
//! log is written first, so a search that is known has its entry; one whose writer ended between has its entry only, and
//! is completed when the same is told again.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::ControlFlow;

use ::mongodb::bson::{Bson, Document, doc};
use model::MicroDollars;

use super::names::SEARCHES;
use super::telling::Telling;
use super::values::{Read, count, int};
use super::{FindAsk, Mongo, UpdateStatement, chunks, keys};
use crate::{Error, Result, Search, Visit};

/// The order in which searches were written.
pub(super) const LOG: &str = "sa_search_log";

/// How many bits of a search's number are its place in its entry.
const PLACE_BITS: u32 = 16;

/// Takes in searches. The same one told twice is one, with the most it told; if that is more than before, it counts as
/// written now.
pub(super) fn put(telling: &mut Telling<'_>, searches: &[Search]) -> Result<()> {
    let mut told: BTreeMap<String, Search> = BTreeMap::new();
    let mut order = Vec::new();
    for search in searches {
        match told.entry(keys::search(&search.domain, search.at)) {
            Entry::Vacant(place) => {
                order.push(place.key().clone());
                place.insert(search.clone());
            }
            Entry::Occupied(mut place) => {
                let most = most(place.get(), search);
                place.insert(most);
            }
        }
    }
    let mut order = order.into_iter();
    while let Some(chunk) = chunks::next(&mut order) {
        let known = telling
            .mongo()
            .by_keys(SEARCHES, chunk.iter().map(|key| &**key), Document::new())?;
        let mut news = Vec::new();
        for key in chunk {
            let Some(search) = told.remove(&key) else { continue };
            let now = match known.get(&key) {
                None => search,
                Some(known) => {
                    let known = read(&key, known)?;
                    let now = most(&known, &search);
                    if now == known {
                        continue;
                    }
                    now
                }
            };
            news.push((key, now));
        }
        if !news.is_empty() {
            write(telling, &news)?;
        }
    }
    Ok(())
}

/// The most that two tellings of one search tell.
fn most(one: &Search, other: &Search) -> Search {
    Search {
        domain: one.domain.clone(),
        at: one.at,
        ads: one.ads.max(other.ads),
        complete: one.complete || other.complete,
        cost: one.cost.max(other.cost),
    }
}

fn write(telling: &mut Telling<'_>, news: &[(String, Search)]) -> Result<()> {
    let entry = append(telling, news)?;
    let statements: Vec<_> = (0..)
        .zip(news)
        .map(|(place, (key, search))| {
            let number = Bson::Int64((entry << PLACE_BITS) + place);
            let mut greatest = doc! {"a": count(search.ads), "m": int(search.cost.micros()), "n": number};
            if search.complete {
                greatest.insert("c", true);
            }
            let mut begin = doc! {"d": &search.domain};
            if let Some(at) = search.at {
                begin.insert("t", at.as_millis());
            }
            UpdateStatement::upsert(doc! {"_id": key}, doc! {"$setOnInsert": begin, "$max": greatest})
        })
        .collect();
    telling.update(SEARCHES, &statements).map(drop)
}

/// Adds an entry to the log; gives its number.
fn append(telling: &mut Telling<'_>, news: &[(String, Search)]) -> Result<i64> {
    let entries: Vec<_> = news
        .iter()
        .map(|(key, search)| {
            let mut entry = doc! {"k": key, "a": count(search.ads), "m": int(search.cost.micros())};
            if search.complete {
                entry.insert("c", true);
            }
            entry
        })
        .collect();
    loop {
        let ask = FindAsk::sorted(doc! {"_id": -1}).with(doc! {"_id": 1});
        // The filter says what every number fulfils: servers that sort keys as texts sort them as numbers then.
        let numbers = doc! {"_id": {"$gt": 0_i64}};
        let last = telling.mongo().find_one(LOG, numbers, ask)?;
        let number = last.map(|last| last.number("_id")).transpose()?.unwrap_or(0) + 1;
        // Where the number is taken another was first, or this is there and its answer was lost: then it stands twice,
        // and the later one counts.
        let entry = doc! {"_id": Bson::Int64(number), "s": &entries};
        if telling.insert(LOG, entry)? {
            return Ok(number);
        }
    }
}

/// All searches, by domain and time; those without a time first.
pub(super) fn each(mongo: &Mongo, visit: Visit<'_, Search>) -> Result<()> {
    mongo.find(SEARCHES, doc! {}, FindAsk::by("_id"), &mut |document| {
        visit(read(document.key()?, &document)?)
    })
}

/// Searches written after this number, as they were written.
pub(super) fn each_after(mongo: &Mongo, after: u64, visit: Visit<'_, (u64, Search)>) -> Result<()> {
    let from = (after >> PLACE_BITS).cast_signed();
    mongo.find(
        LOG,
        doc! {"_id": {"$gte": from}},
        FindAsk::by("_id"),
        &mut |entry| {
            for (number, search) in entry_of(mongo, &entry)? {
                if number > after && visit((number, search))?.is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        },
    )
}

/// The searches of an entry, with all that is known of each by now; without those that were written anew since.
fn entry_of(mongo: &Mongo, entry: &Document) -> Result<Vec<(u64, Search)>> {
    let number = entry.number("_id")? << PLACE_BITS;
    let told = entry
        .get_array("s")
        .map_err(|_| Error::Damaged(format!("entry {number} of the log of searches holds none")))?;
    let told: Vec<_> = told.iter().filter_map(Bson::as_document).collect();
    let mut numbers = number..;
    let mut searches = Vec::with_capacity(told.len());
    let mut rest = told.into_iter();
    while let Some(chunk) = chunks::next(&mut rest) {
        let keys = chunk
            .iter()
            .map(|told| told.text("k"))
            .collect::<Result<Vec<_>>>()?;
        let known = mongo.by_keys(SEARCHES, keys.iter().copied(), Document::new())?;
        for (told, key) in chunk.iter().zip(&keys) {
            let Some(number) = numbers.next() else { break };
            let mut search = read(key, told)?;
            if let Some(known) = known.get(*key) {
                if known.number("n")? > number {
                    continue;
                }
                search = most(&search, &read(key, known)?);
            }
            searches.push((number.cast_unsigned(), search));
        }
    }
    Ok(searches)
}

/// The search with this key in a document that has `a`, `c` and `m`.
pub(super) fn read(key: &str, document: &Document) -> Result<Search> {
    let (domain, at) = keys::of_search(key)
        .ok_or_else(|| Error::Damaged(format!("{key:?} is no domain and time of a search")))?;
    Ok(Search {
        domain: domain.to_owned(),
        at,
        ads: document.count("a")?,
        complete: document.maybe_flag("c")?.unwrap_or_default(),
        cost: MicroDollars::new(document.number("m")?),
    })
}
