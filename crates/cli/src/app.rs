//! What every command needs: settings, messages, the database, the engine.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::io;
use std::sync::Arc;

use classification::{Catalogue, Engine};
use database::{Database, Mongo, Sqlite};
use model::Timestamp;
use reports::{Options, Refreshed};

use crate::failure::Failure;
use crate::messages::Messages;
use crate::output;
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
    /// The catalogue, once it was asked for.
    catalogue: OnceCell<Arc<Catalogue>>,
}

impl App {
    /// A run with these settings.
    pub fn new(settings: Settings, json: bool) -> Self {
        Self {
            messages: Messages::new(settings.language),
            settings,
            json,
            catalogue: OnceCell::new(),
        }
    }

    /// Opens the database, makes it where there is none.
    pub fn database(&self) -> Result<Box<dyn Database>, Failure> {
        let database = self.open()?;
        if database.note(REBUILDING)?.is_some_and(|note| !note.is_empty()) {
            return Err(Failure::because(
                "error-rebuild-unfinished",
                "",
                "next-rebuild-unfinished",
            ));
        }
        Ok(database)
    }

    /// Opens the database even where a rebuild was cut short.
    pub fn open(&self) -> Result<Box<dyn Database>, Failure> {
        Self::open_at(&self.settings.database)
    }

    /// Opens the database at this place, makes it where there is none.
    pub fn open_at(place: &DatabaseUrl) -> Result<Box<dyn Database>, Failure> {
        tracing::info!(database = ?place, "opening");
        match place {
            DatabaseUrl::Sqlite(path) => Ok(Box::new(Sqlite::open(path)?)),
            DatabaseUrl::MongoDb { address, name } => Ok(Box::new(Mongo::open(address, name.as_deref())?)),
        }
    }

    /// Opens the database only where there is one already. A server makes one when it is first written to, so there
    /// the answer is always yes, or that no server answers.
    pub fn existing_database(&self) -> Result<Option<Box<dyn Database>>, Failure> {
        match &self.settings.database {
            DatabaseUrl::Sqlite(path) if !path.exists() => Ok(None),
            _ => self.database().map(Some),
        }
    }

    /// The engine for the sellers of the database and all that was observed. Marks that the catalogue did not have
    /// when a page was fetched are looked for first.
    pub fn engine(&self, database: &dyn Database) -> Result<Engine, Failure> {
        let catalogue = self.catalogue()?;
        let marked = probe::mark_again(database, &catalogue)?;
        if marked > 0 {
            tracing::info!(marked, "pages were looked at again for new marks");
        }
        let engine = reports::engine_of(database, catalogue, self.judging())?;
        tracing::info!(digest = format_args!("{:016x}", engine.digest()), "engine");
        Ok(engine)
    }

    /// The platform catalogue: the folder that the settings name, else the one inside the program. Read once a run.
    pub fn catalogue(&self) -> Result<Arc<Catalogue>, Failure> {
        if let Some(catalogue) = self.catalogue.get() {
            return Ok(Arc::clone(catalogue));
        }
        let read = Arc::new(self.read_catalogue()?);
        Ok(Arc::clone(self.catalogue.get_or_init(|| read)))
    }

    fn read_catalogue(&self) -> Result<Catalogue, Failure> {
        let Some(folder) = &self.settings.catalogue else {
            return Ok(Catalogue::builtin()?);
        };
        // A folder may hold any of the three: what it lacks is as the program has it.
        let read = |name: &str| match std::fs::read_to_string(folder.join(name)) {
            Ok(text) => Ok(Some(text)),
            Err(reason) if reason.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(reason) => Err(Failure::path(&folder.join(name), &reason, "next-path")),
        };
        let [platforms, destinations, networks] = [
            read("platforms.toml")?,
            read("destinations.toml")?,
            read("networks.toml")?,
        ];
        if platforms.is_none() && destinations.is_none() && networks.is_none() {
            let reason = "it holds none of platforms.toml, destinations.toml, networks.toml";
            return Err(Failure::path(folder, &reason, "next-path"));
        }
        Ok(Catalogue::from_files(
            platforms.as_deref().unwrap_or(Catalogue::PLATFORMS),
            destinations.as_deref().unwrap_or(Catalogue::DESTINATIONS),
            networks.as_deref().unwrap_or(Catalogue::NETWORKS),
        )?)
    }

    /// How the engine judges what can be judged either way.
    pub fn judging(&self) -> classification::Settings {
        classification::Settings {
            whatsapp_is_concurrent: self.settings.whatsapp_is_concurrent,
        }
    }

    /// Brings verdicts, mappings and reports up to date.
    pub fn refresh(
        &self,
        database: &dyn Database,
        all: bool,
        sellers: Vec<String>,
    ) -> Result<Refreshed, Failure> {
        if let Some(shared) = database.shared() {
            // The live shop base and other programs write beside us, and tell nobody.
            let noticed = shared.notice_foreign()?;
            tracing::info!(noticed, "documents of others");
        }
        let engine = self.engine(database)?;
        let options = Options {
            active_threshold: self.settings.active_threshold,
            all,
            sellers,
        };
        let refreshed = reports::refresh(database, &engine, &options, now())?;
        let (judged, mappings, reports) = (refreshed.judged, refreshed.mappings, refreshed.reports);
        tracing::info!(judged, mappings, reports, "refreshed");
        Ok(refreshed)
    }

    /// The sentence of a failure.
    pub fn say_failure(&self, failure: &Failure) -> String {
        let values: Vec<_> = failure
            .values
            .iter()
            .map(|(name, value)| (*name, output::shown(value).into()))
            .collect();
        self.say(failure.sentence, &values)
    }

    /// A sentence with its values.
    pub fn say(&self, name: &str, values: &[(&str, Cow<'_, str>)]) -> String {
        self.messages.get(name, values)
    }

    /// A sentence for stderr, which scripts do not read.
    pub fn tell(&self, name: &str, values: &[(&str, Cow<'_, str>)]) {
        output::tell(&self.say(name, values));
    }
}

/// This moment. Libraries are told the time; only the binary reads the clock.
#[expect(clippy::disallowed_methods, reason = "the one place where the clock is read")]
pub fn now() -> Timestamp {
    Timestamp::clamped(jiff::Timestamp::now().as_millisecond())
}
