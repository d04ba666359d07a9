//! Questions whose answers come row by row, and small ones whose answers come at once.

use std::ops::ControlFlow;
use std::vec::IntoIter;

use ::mongodb::bson::raw::RawDocumentBuf;
use ::mongodb::bson::{Bson, Document, RawBsonRef, RawDocument, doc};
use ::mongodb::error::Error as DriverError;
use ::mongodb::raw_batch_cursor::{RawBatch, RawBatchCursor};
use futures_util::StreamExt;

use super::bridge::Pending;
use super::failure;
use super::patience::{Setback, persist};
use super::{Collection, Mongo};
use crate::{Error, Result, Visit};

/// What a [`find`](Mongo::find) wants to have, and in which order.
#[derive(Debug, Clone, Default)]
pub struct FindAsk {
    /// The order; none where it is empty.
    pub sort: Document,
    /// The fields; all where it is empty.
    pub projection: Document,
    /// At most so many; all where it is 0.
    pub limit: u32,
    /// Leave out the first so many.
    pub skip: u64,
    /// A field by which alone rows are sorted, of one type and never absent: a walk that is cut goes on after the last
    /// row, by it. Set by [`by`](Self::by).
    key: Option<String>,
}

impl FindAsk {
    /// Sorted by this field, which is of one type and never absent; where `_id` is projected away also one of a kind.
    /// Such a walk goes on by itself where its cursor is cut.
    pub fn by(key: &str) -> Self {
        Self {
            sort: doc! { key: 1 },
            key: Some(key.to_owned()),
            ..Self::default()
        }
    }

    /// In this order.
    pub fn sorted(sort: Document) -> Self {
        Self {
            sort,
            ..Self::default()
        }
    }

    /// With these fields only (and `_id`, unless they say otherwise; and the one that [`by`](Self::by) sorts by must
    /// be among them).
    #[must_use]
    pub fn with(mut self, projection: Document) -> Self {
        self.projection = projection;
        self
    }

    /// So many at most.
    #[must_use]
    pub const fn first(mut self, limit: u32) -> Self {
        self.limit = limit;
        self
    }
}

/// What is asked of one collection.
#[derive(Debug, Clone)]
enum Question {
    Find(Document, Box<FindAsk>),
    Aggregate(Vec<Document>),
}

impl Question {
    async fn ask(self, collection: Collection) -> std::result::Result<RawBatchCursor, Setback> {
        let cursor = match self {
            Self::Find(filter, ask) => {
                let mut find = collection.find(filter).skip(ask.skip);
                if !ask.sort.is_empty() {
                    find = find.sort(ask.sort).allow_disk_use(true);
                }
                if !ask.projection.is_empty() {
                    find = find.projection(ask.projection);
                }
                if ask.limit > 0 {
                    find = find.limit(i64::from(ask.limit));
                }
                find.batch().await
            }
            Self::Aggregate(pipeline) => collection.aggregate(pipeline).allow_disk_use(true).batch().await,
        };
        Ok(cursor?)
    }

    /// The same from the last row's key on, where that can be said.
    fn after(&self, seen: &Seen) -> Option<Self> {
        let Some(last) = &seen.key else {
            return (!seen.any).then(|| self.clone());
        };
        let Self::Find(filter, ask) = self else {
            return None;
        };
        let key = ask.key.as_deref().filter(|_| ask.limit == 0)?;
        // Rows of the same key come again, and are left out by their `_id`.
        let from = if seen.ids.is_empty() { "$gt" } else { "$gte" };
        let filter = doc! { "$and": [filter.clone(), { key: { from: last.clone() } }] };
        let ask = FindAsk {
            skip: 0,
            ..FindAsk::clone(ask)
        };
        Some(Self::Find(filter, Box::new(ask)))
    }

    fn key(&self) -> Option<&str> {
        match self {
            Self::Find(_, ask) => ask.key.as_deref(),
            Self::Aggregate(_) => None,
        }
    }
}

/// How far a walk is.
#[derive(Debug, Default)]
struct Seen {
    /// Whether there was any row.
    any: bool,
    /// The last row's key.
    key: Option<Bson>,
    /// The `_id`s of all rows with this key.
    ids: Vec<Bson>,
}

impl Seen {
    /// Notes a row. Gives whether it is seen for the first time.
    fn note(&mut self, row: &RawDocument, key: Option<&str>) -> Result<bool> {
        self.any = true;
        let Some(key) = key else { return Ok(true) };
        let (value, id) = (value(row, key)?, value(row, "_id")?);
        if self.key.as_ref() != Some(&value) {
            self.key = Some(value);
            self.ids.clear();
        } else if self.ids.contains(&id) {
            return Ok(false);
        }
        if id != Bson::Null {
            self.ids.push(id);
        }
        Ok(true)
    }
}

/// A cursor and the batch that it gave last, if there was one more.
type Fetched = (Option<std::result::Result<RawBatch, DriverError>>, RawBatchCursor);

/// Rows one by one. The next batch is fetched while this one is looked at.
pub(super) struct Rows<'m> {
    mongo: &'m Mongo,
    collection: &'static str,
    question: Question,
    fetching: Option<Pending<Fetched>>,
    batch: IntoIter<RawDocumentBuf>,
    seen: Seen,
}

impl<'m> Rows<'m> {
    fn ask(mongo: &'m Mongo, collection: &'static str, question: Question) -> Result<Self> {
        let mut rows = Self {
            mongo,
            collection,
            question,
            fetching: None,
            batch: Vec::new().into_iter(),
            seen: Seen::default(),
        };
        rows.open(rows.question.clone())?;
        Ok(rows)
    }

    fn open(&mut self, question: Question) -> Result<()> {
        let collection = self.mongo.collection(self.collection);
        let (patience, place) = (self.mongo.patience, self.mongo.place());
        let cursor = self.mongo.bridge.wait(async move {
            let ask = || question.clone().ask(collection.clone());
            Ok(persist(patience, &place, ask).await?.value)
        })?;
        self.fetch(cursor);
        Ok(())
    }

    fn fetch(&mut self, mut cursor: RawBatchCursor) {
        self.fetching = Some(self.mongo.bridge.begin(async move {
            let batch = cursor.next().await;
            (batch, cursor)
        }));
    }

    /// The next row.
    pub(super) fn next(&mut self) -> Result<Option<RawDocumentBuf>> {
        loop {
            if let Some(row) = self.batch.next() {
                if self.seen.note(&row, self.question.key())? {
                    return Ok(Some(row));
                }
                continue;
            }
            let Some(fetching) = self.fetching.take() else {
                return Ok(None);
            };
            match fetching.wait()? {
                (None, _) => return Ok(None),
                (Some(Ok(batch)), cursor) => {
                    self.fetch(cursor);
                    self.batch = split(&batch)?.into_iter();
                }
                (Some(Err(error)), _) => self.resume(&error)?,
            }
        }
    }

    /// Asks for what did not come yet, where the cursor died of something that passes.
    fn resume(&mut self, error: &DriverError) -> Result<()> {
        let place = self.mongo.place();
        let gone =
            matches!(&*error.kind, ::mongodb::error::ErrorKind::Command(c) if c.code == CURSOR_NOT_FOUND);
        if !gone && !failure::passes(error) {
            return Err(failure::meaning(error, &place));
        }
        match self.question.after(&self.seen) {
            Some(rest) => self.open(rest),
            None => Err(failure::unreachable(
                &place,
                format!("{}, amid a walk", failure::words(error)),
            )),
        }
    }
}

/// A cursor that idled for too long, or whose server is another by now.
const CURSOR_NOT_FOUND: i32 = 43;

fn value(row: &RawDocument, key: &str) -> Result<Bson> {
    let value = row.get(key).map_err(unreadable)?.unwrap_or(RawBsonRef::Null);
    Bson::try_from(value).map_err(unreadable)
}

fn split(batch: &RawBatch) -> Result<Vec<RawDocumentBuf>> {
    let rows = batch
        .doc_slices()
        .map_err(|error| Error::Engine(failure::words(&error)))?;
    rows.into_iter()
        .filter_map(|row| match row {
            Ok(row) => row.as_document().map(|row| Ok(row.to_owned())),
            Err(error) => Some(Err(unreadable(error))),
        })
        .collect()
}

/// Bytes that are no BSON: the driver's words name the field at most.
pub(super) fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::Damaged(format!("a document is no BSON ({error})"))
}

/// A row as a document.
pub(super) fn document(row: &RawDocument) -> Result<Document> {
    Document::try_from(row).map_err(unreadable)
}

impl Mongo {
    /// Rows of a find, to be taken one by one.
    pub(super) fn rows(&self, collection: &'static str, filter: Document, ask: FindAsk) -> Result<Rows<'_>> {
        Rows::ask(self, collection, Question::Find(filter, Box::new(ask)))
    }

    /// Documents of a collection that match, batch by batch; a visitor may call back. What is written meanwhile may be
    /// seen or not.
    pub fn find(
        &self,
        collection: &'static str,
        filter: Document,
        ask: FindAsk,
        visit: Visit<'_, Document>,
    ) -> Result<()> {
        each(self.rows(collection, filter, ask)?, &mut |row| {
            visit(document(row)?)
        })
    }

    /// The same as bytes, to be read without building documents.
    pub fn find_raw(
        &self,
        collection: &'static str,
        filter: Document,
        ask: FindAsk,
        visit: &mut dyn FnMut(&RawDocument) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        each(self.rows(collection, filter, ask)?, visit)
    }

    /// One document that matches, the first in the order asked for.
    pub fn find_one(
        &self,
        collection: &'static str,
        filter: Document,
        ask: FindAsk,
    ) -> Result<Option<Document>> {
        let row = self.rows(collection, filter, ask.first(1))?.next()?;
        row.map(|row| document(&row)).transpose()
    }

    /// What a pipeline gives, batch by batch. It may use the server's disk.
    pub fn aggregate(
        &self,
        collection: &'static str,
        pipeline: Vec<Document>,
        visit: Visit<'_, Document>,
    ) -> Result<()> {
        let rows = Rows::ask(self, collection, Question::Aggregate(pipeline))?;
        each(rows, &mut |row| visit(document(row)?))
    }

    /// How many documents match.
    pub fn count(&self, collection: &'static str, filter: Document) -> Result<u64> {
        let (patience, place, collection) = (self.patience, self.place(), self.collection(collection));
        self.bridge.wait(async move {
            let ask = || async { Ok(collection.count_documents(filter.clone()).await?) };
            Ok(persist(patience, &place, ask).await?.value)
        })
    }
}

fn each(mut rows: Rows<'_>, visit: &mut dyn FnMut(&RawDocument) -> Result<ControlFlow<()>>) -> Result<()> {
    while let Some(row) = rows.next()? {
        if visit(&row)?.is_break() {
            break;
        }
    }
    Ok(())
}
