//! Who may see and change what: users, roles, API keys, sessions.
//!
//! Everything is a record of the database's shelves `Users`, `Keys` and `Sessions`. Of secrets only digests are stored:
//! argon2id of passwords, since people choose them; SHA-256 of keys and session tokens, which are 32 random bytes.
//! Nothing here is printed or logged that would let anybody in. The library reads no clock: it is told the time.

mod door;
mod error;
mod keys;
mod known;
mod limiter;
mod password;
mod secret;
mod sessions;
mod users;

pub use door::Access;
pub use error::Error;
pub use keys::{Key, NewKey, Scope};
pub use sessions::{IDLE, LONGEST, NewSession};
pub use users::{SHORTEST_PASSWORD, User};

/// What every call gives.
pub type Result<T> = std::result::Result<T, Error>;

/// What somebody may do; each may all that those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// See.
    Viewer,
    /// Decide about alerts, write notes, ask for scans.
    Analyst,
    /// Manage users and keys.
    Admin,
}

impl Role {
    /// All of them, least first.
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Analyst, Self::Admin];

    /// The stable name, as stored and as scripts see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Analyst => "analyst",
            Self::Admin => "admin",
        }
    }

    /// The value of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// How somebody proved who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Via {
    /// Not at all: the dashboard listens on loopback only and no access is configured.
    Loopback,
    /// A session cookie.
    Session,
    /// An API key.
    Key,
}

/// Somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The user's or key's name; `local` on loopback.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// How it is known.
    pub via: Via,
}
