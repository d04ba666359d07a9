//! A scan as the binary runs it: the clock, a name of its own, progress, and Ctrl-C.

mod carry;
mod told;
mod watch;

use std::cell::Cell;
use std::io::IsTerminal as _;
use std::path::Path;

use database::Database;
use discovery::work::{self, Role};
use discovery::{Carriers, Clock, Event, Observer, Scan, ScanSettings, Summary, Vault};
use indicatif::{ProgressBar, ProgressStyle};
use model::{MicroDollars, Timestamp};
use planner::Planner;
use purse::{Journal, Purse};
use tokio_util::sync::CancellationToken;

use crate::app::{App, now};
use crate::commands::discover::Road;
use crate::commands::money::short;
use crate::failure::Failure;
use crate::messages::number;
use crate::output;

pub use carry::Carrier;
pub use told::told;
pub use watch::Watch;

/// How long to wait for Apify's own delays.
#[derive(Debug, Clone, Copy, Default)]
pub struct Waits {
    haste: Option<u32>,
}

impl Waits {
    /// So many times shorter than Apify asks for: right only for a sandbox that is as much faster.
    pub const fn hurried(haste: u32) -> Self {
        Self { haste: Some(haste) }
    }

    fn apply(self, settings: &mut ScanSettings) {
        if let Some(haste) = self.haste {
            settings.settle_pause /= haste;
            settings.page_pause /= haste;
            settings.busy_pause /= haste;
        }
    }
}

/// Scans until everything worth asking was asked, the money ends or somebody stops it.
pub fn scan(
    app: &App,
    road: &Road<'_>,
    planner: Planner,
    parallel: u32,
    watch: Option<&Watch>,
) -> Result<Summary, Failure> {
    let paid = road.paid;
    let engine = app.engine(road.database)?;
    let owner = new_owner();
    let vault = Vault::open(road.folder, &owner)?;
    let (prices, _) = paid.planning();
    let mut settings = ScanSettings::new(prices);
    settings.country.clone_from(&app.settings.country);
    settings.parallel = parallel as usize;
    settings.run_memory_mb = paid.facts.memory_mb.unwrap_or(settings.run_memory_mb);
    road.waits.apply(&mut settings);
    let carriers = carriers(road.database, &settings)?;
    let stop = watch.map_or_else(CancellationToken::new, |watch| watch.token().child_token());
    let interrupts = paid.runtime.spawn(interrupts(
        stop.clone(),
        settings.abort.clone(),
        [
            app.say("discover-stopping", &[]),
            app.say("discover-aborting", &[]),
        ],
    ));
    let balance = road.purse.balance(now())?;
    let lines = planner.preview(balance.left).lines;
    let questions = lines.iter().map(|line| line.questions).sum();
    let cycle = balance.cycle.starts.to_string();
    let progress = Progress::new(app, questions, said_in(road.database, &cycle)?, watch);
    let scan = Scan {
        database: road.database,
        engine: &engine,
        door: &paid.door,
        actor: paid.actor.as_ref(),
        purse: road.purse,
        vault: &vault,
        clock: &Wall,
        observer: &progress,
        settings,
        scan: format!("scan-{owner}"),
        owner,
        carriers,
    };
    let ended = paid.runtime.block_on(scan.run(planner, stop));
    interrupts.abort();
    progress.bar.finish_and_clear();
    road.database
        .set_note(SAID, &format!("{cycle} {}", progress.said.get()))?;
    Ok(ended?)
}

/// Where workers live, they carry the runs.
fn carriers(database: &dyn Database, settings: &ScanSettings) -> Result<Carriers, Failure> {
    let living = work::living(database, now(), settings.work.lease)?;
    let workers = living.iter().any(|(_, about)| about.role == Role::Worker);
    Ok(if workers {
        Carriers::Queue
    } else {
        Carriers::ThisProcess
    })
}

/// The note of the highest threshold that was said, and in which monthly cycle: each is said once a month.
const SAID: &str = "money-said";

fn said_in(database: &dyn Database, cycle: &str) -> Result<u32, Failure> {
    let note = database.note(SAID)?.unwrap_or_default();
    let said = note.split_once(' ').filter(|(of, _)| *of == cycle);
    Ok(said.and_then(|(_, percent)| percent.parse().ok()).unwrap_or(0))
}

/// The account of money of a process that may spend: what it writes to the ledger is copied to the folder of raw
/// pages, so that `rebuild --raw` can bring it back.
pub fn purse<'d>(
    database: &'d dyn Database,
    budget: MicroDollars,
    folder: &Path,
) -> Result<Purse<'d>, Failure> {
    let journal = Journal::open(folder, &new_owner())?;
    Ok(Purse::open(database, budget, now())?.with_journal(journal)?)
}

/// A name that no other process has or had.
pub fn new_owner() -> String {
    format!("{}-{}", now().as_millis(), std::process::id())
}

/// The system's clock.
struct Wall;

impl Clock for Wall {
    fn now(&self) -> Timestamp {
        now()
    }
}

/// The first Ctrl-C starts no more runs and waits for those under way; the second aborts them.
async fn interrupts(stop: CancellationToken, abort: CancellationToken, said: [String; 2]) {
    for (token, sentence) in [stop, abort].into_iter().zip(said) {
        if tokio::signal::ctrl_c().await.is_err() {
            return;
        }
        tracing::warn!("{sentence}");
        token.cancel();
    }
}

/// Progress with money and finds: a bar at a terminal, silence elsewhere; what must be known is always said.
struct Progress<'a> {
    app: &'a App,
    bar: ProgressBar,
    found: Cell<u64>,
    runs: Cell<u64>,
    /// Runs of dead processes that were taken over, until that was said.
    adopted: Cell<u64>,
    /// The highest threshold that was said in this cycle.
    said: Cell<u32>,
    /// Whoever watches from elsewhere; then nothing is shown here.
    watch: Option<&'a Watch>,
}

impl<'a> Progress<'a> {
    fn new(app: &'a App, questions: u64, said: u32, watch: Option<&'a Watch>) -> Self {
        if let Some(watch) = watch {
            watch.pass(questions);
        }
        let bar = if watch.is_none_or(Watch::is_beside) && std::io::stderr().is_terminal() {
            ProgressBar::new(questions)
        } else {
            ProgressBar::hidden()
        };
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {eta} {wide_msg}") {
            bar.set_style(style);
        }
        Self {
            app,
            bar,
            found: Cell::new(0),
            runs: Cell::new(0),
            adopted: Cell::new(0),
            said: Cell::new(said),
            watch,
        }
    }

    /// A line above the bar, or on stderr where there is none.
    fn say(&self, name: &str, values: &[(&str, std::borrow::Cow<'_, str>)]) {
        self.bar.suspend(|| self.app.tell(name, values));
    }
}

impl Observer for Progress<'_> {
    fn event(&self, event: &Event<'_>) {
        if let Some(watch) = self.watch {
            watch.event(event);
        }
        if !matches!(event, Event::Adopted { .. }) && self.adopted.get() > 0 {
            let runs = number(self.adopted.take());
            self.say("discover-adopted", &[("runs", runs)]);
        }
        match event {
            Event::Settled(settled) => {
                self.runs.set(self.runs.get() + 1);
                self.found.set(self.found.get() + settled.own);
                self.bar.inc(settled.questions as u64);
                if let Some(trouble) = settled.trouble {
                    tracing::warn!(run = settled.tag, "{trouble}");
                }
            }
            Event::Money(balance) => {
                let message = self.app.say(
                    "discover-progress",
                    &[
                        ("spent", short(balance.settled)),
                        ("limit", short(balance.limit)),
                        ("runs", number(self.runs.get())),
                        ("ads", number(self.found.get())),
                    ],
                );
                self.bar.set_message(message);
            }
            Event::Threshold(percent) if *percent > self.said.get() => {
                self.said.set(*percent);
                self.say("discover-threshold", &[("percent", percent.to_string().into())]);
            }
            Event::Adopted { tag, owner } => {
                self.adopted.set(self.adopted.get() + 1);
                tracing::info!(tag, owner, "adopted");
            }
            Event::Away { reason } => self.say("worker-away", &[("reason", output::shown(reason).into())]),
            Event::Back => self.say("worker-back", &[]),
            Event::Workers(0) => self.say("discover-alone", &[]),
            Event::Workers(workers) => self.say("discover-workers", &[("workers", number(*workers as u64))]),
            Event::Stray { run_id, tag, .. } => tracing::warn!(run_id, tag, "no ledger line knows this run"),
            other => tracing::info!(?other, "scan"),
        }
    }
}
