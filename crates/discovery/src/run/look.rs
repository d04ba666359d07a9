//! Looking for a run whose start was lost, by the tag in its input.
//!
//! It is found, or certainly absent, or nobody can tell. Absent is only what two lists of runs, read far enough
//! apart after the start was sent for the last time, do not show, where the list reaches back to that time and
//! the input of every run in question could be read. Nothing less frees its money.

use std::collections::BTreeSet;

use apify::RunSummary;
use model::Timestamp;

use crate::error::Error;
use crate::job::{Context, Job, LeftOpen, Patience, after, before};

/// What the looking found.
pub(super) enum Looked {
    /// It exists.
    Found(RunSummary),
    /// It does not, for this reason.
    Absent(String),
    /// Nobody can tell any more.
    Unprovable(String),
    /// Apify gives no answer now.
    Unreachable(LeftOpen),
}

/// Runs that stay in the list of runs whatever their age: the ten latest (Apify's documentation).
const ALWAYS_KEPT: usize = 10;

/// Looks until one of the three is certain. Nobody may still be sending the start.
pub(super) async fn look_for(context: &Context<'_>, job: &Job) -> Result<Looked, Error> {
    let scan = context.scan;
    let mut patience = Patience::new(scan);
    let mut first_miss: Option<Timestamp> = None;
    loop {
        let read_at = context.now();
        let look = match look_once(context, job, read_at).await? {
            Ok(look) => look,
            Err(error) => {
                if let Err(left) = patience.after(error).await {
                    return Ok(Looked::Unreachable(left));
                }
                continue;
            }
        };
        if let Some(run) = look.found {
            return Ok(Looked::Found(run));
        }
        match first_miss {
            Some(first) if read_at >= after(first, scan.settings.absence) => return Ok(look.concluded()),
            Some(_) => {}
            None => first_miss = Some(read_at),
        }
        tokio::time::sleep(scan.settings.absence).await;
    }
}

/// One look into the list.
struct Look {
    found: Option<RunSummary>,
    /// The input of a run in question is gone.
    unreadable: Option<String>,
    /// Why the list may have lost it.
    short: Option<String>,
}

impl Look {
    /// What follows from not having found it.
    fn concluded(self) -> Looked {
        match self.unreadable.or(self.short) {
            Some(reason) => Looked::Unprovable(reason),
            None => Looked::Absent("two lists of runs do not show it".to_owned()),
        }
    }
}

type Answered<T> = Result<Result<T, apify::Error>, Error>;

async fn look_once(context: &Context<'_>, job: &Job, now: Timestamp) -> Answered<Look> {
    let scan = context.scan;
    let skew = scan.settings.clock_skew;
    let since = before(job.reserved_at, skew);
    let old = job.reserved_at < after(before(now, scan.settings.retention), skew);
    // Where runs of that time may have been deleted, the whole list tells how far back it goes.
    let from = if old { Timestamp::clamped(0) } else { since };
    let list = match scan.door.runs_since(scan.actor.id(), from).await {
        Ok(list) => list,
        Err(error) => return Ok(Err(error)),
    };
    let mut look = Look {
        found: None,
        unreadable: None,
        short: (old && list.len() >= ALWAYS_KEPT && list.iter().all(|run| run.started_at >= since))
            .then(|| "the list of runs does not reach back to its start".to_owned()),
    };
    let known = known_ids(context)?;
    let candidates = list
        .into_iter()
        .filter(|run| run.started_at >= since && !known.contains(&run.id));
    for run in candidates {
        match tag_of(context, &run).await {
            Ok(Some(tag)) if tag == job.tag => {
                look.found = Some(run);
                return Ok(Ok(look));
            }
            Ok(Some(_)) => {}
            Ok(None) => look.unreadable = Some(format!("the input of run {} is gone", run.id)),
            Err(error) => return Ok(Err(error)),
        }
    }
    Ok(Ok(look))
}

/// Runs that the ledger knows by their id.
pub(crate) fn known_ids(context: &Context<'_>) -> Result<BTreeSet<String>, Error> {
    let purse = context.scan.purse;
    let mut known: BTreeSet<String> = BTreeSet::new();
    known.extend(purse.settled_runs()?.into_iter().filter_map(|run| run.run_id));
    for run in purse.open_runs()? {
        if let purse::OpenState::Started { run_id, .. } = run.state {
            known.insert(run_id);
        }
    }
    Ok(known)
}

/// The tag in a run's input, empty where it has none; `None` where the input is gone. Read once a scan.
pub(crate) async fn tag_of(context: &Context<'_>, run: &RunSummary) -> Result<Option<String>, apify::Error> {
    if let Some(tag) = context.tags.borrow().get(&run.id) {
        return Ok(tag.clone());
    }
    let scan = context.scan;
    let input = scan.door.input_of(run).await?;
    let tag = input.map(|input| scan.actor.tag_of(&input).unwrap_or_default().to_owned());
    // An input that is not there yet may come: a list can show a run before its storage.
    if tag.is_some() {
        context.tags.borrow_mut().insert(run.id.clone(), tag.clone());
    }
    Ok(tag)
}
