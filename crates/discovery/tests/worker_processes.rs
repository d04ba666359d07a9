//! Sixteen real processes over one database: killed with SIGKILL, stopped with SIGSTOP for longer than a lease and let
//! go on, against a sandbox over HTTP. This binary starts itself as its children (`worker_child`).
//!
//! Time goes a hundred times as fast for all of them (see `HASTE`), so that leases of minutes are over in seconds.
//! `WORKER_ITEMS=5000 cargo test --release -p discovery --test all worker_processes -- --nocapture` carries so many runs;
//! the ignored variant does the same over the MongoDB at `MONGODB_TEST_URI`.

#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "parent and children share the machine's clock and environment"
)]

use crate::common;
use crate::crew;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use apify::{Door, DoorOptions, Pace, Token};
use common::{BASE, PRICES, Stage, adapter, catalogue, check, folder, sweeps};
use crew::Rng;
use crew::outcome::{lines, outcome};
use database::{Database, Mongo, Sqlite, mongodb::Address};
use discovery::work::Until;
use discovery::{Carriers, Clock, Scan, ScanSettings, Silent, StoppedBy, Vault, WorkSettings};
use model::{MicroDollars, Timestamp};
use planner::{Habits, Options, Planner, Strategy};
use purse::Purse;
use sandbox::api::{Apify, ApifySpec, Faults, serve};
use tokio_util::sync::CancellationToken;

const WORKERS: usize = 16;
const MACHINES: usize = 4;
/// So many times as fast as the machine's clock goes time.
const HASTE: i64 = 100;
/// By that clock; for others it is over a minute later. 1.8 s and 0.6 s of the machine's.
const LEASE: Duration = Duration::from_mins(3);
const BUDGET: MicroDollars = MicroDollars::new(100_000_000_000);

fn items() -> u64 {
    let given = std::env::var("WORKER_ITEMS").ok();
    given.and_then(|text| text.parse().ok()).unwrap_or(100)
}

fn stage() -> Stage {
    Stage::new(u32::try_from(items() * 12 / 10).unwrap(), 5)
}

fn machine() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

/// The machine's clock, hastened; the same in parent and children, but for what each is off.
#[derive(Clone, Copy)]
struct Hastened {
    zero: i64,
    skew: i64,
}

impl Clock for Hastened {
    fn now(&self) -> Timestamp {
        Timestamp::clamped(BASE + (machine() - self.zero) * HASTE + self.skew)
    }
}

fn settings() -> ScanSettings {
    let mut settings = ScanSettings::new(PRICES);
    let haste = u32::try_from(HASTE).unwrap();
    for pause in [
        &mut settings.settle_pause,
        &mut settings.page_pause,
        &mut settings.absence,
        &mut settings.busy_pause,
        &mut settings.unreachable_pause,
    ] {
        *pause /= haste;
    }
    settings.parallel = 64;
    // The sandbox would hold the answer back in real time.
    settings.wait = Duration::ZERO;
    settings.work = WorkSettings {
        lease: LEASE,
        beat: LEASE / 3 / haste,
        poll: Duration::from_millis(50),
        ..WorkSettings::default()
    };
    settings
}

/// The database that everybody shares: a file, or one of the server's by its name.
fn open(place: &str) -> Box<dyn Database> {
    match place.strip_prefix("mongo:") {
        Some(name) => {
            let uri = std::env::var("MONGODB_TEST_URI").expect("MONGODB_TEST_URI names a server");
            let address = Address::new(&uri);
            Box::new(Mongo::open(&address, Some(name)).unwrap())
        }
        None => Box::new(Sqlite::open(Path::new(place)).unwrap()),
    }
}

/// A child's whole life.
async fn child(task: &str) {
    let words: Vec<&str> = task.split('|').collect();
    let [role, place, folder, address, owner, zero, skew] = words[..] else {
        panic!("{task}");
    };
    let database = open(place);
    let database = database.as_ref();
    let clock = Hastened {
        zero: zero.parse().unwrap(),
        skew: skew.parse().unwrap(),
    };
    let stage = stage();
    let vault = Vault::open(Path::new(folder), owner).unwrap();
    let purse = Purse::open(database, BUDGET, clock.now()).unwrap();
    let options = DoorOptions {
        base_url: address.to_owned(),
        first_pause: Duration::from_millis(1),
        attempts: 12,
        ..DoorOptions::new(Token::new("apify_api_sandbox"))
    };
    let door = Door::new(options).unwrap().paced(Pace::UNLIMITED);
    let actor = adapter();
    let scan = Scan {
        database,
        engine: &stage.engine,
        door: &door,
        actor: actor.as_ref(),
        purse: &purse,
        vault: &vault,
        clock: &clock,
        observer: &Silent,
        settings: settings(),
        owner: owner.to_owned(),
        scan: format!("scan-{owner}"),
        carriers: if role == "alone" {
            Carriers::ThisProcess
        } else {
            Carriers::Queue
        },
    };
    match role {
        "worker" => {
            scan.carry(8, &Until::default()).await;
        }
        "recover" => {
            scan.recover(CancellationToken::new()).await.unwrap();
        }
        _ => {
            let planner = planner(database, clock.now());
            let summary = scan.run(planner, CancellationToken::new()).await.unwrap();
            assert_eq!(summary.stopped_by, StoppedBy::Done, "{summary:?}");
        }
    }
}

fn planner(database: &dyn Database, now: Timestamp) -> Planner {
    let habits = adapter().habits();
    let habits = Habits {
        floor: habits.floor,
        page: habits.page,
        attributes_urls: habits.attributes_urls,
        urls_per_run: habits.urls_per_run,
    };
    let known = discovery::known(database, &catalogue(), &sweeps()).unwrap();
    let options = Options {
        max_age: Some(Duration::from_hours(7 * 24)),
        sweeps: sweeps(),
        strategy: Strategy::PerDomain,
        ..Options::new(now)
    };
    Planner::new(&known, PRICES, habits, options)
}

/// Not a test by itself: the body of the child processes.
#[test]
fn worker_child() {
    let Ok(task) = std::env::var("WORKER_CHILD") else {
        return;
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(child(&task));
}

/// A sandbox behind HTTP, and a base that children share.
struct Served {
    machines: Vec<tempfile::TempDir>,
    apify: Arc<Mutex<Apify>>,
    address: String,
    place: String,
    /// As the parent moved it on.
    zero: Arc<std::sync::atomic::AtomicI64>,
    // Serves for as long as it is there.
    _runtime: tokio::runtime::Runtime,
}

impl Served {
    fn new(stage: &Stage, faults: &str, place: Option<String>) -> Self {
        let machines: Vec<_> = (0..MACHINES).map(|_| folder()).collect();
        let place = place.unwrap_or_else(|| machines[0].path().join("test.db").display().to_string());
        open(&place).upsert_sellers(&stage.sellers).unwrap();
        let zero = Arc::new(std::sync::atomic::AtomicI64::new(machine()));
        let spec = ApifySpec {
            faults: Faults::parse(faults).unwrap(),
            plan_limit: BUDGET,
            max_concurrent_runs: 64,
            max_memory_mb: 1 << 20,
            run_timeout: Duration::ZERO,
            rate_limit: 0,
            start_rate_limit: 0,
            ..ApifySpec::default()
        };
        let of = Arc::clone(&zero);
        let now = move || {
            let zero = of.load(std::sync::atomic::Ordering::SeqCst);
            Hastened { zero, skew: 0 }.now()
        };
        let apify = Arc::new(Mutex::new(Apify::new(stage.library.clone(), spec, now())));
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = runtime.worker_threads(1).enable_all().build().unwrap();
        let listener = runtime
            .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
            .unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        runtime.spawn(serve(
            listener,
            Arc::clone(&apify),
            Arc::new(now),
            std::future::pending::<()>(),
        ));
        Self {
            machines,
            apify,
            address,
            place,
            zero,
            _runtime: runtime,
        }
    }

    fn start(&self, role: &str, owner: &str, machine: usize, skew: i64) -> Child {
        let folder: PathBuf = self.machines[machine].path().to_owned();
        let zero = self.zero.load(std::sync::atomic::Ordering::SeqCst);
        let (place, address, folder) = (&self.place, &self.address, folder.display());
        let task = format!("{role}|{place}|{folder}|{address}|{owner}|{zero}|{skew}");
        Command::new(std::env::current_exe().unwrap())
            .args(["worker_processes::worker_child", "--exact", "--nocapture"])
            .env("WORKER_CHILD", task)
            .stdout(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// Runs one to its end.
    fn done(&self, role: &str, owner: &str) {
        let ended = self.start(role, owner, 0, 0).wait().unwrap();
        assert!(ended.success(), "{role} {owner} failed");
    }

    /// More than a day goes by.
    fn pass_a_day(&self) {
        let day = Duration::from_hours(25).as_millis();
        let day = i64::try_from(day).unwrap() / HASTE;
        self.zero.fetch_sub(day, std::sync::atomic::Ordering::SeqCst);
    }
}

fn signal(child: &Child, which: &str) {
    let sent = Command::new("kill")
        .args([which, &child.id().to_string()])
        .status();
    assert!(sent.unwrap().success());
}

/// Kills and stops workers until the planner is done; gives how many were killed and stopped.
fn disturb(served: &Served, workers: &mut [Child], planner: &mut Child, rng: &mut Rng) -> [u64; 2] {
    let [mut killed, mut stopped] = [0; 2];
    let mut asleep: Vec<(usize, Instant)> = Vec::new();
    let mut number = WORKERS;
    while planner.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(100 + rng.below(300)));
        let (awake, still): (Vec<_>, Vec<_>) = asleep
            .into_iter()
            .partition(|(_, until)| Instant::now() >= *until);
        asleep = still;
        for (which, _) in awake {
            signal(&workers[which], "-CONT");
        }
        let which = usize::try_from(rng.below(WORKERS as u64)).unwrap();
        if asleep.iter().any(|(other, _)| *other == which) {
            continue;
        }
        if rng.one_in(2) {
            signal(&workers[which], "-KILL");
            workers[which].wait().unwrap();
            let skew = i64::try_from(rng.below(60_000)).unwrap() - 30_000;
            workers[which] = served.start("worker", &format!("worker-{number}"), which % MACHINES, skew);
            number += 1;
            killed += 1;
        } else {
            signal(&workers[which], "-STOP");
            // Up to nearly twice as long as it takes until others may claim what it has.
            let until = Instant::now() + Duration::from_millis(500 + rng.below(4_000));
            asleep.push((which, until));
            stopped += 1;
        }
    }
    for (which, _) in asleep {
        signal(&workers[which], "-CONT");
    }
    [killed, stopped]
}

fn carried(place: Option<String>) {
    let stage = stage();
    let alone = Served::new(&stage, "", None);
    alone.done("alone", "alone");
    let expected = outcome(open(&alone.place).as_ref());
    drop(alone);

    let began = Instant::now();
    let faults = "5xx=0.02,lost=0.01,lost-start=0.01,start-then-lost=0.01,truncated=0.01";
    let served = Served::new(&stage, faults, place);
    let mut rng = Rng(machine().unsigned_abs());
    let start = |which: usize| {
        let skew = 3_600 * i64::try_from(which).unwrap() - 27_000;
        served.start("worker", &format!("worker-{which}"), which % MACHINES, skew)
    };
    let mut workers: Vec<Child> = (0..WORKERS).map(start).collect();
    let mut planner = served.start("planner", "planner", 0, 0);
    let [killed, stopped] = disturb(&served, &mut workers, &mut planner, &mut rng);
    assert!(planner.wait().unwrap().success());
    for mut worker in workers {
        signal(&worker, "-KILL");
        worker.wait().unwrap();
    }
    let took = began.elapsed();
    // What somebody might still have started is kept for a day; then what failed is asked once more.
    for number in 0..2 {
        served.done("recover", &format!("recover-{number}"));
        served.pass_a_day();
    }
    for number in 0..3 {
        served.done("alone", &format!("last-{number}"));
    }
    let database = open(&served.place);
    let database = database.as_ref();
    check(&stage, database, &served.apify, BUDGET);
    let found = outcome(database);
    assert_eq!(found.searches, expected.searches, "what the searches answered");
    assert!(found.items == expected.items, "the items that were brought");
    let [runs, adopted, unknown] = lines(database);
    assert!(killed + stopped > 0, "nobody was disturbed");
    eprintln!(
        "{runs} runs in {took:?}: {killed} killed, {stopped} stopped, {adopted} adoptions, {unknown} unknown starts"
    );
}

#[test]
fn killed_and_stopped_processes_lose_and_double_nothing() {
    carried(None);
}

#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn the_same_over_mongodb() {
    let name = format!("hands_{}", machine());
    carried(Some(format!("mongo:{name}")));
    let uri = std::env::var("MONGODB_TEST_URI").unwrap();
    let address = Address::new(&uri);
    Mongo::open(&address, Some(&name))
        .unwrap()
        .drop_database()
        .unwrap();
}
