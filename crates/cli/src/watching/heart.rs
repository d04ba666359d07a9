//! Renews the lead while a turn works, and tells the work to stop where it was lost.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use database::Database;
use tokio_util::sync::CancellationToken;
use watch::leader;

use super::Clock;
use crate::failure::Failure;

/// Between two looks at whether the turn is over.
const STEP: Duration = Duration::from_millis(50);

/// Beats until it is stopped.
pub struct Heart {
    work: CancellationToken,
    over: CancellationToken,
    lost: CancellationToken,
    thread: Option<JoinHandle<()>>,
}

impl Heart {
    /// Begins. `work` is cancelled where somebody else leads.
    pub fn beat(
        database: Arc<dyn Database>,
        name: String,
        (lease, clock): (Duration, Clock),
        work: CancellationToken,
    ) -> Result<Self, Failure> {
        let (over, lost) = (CancellationToken::new(), CancellationToken::new());
        let (stop, gone, cut) = (over.clone(), lost.clone(), work.clone());
        let beats = move || {
            let mut rested = Duration::ZERO;
            while !stop.is_cancelled() {
                std::thread::sleep(STEP);
                rested += STEP;
                if rested < lease / 3 {
                    continue;
                }
                rested = Duration::ZERO;
                match leader::lead(database.as_ref(), &name, lease, clock()) {
                    Ok(Some(_)) => {}
                    Ok(None) => {
                        gone.cancel();
                        return cut.cancel();
                    }
                    // A database that is away is away for the work too; the lease tells whether others may lead.
                    Err(error) => tracing::warn!(%error, "the lead could not be renewed"),
                }
            }
        };
        let thread = std::thread::Builder::new()
            .name("heart".to_owned())
            .spawn(beats)?;
        Ok(Self {
            work,
            over,
            lost,
            thread: Some(thread),
        })
    }

    /// Cancelled when the work is to stop.
    pub const fn token(&self) -> &CancellationToken {
        &self.work
    }

    /// Stops it; gives whether this process still leads.
    pub fn stop(mut self) -> bool {
        self.end();
        !self.lost.is_cancelled()
    }

    fn end(&mut self) {
        self.over.cancel();
        if let Some(thread) = self.thread.take() {
            // It only ends early where it panicked; the lead is renewed by the next turn then.
            let _ = thread.join();
        }
    }
}

impl Drop for Heart {
    fn drop(&mut self) {
        self.end();
    }
}
