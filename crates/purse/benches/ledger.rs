//! What money costs in time, on SQLite: `cargo bench -p purse`.
//!
//! Each is measured twice: in the folder for temporary files, where a commit waits for the disk, and in memory
//! (`/dev/shm`), where it does not, so that the difference is the disk's.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    missing_docs,
    reason = "a bench fails by panicking; divan's macros make undocumented items"
)]

use std::path::Path;

use database::{Database, Ended, Movement, Sqlite};
use divan::Bencher;
use divan::counter::ItemsCount;
use model::{MicroDollars, Timestamp};
use purse::{Purse, Reservation};
use tempfile::TempDir;

const LINES: u64 = 20_001;
const PLACES: [&str; 2] = ["disk", "memory"];

fn main() {
    divan::main();
}

fn folder(place: &str) -> TempDir {
    let memory = Path::new("/dev/shm");
    match place {
        "memory" if memory.is_dir() => tempfile::tempdir_in(memory).unwrap(),
        _ => tempfile::tempdir().unwrap(),
    }
}

fn now() -> Timestamp {
    Timestamp::parse("2026-11-23T01:00:00Z").unwrap()
}

/// The order of a probe of one host.
fn wanted(tag: String) -> Reservation {
    let order = serde_json::json!({
        "purpose": "probe",
        "questions": [{"ask": "domain", "host": "boutique-exemple.tn"}],
        "items": 10, "per_question": 10, "cap": 7_550, "expected": 950, "expected_finds_milli": 114,
    });
    Reservation {
        tag,
        owner: "host:4711".to_owned(),
        scan: "2026-11-23T01:00:00Z".to_owned(),
        cap: MicroDollars::new(7_550),
        order,
    }
}

fn budget() -> MicroDollars {
    MicroDollars::new(1_000_000_000_000)
}

/// A run from its reservation to its cost: three appends.
fn one_run(purse: &Purse<'_>, number: u64) -> Vec<String> {
    let tag = format!("scan/{number}");
    let granted = purse.reserve(now(), &[wanted(tag.clone())]).unwrap();
    let watcher = purse.watcher("host:4711");
    watcher
        .started(now(), &tag, "HG7ML7M8z78YcAPEB", "wmKPijuyDnPZAPRMk")
        .unwrap();
    watcher
        .settle(now(), &tag, MicroDollars::new(800), Ended::Collected)
        .unwrap();
    granted
}

/// A run from its reservation to its cost, alone.
#[divan::bench(args = PLACES, sample_count = 2_000, sample_size = 1)]
fn reserve_start_settle(bencher: Bencher<'_, '_>, place: &str) {
    let folder = folder(place);
    let database = Sqlite::open(&folder.path().join("base.db")).unwrap();
    let purse = Purse::open(&database, budget(), now()).unwrap();
    let mut run = 0;
    bencher.bench_local(|| {
        run += 1;
        one_run(&purse, run)
    });
}

/// The same after 20,001 lines of the same month.
#[divan::bench(args = PLACES, sample_count = 2_000, sample_size = 1)]
fn reserve_start_settle_late(bencher: Bencher<'_, '_>, place: &str) {
    let folder = folder(place);
    let database = filled(folder.path());
    let purse = Purse::open(&database, budget(), now()).unwrap();
    let mut run = LINES;
    bencher.bench_local(|| {
        run += 1;
        one_run(&purse, run)
    });
}

/// What a balance costs where nobody wrote since, after 20,001 lines.
#[divan::bench]
fn balance(bencher: Bencher<'_, '_>) {
    let folder = folder("memory");
    let database = filled(folder.path());
    let purse = Purse::open(&database, budget(), now()).unwrap();
    bencher.bench_local(|| purse.balance(now()).unwrap());
}

/// Reading and folding the whole ledger, as every start of the program does.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn open_20_001_lines(bencher: Bencher<'_, '_>) {
    let folder = folder("disk");
    drop(filled(folder.path()));
    bencher.counter(ItemsCount::new(LINES)).bench_local(|| {
        let database = Sqlite::open(&folder.path().join("base.db")).unwrap();
        let purse = Purse::open(&database, budget(), now()).unwrap();
        assert_eq!(purse.balance(now()).unwrap().runs, LINES / 3);
    });
}

/// A ledger of finished runs.
fn filled(folder: &Path) -> Sqlite {
    let database = Sqlite::open(&folder.join("base.db")).unwrap();
    let movements: Vec<_> = (0..LINES / 3).flat_map(finished).collect();
    assert!(database.append_to_ledger(0, now(), &movements).unwrap());
    database
}

fn finished(run: u64) -> [Movement; 3] {
    let Reservation {
        tag,
        owner,
        scan,
        cap,
        order,
    } = wanted(format!("scan/{run}"));
    let started = Movement::Started {
        tag: tag.clone(),
        run_id: format!("run{run}"),
        dataset_id: format!("dataset{run}"),
    };
    let settled = Movement::Settle {
        tag: tag.clone(),
        cost: MicroDollars::new(800),
        ended: Ended::Collected,
    };
    let reserved = Movement::Reserve {
        tag,
        owner,
        scan,
        cap,
        order,
    };
    [reserved, started, settled]
}
