//! A base made again from nothing but its sellers, the raw pages and the ledger's journals: the same digest, the same
//! ledger.

use crate::common;

use std::path::{Path, PathBuf};

use common::{BASE, PRICES, Process, Sandbox, Stage, folder, ledger_lines, restored};
use database::{Database, Search, Sqlite};
use discovery::replay::Replay;
use discovery::{ScanSettings, Silent};
use model::MicroDollars;
use purse::journal::Stop;
use sandbox::api::{ApifySpec, Faults};
use tokio_util::sync::CancellationToken;

const BUDGET: MicroDollars = MicroDollars::new(5_000_000);

fn process<'a>(
    stage: &'a Stage,
    database: &'a Sqlite,
    folder: &'a Path,
    sandbox: &'a Sandbox,
    owner: &str,
) -> Process<'a> {
    let mut process = Process {
        stage,
        database,
        folder,
        sandbox,
        owner: owner.to_owned(),
        budget: BUDGET,
        settings: ScanSettings::new(PRICES),
    };
    process.settings.page_items = 20;
    process
}

/// A base that two machines scanned, each with a folder of its own; among what went wrong are failed runs.
struct Scanned {
    stage: &'static Stage,
    base: Sqlite,
    machines: [tempfile::TempDir; 2],
    _home: tempfile::TempDir,
}

impl Scanned {
    async fn new(which: u64) -> Self {
        let stage = Stage::small(which);
        let [home, one, two] = [folder(), folder(), folder()];
        let base = stage.database(home.path());
        let spec = ApifySpec {
            seed: which,
            faults: Faults::parse("failed=0.2,timed-out=0.1,dup-items=0.1,repeat-page=0.1,short=0.1")
                .unwrap(),
            ..ApifySpec::default()
        };
        let sandbox = Sandbox::new(stage, spec, BASE);
        let mut first = process(stage, &base, one.path(), &sandbox, "same-name");
        first.budget = MicroDollars::new(40_000);
        first.scan(&Silent, CancellationToken::new()).await.unwrap();
        tokio::time::sleep(std::time::Duration::from_mins(5)).await;
        let second = process(stage, &base, two.path(), &sandbox, "same-name");
        second.scan(&Silent, CancellationToken::new()).await.unwrap();
        Self {
            stage,
            base,
            machines: [one, two],
            _home: home,
        }
    }

    fn folders(&self) -> Vec<PathBuf> {
        self.machines
            .iter()
            .map(|folder| folder.path().to_owned())
            .collect()
    }

    fn file(&self, machine: usize, name: &str) -> PathBuf {
        self.machines[machine].path().join(name)
    }
}

fn searches(database: &dyn Database) -> Vec<Search> {
    let mut searches = Vec::new();
    database
        .each_search(&mut |search| {
            searches.push(search);
            Ok(std::ops::ControlFlow::Continue(()))
        })
        .unwrap();
    searches
}

#[tokio::test(start_paused = true)]
async fn two_machines_folders_make_the_base_again() {
    for which in [3, 11, 20] {
        let scanned = Scanned::new(which).await;
        let (base, told) = restored(scanned.stage, &scanned.folders());
        assert!(told.is_whole(), "{told:?}");
        assert!(told.runs.runs > 2 && told.runs.new > 0, "{told:?}");
        assert_eq!(ledger_lines(&base), ledger_lines(&scanned.base));
        assert_eq!(searches(&base), searches(&scanned.base));
        assert_eq!(base.digest().unwrap(), scanned.base.digest().unwrap());
        assert_eq!(base.verify().unwrap(), [""; 0]);
    }
}

#[tokio::test(start_paused = true)]
async fn doing_it_again_and_onto_the_live_base_changes_nothing() {
    let scanned = Scanned::new(5).await;
    let replay = Replay {
        database: &scanned.base,
        engine: &scanned.stage.engine,
        country: "TN",
    };
    let before = (scanned.base.digest().unwrap(), ledger_lines(&scanned.base));
    let told = replay.restore(&scanned.folders(), &mut |_, _| {}).unwrap();
    assert_eq!((told.ledger.lines, told.runs.new), (0, 0));
    assert!(told.is_whole() && told.runs.runs > 0, "{told:?}");
    assert_eq!(
        (scanned.base.digest().unwrap(), ledger_lines(&scanned.base)),
        before
    );
}

#[tokio::test(start_paused = true)]
async fn a_machine_that_is_lost_is_told_by_its_runs_and_lines_and_can_follow() {
    let scanned = Scanned::new(7).await;
    let (base, told) = restored(scanned.stage, &scanned.folders()[1..]);
    // The second machine wrote the first one's lines too when its journal was opened; it has none of its pages.
    assert_eq!(
        (told.ledger.stopped.clone(), told.ledger.last),
        (None, told.ledger.lines)
    );
    assert_eq!(ledger_lines(&base), ledger_lines(&scanned.base));
    assert!(!told.runs.missing.is_empty() && !told.is_whole(), "{told:?}");
    let replay = Replay {
        database: &base,
        engine: &scanned.stage.engine,
        country: "TN",
    };
    let told = replay.restore(&scanned.folders(), &mut |_, _| {}).unwrap();
    assert!(told.is_whole(), "{told:?}");
    assert_eq!(base.digest().unwrap(), scanned.base.digest().unwrap());
}

#[tokio::test(start_paused = true)]
async fn a_torn_journal_of_the_ledger_loses_nothing_that_the_pages_hold() {
    let scanned = Scanned::new(9).await;
    let path = scanned.file(1, "ledger-same-name.jsonl");
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() - 20]).unwrap();
    let (base, told) = restored(scanned.stage, &scanned.folders());
    assert!(told.is_whole(), "the line was never whole: {told:?}");
    let lines = ledger_lines(&scanned.base);
    assert_eq!(ledger_lines(&base), lines[..lines.len() - 1]);
    assert_eq!(base.digest().unwrap(), scanned.base.digest().unwrap());
    // No journal at all: the pages say when they were paid for, and what was asked.
    for machine in 0..2 {
        std::fs::remove_file(scanned.file(machine, "ledger-same-name.jsonl")).unwrap();
    }
    let (base, told) = restored(scanned.stage, &scanned.folders());
    assert!(told.runs.undated.is_empty() && told.journals == 0, "{told:?}");
    assert_eq!(base.digest().unwrap(), scanned.base.digest().unwrap());
}

#[tokio::test(start_paused = true)]
async fn a_gap_in_the_ledger_stops_it_there_and_only_it() {
    let scanned = Scanned::new(13).await;
    for machine in 0..2 {
        let path = scanned.file(machine, "ledger-same-name.jsonl");
        let text = std::fs::read_to_string(&path).unwrap();
        let damaged = text.replace(r#"{"number":6,"#, r#"{"number":7,"#);
        std::fs::write(&path, damaged).unwrap();
    }
    let (base, told) = restored(scanned.stage, &scanned.folders());
    assert_eq!(told.ledger.stopped, Some(Stop::Gap { from: 6, to: 6 }));
    assert_eq!(ledger_lines(&base), ledger_lines(&scanned.base)[..5]);
    assert!(!told.damaged_lines.is_empty());
    assert_eq!(base.digest().unwrap(), scanned.base.digest().unwrap());
}

#[tokio::test(start_paused = true)]
async fn damaged_pages_are_counted_and_named_and_the_rest_goes_on() {
    let scanned = Scanned::new(15).await;
    let path = scanned.file(1, "same-name.vault");
    let whole = std::fs::read(&path).unwrap();
    let complete = |base: &Sqlite| searches(base).iter().filter(|search| search.complete).count();
    let (mut incomplete, mut asked_again) = (0, 0);
    for place in (0..whole.len()).step_by(whole.len() / 12) {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x10;
        std::fs::write(&path, bytes).unwrap();
        let (base, told) = restored(scanned.stage, &scanned.folders());
        // A damaged last record looks like one that a crash cut off; its run is named all the same.
        let places = told.damaged_pages.iter().map(|(_, places)| places).sum::<u64>();
        assert!(
            places == 1 || !told.runs.incomplete.is_empty(),
            "{place}: {told:?}"
        );
        assert!(!told.is_whole());
        assert_eq!(ledger_lines(&base), ledger_lines(&scanned.base));
        // What is lost counts as not answered, so that it is asked again; nothing counts as answered that is not.
        assert!(complete(&base) <= complete(&scanned.base));
        incomplete += told.runs.incomplete.len();
        asked_again += complete(&scanned.base) - complete(&base);
        let spent = |base: &Sqlite| {
            searches(base)
                .iter()
                .map(|search| search.cost)
                .sum::<MicroDollars>()
        };
        assert_eq!(
            spent(&base),
            spent(&scanned.base),
            "what it cost is known all the same"
        );
    }
    assert!(incomplete > 0 && asked_again > 0);
}

#[tokio::test(start_paused = true)]
async fn runs_whose_start_was_lost_and_costs_that_came_late_are_as_they_were() {
    let stage = Stage::small(4);
    let [home, machine] = [folder(), folder()];
    let base = stage.database(home.path());
    let spec = ApifySpec {
        faults: Faults::parse("late-charge=0.3,start-then-lost=0.2,lost-start=0.2").unwrap(),
        ..ApifySpec::default()
    };
    let sandbox = Sandbox::new(stage, spec, BASE);
    for owner in ["one", "two"] {
        let process = process(stage, &base, machine.path(), &sandbox, owner);
        process.scan(&Silent, CancellationToken::new()).await.unwrap();
        tokio::time::sleep(std::time::Duration::from_mins(15)).await;
    }
    let lost = common::ledger(&base, BUDGET);
    assert!(
        lost.runs.values().any(|run| run.raised || run.released),
        "{:?}",
        lost.runs
    );
    let (again, told) = restored(stage, &[machine.path().to_owned()]);
    assert!(told.is_whole(), "{told:?}");
    assert_eq!(again.digest().unwrap(), base.digest().unwrap());
}
