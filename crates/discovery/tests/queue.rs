//! The queue of runs as its users meet it: nobody there, a user who stops, a worker that cannot, one that gives back.

use crate::common;
use crate::crew;

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Duration;

use common::{BASE, PRICES, Sandbox, Stage, check, folder};
use crew::gate::Gate;
use crew::outcome::{ends, lines};
use crew::{Death, Process, Site};
use database::{Database, Sqlite, WorkFilter, WorkState};
use discovery::work::{Role, Until, living};
use discovery::{Carriers, ScanSettings, StoppedBy};
use model::MicroDollars;
use planner::Strategy;
use sandbox::api::ApifySpec;
use tokio_util::sync::CancellationToken;

const BUDGET: MicroDollars = MicroDollars::new(1_000_000_000);

fn sandbox(stage: &Stage) -> Sandbox {
    let spec = ApifySpec {
        plan_limit: BUDGET,
        ..ApifySpec::default()
    };
    Sandbox::new(stage, spec, BASE)
}

fn site<'a>(
    stage: &'a Stage,
    database: &'a Sqlite,
    sandbox: &'a Sandbox,
    machines: &[&tempfile::TempDir],
) -> Site<'a> {
    Site {
        stage,
        database,
        sandbox,
        machines: machines
            .iter()
            .map(|folder| folder.path().to_owned())
            .collect::<Vec<PathBuf>>(),
        budget: BUDGET,
        settings: ScanSettings::new(PRICES),
        strategy: Strategy::PerDomain,
        journals: true,
    }
}

fn process(name: &str, machine: usize) -> Process {
    Process {
        name: name.to_owned(),
        machine,
        skew: 0,
        gate: Gate::still(),
        death: Death::Never,
        before: true,
    }
}

#[tokio::test(start_paused = true)]
async fn where_nobody_works_the_planner_does() {
    let stage = Stage::small(7);
    let (here, sandbox) = (folder(), sandbox(stage));
    let database = stage.database(here.path());
    let site = site(stage, &database, &sandbox, &[&here]);
    let summary = site
        .plan(&process("planner", 0), Carriers::Queue, true)
        .await
        .unwrap();
    assert_eq!(summary.stopped_by, StoppedBy::Done);
    assert_eq!(summary.runs, sandbox.truth().runs.len() as u64);
    assert_eq!(summary.spent, sandbox.truth().spent);
    assert_eq!(ends(&database).done, summary.runs);
    check(stage, &database, &sandbox.apify, BUDGET);
    let lease = site.settings.work.lease;
    assert!(
        living(&database, sandbox.now(), lease).unwrap().is_empty(),
        "it said farewell"
    );
}

#[tokio::test(start_paused = true)]
async fn workers_that_appear_later_carry_what_waits_and_end_when_they_are_told() {
    let stage = Stage::small(8);
    let (here, there, sandbox) = (folder(), folder(), sandbox(stage));
    let database = stage.database(here.path());
    let site = site(stage, &database, &sandbox, &[&here, &there]);
    let until = Until::default();
    let worker = process("worker", 1);
    let planner = process("planner", 0);
    let planning = async {
        // Heard of before the first run is ordered, so the planner claims nothing.
        tokio::time::sleep(Duration::from_secs(2)).await;
        let living = living(&database, sandbox.now(), site.settings.work.lease).unwrap();
        assert_eq!(
            living.iter().map(|(_, about)| about.role).collect::<Vec<_>>(),
            [Role::Worker]
        );
        let summary = site.plan(&planner, Carriers::Queue, true).await.unwrap();
        until.stop.cancel();
        summary
    };
    let (carried, summary) = futures_util::future::join(site.work(&worker, 8, &until), planning).await;
    assert_eq!(carried.unwrap().done, summary.runs);
    assert_eq!(summary.ads_new, database_ads(&database));
    check(stage, &database, &sandbox.apify, BUDGET);
    let [runs, adopted, unknown] = lines(&database);
    assert_eq!(
        (runs as u64, adopted as u64, unknown),
        (summary.runs, summary.runs, 0)
    );
}

fn database_ads(database: &Sqlite) -> u64 {
    let mut ads = 0;
    database
        .each_judged(&mut |_| {
            ads += 1;
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    ads
}

#[tokio::test(start_paused = true)]
async fn a_user_who_stops_gets_back_what_nobody_claimed() {
    let stage = Stage::small(9);
    let (here, sandbox) = (folder(), sandbox(stage));
    let database = stage.database(here.path());
    let mut site = site(stage, &database, &sandbox, &[&here]);
    site.settings.parallel = 12;
    let until = Until::default();
    let stop = CancellationToken::new();
    let worker = process("worker", 0);
    let stopping = async {
        // Two of twelve are claimed by then: the worker has no more hands.
        tokio::time::sleep(Duration::from_secs(5)).await;
        stop.cancel();
    };
    let planner = process("planner", 0);
    let planning = async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        let summary = site.plan_until(&planner, &stop).await;
        until.stop.cancel();
        summary
    };
    let (carried, summary, ()) =
        futures_util::future::join3(site.work(&worker, 2, &until), planning, stopping).await;
    assert_eq!(
        (carried.unwrap().done, summary.stopped_by),
        (2, StoppedBy::Interrupt)
    );
    assert_eq!((summary.runs, summary.reserved), (2, MicroDollars::ZERO));
    assert_eq!(lines(&database)[0], 12, "all of them ended");
    assert_eq!(sandbox.truth().runs.len(), 2);
    check(stage, &database, &sandbox.apify, BUDGET);
}

#[tokio::test(start_paused = true)]
async fn what_fails_five_times_is_given_up_with_its_reason_and_brought_home_later() {
    let stage = Stage::small(10);
    let (here, broken, sandbox) = (folder(), folder(), sandbox(stage));
    let database = stage.database(here.path());
    let site = site(stage, &database, &sandbox, &[&here, &broken]);
    let until = Until::default();
    let worker = process("worker", 1);
    let planner = process("planner", 0);
    let planning = async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        // The worker's disk is gone: no page can be kept there.
        std::fs::remove_dir_all(broken.path()).unwrap();
        let summary = site.plan(&planner, Carriers::Queue, true).await.unwrap();
        until.stop.cancel();
        summary
    };
    let (carried, summary) = futures_util::future::join(site.work(&worker, 8, &until), planning).await;
    let (carried, started) = (carried.unwrap(), sandbox.truth().runs.len());
    assert!(carried.dead > 0 && carried.done == 0, "{carried:?}");
    assert_eq!(carried.failed, 4 * carried.dead, "five tries each");
    assert!(
        summary
            .partial
            .iter()
            .any(|partial| partial.reason.contains("raw pages cannot be kept"))
    );
    let mut dead = 0;
    let filter = WorkFilter {
        state: Some(WorkState::Dead),
        ..WorkFilter::default()
    };
    database
        .each_work(&filter, &mut |item| {
            assert!(item.reason.unwrap().contains("raw pages cannot be kept"));
            dead += 1;
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    assert_eq!(dead, carried.dead);
    assert_eq!(site.open().len() as u64, dead, "their money is set aside");
    let next = site
        .plan(&process("next", 0), Carriers::ThisProcess, true)
        .await
        .unwrap();
    assert!(next.runs >= dead, "{next:?}");
    assert!(
        sandbox.truth().runs.len() - started < started,
        "found, not started again"
    );
    check(stage, &database, &sandbox.apify, BUDGET);
    site.plan(&process("last", 0), Carriers::ThisProcess, true)
        .await
        .unwrap();
    assert_eq!(ends(&database).dead, 0, "forgotten once their runs are over");
}

#[tokio::test(start_paused = true)]
async fn what_a_worker_gives_back_another_brings_home() {
    let stage = Stage::small(11);
    let (here, there, sandbox) = (folder(), folder(), sandbox(stage));
    let database = stage.database(here.path());
    let site = site(stage, &database, &sandbox, &[&here, &there]);
    let (first, until) = (Until::default(), Until::default());
    let [one, two, planner] = [process("one", 0), process("two", 1), process("planner", 0)];
    let hasty = async {
        let carrying = site.work(&one, 8, &first);
        let leaving = async {
            tokio::time::sleep(Duration::from_secs(8)).await;
            first.give_back.cancel();
        };
        let (carried, ()) = futures_util::future::join(carrying, leaving).await;
        let second = site.work(&two, 8, &until).await.unwrap();
        (carried.unwrap(), second)
    };
    let planning = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let summary = site.plan(&planner, Carriers::Queue, true).await.unwrap();
        until.stop.cancel();
        summary
    };
    let ((first, second), summary) = futures_util::future::join(hasty, planning).await;
    assert!(first.returned > 0, "{first:?}");
    assert_eq!(
        (second.done + first.done, second.lost),
        (summary.runs, 0),
        "{summary:?}"
    );
    assert_eq!(
        sandbox.truth().runs.len() as u64,
        summary.runs,
        "none was started twice"
    );
    check(stage, &database, &sandbox.apify, BUDGET);
}
