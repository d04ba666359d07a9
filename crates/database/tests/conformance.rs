//! SQLite does what every engine must do, on a file and on a temporary one.

use std::cell::Cell;

use database::conformance::Case;
use database::{Database, Sqlite};

database::conformance!(on_file, run_on_file);
database::conformance!(temporary, run_temporary);

fn run_on_file(case: Case) {
    let folder = tempfile::tempdir().unwrap();
    let made = Cell::new(0);
    case(&|| {
        made.set(made.get() + 1);
        let path = folder.path().join(format!("deep/er/{}.db", made.get()));
        Box::new(Sqlite::open(&path).unwrap()) as Box<dyn Database>
    })
    .unwrap();
    assert!(made.get() > 0);
    for number in 1..=made.get() {
        let path = folder.path().join(format!("deep/er/{number}.db"));
        let findings = Sqlite::open(&path).unwrap().verify().unwrap();
        assert_eq!(
            findings,
            Vec::<String>::new(),
            "after it was closed and opened again"
        );
    }
}

fn run_temporary(case: Case) {
    case(&|| Box::new(Sqlite::open_in_memory().unwrap())).unwrap();
}
