//! `worker`: does the scans that people ask for from the dashboard, one after the other.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use dashboard::scans;
use database::Database;
use discovery::Summary;
use model::MicroDollars;
use purse::Purse;
use reports::Analysis;
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::app::{App, now};
use crate::args::{DiscoverArgs, StrategyArg, WorkerArgs};
use crate::commands::dashboard::interrupted;
use crate::commands::discover;
use crate::failure::{Exit, Failure};
use crate::output;
use crate::paid::{Paid, Patience};
use crate::scanning::{Waits, Watch, told};

/// Between two looks for a request.
const PAUSE: Duration = Duration::from_secs(1);
/// Sellers covered less long ago are not asked about again, unless they are named.
const WEEK: Duration = Duration::from_hours(7 * 24);

/// The document that scripts read.
#[derive(Serialize)]
struct Worked {
    scans: u64,
}

/// Runs the command until it is interrupted, or until nothing waits.
pub fn run(app: &App, args: &WorkerArgs) -> Result<Exit, Failure> {
    if app.settings.apify_token.is_none() {
        return Err(Failure::usage("error-no-token", vec![], "next-no-token"));
    }
    let database = app.database()?;
    let stop = CancellationToken::new();
    listen(stop.clone())?;
    let worker = Worker::new(app, database.as_ref(), &stop);
    let mut scans = 0;
    while !stop.is_cancelled() {
        if worker.take_one()? {
            scans += 1;
        } else if args.once {
            break;
        } else {
            worker.rest();
        }
    }
    if app.json {
        output::print_json(&Worked { scans })?;
    }
    Ok(Exit::Done)
}

/// Cancels `stop` at Ctrl-C or when the system ends the process.
fn listen(stop: CancellationToken) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            runtime.block_on(interrupted(&stop));
            stop.cancel();
        })?;
    Ok(())
}

/// A worker on a thread of its own, until `stop`.
pub fn spawn(
    app: &App,
    database: Arc<dyn Database>,
    stop: CancellationToken,
) -> Result<JoinHandle<()>, Failure> {
    let settings = app.settings.clone();
    let work = move || {
        let app = App::new(settings, true);
        let worker = Worker::new(&app, database.as_ref(), &stop);
        while !stop.is_cancelled() {
            match worker.take_one() {
                Ok(true) => {}
                Ok(false) => worker.rest(),
                Err(failure) => {
                    tracing::error!("{}", app.say_failure(&failure));
                    worker.rest();
                }
            }
        }
    };
    Ok(std::thread::Builder::new()
        .name("worker".to_owned())
        .spawn(work)?)
}

/// Somebody who does scans.
pub struct Worker<'w> {
    app: &'w App,
    database: &'w dyn Database,
    stop: &'w CancellationToken,
    folder: PathBuf,
}

impl<'w> Worker<'w> {
    /// One that works by the application's settings.
    pub fn new(app: &'w App, database: &'w dyn Database, stop: &'w CancellationToken) -> Self {
        Self {
            app,
            database,
            stop,
            folder: app.settings.data_dir.join("scans"),
        }
    }

    /// Waits a little, or until it is to stop.
    pub fn rest(&self) {
        let step = Duration::from_millis(100);
        let mut rested = Duration::ZERO;
        while rested < PAUSE && !self.stop.is_cancelled() {
            std::thread::sleep(step);
            rested += step;
        }
    }

    /// Does the scan that waits longest. Gives whether there was one; what goes wrong with it is told where it was asked
    /// for.
    pub fn take_one(&self) -> Result<bool, Failure> {
        let Some(mut claim) = scans::claim(self.database, now())? else {
            return Ok(false);
        };
        tracing::info!(
            scan = claim.scan.id,
            by = claim.scan.by,
            "a scan that was asked for"
        );
        let watch = Watch::new(self.stop.child_token());
        let (clients, most) = (claim.scan.clients.clone(), claim.scan.budget_micros);
        let spend = || self.spend(clients, most.map(MicroDollars::new), &watch);
        let ended = told(self.app, self.database, &mut claim, &watch, spend)?;
        if let Err(failure) = ended {
            tracing::warn!("{}", self.app.say_failure(&failure));
        }
        Ok(true)
    }

    fn spend(
        &self,
        clients: Vec<String>,
        most: Option<MicroDollars>,
        watch: &Watch,
    ) -> Result<(Summary, Analysis), Failure> {
        let (app, database) = (self.app, self.database);
        let paid = Paid::open(app, Patience::Long)?;
        let month = Purse::open(database, app.settings.budget, now())?;
        month.note_account(paid.asked_at, &paid.account_money())?;
        // What this scan may spend on top of what is spent and set aside now; others that spend meanwhile make it less.
        let before = month.balance(now())?;
        let most = most.map(|most| before.settled + before.reserved + most);
        let budget = most.map_or(app.settings.budget, |most| most.min(app.settings.budget));
        let purse = Purse::open(database, budget, now())?;
        let road = discover::Road {
            database,
            paid: &paid,
            purse: &purse,
            folder: &self.folder,
            waits: Waits::default(),
        };
        let asked = DiscoverArgs {
            budget: None,
            // Whoever names sellers wants to know how they are now.
            max_age: if clients.is_empty() { WEEK } else { Duration::ZERO },
            clients,
            strategy: StrategyArg::Auto,
            probe_cap: 10,
            pages_share: 0,
            parallel: 25,
            plan: false,
            probe_first: false,
        };
        discover::spend_watched(app, &road, &asked, Some(watch))
    }
}
