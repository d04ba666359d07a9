//! Looks at many places at once, within a limit, until all are done or somebody says stop.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::Error;

/// What came is written at least this often.
const WRITE_EVERY: Duration = Duration::from_secs(2);

/// One kind of look, and where its results go. Places are numbers in the list of targets.
pub(super) trait Work {
    /// What a look gives.
    type Look: Send + 'static;

    /// A look at a place, to be run as a task of its own.
    fn look(&self, place: u32) -> impl Future<Output = Self::Look> + Send + 'static;

    /// Whether two places that are due one after the other must not be looked at at the same time.
    fn one_by_one(&self, before: u32, after: u32) -> bool;

    /// Takes what a look gave.
    fn enter(&mut self, place: u32, look: Self::Look) -> Result<(), Error>;

    /// Writes what was taken.
    fn write(&mut self) -> Result<(), Error>;
}

/// Looks at all that is due; gives whether it came to the end. What was entered and not written stays with the work.
pub(super) async fn run<W: Work>(
    work: &mut W,
    due: &[u32],
    parallel: usize,
    stop: &CancellationToken,
) -> Result<bool, Error> {
    let mut ticks = interval(WRITE_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // Dropping the set ends the looks that are under way.
    let mut looks = JoinSet::new();
    let mut lanes = Lanes { due, next: 0 };
    loop {
        while looks.len() < parallel.max(1)
            && !stop.is_cancelled()
            && let Some(position) = lanes.next(work)
        {
            begin(work, due, position, &mut looks);
        }
        if looks.is_empty() {
            return Ok(lanes.next >= due.len());
        }
        tokio::select! {
            biased;
            () = stop.cancelled() => return Ok(false),
            _ = ticks.tick() => work.write()?,
            Some(done) = looks.join_next() => match done {
                Ok((position, look)) => {
                    if let Some(place) = due.get(position) {
                        work.enter(*place, look)?;
                    }
                    if lanes.goes_on(work, position) {
                        begin(work, due, position + 1, &mut looks);
                    }
                }
                // Nobody else can cancel a look: what fails otherwise has nothing to enter.
                Err(failed) => if let Ok(panic) = failed.try_into_panic() {
                    std::panic::resume_unwind(panic);
                },
            },
        }
    }
}

/// Begins the look at a position of the list; it comes back with the position.
fn begin<W: Work>(work: &W, due: &[u32], position: usize, looks: &mut JoinSet<(usize, W::Look)>) {
    if let Some(place) = due.get(position) {
        let look = work.look(*place);
        looks.spawn(async move { (position, look.await) });
    }
}

/// What is due, cut into lanes: within a lane one look at a time, whatever goes on in the others.
struct Lanes<'d> {
    due: &'d [u32],
    next: usize,
}

impl Lanes<'_> {
    /// Where the next lane begins.
    fn next<W: Work>(&mut self, work: &W) -> Option<usize> {
        let begin = self.next;
        self.due.get(begin)?;
        let mut end = begin;
        while self.goes_on(work, end) {
            end += 1;
        }
        self.next = end + 1;
        Some(begin)
    }

    /// Whether the lane goes on behind this position.
    fn goes_on<W: Work>(&self, work: &W, position: usize) -> bool {
        match (self.due.get(position), self.due.get(position + 1)) {
            (Some(before), Some(after)) => work.one_by_one(*before, *after),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests;
