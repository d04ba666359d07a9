//! Keeps the view that is shown: reads the database once, then only what changed, and makes a new view where anything did.
//!
//! Requests never wait for it: they take the view that stands. Whoever changes something calls [`Keeper::renew`] before
//! it answers, so that people see what they did; a clock calls it for what others do.

mod documents;
mod money;
mod people;
mod stamp;

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use analytics::{Book, MoneyFacts, SearchMade, Totals};
use arc_swap::ArcSwap;
use classification::Catalogue;
use database::{Database, Search};
use model::Timestamp;
use reports::OVERVIEW_NOTE;

use crate::config::Config;
use crate::view::{Memory, View};
use money::Purse;
use people::{News, People};

/// Keeps the view. Shared by requests and by the clock that renews it.
pub struct Keeper {
    database: Arc<dyn Database>,
    config: Arc<Config>,
    catalogue: Arc<Catalogue>,
    held: Mutex<Held>,
    view: ArcSwap<View>,
    refreshing: AtomicBool,
}

/// What was read so far.
struct Held {
    book: Book,
    /// What of the database the book holds.
    read: Read,
    overview: Overview,
    people: People,
    purse: Purse,
    /// How the purse stands with the sellers of the view that stands.
    money: MoneyFacts,
}

/// How far the database was read.
#[derive(Debug, Default)]
struct Read {
    version: u64,
    /// The number of the last search.
    search: u64,
    /// Each search that was read, by what makes it one: told again, it must not count twice.
    searches: HashSet<u64>,
}

/// The noted overview.
#[derive(Debug, Default, PartialEq)]
struct Overview {
    text: Option<String>,
    value: Option<serde_json::Value>,
}

impl Keeper {
    /// Reads everything, and makes the first view.
    pub fn open(
        database: Arc<dyn Database>,
        config: Arc<Config>,
        catalogue: Arc<Catalogue>,
        now: Timestamp,
    ) -> Result<Self, database::Error> {
        let mut held = Held {
            book: empty_book(&config, &catalogue),
            read: Read::default(),
            overview: Overview::default(),
            people: People::default(),
            purse: Purse::default(),
            money: MoneyFacts::default(),
        };
        held.read_whole(database.as_ref())?;
        held.people.renew(database.as_ref())?;
        held.purse.read(database.as_ref())?;
        let view = held.view(&config, &catalogue, false, now);
        Ok(Self {
            database,
            config,
            catalogue,
            held: Mutex::new(held),
            view: ArcSwap::from_pointee(view),
            refreshing: AtomicBool::new(false),
        })
    }

    /// The view that stands.
    pub fn view(&self) -> Arc<View> {
        self.view.load_full()
    }

    /// Notes whether documents are being made again right now; shown from the next renewal on.
    pub fn set_refreshing(&self, refreshing: bool) {
        self.refreshing.store(refreshing, Ordering::Relaxed);
    }

    /// Reads what changed. Gives whether there is a new view.
    pub fn renew(&self, now: Timestamp) -> Result<bool, database::Error> {
        let mut held = self.lock();
        let database = self.database.as_ref();
        let data = held.read_changes(database, &self.config, &self.catalogue)?;
        let mut changed = data == Data::Shown;
        let people = held.people.renew(database)?;
        changed |= people == News::Words;
        changed |= held.purse.read(database)?;
        let refreshing = self.refreshing.load(Ordering::Relaxed);
        let shown = self.view.load();
        let turned = self.config.zone.day(now) != shown.snapshot.today()
            || shown.money.ends.is_some_and(|ends| ends < now)
            || held.people.expired(shown.snapshot.taken_at, now);
        let view = if changed || turned || refreshing != shown.refreshing {
            held.view(&self.config, &self.catalogue, refreshing, now)
        } else if data == Data::Beside {
            // Answers about one seller also hold what the view does not: its ads, its documents.
            let mut view = View::clone(&shown);
            view.scans = held.people.scans();
            view.stamp = held.stamp(&view, &self.config);
            view
        } else if people == News::Progress {
            // The strip hears of it by events: what pages hold besides is the same, and stays kept.
            let scans = held.people.scans();
            View {
                scans,
                ..View::clone(&shown)
            }
        } else {
            return Ok(false);
        };
        self.view.store(Arc::new(view));
        Ok(true)
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        // Whoever panicked may have told the book half of something: the next full start reads it again, and until
        // then it is as stale as it was.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// Everything from the beginning, into an empty book.
    fn read_whole(&mut self, database: &dyn Database) -> Result<(), database::Error> {
        // The version first: what is written while this reads is told again by the next renewal.
        let version = database.version()?;
        let book = &mut self.book;
        documents::each(database, &mut |documents| book.put(documents))?;
        self.read.searches.clear();
        self.read.search = 0;
        self.read_searches(database)?;
        self.read_overview(database)?;
        self.read.version = version;
        Ok(())
    }

    /// What changed since.
    fn read_changes(
        &mut self,
        database: &dyn Database,
        config: &Config,
        catalogue: &Arc<Catalogue>,
    ) -> Result<Data, database::Error> {
        let version = database.version()?;
        if version == self.read.version {
            return Ok(Data::Same);
        }
        let mut slugs = Vec::new();
        database.each_touched(self.read.version, &mut |slug| {
            slugs.push(slug);
            Ok(ControlFlow::Continue(()))
        })?;
        for slug in &slugs {
            match documents::of(database, slug)? {
                Some(documents) => self.book.put(documents),
                None => self.book.remove(slug),
            }
        }
        let mut changed = !slugs.is_empty();
        match self.read_searches(database)? {
            Told::Nothing => {}
            Told::New => changed = true,
            Told::Again => {
                self.book = empty_book(config, catalogue);
                self.read_whole(database)?;
                return Ok(Data::Shown);
            }
        }
        changed |= self.read_overview(database)?;
        self.read.version = version;
        Ok(if changed { Data::Shown } else { Data::Beside })
    }

    fn stamp(&self, view: &View, config: &Config) -> u64 {
        stamp::of_view(view, self.read.version, &self.purse, self.people.digest(), config)
    }

    fn read_searches(&mut self, database: &dyn Database) -> Result<Told, database::Error> {
        let mut told = Told::Nothing;
        let (book, read) = (&mut self.book, &mut self.read);
        let mut last = read.search;
        database.each_search_after(read.search, &mut |(number, search)| {
            last = number;
            if !read.searches.insert(stamp::of_search(&search)) {
                told = Told::Again;
                return Ok(ControlFlow::Break(()));
            }
            told = Told::New;
            book.search(&made(search));
            Ok(ControlFlow::Continue(()))
        })?;
        read.search = last;
        Ok(told)
    }

    fn read_overview(&mut self, database: &dyn Database) -> Result<bool, database::Error> {
        let text = database.note(OVERVIEW_NOTE)?;
        if text == self.overview.text {
            return Ok(false);
        }
        // A note that somebody else wrote is no overview: pages then do without.
        let value = text.as_deref().and_then(|text| serde_json::from_str(text).ok());
        self.book.totals(totals(value.as_ref()));
        self.overview = Overview { text, value };
        Ok(true)
    }

    fn view(
        &mut self,
        config: &Config,
        catalogue: &Arc<Catalogue>,
        refreshing: bool,
        now: Timestamp,
    ) -> View {
        let snapshot = self.book.snapshot(self.read.version, now);
        // Here, so that no reader waits for it.
        snapshot.prepare();
        self.money = self.purse.facts(config.budget, &snapshot, now);
        let mut view = View {
            stamp: 0,
            snapshot,
            money: self.money,
            decisions: self.people.decisions(),
            scans: self.people.scans(),
            overview: self.overview.value.clone(),
            catalogue: Arc::clone(catalogue),
            refreshing,
            told: Memory::default(),
        };
        view.stamp = self.stamp(&view, config);
        view
    }
}

/// What happened to the data since the last look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Data {
    Same,
    /// Something changed that the view does not hold.
    Beside,
    /// Something changed that the view holds.
    Shown,
}

/// What the searches since the last look were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Nothing,
    New,
    /// One of them was told before, with less: the book cannot take that back and begins anew.
    Again,
}

fn empty_book(config: &Config, catalogue: &Arc<Catalogue>) -> Book {
    let catalogue = Arc::clone(catalogue);
    Book::new(config.zone.clone(), Arc::new(move |id| catalogue.kind_of(id)))
}

fn made(search: Search) -> SearchMade {
    SearchMade {
        text: search.domain,
        at: search.at,
        ads: search.ads,
        complete: search.complete,
        cost: search.cost,
    }
}

fn totals(overview: Option<&serde_json::Value>) -> Totals {
    let number = |name: &str| {
        overview
            .and_then(|value| value.get(name))
            .and_then(serde_json::Value::as_u64)
            .unwrap_or(0)
    };
    Totals {
        total: number("total_ads"),
        converty: number("converty_ads"),
        concurrent: number("concurrent_ads"),
        unknown: number("unknown_ads"),
        mixed: number("mixed_ads"),
    }
}
