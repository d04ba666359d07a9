//! Packs the new raw items of a batch into blocks on their way to the compressor.

use std::ops::Range;

use super::blocks::Compressor;
use super::raw_items::Place;
use crate::{Error, IncomingAd, Result};

/// A block is closed when the next item would take it past this: what reading one item costs at most.
const BLOCK_LIMIT: usize = 4 << 20;

/// Gathers the new items of a batch into blocks.
pub(super) struct Packer {
    raw: Vec<u8>,
    kept: Vec<Range<usize>>,
    block: i64,
    bytes: usize,
}

impl Packer {
    pub(super) fn new(raw: Vec<u8>, block: i64) -> Self {
        Self {
            raw,
            kept: Vec::new(),
            block,
            bytes: 0,
        }
    }

    /// Where the ad's bytes will lie if they are kept.
    pub(super) fn place(&mut self, ad: &IncomingAd, compressor: &mut Compressor) -> Result<Place> {
        if self.raw.get(ad.raw.clone()).is_none() {
            return Err(Error::Batch(format!(
                "the bytes of ad {} are outside its buffer",
                ad.id
            )));
        }
        let length = ad.raw.len();
        if self.bytes > 0 && self.bytes + length > BLOCK_LIMIT {
            let block = self.copy();
            compressor.send(self.block, block)?;
            self.next();
        }
        Ok(Place {
            block: self.block,
            start: self.bytes,
            length,
        })
    }

    pub(super) fn keep(&mut self, ad: &IncomingAd) {
        self.bytes += ad.raw.len();
        self.kept.push(ad.raw.clone());
    }

    /// Hands over what is left; gives the id that the next block may take.
    pub(super) fn finish(mut self, compressor: &mut Compressor) -> Result<i64> {
        if !self.kept.is_empty() {
            let block = if self.is_all() {
                std::mem::take(&mut self.raw)
            } else {
                self.copy()
            };
            compressor.send(self.block, block)?;
            self.next();
        }
        Ok(self.block)
    }

    fn next(&mut self) {
        self.block += 1;
        self.bytes = 0;
        self.kept.clear();
    }

    /// Whether the kept items are the whole buffer in order, as they are when everything is new.
    fn is_all(&self) -> bool {
        let mut end = 0;
        let in_order = self
            .kept
            .iter()
            .all(|range| std::mem::replace(&mut end, range.end) == range.start);
        in_order && end == self.raw.len()
    }

    fn copy(&self) -> Vec<u8> {
        let mut block = Vec::with_capacity(self.bytes);
        for range in &self.kept {
            block.extend_from_slice(self.raw.get(range.clone()).unwrap_or_default());
        }
        block
    }
}
