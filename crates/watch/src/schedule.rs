//! When things are due: cron with a time zone, jitter that is the same on each machine, and what was missed.
//!
//! A schedule speaks of the clock on the wall. Where that clock jumps forward over an occurrence, it comes as much later
//! as the clock jumped; where an hour comes twice, it comes in the first one alone: each occurrence once, and none
//! lost. [`runs`] keeps in the database which occurrence was begun and how it ended, so that it runs once whoever leads.

pub mod runs;

use std::str::FromStr as _;
use std::time::Duration;

use cronexpr::{Crontab, MakeTimestamp};
use jiff::tz::TimeZone;
use model::Timestamp;
use sha2::{Digest as _, Sha256};

/// How far the wall's clock may jump forward.
const JUMP: i64 = 3 * 60 * 60 * 1000;
/// How far back the latest occurrence is looked for, nearest first: an hour, a day, a week, a month, a year, a leap year.
const BACK: [i64; 6] = [1, 25, 8 * 24, 32 * 24, 367 * 24, 1462 * 24];
const HOUR: i64 = 60 * 60 * 1000;
/// Missed occurrences are counted up to this.
const MISSED_MOST: u32 = 1_000;

/// A schedule that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// Not five fields of cron, or one of them makes no sense.
    #[error("`{text}` is not a schedule: {reason}")]
    Cron {
        /// What was given.
        text: String,
        /// Why.
        reason: String,
    },
    /// No such time zone.
    #[error("`{0}` is not a time zone such as Africa/Tunis")]
    Zone(String),
}

/// When something comes, again and again.
#[derive(Debug, Clone)]
pub struct Schedule {
    name: String,
    text: String,
    zone: TimeZone,
    /// Read as if the wall's clock were UTC; the zone is ours to apply.
    crontab: Crontab,
    jitter: Duration,
}

/// One time that a schedule names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// The time that the schedule names: what the occurrence is known by.
    pub at: Timestamp,
    /// When it begins: some jitter later.
    pub due: Timestamp,
}

/// What is to be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The latest occurrence.
    pub occurrence: Occurrence,
    /// Occurrences before it that nobody began: they are not made up for one by one.
    pub missed: u32,
}

impl Schedule {
    /// Reads `minute hour day month weekday`, and optionally a zone that it has of its own; else `zone`. An occurrence
    /// begins up to `jitter` later.
    pub fn new(name: &str, text: &str, zone: &str, jitter: Duration) -> Result<Self, ScheduleError> {
        let fields: Vec<&str> = text.split_whitespace().collect();
        let (fields, zone) = match fields.split_at_checked(5) {
            Some((fields, [own])) => (fields, *own),
            _ => (fields.as_slice(), zone),
        };
        let unreadable = |reason: String| ScheduleError::Cron {
            text: text.to_owned(),
            reason,
        };
        if fields.len() != 5 {
            return Err(unreadable(
                "five fields are wanted, such as `0 6 * * MON`".to_owned(),
            ));
        }
        let wall = format!("{} UTC", fields.join(" "));
        let crontab = Crontab::from_str(&wall).map_err(|error| unreadable(last_line(&error.to_string())))?;
        let schedule = Self {
            name: name.to_owned(),
            text: text.to_owned(),
            zone: TimeZone::get(zone).map_err(|_| ScheduleError::Zone(zone.to_owned()))?,
            crontab,
            jitter,
        };
        // `0 0 31 FEB *` reads well and never comes.
        match schedule.after(Timestamp::clamped(0)) {
            Some(_) => Ok(schedule),
            None => Err(unreadable("it never comes".to_owned())),
        }
    }

    /// What it is known by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// As it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The first occurrence that begins after a moment.
    pub fn next(&self, now: Timestamp) -> Option<Occurrence> {
        let jitter = i64::try_from(self.jitter.as_millis()).unwrap_or(0);
        let mut at = plus(now, -jitter - 1);
        loop {
            let occurrence = self.after(at)?;
            if occurrence.due > now {
                return Some(occurrence);
            }
            at = occurrence.at;
        }
    }

    /// The last occurrence that began by now.
    pub fn latest(&self, now: Timestamp) -> Option<Occurrence> {
        BACK.iter().find_map(|hours| {
            let mut latest = None;
            let mut at = plus(now, -hours * HOUR);
            while let Some(occurrence) = self.after(at).filter(|next| next.at <= now) {
                if occurrence.due <= now {
                    latest = Some(occurrence);
                }
                at = occurrence.at;
            }
            latest
        })
    }

    /// What is due, where the occurrence at `done` was the last that was begun. A schedule that never ran is due
    /// for its latest occurrence: whoever sets up a watch wants to see it work.
    pub fn due(&self, done: Option<Timestamp>, now: Timestamp) -> Option<Due> {
        let occurrence = self.latest(now)?;
        let Some(done) = done else {
            return Some(Due {
                occurrence,
                missed: 0,
            });
        };
        if occurrence.at <= done {
            return None;
        }
        let (mut missed, mut at) = (0, done);
        while missed < MISSED_MOST {
            match self.after(at) {
                Some(next) if next.at < occurrence.at => (missed, at) = (missed + 1, next.at),
                _ => break,
            }
        }
        Some(Due { occurrence, missed })
    }

    /// The first occurrence that the schedule names after a moment.
    fn after(&self, after: Timestamp) -> Option<Occurrence> {
        let moment = jiff::Timestamp::from_millisecond(plus(after, -JUMP).as_millis()).ok()?;
        let mut wall = self.zone.to_datetime(moment);
        loop {
            let as_utc = wall.to_zoned(TimeZone::UTC).ok()?.timestamp();
            wall = self.crontab.find_next(MakeTimestamp(as_utc)).ok()?.datetime();
            let zoned = self.zone.to_ambiguous_zoned(wall).compatible().ok()?;
            let at = Timestamp::clamped(zoned.timestamp().as_millisecond());
            if at > after {
                let due = plus(at, self.jitter_of(at));
                return Some(Occurrence { at, due });
            }
        }
    }

    /// Milliseconds by which an occurrence is late: drawn from its name and time, so that every machine agrees.
    fn jitter_of(&self, at: Timestamp) -> i64 {
        let most = u64::try_from(self.jitter.as_millis()).unwrap_or(u64::MAX);
        let digest = Sha256::digest(format!("{}|{}", self.name, at.as_millis()));
        let drawn = digest
            .iter()
            .take(8)
            .fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
        i64::try_from(drawn % most.max(1)).unwrap_or(0)
    }
}

fn plus(at: Timestamp, millis: i64) -> Timestamp {
    Timestamp::clamped(at.as_millis().saturating_add(millis))
}

/// The parser draws the place of the mistake over several lines; the last one says it.
fn last_line(text: &str) -> String {
    text.lines()
        .last()
        .unwrap_or(text)
        .trim()
        .trim_start_matches(['^', ' '])
        .to_owned()
}

#[cfg(test)]
mod tests;
