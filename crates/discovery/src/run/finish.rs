//! The second part of a run's life: what it delivered comes home, and its account is closed.

use apify::{Run, RunStatus};
use database::Ended;
use model::MicroDollars;
use planner::{Answer, Outcome};

use super::agree::agree;
use super::collect::{Source, collect};
use super::store::{Stored, store};
use crate::error::Error;
use crate::job::{Brought, Closed, Context, Job, LeftOpen, RunEnd, Step};
use crate::observer::Settled;
use crate::summary::Partial;
use crate::vault::{Ending, Header, Kept};
use crate::{Event, Point};

/// Collects, stores and settles a run that takes no room any more.
pub(crate) async fn finish(context: &Context<'_>, mut job: Job, end: RunEnd) -> Result<Step, Error> {
    let lost = match end {
        RunEnd::Collected => None,
        RunEnd::Over(run) => match bring_home(context, &mut job, *run).await? {
            Ok(lost) => lost,
            Err(left) => return Ok(Step::LeftOpen(job, left.after_the_end())),
        },
        RunEnd::Gone(reason) | RunEnd::NeverKnown(reason) => {
            job.kept.ending = Some(Ending::lost(job.cap, &reason));
            Some(reason)
        }
    };
    // Every branch above leaves an ending; without one nothing may be settled.
    let Some(ending) = job.kept.ending.clone() else {
        let reason = "its pages are kept without their end".to_owned();
        return Ok(Step::LeftOpen(
            job,
            LeftOpen {
                reason,
                fatal: false,
                under_way: false,
                again: false,
            },
        ));
    };
    close(context, job, &ending, lost)
}

/// Agrees on what the run cost, and collects it. Gives why items are lost, where some are.
async fn bring_home(
    context: &Context<'_>,
    job: &mut Job,
    mut run: Run,
) -> Result<Result<Option<String>, LeftOpen>, Error> {
    if let (true, Some((_, dataset))) = (run.dataset_id.is_empty(), &job.ids) {
        run.dataset_id.clone_from(dataset);
    }
    let agreed = match agree(context, run, job.cap).await? {
        Ok(agreed) => agreed,
        Err(left) => return Ok(Err(left)),
    };
    context.passed(Point::Agreed);
    let expected = agreed.items.or(agreed.run.items_charged).unwrap_or(0);
    let source = Source {
        job,
        run_id: &agreed.run.id,
        dataset_id: &agreed.run.dataset_id,
    };
    let collection = match collect(context, &source, expected).await? {
        Ok(collection) => collection,
        Err(left) => return Ok(Err(left)),
    };
    let succeeded = agreed.run.status == RunStatus::Succeeded;
    let ending = Ending {
        succeeded,
        trouble: trouble(&agreed.run, collection.items),
        cost: agreed.cost,
        items: collection.items,
        missing: collection.missing,
        max_items: agreed.run.max_items,
    };
    note_ending(context, job, &agreed.run, &ending)?;
    let lost = collection.why.map(|why| {
        format!(
            "{} of {} items cannot be had: {why}",
            ending.missing, ending.items
        )
    });
    job.kept = Kept {
        pages: collection.pages,
        order: None,
        ending: Some(ending),
    };
    Ok(Ok(lost))
}

/// Notes on disk that all pages are there.
fn note_ending(context: &Context<'_>, job: &Job, run: &Run, ending: &Ending) -> Result<(), Error> {
    let header = Header {
        tag: job.tag.clone(),
        run_id: run.id.clone(),
        dataset_id: run.dataset_id.clone(),
        at: context.now(),
        page: None,
        order: None,
        reserved_at: None,
        ending: Some(ending.clone()),
    };
    context.scan.vault.append(&header, &[])?;
    context.passed(Point::Collected);
    Ok(())
}

/// What went wrong with a run that is over, if anything. An empty dataset is never "no ads": for that there is a
/// marker.
fn trouble(run: &Run, items: u64) -> Option<String> {
    let said = run
        .message
        .as_deref()
        .map(|message| format!(": {message}"))
        .unwrap_or_default();
    let what = match &run.status {
        RunStatus::Succeeded if items > 0 => return None,
        RunStatus::Succeeded => "it ended well and delivered nothing",
        RunStatus::Failed => "it failed",
        RunStatus::TimedOut => "it ran out of time",
        RunStatus::Aborted => "it was aborted",
        RunStatus::Ready | RunStatus::Running | RunStatus::Stopping | RunStatus::Other(_) => {
            "it ended in a way that we do not know"
        }
    };
    Some(format!("{what}{said}"))
}

/// Stores what is kept, settles the run, and says what it brought.
fn close(context: &Context<'_>, job: Job, ending: &Ending, lost: Option<String>) -> Result<Step, Error> {
    job.ask_lease(context)?;
    let stored = store(context, &job, &job.kept.pages, ending)?;
    context.passed(Point::Stored);
    let lost = lost.or_else(|| {
        let missing = ending.missing > 0;
        missing.then(|| format!("{} of {} items cannot be had", ending.missing, ending.items))
    });
    let ended = match (&lost, &ending.trouble) {
        (Some(reason), _) => Ended::Lost {
            reason: reason.clone(),
        },
        (None, Some(reason)) => Ended::Failed {
            reason: reason.clone(),
        },
        (None, None) => Ended::Collected,
    };
    if job.settled.is_none() {
        let purse = context.scan.purse.watcher(&job.owner);
        purse.settle(context.now(), &job.tag, ending.cost, ended)?;
        context.passed(Point::Settled);
    }
    let trouble = lost.or_else(|| ending.trouble.clone());
    let brought = Brought {
        cost: job.settled.unwrap_or(ending.cost),
        items: stored.items,
        ads: stored.counts.ads,
        new: stored.counts.new,
        partial: partial(&job, &stored.answers, trouble.as_deref()),
        outcome: outcome(stored, ending.cost),
        trouble,
    };
    let closed = Closed { job, brought };
    tell(context, &closed);
    Ok(Step::Closed(closed))
}

fn outcome(stored: Stored, cost: MicroDollars) -> Outcome {
    if stored.answers.is_empty() && !stored.unattributed {
        return Outcome::Failed;
    }
    Outcome::Answered {
        answers: stored.answers,
        cost,
        unattributed: stored.unattributed,
    }
}

/// Questions that were not answered whole, with the reason.
fn partial(job: &Job, answers: &[Answer], trouble: Option<&str>) -> Vec<Partial> {
    let reason = |answer: Option<&Answer>| match (answer, trouble) {
        (Some(answer), _) if answer.complete => None,
        (_, Some(trouble)) => Some(trouble.to_owned()),
        (None, None) => Some("the run did not come to it".to_owned()),
        (Some(answer), None) => Some(match answer.total {
            Some(total) => format!("{} of {total} ads were delivered", answer.ads),
            None => format!("{} ads were delivered, and there may be more", answer.ads),
        }),
    };
    let questions = job.order().questions.iter();
    questions
        .filter_map(|question| {
            let answer = answers.iter().find(|answer| answer.question == *question);
            Some(Partial::new(question, &job.tag, &reason(answer)?))
        })
        .collect()
}

/// Tells what a run brought.
pub(crate) fn tell(context: &Context<'_>, closed: &Closed) {
    let Closed { job, brought } = closed;
    let answers = match &brought.outcome {
        Outcome::Answered { answers, .. } => answers.as_slice(),
        Outcome::Failed | Outcome::NotStarted => &[],
    };
    context.tell(&Event::Settled(Settled {
        tag: &job.tag,
        purpose: job.order().purpose,
        questions: job.order().questions.len(),
        complete: answers.iter().filter(|answer| answer.complete).count(),
        items: brought.items,
        ads: answers.iter().map(|answer| answer.ads).sum(),
        own: answers.iter().map(|answer| answer.own).sum(),
        new: brought.new,
        cost: brought.cost,
        trouble: brought.trouble.as_deref(),
    }));
}
