//! Importers of MongoDB that are killed, or that write the same at once: what is there in the end is what one importer
//! that nobody disturbed would have left.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test fails by panicking, and this one tells its own child what to do by the environment"
)]

use std::process::{Command, Stdio};
use std::sync::Barrier;
use std::time::Duration;

use database::conformance::all;
use database::conformance::samples::{at, batch, moment, sample};
use database::mongodb::{Address, bson, names};
use database::{Database, Error, ImportBatch, ImportCounts, Mongo, Refused, Search, Sqlite};
use model::MicroDollars;

const CHILD: &str = "SELLERS_ADS_CRASH_TEST_DATABASE";
const ADS: u64 = 24;
const BATCHES: u64 = 40;
const ROUNDS: u64 = 5;

/// A database of this test's own on the server; gone when it is dropped.
struct Base {
    uri: String,
    name: String,
}

impl Base {
    fn new(test: &str) -> Self {
        let uri = std::env::var("MONGODB_TEST_URI")
            .unwrap_or_else(|_| panic!("set MONGODB_TEST_URI to a server for tests"));
        let name = format!("crash_{test}_{}", std::process::id());
        let base = Self { uri, name };
        base.drop_it();
        base
    }

    fn open(&self) -> Mongo {
        open(&self.uri, &self.name)
    }

    fn drop_it(&self) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let client = mongodb::Client::with_uri_str(&self.uri).await.unwrap();
            client.database(&self.name).drop().await.unwrap();
        });
    }
}

impl Drop for Base {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.drop_it();
        }
    }
}

fn open(uri: &str, name: &str) -> Mongo {
    Mongo::open(&Address::new(uri), Some(name)).unwrap()
}

/// A batch of an import: each ad comes again in the next batch, with other content, and with the batch a search.
fn numbered(number: u64) -> ImportBatch {
    let ids = number * ADS / 2..number * ADS / 2 + ADS;
    let samples: Vec<_> = ids
        .map(|id| {
            let content = format!("{id} in {number} {}", "x".repeat(200));
            sample(
                &format!("{:06}", id * 7919 % 1_000_003),
                &content,
                at(number.cast_signed()),
            )
        })
        .collect();
    let minutes = (number / 2).cast_signed();
    ImportBatch {
        searches: vec![Search {
            domain: "a.tn".to_owned(),
            at: Some(moment(minutes)),
            ads: number,
            complete: number % 2 == 1,
            cost: MicroDollars::new(750),
        }],
        refused: vec![Refused {
            source: "a.json".to_owned(),
            item: number,
            reason: "no id".to_owned(),
            raw: vec![b'{'; 400],
        }],
        ..batch(&samples)
    }
}

fn import(database: &dyn Database, numbers: impl IntoIterator<Item = u64>) -> ImportCounts {
    let mut import = database.start_import().unwrap();
    for number in numbers {
        import.write(numbered(number)).unwrap();
    }
    import.finish().unwrap()
}

/// The digest that an import leaves which nobody disturbs, on the other engine.
fn undisturbed(batches: impl IntoIterator<Item = u64>) -> u64 {
    let database = Sqlite::open_in_memory().unwrap();
    import(&database, batches);
    database.digest().unwrap()
}

fn assert_whole(database: &Mongo, batches: std::ops::Range<u64>) {
    assert_eq!(database.verify().unwrap(), Vec::<String>::new());
    assert_eq!(database.digest().unwrap(), undisturbed(batches));
    let mut numbers = 0;
    database
        .each_search_after(0, &mut |(number, _)| {
            assert!(number > numbers, "numbers grow");
            numbers = number;
            Ok(std::ops::ControlFlow::Continue(()))
        })
        .unwrap();
}

/// The test runs itself as the child that is to be killed.
#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn a_killed_import_is_completed_by_the_next() {
    if let Ok(name) = std::env::var(CHILD) {
        let uri = std::env::var("MONGODB_TEST_URI").unwrap();
        import(&open(&uri, &name), 0..BATCHES);
        return;
    }
    let base = Base::new("killed");
    let database = base.open();
    let mut cut_amid = 0;
    for round in 0..ROUNDS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "mongodb_crash::a_killed_import_is_completed_by_the_next",
                "--ignored",
                "--nocapture",
            ])
            .env(CHILD, &base.name)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // Wherever it is by the time that it has come a little further than the one before.
        let before = database.count(names::RAW_BLOCKS, bson::Document::new()).unwrap();
        while child.try_wait().unwrap().is_none()
            && database.count(names::RAW_BLOCKS, bson::Document::new()).unwrap() < before + 2
        {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis(round * 37 % 90));
        child.kill().unwrap();
        cut_amid += u64::from(!child.wait().unwrap().success());
        assert_eq!(
            database.verify().unwrap(),
            Vec::<String>::new(),
            "what is there is sound"
        );
    }
    assert!(
        cut_amid > 0,
        "no child was killed before its end: the test shows nothing"
    );
    import(&database, 0..BATCHES);
    assert_whole(&database, 0..BATCHES);
    assert_eq!(
        import(&database, 0..BATCHES),
        ImportCounts {
            ads: ADS * BATCHES,
            new: 0,
            updated: 0
        }
    );
}

/// The cuts that a kill hits only by luck: after each kind of write, the rest missing.
#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn a_cut_after_any_write_is_completed_by_the_next() {
    let base = Base::new("cut");
    let database = base.open();
    let everything = [
        names::RAW_ITEMS,
        names::ADS,
        "sa_search_log",
        names::SEARCHES,
        names::REFUSED,
    ];
    import(&database, 0..4);
    let digest = undisturbed(0..4);
    // The searches' log is written before searches, so a cut leaves a log with or without them.
    for missing in [0, 1, 2, 3, 4] {
        for collection in &everything[missing..] {
            database.delete(collection, bson::Document::new()).unwrap();
        }
        assert_eq!(
            database.verify().unwrap(),
            Vec::<String>::new(),
            "without {}",
            everything[missing]
        );
        import(&database, 0..4);
        assert_eq!(
            database.digest().unwrap(),
            digest,
            "without {}",
            everything[missing]
        );
        assert_eq!(database.verify().unwrap(), Vec::<String>::new());
        assert_eq!(
            all(|visit| database.each_search_after(0, visit)).unwrap().len(),
            2
        );
    }
}

/// Each new ad is new to one of them; what comes again changes nothing twice.
#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn importers_of_the_same_at_once_leave_what_one_leaves() {
    let base = Base::new("same");
    let start = Barrier::new(3);
    let distinct: Vec<_> = (0..150)
        .map(|id| sample(&format!("{id:03}"), "a", at(id % 7)))
        .collect();
    let counts: Vec<_> = std::thread::scope(|scope| {
        let importers = [(); 3].map(|()| {
            scope.spawn(|| {
                let database = base.open();
                start.wait();
                let mut import = database.start_import().unwrap();
                for part in distinct.chunks(50) {
                    import.write(batch(part)).unwrap();
                }
                import.finish().unwrap()
            })
        });
        importers
            .into_iter()
            .map(|importer| importer.join().unwrap())
            .collect()
    });
    let new: u64 = counts.iter().map(|counts| counts.new).sum();
    let updated: u64 = counts.iter().map(|counts| counts.updated).sum();
    assert_eq!((new, updated), (150, 0), "{counts:?}");
    let database = base.open();
    assert_eq!(all(|visit| database.each_raw(visit)).unwrap().len(), 150);
    assert_eq!(database.verify().unwrap(), Vec::<String>::new());
}

/// Overlapping, and from both ends.
#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn importers_of_overlapping_batches_leave_what_one_leaves() {
    let base = Base::new("overlapping");
    let start = Barrier::new(2);
    let new: u64 = std::thread::scope(|scope| {
        let forward = scope.spawn(|| {
            let database = base.open();
            start.wait();
            import(&database, 0..14).new
        });
        let backward = scope.spawn(|| {
            let database = base.open();
            start.wait();
            import(&database, (6..20).rev()).new
        });
        forward.join().unwrap() + backward.join().unwrap()
    });
    assert_eq!(new, 21 * ADS / 2, "each ad is new once");
    assert_whole(&base.open(), 0..20);
}

/// What is damaged is told, each by its name.
#[test]
#[ignore = "needs MONGODB_TEST_URI"]
fn damage_is_found() {
    use bson::doc;
    use database::mongodb::UpdateStatement;

    let base = Base::new("damage");
    let database = base.open();
    import(&database, 0..3);
    assert_eq!(database.verify().unwrap(), Vec::<String>::new());
    let set = |collection, fields: bson::Document| {
        let one = UpdateStatement::new(doc! {}, doc! {"$set": fields});
        database.update_many_statements(collection, &[one]).unwrap();
    };
    set(names::ADS, doc! {"c": "nonsense"});
    set(names::REFUSED, doc! {"i": "one"});
    set(names::RAW_BLOCKS, doc! {"c": 5});
    database.delete(names::RAW_BLOCKS, doc! {"_id": 2}).unwrap();
    let findings = database.verify().unwrap().join("\n");
    for told in [
        "\"c\"",
        "\"i\"",
        "block 1 of raw items: its checksum",
        "block 2 of raw items: it is missing",
    ] {
        assert!(findings.contains(told), "{told} is not among\n{findings}");
    }
    assert!(matches!(
        all(|visit| database.each_raw(visit)),
        Err(Error::Damaged(_))
    ));
    let lost = database.delete(names::RAW_ITEMS, doc! {"b": 3}).unwrap();
    let findings = database.verify().unwrap();
    let missing = findings
        .iter()
        .filter(|finding| finding.contains("no raw item for the current content"));
    assert!(lost > 0 && missing.count() > 0, "{findings:?}");
}
