//! Settings and marks that outlive the process.

use std::ops::ControlFlow;

use ::mongodb::bson::{Document, doc};

use super::changes::Change;
use super::names::NOTES;
use super::{FindAsk, Mongo, UpdateStatement};
use crate::{Error, Result, Visit};

/// The value of one.
pub(super) fn one(mongo: &Mongo, key: &str) -> Result<Option<String>> {
    let note = mongo.find_one(NOTES, doc! { "_id": key }, FindAsk::default())?;
    note.map(|note| Ok(pair(&note)?.1)).transpose()
}

/// Sets one, and tells if it was another.
pub(super) fn set(mongo: &Mongo, key: &str, value: &str) -> Result<()> {
    if one(mongo, key)?.as_deref() == Some(value) {
        return Ok(());
    }
    mongo.telling(&[], || {
        let set = UpdateStatement::upsert(doc! { "_id": key }, doc! { "$set": { "value": value } });
        mongo.update_many_statements(NOTES, &[set])?;
        Ok(((), Change::Some(Vec::new())))
    })
}

/// All of them, by key.
pub(super) fn each(mongo: &Mongo, visit: Visit<'_, (String, String)>) -> Result<()> {
    mongo.find(NOTES, Document::new(), FindAsk::by("_id"), &mut |note| -> Result<
        ControlFlow<()>,
    > {
        visit(pair(&note)?)
    })
}

fn pair(note: &Document) -> Result<(String, String)> {
    match (note.get_str("_id"), note.get_str("value")) {
        (Ok(key), Ok(value)) => Ok((key.to_owned(), value.to_owned())),
        _ => Err(Error::Damaged("a note has no key or no value".to_owned())),
    }
}
