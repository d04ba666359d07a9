//! An import into SQLite: rows are written here while another thread compresses their raw bytes.

use std::sync::MutexGuard;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::ads::{Effect, Intake};
use super::blocks::{self, Compressor};
use super::connections::{Connections, count_change};
use super::packer::Packer;
use super::raw_items::{self, Notes};
use super::searches;
use crate::{Error, Import, ImportBatch, ImportCounts, Result};

/// A transaction is committed once it holds this many ads, or this many bytes of blocks, or is this old:
/// rarely enough that its fixed cost vanishes, often enough that little is lost and others may write.
const COMMIT_ADS: u64 = 4096;
const COMMIT_BYTES: usize = 16 << 20;
const COMMIT_AFTER: Duration = Duration::from_secs(1);

/// See [`Import`]. Holds the writing connection until it ends.
pub(super) struct SqliteImport<'d> {
    connection: MutexGuard<'d, Connection>,
    compressor: Compressor,
    open: Option<Open>,
    counts: ImportCounts,
    failed: bool,
}

/// The transaction under way.
struct Open {
    since: Instant,
    changes_before: u64,
    next_block: i64,
    ads: u64,
    bytes: usize,
}

impl<'d> SqliteImport<'d> {
    pub(super) fn start(connections: &'d Connections) -> Result<Self> {
        Ok(Self {
            connection: connections.writer()?,
            compressor: Compressor::default(),
            open: None,
            counts: ImportCounts::default(),
            failed: false,
        })
    }

    /// Runs one step. If it fails the transaction is undone, back to the last commit, and the import ends:
    /// half a batch must never be committed.
    fn step(&mut self, work: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        if self.failed {
            return Err(Error::Engine(
                "this import failed before; start another one".to_owned(),
            ));
        }
        let result = work(self);
        if result.is_err() {
            self.failed = true;
            self.roll_back();
        }
        result
    }

    fn roll_back(&mut self) {
        self.open = None;
        self.compressor = Compressor::default();
        if !self.connection.is_autocommit() {
            // If even this fails, the next user of the connection tries again before anything else.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "how long the others have been waiting, not what time it is"
    )]
    fn begin(&mut self) -> Result<Open> {
        if let Some(open) = self.open.take() {
            return Ok(open);
        }
        self.connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        Ok(Open {
            since: Instant::now(),
            changes_before: self.connection.total_changes(),
            next_block: blocks::next_id(&self.connection)?,
            ads: 0,
            bytes: 0,
        })
    }

    fn write_batch(&mut self, batch: ImportBatch) -> Result<()> {
        let mut open = self.begin()?;
        let ImportBatch {
            raw,
            ads,
            searches,
            refused,
            ..
        } = batch;
        let mut packer = Packer::new(raw, open.next_block);
        let mut counts = self.counts;
        {
            let mut notes = Notes::prepare(&self.connection)?;
            let mut intake = Intake::prepare(&self.connection)?;
            for ad in &ads {
                let place = packer.place(ad, &mut self.compressor)?;
                let new_content = notes.put(ad, place)?;
                if new_content {
                    packer.keep(ad);
                }
                count(
                    &mut counts,
                    intake.put(ad, (ad.seen_at, ad.seen_at))?,
                    new_content,
                );
            }
        }
        open.next_block = packer.finish(&mut self.compressor)?;
        for search in &searches {
            searches::put(&self.connection, search)?;
        }
        for refused in &refused {
            searches::put_refused(&self.connection, refused)?;
        }
        while let Some(block) = self.compressor.done()? {
            open.bytes += blocks::insert(&self.connection, &block)?;
        }
        open.ads += ads.len() as u64;
        self.counts = counts;
        self.end_batch(open)
    }

    fn restore_batch(&mut self, batch: &ImportBatch) -> Result<()> {
        let mut open = self.begin()?;
        let mut counts = self.counts;
        {
            let mut intake = Intake::prepare(&self.connection)?;
            for ad in &batch.ads {
                let Some(seen) = raw_items::seen(&self.connection, &ad.id, ad.digest)? else {
                    return Err(Error::Batch(format!(
                        "ad {} comes back without its raw item",
                        ad.id
                    )));
                };
                count(&mut counts, intake.put(ad, seen)?, false);
            }
        }
        for search in &batch.searches {
            searches::put(&self.connection, search)?;
        }
        for refused in &batch.refused {
            searches::put_refused(&self.connection, refused)?;
        }
        open.ads += batch.ads.len() as u64;
        self.counts = counts;
        self.end_batch(open)
    }

    /// Commits if it is time to.
    fn end_batch(&mut self, open: Open) -> Result<()> {
        let due =
            open.ads >= COMMIT_ADS || open.bytes >= COMMIT_BYTES || open.since.elapsed() >= COMMIT_AFTER;
        self.open = Some(open);
        if due { self.commit() } else { Ok(()) }
    }

    fn commit(&mut self) -> Result<()> {
        let Some(open) = self.open.take() else {
            return Ok(());
        };
        while let Some(block) = self.compressor.wait()? {
            blocks::insert(&self.connection, &block)?;
        }
        if self.connection.total_changes() != open.changes_before {
            count_change(&self.connection)?;
        }
        self.connection.prepare_cached("COMMIT")?.execute([])?;
        Ok(())
    }

    /// Everyday commits leave syncing to the next checkpoint. This one is synced, and with it all before it;
    /// then the log is copied into the file, as far as no reader needs the file's older state.
    fn make_durable(&self) -> Result<()> {
        let connection = &*self.connection;
        connection.pragma_update(None, "synchronous", "FULL")?;
        let synced = connection.execute_batch("UPDATE changes SET version = version");
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        synced?;
        connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
        Ok(())
    }
}

/// An ad counts as new by its id, as updated where it was known and this changed it.
fn count(counts: &mut ImportCounts, effect: Effect, new_content: bool) {
    counts.ads += 1;
    match effect {
        Effect::New => counts.new += 1,
        Effect::Changed => counts.updated += 1,
        Effect::None => counts.updated += u64::from(new_content),
    }
}

impl Import for SqliteImport<'_> {
    fn write(&mut self, batch: ImportBatch) -> Result<()> {
        self.step(|import| import.write_batch(batch))
    }

    fn restore(&mut self, batch: ImportBatch) -> Result<()> {
        self.step(|import| import.restore_batch(&batch))
    }

    fn counts(&self) -> ImportCounts {
        self.counts
    }

    fn finish(mut self: Box<Self>) -> Result<ImportCounts> {
        self.step(Self::commit)?;
        self.make_durable()?;
        Ok(self.counts)
    }
}

impl Drop for SqliteImport<'_> {
    fn drop(&mut self) {
        self.roll_back();
    }
}
