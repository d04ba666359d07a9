//! What every command needs: settings, messages, the database, a place to write to.

use std::borrow::Cow;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use classification::{Catalogue, Engine};
use database::{Database, Sqlite};
use model::Timestamp;
use reports::{Options, Refreshed};
use serde::Serialize;

use crate::failure::Failure;
use crate::messages::Messages;
use crate::settings::{DatabaseUrl, Settings};

/// The note that says that a rebuild was begun and not ended.
pub const REBUILDING: &str = "rebuilding";

/// One run of the program.
pub struct App {
    /// What it goes by.
    pub settings: Settings,
    /// What it says.
    pub messages: Messages,
    /// Whether stdout gets one JSON document.
    pub json: bool,
}

impl App {
    /// A run with these settings.
    pub fn new(settings: Settings, json: bool) -> Self {
        Self { messages: Messages::new(settings.language), settings, json }
    }

    /// Opens the database, makes it where there is none.
    pub fn database(&self) -> Result<Box<dyn Database>, Failure> {
        let database = self.open()?;
        if database.note(REBUILDING)?.is_some_and(|note| !note.is_empty()) {
            return Err(Failure::because("error-rebuild-unfinished", "", "next-rebuild-unfinished"));
        }
        Ok(database)
    }

    /// Opens the database even where a rebuild was cut short.
    pub fn open(&self) -> Result<Box<dyn Database>, Failure> {
        match &self.settings.database {
            DatabaseUrl::Sqlite(path) => Ok(Box::new(Sqlite::open(path)?)),
            DatabaseUrl::MongoDb => Err(Failure::usage("error-mongodb", vec![], "next-mongodb")),
        }
    }

    /// Opens the database only where there is one already.
    pub fn existing_database(&self) -> Result<Option<Box<dyn Database>>, Failure> {
        match &self.settings.database {
            DatabaseUrl::Sqlite(path) if !path.exists() => Ok(None),
            _ => self.database().map(Some),
        }
    }

    /// The engine for the sellers of the database.
    pub fn engine(&self, database: &dyn Database) -> Result<Engine, Failure> {
        Ok(reports::engine_of(database, self.catalogue()?, self.judging())?)
    }

    /// The platform catalogue.
    pub fn catalogue(&self) -> Result<Arc<Catalogue>, Failure> {
        Ok(Arc::new(Catalogue::builtin()?))
    }

    /// How the engine judges what can be judged either way.
    pub fn judging(&self) -> classification::Settings {
        classification::Settings { whatsapp_is_concurrent: self.settings.whatsapp_is_concurrent }
    }

    /// Brings verdicts, mappings and reports up to date.
    pub fn refresh(&self, database: &dyn Database, all: bool, sellers: Vec<String>) -> Result<Refreshed, Failure> {
        let engine = self.engine(database)?;
        let options = Options { active_threshold: self.settings.active_threshold, all, sellers };
        Ok(reports::refresh(database, &engine, &options, now())?)
    }

    /// A sentence with its values.
    pub fn say(&self, name: &str, values: &[(&str, Cow<'_, str>)]) -> String {
        self.messages.get(name, values)
    }

    /// A sentence for stderr, which scripts do not read.
    pub fn tell(&self, name: &str, values: &[(&str, Cow<'_, str>)]) {
        let line = format!("{}\n", self.say(name, values));
        // What cannot be told is no reason to stop.
        let _ = io::stderr().lock().write_all(line.as_bytes());
    }

    /// One JSON document on stdout.
    pub fn print_json(&self, document: &impl Serialize) -> Result<(), Failure> {
        let mut out = io::BufWriter::new(io::stdout().lock());
        serde_json::to_writer(&mut out, document)?;
        out.write_all(b"\n")?;
        out.flush()?;
        Ok(())
    }

    /// Text on stdout, with a line break at its end.
    pub fn print(&self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.write_all(b"\n")?;
        out.flush()?;
        Ok(())
    }

    /// Columns of the terminal that stdout is; `None` where it is none.
    pub fn width(&self) -> Option<u16> {
        if !io::stdout().is_terminal() {
            return None;
        }
        let (_, columns) = console::Term::stdout().size();
        (columns > 20).then_some(columns)
    }
}

/// This moment. Libraries are told the time; only the binary reads the clock.
pub fn now() -> Timestamp {
    Timestamp::clamped(jiff::Timestamp::now().as_millisecond())
}

/// Writes a file whole or not at all: beside it first, then in its place.
pub fn write_whole(path: &Path, write: impl FnOnce(&mut std::fs::File) -> Result<(), Failure>) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    write(file.as_file_mut())?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
