//! `rebuild --raw`: the base brought back from the raw pages and ledger journals of the machines that scanned.

use std::io;
use std::path::{Path, PathBuf};

use database::Database;
use discovery::replay::{Replay, Restored};
use serde::Serialize;

use crate::app::App;
use crate::failure::Failure;
use crate::messages::number;
use crate::output::shown;

/// Of so many runs of a kind the names are shown; scripts read them all.
const NAMES: usize = 5;

/// The folders in which scans keep pages and journals: those named, or `scans` in them. Each once.
pub fn folders(named: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut folders = Vec::new();
    for path in named {
        let inside = path.join("scans");
        let path = if inside.is_dir() { inside } else { path.clone() };
        let found = folder(&path).map_err(|reason| Failure::path(&path, &reason, "next-path"))?;
        if !folders.contains(&found) {
            folders.push(found);
        }
    }
    Ok(folders)
}

/// The folder under the one name that it has.
fn folder(path: &Path) -> io::Result<PathBuf> {
    let found = path.canonicalize()?;
    if found.is_dir() {
        Ok(found)
    } else {
        Err(io::ErrorKind::NotADirectory.into())
    }
}

/// Brings back what the folders hold.
pub fn restore(app: &App, database: &dyn Database, folders: &[PathBuf]) -> Result<Restored, Failure> {
    let engine = app.engine(database)?;
    let replay = Replay {
        database,
        engine: &engine,
        country: &app.settings.country,
    };
    let told = &mut |done: u64, of: u64| tracing::debug!(done, of, "runs");
    Ok(replay.restore(folders, told)?)
}

/// What was restored, as scripts read it.
#[derive(Serialize)]
pub struct Told {
    runs: u64,
    ads_new: u64,
    ledger_lines: u64,
    ledger_last: u64,
    ledger_stopped: Option<String>,
    ledger_journals: u64,
    page_journals: u64,
    damaged: Vec<Damaged>,
    missing_runs: Vec<String>,
    incomplete_runs: Vec<String>,
    undated_runs: Vec<String>,
    open_runs: Vec<String>,
}

/// A damaged journal.
#[derive(Serialize)]
struct Damaged {
    file: String,
    places: u64,
}

impl Damaged {
    fn new(path: &Path, places: u64) -> Self {
        Self {
            file: path.display().to_string(),
            places,
        }
    }
}

impl From<Restored> for Told {
    fn from(restored: Restored) -> Self {
        let lines = restored.damaged_lines.iter();
        let lines = lines.map(|damage| Damaged::new(&damage.path, damage.lines.len() as u64));
        let pages = restored.damaged_pages.iter();
        let pages = pages.map(|(path, places)| Damaged::new(path, *places));
        Self {
            runs: restored.runs.runs,
            ads_new: restored.runs.new,
            ledger_lines: restored.ledger.lines,
            ledger_last: restored.ledger.last,
            ledger_stopped: restored.ledger.stopped.map(|stop| stop.to_string()),
            ledger_journals: restored.journals,
            page_journals: restored.vaults,
            damaged: lines.chain(pages).collect(),
            missing_runs: restored.runs.missing,
            incomplete_runs: restored.runs.incomplete,
            undated_runs: restored.runs.undated,
            open_runs: restored.runs.open,
        }
    }
}

impl Told {
    /// The same for people, a line each.
    pub fn lines(&self, app: &App) -> Vec<String> {
        let values = [
            ("runs", number(self.runs)),
            ("new", number(self.ads_new)),
            ("lines", number(self.ledger_lines)),
            ("pages", number(self.page_journals)),
            ("journals", number(self.ledger_journals)),
        ];
        let mut lines = vec![app.say("restored", &values)];
        if let Some(reason) = &self.ledger_stopped {
            let values = [
                ("last", number(self.ledger_last)),
                ("reason", reason.as_str().into()),
            ];
            lines.push(app.say("restored-stopped", &values));
        }
        for damaged in &self.damaged {
            let values = [
                ("file", shown(&damaged.file).into()),
                ("count", number(damaged.places)),
            ];
            lines.push(app.say("restored-damaged", &values));
        }
        let named = [
            ("restored-missing", &self.missing_runs),
            ("restored-incomplete", &self.incomplete_runs),
            ("restored-undated", &self.undated_runs),
            ("restored-open", &self.open_runs),
        ];
        for (sentence, runs) in named.into_iter().filter(|(_, runs)| !runs.is_empty()) {
            let names: Vec<String> = runs.iter().take(NAMES).map(|run| shown(run)).collect();
            let more = if runs.len() > NAMES { ", …" } else { "" };
            let names = format!("{}{more}", names.join(", "));
            lines.push(app.say(
                sentence,
                &[("count", number(runs.len() as u64)), ("runs", names.into())],
            ));
        }
        lines
    }
}
