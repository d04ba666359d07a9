//! Tables as the dashboard exports them, made without a request: the same handlers over the same view.

use std::sync::Arc;

use classification::Catalogue;
use dashboard::ask::Ask;
use dashboard::keeper::Keeper;
use dashboard::reply::Body;
use dashboard::route::Handle;
use dashboard::visit::{Fields, Theme};
use dashboard::{Config, View, Visit};
use database::Database;
use watch::exporting::{ExportError, Exporter, File};

use super::Clock;
use crate::app::App;
use crate::commands::dashboard::config_of;
use crate::failure::Failure;

/// Makes tables of what the database holds at that moment.
pub struct Tables {
    database: Arc<dyn Database>,
    config: Arc<Config>,
    catalogue: Arc<Catalogue>,
    clock: Clock,
}

impl Tables {
    /// Over a database, in the language and zone of the settings. Everything is read into memory: rules need to walk
    /// over all sellers.
    pub fn new(app: &App, database: Arc<dyn Database>, clock: Clock) -> Result<Self, Failure> {
        let mut config = config_of(app, &app.settings.window);
        config.sellers = figures::Choice::Memory;
        Ok(Self {
            database,
            config: Arc::new(config),
            catalogue: app.catalogue()?,
            clock,
        })
    }

    /// All that is to be seen now.
    pub fn view(&self) -> Result<Arc<View>, database::Error> {
        let keeper = Keeper::open(
            Arc::clone(&self.database),
            Arc::clone(&self.config),
            Arc::clone(&self.catalogue),
            (self.clock)(),
        )?;
        Ok(keeper.view())
    }
}

impl Exporter for Tables {
    fn export(&self, address: &str) -> Result<File, ExportError> {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let unknown = || ExportError::NoSuchExport(address.to_owned());
        let rest = path.strip_prefix("/export/").ok_or_else(unknown)?;
        let parts: Vec<String> = rest.split('/').map(str::to_owned).collect();
        let routes = dashboard::export::routes();
        let handler = routes.iter().find_map(|route| match route.handle {
            Handle::Fresh(handler) if route.path.matches('/').count() == parts.len() + 1 => Some(handler),
            _ => None,
        });
        let handler = handler.ok_or_else(unknown)?;
        let failed = |reason: String| ExportError::Failed(reason);
        let visit = Visit {
            config: Arc::clone(&self.config),
            view: self.view().map_err(|error| failed(error.to_string()))?,
            database: Arc::clone(&self.database),
            ask: Ask::read(path, query, self.config.language),
            path: parts,
            who: access::Identity {
                name: "watch".to_owned(),
                role: access::Role::Viewer,
                via: access::Via::Loopback,
            },
            theme: Theme::default(),
            now: (self.clock)(),
            fields: Fields::default(),
        };
        let reply = handler(&visit).map_err(|error| match error {
            dashboard::Failure::NotFound { .. } => unknown(),
            other => failed(format!("{other:?}")),
        })?;
        let name = name_of(&reply.headers).unwrap_or_else(|| "table".to_owned());
        let bytes = match reply.body {
            Body::Whole(bytes) => bytes,
            Body::Written(write) => {
                let mut bytes = Vec::new();
                write(&mut bytes).map_err(|error| failed(error.to_string()))?;
                bytes
            }
        };
        Ok(File { name, bytes })
    }
}

/// The name that a browser would keep it under.
fn name_of(headers: &[(&'static str, String)]) -> Option<String> {
    let (_, value) = headers.iter().find(|(name, _)| *name == "content-disposition")?;
    let (_, name) = value.split_once("filename=\"")?;
    Some(name.trim_end_matches('"').to_owned())
}
