//! Writes that tell whoever follows changes that there was one.

use ::mongodb::bson::Document;

use super::changes::{Change, Intent};
use super::{Mongo, UpdateStatement, Updated};
use crate::Result;

/// Writes that are told together. Before the first of them it is noted that something is about to change: where this
/// process ends before it tells, somebody else does, later.
pub(super) struct Telling<'m> {
    mongo: &'m Mongo,
    intent: Option<Intent>,
    changed: bool,
}

impl<'m> Telling<'m> {
    pub(super) const fn new(mongo: &'m Mongo) -> Self {
        Self {
            mongo,
            intent: None,
            changed: false,
        }
    }

    /// The database, to read.
    pub(super) const fn mongo(&self) -> &'m Mongo {
        self.mongo
    }

    /// Sends updates.
    pub(super) fn update(
        &mut self,
        collection: &'static str,
        statements: &[UpdateStatement],
    ) -> Result<Updated> {
        if statements.is_empty() {
            return Ok(Updated::default());
        }
        self.intend()?;
        let updated = self.mongo.update_many_statements(collection, statements)?;
        self.changed |= updated.modified + updated.upserted > 0 || updated.repeated;
        Ok(updated)
    }

    /// Adds a document; gives `false`, and adds nothing, where its key is taken.
    pub(super) fn insert(&mut self, collection: &'static str, document: Document) -> Result<bool> {
        self.intend()?;
        let inserted = self.mongo.insert_many_unordered(collection, &[document])?;
        self.changed |= inserted.inserted > 0 || inserted.repeated;
        Ok(inserted.inserted == 1)
    }

    /// Takes away what matches.
    pub(super) fn delete(&mut self, collection: &'static str, filter: Document) -> Result<u64> {
        self.intend()?;
        let gone = self.mongo.delete(collection, filter)?;
        self.changed |= gone > 0;
        Ok(gone)
    }

    /// Tells of what was written since it was told last.
    pub(super) fn tell(&mut self) -> Result<()> {
        let Some(intent) = self.intent.take() else {
            return Ok(());
        };
        let changed = std::mem::take(&mut self.changed);
        let change = if changed {
            Change::Some(Vec::new())
        } else {
            Change::None
        };
        self.mongo.tell(&intent, change)
    }

    /// Tells, and is done.
    pub(super) fn end(mut self) -> Result<()> {
        self.tell()
    }

    fn intend(&mut self) -> Result<()> {
        if self.intent.is_none() {
            self.intent = Some(self.mongo.intend(&[])?);
        }
        Ok(())
    }
}
