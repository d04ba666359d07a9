//! What is written into the queue: the errand, which tells a worker all about a run, and the report of how it ended.

use database::NewWork;
use model::{MicroDollars, Timestamp};
use serde::{Deserialize, Serialize};

use crate::job::{Brought, Closed, Intent, Job, LeftOpen, NotStarted, Step};

/// The queue of runs.
pub const QUEUE: &str = "run";

/// The body of an item: a run whose money is set aside. Its key is the run's tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Errand {
    /// The scan that it belongs to.
    pub(crate) scan: String,
    /// Who set the money aside, and waits for the report. Never starts the run without claiming the item.
    pub(crate) planner: String,
    /// Apify's id of the actor.
    pub(crate) actor: String,
    /// The most that it can cost.
    pub(crate) cap: MicroDollars,
    /// When the money was set aside, by the planner's clock.
    pub(crate) reserved_at: Timestamp,
    /// What is asked.
    pub(crate) intent: Intent,
}

impl Errand {
    /// The item of a run.
    pub(crate) fn item(&self, tag: &str, group: &str) -> Result<NewWork, serde_json::Error> {
        Ok(NewWork {
            key: tag.to_owned(),
            queue: QUEUE.to_owned(),
            group: group.to_owned(),
            body: serde_json::to_string(self)?,
            not_before: self.reserved_at,
        })
    }

    /// The run, watched over by `owner`.
    pub(crate) fn job(self, tag: &str, owner: String) -> Job {
        Job::new(tag.to_owned(), owner, self.cap, self.reserved_at, self.intent)
    }
}

/// The result of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "end", rename_all = "snake_case")]
pub(crate) enum Report {
    /// The run never came to be and cost nothing.
    NotStarted {
        /// Why.
        #[serde(flatten)]
        why: NotStarted,
    },
    /// It is stored and settled.
    Closed(Brought),
    /// It stays in the ledger for a later scan.
    LeftOpen {
        /// Why.
        because: String,
        /// Every other request would fail in the same way.
        fatal: bool,
        /// What it asked may be asked again at once.
        again: bool,
    },
}

impl Report {
    /// What the planner makes of it.
    pub(crate) fn step(self, job: Job) -> Step {
        match self {
            Self::NotStarted { why } => Step::NotStarted(job, why),
            Self::Closed(brought) => Step::Closed(Closed { job, brought }),
            Self::LeftOpen {
                because,
                fatal,
                again,
            } => Step::LeftOpen(
                job,
                LeftOpen {
                    reason: because,
                    fatal,
                    under_way: true,
                    again,
                },
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use planner::Outcome;

    use super::*;

    #[test]
    fn reports_read_back_as_they_were_written() {
        let brought = Brought {
            outcome: Outcome::Answered {
                answers: Vec::new(),
                cost: MicroDollars::new(7),
                unattributed: true,
            },
            cost: MicroDollars::new(7),
            items: 1,
            ads: 2,
            new: 3,
            trouble: Some("it failed".to_owned()),
            partial: Vec::new(),
        };
        let left = |fatal| Report::LeftOpen {
            because: "why not".to_owned(),
            fatal,
            again: !fatal,
        };
        let not = |why| Report::NotStarted { why };
        for report in [
            not(NotStarted::Absent),
            not(NotStarted::Stopped),
            not(NotStarted::Busy("much".to_owned())),
            not(NotStarted::OutOfMoney("none".to_owned())),
            not(NotStarted::Fatal("no".to_owned())),
            not(NotStarted::Other(String::new())),
            Report::Closed(brought),
            left(true),
            left(false),
        ] {
            let text = serde_json::to_string(&report).unwrap();
            assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report, "{text}");
        }
    }
}
