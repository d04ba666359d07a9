//! Watching a run to its end, and aborting it where it must not go on.

use std::time::Duration;

use apify::Run;
use model::Timestamp;

use crate::error::Error;
use crate::job::{Context, Job, LeftOpen, Patience, after};
use crate::{Event, Point};

/// How the watching ended.
pub(super) enum Watched {
    /// It is over.
    Over(Box<Run>),
    /// Apify does not know it any more.
    Gone(String),
    /// Apify gives no answer now.
    Unreachable(LeftOpen),
}

/// Between two reads where Apify answers at once although it was asked to wait.
const BREATH: Duration = Duration::from_secs(1);
/// A run that is just started may be unknown to a part of Apify for seconds: so many times that is no news.
const UNKNOWN_READS: u32 = 10;
/// After its time limit a run gets so long to end by itself, and between two attempts to abort it.
const GRACE: Duration = Duration::from_mins(5);
/// A run that does not end although it was aborted for so long is left to the next scan.
const HOPELESS: Duration = Duration::from_hours(1);

/// Reads a run until it is over. `run` is what is known of it already.
pub(super) async fn watch(
    context: &Context<'_>,
    job: &Job,
    id: &str,
    mut run: Option<Run>,
) -> Result<Watched, Error> {
    let mut patience = Patience::new(context.scan);
    let mut unknown = 0;
    let mut abort = Abort::default();
    loop {
        if let Some(run) = run.take_if(|run| run.is_over()) {
            context.passed(Point::Over);
            return Ok(Watched::Over(Box::new(run)));
        }
        if abort.is_hopeless(context.now()) {
            let reason = "it does not end although it was aborted".to_owned();
            return Ok(Watched::Unreachable(LeftOpen {
                reason,
                fatal: false,
                under_way: true,
                again: false,
            }));
        }
        abort.where_due(context, job, id, run.as_ref()).await;
        let asked = context.now();
        let Some(answer) = read(context, id, &abort).await else {
            continue;
        };
        match answer {
            Ok(read) => {
                unknown = 0;
                run = Some(read);
                if context.now() < after(asked, BREATH) {
                    breathe(run.as_ref()).await;
                }
            }
            Err(error) if error.is_not_found() => {
                unknown += 1;
                if unknown > UNKNOWN_READS {
                    return Ok(Watched::Gone("Apify does not know the run any more".to_owned()));
                }
                tokio::time::sleep(BREATH * unknown).await;
            }
            Err(error) => {
                if let Err(left) = patience.after(error).await {
                    return Ok(Watched::Unreachable(left));
                }
            }
        }
    }
}

/// Pauses before the next read, unless there will be none.
async fn breathe(run: Option<&Run>) {
    if run.is_none_or(|run| !run.is_over()) {
        tokio::time::sleep(BREATH).await;
    }
}

/// Reads the run, holding on until it is over; nothing where everything is to be aborted meanwhile.
async fn read(context: &Context<'_>, id: &str, abort: &Abort) -> Option<Result<Run, apify::Error>> {
    let settings = &context.scan.settings;
    tokio::select! {
        biased;
        () = settings.abort.cancelled(), if abort.since.is_none() => None,
        answer = context.scan.door.run(id, settings.wait) => Some(answer),
    }
}

/// Whether a run is being aborted.
#[derive(Default)]
struct Abort {
    since: Option<Timestamp>,
    sent: Option<Timestamp>,
}

impl Abort {
    fn is_hopeless(&self, now: Timestamp) -> bool {
        self.since.is_some_and(|since| now > after(since, HOPELESS))
    }

    /// Aborts the run if it must not go on, again and again until it is over.
    async fn where_due(&mut self, context: &Context<'_>, job: &Job, id: &str, run: Option<&Run>) {
        let now = context.now();
        let Some(reason) = must_end(context, job, run, now) else {
            return;
        };
        if self.sent.is_some_and(|sent| now < after(sent, GRACE)) {
            return;
        }
        if self.since.is_none() {
            self.since = Some(now);
            context.tell(&Event::Aborting {
                tag: &job.tag,
                reason,
            });
        }
        context.passed(Point::Aborting);
        self.sent = Some(now);
        // Whether it worked is seen by reading the run.
        let _ = context.scan.door.abort(id).await;
    }
}

/// Why the run must not go on, if so.
fn must_end(context: &Context<'_>, job: &Job, run: Option<&Run>, now: Timestamp) -> Option<&'static str> {
    let settings = &context.scan.settings;
    if settings.abort.is_cancelled() {
        return Some("the user wants everything stopped at once");
    }
    let stopped = context.stopped_at.get();
    if stopped.is_some_and(|at| now > after(at, settings.stop_patience)) {
        return Some("the user stopped the scan, and it takes too long to end");
    }
    // Where Apify does not say when it was started, it was not before its money was set aside.
    let started = run.map_or(job.reserved_at, |run| run.started_at.max(job.reserved_at));
    (now > after(after(started, settings.run_timeout), GRACE)).then_some("it is far past its time limit")
}
