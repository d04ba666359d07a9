//! How the watch stands, written down after each turn for whoever shows it: who leads, how fast the money goes, what
//! comes next. What each schedule did last stands in its own record ([`crate::schedule::runs`]).

use database::{Database, Shelf};
use model::{MicroDollars, Timestamp};
use serde::{Deserialize, Serialize};

/// The record's key on the shelf [`Shelf::Watch`].
const KEY: &str = "state";

/// How the watch stood at the end of its last turn.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// When that was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// Who led.
    pub leader: String,
    /// How fast the month's money goes; `None` where no scan was planned yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pace: Option<PaceSeen>,
    /// What comes next, soonest first.
    pub next: Vec<Planned>,
}

/// The pace of the money, as [`planner::Pace`] tells it, in micro-dollars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaceSeen {
    /// Spent and set aside in this cycle.
    pub spent_micros: i64,
    /// What would be, had it been spent evenly but for the sweep.
    pub planned_micros: i64,
    /// What is left.
    pub left_micros: i64,
    /// What a week may spend from now on, the sweep apart.
    pub per_week_micros: i64,
    /// When nothing will be left at this pace; the cycle's end where it lasts.
    pub lasts_until: Timestamp,
    /// When the next sweep is due, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sweep_due: Option<Timestamp>,
    /// What is kept for it.
    #[serde(default)]
    pub sweep_kept_micros: i64,
}

/// A schedule and its next time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// Its name: `scan`, `digest`, or an export's.
    pub schedule: String,
    /// As it is written in the settings.
    pub cron: String,
    /// In whose clock.
    pub zone: String,
    /// When it begins next, its jitter included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
}

impl PaceSeen {
    /// Of a pace, and of the next sweep where there is one.
    pub const fn of(pace: &planner::Pace, sweep_due: Option<Timestamp>, sweep_kept: MicroDollars) -> Self {
        Self {
            spent_micros: pace.spent.micros(),
            planned_micros: pace.planned_by_now.micros(),
            left_micros: pace.left.micros(),
            per_week_micros: pace.per_week.micros(),
            lasts_until: pace.lasts_until,
            sweep_due,
            sweep_kept_micros: sweep_kept.micros(),
        }
    }
}

/// Writes it down; whoever led before is overwritten, since only a leader writes.
pub fn write(database: &dyn Database, state: &State) -> database::Result<()> {
    let body = serde_json::to_string(state)?;
    database.put_record(Shelf::Watch, KEY, &body, None)?;
    Ok(())
}

/// What was written last; `None` before the first turn, or where it cannot be read.
pub fn read(database: &dyn Database) -> database::Result<Option<State>> {
    let record = database.record(Shelf::Watch, KEY)?;
    Ok(record.and_then(|record| serde_json::from_str(&record.body).ok()))
}

#[cfg(test)]
mod tests {
    use database::Sqlite;

    use super::*;

    #[test]
    fn what_is_written_is_read_and_what_is_damaged_is_passed_over() {
        let database = Sqlite::open_in_memory().unwrap();
        assert_eq!(read(&database).unwrap(), None);
        let state = State {
            at: Some(Timestamp::clamped(7)),
            leader: "a".to_owned(),
            pace: None,
            next: vec![Planned {
                schedule: "scan".to_owned(),
                cron: "0 6 * * MON".to_owned(),
                zone: "Africa/Tunis".to_owned(),
                due: Some(Timestamp::clamped(9)),
            }],
        };
        write(&database, &state).unwrap();
        assert_eq!(read(&database).unwrap(), Some(state));
        database.put_record(Shelf::Watch, KEY, "7", None).unwrap();
        assert_eq!(read(&database).unwrap(), None);
    }
}
