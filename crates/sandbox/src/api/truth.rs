//! What really happened, for tests to hold against what a caller believes.

use model::{MicroDollars, Timestamp};

use super::Apify;

/// Every start that took effect, and the money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truth {
    /// In the order of the starts.
    pub runs: Vec<TruthRun>,
    /// What all of them cost, each to its end.
    pub spent: MicroDollars,
    /// What was used in the cycle of the last call, by then, others' use included.
    pub used: MicroDollars,
    /// Requests received, lost ones included.
    pub requests: u64,
}

/// One start that took effect. What it cost and brought is told as of its end, be that still to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TruthRun {
    /// Run id.
    pub id: String,
    /// Id of its dataset.
    pub dataset_id: String,
    /// `runTag` of its input.
    pub tag: Option<String>,
    /// The searches it was asked.
    pub urls: Vec<String>,
    /// When it took effect.
    pub started_at: Timestamp,
    /// When it ends or ended.
    pub ends_at: Timestamp,
    /// How: `SUCCEEDED`, `FAILED`, `TIMED-OUT`, `ABORTED`.
    pub status: &'static str,
    /// `maxTotalChargeUsd`.
    pub cap: Option<MicroDollars>,
    /// Everything charged: never over the cap.
    pub cost: MicroDollars,
    /// Items in its dataset, markers included; each was charged.
    pub items: u64,
}

impl Apify {
    /// What really happened.
    pub fn truth(&self) -> Truth {
        let runs: Vec<TruthRun> = self
            .runs
            .all()
            .iter()
            .map(|run| {
                let ends = run.course.ends();
                TruthRun {
                    id: run.id.clone(),
                    dataset_id: run.dataset.clone(),
                    tag: run.input.run_tag.clone(),
                    urls: run.input.urls.clone(),
                    started_at: run.course.started(),
                    ends_at: ends,
                    status: run.course.status(ends),
                    cap: run.terms.cap,
                    cost: run.charged(ends),
                    items: run.course.delivered(ends),
                }
            })
            .collect();
        Truth {
            spent: runs.iter().map(|run| run.cost).sum(),
            used: self.account.used(&self.runs, self.now).truly,
            requests: self.requests,
            runs,
        }
    }

    /// The items of a run as they lie in its dataset at its end; empty for an unknown id. Not touched by
    /// retention, lags or faults.
    pub fn true_items(&self, run_id: &str) -> Vec<Vec<u8>> {
        let Some(run) = self.runs.all().iter().find(|run| run.id == run_id) else {
            return Vec::new();
        };
        let written = usize::try_from(run.course.delivered(run.course.ends())).unwrap_or(usize::MAX);
        let items = run.items.iter().take(written);
        items.map(|item| run.item(item, &*self.library)).collect()
    }
}
