//! Where all sellers come from: a book in memory that is told what changes, or a collection of the database that is kept
//! up to what changes.

use std::ops::ControlFlow;
use std::sync::Arc;

use analytics::{Book, Totals};
use classification::Catalogue;
use database::{Database, Error};
use figures::{Asked, Figures, Read, Told, Upkeep, documents};
use model::Timestamp;

use crate::config::Config;

/// How long the collection rests after it was brought up: what is summed over all sellers is asked for anew each time.
const REST: i64 = 30_000;

/// What of the database is held, or asked.
pub enum Source {
    /// In memory.
    Held(Box<Held>),
    /// In the database.
    Asked(Box<Kept>),
}

/// A book, and how far the database was read into it.
pub struct Held {
    book: Book,
    version: u64,
    searches: Read,
}

/// A collection, and what was asked of it last.
pub struct Kept {
    upkeep: Upkeep,
    looked_at: Timestamp,
    /// `None` where something changed since.
    asked: Option<Asked>,
}

/// What happened to the data since the last look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Data {
    /// Nothing.
    Same,
    /// Something changed that the view does not hold.
    Beside,
    /// Something changed that the view holds.
    Shown,
}

impl Source {
    /// Reads everything.
    pub fn open(
        database: &Arc<dyn Database>,
        config: &Config,
        catalogue: &Arc<Catalogue>,
        now: Timestamp,
    ) -> Result<Self, Error> {
        if !config.sellers.asks(&**database, config.sellers_limit)? {
            let mut held = Held {
                book: empty_book(config, catalogue),
                version: 0,
                searches: Read::default(),
            };
            held.read_whole(&**database)?;
            return Ok(Self::Held(Box::new(held)));
        }
        let (kinds, zone) = (Arc::clone(catalogue), config.zone.clone());
        let kind_of = Arc::new(move |id: &str| kinds.kind_of(id));
        Ok(Self::Asked(Box::new(Kept {
            upkeep: Upkeep::open(Arc::clone(database), zone, kind_of)?,
            looked_at: now,
            asked: None,
        })))
    }

    /// The data version up to which all is known.
    pub const fn version(&self) -> u64 {
        match self {
            Self::Held(held) => held.version,
            Self::Asked(kept) => kept.upkeep.version(),
        }
    }

    /// Sets the totals of all ads.
    pub fn totals(&mut self, totals: Totals) {
        match self {
            Self::Held(held) => held.book.totals(totals),
            Self::Asked(kept) => {
                kept.upkeep.totals(totals);
                kept.asked = None;
            }
        }
    }

    /// Reads what changed.
    pub fn renew(
        &mut self,
        database: &dyn Database,
        config: &Config,
        catalogue: &Arc<Catalogue>,
        now: Timestamp,
    ) -> Result<Data, Error> {
        match self {
            Self::Held(held) => held.renew(database, config, catalogue),
            Self::Asked(kept) => kept.renew(now),
        }
    }

    /// All sellers as they are now.
    pub fn figures(&mut self, now: Timestamp) -> Result<Figures, Error> {
        match self {
            Self::Held(held) => {
                let snapshot = held.book.snapshot(held.version, now);
                // Here, so that no reader waits for it.
                snapshot.prepare();
                Ok(Figures::Held(snapshot))
            }
            Self::Asked(kept) => kept.figures(now).map(Figures::Asked),
        }
    }
}

impl Held {
    /// Everything from the beginning, into an empty book.
    fn read_whole(&mut self, database: &dyn Database) -> Result<(), Error> {
        // The version first: what is written while this reads is told again by the next renewal.
        let version = database.version()?;
        let book = &mut self.book;
        documents::each(database, &mut |documents| {
            book.put(documents);
            Ok(())
        })?;
        self.searches = Read::default();
        self.read_searches(database)?;
        self.version = version;
        Ok(())
    }

    fn renew(
        &mut self,
        database: &dyn Database,
        config: &Config,
        catalogue: &Arc<Catalogue>,
    ) -> Result<Data, Error> {
        let version = database.version()?;
        if version == self.version {
            return Ok(Data::Same);
        }
        let mut slugs = Vec::new();
        database.each_touched(self.version, &mut |slug| {
            slugs.push(slug);
            Ok(ControlFlow::Continue(()))
        })?;
        for slug in &slugs {
            match documents::of(database, slug)? {
                Some(documents) => self.book.put(documents),
                None => self.book.remove(slug),
            }
        }
        let told = self.read_searches(database)?;
        if told == Told::Again {
            self.book = empty_book(config, catalogue);
            self.read_whole(database)?;
            return Ok(Data::Shown);
        }
        self.version = version;
        let changed = !slugs.is_empty() || told == Told::New;
        Ok(if changed { Data::Shown } else { Data::Beside })
    }

    fn read_searches(&mut self, database: &dyn Database) -> Result<Told, Error> {
        let book = &mut self.book;
        self.searches.news(database, &mut |_, search| {
            book.search(&search);
            Ok(())
        })
    }
}

impl Kept {
    fn renew(&mut self, now: Timestamp) -> Result<Data, Error> {
        let before = self.upkeep.version();
        if now.as_millis().saturating_sub(self.looked_at.as_millis()).abs() < REST {
            return Ok(Data::Same);
        }
        self.looked_at = now;
        let changed = self.upkeep.renew()?;
        if changed {
            self.asked = None;
        }
        Ok(match (changed, self.upkeep.version() == before) {
            (true, _) => Data::Shown,
            (false, false) => Data::Beside,
            (false, true) => Data::Same,
        })
    }

    /// What was asked already is kept as long as nothing changed and the day is the same.
    fn figures(&mut self, now: Timestamp) -> Result<Asked, Error> {
        let known = self.asked.take().and_then(|asked| asked.at(now));
        let asked = match known {
            Some(asked) => asked,
            None => self.upkeep.asked(now)?,
        };
        self.asked = Some(asked.clone());
        Ok(asked)
    }
}

fn empty_book(config: &Config, catalogue: &Arc<Catalogue>) -> Book {
    let catalogue = Arc::clone(catalogue);
    Book::new(config.zone.clone(), Arc::new(move |id| catalogue.kind_of(id)))
}
