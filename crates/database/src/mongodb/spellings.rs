//! Which spellings a base uses, so that a question about one seller is asked under those only.
//!
//! Looked at when first needed, and again with every walk over all sellers and whenever documents of others are looked
//! for: what others write in a spelling that is new to a base is found by those.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use ::mongodb::bson::{Bson, doc};

use super::names::{METRICS, STORES};
use super::stores::SLUGS;
use super::{FindAsk, Mongo, sellers};
use crate::Result;

/// What was seen.
#[derive(Debug, Default)]
pub(super) struct Spellings {
    /// For each of the spellings of a slug in `stores`, whether a document has it.
    pub(super) used: [bool; 3],
    /// Documents (by `_id`) whose slug does not stand there as it is, by slug.
    pub(super) odd: BTreeMap<String, Vec<Bson>>,
    /// Whether documents of `ads_metrics` say `client_slug`.
    pub(super) client_slug: bool,
}

impl Mongo {
    /// What was seen last, or is seen now.
    pub(super) fn spellings(&self) -> Result<Arc<Spellings>> {
        let known = self
            .spellings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        known.map_or_else(|| self.look_at_spellings(), Ok)
    }

    /// Looks again.
    pub(super) fn look_at_spellings(&self) -> Result<Arc<Spellings>> {
        let has = |collection, field| {
            let ask = FindAsk::default().with(doc! { "_id": 1 });
            let found = self.find_one(collection, doc! { field: { "$gte": "" } }, ask)?;
            Ok::<_, crate::Error>(found.is_some())
        };
        let [_, client_id, capital] = SLUGS;
        let ids = |documents: Vec<_>| documents.iter().map(sellers::id).collect();
        let odd = sellers::odd(self)?;
        let seen = Arc::new(Spellings {
            // Our own documents say `slug`, so that one is always asked for.
            used: [true, has(STORES, client_id)?, has(STORES, capital)?],
            odd: odd
                .into_iter()
                .map(|(slug, documents)| (slug, ids(documents)))
                .collect(),
            client_slug: has(METRICS, "client_slug")?,
        });
        *self.spellings.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&seen));
        Ok(seen)
    }
}
