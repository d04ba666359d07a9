//! Documents that belong together by a slug, from several sources that are each sorted by it: one group at a time,
//! by slug, with never more in memory than a group.

use std::collections::BTreeMap;

use ::mongodb::bson::{Bson, Document};

use super::Mongo;
use super::read::{FindAsk, Rows, document};
use crate::Result;

/// Rows sorted by a text field of theirs.
struct Source<'m> {
    rows: Rows<'m>,
    field: &'static str,
    head: Option<(String, Document)>,
}

/// Groups by slug.
pub(super) struct Groups<'m> {
    sources: Vec<Source<'m>>,
    /// Documents whose slug does not stand in the field as it is: few, and read before.
    aside: BTreeMap<String, Vec<Document>>,
}

impl<'m> Groups<'m> {
    /// With these documents (and slugs that have none) beside what the sources give.
    pub(super) const fn new(aside: BTreeMap<String, Vec<Document>>) -> Self {
        Self {
            sources: Vec::new(),
            aside,
        }
    }

    /// Adds documents that match, by this field, which holds a text in each of them. Those of `aside` must not match.
    pub(super) fn add(
        &mut self,
        mongo: &'m Mongo,
        collection: &'static str,
        filter: Document,
        field: &'static str,
        projection: Document,
    ) -> Result<()> {
        let rows = mongo.rows(collection, filter, FindAsk::by(field).with(projection))?;
        let mut source = Source {
            rows,
            field,
            head: None,
        };
        source.advance()?;
        self.sources.push(source);
        Ok(())
    }

    /// The next slug and its documents, those of others before ours.
    pub(super) fn next(&mut self) -> Result<Option<(String, Vec<Document>)>> {
        let heads = self
            .sources
            .iter()
            .filter_map(|source| source.head.as_ref().map(|(slug, _)| slug));
        let Some(slug) = heads.chain(self.aside.keys().next()).min().cloned() else {
            return Ok(None);
        };
        let mut documents = self.aside.remove(&slug).unwrap_or_default();
        for source in &mut self.sources {
            while let Some((_, document)) = source.head.take_if(|(head, _)| *head == slug) {
                documents.push(document);
                source.advance()?;
            }
        }
        documents.sort_by_cached_key(place);
        Ok(Some((slug, documents)))
    }
}

impl Source<'_> {
    fn advance(&mut self) -> Result<()> {
        while let Some(row) = self.rows.next()? {
            let document = document(&row)?;
            if let Ok(slug) = document.get_str(self.field)
                && is_plain(slug)
            {
                self.head = Some((slug.to_owned(), document));
                return Ok(());
            }
        }
        self.head = None;
        Ok(())
    }
}

/// Whether a slug stands there as it is.
pub(super) fn is_plain(slug: &str) -> bool {
    !slug.is_empty() && slug.trim() == slug
}

/// Where a document stands among those of one slug: what others wrote first, in the order of their `_id`s.
pub(super) fn place(document: &Document) -> (bool, String) {
    match document.get("_id") {
        Some(Bson::String(id)) => (true, id.clone()),
        Some(Bson::ObjectId(id)) => (false, id.to_hex()),
        Some(other) => (false, other.to_string()),
        None => (false, String::new()),
    }
}
