//! Users: who they are and what they may.

use std::net::IpAddr;

use database::{Record, Shelf};
use model::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use crate::door::{Access, read};
use crate::limiter::Whose;
use crate::{Error, Result, Role};

/// Characters that a password has at least.
pub const SHORTEST_PASSWORD: usize = 10;
/// And at most: hashing a book would be a way to keep the machine busy.
const LONGEST_PASSWORD: usize = 1_024;
const LONGEST_NAME: usize = 64;

/// A user, without what lets it in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct User {
    /// The name, as it is typed at login.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// When it was added.
    pub added_at: Timestamp,
}

/// What is stored of a user, under its name.
#[derive(Serialize, Deserialize)]
pub(crate) struct Stored {
    pub role: Role,
    /// A PHC string: algorithm, cost, salt and hash.
    pub hash: String,
    pub added_at: Timestamp,
    /// When the password was last set: sessions from before are over.
    pub set_at: Timestamp,
}

/// The name as it is stored: small letters, without space around it.
pub(crate) fn name_of(given: &str) -> Result<String> {
    let name = given.trim().to_ascii_lowercase();
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._@-".contains(&byte);
    if name.is_empty() || name.len() > LONGEST_NAME || !name.bytes().all(allowed) {
        return Err(Error::Name);
    }
    Ok(name)
}

/// Whether a password may be one.
fn check(password: &SecretString) -> Result<()> {
    let text = password.expose_secret();
    if text.chars().count() < SHORTEST_PASSWORD || text.len() > LONGEST_PASSWORD {
        return Err(Error::Password);
    }
    Ok(())
}

/// Whether it is short enough to be looked at.
fn bearable(password: &SecretString) -> bool {
    password.expose_secret().len() <= LONGEST_PASSWORD
}

impl Access {
    /// Adds a user.
    pub fn add_user(&self, name: &str, role: Role, password: &SecretString, now: Timestamp) -> Result<User> {
        let name = name_of(name)?;
        check(password)?;
        let stored = Stored {
            role,
            hash: self.passwords.hash(password)?,
            added_at: now,
            set_at: now,
        };
        let body = serde_json::to_string(&stored)?;
        let written = self.database.put_record(Shelf::Users, &name, &body, Some(0))?;
        self.known.forget();
        if written.is_none() {
            return Err(Error::Taken);
        }
        Ok(User {
            name,
            role,
            added_at: now,
        })
    }

    /// Sets a user's password, and ends its sessions.
    pub fn set_password(&self, name: &str, password: &SecretString, now: Timestamp) -> Result<()> {
        let name = name_of(name)?;
        check(password)?;
        let (record, mut stored) = self.stored_user(&name)?.ok_or(Error::Absent { what: "user" })?;
        stored.hash = self.passwords.hash(password)?;
        stored.set_at = now;
        let body = serde_json::to_string(&stored)?;
        let written = self
            .database
            .put_record(Shelf::Users, &name, &body, Some(record.revision))?;
        if written.is_none() {
            return Err(Error::Conflict);
        }
        self.end_sessions_of(&name)
    }

    /// Whether this is the user's password; counts as an attempt to log in.
    pub(crate) fn check_password(
        &self,
        name: &str,
        password: &SecretString,
        peer: IpAddr,
        now: Timestamp,
    ) -> Result<(String, Stored)> {
        let name = name_of(name).unwrap_or_default();
        let whose = [Whose::Name(name.clone()), Whose::peer(peer)];
        if let Err(seconds) = self.limiter.attempt(&whose, now) {
            return Err(Error::TooMany { seconds });
        }
        let stored = if name.is_empty() || !bearable(password) {
            None
        } else {
            self.stored_user(&name)?.map(|(_, stored)| stored)
        };
        // A password of a megabyte is not worth a hash, and nobody has one.
        let nothing = SecretString::from("");
        let looked_at = if bearable(password) { password } else { &nothing };
        let right = self
            .passwords
            .verify(looked_at, stored.as_ref().map(|user| user.hash.as_str()))?;
        match stored {
            Some(stored) if right => {
                self.limiter.went_well(&whose);
                Ok((name, stored))
            }
            _ => Err(Error::Wrong),
        }
    }

    /// All users, by name.
    pub fn users(&self) -> Result<Vec<User>> {
        let stored = self.each::<Stored>(Shelf::Users)?;
        let user = |(record, stored): (Record, Stored)| User {
            name: record.key,
            role: stored.role,
            added_at: stored.added_at,
        };
        Ok(stored.into_iter().map(user).collect())
    }

    /// Removes a user, and ends its sessions. Gives whether there was one.
    pub fn remove_user(&self, name: &str) -> Result<bool> {
        let name = name_of(name)?;
        let removed = self.database.remove_record(Shelf::Users, &name)?;
        self.end_sessions_of(&name)?;
        Ok(removed)
    }

    pub(crate) fn stored_user(&self, name: &str) -> Result<Option<(Record, Stored)>> {
        let Some(record) = self.database.record(Shelf::Users, name)? else {
            return Ok(None);
        };
        let stored = read(&record);
        Ok(stored.map(|stored| (record, stored)))
    }
}
