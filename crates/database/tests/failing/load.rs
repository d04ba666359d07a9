//! Writers of every kind at once, who remember what they were told, and what must be true of it afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use database::conformance::all;
use database::conformance::samples::{at, batch, sample};
use database::mongodb::Address;
use database::{
    Claim, Database, Error, ImportBatch, LedgerLine, Mongo, Movement, NewWork, Shelf, Sqlite, WorkEnd,
    WorkFilter, WorkState,
};
use model::Timestamp;

/// Items of work.
const ITEMS: usize = 60;
/// Writers of each kind.
pub const WRITERS: usize = 3;
const BATCHES: i64 = 3;
const ADS: usize = 30;
const RECORD: &str = "shared";

/// What writers were told.
#[derive(Debug, Default)]
struct Told {
    /// It is so.
    written: Vec<String>,
    /// It is not so.
    refused: Vec<String>,
    /// Nobody knows.
    unknown: Vec<String>,
}

impl Told {
    fn note(&mut self, what: String, answer: Result<bool, Error>) {
        match answer {
            Ok(true) => self.written.push(what),
            Ok(false) => self.refused.push(what),
            Err(error) => {
                is_of_the_server(&error);
                self.unknown.push(what);
            }
        }
    }

    /// Holds it against what is there, each once.
    fn check(&self, what: &str, there: &[String]) {
        let once: BTreeSet<&String> = there.iter().collect();
        assert_eq!(
            once.len(),
            there.len(),
            "{what}: something is there twice: {there:?}"
        );
        for written in &self.written {
            assert!(
                once.contains(written),
                "{what}: {written} was acknowledged and is lost"
            );
        }
        for refused in &self.refused {
            assert!(
                !once.contains(refused),
                "{what}: {refused} was refused and is there"
            );
        }
        let told = self.written.iter().chain(&self.unknown).collect::<BTreeSet<_>>();
        assert!(
            once.is_subset(&told),
            "{what}: something is there that nobody wrote"
        );
    }
}

/// That a failure says that the server is the trouble, in words that an operator can act on.
pub fn is_of_the_server(error: &Error) {
    assert!(
        matches!(error, Error::Unreachable { .. } | Error::Busy),
        "{error:?}"
    );
    let words = error.to_string();
    assert!(!words.contains("Kind:") && !words.contains("Error {"), "{words}");
}

/// Everything that is written while the storm blows.
#[derive(Default)]
pub struct Load {
    over: AtomicBool,
    ledger: Mutex<Told>,
    records: Mutex<Told>,
    done: Mutex<Told>,
}

impl Load {
    /// Writes through handles of their own, all of kinds at once, until the storm has passed; then everything must be
    /// as it was told.
    pub fn weather(open: &(dyn Fn() -> Mongo + Sync), storm: impl FnOnce()) {
        let load = Self::default();
        let calm = open();
        calm.put_work(&items()).unwrap();
        std::thread::scope(|scope| {
            for writer in 0..WRITERS {
                let load = &load;
                scope.spawn(move || load.append(&open(), writer));
                scope.spawn(move || load.record(&open(), writer));
                scope.spawn(move || load.work(&open(), writer));
                scope.spawn(move || import(&open(), writer));
            }
            storm();
            load.over.store(true, Ordering::SeqCst);
        });
        // The handle that saw it all from the start goes on.
        load.check(&calm);
    }

    fn goes_on(&self) -> bool {
        !self.over.load(Ordering::SeqCst)
    }

    fn append(&self, database: &Mongo, writer: usize) {
        let mut last = 0;
        for number in 0.. {
            if !self.goes_on() {
                return;
            }
            let read = database.each_ledger_line(last, &mut |line| {
                last = line.number;
                Ok(ControlFlow::Continue(()))
            });
            if let Err(error) = read {
                is_of_the_server(&error);
                continue;
            }
            let name = format!("{writer}-{number}");
            let halves = ["a", "b"].map(|half| Movement::Release {
                tag: format!("{name}{half}"),
                reason: String::new(),
            });
            let answer = database.append_to_ledger(last, at(number).unwrap(), &halves);
            self.ledger.lock().unwrap().note(name, answer);
        }
    }

    fn record(&self, database: &Mongo, writer: usize) {
        for number in 0.. {
            if !self.goes_on() {
                return;
            }
            let known = match database.record(Shelf::Notes, RECORD) {
                Ok(known) => known,
                Err(error) => {
                    is_of_the_server(&error);
                    continue;
                }
            };
            let (mut names, revision): (Vec<String>, u64) = match known {
                Some(record) => (serde_json::from_str(&record.body).unwrap(), record.revision),
                None => (Vec::new(), 0),
            };
            let name = format!("{writer}-{number}");
            names.push(name.clone());
            let body = serde_json::to_string(&names).unwrap();
            let answer = database.put_record(Shelf::Notes, RECORD, &body, Some(revision));
            self.records
                .lock()
                .unwrap()
                .note(name, answer.map(|revision| revision.is_some()));
        }
    }

    fn work(&self, database: &Mongo, writer: usize) {
        while self.goes_on() {
            match self.one_item(database, writer, 0) {
                Ok(true) => {}
                Ok(false) => std::thread::yield_now(),
                Err(error) => is_of_the_server(&error),
            }
        }
    }

    /// Claims an item and says that it is done; gives whether there was one.
    fn one_item(&self, database: &Mongo, writer: usize, minute: i64) -> Result<bool, Error> {
        let claim = Claim {
            queues: &["run"],
            worker: &format!("worker-{writer}"),
            now: at(minute).unwrap(),
            until: at(minute + 3).unwrap(),
        };
        let Some(item) = database.claim_work(&claim)? else {
            return Ok(false);
        };
        let name = format!("{} by {}", item.key, item.token);
        let end = WorkEnd::Done {
            result: serde_json::to_string(&name).unwrap(),
        };
        let answer = database.end_work(&item.key, item.token, &end);
        self.done.lock().unwrap().note(name, answer);
        Ok(true)
    }

    fn check(&self, database: &Mongo) {
        self.check_ledger(database);
        let record = database.record(Shelf::Notes, RECORD).unwrap().unwrap();
        let names: Vec<String> = serde_json::from_str(&record.body).unwrap();
        let told = self.records.lock().unwrap();
        assert!(!told.written.is_empty());
        told.check("records", &names);
        drop(told);
        self.check_work(database);
        let undisturbed = Sqlite::open_in_memory().unwrap();
        for writer in 0..WRITERS {
            import_once(&undisturbed, writer).unwrap();
        }
        assert_eq!(database.digest().unwrap(), undisturbed.digest().unwrap());
        assert_eq!(database.verify().unwrap(), [""; 0]);
    }

    fn check_ledger(&self, database: &Mongo) {
        let lines: Vec<LedgerLine> = all(|visit| database.each_ledger_line(0, visit)).unwrap();
        let numbers: Vec<u64> = lines.iter().map(|line| line.number).collect();
        assert_eq!(
            numbers,
            (1..=lines.len() as u64).collect::<Vec<_>>(),
            "without gaps"
        );
        let tags: Vec<&str> = lines
            .iter()
            .map(|line| match &line.movement {
                Movement::Release { tag, .. } => tag.as_str(),
                other => panic!("{other:?}"),
            })
            .collect();
        let appends: Vec<String> = tags
            .chunks(2)
            .map(|both| {
                let name = both[0].strip_suffix('a').expect("whole appends");
                assert_eq!(both[1], format!("{name}b"), "all of an append or nothing");
                name.to_owned()
            })
            .collect();
        let told = self.ledger.lock().unwrap();
        assert!(!told.written.is_empty());
        told.check("ledger", &appends);
    }

    fn check_work(&self, database: &Mongo) {
        // What was claimed by an answer that got lost is free again once its lease is over.
        for hour in 1..=2 {
            while self.one_item(database, 99, hour * 60).unwrap() {}
        }
        let left = all(|visit| database.each_work(&WorkFilter::default(), visit)).unwrap();
        assert_eq!(left.len(), ITEMS);
        let mut results = BTreeMap::new();
        for item in left {
            assert_eq!(item.state, WorkState::Done, "{item:?}");
            let result: String = serde_json::from_str(&item.result.unwrap()).unwrap();
            results.insert(item.key, result);
        }
        let results: Vec<String> = results.into_values().collect();
        self.done.lock().unwrap().check("work", &results);
    }
}

fn items() -> Vec<NewWork> {
    let item = |number| NewWork {
        key: format!("item {number:03}"),
        queue: "run".to_owned(),
        group: "storm".to_owned(),
        body: "{}".to_owned(),
        not_before: Timestamp::clamped(0),
    };
    (0..ITEMS).map(item).collect()
}

/// What a writer imports: ads that other writers import too, with other contents and times.
fn batches(writer: usize) -> Vec<ImportBatch> {
    let one = |round: i64| {
        let samples: Vec<_> = (0..ADS)
            .map(|id| {
                let id = id + ADS / 2 * writer;
                let seen = at(round * 7 + i64::try_from(writer).unwrap());
                sample(&format!("{id:04}"), &format!("c{}", id % 5), seen)
            })
            .collect();
        batch(&samples)
    };
    (0..BATCHES).map(one).collect()
}

fn import_once(database: &dyn Database, writer: usize) -> Result<(), Error> {
    let mut import = database.start_import()?;
    for batch in batches(writer) {
        import.write(batch)?;
    }
    import.finish().map(drop)
}

/// Imports until nothing stands in the way.
fn import(database: &Mongo, writer: usize) {
    while let Err(error) = import_once(database, writer) {
        is_of_the_server(&error);
    }
}

/// Opens a base at this address.
pub fn opened(uri: &str, patience: std::time::Duration) -> Mongo {
    Mongo::open_with_patience(&Address::new(uri), Some("failures"), patience).unwrap()
}
