//! What the purse's tests share: a database of which only the ledger works, and which fails when it is told to.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::collections::HashSet;
use std::sync::Mutex;

use database::{
    AdFilter, AdQuery, Attribution, Claim, Database, Error, Import, JudgedAd, KeptItem, LedgerLine, Movement,
    NewWork, RawItem, Record, Refused, Result, Search, SellerAd, Shelf, Sqlite, StoredAd, Upserted, Verdicts,
    Visit, WorkEnd, WorkFilter, WorkItem, WorkerSeen,
};
use model::document::{Mapping, Report};
use model::observation::{FactsKind, LandingPage, Observation, Observed, Place, Undecided};
use model::{MicroDollars, Seller, Timestamp};
use purse::Reservation;

/// A minute of November 2026.
pub fn minute(minutes: i64) -> Timestamp {
    Timestamp::parse("2026-11-01")
        .map(|first| Timestamp::clamped(first.as_millis() + minutes * 60_000))
        .unwrap()
}

/// Whole micro-dollars.
pub fn micros(micros: i64) -> MicroDollars {
    MicroDollars::new(micros)
}

/// Who reserves.
pub const OWNER: &str = "host:1";

/// A reservation under this tag.
pub fn wanted(tag: &str, cap: i64) -> Reservation {
    Reservation {
        tag: tag.to_owned(),
        owner: OWNER.to_owned(),
        scan: "scan-1".to_owned(),
        cap: micros(cap),
        order: serde_json::json!({"purpose": "probe", "items": 10}),
    }
}

/// How a ledger is to fail, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// An append fails and has no effect.
    AppendFails,
    /// An append takes effect, and its writer is told that it failed.
    AppendTakesEffectAndFails,
    /// The same, and the next read fails too.
    AppendTakesEffectAndIsDeaf,
    /// A read fails after so many lines.
    ReadFails(u64),
    /// Another writer takes the next number, with a reservation of this cap, just before an append.
    AnotherIsFirst(i64),
    /// Another owner, `host:2`, adopts the run `a` just before an append.
    AnotherAdopts,
    /// An append is refused although nobody was first.
    AppendIsRefused,
}

enum Store {
    Memory(Mutex<Vec<LedgerLine>>),
    Sqlite(Box<Sqlite>),
}

/// A ledger that fails on demand.
pub struct Ledger {
    store: Store,
    next: Mutex<Option<Fault>>,
}

impl Ledger {
    /// In memory: quick.
    pub fn in_memory() -> Self {
        Self::over(Store::Memory(Mutex::default()))
    }

    /// In a temporary SQLite file.
    pub fn on_sqlite() -> Self {
        Self::over(Store::Sqlite(Box::new(Sqlite::open_in_memory().unwrap())))
    }

    fn over(store: Store) -> Self {
        Self {
            store,
            next: Mutex::default(),
        }
    }

    /// The next call that this fault concerns fails.
    pub fn fail(&self, fault: Option<Fault>) {
        *self.next.lock().unwrap() = fault;
    }

    /// Takes the fault if it is of the kind that is asked for.
    fn fault(&self, concerns: impl Fn(Fault) -> bool) -> Option<Fault> {
        let mut next = self.next.lock().unwrap();
        next.take_if(|fault| concerns(*fault))
    }

    /// Every line, whatever faults wait.
    pub fn lines(&self) -> Vec<LedgerLine> {
        match &self.store {
            Store::Memory(lines) => lines.lock().unwrap().clone(),
            Store::Sqlite(database) => {
                database::conformance::all(|visit| database.each_ledger_line(0, visit)).unwrap()
            }
        }
    }

    fn read(&self, after: u64, visit: Visit<'_, LedgerLine>) -> Result<()> {
        match &self.store {
            Store::Memory(lines) => {
                let after = usize::try_from(after).unwrap();
                let rest = lines
                    .lock()
                    .unwrap()
                    .iter()
                    .skip(after)
                    .cloned()
                    .collect::<Vec<_>>();
                for line in rest {
                    if visit(line)?.is_break() {
                        break;
                    }
                }
                Ok(())
            }
            Store::Sqlite(database) => database.each_ledger_line(after, visit),
        }
    }

    fn write(&self, after: u64, at: Timestamp, movements: &[Movement]) -> Result<bool> {
        match &self.store {
            Store::Memory(lines) => {
                let mut lines = lines.lock().unwrap();
                if lines.len() as u64 != after {
                    return Ok(false);
                }
                let numbered = (after + 1..).zip(movements.iter().cloned());
                lines.extend(numbered.map(|(number, movement)| LedgerLine { number, at, movement }));
                Ok(true)
            }
            Store::Sqlite(database) => database.append_to_ledger(after, at, movements),
        }
    }
}

fn failure() -> Error {
    Error::Engine("as it was told to".to_owned())
}

/// What a purse never calls.
macro_rules! not_for_a_purse {
    ($($name:ident($($argument:ident: $type:ty),*) -> $result:ty;)*) => {
        $(fn $name(&self, $($argument: $type),*) -> $result {
            $(let _ = $argument;)*
            unreachable!("a purse needs the ledger only")
        })*
    };
}

impl Database for Ledger {
    fn each_ledger_line(&self, after: u64, visit: Visit<'_, LedgerLine>) -> Result<()> {
        let Some(Fault::ReadFails(lines)) = self.fault(|fault| matches!(fault, Fault::ReadFails(_))) else {
            return self.read(after, visit);
        };
        let mut read = 0;
        self.read(after, &mut |line| {
            read += 1;
            if read > lines { Err(failure()) } else { visit(line) }
        })?;
        Err(failure())
    }

    fn append_to_ledger(&self, after: u64, at: Timestamp, movements: &[Movement]) -> Result<bool> {
        match self.fault(|fault| !matches!(fault, Fault::ReadFails(_))) {
            None | Some(Fault::ReadFails(_)) => self.write(after, at, movements),
            Some(Fault::AppendFails) => Err(failure()),
            Some(Fault::AppendTakesEffectAndFails) => {
                self.write(after, at, movements)?;
                Err(failure())
            }
            Some(Fault::AppendTakesEffectAndIsDeaf) => {
                self.write(after, at, movements)?;
                self.fail(Some(Fault::ReadFails(0)));
                Err(failure())
            }
            Some(Fault::AnotherIsFirst(cap)) => {
                let other = wanted("another", cap);
                let reserve = Movement::Reserve {
                    tag: other.tag,
                    owner: other.owner,
                    scan: other.scan,
                    cap: other.cap,
                    order: other.order,
                };
                assert!(self.write(after, at, &[reserve])?);
                self.write(after, at, movements)
            }
            Some(Fault::AnotherAdopts) => {
                let adopt = Movement::Adopt {
                    tag: "a".to_owned(),
                    owner: "host:2".to_owned(),
                };
                assert!(self.write(after, at, &[adopt])?);
                self.write(after, at, movements)
            }
            Some(Fault::AppendIsRefused) => Ok(false),
        }
    }

    not_for_a_purse! {
        describe() -> String;
        upsert_sellers(sellers: &[Seller]) -> Result<Upserted>;
        remove_seller(slug: &str) -> Result<bool>;
        seller(slug: &str) -> Result<Option<Seller>>;
        each_seller(visit: Visit<'_, Seller>) -> Result<()>;
        each_touched(after: u64, visit: Visit<'_, String>) -> Result<()>;
        start_import() -> Result<Box<dyn Import + '_>>;
        each_search(visit: Visit<'_, Search>) -> Result<()>;
        each_search_after(after: u64, visit: Visit<'_, (u64, Search)>) -> Result<()>;
        each_refused(visit: Visit<'_, Refused>) -> Result<()>;
        each_ad(filter: &AdFilter, visit: Visit<'_, StoredAd>) -> Result<()>;
        each_judged(visit: Visit<'_, JudgedAd>) -> Result<()>;
        count_stale(engine: u64) -> Result<u64>;
        write_verdicts(engine: u64, verdicts: &Verdicts) -> Result<()>;
        put_attributions(attributions: &[Attribution]) -> Result<u64>;
        ads_of(query: &AdQuery) -> Result<Vec<SellerAd>>;
        each_raw(visit: Visit<'_, RawItem>) -> Result<()>;
        each_kept(after: u64, visit: Visit<'_, KeptItem>) -> Result<()>;
        clear_ads() -> Result<()>;
        put_mappings(mappings: &[Mapping]) -> Result<u64>;
        mapping(slug: &str) -> Result<Option<Mapping>>;
        each_mapping(visit: Visit<'_, Mapping>) -> Result<()>;
        keep_mappings_of(slugs: &HashSet<String>) -> Result<u64>;
        put_reports(reports: &[Report]) -> Result<u64>;
        report(slug: &str) -> Result<Option<Report>>;
        each_report(visit: Visit<'_, Report>) -> Result<()>;
        reports_of(slug: &str) -> Result<Vec<Report>>;
        each_report_ever(visit: Visit<'_, Report>) -> Result<()>;
        note(key: &str) -> Result<Option<String>>;
        each_note(visit: Visit<'_, (String, String)>) -> Result<()>;
        set_note(key: &str, value: &str) -> Result<()>;
        put_observed(observed: &[Observed]) -> Result<u64>;
        put_undecided(undecided: &[Undecided]) -> Result<()>;
        each_observation(history: bool, visit: Visit<'_, Observation>) -> Result<()>;
        observations_of(place: &Place) -> Result<Vec<Observation>>;
        each_undecided(visit: Visit<'_, Undecided>) -> Result<()>;
        page_of(place: &Place) -> Result<Option<LandingPage>>;
        expire_observations(kind: FactsKind, now: Timestamp) -> Result<u64>;
        record(shelf: Shelf, key: &str) -> Result<Option<Record>>;
        each_record(shelf: Shelf, visit: Visit<'_, Record>) -> Result<()>;
        put_record(shelf: Shelf, key: &str, body: &str, expected: Option<u64>) -> Result<Option<u64>>;
        remove_record(shelf: Shelf, key: &str) -> Result<bool>;
        records_version() -> Result<u64>;
        put_work(items: &[NewWork]) -> Result<u64>;
        claim_work(claim: &Claim<'_>) -> Result<Option<WorkItem>>;
        renew_work(key: &str, token: u64, until: Timestamp) -> Result<bool>;
        end_work(key: &str, token: u64, end: &WorkEnd) -> Result<bool>;
        withdraw_work(key: &str) -> Result<bool>;
        work(key: &str) -> Result<Option<WorkItem>>;
        each_work(filter: &WorkFilter, visit: Visit<'_, WorkItem>) -> Result<()>;
        clear_work(group: &str) -> Result<u64>;
        note_worker(worker: &WorkerSeen) -> Result<()>;
        forget_worker(name: &str) -> Result<()>;
        each_worker(visit: Visit<'_, WorkerSeen>) -> Result<()>;
        digest() -> Result<u64>;
        version() -> Result<u64>;
        verify() -> Result<Vec<String>>;
    }
}
