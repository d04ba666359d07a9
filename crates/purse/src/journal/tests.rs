use std::ops::ControlFlow;

use database::{Database, Movement, Sqlite};
use model::{MicroDollars, Timestamp};

use super::*;
use crate::{Purse, Reservation};

fn at(millis: i64) -> Timestamp {
    Timestamp::clamped(1_794_312_000_000 + millis)
}

fn reservation(tag: &str) -> Reservation {
    Reservation {
        tag: tag.to_owned(),
        owner: "one".to_owned(),
        scan: "scan".to_owned(),
        cap: MicroDollars::new(1_000),
        order: serde_json::json!({"items": 3, "text": "é\n"}),
    }
}

fn purse<'d>(database: &'d Sqlite, folder: &Path, name: &str) -> Purse<'d> {
    let purse = Purse::open(database, MicroDollars::new(1_000_000), at(0)).unwrap();
    let journal = Journal::open(folder, name).unwrap();
    purse.with_journal(journal).unwrap()
}

fn lines(database: &dyn Database) -> Vec<LedgerLine> {
    let mut lines = Vec::new();
    database
        .each_ledger_line(0, &mut |line| {
            lines.push(line);
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    lines
}

/// A ledger of eight lines in the journals of two folders that took turns.
fn written(folders: [&Path; 2]) -> Sqlite {
    let database = Sqlite::open_in_memory().unwrap();
    let purses = folders.map(|folder| purse(&database, folder, "a"));
    for (turn, purse) in purses.iter().cycle().take(4).enumerate() {
        let tags = [format!("{turn}-x"), format!("{turn}-y")];
        let wanted = tags.each_ref().map(|tag| reservation(tag));
        purse.reserve(at(i64::try_from(turn).unwrap()), &wanted).unwrap();
    }
    database
}

fn restored(folders: &[&Path]) -> (Sqlite, Restored, Copies) {
    let folders: Vec<PathBuf> = folders.iter().map(|folder| (*folder).to_owned()).collect();
    let copies = Copies::read(&folders).unwrap();
    let database = Sqlite::open_in_memory().unwrap();
    let restored = restore(&database, &copies).unwrap();
    (database, restored, copies)
}

#[test]
fn the_journals_of_two_machines_make_the_ledger_again() {
    let [one, two] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let original = written([one.path(), two.path()]);
    let (database, restored, copies) = restored(&[one.path(), two.path()]);
    assert_eq!((restored.lines, restored.last, restored.stopped), (8, 8, None));
    assert_eq!(copies.journals, 2);
    assert_eq!(lines(&database), lines(&original));
    let again = restore(&database, &copies).unwrap();
    assert_eq!((again.lines, again.last, again.stopped), (0, 8, None));
}

#[test]
fn one_machine_alone_tells_which_lines_are_missing_until_a_purse_is_opened_on_it() {
    let [one, two] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let original = written([one.path(), two.path()]);
    let (database, told, _) = restored(&[one.path()]);
    assert_eq!(told.stopped, Some(Stop::Gap { from: 3, to: 4 }));
    assert_eq!(lines(&database), lines(&original).get(..2).unwrap());
    drop(purse(&original, one.path(), "later"));
    let (database, told, _) = restored(&[one.path()]);
    assert_eq!((told.lines, told.stopped), (8, None));
    assert_eq!(lines(&database), lines(&original));
}

#[test]
fn a_torn_end_is_no_damage_and_a_changed_byte_is() {
    let folder = tempfile::tempdir().unwrap();
    let original = written([folder.path(), folder.path()]);
    let path = folder.path().join("ledger-a.jsonl");
    let whole = std::fs::read(&path).unwrap();
    let ends: Vec<usize> = (0..whole.len()).filter(|place| whole[*place] == b'\n').collect();
    let (last, before) = (whole.len() - 1, ends[6]);
    for length in before + 1..last {
        std::fs::write(&path, &whole[..length]).unwrap();
        let copies = Copies::read(&[folder.path().to_owned()]).unwrap();
        assert!(copies.damaged.is_empty(), "cut at {length}");
        assert_eq!(copies.lines().cloned().collect::<Vec<_>>(), lines(&original)[..7]);
    }
    for place in ends[2] + 1..ends[3] {
        let mut bytes = whole.clone();
        bytes[place] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        let copies = Copies::read(&[folder.path().to_owned()]).unwrap();
        assert!(copies.line(4).is_none() && copies.last() == 8, "byte {place}");
        assert!(copies.damaged.iter().any(|damage| damage.lines.contains(&4)));
    }
    let (database, told, _) = restored(&[folder.path()]);
    assert_eq!((told.last, told.stopped), (3, Some(Stop::Gap { from: 4, to: 4 })));
    assert_eq!(lines(&database), lines(&original)[..3]);
}

#[test]
fn whoever_opens_it_again_cuts_off_the_torn_end_and_writes_what_is_lacking() {
    let folder = tempfile::tempdir().unwrap();
    let original = written([folder.path(), folder.path()]);
    let path = folder.path().join("ledger-a.jsonl");
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() - 9]).unwrap();
    drop(purse(&original, folder.path(), "a"));
    let (database, told, copies) = restored(&[folder.path()]);
    assert_eq!((told.lines, told.stopped, copies.damaged.len()), (8, None, 0));
    assert_eq!(lines(&database), lines(&original));
}

#[test]
fn journals_of_two_ledgers_are_never_mixed() {
    let folders = [0, 1, 2].map(|_| tempfile::tempdir().unwrap());
    written([folders[0].path(), folders[0].path()]);
    let other = Sqlite::open_in_memory().unwrap();
    let of_other = purse(&other, folders[1].path(), "a");
    of_other.reserve(at(7), &[reservation("another")]).unwrap();
    let (database, told, _) = restored(&[folders[0].path(), folders[1].path()]);
    assert_eq!(told.stopped, Some(Stop::Contradiction { number: 1 }));
    assert!(lines(&database).is_empty());
    let copies = Copies::read(&[folders[0].path().to_owned()]).unwrap();
    let told = restore(&other, &copies).unwrap();
    assert_eq!(
        (told.lines, told.stopped),
        (0, Some(Stop::Contradiction { number: 1 }))
    );
    let impossible = Sqlite::open_in_memory().unwrap();
    let release = |tag: &str| Movement::Release {
        tag: tag.to_owned(),
        reason: String::new(),
    };
    Journal::open(folders[2].path(), "x")
        .unwrap()
        .write(&[LedgerLine {
            number: 1,
            at: at(0),
            movement: release("nobody"),
        }]);
    let copies = Copies::read(&[folders[2].path().to_owned()]).unwrap();
    let told = restore(&impossible, &copies).unwrap();
    assert!(
        matches!(told.stopped, Some(Stop::Impossible { number: 1, .. })),
        "{told:?}"
    );
}
