//! Workers as they were last heard of, in `sa_workers`.

use ::mongodb::bson::{Document, doc};

use super::names::WORKERS;
use super::values::{self, Read};
use super::{FindAsk, Mongo, UpdateStatement};
use crate::{Result, Visit, WorkerSeen};

/// See [`crate::Database::note_worker`].
pub(super) fn note(mongo: &Mongo, worker: &WorkerSeen) -> Result<()> {
    let seen = doc! { "seen_at": values::millis(worker.seen_at), "about": &worker.about };
    let statement = UpdateStatement::upsert(doc! { "_id": &worker.name }, doc! { "$set": seen });
    mongo.update_many_statements(WORKERS, &[statement]).map(drop)
}

/// See [`crate::Database::forget_worker`].
pub(super) fn forget(mongo: &Mongo, name: &str) -> Result<()> {
    mongo.delete(WORKERS, doc! { "_id": name }).map(drop)
}

/// See [`crate::Database::each_worker`].
pub(super) fn each(mongo: &Mongo, visit: Visit<'_, WorkerSeen>) -> Result<()> {
    mongo.find(WORKERS, Document::new(), FindAsk::by("_id"), &mut |document| {
        visit(WorkerSeen {
            name: document.key()?.to_owned(),
            seen_at: document.moment("seen_at")?,
            about: document.text("about")?.to_owned(),
        })
    })
}
