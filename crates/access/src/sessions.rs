//! Sessions: what a login gives, until it ends.

use std::net::IpAddr;
use std::time::Duration;

use database::Shelf;
use model::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::door::{Access, read};
use crate::{Identity, Result, Role, Via, secret};

/// A session that is not used for so long is over.
pub const IDLE: Duration = Duration::from_hours(12);
/// None lasts longer than this.
pub const LONGEST: Duration = Duration::from_hours(7 * 24);
/// Use is written down at most this often.
const NOTED: Duration = Duration::from_mins(5);
/// Sessions of one user at once; a further one ends the oldest.
const AT_ONCE: usize = 20;

/// A session that just began.
#[derive(Debug)]
pub struct NewSession {
    /// What the cookie holds: never stored.
    pub token: SecretString,
    /// Who it is.
    pub identity: Identity,
}

/// What is stored of a session, under the digest of its token.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Stored {
    pub user: String,
    pub began_at: Timestamp,
    pub used_at: Timestamp,
}

impl Stored {
    /// Whether it is over.
    fn over(&self, now: Timestamp) -> bool {
        passed(self.used_at, now) > IDLE || passed(self.began_at, now) > LONGEST
    }

    /// Whether its use is to be written down.
    fn to_note(&self, now: Timestamp) -> bool {
        passed(self.used_at, now) > NOTED
    }
}

fn passed(then: Timestamp, now: Timestamp) -> Duration {
    let millis = now.as_millis().saturating_sub(then.as_millis()).max(0);
    Duration::from_millis(millis.cast_unsigned())
}

impl Access {
    /// Begins a session, where name and password are right.
    pub fn log_in(
        &self,
        name: &str,
        password: &SecretString,
        peer: IpAddr,
        now: Timestamp,
    ) -> Result<NewSession> {
        let (name, user) = self.check_password(name, password, peer, now)?;
        self.begin(name, user.role, now)
    }

    /// Sets somebody's own password, where the old one is right. Every session of theirs ends; the one given begins.
    pub fn change_password(
        &self,
        name: &str,
        old: &SecretString,
        new: &SecretString,
        peer: IpAddr,
        now: Timestamp,
    ) -> Result<NewSession> {
        let (name, user) = self.check_password(name, old, peer, now)?;
        self.set_password(&name, new, now)?;
        self.begin(name, user.role, now)
    }

    /// Begins a session of somebody who is known to be who it says.
    fn begin(&self, user: String, role: Role, now: Timestamp) -> Result<NewSession> {
        self.make_room(&user, now)?;
        let token = secret::random("")?;
        let stored = Stored {
            user: user.clone(),
            began_at: now,
            used_at: now,
        };
        let body = serde_json::to_string(&stored)?;
        self.database
            .put_record(Shelf::Sessions, &secret::digest(&token), &body, Some(0))?;
        Ok(NewSession {
            token,
            identity: Identity {
                name: user,
                role,
                via: Via::Session,
            },
        })
    }

    /// Whose session a token is; `None` where it is nobody's (any more).
    pub fn session(&self, token: &SecretString, now: Timestamp) -> Result<Option<Identity>> {
        let digest = secret::digest(token);
        if let Some(known) = self.known.identity(&digest, now) {
            return Ok(Some(known));
        }
        let Some(record) = self.database.record(Shelf::Sessions, &digest)? else {
            return Ok(None);
        };
        let Some(mut session) = read::<Stored>(&record) else {
            return Ok(None);
        };
        let user = self.stored_user(&session.user)?;
        let Some((_, user)) = user.filter(|(_, user)| !session.over(now) && session.began_at >= user.set_at)
        else {
            self.database.remove_record(Shelf::Sessions, &digest)?;
            return Ok(None);
        };
        if session.to_note(now) {
            session.used_at = now;
            let body = serde_json::to_string(&session)?;
            // Where another request was first, it noted the same; where the session was ended, it stays so.
            self.database
                .put_record(Shelf::Sessions, &digest, &body, Some(record.revision))?;
        }
        let identity = Identity {
            name: session.user,
            role: user.role,
            via: Via::Session,
        };
        self.known.remember(digest, identity.clone(), now);
        Ok(Some(identity))
    }

    /// Ends a session.
    pub fn log_out(&self, token: &SecretString) -> Result<()> {
        self.database
            .remove_record(Shelf::Sessions, &secret::digest(token))?;
        self.known.forget();
        Ok(())
    }

    pub(crate) fn end_sessions_of(&self, user: &str) -> Result<()> {
        for (record, session) in self.each::<Stored>(Shelf::Sessions)? {
            if session.user == user {
                self.database.remove_record(Shelf::Sessions, &record.key)?;
            }
        }
        self.known.forget();
        Ok(())
    }

    /// Removes sessions that are over, and the user's oldest where it has too many.
    fn make_room(&self, user: &str, now: Timestamp) -> Result<()> {
        let mut own = Vec::new();
        for (record, session) in self.each::<Stored>(Shelf::Sessions)? {
            if session.over(now) {
                self.database.remove_record(Shelf::Sessions, &record.key)?;
            } else if session.user == user {
                own.push((session.used_at, record.key));
            }
        }
        own.sort_unstable();
        let too_many = (own.len() + 1).saturating_sub(AT_ONCE);
        for (_, key) in own.iter().take(too_many) {
            self.database.remove_record(Shelf::Sessions, key)?;
        }
        Ok(())
    }
}
