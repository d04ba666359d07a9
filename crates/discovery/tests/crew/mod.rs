//! Many workers and their planner over one base and one sandbox, as tasks on a virtual clock.

#![allow(dead_code, reason = "each test uses its part")]

pub mod gate;
pub mod outcome;

use std::cell::Cell;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use apify::{Door, DoorOptions, Pace, Token};
use database::{Database, Sqlite};
use discovery::work::{Carried, Until};
use discovery::{Carriers, Clock, Event, Observer, Point, Scan, ScanSettings, StoppedBy, Summary, Vault};
use futures_util::FutureExt;
use gate::{Gate, Stopping, through};
use model::{MicroDollars, Timestamp};
use planner::{Habits, Options, Planner, Strategy};
use purse::Purse;
use tokio_util::sync::CancellationToken;

use crate::common::{PRICES, Sandbox, Stage, adapter, catalogue, sweeps};

/// `SplitMix64`.
#[derive(Clone)]
pub struct Rng(pub u64);

impl Rng {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    pub fn one_in(&mut self, cases: u64) -> bool {
        self.below(cases) == 0
    }
}

/// A machine's clock: the true time, so much off.
pub struct Skewed {
    pub sandbox: Arc<sandbox::api::InProcess>,
    pub millis: i64,
}

impl Clock for Skewed {
    fn now(&self) -> Timestamp {
        Timestamp::clamped(self.sandbox.now().as_millis() + self.millis)
    }
}

/// Where everything happens.
pub struct Site<'a> {
    pub stage: &'a Stage,
    pub database: &'a Sqlite,
    pub sandbox: &'a Sandbox,
    /// Each machine's own folder of raw pages and locks.
    pub machines: Vec<PathBuf>,
    pub budget: MicroDollars,
    pub settings: ScanSettings,
    pub strategy: Strategy,
    /// Whether processes keep the ledger's journal too.
    pub journals: bool,
}

/// One process.
pub struct Process {
    pub name: String,
    pub machine: usize,
    /// So far its clock is off.
    pub skew: i64,
    pub gate: Arc<Gate>,
    /// Where it dies.
    pub death: Death,
    /// Whether it is stopped before the start leaves it, or after its answer came.
    pub before: bool,
}

/// When a process dies.
#[derive(Debug, Clone, Copy)]
pub enum Death {
    Never,
    /// So many milliseconds after it began.
    After(u64),
    /// At a point, the so manieth time that it is passed.
    At(Point, u64),
}

/// What it unwinds with.
struct Died;

/// Unwinds where the process is to die.
struct Reaper {
    death: Death,
    passed: Cell<u64>,
}

impl Observer for Reaper {
    fn event(&self, _event: &Event<'_>) {}

    fn passed(&self, point: Point) {
        if let Death::At(deadly, times) = self.death
            && deadly == point
        {
            self.passed.set(self.passed.get() + 1);
            if self.passed.get() == times {
                resume_unwind(Box::new(Died));
            }
        }
    }
}

impl Site<'_> {
    /// Lives a process that works for the queue; `None` where it died.
    pub async fn work(&self, process: &Process, slots: usize, until: &Until) -> Option<Carried> {
        let reaper = reaper(process);
        self.live(process, &reaper, async |scan| Ok(scan.carry(slots, until).await))
            .await
    }

    /// Lives a process that plans; `None` where it died.
    pub async fn plan(&self, process: &Process, carriers: Carriers, ask: bool) -> Option<Summary> {
        let reaper = reaper(process);
        self.live(process, &reaper, async |mut scan| {
            scan.carriers = carriers;
            let stop = CancellationToken::new();
            let summary = if ask {
                scan.run(self.planner(), stop).await?
            } else {
                scan.recover(stop).await?
            };
            assert!(summary.strays.is_empty(), "{:?}", summary.strays);
            assert_ne!(summary.stopped_by, StoppedBy::Interrupt);
            Ok(summary)
        })
        .await
    }

    /// Lives a process that plans until somebody stops it.
    pub async fn plan_until(&self, process: &Process, stop: &CancellationToken) -> Summary {
        let reaper = reaper(process);
        let summary = self.live(process, &reaper, async |scan| {
            scan.run(self.planner(), stop.clone()).await
        });
        summary.await.unwrap()
    }

    async fn live<T>(
        &self,
        process: &Process,
        observer: &Reaper,
        body: impl AsyncFnOnce(Scan<'_>) -> Result<T, discovery::Error>,
    ) -> Option<T> {
        let clock = Skewed {
            sandbox: Arc::clone(&self.sandbox.backend),
            millis: process.skew,
        };
        let folder = &self.machines[process.machine];
        let vault = Vault::open(folder, &process.name).unwrap();
        let mut purse = Purse::open(self.database, self.budget, clock.now()).unwrap();
        if self.journals {
            purse = purse.with_journal(vault.ledger_journal().unwrap()).unwrap();
        }
        let options = DoorOptions {
            seed: self.sandbox.now().as_millis().unsigned_abs(),
            ..DoorOptions::new(Token::new(&self.sandbox.token))
        };
        let backend = Arc::new(Stopping {
            inner: self.sandbox.backend.clone(),
            gate: Arc::clone(&process.gate),
            before: process.before,
        });
        let door = Door::with_backend(options, backend).paced(Pace::UNLIMITED);
        let actor = adapter();
        let scan = Scan {
            database: self.database,
            engine: &self.stage.engine,
            door: &door,
            actor: actor.as_ref(),
            purse: &purse,
            vault: &vault,
            clock: &clock,
            observer,
            settings: self.settings.clone(),
            owner: process.name.clone(),
            scan: format!("scan-{}", process.name),
            carriers: Carriers::Queue,
        };
        let doom = async {
            match process.death {
                Death::After(millis) => tokio::time::sleep(Duration::from_millis(millis)).await,
                Death::Never | Death::At(..) => std::future::pending().await,
            }
        };
        let life = through(
            &process.gate,
            AssertUnwindSafe(Box::pin(body(scan))).catch_unwind(),
        );
        tokio::select! {
            biased;
            () = doom => None,
            ended = life => match ended {
                Ok(Ok(value)) => Some(value),
                // The account could not be read at the start, or so.
                Ok(Err(discovery::Error::Apify(_))) => None,
                Ok(Err(error)) => panic!("{}: {error}", process.name),
                Err(died) if died.is::<Died>() => None,
                Err(bug) => resume_unwind(bug),
            },
        }
    }

    pub fn planner(&self) -> Planner {
        let habits = adapter().habits();
        let habits = Habits {
            floor: habits.floor,
            page: habits.page,
            attributes_urls: habits.attributes_urls,
            urls_per_run: habits.urls_per_run,
        };
        let known = discovery::known(self.database, &catalogue(), &sweeps()).unwrap();
        let options = Options {
            max_age: Some(Duration::from_hours(7 * 24)),
            sweeps: sweeps(),
            strategy: self.strategy,
            ..Options::new(self.sandbox.now())
        };
        Planner::new(&known, PRICES, habits, options)
    }

    /// Tags of runs that may still cost something.
    pub fn open(&self) -> BTreeSet<String> {
        let purse = Purse::open(self.database, self.budget, self.sandbox.now()).unwrap();
        let open = purse.open_runs().unwrap();
        open.into_iter().map(|run| run.tag).collect()
    }

    /// What sellers are known, for a base of another kind.
    pub fn fill(&self, database: &dyn Database) {
        database.upsert_sellers(&self.stage.sellers).unwrap();
    }
}

fn reaper(process: &Process) -> Reaper {
    Reaper {
        death: process.death,
        passed: Cell::new(0),
    }
}
