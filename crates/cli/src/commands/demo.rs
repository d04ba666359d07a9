//! `demo`: the whole product on a made-up world, no account needed.
//!
//! A sandbox that behaves like Apify is started inside the process, and the engine scans it over loopback as it
//! would scan the real one, under a purse with the month's money. Before it, eight earlier weekly scans are brought in,
//! and the world's DNS and landing pages are looked at, as they were a week ago and as they are now. After each of these
//! scans the watch takes its turn. The same seed gives the same world; a second run asks only what the first could not pay
//! for. At the end the dashboard shows it.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use apify::{DoorOptions, Pace, Token};
use database::{Database, Sqlite};
use model::MicroDollars;
use purse::Purse;
use reports::views::Overview;
use sandbox::api::{self, Apify, ApifySpec};
use sandbox::library::Made;
use sandbox::world::World;
use tokio_util::sync::CancellationToken;

use crate::app::{App, now};
use crate::args::{DemoArgs, DiscoverArgs, StrategyArg};
use crate::commands::demo_internet::Internet;
use crate::commands::{
    dashboard, demo_past, demo_watch, discover, money, overview, sandbox as sandbox_command,
};
use crate::failure::{Exit, Failure};
use crate::messages::number;
use crate::output;
use crate::paid::{self, Paid};
use crate::progress::spinner;
use crate::scanning::{self, Waits};
use crate::settings;
use crate::watching::Turned;

/// The demo's Apify takes a hundredth of the real one's time, and so do the waits for its costs.
const HASTE: u32 = 100;

/// Percent of the money that shows what active sellers' pages advertise elsewhere.
const PAGES: u32 = 20;

/// Runs the command.
pub fn run(app: &App, args: &DemoArgs) -> Result<Exit, Failure> {
    let budget = match &args.budget {
        Some(given) => settings::budget(Some(given.clone()))?,
        None => app.settings.budget,
    };
    let folder = app
        .settings
        .data_dir
        .join("demo")
        .join(format!("{}-sellers-seed-{}", args.sellers, args.seed));
    std::fs::create_dir_all(&folder)?;
    let app = &App::new(demo_watch::settings(&app.settings, &folder)?, app.json);
    if !app.json {
        app.tell(
            "demo-making",
            &[
                ("sellers", number(u64::from(args.sellers))),
                ("seed", args.seed.to_string().into()),
            ],
        );
    }
    let database: Arc<dyn Database> = Arc::new(Sqlite::open(&folder.join("sellers-ads.db"))?);
    let view = made(app, args, budget, &database, &folder)?;
    if app.json {
        output::print_json(&view)?;
        return Ok(Exit::Done);
    }
    output::print(&overview::text(app, &view))?;
    app.tell("demo-next", &[("folder", folder.display().to_string().into())]);
    if args.no_serve {
        return Ok(Exit::Done);
    }
    serve(app, database, budget)
}

/// The world, what earlier weeks saw of it, and today's scan; gives what the overview says then.
fn made(
    app: &App,
    args: &DemoArgs,
    budget: MicroDollars,
    shared: &Arc<dyn Database>,
    folder: &Path,
) -> Result<Overview, Failure> {
    let (database, stop) = (shared.as_ref(), CancellationToken::new());
    let mut weeks = demo_watch::Weeks::open(app, shared, &stop)?;
    let world = sandbox_command::world(args.sellers, args.seed);
    import_sellers(app, database, &write_stores(app, &world, folder)?)?;
    demo_past::bring_in(app, database, &world, &mut weeks)?;
    let internet = Internet::of(app, &world)?;
    internet.look_at_domains(app, database)?;
    let purse = scanning::purse(database, budget, &folder.join("scans"))?;
    let paid = door(app, &world, args.seed, budget)?;
    scan(app, &paid, database, &purse, &folder.join("scans"))?;
    internet.look_at_unknown(app, database)?;
    let analysis = app.refresh(database, false, Vec::new())?.analysis;
    let said = weeks.today((&paid, &purse))?;
    tell_week(app, &said);
    let money = money::of(&purse.balance(now())?);
    Ok(Overview::new(&analysis, app.settings.active_threshold, money))
}

/// Shows it until somebody interrupts: where settings say, or on a free port where that one is taken.
fn serve(app: &App, database: Arc<dyn Database>, budget: MicroDollars) -> Result<Exit, Failure> {
    let mut dashboard = dashboard::dashboard_of(app, database)?;
    let config = Arc::make_mut(&mut dashboard.config);
    config.budget = budget;
    if TcpListener::bind(config.listen).is_err() {
        app.tell("demo-taken", &[("address", config.listen.to_string().into())]);
        config.listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    }
    dashboard::serve(app, dashboard, &CancellationToken::new(), [])
}

/// Scans the sandbox as the real Apify would be scanned.
fn scan(
    app: &App,
    paid: &Paid,
    database: &dyn Database,
    purse: &Purse<'_>,
    folder: &Path,
) -> Result<(), Failure> {
    purse.note_account(paid.asked_at, &paid.account_money())?;
    let asked = DiscoverArgs {
        budget: None,
        clients: Vec::new(),
        strategy: StrategyArg::Auto,
        max_age: Duration::from_hours(7 * 24),
        probe_cap: 0,
        pages_share: PAGES,
        parallel: 25,
        plan: false,
        probe_first: false,
    };
    let road = discover::Road {
        database,
        paid,
        purse,
        folder,
        waits: Waits::hurried(HASTE),
    };
    discover::spend(app, &road, &asked)?;
    Ok(())
}

/// What the watch said in all its turns; silence where it took none.
fn tell_week(app: &App, said: &Turned) {
    if app.json || said.done.is_empty() {
        return;
    }
    let values = [("firings", number(said.firings)), ("sent", number(said.sent))];
    app.tell("demo-watched", &values);
}

/// Starts a sandbox of this world, and opens its door.
fn door(app: &App, world: &World, seed: u64, budget: MicroDollars) -> Result<Paid, Failure> {
    let waiting = spinner(app.say("demo-writing", &[]));
    let spec = ApifySpec {
        rate_limit: 0,
        start_rate_limit: 0,
        ..sandbox_command::spec(budget, seed, HASTE)
    };
    let token = Token::new(&spec.token);
    let library = Arc::new(Made::new(world));
    waiting.finish_and_clear();
    let apify = Apify::new(library, spec, now());
    let runtime = paid::runtime()?;
    let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let listener = runtime.block_on(sandbox_command::listen(anywhere))?;
    let base_url = format!("http://{}", listener.local_addr()?);
    runtime.spawn(api::serve(
        listener,
        Arc::new(Mutex::new(apify)),
        Arc::new(now),
        std::future::pending::<()>(),
    ));
    let options = DoorOptions {
        base_url,
        ..DoorOptions::new(token)
    };
    Paid::at(app, options, Pace::UNLIMITED, runtime)
}

fn write_stores(app: &App, world: &World, folder: &Path) -> Result<PathBuf, Failure> {
    let waiting = spinner(app.say("demo-writing", &[]));
    let stores = folder.join("stores.json");
    let mut out = BufWriter::new(File::create(&stores)?);
    world.write_stores_json(&mut out)?;
    out.flush()?;
    waiting.finish_and_clear();
    Ok(stores)
}

fn import_sellers(app: &App, database: &dyn Database, stores: &Path) -> Result<(), Failure> {
    let catalogue = app.catalogue()?;
    let list = sellers::read(File::open(stores)?, &|host| catalogue.refusal(host))
        .map_err(|error| Failure::because("error-unexpected", error, "next-report-bug"))?;
    database.upsert_sellers(&list.sellers)?;
    if !app.json {
        let counts = [
            ("sellers", number(list.sellers.len() as u64)),
            ("rejected", number(list.rejected.len() as u64)),
        ];
        app.tell("demo-sellers", &counts);
    }
    Ok(())
}
