//! Carrying runs for the queue: what `worker` does besides planning the scans that people ask for.

use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

use database::{Database, WorkFilter, WorkState};
use discovery::work::{Carried, QUEUE, Until};
use discovery::{Carriers, Event, Observer, Scan, ScanSettings, Vault};

use super::{Wall, new_owner, purse};
use crate::app::App;
use crate::failure::Failure;
use crate::output;
use crate::paid::{Paid, Patience};

/// After so long a worker begins anew with the sellers, the facts and the prices of the day.
const SESSION: Duration = Duration::from_hours(1);
/// Between two attempts to begin where something is out of reach.
const PAUSE: Duration = Duration::from_secs(10);

/// A worker for the queue of runs.
pub struct Carrier<'c> {
    /// The application.
    pub app: &'c App,
    /// The database that all share.
    pub database: &'c dyn Database,
    /// Raw pages and locks.
    pub folder: &'c Path,
    /// What people call it; its full name says which process it is too.
    pub name: &'c str,
    /// Runs at once.
    pub slots: usize,
}

impl Carrier<'_> {
    /// Whether any run is in the queue that is not over.
    pub fn is_needed(&self) -> Result<bool, Failure> {
        let mut needed = false;
        for state in [WorkState::Waiting, WorkState::Leased] {
            let filter = WorkFilter {
                queue: Some(QUEUE.to_owned()),
                state: Some(state),
                ..WorkFilter::default()
            };
            self.database.each_work(&filter, &mut |_| {
                needed = true;
                Ok(ControlFlow::Break(()))
            })?;
        }
        Ok(needed)
    }

    /// Works until it is told to end, or once nothing waits where that is asked. What is out of reach at the beginning
    /// is a failure; later it is waited for.
    pub fn run(&self, until: &Until) -> Result<Carried, Failure> {
        let owner = format!("{}-{}", self.name, new_owner());
        let vault = Vault::open(self.folder, &owner)?;
        let mut carried = self.session(&vault, until)?;
        while until.idle.is_none() && !until.stop.is_cancelled() && !until.give_back.is_cancelled() {
            match self.session(&vault, until) {
                Ok(more) => carried = carried.and(more),
                Err(failure) => {
                    let reason = self.app.say_failure(&failure);
                    tracing::warn!("{reason}");
                    rest(until);
                }
            }
        }
        Ok(carried)
    }

    fn session(&self, vault: &Vault, until: &Until) -> Result<Carried, Failure> {
        let (app, database) = (self.app, self.database);
        let paid = Paid::open(app, Patience::Long)?;
        let engine = app.engine(database)?;
        let purse = purse(database, app.settings.budget, self.folder)?;
        let (prices, _) = paid.planning();
        let mut settings = ScanSettings::new(prices);
        settings.country.clone_from(&app.settings.country);
        let scan = Scan {
            database,
            engine: &engine,
            door: &paid.door,
            actor: paid.actor.as_ref(),
            purse: &purse,
            vault,
            clock: &Wall,
            observer: &Told { app },
            settings,
            scan: String::new(),
            owner: vault.owner().to_owned(),
            carriers: Carriers::Queue,
        };
        let until = Until {
            session: Some(SESSION),
            ..until.clone()
        };
        Ok(paid.runtime.block_on(scan.carry(self.slots, &until)))
    }
}

/// Waits a while, or until it is to end.
fn rest(until: &Until) {
    let step = Duration::from_millis(100);
    let mut rested = Duration::ZERO;
    while rested < PAUSE && !until.stop.is_cancelled() {
        std::thread::sleep(step);
        rested += step;
    }
}

/// Tells people what they must know, and the log the rest.
struct Told<'a> {
    app: &'a App,
}

impl Told<'_> {
    fn say(&self, sentence: &str, values: &[(&str, &str)]) {
        let values: Vec<_> = values
            .iter()
            .map(|(name, value)| (*name, output::shown(value).into()))
            .collect();
        self.app.tell(sentence, &values);
    }
}

impl Observer for Told<'_> {
    fn event(&self, event: &Event<'_>) {
        match event {
            Event::Away { reason } => self.say("worker-away", &[("reason", reason)]),
            Event::Back => self.say("worker-back", &[]),
            Event::GivenUp { tag, reason } => {
                self.say("worker-given-up", &[("run", tag), ("reason", reason)]);
            }
            Event::Lost { tag } => tracing::warn!(tag, "another worker has this run now"),
            Event::Failed { tag, tries, reason } => tracing::warn!(tag, tries, "{reason}"),
            other => tracing::info!(?other, "carried"),
        }
    }
}
