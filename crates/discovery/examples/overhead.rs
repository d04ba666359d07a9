//! What the engine itself costs: thousands of runs of the sandbox's instant world, with nothing to wait for.
//!
//! `cargo run --release -p discovery --example overhead [RUNS]`

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "it measures, and says so"
)]

#[path = "../tests/common/mod.rs"]
mod common;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use apify::{Door, DoorOptions, Pace, Token};
use apify_client::ApifyClientResult;
use apify_client::http_client::{HttpBackend, HttpRequest, HttpResponse};
use common::{BASE, PRICES, Sandbox, Stage, adapter, folder, sweeps};
use discovery::{Carriers, Scan, ScanSettings, Silent, Vault};
use model::MicroDollars;
use planner::{Habits, Options, Planner, Strategy};
use purse::Purse;
use sandbox::api::ApifySpec;
use tokio_util::sync::CancellationToken;

/// The sandbox, with a clock on what it takes itself.
struct Timed {
    inner: Arc<dyn HttpBackend>,
    spent: Mutex<Duration>,
}

impl std::fmt::Debug for Timed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Timed")
    }
}

#[async_trait::async_trait]
impl HttpBackend for Timed {
    async fn send(&self, request: HttpRequest) -> ApifyClientResult<HttpResponse> {
        let began = Instant::now();
        // Nothing in it waits: the whole call is the sandbox's own work.
        let answer = self.inner.send(request).await;
        *self.spent.lock().unwrap() += began.elapsed();
        answer
    }
}

fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap_or_default();
    line.split_whitespace()
        .nth(1)
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
#[expect(clippy::too_many_lines, reason = "one thing after the other")]
async fn main() {
    let runs: u64 = std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .unwrap_or(4_000);
    let stage = Stage::new(u32::try_from(runs * 12 / 10).unwrap(), 1);
    let folder = folder();
    let database = stage.database(folder.path());
    let plan_limit = MicroDollars::new(1_000_000_000);
    let sandbox = Sandbox::new(
        &stage,
        ApifySpec {
            plan_limit,
            ..ApifySpec::default()
        }
        .instant(),
        BASE,
    );
    let timed = Arc::new(Timed {
        inner: sandbox.backend.clone(),
        spent: Mutex::default(),
    });
    let door = Door::with_backend(DoorOptions::new(Token::new(&sandbox.token)), timed.clone())
        .paced(Pace::UNLIMITED);
    let now = sandbox.now();
    let budget = MicroDollars::new(i64::try_from(runs).unwrap() * 2_000_000);
    let purse = Purse::open(&database, budget, now).unwrap();
    let vault = Vault::open(folder.path(), "owner").unwrap();
    let actor = adapter();
    let habits = actor.habits();
    let habits = Habits {
        floor: habits.floor,
        page: habits.page,
        attributes_urls: habits.attributes_urls,
        urls_per_run: habits.urls_per_run,
    };
    let known = discovery::known(&database, &common::catalogue(), &sweeps()).unwrap();
    let options = Options {
        strategy: Strategy::PerDomain,
        ..Options::new(now)
    };
    let planner = Planner::new(&known, PRICES, habits, options);
    let mut settings = ScanSettings::new(PRICES);
    settings.settle_pause = Duration::ZERO;
    let scan = Scan {
        database: &database,
        engine: &stage.engine,
        door: &door,
        actor: actor.as_ref(),
        purse: &purse,
        vault: &vault,
        clock: &sandbox.clock,
        observer: &Silent,
        settings,
        owner: "owner".to_owned(),
        scan: "scan".to_owned(),
        carriers: Carriers::ThisProcess,
    };
    let before = peak_kib();
    let began = Instant::now();
    let summary = scan.run(planner, CancellationToken::new()).await.unwrap();
    let wall = began.elapsed();
    let theirs = *timed.spent.lock().unwrap();
    let own = wall.saturating_sub(theirs);
    let each = own / u32::try_from(summary.runs).unwrap();
    println!(
        "runs {}, ads {}, new {}, {:?}",
        summary.runs, summary.ads_seen, summary.ads_new, summary.stopped_by
    );
    println!("wall {wall:?}, of which the sandbox {theirs:?}");
    println!("the engine itself {own:?}: {each:?} a run");
    println!(
        "peak memory {} MiB ({} MiB before the scan)",
        peak_kib() / 1024,
        before / 1024
    );
}
