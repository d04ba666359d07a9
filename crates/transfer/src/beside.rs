//! What stands beside the content: people's own words, settings and marks.

use std::collections::BTreeSet;

use database::{Record, Shelf};

use crate::mark;
use crate::portions::Walk;
use crate::{Copy, Result, Stage};

/// Copies the records of all shelves. Their bodies are the same then; revisions are each database's own. A record
/// that the source drops while it is copied (a key that is revoked, a session that ends) is dropped in the target too.
pub(crate) fn records(copy: &mut Copy<'_>) -> Result<()> {
    for shelf in Shelf::ALL {
        let mut given = BTreeSet::new();
        let source = copy.source;
        Walk::new(|visit| source.each_record(shelf, visit)).each(|record: Record| {
            let known = copy.target.record(shelf, &record.key)?;
            if known.is_none_or(|known| known.body != record.body) {
                copy.target.put_record(shelf, &record.key, &record.body, None)?;
            }
            copy.counts.records += 1;
            given.insert(record.key);
            copy.done(Stage::Records, 1)
        })?;
        for key in given {
            if source.record(shelf, &key)?.is_none() {
                copy.target.remove_record(shelf, &key)?;
            }
        }
    }
    Ok(())
}

/// Copies notes, but for the marks of copies.
pub(crate) fn notes(copy: &mut Copy<'_>) -> Result<()> {
    let source = copy.source;
    Walk::new(|visit| source.each_note(visit)).each(|(key, value): (String, String)| {
        if key == mark::KEY {
            return Ok(());
        }
        copy.target.set_note(&key, &value)?;
        copy.counts.notes += 1;
        copy.done(Stage::Notes, 1)
    })
}
