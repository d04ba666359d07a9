//! The demo's watch: after each made-up scan the turn that `watch` would have taken then, and today's after today's.
//!
//! The steps are those of `watch`; only the clock is told, and scans are brought in by somebody else. What it says goes
//! into a file of the demo's folder and nowhere else, whatever the settings name.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use dashboard::segments::{self, Wanted};
use database::Database;
use model::Timestamp;
use purse::Purse;
use tokio_util::sync::CancellationToken;
use url::Url;
use watch::channels::{Cadence, ChannelKind, ChannelSettings};
use watch::digest::Language;
use watch::state;

use crate::app::{App, now};
use crate::args;
use crate::failure::Failure;
use crate::paid::Paid;
use crate::settings::{Settings, Watching};
use crate::watching::{Clock, Ended, Outside, Turned, Watcher, note_pace_of, potential};

/// Who leads, who saved the segments, and what the channel is called. Always the same, so that a demo that was cut short goes on at once.
const NAME: &str = "demo";
/// Noted once today's turn was taken.
const DONE: &str = "demo-watched";
/// The clock is not told: it is the wall's.
const WALL: i64 = i64::MIN;

/// The settings with a watch of the demo's own: the usual week, told to a file of this folder.
pub fn settings(settings: &Settings, folder: &Path) -> Result<Settings, Failure> {
    let log = ChannelSettings {
        name: NAME.to_owned(),
        kind: ChannelKind::Log,
        url: None,
        url_env: None,
        secret_env: None,
        to: Vec::new(),
        from: None,
        path: Some(folder.join("messages.jsonl")),
        language: match settings.language {
            args::Language::Fr => Language::Fr,
            args::Language::En => Language::En,
            args::Language::Ar => Language::Ar,
        },
        digest: Cadence::Weekly,
        allow_plain: false,
    };
    let window = &settings.window;
    let mut watching = Watching::usual(&settings.watching.zone, vec![log], folder)?;
    if window.listen.ip().is_loopback() {
        watching.public_url = Url::parse(&format!("http://{}/", window.listen)).ok();
    }
    Ok(Settings {
        watching,
        ..settings.clone()
    })
}

/// Takes the turns of the made-up weeks.
pub struct Weeks<'w> {
    app: &'w App,
    database: Arc<dyn Database>,
    told: Arc<AtomicI64>,
    clock: Clock,
    watcher: Watcher<'w>,
    said: Turned,
}

impl<'w> Weeks<'w> {
    /// Opens the watch of an application with [`settings`] of the demo.
    pub fn open(
        app: &'w App,
        database: &Arc<dyn Database>,
        stop: &'w CancellationToken,
    ) -> Result<Self, Failure> {
        let told = Arc::new(AtomicI64::new(WALL));
        let hand = Arc::clone(&told);
        let clock: Clock = Arc::new(move || match hand.load(Ordering::Relaxed) {
            WALL => now(),
            at => Timestamp::clamped(at),
        });
        let named = (NAME.to_owned(), Arc::clone(&clock));
        Ok(Self {
            app,
            database: Arc::clone(database),
            told,
            clock,
            watcher: Watcher::opened(app, Arc::clone(database), stop, named)?,
            said: Turned::default(),
        })
    }

    /// The turn after a scan of the past, unless it was taken before: what comes later is in the base then.
    pub fn after_scan(&mut self, at: Timestamp) -> Result<(), Failure> {
        let last = state::read(self.database.as_ref())?.and_then(|state| state.at);
        if last.is_some_and(|last| last >= at) {
            return Ok(());
        }
        self.told.store(at.as_millis(), Ordering::Relaxed);
        let seen = Seen {
            app: self.app,
            database: &self.database,
            clock: &self.clock,
            money: None,
        };
        let turned = self.watcher.turn_in(&seen);
        self.told.store(WALL, Ordering::Relaxed);
        self.add(turned?)
    }

    /// Today's turn, with the pace of the money that was spent, unless it was taken before. Gives what the watch said in
    /// all turns of this run.
    pub fn today(mut self, money: (&Paid, &Purse<'_>)) -> Result<Turned, Failure> {
        if self.database.note(DONE)?.is_some() {
            return Ok(self.said);
        }
        save_segments(self.app, self.database.as_ref())?;
        let seen = Seen {
            app: self.app,
            database: &self.database,
            clock: &self.clock,
            money: Some(money),
        };
        let turned = self.watcher.turn_in(&seen);
        self.watcher.resign()?;
        self.add(turned?)?;
        self.database.set_note(DONE, &now().to_string())?;
        Ok(self.said)
    }

    fn add(&mut self, turned: Turned) -> Result<(), Failure> {
        if let Some(reason) = turned.done.iter().find_map(|did| did.failed.clone()) {
            return Err(Failure::because("error-unexpected", reason, "next-report-bug"));
        }
        self.said.firings += turned.firings;
        self.said.sent += turned.sent;
        self.said.done.extend(turned.done);
        Ok(())
    }
}

/// What the demo brought in already: what follows a scan is left to do.
struct Seen<'s> {
    app: &'s App,
    database: &'s Arc<dyn Database>,
    clock: &'s Clock,
    money: Option<(&'s Paid, &'s Purse<'s>)>,
}

impl Outside for Seen<'_> {
    fn probe(&self) -> Result<Ended, Failure> {
        Ok(Ended::Done)
    }

    fn scan(&self, _stop: &CancellationToken) -> Result<Ended, Failure> {
        potential::refit(self.app, self.database, self.clock)?;
        if let Some((paid, purse)) = self.money {
            note_pace_of(self.app, self.database, paid, purse)?;
        }
        Ok(Ended::Done)
    }
}

/// Two segments that a team might have saved, where none is there.
fn save_segments(app: &App, database: &dyn Database) -> Result<(), Failure> {
    if !segments::kept(database)?.is_empty() {
        return Ok(());
    }
    let saved = [
        (
            "to-win-back",
            "demo-segment-win-back",
            "status=active&platform=shopify",
        ),
        ("to-watch", "demo-segment-watch", "status=active&leave_from=20"),
    ];
    for (name, title, address) in saved {
        let wanted = Wanted {
            title: &app.say(title, &[]),
            address,
            revision: 0,
            chances: true,
        };
        segments::put(database, name, wanted, NAME, now())
            .map_err(|error| Failure::because("error-unexpected", format!("{error:?}"), "next-report-bug"))?;
    }
    Ok(())
}
