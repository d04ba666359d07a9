//! An import into MongoDB: other processes may write, and import, at the same time.
//!
//! A batch is written in an order that makes a cut harmless: the bytes, then whose they are, then the ads, then searches
//! and refused items. Whoever is killed between leaves raw items without ads, or bytes that are nobody's; the same batch
//! imported again completes it. Batches can be seen as they are written.

use std::time::{Duration, Instant};

use super::intake::{self, Sighting};
use super::telling::Telling;
use super::{Mongo, blocks, raw_items, refused, searches};
use crate::{Error, Import, ImportBatch, ImportCounts, Result};

/// What was written is told this often: each telling is a few questions to the server.
const TELL_AFTER: Duration = Duration::from_secs(1);

/// See [`Import`].
pub(super) struct MongoImport<'m> {
    telling: Telling<'m>,
    told: Instant,
    counts: ImportCounts,
    failed: bool,
}

impl<'m> MongoImport<'m> {
    pub(super) fn start(mongo: &'m Mongo) -> Self {
        Self {
            telling: Telling::new(mongo),
            told: now(),
            counts: ImportCounts::default(),
            failed: false,
        }
    }

    /// Runs one step. If it fails the import ends: what it was to count is not known.
    fn step(&mut self, work: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        if self.failed {
            return Err(Error::Engine(
                "this import failed before; start another one".to_owned(),
            ));
        }
        let result = work(self);
        self.failed = result.is_err();
        result
    }

    fn write_batch(&mut self, batch: &ImportBatch) -> Result<()> {
        // All of them before anything is written: such a batch is a fault of the caller.
        for ad in &batch.ads {
            blocks::bytes_of(ad, &batch.raw)?;
        }
        let new_content = raw_items::store(&mut self.telling, batch)?;
        let sightings = batch
            .ads
            .iter()
            .zip(new_content)
            .map(|(ad, new_content)| Sighting {
                ad,
                seen: (ad.seen_at, ad.seen_at),
                new_content,
            });
        self.end_batch(&sightings.collect::<Vec<_>>(), batch)
    }

    fn restore_batch(&mut self, batch: &ImportBatch) -> Result<()> {
        let times = raw_items::seen(self.telling.mongo(), &batch.ads)?;
        let sightings = batch.ads.iter().zip(times).map(|(ad, seen)| Sighting {
            ad,
            seen,
            new_content: false,
        });
        self.end_batch(&sightings.collect::<Vec<_>>(), batch)
    }

    /// Writes what comes after the raw items.
    fn end_batch(&mut self, sightings: &[Sighting<'_>], batch: &ImportBatch) -> Result<()> {
        let effects = intake::take_in(&mut self.telling, sightings)?;
        self.counts.ads += sightings.len() as u64;
        self.counts.new += effects.new;
        self.counts.updated += effects.updated;
        searches::put(&mut self.telling, &batch.searches)?;
        refused::put(&mut self.telling, &batch.refused)?;
        if self.told.elapsed() >= TELL_AFTER {
            self.telling.tell()?;
            self.told = now();
        }
        Ok(())
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long the others have been waiting, not what time it is"
)]
fn now() -> Instant {
    Instant::now()
}

impl Import for MongoImport<'_> {
    fn write(&mut self, batch: ImportBatch) -> Result<()> {
        self.step(|import| import.write_batch(&batch))
    }

    fn restore(&mut self, batch: ImportBatch) -> Result<()> {
        self.step(|import| import.restore_batch(&batch))
    }

    fn counts(&self) -> ImportCounts {
        self.counts
    }

    /// Every write was acknowledged by a majority that has it on disk: there is nothing left to make durable.
    fn finish(mut self: Box<Self>) -> Result<ImportCounts> {
        self.step(|import| import.telling.tell())?;
        Ok(self.counts)
    }
}

impl Drop for MongoImport<'_> {
    fn drop(&mut self) {
        // What cannot be told now is told by whoever looks later: it was noted before it was written.
        let _ = self.telling.tell();
    }
}
