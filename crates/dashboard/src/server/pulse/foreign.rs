//! Has the keeper look for what others wrote without telling, beside everything else: on a large base that takes long.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::gate::Gate;

/// It rests so many times as long as the last look took; the keeper has a pause of its own besides.
const SHARE: u32 = 10;

/// The look that is under way, if any.
pub(super) struct Foreign {
    gate: Arc<Gate>,
    /// Not before.
    due: Instant,
    /// Gives how long it took.
    running: Option<JoinHandle<Duration>>,
}

impl Foreign {
    pub(super) fn new(gate: Arc<Gate>) -> Self {
        Self {
            gate,
            due: Instant::now(),
            running: None,
        }
    }

    /// Ends a look that is done, and begins one where it is time.
    pub(super) async fn tend(&mut self) {
        if let Some(running) = self.running.take_if(|running| running.is_finished()) {
            match running.await {
                Ok(took) => self.due = Instant::now() + took * SHARE,
                Err(error) => tracing::error!(%error, "the look for what others wrote broke off"),
            }
        }
        if self.running.is_none() && Instant::now() >= self.due {
            let gate = Arc::clone(&self.gate);
            self.running = Some(tokio::task::spawn_blocking(move || look(&gate)));
        }
    }
}

fn look(gate: &Gate) -> Duration {
    let began = Instant::now();
    match gate.keeper.notice((gate.clock)()) {
        Ok(0) => {}
        Ok(noticed) => tracing::info!(noticed, "documents of others"),
        Err(error) => tracing::warn!(%error, "what others wrote could not be looked for"),
    }
    began.elapsed()
}
