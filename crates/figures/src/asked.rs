//! All sellers as the database tells of them: each answer is asked for when somebody wants it, and kept as long as the
//! view. Nothing here holds all sellers; what is held grows with days, rival hosts and the length of an answer,
//! and with sellers that advertise (six numbers each) where somebody compares one with them.
//!
//! The collection goes on while a view stands, so two answers of one view may be seconds apart in what they know; the
//! next view brings them together. A snapshot in memory has no such seam.

mod alerts;
mod benchmark;
mod changes;
mod clients;
mod competition;
mod overview;
mod recommend;
mod voice;

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

use analytics::apart::{Index, Population, Tide, Waiting};
use analytics::{
    Beat, ChangeSet, Changes, Client, ClientFilter, Competition, Frame, Overview, Span, Voice, Window,
};
use database::mongodb::bson::Document;
use database::mongodb::names::CLIENTS;
use database::mongodb::{FindAsk, Mongo};
use database::{Database, Error, Result};
use model::Timestamp;

use crate::kept::{Few, Once};
use crate::row;

/// All sellers, in the database.
#[derive(Clone)]
pub struct Asked {
    /// What stands around them.
    pub frame: Frame,
    database: Arc<dyn Database>,
    kept: Arc<Kept>,
}

/// Answers so far.
#[derive(Debug, Default)]
struct Kept {
    base: Once<Overview>,
    index: Once<Index>,
    /// How many more ads lead to a platform from when on.
    steps: Once<Vec<(compact_str::CompactString, Timestamp, i64)>>,
    last_scan: Once<Changes>,
    waiting: Once<Waiting>,
    /// A few numbers of each seller that advertises, once somebody compares one.
    population: Once<Population>,
    tide: Once<Tide>,
    counts: Few<ClientFilter, u64>,
    overviews: Few<Window, Overview>,
    competitions: Few<Window, Competition>,
    voices: Few<(Window, Beat), Voice>,
    changes: Few<Span, ChangeSet>,
}

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Asked")
            .field("frame", &self.frame)
            .finish_non_exhaustive()
    }
}

impl Asked {
    /// Asks this database from now on; [`Upkeep`](crate::Upkeep) keeps what is asked.
    pub(crate) fn new(frame: Frame, database: Arc<dyn Database>) -> Self {
        Self {
            frame,
            database,
            kept: Arc::default(),
        }
    }

    /// The same at a later moment of the same day, where nothing changed: what was asked for is kept. `None` on another
    /// day.
    #[must_use]
    pub fn at(mut self, now: Timestamp) -> Option<Self> {
        let same = self.frame.zone.day(now) == self.frame.today();
        self.frame.taken_at = now;
        same.then_some(self)
    }

    fn mongo(&self) -> Result<&Mongo> {
        shared(&*self.database)
    }

    fn find(&self, filter: Document, ask: FindAsk) -> Result<Vec<Arc<Client>>> {
        let mut found = Vec::new();
        self.each(filter, ask, &mut |client| {
            found.push(Arc::new(client));
            Ok(())
        })?;
        Ok(found)
    }

    /// Sellers one by one.
    fn each(
        &self,
        filter: Document,
        ask: FindAsk,
        visit: &mut dyn FnMut(Client) -> Result<()>,
    ) -> Result<()> {
        let ask = if ask.projection.is_empty() {
            // What only narrows is not sent.
            let left_out = [
                "text", "names", "d", "rep", "hosts", "turn", "stop", "fall", "rise", "chg", "on", "to",
            ];
            ask.with(
                left_out
                    .map(|name| (name.to_owned(), 0.into()))
                    .into_iter()
                    .collect(),
            )
        } else {
            ask
        };
        self.mongo()?.find(CLIENTS, filter, ask, &mut |row| {
            visit(row::client(&row))?;
            Ok(ControlFlow::Continue(()))
        })
    }

    fn count(&self, filter: Document) -> Result<u64> {
        self.mongo()?.count(CLIENTS, filter)
    }

    /// The rows of a pipeline.
    fn sums(&self, pipeline: Vec<Document>, visit: &mut dyn FnMut(&Document)) -> Result<()> {
        self.mongo()?.aggregate(CLIENTS, pipeline, &mut |sums| {
            visit(&sums);
            Ok(ControlFlow::Continue(()))
        })
    }
}

/// The engine that several machines share: nothing else answers here.
pub(crate) fn shared(database: &dyn Database) -> Result<&Mongo> {
    let wrong = || Error::Engine("only a shared database answers questions about all sellers".to_owned());
    database.shared().ok_or_else(wrong)
}
