//! How far `sa_clients` goes, so that a process that starts goes on from there.

use database::Result;
use database::mongodb::bson::doc;
use database::mongodb::{FindAsk, Mongo, UpdateStatement};

use crate::row::{FORMAT, int, unsigned};

const COLLECTION: &str = "sa_clients_state";

/// How far it goes at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct State {
    /// Every seller as of this data version, or later.
    pub version: u64,
    /// First coverages as told by searches up to this one.
    pub search: u64,
}

impl State {
    /// `None` where nobody made the collection, or in another format.
    pub(super) fn read(mongo: &Mongo) -> Result<Option<Self>> {
        let found = mongo.find_one(COLLECTION, doc! { "_id": "state" }, FindAsk::default())?;
        let found = found.filter(|state| int(state, "f") == i64::from(FORMAT));
        Ok(found.map(|state| Self {
            version: unsigned(&state, "version"),
            search: unsigned(&state, "search"),
        }))
    }

    /// Notes it, when everything is written.
    pub(super) fn write(self, mongo: &Mongo) -> Result<()> {
        let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let set = doc! { "f": FORMAT, "version": number(self.version), "search": number(self.search) };
        let statement = UpdateStatement::upsert(doc! { "_id": "state" }, doc! { "$set": set });
        mongo.update_many_statements(COLLECTION, &[statement])?;
        Ok(())
    }
}
