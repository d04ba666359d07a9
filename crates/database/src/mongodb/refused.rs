//! Items that were refused, with their bytes as far as they are kept.
//!
//! | field | what |
//! |---|---|
//! | `_id` | source, number, digest of the bytes as kept |
//! | `s`, `i`, `r` | source, number, reason |
//! | `n` | length before compression |
//! | `z` | whether `d` is a zstd frame |
//! | `d` | the bytes |

use std::collections::BTreeMap;

use ::mongodb::bson::{Document, doc};
use xxhash_rust::xxh3::xxh3_128;

use super::names::REFUSED;
use super::telling::Telling;
use super::values::{Read, bytes, count};
use super::{FindAsk, Mongo, UpdateStatement, ads, chunks, keys};
use crate::import::REFUSED_LIMIT;
use crate::packing::{self, PACK_FROM};
use crate::{Refused, Result, Visit};

/// Keeps refused items; the same item refused again changes at most its reason.
pub(super) fn put(telling: &mut Telling<'_>, refused: &[Refused]) -> Result<()> {
    // The last reason of each holds.
    let last: BTreeMap<String, &Refused> = refused
        .iter()
        .map(|item| (keys::refused(&item.source, item.item, xxh3_128(kept(item))), item))
        .collect();
    let mut rest = last.into_iter();
    while let Some(chunk) = chunks::next(&mut rest) {
        let names = chunk.iter().map(|(key, _)| &**key);
        let known = telling.mongo().by_keys(REFUSED, names, ads::projection(["r"]))?;
        let mut statements = Vec::new();
        for (key, item) in chunk {
            let q = doc! {"_id": &key};
            match known.get(&key) {
                Some(known) if known.text("r")? == item.reason => {}
                Some(_) => statements.push(UpdateStatement::new(q, doc! {"$set": {"r": &item.reason}})),
                None => {
                    let update = doc! {"$set": {"r": &item.reason}, "$setOnInsert": fields(item)?};
                    statements.push(UpdateStatement::upsert(q, update));
                }
            }
        }
        telling.update(REFUSED, &statements)?;
    }
    Ok(())
}

fn kept(item: &Refused) -> &[u8] {
    item.raw.get(..REFUSED_LIMIT).unwrap_or(&item.raw)
}

fn fields(item: &Refused) -> Result<Document> {
    let kept = kept(item);
    let mut fields = doc! {"s": &item.source, "i": count(item.item), "n": count(kept.len() as u64)};
    if kept.len() > PACK_FROM {
        fields.insert("z", true);
        fields.insert("d", bytes(packing::compress(kept)?));
    } else {
        fields.insert("d", bytes(kept.to_vec()));
    }
    Ok(fields)
}

/// All refused items, by source and item.
pub(super) fn each(mongo: &Mongo, visit: Visit<'_, Refused>) -> Result<()> {
    mongo.find(REFUSED, doc! {}, FindAsk::by("_id"), &mut |document| {
        visit(read(&document)?)
    })
}

/// The item in a document.
pub(super) fn read(document: &Document) -> Result<Refused> {
    let stored = Read::bytes(document, "d")?;
    Ok(Refused {
        source: document.text("s")?.to_owned(),
        item: document.count("i")?,
        reason: document.text("r")?.to_owned(),
        raw: if document.maybe_flag("z")?.unwrap_or_default() {
            let length = usize::try_from(document.count("n")?).unwrap_or(REFUSED_LIMIT);
            packing::decompress(stored, length.min(REFUSED_LIMIT))?
        } else {
            stored.to_vec()
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_come_back_packed_and_as_they_are_cut_at_the_limit() {
        for length in [0, 3, PACK_FROM, PACK_FROM + 1, REFUSED_LIMIT + 10] {
            let item = Refused {
                source: "a.json".to_owned(),
                item: 7,
                reason: "no id".to_owned(),
                raw: (0..length).map(|n| (n % 251).to_le_bytes()[0]).collect(),
            };
            let mut document = fields(&item).unwrap();
            document.insert("r", &item.reason);
            assert_eq!(document.contains_key("z"), length > PACK_FROM);
            let expected = Refused {
                raw: kept(&item).to_vec(),
                ..item
            };
            assert_eq!(read(&document).unwrap(), expected);
        }
    }
}
