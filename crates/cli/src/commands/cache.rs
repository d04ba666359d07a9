//! `cache clear`: removes what is kept on disk only to be safe, once it is safe elsewhere.

use std::collections::BTreeSet;

use database::Database;
use discovery::Vault;
use model::observation::FactsKind;
use purse::Purse;
use serde::Serialize;

use crate::app::{App, now};
use crate::args::CacheCommand;
use crate::failure::{Exit, Failure};
use crate::messages::number;
use crate::output;
use crate::scanning;

/// The document that scripts read.
#[derive(Serialize, Default)]
struct Report {
    records_cleared: u64,
    records_kept: u64,
    bytes_freed: u64,
    journals_in_use: u64,
    observations_expired: u64,
}

/// Runs the command.
pub fn run(app: &App, command: &CacheCommand) -> Result<Exit, Failure> {
    let CacheCommand::Clear { pages, dns } = command;
    let database = app.database()?;
    let mut cleared = Report::default();
    if *dns {
        for kind in [FactsKind::Dns, FactsKind::Landing] {
            cleared.observations_expired += database.expire_observations(kind, now())?;
        }
    }
    // Raw pages are the default.
    if *pages || !*dns {
        clear_pages(app, database.as_ref(), &mut cleared)?;
    }
    if app.json {
        output::print_json(&cleared)?;
    } else {
        output::print(&text(app, &cleared, *dns, *pages || !*dns))?;
    }
    Ok(Exit::Done)
}

fn clear_pages(app: &App, database: &dyn Database, cleared: &mut Report) -> Result<(), Failure> {
    let purse = Purse::open(database, app.settings.budget, now())?;
    // A run is settled only after its items are in the database: its pages are not needed any more.
    let settled: BTreeSet<String> = purse.settled_runs()?.into_iter().map(|run| run.tag).collect();
    let folder = app.settings.data_dir.join("scans");
    let vault = Vault::open(&folder, &scanning::new_owner())?;
    let freed = vault.clear(&settled)?;
    cleared.records_cleared = freed.records;
    cleared.records_kept = freed.left;
    cleared.bytes_freed = freed.bytes;
    cleared.journals_in_use = freed.alive;
    Ok(())
}

fn text(app: &App, cleared: &Report, dns: bool, pages: bool) -> String {
    let mut lines = Vec::new();
    if pages {
        let values = [
            ("records", number(cleared.records_cleared)),
            ("kept", number(cleared.records_kept)),
            ("kib", number(cleared.bytes_freed.div_ceil(1024))),
        ];
        lines.push(app.say("cache-cleared", &values));
    }
    if dns {
        lines.push(app.say(
            "cache-dns-cleared",
            &[("count", number(cleared.observations_expired))],
        ));
    }
    lines.join("\n")
}
