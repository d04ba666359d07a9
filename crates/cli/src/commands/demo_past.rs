//! The demo's past: eight weekly scans of the same world as it was then, all made up, brought in for nothing.
//!
//! They take the road of an import, each with its own time, and documents are made after each as a weekly refresh
//! would have made them; then the watch takes its turn. So the demo has a history to look at, and today's scan something to differ from.

use classification::Engine;
use database::{Database, Search};
use ingestion::RunImport;
use model::{MicroDollars, Timestamp};
use reports::Options;
use sandbox::world::{PAST_WEEKS, World};

use crate::app::{App, now};
use crate::commands::demo_watch::Weeks;
use crate::failure::Failure;
use crate::messages::number;
use crate::progress::spinner;

const HOUR: i64 = 3_600_000;
const WEEK: i64 = 7 * 24 * HOUR;

/// The moment that the weeks are counted back from, noted first: a demo that was cut short goes on with the same weeks.
const FROM: &str = "demo-past-from";
/// Noted once all of it is there.
const DONE: &str = "demo-past-done";

/// Brings in what earlier weeks saw, where that is not there yet.
pub fn bring_in(
    app: &App,
    database: &dyn Database,
    world: &World,
    weeks: &mut Weeks<'_>,
) -> Result<(), Failure> {
    if database.note(DONE)?.is_some() {
        return Ok(());
    }
    if !app.json {
        app.tell("demo-past", &[("weeks", number(PAST_WEEKS.into()))]);
    }
    let from = counted_from(database)?;
    let engine = app.engine(database)?;
    for weeks_ago in (1..=PAST_WEEKS).rev() {
        let waiting = spinner(app.say("demo-past-week", &[("weeks", number(weeks_ago.into()))]));
        // Some hours more than whole weeks: the latest is out of date, as last Monday's is on a Monday.
        let back = i64::from(weeks_ago) * WEEK + 3 * HOUR;
        let at = Timestamp::clamped(from.as_millis().saturating_sub(back));
        store(database, &engine, world, weeks_ago, at)?;
        let options = Options {
            active_threshold: app.settings.active_threshold,
            ..Options::default()
        };
        let after = Timestamp::clamped(at.as_millis().saturating_add(HOUR));
        reports::refresh(database, &engine, &options, after)?;
        weeks.after_scan(after)?;
        waiting.finish_and_clear();
    }
    database.set_note(DONE, &from.to_string())?;
    Ok(())
}

fn counted_from(database: &dyn Database) -> Result<Timestamp, Failure> {
    if let Some(from) = database.note(FROM)?.as_deref().and_then(Timestamp::parse) {
        return Ok(from);
    }
    let from = now();
    database.set_note(FROM, &from.to_string())?;
    Ok(from)
}

/// One week's answers.
fn store(
    database: &dyn Database,
    engine: &Engine,
    world: &World,
    weeks_ago: u32,
    at: Timestamp,
) -> Result<(), Failure> {
    let source = format!("made-up scan of {weeks_ago} weeks ago");
    let mut import = RunImport::start(database, engine, &source, at)?;
    let mut searches = Vec::new();
    for found in world.past_scan(weeks_ago) {
        let found = found.map_err(database::Error::from)?;
        for item in &found.items {
            import.item(item, Some(&found.domain))?;
        }
        searches.push(Search {
            ads: found.items.len() as u64,
            at: Some(at),
            complete: found.complete,
            cost: MicroDollars::ZERO,
            domain: found.domain,
        });
    }
    import.finish(searches)?;
    Ok(())
}
