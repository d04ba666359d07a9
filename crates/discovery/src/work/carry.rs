//! One claimed run, from the claim to the report.

use std::collections::BTreeSet;
use std::rc::Rc;

use database::{WorkEnd, WorkItem};
use model::MicroDollars;
use planner::Outcome;
use purse::{OpenRun, OpenState, SettledRun};
use tokio::time::Instant;

use super::crew::{owner, parts};
use super::errand::{Errand, Report};
use super::{Lease, kept_until};
use crate::error::Error;
use crate::job::{Brought, Context, Job, NotStarted, RunEnd, Step, after};
use crate::run::{begin, finish, resume};
use crate::{Event, Point};

/// What became of a claimed item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It is done, and reported.
    Done,
    /// It failed, and rests before the next try.
    Failed,
    /// It is given up.
    Dead,
    /// It was given back untouched.
    Returned,
    /// It is another's by now, or nobody's; or what became of it could not be written down.
    Lost,
}

/// Carries a run that was claimed at `asked`. Nothing that goes wrong with it ends its worker.
pub(crate) async fn carry(context: &Context<'_>, item: WorkItem, asked: Instant) -> Ending {
    let lease = Rc::new(Lease::new(context, &item, asked));
    let end = tokio::select! {
        biased;
        () = lease.keep(context) => None,
        end = attempt(context, &item, &lease) => end,
    };
    let Some(end) = end else {
        context.tell(&Event::Lost { tag: &item.key });
        return Ending::Lost;
    };
    report(context, &item, &end).await
}

/// Writes down what became of the item, again and again while the database is away.
async fn report(context: &Context<'_>, item: &WorkItem, end: &WorkEnd) -> Ending {
    let scan = context.scan;
    let mut left = scan.settings.work.tries;
    let ended = loop {
        match scan.database.end_work(&item.key, item.token, end) {
            Ok(ended) => break ended,
            Err(error) => {
                let reason = error.to_string();
                context.tell(&Event::Away { reason: &reason });
                if left == 0 {
                    // Its lease ends, and somebody finds in the ledger what was done.
                    return Ending::Lost;
                }
                left -= 1;
                tokio::time::sleep(scan.settings.work.beat).await;
            }
        }
    };
    if !ended {
        context.tell(&Event::Lost { tag: &item.key });
        return Ending::Lost;
    }
    match end {
        WorkEnd::Done { .. } => Ending::Done,
        WorkEnd::Returned => Ending::Returned,
        WorkEnd::Again { reason, .. } => {
            context.tell(&Event::Failed {
                tag: &item.key,
                tries: item.tries,
                reason,
            });
            Ending::Failed
        }
        WorkEnd::Dead { reason } => {
            context.tell(&Event::GivenUp {
                tag: &item.key,
                reason,
            });
            Ending::Dead
        }
    }
}

/// One try; `None` where the run turned out to be another's.
async fn attempt(context: &Context<'_>, item: &WorkItem, lease: &Rc<Lease>) -> Option<WorkEnd> {
    let settings = &context.scan.settings.work;
    if context.stop.is_cancelled() {
        return Some(WorkEnd::Returned);
    }
    if item.tries > settings.tries {
        let last = item.reason.as_deref().unwrap_or("nobody who took it came back");
        let reason = format!("tried {} times: {last}", settings.tries);
        return Some(WorkEnd::Dead { reason });
    }
    let report = match go(context, item, lease).await {
        Ok(report) => report,
        Err(error) if error.is_lost() => return None,
        Err(error) if error.is_away() => {
            // Nothing that the run is to blame for: the try does not count.
            let reason = error.to_string();
            context.tell(&Event::Away { reason: &reason });
            tokio::time::sleep(settings.again).await;
            return Some(WorkEnd::Returned);
        }
        Err(error) => return Some(failed(context, item, error.to_string())),
    };
    match report {
        // Nothing that is wrong with the run itself: it may go better later, or elsewhere.
        Report::LeftOpen {
            because,
            fatal: false,
            again: false,
        } => Some(failed(context, item, because)),
        report => Some(match serde_json::to_string(&report) {
            Ok(result) => WorkEnd::Done { result },
            Err(error) => failed(context, item, error.to_string()),
        }),
    }
}

/// It rests, or is given up after the last try.
fn failed(context: &Context<'_>, item: &WorkItem, reason: String) -> WorkEnd {
    let settings = &context.scan.settings.work;
    if item.tries >= settings.tries {
        return WorkEnd::Dead { reason };
    }
    WorkEnd::Again {
        not_before: after(context.now(), settings.rest(item.tries)),
        reason,
    }
}

async fn go(context: &Context<'_>, item: &WorkItem, lease: &Rc<Lease>) -> Result<Report, Error> {
    let scan = context.scan;
    let errand: Errand = serde_json::from_str(&item.body)?;
    if errand.actor != scan.actor.id() {
        return Ok(Report::LeftOpen {
            because: format!(
                "it is for the actor {}, which this worker does not use",
                errand.actor
            ),
            fatal: false,
            again: false,
        });
    }
    lease.ask(context)?;
    let planner = errand.planner.clone();
    let mut job = errand.job(&item.key, owner(&scan.owner, item.token));
    job.lease = Some(Rc::clone(lease));
    let step = match adopt(context, &job, &planner, item.token)? {
        Found::Fresh => begin(context, job).await?,
        Found::Begun(run) => {
            job.kept_until = kept_until(context, &run)?;
            take_up(context, job, &run.state).await?
        }
        Found::Settled(run) => return answers_of(context, job, run).await,
        Found::Released => Step::NotStarted(job, NotStarted::Absent),
    };
    let step = match step {
        Step::Ended(job, end) => finish(context, job, end).await?,
        step => step,
    };
    Ok(told(step))
}

/// Where the run stands that is to be carried.
enum Found {
    /// Nobody had it before.
    Fresh,
    /// Somebody had, and it was open still when it was adopted.
    Begun(OpenRun),
    /// Whoever had it settled it, and did not come to say what it brought.
    Settled(SettledRun),
    /// Whoever had it found that it never came to be.
    Released,
}

/// Takes the run from whoever had it, unless that is a later claim's or somebody's outside of the queue.
fn adopt(context: &Context<'_>, job: &Job, planner: &str, token: u64) -> Result<Found, Error> {
    let scan = context.scan;
    loop {
        let open = scan.purse.open_runs()?;
        let Some(run) = open.into_iter().find(|run| run.tag == job.tag) else {
            let settled = scan.purse.settled_runs()?;
            let settled = settled.into_iter().find(|run| run.tag == job.tag);
            return Ok(settled.map_or(Found::Released, Found::Settled));
        };
        let fresh = run.owner == planner;
        let earlier = parts(&run.owner).is_some_and(|(_, before)| before < token);
        if !fresh && !earlier {
            return Err(Error::Lost(job.tag.clone()));
        }
        let adopted = scan
            .purse
            .adopt_from(context.now(), &job.tag, &run.owner, &job.owner)?;
        if !adopted {
            continue;
        }
        context.passed(Point::Adopted);
        if fresh && run.state == OpenState::Reserved {
            return Ok(Found::Fresh);
        }
        context.tell(&Event::Adopted {
            tag: &run.tag,
            owner: &run.owner,
        });
        return Ok(Found::Begun(run));
    }
}

/// Goes on with what earlier holders kept, where that is to be had here.
async fn take_up(context: &Context<'_>, mut job: Job, state: &OpenState) -> Result<Step, Error> {
    let wanted = BTreeSet::from([job.tag.clone()]);
    job.kept = context
        .scan
        .vault
        .kept(&wanted)?
        .remove(&job.tag)
        .unwrap_or_default();
    if let OpenState::Started { run_id, dataset_id } = state {
        job.ids = Some((run_id.clone(), dataset_id.clone()));
    }
    resume(context, job, state).await
}

/// What a settled run answered, from its pages: whoever settled it did not come to report them.
async fn answers_of(context: &Context<'_>, mut job: Job, run: SettledRun) -> Result<Report, Error> {
    let cost = run.cost;
    job.settled = Some(cost);
    let step = match (run.run_id, run.dataset_id) {
        (Some(run_id), Some(dataset_id)) => {
            take_up(context, job, &OpenState::Started { run_id, dataset_id }).await?
        }
        _ => return Ok(Report::Closed(nothing(cost))),
    };
    Ok(match step {
        Step::Ended(_, RunEnd::Gone(_) | RunEnd::NeverKnown(_)) => Report::Closed(nothing(cost)),
        Step::Ended(job, end) => told(finish(context, job, end).await?),
        step => told(step),
    })
}

/// A run of which nothing is left but its cost.
fn nothing(cost: MicroDollars) -> Brought {
    Brought {
        outcome: Outcome::Failed,
        cost,
        items: 0,
        ads: 0,
        new: 0,
        trouble: Some("what it answered is not to be had any more".to_owned()),
        partial: Vec::new(),
    }
}

fn told(step: Step) -> Report {
    match step {
        Step::NotStarted(_, why) => Report::NotStarted { why },
        Step::Closed(closed) => Report::Closed(closed.brought),
        Step::LeftOpen(_, left) => Report::LeftOpen {
            because: left.reason,
            fatal: left.fatal,
            again: left.again,
        },
        // Finishing never ends so.
        Step::Ended(..) => Report::LeftOpen {
            because: "its end was not the end".to_owned(),
            fatal: false,
            again: false,
        },
    }
}
