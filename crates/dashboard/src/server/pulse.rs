//! The pulse: looks every second at what others changed, and has documents made again where they are behind the data.

mod foreign;

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::Freshen;
use crate::gate::Gate;
use crate::scans;
use foreign::Foreign;

/// Between two looks.
const BEAT: Duration = Duration::from_secs(1);
/// Between two refreshes at least, and so many times as long as the last one took.
const PAUSE: Duration = Duration::from_secs(5);
const SHARE: u32 = 10;
/// After a refresh that failed.
const AFTER_FAILURE: Duration = Duration::from_mins(1);

/// Beats until it is aborted.
pub async fn beat(gate: Arc<Gate>, freshen: Freshen) {
    let mut fresh = Freshness {
        gate: Arc::clone(&gate),
        freshen,
        settled: None,
        due: Instant::now(),
        running: None,
    };
    let mut foreign = Foreign::new(Arc::clone(&gate));
    loop {
        look(&gate).await;
        foreign.tend().await;
        fresh.tend().await;
        tokio::select! {
            () = tokio::time::sleep(BEAT) => {}
            () = gate.poke.notified() => fresh.due = Instant::now(),
        }
    }
}

async fn look(gate: &Arc<Gate>) {
    let gate = Arc::clone(gate);
    let looked = tokio::task::spawn_blocking(move || {
        gate.access.renew()?;
        let now = (gate.clock)();
        if gate
            .keeper
            .view()
            .scans
            .iter()
            .any(|scan| scans::is_silent(scan, now))
        {
            scans::give_up_silent(gate.database.as_ref(), now)?;
        }
        gate.look().map_err(access::Error::from)
    });
    match looked.await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "what changed could not be read"),
        Err(error) => tracing::error!(%error, "the look at what changed broke off"),
    }
}

/// Whether documents are behind, and what is done about it.
struct Freshness {
    gate: Arc<Gate>,
    freshen: Freshen,
    /// The version of the data at which a refresh changed nothing: documents are up to date with it.
    settled: Option<u64>,
    /// Not before.
    due: Instant,
    running: Option<JoinHandle<Freshened>>,
}

/// How a refresh ended.
struct Freshened {
    /// The version, where the refresh changed nothing.
    settled: Option<u64>,
    failed: bool,
    took: Duration,
}

impl Freshness {
    async fn tend(&mut self) {
        if let Some(running) = self.running.take_if(|running| running.is_finished()) {
            self.end(running.await);
        }
        if self.running.is_some() || Instant::now() < self.due {
            return;
        }
        let gate = Arc::clone(&self.gate);
        let version = tokio::task::spawn_blocking(move || gate.database.version()).await;
        if let Ok(Ok(version)) = version
            && self.settled != Some(version)
        {
            self.begin(version);
        }
    }

    fn begin(&mut self, before: u64) {
        // The first one after a start finds most documents as they are: nobody needs to hear of it.
        self.gate.keeper.set_refreshing(self.settled.is_some());
        let (gate, freshen) = (Arc::clone(&self.gate), Arc::clone(&self.freshen));
        let began = Instant::now();
        self.running = Some(tokio::task::spawn_blocking(move || {
            let failed = freshen()
                .inspect_err(|error| tracing::error!(error, "documents could not be made again"))
                .is_err();
            let after = gate.database.version().ok();
            Freshened {
                // Where it changed something, so may another have meanwhile: only a refresh that finds nothing to do
                // proves that there is nothing.
                settled: after.filter(|after| *after == before && !failed),
                failed,
                took: began.elapsed(),
            }
        }));
    }

    fn end(&mut self, ended: Result<Freshened, tokio::task::JoinError>) {
        self.gate.keeper.set_refreshing(false);
        let now = Instant::now();
        let Ok(ended) = ended else {
            tracing::error!("the making of documents broke off");
            self.due = now + AFTER_FAILURE;
            return;
        };
        self.due = now
            + if ended.failed {
                AFTER_FAILURE
            } else {
                PAUSE.max(ended.took * SHARE)
            };
        if ended.settled.is_some() {
            self.settled = ended.settled;
        }
    }
}
