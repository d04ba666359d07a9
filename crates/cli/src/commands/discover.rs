//! `discover`: asks the Ad Library which sellers advertise, for at most the money that is left.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use classification::Catalogue;
use dashboard::scans;
use database::Database;
use discovery::{StoppedBy, Summary};
use model::{Host, MicroDollars};
use planner::{Options, Planner, Scope, Strategy};
use probe::Targets;
use purse::{Purse, Session};
use reports::Analysis;

use crate::app::{App, now};
use crate::args::{DiscoverArgs, StrategyArg};
use crate::commands::probe::summary;
use crate::commands::{money, plan};
use crate::failure::{Exit, Failure};
use crate::messages::number;
use crate::output;
use crate::paid::{Paid, Patience};
use crate::probing::{self, Pass, Prober};
use crate::scanning::{self, Waits, Watch, told};
use crate::watching;

/// Runs the command.
pub fn run(app: &App, args: &DiscoverArgs) -> Result<Exit, Failure> {
    let database = app.database()?;
    for slug in &args.clients {
        if database.seller(slug)?.is_none() {
            return Err(Failure::no_seller(slug));
        }
    }
    if args.probe_first {
        probe_first(app, database.as_ref())?;
    }
    let patience = if args.plan {
        Patience::Short
    } else {
        Patience::Long
    };
    let paid = Paid::open(app, patience)?;
    let folder = app.settings.data_dir.join("scans");
    let purse = scanning::purse(database.as_ref(), budget(app, args)?, &folder)?;
    purse.note_account(paid.asked_at, &paid.account_money())?;
    if args.plan {
        let left = purse.balance(now())?.left;
        let options = options(app, args)?;
        let planner = planner(database.as_ref(), app.catalogue()?.as_ref(), &paid, options)?;
        return plan::show(app, &planner.preview(left), left, is_probed(database.as_ref())?);
    }
    let road = Road {
        database: database.as_ref(),
        paid: &paid,
        purse: &purse,
        folder: &folder,
        waits: Waits::default(),
    };
    let watch = Watch::beside();
    let mut claim = scans::begin(database.as_ref(), &args.clients, now())?;
    let work = || spend_watched(app, &road, args, Some(&watch));
    let (summary, _) = told(app, database.as_ref(), &mut claim, &watch, work)??;
    refit(app)?;
    if app.json {
        output::print_json(&summary)?;
    }
    Ok(exit_of(&summary))
}

/// The chances to start and to leave are learned anew from what the scan brought.
fn refit(app: &App) -> Result<(), Failure> {
    let database: Arc<dyn Database> = Arc::from(app.database()?);
    watching::potential::refit(app, &database, &watching::wall())
}

/// Looks at the DNS of sellers' domains, as far as it is due.
pub fn probe_first(app: &App, database: &dyn Database) -> Result<(), Failure> {
    let catalogue = app.catalogue()?;
    let pass = Pass {
        database,
        catalogue: &catalogue,
        targets: Targets::of_sellers(database, &catalogue)?,
        again: false,
        every_page: false,
        clock: &probing::wall,
    };
    let outcome = Prober::open(&app.settings.network, false)?.run(app, pass)?;
    if !app.json {
        output::tell(&summary(app, &outcome));
    }
    Ok(())
}

/// Whether anybody ever looked at a host.
fn is_probed(database: &dyn Database) -> Result<bool, Failure> {
    let mut probed = false;
    database.each_observation(false, &mut |_| {
        probed = true;
        Ok(ControlFlow::Break(()))
    })?;
    Ok(probed)
}

/// What a scan spends by, and where it keeps what it gets.
pub struct Road<'r> {
    /// The database.
    pub database: &'r dyn Database,
    /// The account and the actor.
    pub paid: &'r Paid,
    /// The account's money.
    pub purse: &'r Purse<'r>,
    /// Raw pages and locks.
    pub folder: &'r Path,
    /// How long to wait for Apify.
    pub waits: Waits,
}

/// Scans, brings the documents up to date, and tells people how it went; gives what it brought, and the counts
/// that the documents were made from.
pub fn spend(app: &App, road: &Road<'_>, args: &DiscoverArgs) -> Result<(Summary, Analysis), Failure> {
    spend_watched(app, road, args, None)
}

/// The same, while somebody else watches how far it is and may stop it.
pub fn spend_watched(
    app: &App,
    road: &Road<'_>,
    args: &DiscoverArgs,
    watch: Option<&Watch>,
) -> Result<(Summary, Analysis), Failure> {
    let before = road.purse.balance(now())?;
    let summary = passes(app, road, args, before.left, watch)?;
    let analysis = app.refresh(road.database, false, Vec::new())?.analysis;
    if !app.json {
        tell(app, &summary);
        let after = road.purse.balance(now())?;
        let clients = money::covered_in(road.database, &after)?;
        let session = Session::new(&before, &after, clients);
        output::print(&money::boxed(app, &session, &after, Some(summary.runs)))?;
    }
    Ok((summary, analysis))
}

/// One scan; or three, where money is kept for pages: hosts, the pages that they showed, and hosts again with
/// what pages left.
fn passes(
    app: &App,
    road: &Road<'_>,
    args: &DiscoverArgs,
    left: MicroDollars,
    watch: Option<&Watch>,
) -> Result<Summary, Failure> {
    let began = now();
    let told = Cell::new(false);
    let pass = |scope: Scope, keep: MicroDollars| {
        let mut options = options(app, args)?;
        options.scope = scope;
        options.keep = keep;
        // What an earlier pass asked is not asked again, even where everything is to be.
        let passed = Duration::from_millis(now().as_millis().abs_diff(began.as_millis()));
        options.max_age = options
            .max_age
            .max((scope != Scope::Everything).then_some(passed));
        let planner = planner(road.database, app.catalogue()?.as_ref(), road.paid, options)?;
        if scope != Scope::Pages && !told.replace(true) && !app.json && planner.unresolved() > 0 {
            app.tell("plan-unresolved", &[("count", number(planner.unresolved()))]);
        }
        scanning::scan(app, road, planner, args.parallel, watch)
    };
    if args.pages_share == 0 || args.strategy == StrategyArg::PerDomain {
        return pass(Scope::Everything, MicroDollars::ZERO);
    }
    let keep = left.share(u64::from(args.pages_share), 100);
    let mut sum = pass(Scope::Hosts, keep)?;
    let hosts_left = sum.stopped_by == StoppedBy::Budget;
    for scope in [Scope::Pages, Scope::Hosts] {
        let more = match scope {
            Scope::Hosts => hosts_left,
            _ => true,
        };
        if more && matches!(sum.stopped_by, StoppedBy::Done | StoppedBy::Budget) {
            sum = sum.then(pass(scope, MicroDollars::ZERO)?);
        }
    }
    Ok(sum)
}

/// The planner for what the database knows and what things cost now.
fn planner(
    database: &dyn Database,
    catalogue: &Catalogue,
    paid: &Paid,
    options: Options,
) -> Result<Planner, Failure> {
    let known = discovery::known(database, catalogue, &options.sweeps)?;
    let (prices, habits) = paid.planning();
    Ok(Planner::new(&known, prices, habits, options))
}

fn options(app: &App, args: &DiscoverArgs) -> Result<Options, Failure> {
    let mut options = Options::new(now());
    options.max_age = (!args.max_age.is_zero()).then_some(args.max_age);
    options.probe_cap = args.probe_cap;
    options.strategy = match args.strategy {
        StrategyArg::Auto => Strategy::Auto,
        StrategyArg::PerDomain => Strategy::PerDomain,
    };
    options.only.clone_from(&args.clients);
    options.sweeps = own_suffixes(app)?;
    Ok(options)
}

/// The platform's own suffixes: one search for such a one covers every seller under it.
pub fn own_suffixes(app: &App) -> Result<Vec<Host>, Failure> {
    let catalogue = app.catalogue()?;
    let own = catalogue.platform("converty");
    let suffixes = own.into_iter().flat_map(|platform| &platform.suffixes);
    Ok(suffixes.filter_map(|suffix| Host::parse(suffix).ok()).collect())
}

fn budget(app: &App, args: &DiscoverArgs) -> Result<MicroDollars, Failure> {
    match &args.budget {
        Some(given) => Ok(crate::settings::budget(Some(given.clone()))?),
        None => Ok(app.settings.budget),
    }
}

/// How it ended and what it found, for people.
fn tell(app: &App, summary: &Summary) {
    let stopped = match summary.stopped_by {
        StoppedBy::Done => "discover-done",
        StoppedBy::Budget => "discover-budget",
        StoppedBy::Limit => "discover-limit",
        StoppedBy::Interrupt => "discover-interrupted",
        StoppedBy::Error => "discover-error",
    };
    let reason = summary.error.clone().unwrap_or_default();
    app.tell(
        stopped,
        &[
            ("left", number(summary.sellers_left)),
            ("reason", output::shown(&reason).into()),
        ],
    );
    app.tell(
        "discover-found",
        &[
            ("covered", number(summary.sellers_covered)),
            ("total", number(summary.sellers_total)),
            ("active", number(summary.sellers_active)),
            ("seen", number(summary.ads_seen)),
            ("new", number(summary.ads_new)),
        ],
    );
    if !summary.partial.is_empty() {
        let count = number(summary.partial.len() as u64);
        app.tell("discover-partial", &[("count", count)]);
    }
    for stray in &summary.strays {
        app.tell("discover-stray", &[("run", output::shown(&stray.run_id).into())]);
    }
}

/// What scripts are told.
fn exit_of(summary: &Summary) -> Exit {
    match summary.stopped_by {
        StoppedBy::Budget | StoppedBy::Limit => Exit::Budget,
        StoppedBy::Error => Exit::Failed,
        StoppedBy::Interrupt => Exit::Partly,
        StoppedBy::Done if summary.runs_failed > 0 => Exit::Partly,
        StoppedBy::Done => Exit::Done,
    }
}
