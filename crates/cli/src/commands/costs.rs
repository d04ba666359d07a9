//! `costs`: what was spent in this cycle, what is set aside, what is left, and for how many sellers that is.

use purse::{Balance, Purse, Session};
use serde::Serialize;

use crate::app::{App, now};
use crate::args::CostsArgs;
use crate::commands::money;
use crate::failure::{Exit, Failure};
use crate::output;
use crate::paid::{Paid, Patience};

/// The document that scripts read.
#[derive(Serialize)]
struct Costs {
    budget_usd: String,
    spent_usd: String,
    reserved_usd: String,
    left_usd: String,
    percent: u32,
    clients_covered: u64,
    average_usd_per_client: Option<String>,
    clients_left_estimate: Option<u64>,
    runs: u64,
    limit_usd: String,
    cycle_starts: String,
    cycle_ends: String,
    account_asked: bool,
}

/// Runs the command.
pub fn run(app: &App, args: &CostsArgs) -> Result<Exit, Failure> {
    let database = app.database()?;
    let purse = Purse::open(database.as_ref(), app.settings.budget, now())?;
    let asked = !args.quick && app.settings.apify_token.is_some();
    if asked {
        let paid = Paid::open(app, Patience::Short)?;
        purse.note_account(paid.asked_at, &paid.account_money())?;
    } else if !args.quick {
        app.tell("costs-not-asked", &[]);
    }
    let balance = purse.balance(now())?;
    let clients = money::covered_in(database.as_ref(), &balance)?;
    let session = Session::new(&balance, &balance, clients);
    if app.json {
        output::print_json(&document(&balance, &session, asked))?;
    } else {
        output::print(&money::boxed(app, &session, &balance, None))?;
    }
    Ok(Exit::Done)
}

fn document(balance: &Balance, session: &Session, account_asked: bool) -> Costs {
    Costs {
        budget_usd: balance.budget.to_string(),
        spent_usd: balance.settled.to_string(),
        reserved_usd: balance.reserved.to_string(),
        left_usd: balance.left.to_string(),
        percent: balance.percent,
        clients_covered: session.clients,
        average_usd_per_client: session.average.map(|average| average.to_string()),
        clients_left_estimate: session.clients_left,
        runs: balance.runs,
        limit_usd: balance.limit.to_string(),
        cycle_starts: balance.cycle.starts.to_string(),
        cycle_ends: balance.cycle.ends.to_string(),
        account_asked,
    }
}
