//! Raw items with their ads, and whose ads they are.

use database::{Attribution, Import, ImportBatch, IncomingAd, KeptItem};

use crate::mark::Mark;
use crate::portions::Walk;
use crate::{Copy, Error, Result, Stage};

/// A batch holds at most so many items, and about so many bytes.
const BATCH_ITEMS: usize = 500;
const BATCH_BYTES: usize = 8 << 20;

/// After so many batches the import is ended, made durable and noted, so that a copy that is cut repeats little.
const BATCHES: u32 = 40;

/// Attributions that are handed over at once.
const PORTION: usize = 2000;

/// Copies items from the mark on.
pub(crate) fn copy(copy: &mut Copy<'_>, mark: &mut Mark) -> Result<()> {
    let (source, after) = (copy.source, mark.items);
    let mut writer = Writer {
        copy,
        mark,
        import: None,
        batches: 0,
        batch: ImportBatch::default(),
        items: 0,
        last: after,
    };
    Walk::new(|visit| source.each_kept(after, visit)).each(|item| writer.take(item))?;
    writer.flush()?;
    writer.end()
}

/// Gathers items into batches, and batches into imports.
struct Writer<'w, 'c> {
    copy: &'w mut Copy<'c>,
    mark: &'w mut Mark,
    import: Option<Box<dyn Import + 'c>>,
    batches: u32,
    batch: ImportBatch,
    items: usize,
    last: u64,
}

impl Writer<'_, '_> {
    fn take(&mut self, item: KeptItem) -> Result<()> {
        let KeptItem {
            number,
            raw,
            first_seen,
            ad,
        } = item;
        let Some(ad) = ad else {
            return Err(Error::Unmade { ad: raw.id });
        };
        let start = self.batch.raw.len();
        self.batch.raw.extend_from_slice(&raw.raw);
        let range = start..self.batch.raw.len();
        // Seen first and seen last: an import widens from one to the other.
        if first_seen != ad.seen_at {
            self.batch.ads.push(IncomingAd {
                raw: range.clone(),
                seen_at: first_seen,
                ..ad.clone()
            });
        }
        self.batch.ads.push(IncomingAd { raw: range, ..ad });
        self.items += 1;
        self.last = number;
        if self.items >= BATCH_ITEMS || self.batch.raw.len() >= BATCH_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<()> {
        let items = std::mem::take(&mut self.items);
        if items == 0 {
            return Ok(());
        }
        let mut import = match self.import.take() {
            Some(import) => import,
            None => self.copy.target.start_import()?,
        };
        import.write(std::mem::take(&mut self.batch))?;
        self.import = Some(import);
        self.batches += 1;
        self.copy.counts.items += items as u64;
        if self.batches >= BATCHES {
            self.end()?;
        }
        self.copy.done(Stage::Items, items)
    }

    /// Makes durable what was written, then says so.
    fn end(&mut self) -> Result<()> {
        self.batches = 0;
        if let Some(import) = self.import.take() {
            import.finish()?;
            self.mark.items = self.last;
            self.mark.write(self.copy.target)?;
        }
        Ok(())
    }
}

/// Notes whose ads they are and which are gone, as the source has it.
pub(crate) fn attributions(copy: &mut Copy<'_>) -> Result<()> {
    let source = copy.source;
    Walk::new(|visit| source.each_judged(visit)).portions(PORTION, |ads| {
        let portion: Vec<_> = ads
            .iter()
            .map(|ad| Attribution {
                ad: ad.id.clone(),
                seller: ad.seller.clone(),
                gone: ad.gone,
            })
            .collect();
        copy.target.put_attributions(&portion)?;
        copy.counts.attributions += portion.len() as u64;
        copy.done(Stage::Attributions, portion.len())
    })
}
