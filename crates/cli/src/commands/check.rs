//! `check`: what is configured and reachable, and what is left to spend. Never a secret.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use database::Database;
use model::observation::FactsKind;
use purse::Purse;
use serde::Serialize;

use crate::app::{App, REBUILDING, now};
use crate::commands::money;
use crate::failure::{Exit, Failure};
use crate::messages::number;
use crate::output;
use crate::paid::{Paid, Patience};

/// The document that scripts read.
#[derive(Serialize)]
struct Checked {
    version: &'static str,
    settings_files: Vec<String>,
    database: String,
    sellers: u64,
    domains: u64,
    rejected_domains: u64,
    ads: u64,
    searches: u64,
    refused_items: u64,
    stale_verdicts: u64,
    rebuild_unfinished: bool,
    problems: Vec<String>,
    catalogue_platforms: u64,
    catalogue_marks: u64,
    resolvers: String,
    hosts_probed: u64,
    pages_probed: u64,
    undecided: u64,
    apify_token: &'static str,
    apify_actor: String,
    country: String,
    apify: Reached,
    money: reports::views::Money,
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
        output::print(&text(app, &checked))?;
    }
    let unreachable = checked.apify.problem.is_some();
    let sound = checked.problems.is_empty() && !checked.rebuild_unfinished && !unreachable;
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
    let (mut sellers, mut domains, mut rejected_domains) = (0, 0, 0);
    database.each_seller(&mut |seller| {
        sellers += 1;
        domains += seller.hosts().count() as u64;
        rejected_domains += seller
            .domains
            .iter()
            .filter(|domain| domain.host.is_err())
            .count() as u64;
        Ok(ControlFlow::Continue(()))
    })?;
    let mut ads = 0;
    database.each_judged(&mut |_| {
        ads += 1;
        Ok(ControlFlow::Continue(()))
    })?;
    let probed = Seen::count(database)?;
    let (mut searches, mut refused_items) = (0, 0);
    database.each_search(&mut |_| {
        searches += 1;
        Ok(ControlFlow::Continue(()))
    })?;
    database.each_refused(&mut |_| {
        refused_items += 1;
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(Checked {
        version: env!("CARGO_PKG_VERSION"),
        settings_files: app
            .settings
            .read_from
            .iter()
            .map(|path| path.display().to_string())
            .collect(),
        database: database.describe(),
        sellers,
        domains,
        rejected_domains,
        ads,
        searches,
        refused_items,
        stale_verdicts: database.count_stale(engine.digest())?,
        rebuild_unfinished: database.note(REBUILDING)?.is_some_and(|note| !note.is_empty()),
        problems: database.verify()?,
        catalogue_platforms: catalogue.platforms().count() as u64,
        catalogue_marks: catalogue
            .platforms()
            .map(|platform| platform.marks.len() as u64)
            .sum(),
        resolvers: app.settings.network.resolvers_named(),
        hosts_probed: probed.hosts,
        pages_probed: probed.pages,
        undecided: probed.undecided,
        apify_token: if app.settings.apify_token.is_some() {
            "set"
        } else {
            "not set"
        },
        apify_actor: app.settings.apify_actor.clone(),
        country: app.settings.country.clone(),
        apify,
        money,
    })
}

/// What was looked at.
#[derive(Default)]
struct Seen {
    hosts: u64,
    pages: u64,
    undecided: u64,
}

impl Seen {
    fn count(database: &dyn Database) -> Result<Self, Failure> {
        let mut seen = Self::default();
        database.each_observation(false, &mut |observation| {
            match observation.facts.kind() {
                FactsKind::Dns => seen.hosts += 1,
                FactsKind::Landing => seen.pages += 1,
            }
            Ok(ControlFlow::Continue(()))
        })?;
        database.each_undecided(&mut |_| {
            seen.undecided += 1;
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(seen)
    }
}

fn text(app: &App, checked: &Checked) -> String {
    let files = if checked.settings_files.is_empty() {
        app.say("check-no-files", &[])
    } else {
        checked.settings_files.join(", ")
    };
    let counts: BTreeMap<&str, u64> = BTreeMap::from([
        ("sellers", checked.sellers),
        ("domains", checked.domains),
        ("rejected", checked.rejected_domains),
        ("ads", checked.ads),
        ("searches", checked.searches),
        ("refused", checked.refused_items),
        ("stale", checked.stale_verdicts),
        ("platforms", checked.catalogue_platforms),
        ("marks", checked.catalogue_marks),
        ("dns", checked.hosts_probed),
        ("pages", checked.pages_probed),
        ("undecided", checked.undecided),
    ]);
    let mut values: Vec<_> = counts
        .iter()
        .map(|(name, value)| (*name, number(*value)))
        .collect();
    values.push(("resolvers", checked.resolvers.as_str().into()));
    let token = app.say(
        if checked.apify_token == "set" {
            "check-token-set"
        } else {
            "check-token-missing"
        },
        &[],
    );
    let mut lines = vec![
        app.say("check-version", &[("version", checked.version.into())]),
        app.say("check-settings", &[("files", files.into())]),
        app.say("check-database", &[("place", checked.database.as_str().into())]),
        app.say("check-holds", &values),
        app.say("check-catalogue", &values),
        app.say("check-resolvers", &values),
        app.say(
            "check-apify",
            &[
                ("token", token.into()),
                ("actor", checked.apify_actor.as_str().into()),
            ],
        ),
        reached_text(app, &checked.apify),
        app.say(
            "check-money",
            &[
                ("left", checked.money.left_usd.as_str().into()),
                ("budget", checked.money.budget_usd.as_str().into()),
            ],
        ),
    ];
    if checked.rebuild_unfinished {
        lines.push(format!("✗ {}", app.say("next-rebuild-unfinished", &[])));
    }
    if checked.problems.is_empty() {
        lines.push(format!("✓ {}", app.say("check-sound", &[])));
    }
    lines.extend(checked.problems.iter().map(|problem| format!("✗ {problem}")));
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// What Apify answered; empty where it was not asked.
fn reached_text(app: &App, reached: &Reached) -> String {
    let shown = |value: &Option<String>| output::shown(value.as_deref().unwrap_or_default());
    if let Some(problem) = &reached.problem {
        return format!("✗ {}", output::shown(problem));
    }
    if reached.reachable.is_none() {
        return String::new();
    }
    app.say(
        "check-account",
        &[
            ("account", shown(&reached.account).into()),
            ("plan", shown(&reached.plan).into()),
            ("used", shown(&reached.used_usd).into()),
            ("limit", shown(&reached.limit_usd).into()),
            (
                "date",
                shown(&reached.cycle_ends)
                    .chars()
                    .take(10)
                    .collect::<String>()
                    .into(),
            ),
            ("item", shown(&reached.item_price_usd).into()),
            ("start", shown(&reached.start_price_usd).into()),
        ],
    )
}
