//! How often somebody may try to log in: by name and by address, with waits that grow, in bounded memory.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use model::Timestamp;

/// Failures that cost nothing: people mistype.
const FREE: u32 = 5;
/// The longest wait by name: whoever means harm can make the right person wait, but not for long.
const LONGEST_BY_NAME: u64 = 60;
/// The longest wait by address.
const LONGEST_BY_PEER: u64 = 900;
/// An attempt that failed so long ago is forgotten.
const FORGOTTEN: i64 = 3_600_000;
/// Names and addresses that are remembered.
const REMEMBERED: usize = 4_096;

/// Whose attempts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Whose {
    /// Of this user name.
    Name(String),
    /// Of this address; of IPv6 its network, since one person has a whole one.
    Peer(IpAddr),
}

impl Whose {
    /// Of an address.
    pub fn peer(address: IpAddr) -> Self {
        Self::Peer(match address.to_canonical() {
            IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) & !u128::from(u64::MAX)).into()),
            v4 @ IpAddr::V4(_) => v4,
        })
    }

    const fn longest(&self) -> u64 {
        match self {
            Self::Name(_) => LONGEST_BY_NAME,
            Self::Peer(_) => LONGEST_BY_PEER,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Tried {
    failures: u32,
    last: Timestamp,
}

/// Counts attempts.
#[derive(Debug, Default)]
pub struct Limiter(Mutex<HashMap<Whose, Tried>>);

impl Limiter {
    /// Notes an attempt of all these as failed, before it is known how it ends, so that many at once do not pass by.
    /// Gives the seconds to wait, and notes nothing, where it is too early.
    pub fn attempt(&self, all: &[Whose], now: Timestamp) -> Result<(), u64> {
        let mut tried = self.lock();
        let wait = all.iter().map(|whose| wait(whose, tried.get(whose), now)).max();
        if let Some(seconds) = wait.filter(|seconds| *seconds > 0) {
            return Err(seconds);
        }
        for whose in all {
            if !tried.contains_key(whose) && tried.len() >= REMEMBERED {
                forget(&mut tried, now);
            }
            let known = tried.entry(whose.clone()).or_insert(Tried {
                failures: 0,
                last: now,
            });
            if now.as_millis() - known.last.as_millis() > FORGOTTEN {
                known.failures = 0;
            }
            known.failures = known.failures.saturating_add(1);
            known.last = now;
        }
        Ok(())
    }

    /// It went well: the name begins anew. The address only loses this attempt, or whoever has one right password could
    /// go on guessing others.
    pub fn went_well(&self, all: &[Whose]) {
        let mut tried = self.lock();
        for whose in all {
            match whose {
                Whose::Name(_) => {
                    tried.remove(whose);
                }
                Whose::Peer(_) => {
                    if let Some(known) = tried.get_mut(whose) {
                        known.failures = known.failures.saturating_sub(1);
                    }
                }
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Whose, Tried>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Seconds until the next attempt: none for the first failures, then 1, 2, 4, ... since the last one.
fn wait(whose: &Whose, tried: Option<&Tried>, now: Timestamp) -> u64 {
    let Some(tried) = tried else { return 0 };
    let Some(over) = tried.failures.checked_sub(FREE) else {
        return 0;
    };
    let pause = (1_u64 << over.min(20)).min(whose.longest());
    let passed = now
        .as_millis()
        .saturating_sub(tried.last.as_millis())
        .max(0)
        .cast_unsigned();
    (pause * 1_000).saturating_sub(passed).div_ceil(1_000)
}

/// Makes room: what is forgotten anyway, else the half that is oldest.
fn forget(tried: &mut HashMap<Whose, Tried>, now: Timestamp) {
    tried.retain(|_, known| now.as_millis() - known.last.as_millis() <= FORGOTTEN);
    if tried.len() < REMEMBERED {
        return;
    }
    let mut times: Vec<_> = tried.values().map(|known| known.last).collect();
    times.sort_unstable();
    let middle = times.get(times.len() / 2).copied().unwrap_or(now);
    tried.retain(|_, known| known.last > middle);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::clamped(1_700_000_000_000 + seconds * 1_000)
    }

    fn name(name: &str) -> Whose {
        Whose::Name(name.to_owned())
    }

    #[test]
    fn waits_grow_up_to_a_minute_and_pass() {
        let limiter = Limiter::default();
        let amal = [name("amal")];
        for _ in 0..5 {
            assert_eq!(limiter.attempt(&amal, at(0)), Ok(()));
        }
        assert_eq!(limiter.attempt(&amal, at(0)), Err(1));
        assert_eq!(limiter.attempt(&amal, at(1)), Ok(()));
        assert_eq!(limiter.attempt(&amal, at(2)), Err(1));
        assert_eq!(limiter.attempt(&amal, at(3)), Ok(()));
        assert_eq!(limiter.attempt(&amal, at(3)), Err(4));
        let mut now = 3;
        for _ in 0..10 {
            now += 60;
            assert_eq!(limiter.attempt(&amal, at(now)), Ok(()));
        }
        assert_eq!(limiter.attempt(&amal, at(now)), Err(60));
        assert_eq!(
            limiter.attempt(&[name("sami")], at(now)),
            Ok(()),
            "others are not held up"
        );
        assert_eq!(
            limiter.attempt(&amal, at(now + 4_000)),
            Ok(()),
            "an hour later it is forgotten"
        );
        assert_eq!(limiter.attempt(&amal, at(now + 4_000)), Ok(()));
    }

    #[test]
    fn one_right_password_does_not_free_an_address() {
        let limiter = Limiter::default();
        let peer = Whose::peer("192.0.2.7".parse().unwrap());
        let mine = [name("me"), peer.clone()];
        for round in 0..5 {
            assert_eq!(
                limiter.attempt(&[name(&round.to_string()), peer.clone()], at(0)),
                Ok(())
            );
        }
        assert_eq!(limiter.attempt(&mine, at(1)), Ok(()));
        limiter.went_well(&mine);
        assert_eq!(limiter.attempt(&[name("other"), peer], at(1)), Err(1));
    }

    #[test]
    fn one_network_is_one_address() {
        let peer = |text: &str| Whose::peer(text.parse().unwrap());
        assert_eq!(peer("2001:db8::1"), peer("2001:db8::ffff:1"));
        assert_ne!(peer("2001:db8::1"), peer("2001:db8:0:1::1"));
        assert_eq!(peer("::ffff:192.0.2.7"), peer("192.0.2.7"));
    }

    #[test]
    fn memory_is_bounded() {
        let limiter = Limiter::default();
        for number in 0..20_000_i64 {
            let _ = limiter.attempt(&[name(&number.to_string())], at(number / 1_000));
        }
        assert!(limiter.lock().len() <= REMEMBERED);
    }
}
