//! Weeks of the real engine over a living world on a virtual clock, held against the truth.

#![allow(dead_code, reason = "the test and the example use their parts")]

pub mod belief;
pub mod measure;
pub mod money;
pub mod probe;
pub mod scan;
pub mod stage;
pub mod table;

use std::sync::Arc;
use std::time::Duration;

use database::Database;
use model::{MicroDollars, Timestamp};
use sandbox::api::{ApifySpec, Faults};
use tokio_util::sync::CancellationToken;

use crate::common::{Sandbox, folder};
use belief::Note;
use measure::Measured;
use money::Cycle;
use scan::Scanner;
use stage::LifeStage;

/// Everything that the sandbox can do wrong, each at a rate at which a week sees some of it.
pub const FAULTS: &str = "lost-start=0.02,start-then-lost=0.02,lost=0.01,429=0.02,5xx=0.01,html=0.01,truncated=0.01,\
                          slow=0.01,dup-items=0.01,repeat-page=0.01,stuck=0.002,failed=0.01,timed-out=0.003,short=0.02,\
                          late-charge=0.03,hidden-run=0.02";

/// What is played.
#[derive(Debug, Clone)]
pub struct Play {
    /// Weeks before those that are measured, watched in the same way: the base was discovered in them.
    pub before: u32,
    /// Weeks that are measured.
    pub weeks: u32,
    /// What a monthly cycle may cost.
    pub budget: MicroDollars,
    /// What goes wrong, as the sandbox spells it.
    pub faults: &'static str,
    /// Decides when a scan is killed or late.
    pub seed: u64,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub measured: Measured,
    pub cycles: Vec<Cycle>,
    /// Moments at which more was spent and set aside than the budget.
    pub overdrawn: Vec<String>,
    /// Of the base, at the end.
    pub digest: u64,
    pub killed: u32,
    pub late: u32,
    pub runs: u64,
    /// Scans' own notes, one a week.
    pub weeks: Vec<Week>,
}

/// One week, for the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    pub at: Timestamp,
    pub spent: MicroDollars,
    pub swept: bool,
    pub pages: u64,
    pub hosts: u64,
    pub believed: usize,
    pub truly: usize,
}

/// Plays on a runtime of its own whose clock is paused.
pub fn play(stage: &LifeStage, play: &Play) -> Told {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(weeks(stage, play))
}

async fn weeks(stage: &LifeStage, play: &Play) -> Told {
    let spec = ApifySpec {
        seed: play.seed,
        faults: Faults::parse(play.faults).unwrap(),
        plan_limit: play.budget,
        price_change: None,
        ..ApifySpec::default()
    };
    let start = LifeStage::week(0);
    let sandbox = Sandbox::over(Arc::new(stage.ads.clone()), spec, start.as_millis());
    let folder = folder();
    let database = stage.database(folder.path());
    let scanner = Scanner {
        stage,
        database: &database,
        folder: folder.path(),
        sandbox: &sandbox,
        budget: play.budget,
    };
    let mut season = Season {
        scanner,
        seed: play.seed,
        notes: Vec::new(),
        weeks: Vec::new(),
        killed: 0,
        late: 0,
    };
    for week in 0..play.before + play.weeks {
        season.week(week).await;
    }
    season.scanner.end().await;
    let truth = sandbox.truth();
    let (cycles, overdrawn) = money::cycles(&database, &truth, play.budget);
    Told {
        measured: measure::measure(stage, &season.notes, play.before),
        cycles,
        overdrawn,
        digest: database.digest().unwrap(),
        killed: season.killed,
        late: season.late,
        runs: truth.runs.len() as u64,
        weeks: season.weeks,
    }
}

/// The weeks as they go by.
struct Season<'a> {
    scanner: Scanner<'a>,
    seed: u64,
    notes: Vec<Note>,
    weeks: Vec<Week>,
    killed: u32,
    late: u32,
}

impl Season<'_> {
    /// Waits for the week, scans, writes the documents, and notes what the base says.
    async fn week(&mut self, week: u32) {
        let scanner = &self.scanner;
        let (stage, sandbox) = (scanner.stage, scanner.sandbox);
        let mishap = Mishap::draw(self.seed, week);
        self.late += u32::from(mishap.late > Duration::ZERO);
        self.killed += u32::from(mishap.killed.is_some());
        sleep_until(sandbox, LifeStage::week(week), mishap.late).await;
        if week.is_multiple_of(4) {
            stage.probe(scanner.database, sandbox.now());
        }
        let (began, before) = (sandbox.now(), scanner.spent());
        if let Some(after) = mishap.killed {
            let scan = scanner.scan(week, "killed", CancellationToken::new());
            tokio::select! {
                biased;
                () = tokio::time::sleep(after) => {}
                _ = scan => {}
            }
            tokio::time::sleep(Duration::from_mins(20)).await;
        }
        scanner.patient(week).await;
        let now = sandbox.now();
        let options = reports::Options::default();
        reports::refresh(scanner.database, &stage.engine, &options, now).unwrap();
        let note = belief::note(stage, scanner.database, began, now);
        self.weeks.push(Week {
            at: began,
            spent: scanner.spent() - before,
            swept: note.swept,
            pages: note.pages_asked.len() as u64,
            hosts: note.hosts_asked,
            believed: note.active(),
            truly: stage.ads.living().active(now),
        });
        self.notes.push(note);
    }
}

async fn sleep_until(sandbox: &Sandbox, at: Timestamp, late: Duration) {
    let left = at.as_millis() - sandbox.now().as_millis();
    let left = Duration::from_millis(u64::try_from(left).unwrap_or_default());
    tokio::time::sleep(left + late).await;
}

/// What befalls a week beside the sandbox's own faults.
struct Mishap {
    /// The process is killed so long after its scan began, and taken up again.
    killed: Option<Duration>,
    /// The machine was down, and the scan is caught up so much later.
    late: Duration,
}

impl Mishap {
    /// One week in four sees its process killed, one in six comes one to four days late.
    fn draw(seed: u64, week: u32) -> Self {
        let step = u64::from(week).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (seed ^ 0x6c69_6665).wrapping_add(step);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed ^= mixed >> 27;
        let killed = (week % 4 == 2).then(|| Duration::from_secs(20 + (mixed >> 8) % 600));
        let late = match week % 6 {
            4 => Duration::from_hours(24 * (1 + (mixed >> 32) % 4)),
            _ => Duration::ZERO,
        };
        Self { killed, late }
    }
}
