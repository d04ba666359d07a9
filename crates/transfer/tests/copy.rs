//! Copies between two files: everything arrives, whatever cuts it, and nothing is merged that must not be.

use crate::cases;

use std::cell::Cell;

use database::conformance::samples::{at, batch, import, sample};
use database::{Database, Sqlite};
use tempfile::TempDir;

/// Makes new files, one after another.
struct Files {
    folder: TempDir,
    made: Cell<u32>,
}

impl Files {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            made: Cell::new(0),
        }
    }

    fn make(&self) -> Box<dyn Database> {
        self.made.set(self.made.get() + 1);
        let path = self.folder.path().join(format!("{}.db", self.made.get()));
        Box::new(Sqlite::open(&path).unwrap())
    }
}

fn with_files(case: cases::Case) {
    let files = Files::new();
    case(&|| files.make(), &|| files.make());
}

#[test]
fn everything_arrives_and_a_repetition_changes_nothing() {
    with_files(cases::everything_arrives_and_a_repetition_changes_nothing);
}

#[test]
fn a_copy_that_is_cut_anywhere_goes_on() {
    with_files(cases::a_copy_that_is_cut_anywhere_goes_on);
}

#[test]
fn another_ledger_is_refused_before_anything_is_written() {
    with_files(cases::another_ledger_is_refused_before_anything_is_written);
}

#[test]
fn what_changes_meanwhile_is_followed() {
    with_files(cases::what_changes_meanwhile_is_followed);
}

#[test]
fn a_target_that_holds_more_is_told() {
    with_files(cases::a_target_that_holds_more_is_told);
}

#[test]
fn a_source_in_the_middle_of_a_rebuild_is_refused() {
    with_files(cases::a_source_in_the_middle_of_a_rebuild_is_refused);
}

#[test]
fn a_copy_that_is_cut_among_many_items_repeats_few() {
    let files = Files::new();
    let (source, target) = (files.make(), files.make());
    let all = 30_000;
    let many: Vec<_> = (0..all)
        .map(|n| sample(&format!("m{n:05}"), "many", at(n)))
        .collect();
    import(&*source, many.chunks(1000).map(batch).collect()).unwrap();
    let cut = cases::Cut::after(transfer::Stage::Items, 50);
    let stopped = transfer::copy(&*source, &*target, cases::now(), &cut);
    assert!(matches!(stopped, Err(transfer::Error::Stopped)), "{stopped:?}");
    let rest = transfer::copy(&*source, &*target, cases::now(), &transfer::Silent).unwrap();
    assert!(rest.resumed && rest.verified.same(), "{rest:?}");
    assert!((1..=10_000).contains(&rest.counts.items), "{rest:?}");
}

#[test]
fn one_database_by_two_names_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let one = Sqlite::open(&folder.path().join("a.db")).unwrap();
    let other = Sqlite::open(&folder.path().join(".").join("a.db")).unwrap();
    for _ in 0..2 {
        let refused = transfer::copy(&one, &other, cases::now(), &transfer::Silent);
        assert!(matches!(refused, Err(transfer::Error::Same)), "{refused:?}");
    }
}
