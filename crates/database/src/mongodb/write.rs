//! Writes: many statements in one command, each sent again until it is known to be done.
//!
//! An answer that is lost leaves open whether the command was carried out, so it is sent again. Counts then tell less
//! than was done; what is written must be the same after one or two sendings. `repeated` says where that may matter.

use ::mongodb::bson::raw::{RawArrayBuf, RawDocumentBuf};
use ::mongodb::bson::{Bson, Document, doc, rawdoc};

use super::Mongo;
use super::failure::{self, DUPLICATE};
use super::patience::{Answer, Setback, persist};
use super::read::unreadable;
use crate::{Error, Result};

/// Statements in one command, at most.
const STATEMENTS: usize = 1_000;
/// Bytes of statements in one command, at most: a server takes 48 MB, and holds all of it in memory.
const BYTES: usize = 16 << 20;
/// How long a server waits for its majority before it says so.
const MAJORITY_MILLIS: i32 = 10_000;

/// One statement of a bulk update.
#[derive(Debug, Clone, PartialEq)]
pub struct UpdateStatement {
    /// Which document; the first that matches.
    pub q: Document,
    /// What becomes of it: operators (`$set`, `$inc`, ...), never a pipeline. An operator that counts (`$inc`) needs a
    /// `q` that does not match a second time.
    pub u: Document,
    /// Whether it is made where none matches. With a condition beside `_id` in `q`, a document that is there and does
    /// not meet it makes the statement one of the [`duplicates`](Updated::duplicates).
    pub upsert: bool,
    /// Whether all that match are meant.
    pub many: bool,
}

impl UpdateStatement {
    /// Changes the first that matches, if one does.
    pub const fn new(q: Document, u: Document) -> Self {
        Self {
            q,
            u,
            upsert: false,
            many: false,
        }
    }

    /// Changes the first that matches, or makes it.
    pub const fn upsert(q: Document, u: Document) -> Self {
        Self {
            q,
            u,
            upsert: true,
            many: false,
        }
    }
}

/// What became of a bulk update.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Updated {
    /// Documents that were there and matched.
    pub matched: u64,
    /// Those of them that are others now.
    pub modified: u64,
    /// Documents that were made.
    pub upserted: u64,
    /// Statements (by their index) that would have made a second document of one unique value, in order.
    pub duplicates: Vec<usize>,
    /// Whether something was sent twice: the numbers may then tell less than was done.
    pub repeated: bool,
}

/// What became of a bulk insert.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inserted {
    /// Documents that were added.
    pub inserted: u64,
    /// Documents (by their index) whose unique value was there already, in order; after an answer was lost also those
    /// that this very call had added.
    pub duplicates: Vec<usize>,
    /// Whether something was sent twice.
    pub repeated: bool,
}

/// A command of many statements of one kind.
#[derive(Clone, Copy)]
struct Bulk {
    /// `update`, `insert`, `delete`.
    command: &'static str,
    /// What the statements are called in it.
    statements: &'static str,
    collection: &'static str,
}

/// What the server says of one chunk.
#[derive(Default)]
struct Outcome {
    updated: Updated,
    n: u64,
    /// Indexes within the chunk of statements to send again, and why.
    again: Vec<usize>,
    reason: String,
}

impl Mongo {
    /// Sends many updates, at most 1,000 or 16 MB of them at once. Not all or none: whoever crashes between has written
    /// some. All that failed for good is the first such failure.
    pub fn update_many_statements(
        &self,
        collection: &'static str,
        statements: &[UpdateStatement],
    ) -> Result<Updated> {
        let encoded = statements.iter().map(|statement| {
            encode(&doc! {
                "q": &statement.q, "u": &statement.u, "upsert": statement.upsert, "multi": statement.many,
            })
        });
        let bulk = Bulk {
            command: "update",
            statements: "updates",
            collection,
        };
        Ok(self.bulk(bulk, encoded)?.updated)
    }

    /// Adds documents; those whose `_id` (or other unique value) is there already stay as they are there.
    pub fn insert_many_unordered(
        &self,
        collection: &'static str,
        documents: &[Document],
    ) -> Result<Inserted> {
        let bulk = Bulk {
            command: "insert",
            statements: "documents",
            collection,
        };
        let outcome = self.bulk(bulk, documents.iter().map(encode))?;
        Ok(Inserted {
            inserted: outcome.n,
            duplicates: outcome.updated.duplicates,
            repeated: outcome.updated.repeated,
        })
    }

    /// Takes away all documents that match. Gives how many; fewer than went where an answer was lost.
    pub fn delete(&self, collection: &'static str, filter: Document) -> Result<u64> {
        let bulk = Bulk {
            command: "delete",
            statements: "deletes",
            collection,
        };
        let statement = encode(&doc! { "q": filter, "limit": 0 });
        Ok(self.bulk(bulk, std::iter::once(statement))?.n)
    }

    /// Changes one document and gives it as it is then (with `upsert`, made where none matched): the command
    /// `findAndModify` with these fields (`query`, `sort`, `update`, `upsert`, `fields`).
    pub(super) fn find_and_modify(
        &self,
        collection: &'static str,
        fields: &Document,
    ) -> Result<Answer<Option<Document>>> {
        let mut command = doc! { "findAndModify": collection, "new": true };
        command.extend(fields.clone());
        command.insert(
            "writeConcern",
            Document::try_from(write_concern()).map_err(unreadable)?,
        );
        let answer = self.command(encode(&command)?)?;
        let value = answer.value.get_document("value").ok().cloned();
        Ok(Answer {
            value,
            repeated: answer.repeated,
        })
    }

    /// Sends a command that writes until it is acknowledged.
    pub(super) fn command(&self, command: RawDocumentBuf) -> Result<Answer<Document>> {
        let (database, patience, place) = (self.database.clone(), self.patience, self.place());
        self.bridge.wait(async move {
            let told = place.clone();
            let send = || async {
                let reply = database.run_raw_command(command.clone()).await?;
                acknowledged(reply, &told)
            };
            persist(patience, &place, send).await
        })
    }

    fn bulk(&self, bulk: Bulk, statements: impl Iterator<Item = Result<RawDocumentBuf>>) -> Result<Outcome> {
        let mut all = Outcome::default();
        let mut chunk = Vec::new();
        let (mut bytes, mut from) = (0, 0);
        for statement in statements {
            let statement = statement?;
            let size = statement.as_bytes().len();
            if !chunk.is_empty() && (chunk.len() == STATEMENTS || bytes + size > BYTES) {
                let count = chunk.len();
                all.add(&self.chunk(bulk, std::mem::take(&mut chunk))?, from);
                (bytes, from) = (0, from + count);
            }
            bytes += size;
            chunk.push(statement);
        }
        if !chunk.is_empty() {
            all.add(&self.chunk(bulk, chunk)?, from);
        }
        Ok(all)
    }

    /// Sends one chunk, then those of its statements that failed for something that passes.
    fn chunk(&self, bulk: Bulk, statements: Vec<RawDocumentBuf>) -> Result<Outcome> {
        let (database, patience, place) = (self.database.clone(), self.patience, self.place());
        self.bridge.wait(async move {
            let state =
                std::sync::Mutex::new(((0..statements.len()).collect::<Vec<_>>(), Outcome::default()));
            let lock = || state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let send = || async {
                let left = lock().0.clone();
                let command = bulk.of(left.iter().filter_map(|index| statements.get(*index)));
                let reply = acknowledged(database.run_raw_command(command).await?, &place)?;
                let outcome = Outcome::read(&reply, &place).map_err(Setback::Final)?;
                let again: Vec<_> = outcome
                    .again
                    .iter()
                    .filter_map(|at| left.get(*at).copied())
                    .collect();
                let reason = outcome.reason.clone();
                let mut state = lock();
                state.1.take(&outcome, &left);
                state.0.clone_from(&again);
                if again.is_empty() {
                    Ok(())
                } else {
                    Err(Setback::Passing(reason))
                }
            };
            let repeated = persist(patience, &place, send).await?.repeated;
            let mut outcome = std::mem::take(&mut lock().1);
            outcome.updated.repeated = repeated;
            outcome.updated.duplicates.sort_unstable();
            Ok(outcome)
        })
    }
}

impl Bulk {
    fn of<'s>(self, statements: impl Iterator<Item = &'s RawDocumentBuf>) -> RawDocumentBuf {
        let mut array = RawArrayBuf::new();
        for statement in statements {
            array.push(statement.as_ref());
        }
        let mut command = RawDocumentBuf::new();
        append(&mut command, self.command, self.collection);
        append(&mut command, "ordered", false);
        append(&mut command, "writeConcern", write_concern());
        append(&mut command, self.statements, array);
        command
    }
}

/// Names of ours hold no zero byte, the only thing that a field's name cannot hold.
fn append(command: &mut RawDocumentBuf, name: &str, value: impl ::mongodb::bson::raw::BindRawBsonRef) {
    if let Ok(name) = <&::mongodb::bson::raw::CStr>::try_from(name) {
        command.append(name, value);
    }
}

impl Outcome {
    fn read(reply: &Document, place: &str) -> Result<Self> {
        let mut outcome = Self::default();
        let number = |name: &str| reply.get(name).and_then(whole).unwrap_or(0);
        let upserted = reply.get_array("upserted").map_or(0, Vec::len) as u64;
        outcome.n = number("n");
        outcome.updated.upserted = upserted;
        outcome.updated.matched = outcome.n.saturating_sub(upserted);
        outcome.updated.modified = number("nModified");
        for error in reply.get_array("writeErrors").into_iter().flatten() {
            let Some(error) = error.as_document() else {
                continue;
            };
            let number = |name: &str| error.get(name).and_then(whole).unwrap_or(0);
            let index = usize::try_from(number("index")).unwrap_or(usize::MAX);
            let code = i32::try_from(number("code")).unwrap_or(0);
            let text = |name: &str| error.get_str(name).unwrap_or_default();
            let words = failure::named(code, text("codeName"), text("errmsg"));
            if code == DUPLICATE {
                outcome.updated.duplicates.push(index);
            } else if failure::passing(code) {
                outcome.again.push(index);
                outcome.reason = words;
            } else {
                return Err(failure::coded(code, text("errmsg"), &words, place));
            }
        }
        Ok(outcome)
    }

    /// Adds what was told of statements that stand at `places`.
    fn take(&mut self, other: &Self, places: &[usize]) {
        let duplicates = other
            .updated
            .duplicates
            .iter()
            .filter_map(|at| places.get(*at).copied());
        self.updated.duplicates.extend(duplicates);
        self.updated.matched += other.updated.matched;
        self.updated.modified += other.updated.modified;
        self.updated.upserted += other.updated.upserted;
        self.n += other.n;
    }

    /// Adds a whole chunk, whose first statement has this index.
    fn add(&mut self, chunk: &Self, from: usize) {
        self.updated.repeated |= chunk.updated.repeated;
        let places: Vec<_> = (from..from + STATEMENTS).collect();
        self.take(chunk, &places);
    }
}

fn whole(value: &Bson) -> Option<u64> {
    match value {
        Bson::Int32(number) => u64::try_from(*number).ok(),
        Bson::Int64(number) => u64::try_from(*number).ok(),
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count, sent as a double"
        )]
        Bson::Double(number) => Some(*number as u64),
        _ => None,
    }
}

/// The reply, unless the majority did not confirm the write.
fn acknowledged(reply: Document, place: &str) -> std::result::Result<Document, Setback> {
    let Ok(error) = reply.get_document("writeConcernError") else {
        return Ok(reply);
    };
    let code = error
        .get("code")
        .and_then(whole)
        .and_then(|code| i32::try_from(code).ok())
        .unwrap_or(0);
    let text = |name: &str| error.get_str(name).unwrap_or_default();
    let words = failure::named(code, text("codeName"), text("errmsg"));
    Err(if failure::passing(code) {
        Setback::Passing(words)
    } else {
        Setback::Final(failure::coded(code, text("errmsg"), &words, place))
    })
}

/// A majority holds it, and has it on disk.
fn write_concern() -> RawDocumentBuf {
    rawdoc! { "w": "majority", "j": true, "wtimeout": MAJORITY_MILLIS }
}

fn encode(document: &Document) -> Result<RawDocumentBuf> {
    RawDocumentBuf::try_from(document)
        .map_err(|error| Error::Engine(format!("a document cannot be written ({error})")))
}
