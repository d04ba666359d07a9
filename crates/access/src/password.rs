//! Passwords as argon2id keeps them, and no more of that work at once than the machine bears.

use std::sync::{Condvar, Mutex, PoisonError};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret as _, SecretString};

use crate::{Error, Result, secret};

/// OWASP's least for argon2id (Password Storage Cheat Sheet, 2023): 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Hashes made at once: each takes its memory and a core.
const AT_ONCE: u32 = 2;
/// Who may wait for that; who comes later is told to try again.
const IN_LINE: u32 = 16;

/// Makes and checks hashes.
pub struct Passwords {
    argon2: Argon2<'static>,
    /// Of a password that nobody has: checked where there is no such user, so that the answer takes as long.
    nobody: String,
    turn: Turn,
}

impl Passwords {
    pub fn new() -> Result<Self> {
        let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|error| failed(&error))?;
        let mut passwords = Self {
            argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
            nobody: String::new(),
            turn: Turn::default(),
        };
        passwords.nobody = passwords.hash(&secret::random("")?)?;
        Ok(passwords)
    }

    /// The hash of a password, with a salt of its own.
    pub fn hash(&self, password: &SecretString) -> Result<String> {
        let _turn = self.turn.take()?;
        let hash: PasswordHash = self
            .argon2
            .hash_password(password.expose_secret().as_bytes())
            .map_err(|error| failed(&error))?;
        Ok(hash.to_string())
    }

    /// Whether it is the password of this hash; takes as long and says no where there is none.
    pub fn verify(&self, password: &SecretString, hash: Option<&str>) -> Result<bool> {
        let _turn = self.turn.take()?;
        let parsed = PasswordHash::new(hash.unwrap_or(&self.nobody)).map_err(|error| failed(&error))?;
        let right = self
            .argon2
            .verify_password(password.expose_secret().as_bytes(), &parsed)
            .is_ok();
        Ok(right && hash.is_some())
    }
}

fn failed(error: &dyn std::fmt::Display) -> Error {
    Error::Secret(error.to_string())
}

/// Lets so many work at once and so many more wait.
#[derive(Default)]
struct Turn {
    /// Who works and waits.
    line: Mutex<Line>,
    free: Condvar,
}

#[derive(Default)]
struct Line {
    working: u32,
    waiting: u32,
}

impl Turn {
    fn take(&self) -> Result<Taken<'_>> {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        if line.working >= AT_ONCE {
            if line.waiting >= IN_LINE {
                return Err(Error::TooMany { seconds: 2 });
            }
            line.waiting += 1;
            while line.working >= AT_ONCE {
                line = self.free.wait(line).unwrap_or_else(PoisonError::into_inner);
            }
            line.waiting -= 1;
        }
        line.working += 1;
        Ok(Taken(self))
    }
}

struct Taken<'t>(&'t Turn);

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        let mut line = self.0.line.lock().unwrap_or_else(PoisonError::into_inner);
        line.working = line.working.saturating_sub(1);
        self.0.free.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_argon2id_at_owasps_least_and_verify() {
        let passwords = Passwords::new().unwrap();
        let right = SecretString::from("correct horse battery");
        let hash = passwords.hash(&right).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, passwords.hash(&right).unwrap(), "each has its own salt");
        assert!(passwords.verify(&right, Some(&hash)).unwrap());
        assert!(
            !passwords
                .verify(&SecretString::from("wrong"), Some(&hash))
                .unwrap()
        );
        assert!(!passwords.verify(&right, None).unwrap());
    }

    #[test]
    fn no_more_than_so_many_at_once_and_in_line() {
        let turn = Turn::default();
        let held: Vec<_> = (0..AT_ONCE).map(|_| turn.take().unwrap()).collect();
        turn.line.lock().unwrap().waiting = IN_LINE;
        assert!(matches!(turn.take(), Err(Error::TooMany { .. })));
        turn.line.lock().unwrap().waiting = 0;
        std::thread::scope(|scope| {
            let waits = scope.spawn(|| drop(turn.take().unwrap()));
            drop(held);
            waits.join().unwrap();
        });
        assert_eq!(turn.line.lock().unwrap().working, 0);
    }
}
