//! Evidence from the network: what the DNS says of a host, and what answers behind it.
//!
//! Two lookers ([`Dns`], [`Landing`]) turn places into facts; a [`Campaign`] decides which places are due, looks at
//! many at once within limits, and hands facts to the database as they come, so that it can end at any moment and
//! go on later. What a look could not learn is told as undecided, with its reason, and never kept as a fact.
//!
//! All that goes out goes through one guarded client: [`Guard`] says which addresses may be spoken to at all.

pub mod campaign;
pub mod dns;
pub mod guard;
pub mod landing;
mod settings;

pub use campaign::{Campaign, Event, Observer, Outcome, Targets, mark_again};
pub use dns::{Dns, DnsLook, Missing};
pub use guard::{Forbidden, Guard};
pub use landing::{Landing, LandingLook};
pub use settings::{DnsSettings, LandingSettings, Resolvers, Ttl};

use model::observation::UndecidedReason;

/// A look that learned nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}: {detail}")]
pub struct Unknown {
    /// Why.
    pub reason: UndecidedReason,
    /// In the network's own words, at most 200 characters.
    pub detail: String,
}

impl Unknown {
    /// With the detail cut to what is kept of it.
    pub(crate) fn new(reason: UndecidedReason, mut detail: String) -> Self {
        if let Some((end, _)) = detail.char_indices().nth(DETAIL) {
            detail.truncate(end);
        }
        Self { reason, detail }
    }
}

/// Characters of a detail that are kept.
const DETAIL: usize = 200;

/// Why nothing could be looked at at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The system names no resolver, or its file cannot be read.
    #[error("no resolver: {0}")]
    NoResolver(String),
    /// So many looks in a row were in vain and none before them was not: it is not the hosts that are silent.
    #[error("{looks} hosts were asked about and nobody answered: {detail}")]
    Silence {
        /// How many.
        looks: u64,
        /// What the last of them gave.
        detail: String,
    },
    /// The client could not be made.
    #[error("the outgoing client cannot be made: {0}")]
    Client(String),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] database::Error),
}
