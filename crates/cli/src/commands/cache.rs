//! `cache clear`: removes what is kept on disk only to be safe, once it is safe elsewhere.

use std::collections::BTreeSet;

use discovery::Vault;
use purse::Purse;
use serde::Serialize;

use crate::app::{App, now};
use crate::args::CacheCommand;
use crate::failure::{Exit, Failure};
use crate::messages::number;
use crate::output;
use crate::scanning;

/// The document that scripts read.
#[derive(Serialize)]
struct Report {
    records_cleared: u64,
    records_kept: u64,
    bytes_freed: u64,
    journals_in_use: u64,
}

/// Runs the command.
pub fn run(app: &App, command: &CacheCommand) -> Result<Exit, Failure> {
    // Pages are all that is kept so far, so the flag changes nothing.
    let CacheCommand::Clear { pages: _ } = command;
    let database = app.database()?;
    let purse = Purse::open(database.as_ref(), app.settings.budget, now())?;
    // A run is settled only after its items are in the database: its pages are not needed any more.
    let settled: BTreeSet<String> = purse.settled_runs()?.into_iter().map(|run| run.tag).collect();
    let folder = app.settings.data_dir.join("scans");
    let vault = Vault::open(&folder, &scanning::new_owner())?;
    let freed = vault.clear(&settled)?;
    let cleared = Report {
        records_cleared: freed.records,
        records_kept: freed.left,
        bytes_freed: freed.bytes,
        journals_in_use: freed.alive,
    };
    if app.json {
        output::print_json(&cleared)?;
    } else {
        let values = [
            ("records", number(cleared.records_cleared)),
            ("kept", number(cleared.records_kept)),
            ("kib", number(cleared.bytes_freed.div_ceil(1024))),
        ];
        output::print(&app.say("cache-cleared", &values))?;
    }
    Ok(Exit::Done)
}
