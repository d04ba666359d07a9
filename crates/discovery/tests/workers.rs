//! Sixteen workers as tasks on a virtual clock, each with a clock of its own within a minute of the others, on four
//! machines: they die at random places and moments, are stopped for longer than their leases (also exactly while
//! they start a run), and ask a sandbox that loses and delays answers. Planners die too. After each life: every run
//! is paid once and to the micro-dollar, nothing was overdrawn at any line, no item of the queue is lost, and the base
//! has learned what one undisturbed scan learns.
//!
//! `WORKER_SIMULATIONS=200 WORKER_ITEMS=5000 cargo test --release -p discovery --test all workers:: -- --nocapture` lives so
//! many lives of so many items; `WORKER_SIMULATION=17` lives one.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use crate::common;
use crate::crew;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use common::{BASE, PRICES, Sandbox, Stage, check, folder, restored};
use crew::gate::Gate;
use crew::outcome::{Outcome, ends, lines, outcome};
use crew::{Death, Process, Rng, Site};
use database::{Database, Sqlite};
use discovery::work::Until;
use discovery::{Carriers, Point, ScanSettings, StoppedBy};
use futures_util::future::join_all;
use model::MicroDollars;
use planner::Strategy;
use sandbox::api::{ApifySpec, Faults};

/// Without `WORKER_SIMULATIONS`.
const FEW: u64 = 12;
const WORKERS: usize = 16;
const MACHINES: usize = 4;
const AMPLE: MicroDollars = MicroDollars::new(100_000_000_000);

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Items that a life has about; a small world's where nobody says.
fn stage() -> &'static Stage {
    static STAGE: OnceLock<Stage> = OnceLock::new();
    STAGE.get_or_init(|| match number("WORKER_ITEMS") {
        // The world has stores without a usable domain, and several with more than one.
        Some(items) => Stage::new(u32::try_from(items * 12 / 10).unwrap(), 5),
        None => Stage::new(80, 5),
    })
}

fn is_big() -> bool {
    number("WORKER_ITEMS").is_some()
}

/// Everything that can be lost or late on the way, and nothing that changes what a run brings.
fn spec(rng: &mut Rng) -> ApifySpec {
    let mut faults = Vec::new();
    for fault in [
        "lost-start",
        "start-then-lost",
        "lost",
        "429",
        "5xx",
        "html",
        "truncated",
        "slow",
        "dup-items",
        "repeat-page",
        "hidden-run",
    ] {
        if rng.one_in(2) {
            faults.push(format!("{fault}=0.{:06}", rng.below(40_000)));
        }
    }
    ApifySpec {
        seed: rng.next(),
        faults: Faults::parse(&faults.join(",")).unwrap(),
        plan_limit: AMPLE,
        max_concurrent_runs: 40 + rng.below(60),
        max_memory_mb: 1 << 20,
        cost_lag: Duration::from_secs(rng.below(20)),
        count_lag: Duration::from_secs(rng.below(12)),
        answer_latency: Duration::from_millis(rng.below(500)),
        rate_limit: 0,
        start_rate_limit: 0,
        ..ApifySpec::default()
    }
}

fn settings() -> ScanSettings {
    let mut settings = ScanSettings::new(PRICES);
    settings.parallel = 64;
    settings.work.poll = Duration::from_secs(5);
    settings
}

fn site<'a>(database: &'a Sqlite, sandbox: &'a Sandbox, machines: Vec<PathBuf>) -> Site<'a> {
    Site {
        stage: stage(),
        database,
        sandbox,
        machines,
        budget: AMPLE,
        settings: settings(),
        strategy: Strategy::PerDomain,
        journals: !is_big(),
    }
}

fn quiet(name: String) -> Process {
    Process {
        name,
        machine: 0,
        skew: 0,
        gate: Gate::still(),
        death: Death::Never,
        before: true,
    }
}

/// What one process learns of the same world, undisturbed.
fn undisturbed() -> &'static Outcome {
    static OUTCOME: OnceLock<Outcome> = OnceLock::new();
    OUTCOME.get_or_init(|| {
        // Whoever asks may be on a runtime already.
        let alone = std::thread::spawn(|| runtime().block_on(scanned()));
        alone.join().unwrap()
    })
}

async fn scanned() -> Outcome {
    let spec = ApifySpec {
        plan_limit: AMPLE,
        max_concurrent_runs: 64,
        max_memory_mb: 1 << 20,
        ..ApifySpec::default()
    };
    let sandbox = Sandbox::new(stage(), spec, BASE);
    let folder = folder();
    let database = stage().database(folder.path());
    let site = site(&database, &sandbox, vec![folder.path().to_owned()]);
    let summary = site
        .plan(&quiet("alone".to_owned()), Carriers::ThisProcess, true)
        .await
        .unwrap();
    assert_eq!(summary.stopped_by, StoppedBy::Done);
    outcome(&database)
}

/// Seconds within which a process dies or is stopped: a big world takes hours, a small one minutes.
fn span() -> u64 {
    if is_big() { 3_600 } else { 400 }
}

/// One of the ways in which a worker may end.
fn death(rng: &mut Rng) -> Death {
    match rng.below(4) {
        0 => Death::At(
            Point::ALL[usize::try_from(rng.below(17)).unwrap()],
            1 + rng.below(20),
        ),
        1 => Death::Never,
        _ => Death::After(10_000 + rng.below(span() * 1_000)),
    }
}

/// A worker's place: one process after the other until everything is done.
async fn place(site: &Site<'_>, index: usize, mut rng: Rng, until: &Until) -> [u64; 3] {
    let skew = i64::try_from(rng.below(60_000)).unwrap() - 30_000;
    let [mut pauses, mut deaths, mut lost] = [0; 3];
    for number in 0.. {
        let gate = Gate::new(Rng(rng.next()), span(), 40);
        let process = Process {
            name: format!("worker-{index}-{number}"),
            machine: index % MACHINES,
            skew,
            gate,
            death: death(&mut rng),
            before: rng.one_in(2),
        };
        let carried = site.work(&process, 8, until).await;
        pauses += process.gate.pauses();
        match carried {
            Some(carried) => lost += carried.lost,
            None => deaths += 1,
        }
        if until.stop.is_cancelled() {
            break;
        }
        tokio::time::sleep(Duration::from_secs(rng.below(200))).await;
    }
    [pauses, deaths, lost]
}

/// The planners, one after the other, until one says that everything was asked.
async fn plans(site: &Site<'_>, mut rng: Rng) -> u64 {
    for number in 0.. {
        let last = number >= 4;
        let process = Process {
            name: format!("planner-{number}"),
            machine: usize::try_from(rng.below(MACHINES as u64)).unwrap(),
            skew: i64::try_from(rng.below(60_000)).unwrap() - 30_000,
            gate: if last {
                Gate::still()
            } else {
                Gate::new(Rng(rng.next()), span(), 0)
            },
            death: if last { Death::Never } else { death(&mut rng) },
            before: true,
        };
        let summary = site.plan(&process, Carriers::Queue, true).await;
        match summary {
            Some(summary) if summary.stopped_by == StoppedBy::Done => return number,
            Some(summary) => assert!(summary.error.is_none(), "{summary:?}"),
            None => {}
        }
        tokio::time::sleep(Duration::from_secs(rng.below(400))).await;
    }
    unreachable!("numbers have no end")
}

/// What is left open is brought to its end: at once where that is certain, after a day where somebody may still
/// start it; then what failed is asked once more.
async fn bring_to_the_end(site: &Site<'_>) -> usize {
    let mut kept = 0;
    for number in 0..12 {
        let process = quiet(format!("last-{number}"));
        let recovered = site.plan(&process, Carriers::ThisProcess, false).await;
        let open = site.open();
        kept = kept.max(open.len());
        if open.is_empty() && recovered.is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_hours(25)).await;
    }
    assert_eq!(site.open().len(), 0, "runs stay open for ever");
    for number in 0..12 {
        let process = quiet(format!("again-{number}"));
        let summary = site.plan(&process, Carriers::ThisProcess, true).await;
        if summary.is_some_and(|summary| summary.runs == 0) {
            return kept;
        }
    }
    panic!("something is asked for ever");
}

/// One life; gives what it was like.
async fn life(seed: u64) -> String {
    let mut rng = Rng(seed);
    let sandbox = Sandbox::new(stage(), spec(&mut rng), BASE);
    let folders: Vec<_> = (0..MACHINES).map(|_| folder()).collect();
    let database = stage().database(folders[0].path());
    let machines: Vec<PathBuf> = folders.iter().map(|folder| folder.path().to_owned()).collect();
    let site = site(&database, &sandbox, machines.clone());
    let until = Until::default();
    let workers = (0..WORKERS).map(|index| place(&site, index, Rng(rng.next()), &until));
    let workers: Vec<_> = workers.collect();
    let planning = async {
        let planners = plans(&site, Rng(rng.next())).await;
        until.stop.cancel();
        planners
    };
    let (told, planners) = futures_util::future::join(join_all(workers), planning).await;
    let kept = bring_to_the_end(&site).await;
    check(stage(), &database, &sandbox.apify, AMPLE);
    let found = outcome(&database);
    let expected = undisturbed();
    assert_eq!(found.searches, expected.searches, "what the searches answered");
    assert!(found.items == expected.items, "the items that were brought");
    let ends = ends(&database);
    let [runs, adopted, unknown] = lines(&database);
    if site.journals {
        let (again, told) = restored(stage(), &machines);
        assert!(told.is_whole() && told.runs.open.is_empty(), "{told:?}");
        assert_eq!(
            again.digest().unwrap(),
            database.digest().unwrap(),
            "from four machines' pages"
        );
    }
    let sum = |which: usize| told.iter().map(|told| told[which]).sum::<u64>();
    let [pauses, deaths, lost] = [0, 1, 2].map(sum);
    format!(
        "{runs} runs, {planners} planners died, {deaths} workers died, {pauses} pauses, {lost} leases lost, {adopted} \
         adoptions, {unknown} unknown starts, {kept} kept for a day, {ends:?}"
    )
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap()
}

fn run_life(seed: u64) {
    let began = Instant::now();
    undisturbed();
    let runtime = runtime();
    match catch_unwind(AssertUnwindSafe(|| runtime.block_on(life(seed)))) {
        Ok(told) => eprintln!("seed {seed}: {told}, {:?}", began.elapsed()),
        Err(bug) => {
            eprintln!("the life of seed {seed} shows a bug; run it alone with WORKER_SIMULATION={seed}");
            resume_unwind(bug)
        }
    }
}

#[test]
fn whatever_workers_suffer_every_run_takes_effect_once() {
    if let Some(seed) = number("WORKER_SIMULATION") {
        run_life(seed);
        return;
    }
    for seed in 0..number("WORKER_SIMULATIONS").unwrap_or(FEW) {
        run_life(seed);
    }
}
