//! Small questions that several modules ask.

use std::collections::HashMap;

use ::mongodb::bson::{Bson, Document, doc};

use super::patience::persist;
use super::values::Read;
use super::{FindAsk, Mongo};
use crate::Result;

impl Mongo {
    /// Documents with these keys, by key, in one question. An empty projection gives all their fields.
    pub(super) fn by_keys<'k>(
        &self,
        collection: &'static str,
        keys: impl Iterator<Item = &'k str>,
        projection: Document,
    ) -> Result<HashMap<String, Document>> {
        let keys: Vec<_> = keys.collect();
        let mut found = HashMap::with_capacity(keys.len());
        if keys.is_empty() {
            return Ok(found);
        }
        let ask = FindAsk::by("_id").with(projection);
        self.find(collection, doc! {"_id": {"$in": keys}}, ask, &mut |document| {
            found.insert(document.key()?.to_owned(), document);
            Ok(std::ops::ControlFlow::Continue(()))
        })?;
        Ok(found)
    }

    /// The values that a field has, each once: read from an index that begins with it.
    pub(super) fn distinct(&self, collection: &'static str, field: &'static str) -> Result<Vec<Bson>> {
        let (patience, place, collection) = (self.patience, self.place(), self.collection(collection));
        self.bridge.wait(async move {
            let ask = || async { Ok(collection.distinct(field, Document::new()).await?) };
            Ok(persist(patience, &place, ask).await?.value)
        })
    }
}
