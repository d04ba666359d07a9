//! One request as its handler sees it.

use std::sync::Arc;

use access::{Identity, Role};
use database::Database;
use model::Timestamp;

use crate::ask::Ask;
use crate::config::Config;
use crate::failure::Failure;
use crate::view::View;
use crate::words::Words;

/// One request. Handlers are plain functions of it: the same visit gives the same reply.
#[derive(Clone)]
pub struct Visit {
    /// How the dashboard is set up.
    pub config: Arc<Config>,
    /// What is to be seen.
    pub view: Arc<View>,
    /// Where more is kept than the view holds: one seller's ads, notes.
    pub database: Arc<dyn Database>,
    /// What the address asks for.
    pub ask: Ask,
    /// The parts of the path that the route names (`/clients/{slug}`), decoded, in order.
    pub path: Vec<String>,
    /// Who asks.
    pub who: Identity,
    /// How the reader wants it: light, dark, or as the system says.
    pub theme: Theme,
    /// When.
    pub now: Timestamp,
    /// Fields of a form or of a JSON body, for changes; empty otherwise.
    pub fields: Fields,
}

impl Visit {
    /// The sentences of its language.
    pub fn words(&self) -> &'static Words {
        Words::of(self.ask.language)
    }

    /// A part of the path.
    pub fn part(&self, index: usize) -> Result<&str, Failure> {
        let part = self.path.get(index).map(String::as_str);
        part.ok_or(Failure::NotFound { what: "page" })
    }

    /// Whether whoever asks may do what a role may.
    pub fn may(&self, role: Role) -> bool {
        self.who.role >= role
    }
}

/// Fields of a form or of a flat JSON object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// A field's value; `None` where it is not there.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }

    /// A field that must be there.
    pub fn need(&self, name: &str) -> Result<&str, Failure> {
        self.get(name).ok_or_else(|| Failure::invalid(name, "is missing"))
    }
}

/// The colours of the pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// As the reader's system says.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// The stable name, as in the cookie and the page's `data-theme`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The value of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Auto, Self::Light, Self::Dark]
            .into_iter()
            .find(|theme| theme.as_str() == name)
    }
}
