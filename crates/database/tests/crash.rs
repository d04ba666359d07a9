//! Killed or cut off at any moment, an import leaves whole batches, and can be done again.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and this one tells its own child what to do by the environment"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use database::conformance::all;
use database::conformance::samples::{at, batch, sample};
use database::{Database, ImportBatch, Sqlite};

const CHILD: &str = "SELLERS_ADS_CRASH_TEST_DATABASE";
const FROM: &str = "SELLERS_ADS_CRASH_TEST_FROM";
const ADS: u64 = 64;
const ROUNDS: u64 = 12;
const BATCHES: u64 = 140;

/// The batches of an endless import: each ad comes again two batches later, with other content.
fn numbered(number: u64) -> ImportBatch {
    let ids = number * ADS / 2..number * ADS / 2 + ADS;
    let samples: Vec<_> = ids
        .map(|id| {
            sample(
                &format!("{:06}", id * 7919 % 1_000_003),
                &format!("{id} in {number} {}", "x".repeat(200)),
                at(number.cast_signed()),
            )
        })
        .collect();
    batch(&samples)
}

fn import(database: &Sqlite, numbers: impl Iterator<Item = u64>) {
    let mut import = database.start_import().unwrap();
    for number in numbers {
        import.write(numbered(number)).unwrap();
    }
    import.finish().unwrap();
}

/// How many whole batches are there; fails where they are not the first ones, each whole.
fn whole_batches(database: &Sqlite) -> u64 {
    assert_eq!(database.verify().unwrap(), Vec::<String>::new());
    let kept = all(|visit| database.each_raw(visit)).unwrap();
    let batches = kept.len() as u64 / ADS;
    assert_eq!(kept.len() as u64 % ADS, 0, "half a batch");
    let mut items = kept.iter();
    for number in 0..batches {
        for ad in numbered(number).ads {
            assert_eq!(
                items.next().map(|item| item.digest),
                Some(ad.digest),
                "in batch {number}"
            );
        }
    }
    let ads = all(|visit| database.each_judged(visit)).unwrap().len() as u64;
    assert_eq!(ads, if batches == 0 { 0 } else { (batches + 1) * ADS / 2 });
    batches
}

/// The test runs itself as the child that is to be killed.
#[test]
fn a_killed_import_leaves_whole_batches() {
    if let Ok(path) = std::env::var(CHILD) {
        let from = std::env::var(FROM).unwrap().parse().unwrap();
        let database = Sqlite::open(Path::new(&path)).unwrap();
        import(&database, from..);
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("killed.db");
    let (mut committed, mut rounds_with_news) = (0, 0);
    let mut round = 0;
    // On a busy machine children need longer to come as far as a commit: more rounds, each with more time.
    while round < ROUNDS || (rounds_with_news == 0 && round < 6 * ROUNDS) {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "crash::a_killed_import_leaves_whole_batches",
                "--nocapture",
            ])
            .env(CHILD, &path)
            .env(FROM, committed.to_string())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // Different moments of opening, writing, compressing, committing and checkpointing.
        std::thread::sleep(Duration::from_millis(
            40 + round * 173 % 700 * (1 + round / ROUNDS),
        ));
        round += 1;
        child.kill().unwrap();
        assert!(
            !child.wait().unwrap().success(),
            "it was to be killed, not to end"
        );
        let now = whole_batches(&Sqlite::open(&path).unwrap());
        assert!(
            now >= committed,
            "committed batches are lost: {committed} then {now}"
        );
        rounds_with_news += u64::from(now > committed);
        committed = now;
    }
    assert!(
        rounds_with_news > 0,
        "no child lived long enough to commit: the test shows nothing"
    );
    let last = committed + 3;
    let database = Sqlite::open(&path).unwrap();
    import(&database, committed.saturating_sub(5)..last);
    let uninterrupted = Sqlite::open_in_memory().unwrap();
    import(&uninterrupted, 0..last);
    assert_eq!(whole_batches(&database), last);
    assert_eq!(database.digest().unwrap(), uninterrupted.digest().unwrap());
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}{suffix}", path.display()))
}

/// The frames of the log that are in the file already; these were synced before, so no power cut takes them.
/// <https://sqlite.org/walformat.html>, section 2.1: `nBackfill` at byte 96 of the index, native byte order.
fn synced_length(path: &Path) -> usize {
    let index = std::fs::read(beside(path, "-shm")).unwrap();
    let log = std::fs::read(beside(path, "-wal")).unwrap();
    let page_size = log
        .get(8..12)
        .map_or(0, |bytes| u32::from_be_bytes(bytes.try_into().unwrap()));
    let backfilled = u32::from_ne_bytes(index[96..100].try_into().unwrap());
    (32 + backfilled as usize * (24 + page_size as usize)).min(log.len())
}

/// A power cut: the file as it is, and any part of the log that was not synced missing.
fn after_power_cut(path: &Path, copy: &Path, length: usize) -> Sqlite {
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(beside(copy, suffix));
    }
    std::fs::copy(path, copy).unwrap();
    let log = std::fs::read(beside(path, "-wal")).unwrap();
    std::fs::write(beside(copy, "-wal"), &log[..length.min(log.len())]).unwrap();
    Sqlite::open(copy).unwrap()
}

#[test]
fn a_power_cut_leaves_whole_batches() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("live.db"), folder.path().join("copy.db"));
    let database = Sqlite::open(&path).unwrap();
    let mut started = database.start_import().unwrap();
    let (mut cuts, mut kept_some) = (0_usize, 0);
    for number in 0..BATCHES {
        started.write(numbered(number)).unwrap();
        if number % 14 != 13 {
            continue;
        }
        let (synced, full) = (
            synced_length(&path),
            std::fs::read(beside(&path, "-wal")).unwrap().len(),
        );
        for part in 0..4 {
            cuts += 1;
            let length = synced + (full - synced) * part / 3 + cuts * 37 % 1000;
            let batches = whole_batches(&after_power_cut(&path, &copy, length));
            assert!(batches <= number + 1);
            kept_some += usize::from(batches > 0);
        }
    }
    assert!(
        kept_some > 0,
        "nothing was ever committed: the test shows nothing"
    );
    started.finish().unwrap();
    std::fs::remove_file(&copy).unwrap();
    // After the end the file alone holds everything, were the log lost altogether.
    assert_eq!(whole_batches(&after_power_cut(&path, &copy, 0)), BATCHES);
}
