//! What changed after the fact: charges that came late, and runs of ours that the ledger does not know.

use std::collections::{BTreeMap, BTreeSet};

use apify::RunSummary;
use database::Ended;
use model::{MicroDollars, Timestamp};
use purse::SettledRun;

use super::TAG_PREFIX;
use super::drive::Drive;
use crate::error::Error;
use crate::job::{Intent, Job, after, before};
use crate::run::{known_ids, store, tag_of};
use crate::summary::{StoppedBy, Stray};
use crate::{Event, Point};

/// Inputs that are read at most to find runs that the ledger does not know.
const INPUTS: usize = 100;

impl Drive<'_> {
    /// Before anything is spent: looks at the runs that earlier scans settled lately, and for runs that the
    /// ledger does not know.
    pub(super) async fn correct_earlier(&mut self) -> Result<(), Error> {
        let context = self.context;
        let since = before(context.now(), context.scan.settings.late_window);
        let settled: Vec<SettledRun> = context.scan.purse.settled_runs()?;
        let recent: Vec<SettledRun> = settled.into_iter().filter(|run| run.at >= since).collect();
        let first = recent
            .iter()
            .map(|run| run.reserved_at)
            .min()
            .unwrap_or(since)
            .min(since);
        let Some(list) = self.list(first).await else {
            return Ok(());
        };
        self.correct(&recent, &list)?;
        self.find_strays(&list).await
    }

    /// Before the scan ends: looks once more at the runs that it settled.
    pub(super) async fn correct_own(&mut self) -> Result<(), Error> {
        let settled = self.context.scan.purse.settled_runs()?;
        let tags = &self.totals.settled;
        let own: Vec<SettledRun> = settled
            .into_iter()
            .filter(|run| tags.contains(&run.tag))
            .collect();
        let Some(first) = own.iter().map(|run| run.reserved_at).min() else {
            return Ok(());
        };
        let Some(list) = self.list(first).await else {
            return Ok(());
        };
        self.correct(&own, &list)
    }

    /// The list of runs; nothing where it cannot be had: the next scan looks again.
    async fn list(&mut self, first: Timestamp) -> Option<Vec<RunSummary>> {
        let scan = self.context.scan;
        let since = before(first, scan.settings.clock_skew);
        match scan.door.runs_since(scan.actor.id(), since).await {
            Ok(list) => Some(list),
            Err(error) => {
                if error.is_fatal() {
                    self.stop_for(StoppedBy::Error, Some(error.to_string()));
                }
                None
            }
        }
    }

    /// Corrects what was settled at another cost than the list tells now.
    fn correct(&mut self, settled: &[SettledRun], list: &[RunSummary]) -> Result<(), Error> {
        let by_id: BTreeMap<&str, &RunSummary> = list.iter().map(|run| (run.id.as_str(), run)).collect();
        let mut changed = Vec::new();
        for run in settled {
            let listed = run.run_id.as_deref().and_then(|id| by_id.get(id));
            if let Some(cost) = listed.and_then(|listed| self.changed(run, listed)) {
                changed.push((run, cost));
            }
        }
        if changed.is_empty() {
            return Ok(());
        }
        // Before the ledger: a process that dies in between finds the difference again.
        self.share_again(&changed)?;
        for (run, cost) in changed {
            self.note_correction(run, cost)?;
            if self.totals.settled.contains(&run.tag) {
                self.totals.spent = self.totals.spent + cost - run.cost;
            }
        }
        self.tell_money()
    }

    fn note_correction(&self, run: &SettledRun, cost: MicroDollars) -> Result<(), Error> {
        let context = self.context;
        context.scan.purse.correct(context.now(), &run.tag, cost)?;
        context.passed(Point::Corrected);
        context.tell(&Event::Corrected {
            tag: &run.tag,
            before: run.cost,
            after: cost,
        });
        Ok(())
    }

    /// The cost to note, where it is another one. Less than was settled is believed only when costs have had time
    /// to come in.
    fn changed(&self, settled: &SettledRun, listed: &RunSummary) -> Option<MicroDollars> {
        let context = self.context;
        let cost = listed.cost?;
        let ended = listed.finished_at.filter(|_| listed.status.is_over())?;
        let late = context.now() > after(ended, context.scan.settings.refund_after);
        (cost > settled.cost || (cost < settled.cost && late)).then_some(cost)
    }

    /// Searches carry their share of their run's cost: those of runs that cost more are written again. (Of two
    /// costs the database keeps the higher one.)
    fn share_again(&self, changed: &[(&SettledRun, MicroDollars)]) -> Result<(), Error> {
        let context = self.context;
        let raised = || changed.iter().filter(|(run, cost)| *cost > run.cost);
        let tags: BTreeSet<String> = raised().map(|(run, _)| run.tag.clone()).collect();
        let mut kept = context.scan.vault.kept(&tags)?;
        for (run, cost) in raised() {
            let Some(kept) = kept.remove(&run.tag) else {
                continue;
            };
            let (Some(order), Some(mut ending)) = (kept.order, kept.ending) else {
                continue;
            };
            ending.cost = *cost;
            let intent = Intent::read(&order, run.cap, &context.scan.settings.country);
            let owner = context.scan.owner.clone();
            let job = Job::new(run.tag.clone(), owner, run.cap, run.reserved_at, intent);
            store(context, &job, &kept.pages, &ending)?;
        }
        Ok(())
    }

    /// Runs with a tag of ours that the ledger has no line for, and runs that were given up as lost and are there.
    async fn find_strays(&mut self, list: &[RunSummary]) -> Result<(), Error> {
        let context = self.context;
        let purse = context.scan.purse;
        let settled = purse.settled_runs()?;
        let open = purse.open_runs()?;
        let ids = known_ids(context)?;
        let open: BTreeSet<&str> = open.iter().map(|run| run.tag.as_str()).collect();
        for run in list
            .iter()
            .rev()
            .filter(|run| !ids.contains(&run.id))
            .take(INPUTS)
        {
            let Ok(Some(tag)) = tag_of(context, run).await else {
                continue;
            };
            // Those of open runs are looked for by whoever owns them.
            if !tag.starts_with(TAG_PREFIX) || open.contains(tag.as_str()) {
                continue;
            }
            match settled.iter().find(|settled| settled.tag == tag) {
                Some(lost) => self.correct_lost(lost, run)?,
                None => self.tell_stray(run, tag),
            }
        }
        Ok(())
    }

    fn correct_lost(&self, lost: &SettledRun, run: &RunSummary) -> Result<(), Error> {
        let given_up = matches!(lost.ended, Ended::Lost { .. });
        if let Some(cost) = self.changed(lost, run).filter(|_| given_up) {
            self.note_correction(lost, cost)?;
        }
        Ok(())
    }

    fn tell_stray(&mut self, run: &RunSummary, tag: String) {
        self.context.tell(&Event::Stray {
            run_id: &run.id,
            tag: &tag,
            cost: run.cost,
        });
        self.totals.strays.push(Stray {
            run_id: run.id.clone(),
            tag,
            cost: run.cost,
        });
    }
}
