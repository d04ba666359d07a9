//! Who was recognised a moment ago, so that not every request asks the database.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use model::Timestamp;

use crate::Identity;

/// Recognised secrets that are remembered.
const REMEMBERED: usize = 1_000;
/// For how long, in milliseconds: then use is noted and expiry looked at again.
const FRESH: i64 = 30_000;

/// What is remembered of the shelves. Everything is forgotten when any record changes.
#[derive(Debug, Default)]
pub(crate) struct Known(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    /// Of the records, when they were last looked at.
    version: u64,
    users: Option<bool>,
    /// By digest of the secret.
    identities: HashMap<String, (Identity, Timestamp)>,
}

impl Known {
    /// Who it was, recognised a moment ago.
    pub fn identity(&self, digest: &str, now: Timestamp) -> Option<Identity> {
        let inner = self.lock();
        let (identity, at) = inner.identities.get(digest)?;
        let fresh = (0..=FRESH).contains(&(now.as_millis() - at.as_millis()));
        fresh.then(|| identity.clone())
    }

    /// Remembers somebody.
    pub fn remember(&self, digest: String, identity: Identity, now: Timestamp) {
        let mut inner = self.lock();
        if inner.identities.len() >= REMEMBERED {
            inner.identities.clear();
        }
        inner.identities.insert(digest, (identity, now));
    }

    /// Whether there is a user, where that is remembered.
    pub fn users(&self) -> Option<bool> {
        self.lock().users
    }

    /// Remembers whether there is one.
    pub fn remember_users(&self, users: bool) {
        self.lock().users = Some(users);
    }

    /// Forgets everything where the records are not those of this version.
    pub fn keep_if(&self, version: u64) {
        let mut inner = self.lock();
        if inner.version != version {
            *inner = Inner {
                version,
                ..Inner::default()
            };
        }
    }

    /// Forgets everything.
    pub fn forget(&self) {
        let mut inner = self.lock();
        inner.users = None;
        inner.identities.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
