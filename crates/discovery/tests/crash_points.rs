//! The real process killed at every failpoint of the paid road, and another one that goes on.
//!
//! This binary starts itself as a child (`crash_child`), which scans a small world over HTTP against a sandbox that
//! the parent serves, and kills itself with SIGKILL where it is told. A second child then goes on to the end. For
//! every point, at its first and its third passing.

#![allow(
    clippy::disallowed_methods,
    reason = "parent and child share the machine's clock and environment"
)]

use crate::common;

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, SystemTime};

use apify::{Door, DoorOptions, Pace, Token};
use common::{PRICES, Stage, adapter, folder, planner};
use database::Sqlite;
use discovery::{Carriers, Clock, Event, Observer, Point, Scan, ScanSettings, Vault};
use model::{MicroDollars, Timestamp};
use planner::Prices;
use purse::Purse;
use sandbox::api::{Apify, ApifySpec, Faults, serve};
use tokio_util::sync::CancellationToken;

/// So much faster than the machine's clock goes time: pauses of minutes become seconds.
const HASTE: i64 = 500;
const BUDGET: MicroDollars = MicroDollars::new(300_000);

fn stage() -> &'static Stage {
    static STAGE: OnceLock<Stage> = OnceLock::new();
    STAGE.get_or_init(|| Stage::new(24, 3))
}

/// The machine's clock, hastened; the same in parent and children.
#[derive(Clone, Copy)]
struct Hastened {
    zero: i64,
}

fn machine() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

impl Clock for Hastened {
    fn now(&self) -> Timestamp {
        Timestamp::clamped(common::BASE + (machine() - self.zero) * HASTE)
    }
}

/// Kills this very process where it is told.
struct Killer {
    point: Option<Point>,
    times: u64,
    passed: AtomicU64,
    told: std::fs::File,
}

impl Observer for Killer {
    fn event(&self, _event: &Event<'_>) {}

    fn passed(&self, point: Point) {
        use std::io::Write;
        writeln!(&self.told, "{point:?}").unwrap();
        if self.point == Some(point) && self.passed.fetch_add(1, Ordering::SeqCst) + 1 == self.times {
            // SIGKILL: no destructor, no buffer, no lock is let go of by this process itself.
            let me = std::process::id().to_string();
            Command::new("kill").args(["-9", &me]).status().unwrap();
            std::thread::sleep(Duration::from_mins(1));
        }
    }
}

fn settings(point: &str) -> ScanSettings {
    let haste = u32::try_from(HASTE).unwrap();
    let mut settings = ScanSettings::new(PRICES);
    if point == "Corrected" {
        // Costs that are too low are believed, so that there is something to correct.
        settings.prices = Prices {
            item: MicroDollars::ZERO,
            start: MicroDollars::ZERO,
            ..PRICES
        };
        settings.settle_reads = 2;
    }
    settings.parallel = 4;
    settings.page_items = 4;
    for pause in [
        &mut settings.settle_pause,
        &mut settings.page_pause,
        &mut settings.absence,
        &mut settings.busy_pause,
        &mut settings.unreachable_pause,
    ] {
        *pause = (*pause / haste).max(Duration::from_millis(1));
    }
    // The sandbox would hold the answer back in real time.
    settings.wait = Duration::ZERO;
    settings.run_timeout = Duration::from_mins(1);
    settings
}

/// The child's whole life.
async fn child(task: &str) {
    let mut words = task.split('|');
    let mut word = || words.next().unwrap().to_owned();
    let (folder, address, owner, zero) = (word(), word(), word(), word());
    let (point, times, kind) = (word(), word(), word());
    let folder = Path::new(&folder);
    let clock = Hastened {
        zero: zero.parse().unwrap(),
    };
    let database = Sqlite::open(&folder.join("test.db")).unwrap();
    let told = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(folder.join("points.txt"))
        .unwrap();
    let killer = Killer {
        point: Point::ALL.into_iter().find(|known| format!("{known:?}") == point),
        times: times.parse().unwrap(),
        passed: AtomicU64::new(0),
        told,
    };
    let vault = Vault::open(folder, &owner).unwrap();
    let purse = Purse::open(&database, BUDGET, clock.now()).unwrap();
    let options = DoorOptions {
        base_url: address,
        first_pause: Duration::from_millis(1),
        // Two answers in five are errors at some points: eight attempts would end in vain now and then.
        attempts: 24,
        ..DoorOptions::new(Token::new("apify_api_sandbox"))
    };
    let door = Door::new(options).unwrap().paced(Pace::UNLIMITED);
    let actor = adapter();
    let scan = Scan {
        database: &database,
        engine: &stage().engine,
        door: &door,
        actor: actor.as_ref(),
        purse: &purse,
        vault: &vault,
        clock: &clock,
        observer: &killer,
        settings: settings(&kind),
        owner,
        scan: "scan".to_owned(),
        carriers: Carriers::ThisProcess,
    };
    scan.run(planner(&database, clock.now()), CancellationToken::new())
        .await
        .unwrap();
}

/// Not a test by itself: the body of the child processes.
#[test]
fn crash_child() {
    let Ok(task) = std::env::var("CRASH_CHILD") else {
        return;
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(child(&task));
}

/// Faults under which every point is passed at least three times.
fn spec(point: Point, seed: u64) -> ApifySpec {
    let faults = match point {
        // Of starts that are answered so, every second one took effect. (A connection that goes silent would do
        // too, but the door waits for it in real time.)
        Point::Unknown | Point::Released | Point::Found => "5xx=0.4",
        Point::Aborting => "stuck=0.6",
        Point::Corrected => "late-charge=0.9",
        _ => "5xx=0.05",
    };
    ApifySpec {
        faults: Faults::parse(faults).unwrap(),
        seed,
        run_timeout: Duration::ZERO,
        ..ApifySpec::default()
    }
    .instant()
}

/// A sandbox behind HTTP, and a base that children scan.
struct Served {
    folder: tempfile::TempDir,
    apify: Arc<Mutex<Apify>>,
    address: String,
    zero: i64,
    // Serves for as long as it is there.
    _runtime: tokio::runtime::Runtime,
}

impl Served {
    fn new(spec: ApifySpec) -> Self {
        let folder = folder();
        drop(stage().database(folder.path()));
        let clock = Hastened { zero: machine() };
        let library = stage().library.clone();
        let apify = Arc::new(Mutex::new(Apify::new(library, spec, clock.now())));
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = runtime.worker_threads(1).enable_all().build().unwrap();
        let listener = runtime
            .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
            .unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let now = Arc::new(move || clock.now());
        runtime.spawn(serve(
            listener,
            Arc::clone(&apify),
            now,
            std::future::pending::<()>(),
        ));
        Self {
            folder,
            apify,
            address,
            zero: clock.zero,
            _runtime: runtime,
        }
    }

    /// Runs a child that is to die at a passing of a point; gives whether it lived.
    fn child(&self, owner: &str, point: &str, times: u64, kind: Point) -> bool {
        let folder = self.folder.path().display();
        let (address, zero) = (&self.address, self.zero);
        let task = format!("{folder}|{address}|{owner}|{zero}|{point}|{times}|{kind:?}");
        Command::new(std::env::current_exe().unwrap())
            .args(["crash_points::crash_child", "--exact", "--nocapture"])
            .env("CRASH_CHILD", task)
            .stdout(Stdio::null())
            .status()
            .unwrap()
            .success()
    }

    /// How often any child passed a point.
    fn passed(&self, point: Point) -> u64 {
        let name = format!("{point:?}");
        let told = std::fs::read_to_string(self.folder.path().join("points.txt")).unwrap();
        told.lines().filter(|line| **line == name).count() as u64
    }
}

/// Kills a scan at the `times`th passing of a point and lets others bring it to the end; `false` where luck did not
/// lead it there so often.
fn kill_at(point: Point, times: u64, seed: u64) -> bool {
    let served = Served::new(spec(point, seed));
    if point == Point::Adopted {
        // Somebody has to leave something: four runs, of which nobody knows whether they were started.
        assert!(!served.child("before", "Reserved", 4, point));
    }
    // What is corrected may only be there for the second process.
    let name = format!("{point:?}");
    let killed = ["first", "second", "third"]
        .iter()
        .any(|owner| !served.child(owner, &name, times, point));
    if !killed {
        return false;
    }
    assert!(
        served.passed(point) >= times,
        "{point:?}: something else ended the process"
    );
    for owner in ["next", "last"] {
        assert!(
            served.child(owner, "none", 0, point),
            "{point:?}, passing {times}: the next process fails"
        );
        // Late charges show half a minute and more after a run's end.
        let pause = if point == Point::Corrected { 500 } else { 0 };
        std::thread::sleep(Duration::from_millis(pause));
    }
    let database = Sqlite::open(&served.folder.path().join("test.db")).unwrap();
    assert!(
        common::ledger(&database, BUDGET).runs.len() > 10,
        "a world that asks for runs"
    );
    common::check(stage(), &database, &served.apify, BUDGET);
    true
}

#[test]
fn killed_at_every_point_nothing_is_lost_and_nothing_bought_twice() {
    // Only runs that others carry are put into the queue.
    for point in Point::ALL.into_iter().filter(|point| *point != Point::Queued) {
        for times in [1, 3] {
            let hit = (11..31).any(|seed| kill_at(point, times, seed));
            assert!(
                hit,
                "{point:?} was never passed {times} times: the test shows nothing"
            );
        }
    }
}
