//! The scan of the week: what the agenda allows, by the same road as `discover`.

use std::sync::Arc;

use database::{Database, Shelf};
use discovery::Summary;
use planner::{Agenda, Month, Options, Planner, Preview};
use purse::Purse;
use tokio_util::sync::CancellationToken;
use watch::state::PaceSeen;

use super::{potential, seen, wall};
use crate::app::{App, now};
use crate::commands::discover::{self, Road};
use crate::failure::Failure;
use crate::paid::{Paid, Patience};
use crate::scanning::{self, Waits, Watch, told};

/// Runs at once, at most; the account's own limit may be lower.
const PARALLEL: u32 = 25;
/// The record of the pace as it was when a scan was planned last.
const PACE: &str = "pace";

/// What a week would ask.
pub struct Plan {
    /// What it may spend.
    pub agenda: Agenda,
    /// What it would ask for it.
    pub preview: Preview,
}

/// What the week would ask and spend now. Costs nothing.
pub fn plan(app: &App, database: &Arc<dyn Database>) -> Result<Plan, Failure> {
    let paid = Paid::open(app, Patience::Short)?;
    let folder = app.settings.data_dir.join("scans");
    let purse = scanning::purse(database.as_ref(), app.settings.budget, &folder)?;
    purse.note_account(paid.asked_at, &paid.account_money())?;
    let (planner, agenda, month) = planned(app, database, &paid, &purse)?;
    let preview = planner.preview(month.left);
    Ok(Plan { agenda, preview })
}

/// Scans for what this week may spend, and brings the documents up to date.
pub fn scan(app: &App, shared: &Arc<dyn Database>, stop: &CancellationToken) -> Result<Summary, Failure> {
    let database = shared.as_ref();
    let paid = Paid::open(app, Patience::Long)?;
    let folder = app.settings.data_dir.join("scans");
    let purse = scanning::purse(database, app.settings.budget, &folder)?;
    purse.note_account(paid.asked_at, &paid.account_money())?;
    let (planner, agenda, _) = planned(app, shared, &paid, &purse)?;
    note_pace(database, &agenda)?;
    let road = Road {
        database,
        paid: &paid,
        purse: &purse,
        folder: &folder,
        waits: Waits::default(),
    };
    let watch = Watch::new(stop.child_token());
    let mut claim = dashboard::scans::begin(database, &[], now())?;
    let work = || {
        let summary = scanning::scan(app, &road, planner, PARALLEL, Some(&watch))?;
        app.refresh(database, false, Vec::new())?;
        potential::refit(app, shared, &wall())?;
        Ok((summary, ()))
    };
    let (summary, ()) = told(app, database, &mut claim, &watch, work)??;
    // The pace as it is now that the week's money is spent.
    note_pace_of(app, shared, &paid, &purse)?;
    Ok(summary)
}

fn planned(
    app: &App,
    database: &Arc<dyn Database>,
    paid: &Paid,
    purse: &Purse<'_>,
) -> Result<(Planner, Agenda, Month), Failure> {
    let balance = purse.balance(now())?;
    let month = Month {
        now: now(),
        starts: balance.cycle.starts,
        ends: balance.cycle.ends,
        limit: balance.limit,
        spent: balance.settled + balance.reserved,
        left: balance.left,
    };
    let base = Options {
        sweeps: discover::own_suffixes(app)?,
        ..Options::new(month.now)
    };
    let mut known = discovery::known(database.as_ref(), app.catalogue()?.as_ref(), &base.sweeps)?;
    potential::fill(app, database, &mut known)?;
    let (prices, habits) = paid.planning();
    let agenda = Agenda::of(&known, prices, habits, &month, &base);
    let planner = Planner::new(&known, prices, habits, agenda.options(&month, base));
    Ok((planner, agenda, month))
}

/// Notes the pace as it is now.
pub fn note_pace_of(
    app: &App,
    database: &Arc<dyn Database>,
    paid: &Paid,
    purse: &Purse<'_>,
) -> Result<(), Failure> {
    let (_, agenda, _) = planned(app, database, paid, purse)?;
    note_pace(database.as_ref(), &agenda)
}

fn note_pace(database: &dyn Database, agenda: &Agenda) -> Result<(), Failure> {
    let body = serde_json::to_string(&seen(agenda))?;
    database.put_record(Shelf::Watch, PACE, &body, None)?;
    Ok(())
}

/// The pace as it was noted last.
pub fn pace_noted(database: &dyn Database) -> Result<Option<PaceSeen>, Failure> {
    let record = database.record(Shelf::Watch, PACE)?;
    Ok(record.and_then(|record| serde_json::from_str(&record.body).ok()))
}

/// Looks at the DNS of sellers' domains, as far as it is due; costs nothing.
pub fn probe(app: &App, database: &dyn Database) -> Result<(), Failure> {
    discover::probe_first(app, database)
}
