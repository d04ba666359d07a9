//! Keeps `sa_clients` up to what the database holds, in bounded memory: the documents of touched sellers, a handful at
//! a time. Several processes may do it side by side: what is written depends on what is stored only, a document made of
//! an older version never takes the place of a newer one, and what was told once may be told again.
//!
//! Beside the sellers, `sa_clients_asked` says for each host that was asked for in full when that was first done, and
//! `sa_clients_state` how far all of this goes.

mod asked;
mod covered;
mod state;
mod write;

use std::ops::ControlFlow;
use std::sync::Arc;

use analytics::{Calendar, Quarter, Totals, Zone};
use database::mongodb::names::CLIENTS;
use database::{Database, Result};
use model::{Kind, Timestamp};

use crate::asked::{Asked, shared};
use crate::searches::{Read, Told};
use crate::{indexes, pipelines, row};
use asked::AskedHosts;
use state::State;
use write::Writer;

/// Keeps the collection, and what stands around the sellers.
pub struct Upkeep {
    database: Arc<dyn Database>,
    zone: Zone,
    kind_of: Arc<dyn Fn(&str) -> Kind + Send + Sync>,
    /// Searches only; what sellers' documents add is summed by the database.
    calendar: Calendar,
    searches: Read,
    totals: Totals,
    version: u64,
}

impl Upkeep {
    /// Makes the indexes, and brings the collection up to the database: all of it where nobody did before.
    pub fn open(
        database: Arc<dyn Database>,
        zone: Zone,
        kind_of: Arc<dyn Fn(&str) -> Kind + Send + Sync>,
    ) -> Result<Self> {
        let mongo = shared(&*database)?;
        mongo.ensure_indexes(CLIENTS, indexes::all())?;
        let state = State::read(mongo)?;
        let version = database.version()?;
        let mut upkeep = Self {
            calendar: Calendar::new(zone.clone(), Arc::clone(&kind_of)),
            database,
            zone,
            kind_of,
            searches: Read::default(),
            totals: Totals::default(),
            version,
        };
        // A version before that of the state: the base was made anew under it.
        let known = state.filter(|state| state.version <= version);
        if let Some(state) = known {
            upkeep.read_searches(Some(state.search))?;
            upkeep.writer().touched_since(state.version)?;
        } else {
            upkeep.read_searches(None)?;
            upkeep.writer().everything()?;
        }
        upkeep.note_state()?;
        Ok(upkeep)
    }

    /// The data version up to which all is known.
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// Sets the totals of all ads.
    pub const fn totals(&mut self, totals: Totals) {
        self.totals = totals;
    }

    /// Brings the collection up to the database. Gives whether anything that is shown may have changed.
    pub fn renew(&mut self) -> Result<bool> {
        // The version first: what is written while this reads is told again by the next renewal.
        let version = self.database.version()?;
        if version == self.version {
            return Ok(false);
        }
        let before = std::mem::replace(&mut self.version, version);
        let renewed = self.news(before);
        if renewed.is_err() {
            self.version = before;
        }
        renewed
    }

    fn news(&mut self, before: u64) -> Result<bool> {
        let told = self.read_searches(Some(self.searches.last()))?;
        if told == Told::Again {
            self.calendar = Calendar::new(self.zone.clone(), Arc::clone(&self.kind_of));
            let last = self.searches.last();
            self.searches = Read::default();
            // What was told again may cover sellers sooner; all others are covered as they were.
            self.read_searches(Some(last.saturating_sub(1)))?;
        }
        let touched = self.writer().touched_since(before)?;
        self.note_state()?;
        Ok(told != Told::Nothing || touched > 0)
    }

    /// All sellers as they are now: the sums per day are asked for at once, everything else when it is wanted.
    pub fn asked(&self, now: Timestamp) -> Result<Asked> {
        let mut calendar = self.calendar.clone();
        calendar.totals(self.totals);
        shared(&*self.database)?.aggregate(CLIENTS, pipelines::days(), &mut |sums| {
            if let Some(quarter) = row::long(&sums, "_id").and_then(|quarter| i32::try_from(quarter).ok()) {
                calendar.add(Quarter(quarter).start(), &row::delta(&sums));
            }
            Ok(ControlFlow::Continue(()))
        })?;
        let frame = calendar.frame(self.version, now);
        Ok(Asked::new(frame, Arc::clone(&self.database)))
    }

    /// Reads searches. Those after `covered` may cover sellers that were written before them; where it is `None` every
    /// seller is going to be written anyway.
    fn read_searches(&mut self, covered: Option<u64>) -> Result<Told> {
        let mongo = shared(&*self.database)?;
        let mut hosts = AskedHosts::new(mongo, covered.is_some());
        let calendar = &mut self.calendar;
        let told = self.searches.news(&*self.database, &mut |number, search| {
            calendar.search(&search);
            if covered.is_none_or(|covered| number > covered) {
                hosts.note(&search)?;
            }
            Ok(())
        })?;
        hosts.flush()?;
        Ok(told)
    }

    fn writer(&self) -> Writer<'_> {
        Writer::new(&*self.database, self.version)
    }

    fn note_state(&self) -> Result<()> {
        let state = State {
            version: self.version,
            search: self.searches.last(),
        };
        state.write(shared(&*self.database)?)
    }
}
