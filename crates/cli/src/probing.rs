//! Looking at hosts as the binary does it: the clock, progress, Ctrl-C.

use std::io::IsTerminal as _;

use classification::Catalogue;
use database::Database;
use indicatif::{ProgressBar, ProgressStyle};
use model::Timestamp;
use probe::{Campaign, Dns, Event, Landing, Observer, Outcome, Targets};
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

use crate::app::{App, now};
use crate::failure::Failure;
use crate::messages::number;
use crate::paid;
use crate::settings::Network;

/// What hosts are looked at with.
pub struct Prober {
    runtime: Runtime,
    dns: Dns,
    landing: Option<Landing>,
}

/// What one pass looks at, and how.
pub struct Pass<'p> {
    /// Where facts go.
    pub database: &'p dyn Database,
    /// Whose marks are looked for on pages.
    pub catalogue: &'p Catalogue,
    /// What to look at.
    pub targets: Targets,
    /// Look even where the facts are not due.
    pub again: bool,
    /// Fetch pages also of hosts whose name says on which platform they stand.
    pub every_page: bool,
    /// Tells the time.
    pub clock: &'p (dyn Fn() -> Timestamp + Sync),
}

impl Prober {
    /// With the network of the settings; pages too where they are asked for.
    pub fn open(network: &Network, pages: bool) -> Result<Self, Failure> {
        let runtime = paid::runtime()?;
        let within = runtime.enter();
        let dns = Dns::open(&network.dns())?
            .ok_or_else(|| Failure::usage("error-no-resolver", vec![], "next-no-resolver"))?;
        let landing = pages
            .then(|| Landing::open(&network.landing(), dns.clone(), network.guard()))
            .transpose()?;
        drop(within);
        Ok(Self {
            runtime,
            dns,
            landing,
        })
    }

    /// Looks at what is due. The first Ctrl-C ends it; what came until then is kept.
    pub fn run(&self, app: &App, pass: Pass<'_>) -> Result<Outcome, Failure> {
        let progress = Progress::new(app);
        let stop = CancellationToken::new();
        let interrupt = self.runtime.spawn({
            let stop = stop.clone();
            async move {
                // Where signals cannot be heard, the process ends as the system ends it.
                if tokio::signal::ctrl_c().await.is_ok() {
                    stop.cancel();
                }
            }
        });
        let campaign = Campaign {
            database: pass.database,
            catalogue: pass.catalogue,
            dns: &self.dns,
            landing: self.landing.as_ref(),
            clock: pass.clock,
            observer: &progress,
            again: pass.again,
            every_page: pass.every_page,
        };
        let ended = self.runtime.block_on(campaign.run(pass.targets, stop));
        interrupt.abort();
        progress.bar.finish_and_clear();
        Ok(ended?)
    }
}

/// This moment, as campaigns ask for it.
pub fn wall() -> Timestamp {
    now()
}

/// A bar over the looks at a terminal, silence elsewhere.
struct Progress {
    /// The sentence of what is undecided, `#` in the place of the number.
    undecided_so_far: String,
    bar: ProgressBar,
    undecided: std::sync::atomic::AtomicU64,
}

impl Progress {
    fn new(app: &App) -> Self {
        let bar = if std::io::stderr().is_terminal() && !app.json {
            ProgressBar::new(0)
        } else {
            ProgressBar::hidden()
        };
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {per_sec} {eta} {wide_msg}") {
            bar.set_style(style);
        }
        Self {
            undecided_so_far: app.say("probe-undecided-so-far", &[("count", "#".into())]),
            bar,
            undecided: std::sync::atomic::AtomicU64::new(0),
        }
    }
}

impl Observer for Progress {
    fn event(&self, event: &Event<'_>) {
        match event {
            Event::Planned { due, fresh } => {
                self.bar.set_length(*due);
                tracing::info!(due, fresh, "probe");
            }
            Event::Observed(observed) => {
                self.bar.inc(1);
                tracing::debug!(place = observed.place.as_str(), "observed");
            }
            Event::Undecided(undecided) => {
                let so_far = 1 + self.undecided.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                self.bar.inc(1);
                self.bar
                    .set_message(self.undecided_so_far.replace('#', &number(so_far)));
                tracing::info!(place = undecided.place.as_str(), reason = %undecided.reason, detail = undecided.detail, "undecided");
            }
        }
    }
}
