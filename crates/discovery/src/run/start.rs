//! Starting a run: sent exactly once, whatever becomes of the answer.

use apify::{Refusal, Run, StartError};
use purse::OpenState;

use super::look::{Looked, look_for};
use super::watch::{Watched, watch};
use crate::error::Error;
use crate::job::{Context, Job, LeftOpen, NotStarted, RunEnd, Step};
use crate::{Event, Point};

/// Starts a run whose money is set aside, and watches it to its end.
pub(crate) async fn begin(context: &Context<'_>, job: Job) -> Result<Step, Error> {
    let scan = context.scan;
    if context.stop.is_cancelled() {
        release(context, &job, "the scan was stopped before it was sent")?;
        return Ok(Step::NotStarted(job, NotStarted::Stopped));
    }
    let input = scan.actor.input(&job.ask());
    // The last moment at which it can be known that nobody else has the run.
    job.ask_lease(context)?;
    let answer = scan.door.start(scan.actor.id(), &input, job.cap).await;
    context.passed(Point::StartAnswered);
    match answer {
        Ok(run) => {
            exists(context, &job, &run.id, &run.dataset_id)?;
            let id = run.id.clone();
            watched(context, job, &id, Some(run)).await
        }
        Err(StartError::Refused(refusal)) => {
            let reason = refusal.to_string();
            release(context, &job, &reason)?;
            context.tell(&Event::Refused {
                tag: &job.tag,
                reason: &reason,
            });
            Ok(Step::NotStarted(job, why(&refusal, reason)))
        }
        Err(StartError::Unknown(reason)) => {
            unknown(context, &job, &reason)?;
            looked(context, job).await
        }
    }
}

/// Takes up a run of an earlier process where the ledger and the vault leave it.
pub(crate) async fn resume(context: &Context<'_>, job: Job, state: &OpenState) -> Result<Step, Error> {
    if job.kept.ending.is_some() {
        return Ok(Step::Ended(job, RunEnd::Collected));
    }
    match state {
        OpenState::Started { run_id, .. } => {
            let id = run_id.clone();
            watched(context, job, &id, None).await
        }
        OpenState::Reserved => {
            // Whoever reserved it died before it wrote down whether it was started.
            unknown(context, &job, "its process died before the start was noted")?;
            looked(context, job).await
        }
        OpenState::Unknown { .. } => looked(context, job).await,
    }
}

/// Looks for a run whose start was lost, and watches it if it is found.
async fn looked(context: &Context<'_>, job: Job) -> Result<Step, Error> {
    match look_for(context, &job).await? {
        Looked::Found(run) => {
            exists(context, &job, &run.id, &run.dataset_id)?;
            context.passed(Point::Found);
            context.tell(&Event::Found {
                tag: &job.tag,
                run_id: &run.id,
            });
            watched(context, job, &run.id, None).await
        }
        Looked::Absent(_) | Looked::Unprovable(_) if is_kept(context, &job) => {
            Ok(Step::LeftOpen(job, kept_open()))
        }
        Looked::Absent(reason) => {
            release(context, &job, &reason)?;
            context.tell(&Event::Absent {
                tag: &job.tag,
                reason: &reason,
            });
            Ok(Step::NotStarted(job, NotStarted::Absent))
        }
        Looked::Unprovable(reason) => Ok(Step::Ended(job, RunEnd::NeverKnown(reason))),
        Looked::Unreachable(left) => Ok(Step::LeftOpen(job, left)),
    }
}

/// Whether somebody who lost the run may still start it, so that its absence proves nothing yet.
fn is_kept(context: &Context<'_>, job: &Job) -> bool {
    job.kept_until.is_some_and(|until| context.now() <= until)
}

fn kept_open() -> LeftOpen {
    LeftOpen {
        reason: "a worker that had it may still start it: its money is kept until that is certain".to_owned(),
        fatal: false,
        under_way: true,
        again: true,
    }
}

fn unknown(context: &Context<'_>, job: &Job, reason: &str) -> Result<(), Error> {
    let purse = context.scan.purse.watcher(&job.owner);
    purse.unknown(context.now(), &job.tag, reason)?;
    context.passed(Point::Unknown);
    context.tell(&Event::Unknown {
        tag: &job.tag,
        reason,
    });
    Ok(())
}

async fn watched(context: &Context<'_>, mut job: Job, id: &str, run: Option<Run>) -> Result<Step, Error> {
    if let Some(run) = &run {
        job.ids = Some((run.id.clone(), run.dataset_id.clone()));
    } else if job.ids.is_none() {
        job.ids = Some((id.to_owned(), String::new()));
    }
    Ok(match watch(context, &job, id, run).await? {
        Watched::Over(run) => Step::Ended(job, RunEnd::Over(run)),
        Watched::Gone(reason) => Step::Ended(job, RunEnd::Gone(reason)),
        Watched::Unreachable(left) => Step::LeftOpen(job, left),
    })
}

/// The run exists: the ledger says so before anything else is done with it.
fn exists(context: &Context<'_>, job: &Job, run_id: &str, dataset_id: &str) -> Result<(), Error> {
    let purse = context.scan.purse.watcher(&job.owner);
    purse.started(context.now(), &job.tag, run_id, dataset_id)?;
    context.passed(Point::Started);
    context.tell(&Event::Started {
        tag: &job.tag,
        run_id,
    });
    Ok(())
}

fn release(context: &Context<'_>, job: &Job, reason: &str) -> Result<(), Error> {
    let purse = context.scan.purse.watcher(&job.owner);
    purse.release(context.now(), &job.tag, reason)?;
    context.passed(Point::Released);
    Ok(())
}

fn why(refusal: &Refusal, reason: String) -> NotStarted {
    match refusal {
        Refusal::OutOfMoney { .. } => NotStarted::OutOfMoney(reason),
        Refusal::Busy { .. } => NotStarted::Busy(reason),
        // A cap below what the actor demands: prices changed since they were read.
        Refusal::TooLow { .. } | Refusal::Unauthorized { .. } | Refusal::Invalid { .. } => {
            NotStarted::Fatal(reason)
        }
        Refusal::Other { .. } => NotStarted::Other(reason),
    }
}

impl LeftOpen {
    /// The same, after the run's end.
    pub(super) fn after_the_end(self) -> Self {
        Self {
            under_way: false,
            ..self
        }
    }
}
