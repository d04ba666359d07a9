//! `watch`: the week runs itself, one turn after the other, until it is told to stop.

pub mod plan;

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use database::Database;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::args::WatchArgs;
use crate::commands::dashboard::interrupted;
use crate::failure::{Exit, Failure};
use crate::messages::number;
use crate::output;
use crate::watching::{self, Turned, Watcher};

/// Between two turns.
const PAUSE: Duration = Duration::from_secs(20);
/// Between two looks at whether it is to stop.
const STEP: Duration = Duration::from_millis(100);

/// Runs the command until it is interrupted; with `--once` until what is due now is done.
pub fn run(app: &App, args: &WatchArgs) -> Result<Exit, Failure> {
    let database: Arc<dyn Database> = Arc::from(app.database()?);
    if args.plan {
        return plan::show(app, &database);
    }
    let stop = CancellationToken::new();
    listen(app, &stop)?;
    if args.once {
        let mut watcher = Watcher::open(app, database, &stop)?;
        let turned = watcher.turn();
        watcher.resign()?;
        return ended(app, &turned?);
    }
    app.tell("watch-begins", &[]);
    let mut watcher = Watcher::open(app, database, &stop)?;
    watch(app, &mut watcher, &stop);
    watcher.resign()?;
    Ok(Exit::Done)
}

/// A thread that watches until `stop`, in a process that does other things too.
pub fn spawn(
    app: &App,
    database: Arc<dyn Database>,
    stop: CancellationToken,
) -> Result<JoinHandle<()>, Failure> {
    let settings = app.settings.clone();
    // What cannot be opened is told at once, not by a log of a thread.
    drop(Watcher::open(app, Arc::clone(&database), &stop)?);
    let work = move || {
        let app = App::new(settings, true);
        let mut watcher = match Watcher::open(&app, database, &stop) {
            Ok(watcher) => watcher,
            Err(failure) => return tracing::error!("{}", app.say_failure(&failure)),
        };
        watch(&app, &mut watcher, &stop);
        if let Err(failure) = watcher.resign() {
            tracing::warn!("{}", app.say_failure(&failure));
        }
    };
    Ok(std::thread::Builder::new().name("watch".to_owned()).spawn(work)?)
}

/// One turn after the other; what goes wrong with one is told, and the next one tries again.
fn watch(app: &App, watcher: &mut Watcher<'_>, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        match watcher.turn() {
            Ok(turned) => tell(app, &turned),
            Err(failure) => tracing::error!("{}", app.say_failure(&failure)),
        }
        let mut rested = Duration::ZERO;
        while rested < PAUSE && !stop.is_cancelled() {
            std::thread::sleep(STEP);
            rested += STEP;
        }
    }
}

fn ended(app: &App, turned: &Turned) -> Result<Exit, Failure> {
    if app.json {
        output::print_json(turned)?;
    } else if turned.leads {
        tell(app, turned);
        if turned.done.is_empty() {
            app.tell("watch-nothing", &[]);
        }
    } else {
        app.tell("watch-elsewhere", &[]);
    }
    let failed = turned.done.iter().any(|did| did.failed.is_some());
    Ok(if failed { Exit::Partly } else { Exit::Done })
}

/// What a turn did, for people; silence where it did nothing.
fn tell(app: &App, turned: &Turned) {
    if app.json {
        return;
    }
    for did in &turned.done {
        let values = [
            ("schedule", watching::named(app, &did.schedule).into()),
            ("at", watching::local(app, did.occurrence).into()),
            ("missed", number(u64::from(did.missed))),
            ("reason", did.failed.clone().unwrap_or_default().into()),
        ];
        let sentence = match (&did.failed, did.missed) {
            (Some(_), _) => "watch-failed",
            (None, 0) => "watch-did",
            (None, _) => "watch-caught-up",
        };
        app.tell(sentence, &values);
    }
    if turned.firings + turned.sent + turned.put_off > 0 {
        let values = [
            ("firings", number(turned.firings)),
            ("sent", number(turned.sent)),
            ("later", number(turned.put_off)),
        ];
        app.tell("watch-told", &values);
    }
}

/// The first Ctrl-C, or the system's word that the process is to end, lets nothing new begin.
fn listen(app: &App, stop: &CancellationToken) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (stop, sentence) = (stop.clone(), app.say("worker-stopping", &[]));
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            runtime.block_on(interrupted(&stop));
            if !stop.is_cancelled() {
                output::tell(&sentence);
            }
            stop.cancel();
        })?;
    Ok(())
}
