//! Indexes: made when a base is opened. A server builds them beside its other work; what it cannot make it does
//! without, more slowly.
//!
//! nx-27017 takes an index with `_id` among other keys, and then refuses every write to its collection: it gets none.

use std::time::Duration;

use ::mongodb::bson::{Document, doc};

use super::Mongo;
use super::names::{ADS, METRICS, NOTICED, RECORDS, STORES, WORK};
use super::patience::persist;
use crate::{Error, Result};

/// An opening waits so long for indexes at most; the server goes on making them after that.
const WAIT: Duration = Duration::from_secs(5);

/// An index.
#[derive(Debug, Clone, Copy)]
pub(super) struct Index {
    pub(super) collection: &'static str,
    /// Fields with their direction, 1 or -1.
    pub(super) keys: &'static [(&'static str, i32)],
    /// Only documents that have this field stand in it.
    pub(super) having: Option<&'static str>,
}

impl Index {
    const fn of(collection: &'static str, keys: &'static [(&'static str, i32)]) -> Self {
        Self {
            collection,
            keys,
            having: None,
        }
    }

    const fn having(mut self, field: &'static str) -> Self {
        self.having = Some(field);
        self
    }

    /// As `createIndexes` wants it.
    pub(super) fn document(&self) -> Document {
        let keys: Document = self
            .keys
            .iter()
            .map(|(field, way)| ((*field).to_owned(), (*way).into()))
            .collect();
        let parts: Vec<_> = self.keys.iter().map(|(field, _)| *field).collect();
        let mut index = doc! { "key": keys, "name": format!("sa_{}", parts.join("_")) };
        if let Some(field) = self.having {
            index.insert("partialFilterExpression", doc! { field: { "$exists": true } });
        }
        index
    }
}

/// All of them.
///
/// Those of sellers, documents and records. Sellers are found and walked under each spelling of their slug; documents
/// likewise, and by what the prototype's own queries ask.
pub(super) const ALL: &[Index] = &[
    Index::of(STORES, &[("slug", 1)]),
    Index::of(STORES, &[("client_id", 1)]),
    Index::of(STORES, &[("Slug", 1)]),
    Index::of(METRICS, &[("client_id", 1), ("type", 1), ("analyzed_at", -1)]),
    Index::of(METRICS, &[("client_slug", 1), ("type", 1), ("analyzed_at", -1)]),
    Index::of(METRICS, &[("type", 1), ("client_id", 1)]),
    Index::of(METRICS, &[("type", 1), ("status", 1)]),
    Index::of(METRICS, &[("processing_status", 1)]),
    Index::of(RECORDS, &[("shelf", 1), ("key", 1)]),
    Index::of(NOTICED, &[("in", 1), ("_id", 1)]),
    Index::of(ADS, &[("u", 1), ("z", 1), ("_id", -1)]).having("u"),
    Index::of(ADS, &[("e", 1), ("_id", 1)]),
    Index::of(ADS, &[("p", 1)]),
    Index::of(ADS, &[("ow", 1)]).having("ow"),
    Index::of(ADS, &[("mn", 1)]).having("mn"),
];

/// Those of work: what can be claimed in the order in which it is, and a scan's items.
pub(super) const WORK_ITEMS: &[Index] = &[
    Index::of(WORK, &[("state", 1), ("lease_until", 1), ("key", 1)]),
    Index::of(WORK, &[("state", 1), ("not_before", 1), ("key", 1)]),
    Index::of(WORK, &[("group", 1), ("key", 1)]),
];

impl Mongo {
    /// Asks for indexes (`key`, `name`, and further fields of `createIndexes`), waiting a few seconds for them at most.
    /// One that the server refuses, or has under another name, is done without.
    pub fn ensure_indexes(&self, collection: &'static str, indexes: Vec<Document>) -> Result<()> {
        self.make_indexes(indexes.into_iter().map(|index| (collection, index)).collect())
    }

    pub(super) fn make_indexes(&self, indexes: Vec<(&'static str, Document)>) -> Result<()> {
        // Where pipelines are not known, an `_id` among several keys may be taken, and every document then refused.
        let whole = self.capabilities()?.pipeline_updates;
        let fitting = |(collection, index)| match shorter(&index) {
            Some(shorter) if !whole => (collection, shorter),
            _ => (collection, index),
        };
        let indexes: Vec<(&'static str, Document)> = indexes.into_iter().map(fitting).collect();
        let (database, patience, place) = (self.database.clone(), self.patience, self.place());
        let making = self.bridge.begin(async move {
            for (collection, index) in indexes {
                let command = doc! { "createIndexes": collection, "indexes": [index] };
                let ask = || async { Ok(database.run_command(command.clone()).await.map(drop)?) };
                // Refused for what it is: reading and writing go without it.
                if let Err(error @ (Error::Unreachable { .. } | Error::Refused { .. })) =
                    persist(patience, &place, ask).await
                {
                    return Err(error);
                }
            }
            Ok(())
        });
        making.wait_for(WAIT)?.unwrap_or(Ok(()))
    }
}

/// The same index without an `_id` among its keys; `None` where there is none.
fn shorter(index: &Document) -> Option<Document> {
    let mut index = index.clone();
    index.get_document_mut("key").ok()?.remove("_id")?;
    Some(index)
}
