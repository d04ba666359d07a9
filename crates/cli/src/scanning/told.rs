//! A scan whose progress is written down while it runs, for the dashboard's strip.

use std::time::Duration;

use dashboard::scans::{self, Claim};
use dashboard::view::{ScanProgress, ScanState};
use database::Database;
use discovery::{StoppedBy, Summary};

use super::Watch;
use crate::app::{App, now};
use crate::failure::Failure;

/// Does the work of a scan, while a thread of its own writes down how far it is; then writes down how it ended.
pub fn told<T>(
    app: &App,
    database: &dyn Database,
    claim: &mut Claim,
    watch: &Watch,
    work: impl FnOnce() -> Result<(Summary, T), Failure>,
) -> Result<Result<(Summary, T), Failure>, database::Error> {
    let ended = std::thread::scope(|scope| {
        let reporter = scope.spawn(|| report(database, claim, watch));
        let ended = work();
        watch.end();
        // It only ends early where it panicked: then the scan is told as it was told last.
        let _ = reporter.join();
        ended
    });
    let (state, error) = outcome(app, ended.as_ref().map(|(summary, _)| summary));
    claim.finish(database, state, &watch.progress(now()), error)?;
    Ok(ended)
}

/// How it ended, for whoever asked for it.
fn outcome(app: &App, ended: Result<&Summary, &Failure>) -> (ScanState, Option<String>) {
    match ended {
        Ok(summary) => match summary.stopped_by {
            StoppedBy::Error => (ScanState::Failed, summary.error.clone()),
            StoppedBy::Interrupt => (ScanState::Failed, Some(app.say("worker-interrupted", &[]))),
            StoppedBy::Done | StoppedBy::Budget | StoppedBy::Limit => (ScanState::Done, None),
        },
        Err(failure) => (ScanState::Failed, Some(app.say_failure(failure))),
    }
}

/// Between two looks at whether the scan is over.
const STEP: Duration = Duration::from_millis(100);
/// Steps between two looks at how far it is.
const STEPS: u32 = 10;
/// Looks after which it is written down that it lives, though nothing moved.
const SILENT: u32 = 30;

/// Writes down every second how far it is, where that moved. Stops the scan where it was called off.
fn report(database: &dyn Database, claim: &mut Claim, watch: &Watch) {
    let (mut step, mut silent) = (0_u32, 0_u32);
    while !watch.ended() {
        std::thread::sleep(STEP);
        step += 1;
        if !step.is_multiple_of(STEPS) {
            continue;
        }
        silent += 1;
        let progress = watch.progress(now());
        let written = if silent >= SILENT || moved(&progress, &claim.scan.progress) {
            silent = 0;
            claim.progress(database, &progress)
        } else {
            scans::is_called_off(database, &claim.scan.id).map(|off| !off)
        };
        match written {
            Ok(true) => {}
            Ok(false) => return watch.stop(),
            Err(error) => tracing::warn!(%error, "how far the scan is could not be written down"),
        }
    }
}

fn moved(now: &ScanProgress, before: &ScanProgress) -> bool {
    let numbers = |progress: &ScanProgress| {
        (
            progress.questions,
            progress.questions_in_all,
            progress.ads,
            progress.spent_micros,
        )
    };
    numbers(now) != numbers(before)
}
