//! Keeps the view that is shown: reads the database once, then only what changed, and makes a new view where anything did.
//!
//! Requests never wait for it: they take the view that stands. Whoever changes something calls [`Keeper::renew`] before
//! it answers, so that people see what they did; a clock calls it for what others do.

mod foreign;
mod money;
mod people;
mod source;
mod stamp;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use analytics::{MoneyFacts, Segments, Totals};
use arc_swap::ArcSwap;
use classification::Catalogue;
use database::Database;
use figures::Figures;
use model::Timestamp;
use reports::OVERVIEW_NOTE;

use crate::chances;
use crate::config::Config;
use crate::view::{Memory, View};
use foreign::Foreign;
use money::Purse;
use people::{News, People};
use source::{Data, Source};

/// Keeps the view. Shared by requests and by the clock that renews it.
pub struct Keeper {
    database: Arc<dyn Database>,
    config: Arc<Config>,
    catalogue: Arc<Catalogue>,
    held: Mutex<Held>,
    view: ArcSwap<View>,
    refreshing: AtomicBool,
    foreign: Foreign,
}

/// What was read so far.
struct Held {
    source: Source,
    overview: Overview,
    potential: Arc<potential::Model>,
    people: People,
    purse: Purse,
    /// How the purse stands with the sellers of the view that stands.
    money: MoneyFacts,
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
            source: Source::open(&database, &config, &catalogue, now)?,
            overview: Overview::default(),
            potential: Arc::default(),
            people: People::default(),
            purse: Purse::default(),
            money: MoneyFacts::default(),
        };
        held.read_overview(database.as_ref())?;
        held.read_potential(database.as_ref())?;
        held.people.renew(database.as_ref())?;
        held.purse.read(database.as_ref())?;
        let view = held.view(&config, &catalogue, false, now)?;
        Ok(Self {
            database,
            config,
            catalogue,
            held: Mutex::new(held),
            view: ArcSwap::from_pointee(view),
            refreshing: AtomicBool::new(false),
            foreign: Foreign::since(now),
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

    /// Looks for what others wrote into a shared base without telling, at most every five minutes; the next
    /// [`renew`](Self::renew) shows it. Gives how many of their documents were news. A walk over the whole base, so
    /// never for a request to wait for.
    pub fn notice(&self, now: Timestamp) -> Result<u64, database::Error> {
        self.foreign.notice(self.database.as_ref(), now)
    }

    /// Reads what changed. Gives whether there is a new view.
    pub fn renew(&self, now: Timestamp) -> Result<bool, database::Error> {
        let mut held = self.lock();
        let database = self.database.as_ref();
        let data = held.source.renew(database, &self.config, &self.catalogue, now)?;
        let mut changed = data == Data::Shown;
        if data != Data::Same {
            changed |= held.read_overview(database)?;
            changed |= held.read_potential(database)?;
        }
        let people = held.people.renew(database)?;
        changed |= people == News::Words;
        changed |= held.purse.read(database)?;
        let refreshing = self.refreshing.load(Ordering::Relaxed);
        let shown = self.view.load();
        let turned = self.config.zone.day(now) != shown.frame().today()
            || shown.money.ends.is_some_and(|ends| ends < now)
            || held.people.expired(shown.frame().taken_at, now);
        let view = if changed || turned || refreshing != shown.refreshing {
            held.view(&self.config, &self.catalogue, refreshing, now)?
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
    fn stamp(&self, view: &View, config: &Config) -> u64 {
        stamp::of_view(
            view,
            self.source.version(),
            &self.purse,
            self.people.digest(),
            config,
        )
    }

    fn read_overview(&mut self, database: &dyn Database) -> Result<bool, database::Error> {
        let text = database.note(OVERVIEW_NOTE)?;
        if text == self.overview.text {
            return Ok(false);
        }
        // A note that somebody else wrote is no overview: pages then do without.
        let value = text.as_deref().and_then(|text| serde_json::from_str(text).ok());
        self.source.totals(totals(value.as_ref()));
        self.overview = Overview { text, value };
        Ok(true)
    }

    fn read_potential(&mut self, database: &dyn Database) -> Result<bool, database::Error> {
        let kept = chances::kept(database)?;
        let changed = *self.potential != kept;
        if changed {
            self.potential = Arc::new(kept);
        }
        Ok(changed)
    }

    fn view(
        &mut self,
        config: &Config,
        catalogue: &Arc<Catalogue>,
        refreshing: bool,
        now: Timestamp,
    ) -> Result<View, database::Error> {
        let mut figures = self.source.figures(now)?;
        let mut segments = self.people.segments();
        match &mut figures {
            Figures::Held(snapshot) => snapshot.potential = Arc::clone(&self.potential),
            Figures::Asked(_) => segments = Arc::new(Segments::clone(&segments).without_chances()),
        }
        self.money = self.purse.facts(config.budget, &figures, now)?;
        let mut view = View {
            stamp: 0,
            clients: figures.len()? as u64,
            figures,
            money: self.money,
            decisions: self.people.decisions(),
            segments,
            potential: Arc::clone(&self.potential),
            scans: self.people.scans(),
            overview: self.overview.value.clone(),
            catalogue: Arc::clone(catalogue),
            refreshing,
            told: Memory::default(),
        };
        view.stamp = self.stamp(&view, config);
        Ok(view)
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
