//! What others wrote: the live shop base and other programs do not tell us what they change, so it is looked for.
//!
//! A document that we wrote carries a digest of what we wrote. For others' documents the digest of what was noticed last
//! stands in a collection of ours, so that theirs stay as they are.

use std::collections::HashMap;
use std::ops::ControlFlow;

use ::mongodb::bson::{Bson, Document, doc};

use super::changes::Change;
use super::documents::{self, Said};
use super::groups::place;
use super::names::{METRICS, NOTICED, STORES};
use super::stores::{self, SLUGS};
use super::values::whole;
use super::{FindAsk, Mongo, UpdateStatement};
use crate::Result;

/// Documents that are compared at once.
const CHUNK: usize = 1_000;

/// A document as others left it.
struct Left {
    key: String,
    id: Bson,
    slug: String,
    digest: i64,
}

impl Mongo {
    /// Looks at all sellers, mappings and reports for what others wrote, changed or took away since it was looked last,
    /// and tells of their sellers as touched. Gives how many documents it were. What others take away of documents that
    /// we wrote is not noticed.
    pub fn notice_foreign(&self) -> Result<u64> {
        self.look_at_spellings()?;
        let mut noticed = 0;
        for collection in [STORES, METRICS] {
            noticed += self.notice_in(collection)?;
            noticed += self.notice_gone(collection)?;
        }
        Ok(noticed)
    }

    fn notice_in(&self, collection: &'static str) -> Result<u64> {
        let mut rows = self.rows(collection, Document::new(), FindAsk::by("_id"))?;
        let mut noticed = 0;
        loop {
            let mut chunk = Vec::with_capacity(CHUNK);
            while chunk.len() < CHUNK
                && let Some(row) = rows.next()?
            {
                chunk.extend(left(collection, &super::read::document(&row)?)?);
                // Documents that we wrote leave nothing in the chunk, and cost nothing.
            }
            if chunk.is_empty() {
                return Ok(noticed);
            }
            noticed += self.notice(collection, chunk)?;
        }
    }

    fn notice(&self, collection: &'static str, chunk: Vec<Left>) -> Result<u64> {
        let keys: Vec<_> = chunk.iter().map(|left| left.key.as_str()).collect();
        let mut known = HashMap::new();
        self.find(
            NOTICED,
            doc! { "_id": { "$in": keys } },
            FindAsk::default(),
            &mut |mark| {
                if let (Ok(key), Some(digest)) = (mark.get_str("_id"), mark.get("digest").and_then(whole)) {
                    known.insert(key.to_owned(), digest);
                }
                Ok(ControlFlow::Continue(()))
            },
        )?;
        let other = |left: &Left| known.get(&left.key) != Some(&left.digest);
        let others: Vec<_> = chunk.into_iter().filter(other).collect();
        if others.is_empty() {
            return Ok(0);
        }
        let mut slugs: Vec<_> = others.iter().map(|left| left.slug.clone()).collect();
        slugs.sort();
        slugs.dedup();
        // First told, then marked: where this ends between the two it is told again.
        self.telling(&slugs, || Ok(((), Change::Some(slugs.clone()))))?;
        let marks: Vec<_> = others
            .iter()
            .map(|left| {
                let mark = doc! {
                    "in": collection, "of": left.id.clone(), "slug": &left.slug, "digest": left.digest,
                };
                UpdateStatement::upsert(doc! { "_id": &left.key }, doc! { "$set": mark })
            })
            .collect();
        self.update_many_statements(NOTICED, &marks)?;
        Ok(others.len() as u64)
    }

    /// Looks for marks whose document is gone.
    fn notice_gone(&self, collection: &'static str) -> Result<u64> {
        let mut rows = self.rows(NOTICED, doc! { "in": collection }, FindAsk::by("_id"))?;
        let mut gone = 0;
        loop {
            let mut marks = Vec::with_capacity(CHUNK);
            while marks.len() < CHUNK
                && let Some(row) = rows.next()?
            {
                marks.push(super::read::document(&row)?);
            }
            if marks.is_empty() {
                return Ok(gone);
            }
            let ids: Vec<_> = marks.iter().filter_map(|mark| mark.get("of").cloned()).collect();
            let mut there = Vec::with_capacity(ids.len());
            let ask = FindAsk::default().with(doc! { "_id": 1 });
            self.find(collection, doc! { "_id": { "$in": ids } }, ask, &mut |document| {
                there.push(key(collection, &document));
                Ok(ControlFlow::Continue(()))
            })?;
            there.sort();
            marks.retain(|mark| {
                mark.get_str("_id")
                    .is_ok_and(|key| there.binary_search_by(|known| known.as_str().cmp(key)).is_err())
            });
            gone += marks.len() as u64;
            self.forget(&marks)?;
        }
    }

    fn forget(&self, marks: &[Document]) -> Result<()> {
        if marks.is_empty() {
            return Ok(());
        }
        let mut slugs: Vec<_> = marks
            .iter()
            .filter_map(|mark| mark.get_str("slug").ok().map(str::to_owned))
            .collect();
        slugs.sort();
        slugs.dedup();
        self.telling(&slugs, || Ok(((), Change::Removed(slugs.clone()))))?;
        let keys: Vec<_> = marks.iter().filter_map(|mark| mark.get("_id").cloned()).collect();
        self.delete(NOTICED, doc! { "_id": { "$in": keys } }).map(drop)
    }
}

/// What others left in a document; `None` where it says what we wrote, or nothing that is read.
fn left(collection: &str, document: &Document) -> Result<Option<Left>> {
    let (slug, digest) = if collection == STORES {
        match stores::slug_of(document, &SLUGS) {
            Ok(slug) => (slug, stores::content(document)),
            Err(_) => return Ok(None),
        }
    } else {
        match documents::read(document) {
            Said::Mapping(mapping) => {
                let digest = documents::content(&mapping)?;
                (mapping.client_id, digest)
            }
            Said::Report(report) => {
                let digest = documents::content(&report)?;
                (report.client_id, digest)
            }
            Said::Nothing | Said::Unreadable(_) => return Ok(None),
        }
    };
    let ours = document
        .get_document("sa")
        .ok()
        .and_then(|ours| ours.get("digest"))
        .and_then(whole);
    Ok((ours != Some(digest)).then(|| Left {
        key: key(collection, document),
        id: document.get("_id").cloned().unwrap_or(Bson::Null),
        slug,
        digest,
    }))
}

fn key(collection: &str, document: &Document) -> String {
    let (ours, id) = place(document);
    format!("{collection}/{}{id}", if ours { "text:" } else { "" })
}
