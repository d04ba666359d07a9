//! API keys: programs' way in. Shown once, when they are made.

use database::Shelf;
use model::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use crate::door::{Access, read};
use crate::users::name_of;
use crate::{Identity, Result, Role, Via, secret};

/// What a key begins with, so that people and scanners of leaked secrets know it.
const PREFIX: &str = "sak_";
/// Characters after the prefix that name a key in lists.
const SHOWN: usize = 8;

/// What a key may do; each includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// See, as viewers do.
    Read,
    /// Decide, write notes, ask for scans, as analysts do.
    Write,
    /// Manage, as admins do.
    Manage,
}

impl Scope {
    /// All of them, least first.
    pub const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Manage];

    /// The stable name, as stored and as scripts see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Manage => "manage",
        }
    }

    /// The value of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == name)
    }

    /// The role whose doings it allows.
    pub const fn role(self) -> Role {
        match self {
            Self::Read => Role::Viewer,
            Self::Write => Role::Analyst,
            Self::Manage => Role::Admin,
        }
    }
}

/// A key, without what lets it in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// The first characters of the key, by which it is revoked.
    pub id: String,
    /// What it is for, in somebody's words.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub added_at: Timestamp,
    /// From when it is of no use any more; never where `None`.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
}

impl Key {
    /// What it may do, at most; `None` where it may nothing.
    pub fn role(&self) -> Option<Role> {
        self.scopes.iter().map(|scope| scope.role()).max()
    }

    /// Whether it is of no use any more.
    pub fn expired(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|at| at <= now)
    }
}

/// A key that was just made.
#[derive(Debug)]
pub struct NewKey {
    /// The whole key: shown once, never stored.
    pub secret: SecretString,
    /// What is stored of it.
    pub key: Key,
}

impl Access {
    /// Makes a key.
    pub fn add_key(
        &self,
        name: &str,
        scopes: &[Scope],
        expires_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<NewKey> {
        let secret = secret::random(PREFIX)?;
        let id = secret
            .expose_secret()
            .chars()
            .skip(PREFIX.len())
            .take(SHOWN)
            .collect();
        let mut scopes = scopes.to_vec();
        scopes.sort_unstable();
        scopes.dedup();
        let key = Key {
            id,
            name: name_of(name)?,
            scopes,
            added_at: now,
            expires_at,
        };
        let body = serde_json::to_string(&key)?;
        self.database
            .put_record(Shelf::Keys, &secret::digest(&secret), &body, Some(0))?;
        self.known.forget();
        Ok(NewKey { secret, key })
    }

    /// All keys, oldest first.
    pub fn keys(&self) -> Result<Vec<Key>> {
        let mut keys: Vec<Key> = self.each(Shelf::Keys)?.into_iter().map(|(_, key)| key).collect();
        keys.sort_by(|one, other| (one.added_at, &one.id).cmp(&(other.added_at, &other.id)));
        Ok(keys)
    }

    /// Revokes the keys of an id (one, but for a chance of one in a million millions). Gives whether there was any.
    pub fn revoke_key(&self, id: &str) -> Result<bool> {
        let id = id.trim().trim_start_matches(PREFIX);
        let mut revoked = false;
        for (record, key) in self.each::<Key>(Shelf::Keys)? {
            if key.id == id {
                revoked |= self.database.remove_record(Shelf::Keys, &record.key)?;
            }
        }
        self.known.forget();
        Ok(revoked)
    }

    /// Whose key it is; `None` where it is nobody's (any more).
    pub fn key(&self, given: &SecretString, now: Timestamp) -> Result<Option<Identity>> {
        if !given.expose_secret().starts_with(PREFIX) {
            return Ok(None);
        }
        let digest = secret::digest(given);
        if let Some(known) = self.known.identity(&digest, now) {
            return Ok(Some(known));
        }
        let record = self.database.record(Shelf::Keys, &digest)?;
        let key = record
            .as_ref()
            .and_then(read::<Key>)
            .filter(|key| !key.expired(now));
        let Some((role, key)) = key.and_then(|key| Some((key.role()?, key))) else {
            return Ok(None);
        };
        let identity = Identity {
            name: key.name,
            role,
            via: Via::Key,
        };
        if key.expires_at.is_none() {
            self.known.remember(digest, identity.clone(), now);
        }
        Ok(Some(identity))
    }
}
