//! `copy`: everything of one database brought into another.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::ControlFlow;

use database::Database;
use indicatif::ProgressBar;
use serde::Serialize;
use transfer::{Copied, Observer, Stage};

use crate::app::{App, REBUILDING, now};
use crate::args::CopyArgs;
use crate::failure::{Exit, Failure};
use crate::messages::number;
use crate::output;
use crate::progress::spinner;
use crate::settings::DatabaseUrl;

/// The document that scripts read.
#[derive(Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a document: each is a field that scripts read"
)]
struct Told {
    from: String,
    to: String,
    sellers: u64,
    items: u64,
    refused: u64,
    searches: u64,
    observations: u64,
    undecided: u64,
    mappings: u64,
    reports: u64,
    attributions: u64,
    records: u64,
    notes: u64,
    ledger_lines_added: u64,
    ledger_lines: u64,
    passes: u32,
    resumed: bool,
    work_left: u64,
    digest_from: String,
    digest_to: String,
    same_ledger: bool,
    same_records: bool,
    same: bool,
}

/// Runs the command. What differs at the end is told by exit code 4.
pub fn run(app: &App, args: &CopyArgs) -> Result<Exit, Failure> {
    let from = place(app, "--from", &args.from)?;
    let to = place(app, "--to", &args.to)?;
    let source = open_source(&from)?;
    let target = App::open_at(&to)?;
    let bar = Bar::new(app);
    let copied = transfer::copy(&*source, &*target, now(), &bar);
    bar.line.finish_and_clear();
    let copied = copied?;
    let told = told(&*source, &*target, &copied);
    if app.json {
        output::print_json(&told)?;
    } else {
        output::print(&text(app, &told))?;
    }
    Ok(if told.same { Exit::Done } else { Exit::Partly })
}

fn place(app: &App, flag: &'static str, url: &str) -> Result<DatabaseUrl, Failure> {
    let name = app.settings.mongodb_database.clone();
    Ok(DatabaseUrl::parse(flag, url, name)?.by_its_own_name())
}

/// Opens the source, which must be there and whole.
fn open_source(from: &DatabaseUrl) -> Result<Box<dyn Database>, Failure> {
    if let DatabaseUrl::Sqlite(path) = from
        && !path.exists()
    {
        let values = vec![("path", path.display().to_string())];
        return Err(Failure::usage("error-copy-nothing", values, "next-copy-nothing"));
    }
    let source = App::open_at(from)?;
    if source.note(REBUILDING)?.is_some_and(|note| !note.is_empty()) {
        return Err(Failure::because(
            "error-rebuild-unfinished",
            "",
            "next-rebuild-unfinished",
        ));
    }
    Ok(source)
}

fn told(source: &dyn Database, target: &dyn Database, copied: &Copied) -> Told {
    let (counts, verified) = (&copied.counts, &copied.verified);
    Told {
        from: source.describe(),
        to: target.describe(),
        sellers: counts.sellers,
        items: counts.items,
        refused: counts.refused,
        searches: counts.searches,
        observations: counts.observations,
        undecided: counts.undecided,
        mappings: counts.mappings,
        reports: counts.reports,
        attributions: counts.attributions,
        records: counts.records,
        notes: counts.notes,
        ledger_lines_added: counts.ledger_lines,
        ledger_lines: verified.ledger_lines,
        passes: copied.passes,
        resumed: copied.resumed,
        work_left: copied.work_left,
        digest_from: format!("{:016x}", verified.source),
        digest_to: format!("{:016x}", verified.target),
        same_ledger: verified.same_ledger,
        same_records: verified.same_records,
        same: verified.same(),
    }
}

/// What people read: what was handed over, then whether both sides are the same.
fn text(app: &App, told: &Told) -> String {
    let values: Vec<(&str, Cow<'_, str>)> = vec![
        ("from", told.from.as_str().into()),
        ("to", told.to.as_str().into()),
        ("sellers", number(told.sellers)),
        ("items", number(told.items)),
        ("searches", number(told.searches)),
        ("observations", number(told.observations)),
        ("reports", number(told.reports)),
        ("records", number(told.records)),
        ("added", number(told.ledger_lines_added)),
        ("lines", number(told.ledger_lines)),
        ("work", number(told.work_left)),
        ("digest", told.digest_from.as_str().into()),
        ("other", told.digest_to.as_str().into()),
    ];
    let mut lines = vec![app.say("copied", &values)];
    let said = if told.same { "✓" } else { "✗" };
    let verdict = if told.same { "copy-same" } else { "copy-differs" };
    lines.push(format!("{said} {}", app.say(verdict, &values)));
    if !told.same_ledger {
        lines.push(format!("✗ {}", app.say("copy-ledger-differs", &[])));
    }
    if told.work_left > 0 {
        lines.push(app.say("copy-work-left", &values));
    }
    lines.join("\n")
}

/// A line on stderr that says what is copied, and how much of it was.
struct Bar<'a> {
    app: &'a App,
    line: ProgressBar,
    stage: Cell<Option<Stage>>,
    done: Cell<u64>,
}

impl<'a> Bar<'a> {
    fn new(app: &'a App) -> Self {
        Self {
            app,
            line: spinner(app.say("copying", &[])),
            stage: Cell::default(),
            done: Cell::default(),
        }
    }
}

impl Observer for Bar<'_> {
    fn done(&self, stage: Stage, more: u64) -> ControlFlow<()> {
        if self.stage.replace(Some(stage)) == Some(stage) {
            self.done.set(self.done.get() + more);
        } else {
            self.done.set(more);
            tracing::info!(stage = stage.as_str(), "copying");
        }
        let what = self.app.say(&format!("copying-{}", stage.as_str()), &[]);
        let values = [("what", what.into()), ("count", number(self.done.get()))];
        self.line.set_message(self.app.say("copying-stage", &values));
        ControlFlow::Continue(())
    }
}
