//! What may follow: which movements a ledger can take after the lines that it has, and which say nothing new.

use database::Movement;
use model::MicroDollars;

use super::{Account, Place};
use crate::cycle::{Cycle, Noted};
use crate::{Impossible, OpenRun, OpenState, SettledRun};

impl Account {
    /// Whether the movement could be the next one; it says nothing of whether there is money for it, since a
    /// ledger tells what was, and budgets change.
    pub fn check(&self, movement: &Movement) -> Result<(), Impossible> {
        match movement {
            Movement::Cycle {
                starts,
                ends,
                limit,
                foreign,
            } => {
                not_negative(*limit)?;
                not_negative(*foreign)?;
                if ends < starts {
                    Err(Impossible::Backwards)
                } else {
                    Ok(())
                }
            }
            Movement::Reserve { tag, cap, .. } => {
                if *cap <= MicroDollars::ZERO {
                    return Err(Impossible::Amount(*cap));
                }
                if self.places.contains_key(tag) {
                    return Err(Impossible::TagTaken(tag.clone()));
                }
                Ok(())
            }
            Movement::Started { tag, .. } | Movement::Release { tag, .. } => {
                match self.open_run(tag)?.state {
                    OpenState::Started { .. } => Err(Impossible::Started(tag.clone())),
                    OpenState::Reserved | OpenState::Unknown { .. } => Ok(()),
                }
            }
            Movement::Unknown { tag, .. } => match self.open_run(tag)?.state {
                OpenState::Started { .. } => Err(Impossible::Started(tag.clone())),
                OpenState::Unknown { .. } => Err(Impossible::Unknown(tag.clone())),
                OpenState::Reserved => Ok(()),
            },
            Movement::Adopt { tag, .. } => self.open_run(tag).map(drop),
            Movement::Settle { tag, cost, .. } => {
                not_negative(*cost)?;
                self.open_run(tag).map(drop)
            }
            Movement::Correct { tag, cost } => {
                not_negative(*cost)?;
                match self.places.get(tag) {
                    Some(Place::Settled(_)) => Ok(()),
                    Some(_) => Err(Impossible::NotSettled(tag.clone())),
                    None => Err(Impossible::NoSuchRun(tag.clone())),
                }
            }
        }
    }

    /// Refuses whoever does not watch over the run, as far as it has an owner: a run that was released, or never
    /// reserved, has none.
    pub(crate) fn check_owner(&self, tag: &str, owner: &str) -> Result<(), Impossible> {
        let watched_by = match self.open_run(tag) {
            Ok(run) => Some(&run.owner),
            Err(_) => self.settled_run(tag).map(|run| &run.owner),
        };
        match watched_by {
            Some(watched_by) if watched_by != owner => Err(Impossible::NotOwner {
                tag: tag.to_owned(),
                owner: watched_by.clone(),
            }),
            _ => Ok(()),
        }
    }

    /// Whether what the movement says is so already. Never true of a reservation: two of them are two runs.
    pub fn says(&self, movement: &Movement) -> bool {
        let open = |tag: &str| self.open_run(tag).ok();
        match movement {
            Movement::Cycle {
                starts,
                ends,
                limit,
                foreign,
            } => {
                let (starts, ends) = (*starts, *ends);
                let noted = Noted {
                    cycle: Cycle { starts, ends },
                    limit: *limit,
                    foreign: *foreign,
                };
                self.cycles.last() == Some(&noted)
            }
            Movement::Reserve { .. } => false,
            Movement::Started {
                tag,
                run_id,
                dataset_id,
            } => open(tag).is_some_and(|run| match &run.state {
                OpenState::Started {
                    run_id: run,
                    dataset_id: dataset,
                } => run == run_id && dataset == dataset_id,
                OpenState::Reserved | OpenState::Unknown { .. } => false,
            }),
            Movement::Unknown { tag, .. } => {
                open(tag).is_some_and(|run| matches!(run.state, OpenState::Unknown { .. }))
            }
            Movement::Adopt { tag, owner } => open(tag).is_some_and(|run| run.owner == *owner),
            Movement::Settle { tag, cost, ended } => {
                let run = self.settled_run(tag);
                run.is_some_and(|run| run.cost == *cost && run.ended == *ended)
            }
            Movement::Correct { tag, cost } => self.settled_run(tag).is_some_and(|run| run.cost == *cost),
            Movement::Release { tag, .. } => self.places.get(tag) == Some(&Place::Released),
        }
    }

    /// The run, as long as it may still cost something.
    pub fn open_run(&self, tag: &str) -> Result<&OpenRun, Impossible> {
        match self.places.get(tag) {
            Some(Place::Open(number)) => self.open.get(number),
            Some(_) => return Err(Impossible::Over(tag.to_owned())),
            None => None,
        }
        .ok_or_else(|| Impossible::NoSuchRun(tag.to_owned()))
    }

    /// The run, once it is over and has a cost.
    pub fn settled_run(&self, tag: &str) -> Option<&SettledRun> {
        match self.places.get(tag) {
            Some(Place::Settled(ending)) => self.settled.get(ending),
            _ => None,
        }
    }
}

fn not_negative(amount: MicroDollars) -> Result<(), Impossible> {
    if amount < MicroDollars::ZERO {
        return Err(Impossible::Amount(amount));
    }
    Ok(())
}
