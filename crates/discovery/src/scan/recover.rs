//! Taking over what dead processes left: each run of theirs is brought to its end before its questions are asked
//! again.

use std::collections::{BTreeMap, BTreeSet};

use purse::OpenRun;

use super::drive::{Drive, Flight};
use crate::error::Error;
use crate::job::{Intent, Job, after};
use crate::run::resume;
use crate::vault::Succession;
use crate::{Event, Point};

impl<'s> Drive<'s> {
    /// Adopts every open run whose owner is dead.
    pub(super) fn adopt(&mut self) -> Result<(), Error> {
        let context = self.context;
        let scan = context.scan;
        let open = scan.purse.open_runs()?;
        let owners: BTreeSet<String> = open.into_iter().map(|run| run.owner).collect();
        let mut fates = BTreeMap::new();
        for owner in owners {
            let fate = scan.vault.succeed(&owner)?;
            fates.insert(owner, fate);
        }
        // Read again: until its lock was ours, an owner may have gone on.
        let mut ours = Vec::new();
        for run in scan.purse.open_runs()? {
            let fate = fates.get(&run.owner).copied().unwrap_or(Succession::Alive);
            if self.is_to_be_adopted(&run, fate) && self.take_over(&run)? {
                ours.push(run);
            }
        }
        let tags: BTreeSet<String> = ours.iter().map(|run| run.tag.clone()).collect();
        let mut kept = scan.vault.kept(&tags)?;
        for run in ours {
            let kept = kept.remove(&run.tag).unwrap_or_default();
            let ids = match &run.state {
                purse::OpenState::Started { run_id, dataset_id } => {
                    Some((run_id.clone(), dataset_id.clone()))
                }
                purse::OpenState::Reserved | purse::OpenState::Unknown { .. } => None,
            };
            let job = Job {
                tag: run.tag,
                intent: Intent::read(&run.order, run.cap, &scan.settings.country),
                cap: run.cap,
                reserved_at: run.reserved_at,
                kept,
                ids,
            };
            if let Some(planner) = &mut self.planner {
                planner.resume(job.order());
            }
            self.holding += 1;
            let flight: Flight<'s> = Box::pin(async move { resume(context, job, &run.state).await });
            self.flights.push(flight);
        }
        Ok(())
    }

    fn is_to_be_adopted(&mut self, run: &OpenRun, fate: Succession) -> bool {
        let context = self.context;
        let patience = context.scan.settings.elsewhere_patience;
        match fate {
            Succession::Ours => true,
            Succession::Alive => false,
            // Its process may live on another machine, but no run lives that long.
            Succession::Elsewhere => context.now() > after(run.reserved_at, patience),
        }
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
