//! `check`: what is configured and reachable, and what is left to spend. Never a secret.

mod holds;
mod server;
mod text;
mod watch;

use database::Database;
use purse::Purse;
use serde::Serialize;

use self::holds::Holds;
use self::server::Server;
use self::watch::Watch;
use crate::app::{App, REBUILDING, now};
use crate::commands::money;
use crate::failure::{Exit, Failure};
use crate::output;
use crate::paid::{Paid, Patience};

/// The document that scripts read.
#[derive(Serialize)]
struct Checked {
    version: &'static str,
    settings_files: Vec<String>,
    database: String,
    engine: &'static str,
    server: Option<Server>,
    #[serde(flatten)]
    holds: Holds,
    stale_verdicts: u64,
    rebuild_unfinished: bool,
    problems: Vec<String>,
    catalogue_platforms: u64,
    catalogue_marks: u64,
    resolvers: String,
    apify_token: &'static str,
    apify_actor: String,
    country: String,
    apify: Reached,
    money: reports::views::Money,
    watch: Watch,
}

/// What Apify answered, where it was asked.
#[derive(Serialize, Default)]
struct Reached {
    reachable: Option<bool>,
    account: Option<String>,
    plan: Option<String>,
    limit_usd: Option<String>,
    used_usd: Option<String>,
    cycle_ends: Option<String>,
    runs_at_once: Option<u64>,
    item_price_usd: Option<String>,
    start_price_usd: Option<String>,
    problem: Option<String>,
}

/// Asks Apify, where there is a token; what it answers goes to the purse too. Costs nothing.
fn reach(app: &App, purse: &Purse<'_>) -> Result<Reached, Failure> {
    if app.settings.apify_token.is_none() {
        return Ok(Reached::default());
    }
    let paid = match Paid::open(app, Patience::Short) {
        Ok(paid) => paid,
        Err(failure) => {
            return Ok(Reached {
                reachable: Some(false),
                problem: Some(app.say_failure(&failure)),
                ..Reached::default()
            });
        }
    };
    purse.note_account(paid.asked_at, &paid.account_money())?;
    let account = &paid.account;
    Ok(Reached {
        reachable: Some(true),
        account: Some(account.username.clone()),
        plan: Some(account.plan.clone()),
        limit_usd: Some(account.limit.to_string()),
        used_usd: Some(account.used.to_string()),
        cycle_ends: Some(account.ends.to_string()),
        runs_at_once: account.max_concurrent_runs,
        item_price_usd: Some(paid.prices.item.to_string()),
        start_price_usd: Some(paid.prices.start.to_string()),
        problem: account.disabled.clone(),
    })
}

/// Runs the command.
pub fn run(app: &App) -> Result<Exit, Failure> {
    let database = app.open()?;
    let purse = Purse::open(database.as_ref(), app.settings.budget, now())?;
    let reached = reach(app, &purse)?;
    let money = money::of(&purse.balance(now())?);
    let checked = look(app, database.as_ref(), reached, money)?;
    if app.json {
        output::print_json(&checked)?;
    } else {
        output::print(&text::of(app, &checked))?;
    }
    let unreachable = checked.apify.problem.is_some();
    let usable = checked.watch.problem.is_none();
    let sound = checked.problems.is_empty() && !checked.rebuild_unfinished && !unreachable && usable;
    Ok(if sound { Exit::Done } else { Exit::Failed })
}

fn look(
    app: &App,
    database: &dyn Database,
    apify: Reached,
    money: reports::views::Money,
) -> Result<Checked, Failure> {
    let catalogue = app.catalogue()?;
    let engine = app.engine(database)?;
    let (engine_name, server) = server::of(database)?;
    Ok(Checked {
        version: env!("CARGO_PKG_VERSION"),
        settings_files: app
            .settings
            .read_from
            .iter()
            .map(|path| path.display().to_string())
            .collect(),
        database: database.describe(),
        engine: engine_name,
        server,
        holds: Holds::count(database)?,
        stale_verdicts: database.count_stale(engine.digest())?,
        rebuild_unfinished: database.note(REBUILDING)?.is_some_and(|note| !note.is_empty()),
        problems: database.verify()?,
        catalogue_platforms: catalogue.platforms().count() as u64,
        catalogue_marks: catalogue
            .platforms()
            .map(|platform| platform.marks.len() as u64)
            .sum(),
        resolvers: app.settings.network.resolvers_named(),
        apify_token: if app.settings.apify_token.is_some() {
            "set"
        } else {
            "not set"
        },
        apify_actor: app.settings.apify_actor.clone(),
        country: app.settings.country.clone(),
        apify,
        money,
        watch: Watch::look(app, database)?,
    })
}
