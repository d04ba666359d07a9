//! `rebuild`: every derived document made again from what is stored raw.

use serde::Serialize;

use crate::app::{App, REBUILDING};
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
}

/// Runs the command. A rebuild that is cut short leaves a note, and other commands ask for it to be ended.
pub fn run(app: &App) -> Result<Exit, Failure> {
    let database = app.open()?;
    let waiting = spinner(app.say("rebuilding", &[]));
    database.set_note(REBUILDING, "1")?;
    let engine = app.engine(database.as_ref())?;
    let rebuilt = ingestion::rebuild(database.as_ref(), &engine)?;
    database.set_note(REBUILDING, "")?;
    let refreshed = app.refresh(database.as_ref(), false, Vec::new())?;
    waiting.finish_and_clear();
    let done = Rebuilt {
        items: rebuilt.items,
        unreadable: rebuilt.unreadable,
        ads: refreshed.analysis.all.total,
        mappings_changed: refreshed.mappings,
        reports_added: refreshed.reports,
        digest: format!("{:016x}", database.digest()?),
    };
    if app.json {
        output::print_json(&done)?;
    } else {
        let values = [
            ("items", number(done.items)),
            ("ads", number(done.ads)),
            ("unreadable", number(done.unreadable)),
            ("mappings", number(done.mappings_changed)),
            ("reports", number(done.reports_added)),
            ("digest", done.digest.as_str().into()),
        ];
        output::print(&app.say("rebuilt", &values))?;
    }
    Ok(if done.unreadable > 0 {
        Exit::Partly
    } else {
        Exit::Done
    })
}
