//! A scan that somebody else watches: how far it is, and a way to stop it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use dashboard::view::ScanProgress;
use discovery::Event;
use model::Timestamp;
use tokio_util::sync::CancellationToken;

/// Shared by the scan and whoever watches it.
#[derive(Debug)]
pub struct Watch {
    progress: Mutex<ScanProgress>,
    stop: CancellationToken,
    ended: CancellationToken,
    beside: bool,
}

impl Watch {
    /// Of a scan that begins; it stops when `stop` is cancelled.
    pub fn new(stop: CancellationToken) -> Self {
        Self {
            progress: Mutex::default(),
            stop,
            ended: CancellationToken::new(),
            beside: false,
        }
    }

    /// Of a scan whose progress is shown at a terminal too.
    pub fn beside() -> Self {
        Self {
            beside: true,
            ..Self::new(CancellationToken::new())
        }
    }

    /// Whether the scan's progress is shown at a terminal too.
    pub const fn is_beside(&self) -> bool {
        self.beside
    }

    /// How far it is, as of now.
    pub fn progress(&self, now: Timestamp) -> ScanProgress {
        ScanProgress {
            at: Some(now),
            ..self.lock().clone()
        }
    }

    /// Cancelled when the scan is to start nothing more.
    pub fn token(&self) -> &CancellationToken {
        &self.stop
    }

    /// Lets the scan start nothing more.
    pub fn stop(&self) {
        self.stop.cancel();
    }

    /// The scan is over.
    pub fn end(&self) {
        self.ended.cancel();
    }

    /// Whether it is over.
    pub fn ended(&self) -> bool {
        self.ended.is_cancelled()
    }

    /// A pass begins that may ask so many questions.
    pub(super) fn pass(&self, questions: u64) {
        let mut progress = self.lock();
        progress.questions_in_all = progress.questions + questions;
    }

    /// Something happened.
    pub(super) fn event(&self, event: &Event<'_>) {
        let mut progress = self.lock();
        match event {
            Event::Settled(settled) => {
                progress.runs += 1;
                progress.questions += settled.questions as u64;
                progress.ads += settled.own;
                progress.spent_micros = progress.spent_micros.saturating_add(settled.cost.micros());
            }
            Event::Corrected { before, after, .. } => {
                let more = after.micros().saturating_sub(before.micros());
                progress.spent_micros = progress.spent_micros.saturating_add(more);
            }
            _ => {}
        }
    }

    fn lock(&self) -> MutexGuard<'_, ScanProgress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
