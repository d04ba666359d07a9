//! The week that runs itself, as the binary drives it: one turn after the other, each of which a crash may cut short.
//!
//! A turn leads or does nothing. It begins what is due of each schedule (the record says so before the work begins),
//! looks at the rules where anything moved, and sends what waits to go out. Whatever is cut off is found again by the
//! next turn: the occurrence begun and not ended, runs of the scan in the ledger, what rules said and no channel heard,
//! messages without an answer. Twice is harmless: ads, firings and messages all have keys of their own.

mod calls;
mod digest;
mod exporter;
mod heart;
mod outside;
pub mod potential;
mod rules;
mod week;

use std::sync::Arc;
use std::time::Duration;

use analytics::Zone;
use database::Database;
use model::Timestamp;
use serde::Serialize;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;
use watch::channels::{Cadence, Channel, Channels};
use watch::exporting::Outgoing;
use watch::leader::{self, Lead};
use watch::outbox::Outbox;
use watch::schedule::runs::{self, Taken};
use watch::state::{self, PaceSeen, Planned, State};

use crate::app::{App, now};
use crate::failure::Failure;
use crate::output;
use crate::scanning;
use exporter::Tables;
use heart::Heart;
use outside::World;

pub use outside::Outside;
pub use week::{Plan, note_pace_of, plan};

/// Tells the time: the wall's, but where somebody plays weeks that are past.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How long a leader may be silent before another leads.
const LEASE: Duration = Duration::from_mins(3);
/// Rules are looked at so often even where nothing moved: days pass, and money with them.
const RULES: i64 = 60 * 60 * 1000;

/// What one turn did.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Turned {
    /// Whether this process leads.
    pub leads: bool,
    /// What was begun, by name, and how it ended.
    pub done: Vec<Did>,
    /// What rules said.
    pub firings: u64,
    /// Messages that were taken.
    pub sent: u64,
    /// Messages that are tried again later.
    pub put_off: u64,
}

/// One occurrence that was begun.
#[derive(Debug, Clone, Serialize)]
pub struct Did {
    /// The schedule's name.
    pub schedule: String,
    /// The time that it names.
    pub occurrence: Timestamp,
    /// Occurrences before it that nobody began, and that it makes up for.
    pub missed: u32,
    /// What went wrong, where something did; it is tried again.
    pub failed: Option<String>,
}

/// How a piece of work went.
pub enum Ended {
    /// It is done.
    Done,
    /// Somebody wants the process to end: it goes on in the next one.
    Stopped,
}

/// One process that watches.
pub struct Watcher<'w> {
    app: &'w App,
    database: Arc<dyn Database>,
    stop: &'w CancellationToken,
    clock: Clock,
    name: String,
    zone: Zone,
    channels: Channels,
    exports: Vec<Arc<Outgoing>>,
    carriers: Vec<Arc<dyn Channel>>,
    outbox: Outbox,
    runtime: Runtime,
    /// When rules were looked at last.
    ruled: Option<Timestamp>,
    /// When messages that ended long ago were thrown away last.
    pruned: Option<Timestamp>,
}

impl<'w> Watcher<'w> {
    /// Opens channels and exports; nothing is sent yet.
    pub fn open(
        app: &'w App,
        database: Arc<dyn Database>,
        stop: &'w CancellationToken,
    ) -> Result<Self, Failure> {
        let name = format!("watch-{}", scanning::new_owner());
        Self::opened(app, database, stop, (name, wall()))
    }

    /// The same under a name of its own, and by this clock.
    pub fn opened(
        app: &'w App,
        database: Arc<dyn Database>,
        stop: &'w CancellationToken,
        (name, clock): (String, Clock),
    ) -> Result<Self, Failure> {
        let settings = &app.settings.watching;
        let variables = |name: &str| settings.variables.get(name);
        let unusable =
            |reason: String| Failure::usage("error-setting", vec![("reason", reason)], "next-setting");
        let channels =
            Channels::open(&settings.channels, &variables).map_err(|error| unusable(error.to_string()))?;
        let zone = app.settings.window.zone.clone();
        let tables = Arc::new(Tables::new(app, Arc::clone(&database), Arc::clone(&clock))?);
        let mut exports = Vec::new();
        for export in &settings.exports {
            let opened = Outgoing::open(
                export,
                (&zone, &settings.zone),
                Arc::clone(&tables) as _,
                &variables,
            );
            exports.push(Arc::new(opened.map_err(|error| unusable(error.to_string()))?));
        }
        let mut carriers: Vec<Arc<dyn Channel>> = channels.all().to_vec();
        carriers.extend(
            exports
                .iter()
                .map(|export| Arc::clone(export) as Arc<dyn Channel>),
        );
        Ok(Self {
            app,
            outbox: Outbox::new(Arc::clone(&database), &name),
            database,
            stop,
            clock,
            name,
            zone,
            channels,
            exports,
            carriers,
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?,
            ruled: None,
            pruned: None,
        })
    }

    /// Does what is due now, where this process leads.
    pub fn turn(&mut self) -> Result<Turned, Failure> {
        let world = World {
            app: self.app,
            database: Arc::clone(&self.database),
        };
        self.turn_in(&world)
    }

    /// The same, where the probe and the scan are somebody else's to do.
    pub fn turn_in(&mut self, outside: &dyn Outside) -> Result<Turned, Failure> {
        let lead = leader::lead(self.database.as_ref(), &self.name, LEASE, self.now());
        let Some(lead) = lead.map_err(broken)? else {
            return Ok(Turned::default());
        };
        let mut turned = Turned {
            leads: true,
            ..Turned::default()
        };
        let heart = Heart::beat(
            Arc::clone(&self.database),
            self.name.clone(),
            (LEASE, Arc::clone(&self.clock)),
            self.stop.child_token(),
        )?;
        let worked = self.work(&lead, (outside, heart.token()), &mut turned);
        let leads = heart.stop();
        worked?;
        if leads {
            self.write_state()?;
        }
        Ok(turned)
    }

    fn tables(&self) -> Result<Tables, Failure> {
        Tables::new(self.app, Arc::clone(&self.database), Arc::clone(&self.clock))
    }

    fn now(&self) -> Timestamp {
        (self.clock)()
    }

    fn work(
        &mut self,
        lead: &Lead,
        (outside, stop): (&dyn Outside, &CancellationToken),
        turned: &mut Turned,
    ) -> Result<(), Failure> {
        let mut moved = false;
        for schedule in &self.app.settings.watching.schedules {
            if stop.is_cancelled() {
                return Ok(());
            }
            let taken = runs::take(self.database.as_ref(), schedule, lead, self.now()).map_err(broken)?;
            if let Some(taken) = taken {
                moved |= taken.schedule == "scan";
                // The digest tells what rules said of the scan before it.
                if matches!(taken.schedule.as_str(), "digest" | "daily-digest") {
                    turned.firings += self.look(moved)?;
                    moved = false;
                }
                turned.done.push(self.begin(&taken, (outside, stop))?);
            }
        }
        turned.firings += self.look(moved)?;
        let round = self.send()?;
        (turned.sent, turned.put_off) = (round.sent, round.put_off);
        Ok(())
    }

    /// Does one occurrence, and writes down how it ended.
    fn begin(
        &self,
        taken: &Taken,
        (outside, stop): (&dyn Outside, &CancellationToken),
    ) -> Result<Did, Failure> {
        let (schedule, occurrence) = (taken.schedule.clone(), taken.run.occurrence);
        tracing::info!(schedule, %occurrence, missed = taken.run.missed, tries = taken.run.tries, "begins");
        let ended = match schedule.as_str() {
            "scan" => outside.scan(stop),
            "probe" => outside.probe(),
            "digest" => self.digest(Cadence::Weekly, occurrence),
            "daily-digest" => self.digest(Cadence::Daily, occurrence),
            export => self.order(export, occurrence),
        };
        let database = self.database.as_ref();
        let failed = match ended {
            Ok(Ended::Stopped) => {
                runs::give_back(database, taken, self.now()).map_err(broken)?;
                Some(self.app.say("worker-interrupted", &[]))
            }
            Ok(Ended::Done) => {
                runs::end(database, taken, Ok(()), self.now()).map_err(broken)?;
                None
            }
            Err(failure) => {
                let reason = self.app.say_failure(&failure);
                tracing::error!(schedule, "{reason}");
                runs::end(database, taken, Err(reason.clone()), self.now()).map_err(broken)?;
                Some(reason)
            }
        };
        Ok(Did {
            schedule,
            occurrence,
            missed: taken.run.missed,
            failed,
        })
    }

    /// Puts an export into the outbox: it is made and carried when it is sent.
    fn order(&self, name: &str, at: Timestamp) -> Result<Ended, Failure> {
        let export = self.exports.iter().find(|export| export.shown().name == name);
        if let Some(export) = export {
            self.outbox.put(&export.order(at), self.now()).map_err(broken)?;
        }
        Ok(Ended::Done)
    }

    /// Sends what waits, each message once; what is not taken is tried again in a later turn.
    fn send(&self) -> Result<watch::outbox::Round, Failure> {
        let sending = self.outbox.send_due(&self.carriers, self.clock.as_ref());
        self.runtime.block_on(sending).map_err(broken)
    }

    /// Writes down how the watch stands, for the dashboard and `check`.
    fn write_state(&self) -> Result<(), Failure> {
        let database = self.database.as_ref();
        let pace = week::pace_noted(database)?;
        let state = State {
            at: Some(self.now()),
            leader: self.name.clone(),
            pace,
            next: next(self.app, self.now()),
        };
        Ok(state::write(database, &state)?)
    }

    /// Lets another lead at once.
    pub fn resign(&self) -> Result<(), Failure> {
        let held = leader::current(self.database.as_ref()).map_err(broken)?;
        if let Some(held) = held.filter(|held| held.name == self.name) {
            leader::resign(self.database.as_ref(), &held).map_err(broken)?;
        }
        Ok(())
    }
}

/// The clock on the wall.
pub fn wall() -> Clock {
    Arc::new(now)
}

/// What comes next of each schedule, soonest first.
pub fn next(app: &App, now: Timestamp) -> Vec<Planned> {
    let settings = &app.settings.watching;
    let planned = |schedule: &watch::schedule::Schedule| Planned {
        schedule: schedule.name().to_owned(),
        cron: schedule.text().to_owned(),
        zone: settings.zone.clone(),
        due: schedule.next(now).map(|occurrence| occurrence.due),
    };
    let mut next: Vec<Planned> = settings.schedules.iter().map(planned).collect();
    next.sort_by_key(|planned| planned.due);
    next
}

/// A schedule's name in a sentence.
pub fn named(app: &App, schedule: &str) -> String {
    let export = schedule.strip_prefix("export:").unwrap_or(schedule);
    let sentence = match schedule {
        "scan" => "watch-name-scan",
        "digest" => "watch-name-digest",
        "daily-digest" => "watch-name-daily-digest",
        "probe" => "watch-name-probe",
        _ => "watch-name-export",
    };
    app.say(sentence, &[("name", output::shown(export).into())])
}

/// A moment as the clock on the team's wall shows it.
pub fn local(app: &App, at: Timestamp) -> String {
    let there = app.settings.window.zone.local(at);
    there.strftime("%Y-%m-%d %H:%M").to_string()
}

/// The pace of an agenda, as it is written down.
fn seen(agenda: &planner::Agenda) -> PaceSeen {
    let (due, kept) = match agenda.sweep {
        planner::SweepTurn::NotBefore { due, kept } => (Some(due), kept),
        _ => (None, model::MicroDollars::ZERO),
    };
    PaceSeen::of(&agenda.pace, due, kept)
}

/// A failure of the watch's own records.
fn broken(error: impl std::fmt::Display) -> Failure {
    Failure::because("error-database", error, "next-database")
}
