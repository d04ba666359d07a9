//! A made world behind a sandbox, and everything that a scan of it needs.

#![allow(dead_code, reason = "each test uses its part")]

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use apify::{Actor, Door, DoorOptions, Token};
use classification::Engine;
use classification::catalogue::Catalogue;
use database::{Coverage, Database, Ended, LedgerLine, Movement, Sqlite};
use discovery::replay::{Replay, Restored};
use discovery::{Carriers, Clock, Observer, Scan, ScanSettings, Summary, Vault};
use model::{Host, MicroDollars, Seller, Timestamp};
use planner::{Habits, Options, Planner, Prices};
use purse::Purse;
use sandbox::api::{Apify, ApifySpec, InProcess, Truth};
use sandbox::library::{Library, Made};
use sandbox::world::{SellerTruth, StoreDomain, World, WorldSpec};
use tokio_util::sync::CancellationToken;

pub const PRICES: Prices = Prices {
    item: MicroDollars::new(750),
    start: MicroDollars::new(50),
    minimum_cap: MicroDollars::ZERO,
};

/// 10 November 2026, noon.
pub const BASE: i64 = 1_794_312_000_000;
/// The last instant of November 2026.
pub const MONTH_ENDS: i64 = 1_796_083_200_000;

/// A world, what is true of it, and the judge of its ads. Made once, used by many tests.
pub struct Stage {
    pub sellers: Vec<Seller>,
    pub truth: Vec<SellerTruth>,
    pub library: Arc<Made>,
    pub engine: Engine,
}

/// The sellers of a world.
pub fn sellers_of(world: &World) -> Vec<Seller> {
    let stores = world.stores().map(|store| match store.domain {
        StoreDomain::None => Seller::new(&store.slug, [""; 0]),
        StoreDomain::One(domain) => Seller::new(&store.slug, [domain]),
        StoreDomain::Several(domains) => Seller::new(&store.slug, domains),
    });
    stores.collect()
}

/// The judge of ads that knows these sellers' domains.
pub fn engine(sellers: &[Seller]) -> Engine {
    let mut engine = Engine::builder(Arc::new(Catalogue::builtin().unwrap()));
    for seller in sellers {
        for host in seller.hosts() {
            engine = engine.seller(&seller.slug, host);
        }
    }
    engine.build()
}

impl Stage {
    pub fn new(sellers: u32, seed: u64) -> Self {
        let world = World::new(WorldSpec {
            sellers,
            seed,
            ..WorldSpec::default()
        });
        let sellers = sellers_of(&world);
        Self {
            truth: world.truth().collect(),
            library: Arc::new(Made::new(&world)),
            engine: engine(&sellers),
            sellers,
        }
    }

    /// One of a few small worlds.
    pub fn small(which: u64) -> &'static Self {
        static SMALL: [OnceLock<Stage>; 24] = [const { OnceLock::new() }; 24];
        let which = which % SMALL.len() as u64;
        SMALL[usize::try_from(which).unwrap()]
            .get_or_init(|| Self::new(20 + u32::try_from(which).unwrap() * 40 / 23, which))
    }

    pub fn database(&self, folder: &Path) -> Sqlite {
        let database = Sqlite::open(&folder.join("test.db")).unwrap();
        database.upsert_sellers(&self.sellers).unwrap();
        database
    }

    /// Ads of the world that lead to sellers.
    pub fn active(&self) -> BTreeSet<&str> {
        let active = self
            .truth
            .iter()
            .filter(|seller| seller.is_active() && !seller.unscannable);
        active.map(|seller| seller.slug.as_str()).collect()
    }
}

/// A folder that is gone when dropped, in memory where the system has such.
pub fn folder() -> tempfile::TempDir {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir() {
        return tempfile::tempdir_in(memory).unwrap();
    }
    tempfile::tempdir().unwrap()
}

/// The sandbox's time as the scan's clock.
pub struct SandboxClock(pub Arc<InProcess>);

impl Clock for SandboxClock {
    fn now(&self) -> Timestamp {
        self.0.now()
    }
}

/// A sandbox on tokio's paused clock.
pub struct Sandbox {
    pub apify: Arc<Mutex<Apify>>,
    pub backend: Arc<InProcess>,
    pub clock: SandboxClock,
    pub token: String,
}

impl Sandbox {
    pub fn new(stage: &Stage, spec: ApifySpec, start: i64) -> Self {
        Self::over(stage.library.clone(), spec, start)
    }

    /// Over any library.
    pub fn over(library: Arc<dyn Library>, spec: ApifySpec, start: i64) -> Self {
        let start = Timestamp::clamped(start);
        let token = spec.token.clone();
        let apify = Arc::new(Mutex::new(Apify::new(library, spec, start)));
        let backend = Arc::new(InProcess::new(Arc::clone(&apify), start));
        Self {
            apify,
            clock: SandboxClock(Arc::clone(&backend)),
            backend,
            token,
        }
    }

    pub fn door(&self, seed: u64) -> Door {
        let options = DoorOptions {
            seed,
            ..DoorOptions::new(Token::new(&self.token))
        };
        Door::with_backend(options, self.backend.clone())
    }

    pub fn truth(&self) -> Truth {
        self.apify.lock().unwrap().truth()
    }

    pub fn now(&self) -> Timestamp {
        self.backend.now()
    }
}

pub fn adapter() -> Box<dyn Actor> {
    apify::actor("curious_coder/facebook-ads-library-scraper").unwrap()
}

pub fn sweeps() -> Vec<Host> {
    vec![Host::parse("converty.shop").unwrap()]
}

pub fn catalogue() -> Catalogue {
    Catalogue::builtin().unwrap()
}

pub fn planner(database: &dyn Database, now: Timestamp) -> Planner {
    let habits = adapter().habits();
    let habits = Habits {
        floor: habits.floor,
        page: habits.page,
        attributes_urls: habits.attributes_urls,
        urls_per_run: habits.urls_per_run,
    };
    let known = discovery::known(database, &catalogue(), &sweeps()).unwrap();
    let week = Duration::from_hours(7 * 24);
    let options = Options {
        max_age: Some(week),
        sweeps: sweeps(),
        ..Options::new(now)
    };
    Planner::new(&known, PRICES, habits, options)
}

/// What one process of the product is.
pub struct Process<'a> {
    pub stage: &'a Stage,
    pub database: &'a Sqlite,
    pub folder: &'a Path,
    pub sandbox: &'a Sandbox,
    pub owner: String,
    pub budget: MicroDollars,
    pub settings: ScanSettings,
}

impl Process<'_> {
    pub async fn scan(
        &self,
        observer: &dyn Observer,
        stop: CancellationToken,
    ) -> Result<Summary, discovery::Error> {
        self.go(observer, stop, true).await
    }

    /// Runs a scan, or only a recovery.
    pub async fn go(
        &self,
        observer: &dyn Observer,
        stop: CancellationToken,
        ask: bool,
    ) -> Result<Summary, discovery::Error> {
        let now = self.sandbox.now();
        let vault = Vault::open(self.folder, &self.owner)?;
        let purse = Purse::open(self.database, self.budget, now)?;
        let purse = purse.with_journal(vault.ledger_journal().unwrap()).unwrap();
        let door = self.sandbox.door(now.as_millis().unsigned_abs());
        let actor = adapter();
        let scan = Scan {
            database: self.database,
            engine: &self.stage.engine,
            door: &door,
            actor: actor.as_ref(),
            purse: &purse,
            vault: &vault,
            clock: &self.sandbox.clock,
            observer,
            settings: self.settings.clone(),
            owner: self.owner.clone(),
            scan: "scan".to_owned(),
            carriers: Carriers::ThisProcess,
        };
        if ask {
            scan.run(planner(self.database, now), stop).await
        } else {
            scan.recover(stop).await
        }
    }
}

/// Every line of a base's ledger.
pub fn ledger_lines(database: &dyn Database) -> Vec<LedgerLine> {
    let mut lines = Vec::new();
    database
        .each_ledger_line(0, &mut |line| {
            lines.push(line);
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    lines
}

/// A base that holds the stage's sellers, and what was restored to it from the folders.
pub fn restored(stage: &Stage, folders: &[PathBuf]) -> (Sqlite, Restored) {
    let database = Sqlite::open_in_memory().unwrap();
    database.upsert_sellers(&stage.sellers).unwrap();
    let replay = Replay {
        database: &database,
        engine: &stage.engine,
        country: "TN",
    };
    let restored = replay.restore(folders, &mut |_, _| {}).unwrap();
    (database, restored)
}

/// A run as the ledger's own lines tell it.
#[derive(Debug, Clone)]
pub struct Entry {
    pub cap: MicroDollars,
    pub reserved_at: Timestamp,
    pub run_id: Option<String>,
    pub cost: Option<MicroDollars>,
    pub ended: Option<Ended>,
    pub ended_at: Option<Timestamp>,
    pub released: bool,
    /// Raised after it was settled.
    pub raised: bool,
}

/// The ledger folded by its plain meaning, and what was wrong with it at any line.
pub struct Ledger {
    pub runs: BTreeMap<String, Entry>,
    pub overdrawn: Vec<String>,
}

pub fn ledger(database: &dyn Database, budget: MicroDollars) -> Ledger {
    let mut runs: BTreeMap<String, Entry> = BTreeMap::new();
    let mut overdrawn = Vec::new();
    database
        .each_ledger_line(0, &mut |line| {
            let is_reserve = matches!(line.movement, Movement::Reserve { .. });
            apply(&mut runs, line.at, line.movement);
            // Runs that touch the month count in it.
            let month = line.at.as_millis() >= MONTH_ENDS;
            let held: MicroDollars = runs
                .values()
                .filter(|run| !run.released)
                .filter(|run| {
                    run.ended_at
                        .is_none_or(|at| (at.as_millis() >= MONTH_ENDS) == month || !month)
                })
                .map(|run| run.cost.unwrap_or(run.cap))
                .sum();
            if is_reserve && held > budget {
                overdrawn.push(format!("line {}: {held} of {budget}", line.number));
            }
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    Ledger { runs, overdrawn }
}

fn apply(runs: &mut BTreeMap<String, Entry>, at: Timestamp, movement: Movement) {
    match movement {
        Movement::Reserve { tag, cap, .. } => {
            let entry = Entry {
                cap,
                reserved_at: at,
                run_id: None,
                cost: None,
                ended: None,
                ended_at: None,
                released: false,
                raised: false,
            };
            assert!(runs.insert(tag, entry).is_none(), "a tag names one run");
        }
        Movement::Started { tag, run_id, .. } => runs.get_mut(&tag).unwrap().run_id = Some(run_id),
        Movement::Settle { tag, cost, ended } => {
            let run = runs.get_mut(&tag).unwrap();
            (run.cost, run.ended, run.ended_at) = (Some(cost), Some(ended), Some(at));
        }
        Movement::Correct { tag, cost } => {
            let run = runs.get_mut(&tag).unwrap();
            run.raised |= run.cost < Some(cost);
            run.cost = Some(cost);
        }
        Movement::Release { tag, .. } => runs.get_mut(&tag).unwrap().released = true,
        Movement::Cycle { .. } | Movement::Unknown { .. } | Movement::Adopt { .. } => {}
    }
}

/// Holds what the product believes against what really happened, once everything is over.
pub fn check(stage: &Stage, database: &dyn Database, apify: &Mutex<Apify>, budget: MicroDollars) {
    let ledger = ledger(database, budget);
    assert!(ledger.overdrawn.is_empty(), "{:?}", ledger.overdrawn);
    let truth = apify.lock().unwrap().truth();
    let mut started = BTreeSet::new();
    let mut months = [MicroDollars::ZERO; 2];
    let stored = stored(database);
    for run in &truth.runs {
        let tag = run.tag.as_deref().expect("every run of ours has a tag");
        assert!(started.insert(tag), "{tag} was started twice");
        let entry = ledger.runs.get(tag).expect("every start was reserved");
        assert!(!entry.released, "{tag} was released, and exists");
        assert_eq!(run.cap, Some(entry.cap), "{tag}: the cap is what was reserved");
        assert_eq!(
            entry.cost,
            Some(run.cost),
            "{tag}: settled at what it cost ({:?})",
            entry.ended
        );
        assert!(
            !matches!(entry.ended, Some(Ended::Lost { .. })),
            "{tag}: {:?}",
            entry.ended
        );
        months[usize::from(run.started_at.as_millis() >= MONTH_ENDS)] += run.cost;
        for item in apify.lock().unwrap().true_items(&run.id) {
            let is_ad = serde_json::from_slice::<serde_json::Value>(&item)
                .unwrap()
                .get("ad_archive_id")
                .is_some();
            // An ad that was bought again with nothing new in it is there once.
            assert!(
                !is_ad || stored.contains(&ad_library::content_digest(&item)),
                "{tag}: an item that was paid for is lost"
            );
        }
    }
    assert!(
        months.iter().all(|spent| *spent <= budget),
        "{months:?} of {budget}"
    );
    for (tag, entry) in &ledger.runs {
        assert!(
            entry.released != entry.ended.is_some(),
            "{tag} did not end: {entry:?}"
        );
        assert!(
            entry.released || started.contains(tag.as_str()),
            "{tag} was settled, and never was"
        );
    }
    check_searches(database, &ledger);
    check_coverage(stage, database);
}

/// The content of all items that are stored.
fn stored(database: &dyn Database) -> BTreeSet<u128> {
    let mut stored = BTreeSet::new();
    database
        .each_raw(&mut |raw| {
            stored.insert(ad_library::content_digest(&raw.raw));
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    stored
}

/// The costs of the searches add up to those of the runs.
fn check_searches(database: &dyn Database, ledger: &Ledger) {
    let mut shared = MicroDollars::ZERO;
    database
        .each_search(&mut |search| {
            shared += search.cost;
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    let spent: MicroDollars = ledger.runs.values().filter_map(|run| run.cost).sum();
    assert_eq!(shared, spent, "what the searches cost together");
}

/// Whoever counts as covered and advertises was found.
fn check_coverage(stage: &Stage, database: &dyn Database) {
    let coverage = Coverage::read(database).unwrap();
    let mut found = BTreeSet::new();
    database
        .each_judged(&mut |ad| {
            found.extend(ad.verdict.owner.map(|owner| owner.to_string()));
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    let active = stage.active();
    for seller in &stage.sellers {
        if coverage.of(seller).is_some() && active.contains(seller.slug.as_str()) {
            assert!(
                found.contains(&seller.slug),
                "{} is covered, advertises, and was not found",
                seller.slug
            );
        }
    }
}
