//! `dashboard`: serves the window over the database, and does the scans that are asked for from it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use ::watch::channels::Channels;
use analytics::AlertRules;
use dashboard::server::{Dashboard, OpenError};
use dashboard::watching::Watching;
use dashboard::{Config, Language};
use database::Database;
use serde::Serialize;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

use crate::app::{App, now};
use crate::args::{self, DashboardArgs};
use crate::commands::{watch, worker};
use crate::failure::{Exit, Failure};
use crate::output;
use crate::settings::{Window, host, zone};
use crate::stand_in;

/// Threads that answer; handlers that may block have their own.
const THREADS: usize = 2;
/// Handlers, refreshes and exports at once, at most.
const BLOCKING: usize = 96;
/// How long a scan under way may take to stop when the dashboard does; what it leaves is taken up by the next one.
const FAREWELL: Duration = Duration::from_secs(10);

/// The document that scripts read.
#[derive(Serialize)]
struct Listening {
    listening: String,
}

/// Runs the command until it is interrupted.
pub fn run(app: &App, args: &DashboardArgs) -> Result<Exit, Failure> {
    let database: Arc<dyn Database> = Arc::from(app.database()?);
    let window = window(app, args)?;
    let dashboard = made(app, Arc::clone(&database), &window)?;
    let stop = CancellationToken::new();
    let works = !args.no_worker && app.settings.apify_token.is_some();
    let worker = works
        .then(|| worker::spawn(app, Arc::clone(&database), stop.clone()))
        .transpose()?;
    let watch = args
        .watch
        .then(|| watch::spawn(app, database, stop.clone()))
        .transpose()?;
    serve(app, dashboard, &stop, worker.into_iter().chain(watch))
}

/// The dashboard over a database, as the settings say.
pub fn dashboard_of(app: &App, database: Arc<dyn Database>) -> Result<Dashboard, Failure> {
    made(app, database, &app.settings.window)
}

/// Serves until Ctrl-C or the system ends it; then `stop` is cancelled and the threads beside are waited for a little.
pub fn serve(
    app: &App,
    dashboard: Dashboard,
    stop: &CancellationToken,
    beside: impl IntoIterator<Item = JoinHandle<()>>,
) -> Result<Exit, Failure> {
    let runtime = runtime()?;
    let served = runtime.block_on(async {
        let asked = dashboard.config.listen;
        let unusable = |reason| stand_in::listen_failure(asked, &reason);
        let listener = TcpListener::bind(asked).await.map_err(unusable)?;
        let address = listener.local_addr()?;
        let opened = tokio::task::spawn_blocking(move || dashboard.open()).await;
        let open = opened
            .map_err(|error| Failure::because("error-unexpected", error, "next-report-bug"))?
            .map_err(|error| refusal(asked, error))?;
        tell(app, address)?;
        open.serve(listener, interrupted(stop)).await?;
        Ok(Exit::Done)
    });
    stop.cancel();
    runtime.shutdown_timeout(Duration::from_secs(1));
    for thread in beside {
        wait_for(&thread);
    }
    served
}

fn runtime() -> Result<Runtime, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(THREADS)
        .max_blocking_threads(BLOCKING)
        .enable_all()
        .build()?;
    Ok(runtime)
}

/// The settings, and what flags say instead.
fn window(app: &App, args: &DashboardArgs) -> Result<Window, Failure> {
    let mut window = app.settings.window.clone();
    window.listen = args.listen.unwrap_or(window.listen);
    window.behind_tls |= args.behind_tls;
    for name in &args.public_hosts {
        window.hosts.push(host(name.clone())?);
    }
    if let Some(name) = &args.time_zone {
        window.zone = zone(Some(name.clone()))?;
    }
    Ok(window)
}

fn made(app: &App, database: Arc<dyn Database>, window: &Window) -> Result<Dashboard, Failure> {
    let config = config_of(app, window);
    Ok(Dashboard {
        config: Arc::new(config),
        catalogue: app.catalogue()?,
        clock: Arc::new(now),
        freshen: freshen(app, Arc::clone(&database)),
        database,
    })
}

/// How its pages are set up.
pub fn config_of(app: &App, window: &Window) -> Config {
    let settings = &app.settings;
    Config {
        listen: window.listen,
        language: match settings.language {
            args::Language::Fr => Language::Fr,
            args::Language::En => Language::En,
            args::Language::Ar => Language::Ar,
        },
        zone: window.zone.clone(),
        budget: settings.budget,
        rules: AlertRules::default(),
        hosts: window.hosts.clone(),
        behind_tls: window.behind_tls,
        sellers: window.sellers,
        sellers_limit: window.sellers_limit,
        country: settings.country.clone(),
        watching: watching(app),
    }
}

/// What pages say of the watch: never an address or a key. Channels that cannot be opened are not shown; `watch` says why.
fn watching(app: &App) -> Watching {
    let settings = &app.settings.watching;
    let channels = Channels::open(&settings.channels, &|name| settings.variables.get(name));
    Watching {
        rules_file: Some(settings.rules.clone()),
        channels: channels.map(|channels| channels.shown()).unwrap_or_default(),
    }
}

/// Refreshes run on threads of their own, each time with an application of its own.
fn freshen(app: &App, database: Arc<dyn Database>) -> dashboard::server::Freshen {
    let settings = app.settings.clone();
    Arc::new(move || {
        let app = App::new(settings.clone(), true);
        let refreshed = app.refresh(database.as_ref(), false, Vec::new());
        refreshed.map(|_| ()).map_err(|failure| app.say_failure(&failure))
    })
}

fn refusal(listen: SocketAddr, error: OpenError) -> Failure {
    match error {
        OpenError::Unguarded { .. } => {
            let values = vec![("address", listen.to_string())];
            Failure::usage("error-unguarded", values, "next-unguarded")
        }
        OpenError::Database(error) => error.into(),
        OpenError::Access(error) => error.into(),
    }
}

fn tell(app: &App, address: SocketAddr) -> Result<(), Failure> {
    let listening = format!("http://{address}");
    if app.json {
        return output::print_json(&Listening { listening });
    }
    output::print(&app.say("dashboard-listening", &[("address", listening.into())]))
}

/// Done at Ctrl-C, when the system ends the process, or when something else stops it.
pub async fn interrupted(stop: &CancellationToken) {
    tokio::select! {
        // Where signals cannot be heard, the process ends as the system ends it.
        Ok(()) = tokio::signal::ctrl_c() => {}
        () = terminated() => {}
        () = stop.cancelled() => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}

fn wait_for(worker: &JoinHandle<()>) {
    let pause = Duration::from_millis(50);
    let mut waited = Duration::ZERO;
    while !worker.is_finished() && waited < FAREWELL {
        std::thread::sleep(pause);
        waited += pause;
    }
}
