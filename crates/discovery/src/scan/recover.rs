//! Taking over what dead processes left: each run of theirs is brought to its end before its questions are asked
//! again.
//!
//! Runs that are in the queue still are not adopted: whoever claims them does that. Where their planner is dead too,
//! what comes of them is taken in here.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use database::WorkFilter;
use purse::OpenRun;

use super::drive::{Drive, Flight};
use crate::error::Error;
use crate::job::{Intent, Job, after};
use crate::run::resume;
use crate::vault::Succession;
use crate::work::{self, Errand, QUEUE, kept_until, parts};
use crate::{Event, Point};

/// Whose an open run is.
enum Whose {
    /// Somebody's who lives.
    Theirs,
    /// Nobody's: it is adopted.
    Ours,
    /// Whoever claims it from the queue, where it lies in this group; its planner is dead.
    Queued(String),
}

impl<'s> Drive<'s> {
    /// Adopts every open run whose owner is dead, and follows those in the queue whose planner is.
    pub(super) fn adopt(&mut self) -> Result<(), Error> {
        let context = self.context;
        let scan = context.scan;
        work::forget_silent(scan.database, context.now())?;
        self.forget_groups()?;
        let fates = self.fates()?;
        // Read again: until its lock was ours, an owner may have gone on.
        let mut ours = Vec::new();
        for run in scan.purse.open_runs()? {
            match self.whose(&run, &fates)? {
                Whose::Theirs => {}
                Whose::Ours => {
                    if self.take_over(&run)? {
                        ours.push(run);
                    }
                }
                Whose::Queued(group) => {
                    let job = self.job(&run);
                    self.is_under_way(&job);
                    self.follow(job, group);
                }
            }
        }
        self.resume(ours)
    }

    /// Forgets groups of the queue that nobody waits for and whose runs are all over.
    fn forget_groups(&self) -> Result<(), Error> {
        let scan = self.context.scan;
        let open = scan.purse.open_runs()?;
        let open: BTreeSet<&str> = open.iter().map(|run| run.tag.as_str()).collect();
        let mut planners: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut needed = BTreeSet::new();
        let of_runs = WorkFilter {
            queue: Some(QUEUE.to_owned()),
            ..WorkFilter::default()
        };
        scan.database.each_work(&of_runs, &mut |item| {
            let planner = serde_json::from_str::<Errand>(&item.body).map(|errand| errand.planner);
            if !item.state.is_over() || open.contains(item.key.as_str()) {
                needed.insert(item.group);
            } else {
                planners.entry(item.group).or_default().extend(planner);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        for (group, planners) in planners {
            let mut lives = false;
            for planner in &planners {
                lives |= self.lives(planner)?;
            }
            if !lives && !needed.contains(&group) {
                scan.database.clear_work(&group)?;
            }
        }
        Ok(())
    }

    /// What became of the processes that have open runs.
    fn fates(&self) -> Result<BTreeMap<String, Succession>, Error> {
        let scan = self.context.scan;
        let mut fates = BTreeMap::new();
        for run in scan.purse.open_runs()? {
            // Whether a claim holds is the queue's to say, not the lock's of the worker's process.
            if !fates.contains_key(&run.owner) && parts(&run.owner).is_none() {
                let fate = scan.vault.succeed(&run.owner)?;
                fates.insert(run.owner, fate);
            }
        }
        Ok(fates)
    }

    fn whose(&self, run: &OpenRun, fates: &BTreeMap<String, Succession>) -> Result<Whose, Error> {
        let context = self.context;
        let scan = context.scan;
        let item = scan.database.work(&run.tag)?;
        if let Some(item) = item.filter(|item| !item.state.is_over()) {
            let lives = match serde_json::from_str::<Errand>(&item.body) {
                Ok(errand) => self.lives(&errand.planner)?,
                Err(_) => false,
            };
            return Ok(if lives {
                Whose::Theirs
            } else {
                Whose::Queued(item.group)
            });
        }
        if parts(&run.owner).is_some() {
            // Its claim is over, so nobody works on it, whether its worker lives or not.
            return Ok(Whose::Ours);
        }
        let fate = fates.get(&run.owner).copied().unwrap_or(Succession::Alive);
        let ours = match fate {
            Succession::Ours => true,
            Succession::Alive => false,
            // Its process may live on another machine, but no run lives that long.
            Succession::Elsewhere => context.now() > after(run.reserved_at, scan.settings.elsewhere_patience),
        };
        Ok(if ours { Whose::Ours } else { Whose::Theirs })
    }

    /// Whether a planner waits for its runs: its lock is held here, or it was heard of lately.
    fn lives(&self, planner: &str) -> Result<bool, Error> {
        let context = self.context;
        let scan = context.scan;
        if planner == scan.owner {
            return Ok(false);
        }
        match scan.vault.succeed(planner)? {
            Succession::Alive => Ok(true),
            Succession::Ours => Ok(false),
            Succession::Elsewhere => {
                let lease = scan.settings.work.lease;
                let living = work::living(scan.database, context.now(), lease)?;
                Ok(living.iter().any(|(name, _)| name == planner))
            }
        }
    }

    fn job(&self, run: &OpenRun) -> Job {
        let scan = self.context.scan;
        let intent = Intent::read(&run.order, run.cap, &scan.settings.country);
        let mut job = Job::new(
            run.tag.clone(),
            scan.owner.clone(),
            run.cap,
            run.reserved_at,
            intent,
        );
        if let purse::OpenState::Started { run_id, dataset_id } = &run.state {
            job.ids = Some((run_id.clone(), dataset_id.clone()));
        }
        job
    }

    /// What it asks is not to be asked a second time.
    fn is_under_way(&mut self, job: &Job) {
        if let Some(planner) = &mut self.planner {
            planner.resume(job.order());
        }
    }

    fn resume(&mut self, runs: Vec<OpenRun>) -> Result<(), Error> {
        let context = self.context;
        let tags: BTreeSet<String> = runs.iter().map(|run| run.tag.clone()).collect();
        let mut kept = context.scan.vault.kept(&tags)?;
        for run in runs {
            let mut job = self.job(&run);
            job.kept = kept.remove(&run.tag).unwrap_or_default();
            job.kept_until = kept_until(context, &run)?;
            self.is_under_way(&job);
            self.holding += 1;
            let flight: Flight<'s> = Box::pin(async move { resume(context, job, &run.state).await });
            self.flights.push(flight);
        }
        Ok(())
    }

    fn take_over(&self, run: &OpenRun) -> Result<bool, Error> {
        let context = self.context;
        let scan = context.scan;
        if run.owner != scan.owner {
            let adopted = scan
                .purse
                .adopt_from(context.now(), &run.tag, &run.owner, &scan.owner)?;
            if !adopted {
                return Ok(false);
            }
        }
        context.passed(Point::Adopted);
        context.tell(&Event::Adopted {
            tag: &run.tag,
            owner: &run.owner,
        });
        Ok(true)
    }
}
