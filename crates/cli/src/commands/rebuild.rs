//! `rebuild`: every derived document made again from what is stored raw, in the base or in the folders of the machines
//! that scanned.

mod raw;

use database::Database;
use serde::Serialize;

use crate::app::{App, REBUILDING};
use crate::args::RebuildArgs;
use crate::failure::{Exit, Failure};
use crate::messages::number;
use crate::output;
use crate::progress::spinner;

/// The document that scripts read.
#[derive(Serialize)]
struct Rebuilt {
    items: u64,
    unreadable: u64,
    ads: u64,
    mappings_changed: u64,
    reports_added: u64,
    digest: String,
    /// What the folders held, where some were named.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    restored: Option<raw::Told>,
}

/// Runs the command. A rebuild that is cut short leaves a note, and other commands ask for it to be ended.
pub fn run(app: &App, args: &RebuildArgs) -> Result<Exit, Failure> {
    let folders = raw::folders(&args.raw)?;
    let database = app.open()?;
    let waiting = spinner(app.say("rebuilding", &[]));
    database.set_note(REBUILDING, "1")?;
    let (made, restored) = if folders.is_empty() {
        (from_base(app, database.as_ref())?, None)
    } else {
        let restored = raw::restore(app, database.as_ref(), &folders)?;
        let made = ingestion::Rebuilt {
            items: restored.runs.items,
            unreadable: 0,
        };
        (made, Some(restored))
    };
    database.set_note(REBUILDING, "")?;
    let refreshed = app.refresh(database.as_ref(), false, Vec::new())?;
    waiting.finish_and_clear();
    let whole = made.unreadable == 0
        && restored
            .as_ref()
            .is_none_or(discovery::replay::Restored::is_whole);
    let done = Rebuilt {
        items: made.items,
        unreadable: made.unreadable,
        ads: refreshed.analysis.all.total,
        mappings_changed: refreshed.mappings,
        reports_added: refreshed.reports,
        digest: format!("{:016x}", database.digest()?),
        restored: restored.map(raw::Told::from),
    };
    if app.json {
        output::print_json(&done)?;
    } else {
        output::print(&text(app, &done))?;
    }
    Ok(if whole { Exit::Done } else { Exit::Partly })
}

fn from_base(app: &App, database: &dyn Database) -> Result<ingestion::Rebuilt, Failure> {
    let engine = app.engine(database)?;
    Ok(ingestion::rebuild(database, &engine)?)
}

/// What was made, for people.
fn text(app: &App, done: &Rebuilt) -> String {
    let values = [
        ("items", number(done.items)),
        ("ads", number(done.ads)),
        ("unreadable", number(done.unreadable)),
        ("mappings", number(done.mappings_changed)),
        ("reports", number(done.reports_added)),
        ("digest", done.digest.as_str().into()),
    ];
    let mut lines = done
        .restored
        .as_ref()
        .map(|told| told.lines(app))
        .unwrap_or_default();
    lines.push(app.say("rebuilt", &values));
    lines.join("\n")
}
