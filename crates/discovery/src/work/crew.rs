//! Who works: signs of life of workers and planners, and the names under which they hold runs.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::time::Duration;

use database::{CLOCK_SKEW, Database, WorkerSeen};
use model::Timestamp;
use serde::{Deserialize, Serialize};

use crate::job::after;

/// Somebody not heard of for so long is forgotten.
const FORGOTTEN: Duration = Duration::from_hours(24);

/// What somebody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Claims runs and carries them.
    Worker,
    /// Orders runs and waits for them.
    Planner,
}

/// What is told with a sign of life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// What it does.
    pub role: Role,
    /// Runs that it carries at once, at most.
    #[serde(default)]
    pub slots: u64,
    /// Runs that it carries now.
    #[serde(default)]
    pub carrying: u64,
}

/// Notes that somebody lives.
pub(crate) fn beat(
    database: &dyn Database,
    name: &str,
    now: Timestamp,
    about: &About,
) -> Result<(), database::Error> {
    database.note_worker(&WorkerSeen {
        name: name.to_owned(),
        seen_at: now,
        about: serde_json::to_string(about)?,
    })
}

/// Those who live, by name, as far as can be heard at `now` by the clock of whoever asks: they beat three times a
/// lease.
///
/// # Errors
/// Where the database fails.
pub fn living(
    database: &dyn Database,
    now: Timestamp,
    lease: Duration,
) -> Result<Vec<(String, About)>, database::Error> {
    let mut living = Vec::new();
    database.each_worker(&mut |seen| {
        if now <= after(seen.seen_at, lease + CLOCK_SKEW)
            && let Ok(about) = serde_json::from_str(&seen.about)
        {
            living.push((seen.name, about));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(living)
}

/// Forgets those of whom nothing was heard for a day: they ended without saying so.
pub(crate) fn forget_silent(database: &dyn Database, now: Timestamp) -> Result<(), database::Error> {
    let mut silent = BTreeSet::new();
    database.each_worker(&mut |seen| {
        if now > after(seen.seen_at, FORGOTTEN) {
            silent.insert(seen.name);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    silent.iter().try_for_each(|name| database.forget_worker(name))
}

/// The name by which the ledger knows the holder of one claim: each claim is another owner.
pub(crate) fn owner(worker: &str, token: u64) -> String {
    format!("{worker}#{token}")
}

/// The worker and the token of such a name; nothing where it is not one.
pub(crate) fn parts(owner: &str) -> Option<(&str, u64)> {
    let (worker, token) = owner.rsplit_once('#')?;
    Some((worker, token.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_of_claims_are_told_from_processes() {
        assert_eq!(parts(&owner("a-1", 17)), Some(("a-1", 17)));
        assert_eq!(parts(&owner("odd#name", 2)), Some(("odd#name", 2)));
        assert_eq!(parts("1794312000000-17"), None);
        assert_eq!(parts("a#b"), None);
    }

    #[test]
    fn who_was_not_heard_of_for_a_lease_and_the_skew_lives_no_more() {
        let database = database::Sqlite::open_in_memory().unwrap();
        let about = About {
            role: Role::Worker,
            slots: 8,
            carrying: 0,
        };
        let at = |seconds: i64| Timestamp::clamped(1_794_312_000_000 + seconds * 1000);
        beat(&database, "b", at(0), &about).unwrap();
        beat(&database, "a", at(30), &about).unwrap();
        let lease = Duration::from_mins(3);
        let names = |now| -> Vec<String> {
            let living = living(&database, now, lease).unwrap();
            living.into_iter().map(|(name, _)| name).collect()
        };
        assert_eq!(names(at(240)), ["a", "b"]);
        assert_eq!(names(at(241)), ["a"]);
        // A clock behind the worker's sees it too.
        assert_eq!(names(at(-60)), ["a", "b"]);
        forget_silent(&database, at(24 * 3600 + 20)).unwrap();
        assert_eq!(names(at(0)), ["a"]);
    }
}
