//! Many processes, many tasks each, one ledger in one SQLite file: nothing granted twice, nothing lost.
//!
//! The tests run their own binary as the processes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and this one tells its own children what to do by the environment"
)]

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use database::conformance::all;
use database::{Database, Ended, LedgerLine, Movement, Sqlite};
use model::{MicroDollars, Timestamp};
use purse::{Account, Purse, Reservation};

const FOLDER: &str = "SELLERS_ADS_PURSE_TEST_FOLDER";
const NAME: &str = "SELLERS_ADS_PURSE_TEST_NAME";
const OWNER: &str = "a test";
const PROCESSES: usize = 8;
const TASKS: usize = 32;
const BUDGET: i64 = 5_000_000;
/// Ten cents.
const LAST: i64 = 100_000;

fn now() -> Timestamp {
    Timestamp::parse("2026-11-23T01:00:00Z").unwrap()
}

fn base(folder: &Path) -> PathBuf {
    folder.join("base.db")
}

fn wanted(tag: String, cap: i64) -> Reservation {
    Reservation {
        owner: OWNER.to_owned(),
        scan: "scan".to_owned(),
        cap: MicroDollars::new(cap),
        order: serde_json::json!({"purpose": "probe"}),
        tag,
    }
}

fn open(database: &Sqlite) -> Purse<'_> {
    Purse::open(database, MicroDollars::new(BUDGET), now()).unwrap()
}

/// A database of which all but the last ten cents are spent.
fn ten_cents_left(folder: &Path) {
    let database = Sqlite::open(&base(folder)).unwrap();
    let purse = open(&database);
    let spent = BUDGET - LAST;
    assert_eq!(
        purse
            .reserve(now(), &[wanted("spent".to_owned(), spent)])
            .unwrap()
            .len(),
        1
    );
    purse
        .watcher(OWNER)
        .settle(now(), "spent", MicroDollars::new(spent), Ended::Collected)
        .unwrap();
}

fn spawn(folder: &Path, test: &str, name: &str, output: Stdio) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("processes::{test}"), "--nocapture"])
        .env(FOLDER, folder)
        .env(NAME, name)
        .stdout(output)
        .spawn()
        .unwrap()
}

/// Lets eight processes loose at the same moment, each with its purse open, and waits for them.
fn race(folder: &Path, test: &str) {
    let children: Vec<_> = (0..PROCESSES)
        .map(|process| spawn(folder, test, &process.to_string(), Stdio::null()))
        .collect();
    for process in 0..PROCESSES {
        wait_for(&folder.join(format!("ready-{process}")));
    }
    std::fs::write(folder.join("go"), "").unwrap();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
}

fn wait_for(file: &Path) {
    while !file.exists() {
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// What a process of [`race`] does: all its tasks at once, each handed the purse, its process and its number.
fn as_process(task: impl Fn(&Purse<'_>, &str, usize) + Sync) -> bool {
    let (Ok(folder), Ok(name)) = (std::env::var(FOLDER), std::env::var(NAME)) else {
        return false;
    };
    let folder = PathBuf::from(folder);
    let database = Sqlite::open(&base(&folder)).unwrap();
    let purse = open(&database);
    std::fs::write(folder.join(format!("ready-{name}")), "").unwrap();
    wait_for(&folder.join("go"));
    std::thread::scope(|scope| {
        for number in 0..TASKS {
            let (task, purse, name) = (&task, &purse, &name);
            scope.spawn(move || task(purse, name, number));
        }
    });
    true
}

/// Reserves and starts until nothing is granted any more.
fn spend_all(purse: &Purse<'_>, process: &str, task: usize, cap: i64) {
    for run in 0.. {
        let tag = format!("{process}/{task}/{run}");
        if purse
            .reserve(now(), &[wanted(tag.clone(), cap)])
            .unwrap()
            .is_empty()
        {
            return;
        }
        purse
            .watcher(OWNER)
            .started(now(), &tag, "run", "dataset")
            .unwrap();
    }
}

/// Every line, after the file was found sound and the invariant held after each of them.
fn checked_lines(folder: &Path) -> Vec<LedgerLine> {
    let database = Sqlite::open(&base(folder)).unwrap();
    assert_eq!(database.verify().unwrap(), Vec::<String>::new());
    let lines = all(|visit| database.each_ledger_line(0, visit)).unwrap();
    let mut account = Account::default();
    for line in &lines {
        account.apply(line).unwrap();
        let balance = account.balance(now(), MicroDollars::new(BUDGET));
        assert!(
            balance.settled + balance.reserved <= balance.limit,
            "line {}",
            line.number
        );
    }
    lines
}

/// The caps of runs that were started, but for the one that stands for what was spent before.
fn started_caps(folder: &Path) -> Vec<i64> {
    checked_lines(folder);
    let database = Sqlite::open(&base(folder)).unwrap();
    let open = open(&database).open_runs().unwrap();
    open.into_iter()
        .inspect(|run| assert!(matches!(run.state, purse::OpenState::Started { .. }), "{run:?}"))
        .map(|run| run.cap.micros())
        .collect()
}

fn ten_cents_in_equal_caps(test: &str, cap: i64) {
    if as_process(|purse, process, task| spend_all(purse, process, task, cap)) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    ten_cents_left(folder.path());
    race(folder.path(), test);
    let granted = i64::try_from(started_caps(folder.path()).len()).unwrap();
    assert_eq!(granted, LAST / cap, "all that fit, and no more");
}

#[test]
fn the_last_ten_cents_are_thirteen_probes() {
    ten_cents_in_equal_caps("the_last_ten_cents_are_thirteen_probes", 7_550);
}

#[test]
fn the_last_ten_cents_are_two_hundred_small_caps() {
    ten_cents_in_equal_caps("the_last_ten_cents_are_two_hundred_small_caps", 500);
}

#[test]
fn caps_of_all_sizes_fill_the_last_ten_cents() {
    let cap = |task: usize| 300 + i64::try_from(task).unwrap() * 250;
    if as_process(|purse, process, task| spend_all(purse, process, task, cap(task))) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    ten_cents_left(folder.path());
    race(folder.path(), "caps_of_all_sizes_fill_the_last_ten_cents");
    let sum = started_caps(folder.path()).iter().sum::<i64>();
    // Whoever wanted least gave up only when not even that fitted.
    assert!(sum <= LAST && sum > LAST - cap(0), "{sum}");
}

/// Each task makes three runs, which cost less than their cap: what is freed is granted again, never twice.
#[test]
fn what_is_freed_is_granted_again() {
    let child = as_process(|purse, process, task| {
        for run in 0..3 {
            let tag = format!("{process}/{task}/{run}");
            if purse
                .reserve(now(), &[wanted(tag.clone(), 7_550)])
                .unwrap()
                .is_empty()
            {
                continue;
            }
            purse
                .watcher(OWNER)
                .started(now(), &tag, "run", "dataset")
                .unwrap();
            purse
                .watcher(OWNER)
                .settle(now(), &tag, MicroDollars::new(50), Ended::Collected)
                .unwrap();
        }
    });
    if child {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    ten_cents_left(folder.path());
    race(folder.path(), "what_is_freed_is_granted_again");
    let settled = checked_lines(folder.path())
        .iter()
        .filter(|line| matches!(line.movement, Movement::Settle { .. }))
        .count();
    assert!(settled > 14, "{settled}");
}

/// What the killed processes do until then: reserve, tell, start, tell, settle, tell.
fn pay_until_killed() -> bool {
    let (Ok(folder), Ok(name)) = (std::env::var(FOLDER), std::env::var(NAME)) else {
        return false;
    };
    let database = Sqlite::open(&base(Path::new(&folder))).unwrap();
    let purse = open(&database);
    let tell = |what: &str, tag: &str| {
        let mut line = String::new();
        writeln!(line, "{what} {tag}").unwrap();
        let mut out = std::io::stdout().lock();
        out.write_all(line.as_bytes()).and_then(|()| out.flush()).unwrap();
    };
    for run in 0.. {
        let tag = format!("{name}/{run}");
        if purse
            .reserve(now(), &[wanted(tag.clone(), 100)])
            .unwrap()
            .is_empty()
        {
            std::thread::sleep(Duration::from_millis(1));
            continue;
        }
        tell("reserve", &tag);
        purse
            .watcher(OWNER)
            .started(now(), &tag, "run", "dataset")
            .unwrap();
        tell("started", &tag);
        purse
            .watcher(OWNER)
            .settle(now(), &tag, MicroDollars::new(1), Ended::Collected)
            .unwrap();
        tell("settle", &tag);
    }
    true
}

fn told(line: &LedgerLine) -> Option<String> {
    match &line.movement {
        Movement::Reserve { tag, .. } => Some(format!("reserve {tag}")),
        Movement::Started { tag, .. } => Some(format!("started {tag}")),
        Movement::Settle { tag, .. } => Some(format!("settle {tag}")),
        _ => None,
    }
}

#[test]
fn processes_killed_while_they_append_leave_the_ledger_whole() {
    if pay_until_killed() {
        return;
    }
    let test = "processes_killed_while_they_append_leave_the_ledger_whole";
    let folder = tempfile::tempdir().unwrap();
    ten_cents_left(folder.path());
    let start = |number: usize| {
        let output = folder.path().join(format!("told-{number}"));
        let file = std::fs::File::create(&output).unwrap();
        spawn(folder.path(), test, &number.to_string(), Stdio::from(file))
    };
    let mut alive: Vec<Child> = (0..4).map(start).collect();
    let kills = 24;
    for kill in 0..kills {
        // Different moments of opening, appending, syncing and checkpointing.
        std::thread::sleep(Duration::from_millis(20 + kill as u64 * 173 % 130));
        let mut killed = alive.remove(kill * 7 % alive.len());
        killed.kill().unwrap();
        assert!(
            !killed.wait().unwrap().success(),
            "it was to be killed, not to end"
        );
        alive.push(start(alive.len() + 1 + kill));
    }
    for mut child in alive {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let stored: HashSet<String> = checked_lines(folder.path()).iter().filter_map(told).collect();
    let mut confirmed = 0;
    for number in 0..4 + kills {
        let words = std::fs::read_to_string(folder.path().join(format!("told-{number}"))).unwrap();
        let said = words.lines().filter(|line| {
            ["reserve ", "started ", "settle "]
                .iter()
                .any(|word| line.starts_with(word))
        });
        for line in said {
            confirmed += 1;
            assert!(stored.contains(line), "lost: {line}");
        }
    }
    assert!(
        confirmed > 20,
        "too little happened to show anything: {confirmed}"
    );
}
