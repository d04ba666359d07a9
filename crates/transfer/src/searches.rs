//! Searches that were made, and items that were refused.

use database::ImportBatch;

use crate::mark::Mark;
use crate::portions::Walk;
use crate::{Copy, Result, Stage};

/// Searches that are handed over at once.
const SEARCHES: usize = 2000;

/// Refused items that are; each holds up to 64 KiB.
const REFUSED: usize = 100;

/// Copies searches from the mark on, in the order of writing.
pub(crate) fn searches(copy: &mut Copy<'_>, mark: &mut Mark) -> Result<()> {
    let (source, after) = (copy.source, mark.searches);
    Walk::new(|visit| source.each_search_after(after, visit)).portions(SEARCHES, |portion| {
        let batch = ImportBatch {
            searches: portion.iter().map(|(_, search)| search.clone()).collect(),
            ..ImportBatch::default()
        };
        copy.import(batch)?;
        if let Some((number, _)) = portion.last() {
            mark.searches = *number;
            mark.write(copy.target)?;
        }
        copy.counts.searches += portion.len() as u64;
        copy.done(Stage::Searches, portion.len())
    })
}

/// Copies refused items. They have no number to go on from: few are, and one that is there stays as it is.
pub(crate) fn refused(copy: &mut Copy<'_>) -> Result<()> {
    let source = copy.source;
    Walk::new(|visit| source.each_refused(visit)).portions(REFUSED, |portion| {
        let batch = ImportBatch {
            refused: portion.to_vec(),
            ..ImportBatch::default()
        };
        copy.import(batch)?;
        copy.counts.refused += portion.len() as u64;
        copy.done(Stage::Refused, portion.len())
    })
}

impl Copy<'_> {
    fn import(&self, batch: ImportBatch) -> Result<()> {
        let mut import = self.target.start_import()?;
        import.write(batch)?;
        import.finish()?;
        Ok(())
    }
}
