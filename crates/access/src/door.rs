//! The one door: users, keys and sessions over the database's records.

use std::ops::ControlFlow;
use std::sync::Arc;

use database::{Database, Record, Shelf};
use serde::de::DeserializeOwned;

use crate::Result;
use crate::known::Known;
use crate::limiter::Limiter;
use crate::password::Passwords;

/// Who may come in. Calls block: for the database, and those with a password for about 50 ms.
pub struct Access {
    pub(crate) database: Arc<dyn Database>,
    pub(crate) passwords: Passwords,
    pub(crate) limiter: Limiter,
    pub(crate) known: Known,
}

impl Access {
    /// Over the records of a database.
    pub fn open(database: Arc<dyn Database>) -> Result<Self> {
        Ok(Self {
            database,
            passwords: Passwords::new()?,
            limiter: Limiter::default(),
            known: Known::default(),
        })
    }

    /// Forgets who was recognised where any record changed since; to be called every second or so, since other processes
    /// remove users and revoke keys too.
    pub fn renew(&self) -> Result<()> {
        self.known.keep_if(self.database.records_version()?);
        Ok(())
    }

    /// Whether there is a user.
    pub fn has_users(&self) -> Result<bool> {
        if let Some(users) = self.known.users() {
            return Ok(users);
        }
        let users = self.any(Shelf::Users)?;
        self.known.remember_users(users);
        Ok(users)
    }

    /// Whether there is a user or a key.
    pub fn is_configured(&self) -> Result<bool> {
        Ok(self.has_users()? || self.any(Shelf::Keys)?)
    }

    fn any(&self, shelf: Shelf) -> Result<bool> {
        let mut any = false;
        self.database.each_record(shelf, &mut |_| {
            any = true;
            Ok(ControlFlow::Break(()))
        })?;
        Ok(any)
    }

    /// Everything readable on a shelf, by key.
    pub(crate) fn each<T: DeserializeOwned>(&self, shelf: Shelf) -> Result<Vec<(Record, T)>> {
        let mut found = Vec::new();
        self.database.each_record(shelf, &mut |record| {
            if let Some(value) = read(&record) {
                found.push((record, value));
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(found)
    }
}

/// What a record says; nothing where this version cannot read it: whom it would let in stays outside.
pub(crate) fn read<T: DeserializeOwned>(record: &Record) -> Option<T> {
    let value = serde_json::from_str(&record.body);
    if value.is_err() {
        tracing::warn!("a record of access cannot be read");
    }
    value.ok()
}
