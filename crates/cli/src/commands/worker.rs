//! `worker`: plans the scans that people ask for from the dashboard, one after the other, and carries the runs of any
//! scan that shares the database.

mod list;

use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use dashboard::scans;
use database::Database;
use discovery::Summary;
use discovery::work::{Carried, Until};
use model::MicroDollars;
use reports::Analysis;
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::app::{App, now};
use crate::args::{DiscoverArgs, StrategyArg, WorkerArgs};
use crate::commands::dashboard::interrupted;
use crate::commands::discover;
use crate::failure::{Exit, Failure};
use crate::messages::number;
use crate::output;
use crate::paid::{Paid, Patience};
use crate::scanning::{self, Carrier, Waits, Watch, told};

/// Between two looks for a request.
const PAUSE: Duration = Duration::from_secs(1);
/// With `--once` a worker ends once it found nothing to carry for so long.
const IDLE: Duration = Duration::from_secs(2);
/// Sellers covered less long ago are not asked about again, unless they are named.
const WEEK: Duration = Duration::from_hours(7 * 24);

/// The document that scripts read.
#[derive(Serialize)]
struct Worked {
    scans: u64,
    runs: u64,
    runs_failed: u64,
    runs_given_up: u64,
    runs_lost: u64,
    runs_returned: u64,
}

/// Runs the command until it is interrupted, or until nothing waits.
pub fn run(app: &App, args: &WorkerArgs) -> Result<Exit, Failure> {
    if args.list_work {
        return list::show(app);
    }
    if app.settings.apify_token.is_none() {
        return Err(Failure::usage("error-no-token", vec![], "next-no-token"));
    }
    let database: Arc<dyn Database> = Arc::from(app.database()?);
    let mut until = Until::default();
    listen(app, &until)?;
    let folder = app.settings.data_dir.join("scans");
    let carrier = Carrier {
        app,
        database: database.as_ref(),
        folder: &folder,
        name: &args.worker_name,
        slots: args.slots as usize,
    };
    let (scans, carried) = if args.once {
        let scans = plan_all(app, database.as_ref(), &until.stop)?;
        until.idle = Some(IDLE);
        let carried = if carrier.is_needed()? {
            carrier.run(&until)?
        } else {
            Carried::default()
        };
        (scans, carried)
    } else {
        let planning = spawn_with(app, Arc::clone(&database), until.stop.clone(), |scans| scans)?;
        let carried = carrier.run(&until);
        // Where it failed at the beginning, nobody plans either.
        until.stop.cancel();
        let scans = planning.join().unwrap_or(0);
        (scans, carried?)
    };
    let worked = Worked {
        scans,
        runs: carried.done,
        runs_failed: carried.failed,
        runs_given_up: carried.dead,
        runs_lost: carried.lost,
        runs_returned: carried.returned,
    };
    if app.json {
        output::print_json(&worked)?;
    } else {
        let values = [("scans", number(worked.scans)), ("runs", number(worked.runs))];
        app.tell("worker-done", &values);
    }
    Ok(Exit::Done)
}

/// Plans every scan that waits; gives how many.
fn plan_all(app: &App, database: &dyn Database, stop: &CancellationToken) -> Result<u64, Failure> {
    let worker = Worker::new(app, database, stop);
    let mut scans = 0;
    while !stop.is_cancelled() && worker.take_one()? {
        scans += 1;
    }
    Ok(scans)
}

/// The first Ctrl-C, or the system's word that the process is to end, lets nothing new begin; the second gives back
/// what is under way.
fn listen(app: &App, until: &Until) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (until, sentence) = (until.clone(), app.say("worker-stopping", &[]));
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for token in [&until.stop, &until.give_back] {
                runtime.block_on(interrupted(&CancellationToken::new()));
                if !until.stop.is_cancelled() {
                    output::tell(&sentence);
                }
                token.cancel();
            }
        })?;
    Ok(())
}

/// A thread that plans the scans that people ask for, until `stop`.
pub fn spawn(
    app: &App,
    database: Arc<dyn Database>,
    stop: CancellationToken,
) -> Result<JoinHandle<()>, Failure> {
    spawn_with(app, database, stop, |_| ())
}

/// The same; its result is made of how many it planned.
fn spawn_with<T: Send + 'static>(
    app: &App,
    database: Arc<dyn Database>,
    stop: CancellationToken,
    result: impl FnOnce(u64) -> T + Send + 'static,
) -> Result<JoinHandle<T>, Failure> {
    let settings = app.settings.clone();
    let work = move || {
        let app = App::new(settings, true);
        let worker = Worker::new(&app, database.as_ref(), &stop);
        let mut scans = 0;
        while !stop.is_cancelled() {
            match worker.take_one() {
                Ok(true) => scans += 1,
                Ok(false) => worker.rest(),
                Err(failure) => {
                    tracing::error!("{}", app.say_failure(&failure));
                    worker.rest();
                }
            }
        }
        result(scans)
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
        let month = scanning::purse(database, app.settings.budget, &self.folder)?;
        month.note_account(paid.asked_at, &paid.account_money())?;
        // What this scan may spend on top of what is spent and set aside now; others that spend meanwhile make it less.
        let before = month.balance(now())?;
        let most = most.map(|most| before.settled + before.reserved + most);
        let budget = most.map_or(app.settings.budget, |most| most.min(app.settings.budget));
        let purse = scanning::purse(database, budget, &self.folder)?;
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
