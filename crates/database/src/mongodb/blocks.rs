//! Blocks: raw items of one batch, compressed together, with the list of what lies in them.
//!
//! | field | what |
//! |---|---|
//! | `_id` | the block's number, greater than all before it |
//! | `n` | length before compression |
//! | `c` | xxh3-64 of `d`, seeded with `n` |
//! | `d` | one zstd frame: the list, then the items one after the other |
//!
//! The list says whose the bytes are, so that no index over raw items has to lead from a block to them. Of two processes
//! that stored the same item at once one has it in vain: the item itself says which block is its own.

use std::ops::Range;

use ::mongodb::bson::{Document, doc};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::UpdateStatement;
use super::values::{Read, bytes, count, int};
use crate::packing::{compress, decompress};
use crate::{Error, IncomingAd, Result};

/// A block is closed when the next item would take it past this: what reading one item costs at most.
const BYTES: usize = 4 << 20;

/// A block has fewer items than this, so that a block's number and a position fit one number.
const ITEMS: usize = 1 << POSITION_BITS;
const POSITION_BITS: u32 = 16;

/// A document holds 16 MiB; names and numbers beside the bytes take little.
const DOCUMENT: usize = (16 << 20) - 4096;

/// An item in a block.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// Its ad's id.
    pub(super) ad: String,
    /// Its digest.
    pub(super) digest: u128,
    range: Range<usize>,
}

/// A block that was opened.
#[derive(Debug)]
pub(super) struct Block {
    /// Its number.
    pub(super) number: i64,
    /// What lies in it, in order.
    pub(super) items: Vec<Item>,
    data: Vec<u8>,
}

/// Shares items among blocks, in order: the positions that go into each.
pub(super) fn share(lengths: impl IntoIterator<Item = usize>) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let mut filled = 0;
    for (position, length) in lengths.into_iter().enumerate() {
        match blocks.last_mut() {
            Some(block) if filled + length <= BYTES && block.len() < ITEMS => {
                block.end = position + 1;
                filled += length;
            }
            _ => {
                blocks.push(position..position + 1);
                filled = length;
            }
        }
    }
    blocks
}

/// Writes a block of these ads, whose bytes lie in `raw`. Written twice it is there once.
pub(super) fn statement<'a>(
    number: i64,
    ads: impl Iterator<Item = &'a IncomingAd> + Clone,
    raw: &[u8],
) -> Result<UpdateStatement> {
    let frame = frame(ads, raw)?;
    let data = compress(&frame)?;
    if data.len() > DOCUMENT {
        let (length, limit) = (data.len(), DOCUMENT);
        return Err(Error::Batch(format!(
            "a raw item takes {length} bytes when it is compressed, and a document of MongoDB holds {limit}"
        )));
    }
    Ok(UpdateStatement::upsert(
        doc! {"_id": int(number)},
        doc! {"$setOnInsert": packed(frame.len(), data)},
    ))
}

/// The fields of compressed bytes that were so long.
pub(super) fn packed(length: usize, data: Vec<u8>) -> Document {
    let checksum = checksum(&data, length as u64);
    doc! {"n": count(length as u64), "c": checksum, "d": bytes(data)}
}

/// The list of the items, then the items: their number, then length, length of the ad's id, digest and id of each.
/// Numbers are `u32`, little-endian.
fn frame<'a>(ads: impl Iterator<Item = &'a IncomingAd> + Clone, raw: &[u8]) -> Result<Vec<u8>> {
    let number = |length: usize| {
        let number =
            u32::try_from(length).map_err(|_| Error::Batch("an item is larger than 4 GB".to_owned()));
        number.map(u32::to_le_bytes)
    };
    let mut frame = number(ads.clone().count())?.to_vec();
    for ad in ads.clone() {
        frame.extend(number(ad.raw.len())?);
        frame.extend(number(ad.id.len())?);
        frame.extend(ad.digest.to_le_bytes());
        frame.extend(ad.id.as_bytes());
    }
    for ad in ads {
        frame.extend_from_slice(bytes_of(ad, raw)?);
    }
    Ok(frame)
}

/// The raw bytes of an ad in its batch's buffer.
pub(super) fn bytes_of<'r>(ad: &IncomingAd, raw: &'r [u8]) -> Result<&'r [u8]> {
    raw.get(ad.raw.clone())
        .ok_or_else(|| Error::Batch(format!("the bytes of ad {} are outside its buffer", ad.id)))
}

impl Block {
    /// Opens the block in a document.
    pub(super) fn open(document: &Document) -> Result<Self> {
        let number = document.number("_id")?;
        let damaged = |what: &str| Error::Damaged(format!("block {number} of raw items: {what}"));
        let data = unpacked(document).map_err(|error| match error {
            Error::Damaged(what) => damaged(&what),
            other => other,
        })?;
        let items = list(&data).ok_or_else(|| damaged("its list cannot be read"))?;
        Ok(Self { number, items, data })
    }

    /// The bytes of an item of this block.
    pub(super) fn bytes(&self, item: &Item) -> &[u8] {
        self.data.get(item.range.clone()).unwrap_or_default()
    }

    /// The number of the item at a position, among all items of all blocks.
    pub(super) fn number_at(&self, position: usize) -> u64 {
        (self.number.cast_unsigned() << POSITION_BITS) | position as u64
    }
}

/// The block that the item with this number lies in.
pub(super) const fn block_of(number: u64) -> i64 {
    (number >> POSITION_BITS).cast_signed()
}

/// The bytes that [`packed`] packed.
pub(super) fn unpacked(document: &Document) -> Result<Vec<u8>> {
    let length = document.count("n")?;
    let data = Read::bytes(document, "d")?;
    // Before decompressing: a damaged length could ask for any amount of memory.
    if document.number("c")? != checksum(data, length) {
        return Err(Error::Damaged("its checksum is wrong".to_owned()));
    }
    let raw = decompress(data, usize::try_from(length).unwrap_or(usize::MAX))?;
    if raw.len() as u64 == length {
        Ok(raw)
    } else {
        Err(Error::Damaged("it is cut short".to_owned()))
    }
}

/// The checksum of compressed bytes and of the length before compression.
fn checksum(data: &[u8], length: u64) -> i64 {
    xxh3_64_with_seed(data, length).cast_signed()
}

/// Reads a block's list; `None` where it does not fit the bytes to their last.
fn list(data: &[u8]) -> Option<Vec<Item>> {
    let (count, mut rest) = number(data)?;
    let mut items = Vec::new();
    let mut lengths = Vec::new();
    for _ in 0..count {
        let (length, after) = number(rest)?;
        let (id, after) = number(after)?;
        let (digest, after) = after.split_first_chunk::<16>()?;
        let (id, after) = after.split_at_checked(id)?;
        rest = after;
        lengths.push(length);
        items.push(Item {
            ad: str::from_utf8(id).ok()?.to_owned(),
            digest: u128::from_le_bytes(*digest),
            range: 0..0,
        });
    }
    let mut start = data.len() - rest.len();
    for (item, length) in items.iter_mut().zip(lengths) {
        item.range = start..start.checked_add(length)?;
        start = item.range.end;
    }
    (start == data.len()).then_some(items)
}

fn number(data: &[u8]) -> Option<(usize, &[u8])> {
    let (number, rest) = data.split_first_chunk::<4>()?;
    Some((usize::try_from(u32::from_le_bytes(*number)).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::conformance::samples::{batch, sample};

    fn stored(number: i64, contents: &[&str]) -> (Document, crate::ImportBatch) {
        let samples: Vec<_> = contents
            .iter()
            .map(|content| sample(content, content, None))
            .collect();
        let batch = batch(&samples);
        let statement = statement(number, batch.ads.iter(), &batch.raw).unwrap();
        let mut document = statement.q;
        document.extend(statement.u.get_document("$setOnInsert").unwrap().clone());
        (document, batch)
    }

    #[test]
    fn items_come_back_in_order() {
        let (document, batch) = stored(7, &["b", "متجر", "a"]);
        let block = Block::open(&document).unwrap();
        assert_eq!((block.number, block.items.len()), (7, 3));
        for (item, ad) in block.items.iter().zip(&batch.ads) {
            assert_eq!((&item.ad, item.digest), (&ad.id, ad.digest));
            assert_eq!(block.bytes(item), bytes_of(ad, &batch.raw).unwrap());
        }
        assert_eq!(
            (
                block_of(block.number_at(2)),
                block.number_at(2) > block.number_at(1)
            ),
            (7, true)
        );
    }

    #[test]
    fn damage_is_told_with_the_number() {
        let (document, _) = stored(7, &["a"]);
        let mut flipped = Read::bytes(&document, "d").unwrap().to_vec();
        flipped[9] ^= 1;
        let one_less = document.number("n").unwrap() - 1;
        let with = |name: &str, value| {
            let mut document = document.clone();
            document.insert(name, value);
            document
        };
        let mut lying = doc! {"_id": 7};
        lying.extend(packed(40, compress(&[9; 40]).unwrap()));
        for damaged in [with("d", bytes(flipped)), with("n", int(one_less)), lying] {
            let error = Block::open(&damaged).unwrap_err();
            assert!(
                matches!(&error, Error::Damaged(what) if what.contains("block 7")),
                "{error}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_reading_a_list_panic(data: Vec<u8>) {
            if let Some(items) = list(&data) {
                prop_assert!(items.iter().all(|item| data.get(item.range.clone()).is_some()));
            }
        }

        #[test]
        fn every_item_is_in_one_block_and_no_block_is_too_large(lengths in prop::collection::vec(0_usize..3_000_000, 0..40)) {
            let blocks = share(lengths.iter().copied());
            let mut next = 0;
            for block in blocks {
                prop_assert_eq!(block.start, next);
                next = block.end;
                let bytes: usize = lengths[block.clone()].iter().sum();
                prop_assert!(bytes <= BYTES || block.len() == 1);
            }
            prop_assert_eq!(next, lengths.len());
        }
    }
}
