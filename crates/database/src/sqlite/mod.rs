//! SQLite, bundled: the default engine. One file and the ledger's, their write-ahead logs beside them.

mod ads;
mod attributions;
mod blocks;
mod columns;
mod connections;
mod digest;
mod documents;
mod failure;
mod import;
mod kept;
mod ledger;
mod observations;
mod packer;
mod raw_items;
mod schema;
mod searches;
mod sellers;
mod touched;
mod verdicts;
mod verify;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use model::document::{Mapping, Report};
use model::observation::{FactsKind, LandingPage, Observation, Observed, Place, Undecided};
use model::{Seller, Timestamp};
use rusqlite::OptionalExtension;

use self::connections::Connections;
use crate::{
    AdFilter, AdQuery, Attribution, Claim, Database, Error, Import, JudgedAd, KeptItem, LedgerLine, Movement,
    NewWork, RawItem, Record, Refused, Result, Search, SellerAd, Shelf, StoredAd, Upserted, Verdicts, Visit,
    WorkEnd, WorkFilter, WorkItem, WorkerSeen,
};

/// How long a writer waits for another one before it gives up.
const PATIENCE: Duration = Duration::from_secs(10);

/// A database in one SQLite file.
///
/// Readers see the state at which they started and never wait; a walk's visitor may call back into the
/// database, to read or to write. Writers wait for each other for 10 s, then give [`Error::Busy`]; an
/// import is a writer from its start to its end, so nothing else can be written by its own thread.
pub struct Sqlite {
    // Before the folder: connections are closed before it is removed.
    connections: Connections,
    ledger: ledger::Ledger,
    path: PathBuf,
    temporary: Option<tempfile::TempDir>,
}

impl Sqlite {
    /// Opens the database in the file `path`; makes it, and the folders above it, where there is none.
    pub fn open(path: &Path) -> Result<Self> {
        Self::open_with_patience(path, PATIENCE)
    }

    /// The same, with another limit to how long a writer waits for another one.
    pub fn open_with_patience(path: &Path, patience: Duration) -> Result<Self> {
        let place = path.display().to_string();
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| Error::Open {
                place: place.clone(),
                reason: format!("its folder cannot be made: {error}"),
            })?;
        }
        if path.is_dir() {
            return Err(Error::Open {
                place,
                reason: "it is a folder; name a file in it".to_owned(),
            });
        }
        let connections =
            Connections::open(path, patience).map_err(|error| failure::opening(&place, error))?;
        Ok(Self {
            connections,
            ledger: ledger::Ledger::beside(path, patience),
            path: path.to_owned(),
            temporary: None,
        })
    }

    /// A database that is gone when dropped, for tests and one-off commands. It lies in a private temporary
    /// folder: SQLite's own in-memory databases cannot be read while they are written.
    pub fn open_in_memory() -> Result<Self> {
        let folder = tempfile::tempdir().map_err(|error| Error::Open {
            place: std::env::temp_dir().display().to_string(),
            reason: format!("a temporary folder cannot be made: {error}"),
        })?;
        let mut database = Self::open(&folder.path().join("temporary.db"))?;
        database.temporary = Some(folder);
        Ok(database)
    }
}

impl Database for Sqlite {
    fn describe(&self) -> String {
        match self.temporary {
            Some(_) => "SQLite, temporary".to_owned(),
            None => format!("SQLite, {}", self.path.display()),
        }
    }

    fn upsert_sellers(&self, sellers: &[Seller]) -> Result<Upserted> {
        self.connections.write(|tx| sellers::upsert(tx, sellers))
    }

    fn remove_seller(&self, slug: &str) -> Result<bool> {
        self.connections.write(|tx| {
            let documents = documents::remove_of(tx, slug)?;
            let removed = sellers::remove(tx, slug)?;
            if removed || documents > 0 {
                touched::touch(tx, slug)?;
            }
            Ok(removed)
        })
    }

    fn seller(&self, slug: &str) -> Result<Option<Seller>> {
        self.connections.read(|c| sellers::one(c, slug))
    }

    fn each_seller(&self, visit: Visit<'_, Seller>) -> Result<()> {
        self.connections.read(|c| sellers::each(c, visit))
    }

    fn each_touched(&self, after: u64, visit: Visit<'_, String>) -> Result<()> {
        self.connections.read(|c| touched::each(c, after, visit))
    }

    fn start_import(&self) -> Result<Box<dyn Import + '_>> {
        Ok(Box::new(import::SqliteImport::start(&self.connections)?))
    }

    fn each_search(&self, visit: Visit<'_, Search>) -> Result<()> {
        self.connections.read(|c| searches::each(c, visit))
    }

    fn each_search_after(&self, after: u64, visit: Visit<'_, (u64, Search)>) -> Result<()> {
        self.connections.read(|c| searches::each_after(c, after, visit))
    }

    fn each_refused(&self, visit: Visit<'_, Refused>) -> Result<()> {
        self.connections.read(|c| searches::each_refused(c, visit))
    }

    fn each_ad(&self, filter: &AdFilter, visit: Visit<'_, StoredAd>) -> Result<()> {
        self.connections.read(|c| ads::each(c, filter, visit))
    }

    fn each_judged(&self, visit: Visit<'_, JudgedAd>) -> Result<()> {
        self.connections.read(|c| verdicts::each_judged(c, visit))
    }

    fn count_stale(&self, engine: u64) -> Result<u64> {
        self.connections.read(|c| verdicts::count_stale(c, engine))
    }

    fn write_verdicts(&self, engine: u64, verdicts: &Verdicts) -> Result<()> {
        self.connections.write(|tx| verdicts::write(tx, engine, verdicts))
    }

    fn put_attributions(&self, attributions: &[Attribution]) -> Result<u64> {
        self.connections.write(|tx| attributions::put(tx, attributions))
    }

    fn ads_of(&self, query: &AdQuery) -> Result<Vec<SellerAd>> {
        self.connections.read(|c| attributions::ads_of(c, query))
    }

    fn each_raw(&self, visit: Visit<'_, RawItem>) -> Result<()> {
        self.connections.read(|c| raw_items::each(c, visit))
    }

    fn each_kept(&self, after: u64, visit: Visit<'_, KeptItem>) -> Result<()> {
        self.connections.read(|c| kept::each(c, after, visit))
    }

    fn clear_ads(&self) -> Result<()> {
        self.connections.write(|tx| ads::clear(tx))
    }

    fn put_mappings(&self, mappings: &[Mapping]) -> Result<u64> {
        self.connections.write(|tx| documents::put_mappings(tx, mappings))
    }

    fn mapping(&self, slug: &str) -> Result<Option<Mapping>> {
        self.connections.read(|c| documents::mapping(c, slug))
    }

    fn each_mapping(&self, visit: Visit<'_, Mapping>) -> Result<()> {
        self.connections.read(|c| documents::each_mapping(c, visit))
    }

    fn keep_mappings_of(&self, slugs: &HashSet<String>) -> Result<u64> {
        self.connections
            .write(|tx| documents::keep_mappings_of(tx, slugs))
    }

    fn put_reports(&self, reports: &[Report]) -> Result<u64> {
        self.connections.write(|tx| documents::put_reports(tx, reports))
    }

    fn report(&self, slug: &str) -> Result<Option<Report>> {
        self.connections.read(|c| documents::report(c, slug))
    }

    fn each_report(&self, visit: Visit<'_, Report>) -> Result<()> {
        self.connections.read(|c| documents::each_report(c, visit))
    }

    fn reports_of(&self, slug: &str) -> Result<Vec<Report>> {
        self.connections.read(|c| documents::reports_of(c, slug))
    }

    fn each_report_ever(&self, visit: Visit<'_, Report>) -> Result<()> {
        self.connections.read(|c| documents::each_report_ever(c, visit))
    }

    fn note(&self, key: &str) -> Result<Option<String>> {
        self.connections.read(|c| {
            let mut statement = c.prepare_cached("SELECT value FROM notes WHERE key = ?1")?;
            Ok(statement.query_row([key], |row| row.get(0)).optional()?)
        })
    }

    fn each_note(&self, visit: Visit<'_, (String, String)>) -> Result<()> {
        self.connections.read(|c| kept::each_note(c, visit))
    }

    fn set_note(&self, key: &str, value: &str) -> Result<()> {
        self.connections.write(|tx| {
            tx.prepare_cached(
                "INSERT INTO notes VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value \
                 WHERE value <> excluded.value",
            )?
            .execute([key, value])?;
            Ok(())
        })
    }

    fn put_observed(&self, observed: &[Observed]) -> Result<u64> {
        self.connections.write(|tx| observations::put(tx, observed))
    }

    fn put_undecided(&self, undecided: &[Undecided]) -> Result<()> {
        self.connections
            .write(|tx| observations::undecided::put(tx, undecided))
    }

    fn each_observation(&self, history: bool, visit: Visit<'_, Observation>) -> Result<()> {
        self.connections.read(|c| observations::each(c, history, visit))
    }

    fn observations_of(&self, place: &Place) -> Result<Vec<Observation>> {
        self.connections.read(|c| observations::of(c, place))
    }

    fn each_undecided(&self, visit: Visit<'_, Undecided>) -> Result<()> {
        self.connections.read(|c| observations::undecided::each(c, visit))
    }

    fn page_of(&self, place: &Place) -> Result<Option<LandingPage>> {
        self.connections.read(|c| observations::pages::of(c, place))
    }

    fn expire_observations(&self, kind: FactsKind, now: Timestamp) -> Result<u64> {
        self.connections.write(|tx| observations::expire(tx, kind, now))
    }

    fn each_ledger_line(&self, after: u64, visit: Visit<'_, LedgerLine>) -> Result<()> {
        self.ledger.each(after, visit)
    }

    fn append_to_ledger(&self, after: u64, at: Timestamp, movements: &[Movement]) -> Result<bool> {
        self.ledger.append(after, at, movements)
    }

    fn record(&self, shelf: Shelf, key: &str) -> Result<Option<Record>> {
        self.ledger.record(shelf, key)
    }

    fn each_record(&self, shelf: Shelf, visit: Visit<'_, Record>) -> Result<()> {
        self.ledger.each_record(shelf, visit)
    }

    fn put_record(&self, shelf: Shelf, key: &str, body: &str, expected: Option<u64>) -> Result<Option<u64>> {
        self.ledger.put_record(shelf, key, body, expected)
    }

    fn remove_record(&self, shelf: Shelf, key: &str) -> Result<bool> {
        self.ledger.remove_record(shelf, key)
    }

    fn records_version(&self) -> Result<u64> {
        self.ledger.records_version()
    }

    fn put_work(&self, items: &[NewWork]) -> Result<u64> {
        self.ledger.put_work(items)
    }

    fn claim_work(&self, claim: &Claim<'_>) -> Result<Option<WorkItem>> {
        self.ledger.claim_work(claim)
    }

    fn renew_work(&self, key: &str, token: u64, until: Timestamp) -> Result<bool> {
        self.ledger.renew_work(key, token, until)
    }

    fn end_work(&self, key: &str, token: u64, end: &WorkEnd) -> Result<bool> {
        self.ledger.end_work(key, token, end)
    }

    fn withdraw_work(&self, key: &str) -> Result<bool> {
        self.ledger.withdraw_work(key)
    }

    fn work(&self, key: &str) -> Result<Option<WorkItem>> {
        self.ledger.work(key)
    }

    fn each_work(&self, filter: &WorkFilter, visit: Visit<'_, WorkItem>) -> Result<()> {
        self.ledger.each_work(filter, visit)
    }

    fn clear_work(&self, group: &str) -> Result<u64> {
        self.ledger.clear_work(group)
    }

    fn note_worker(&self, worker: &WorkerSeen) -> Result<()> {
        self.ledger.note_worker(worker)
    }

    fn forget_worker(&self, name: &str) -> Result<()> {
        self.ledger.forget_worker(name)
    }

    fn each_worker(&self, visit: Visit<'_, WorkerSeen>) -> Result<()> {
        self.ledger.each_worker(visit)
    }

    fn digest(&self) -> Result<u64> {
        self.connections.read(digest::of)
    }

    fn version(&self) -> Result<u64> {
        self.connections
            .read(|c| Ok(c.query_row("SELECT version FROM changes", [], |row| row.get(0))?))
    }

    fn verify(&self) -> Result<Vec<String>> {
        let mut findings = self.connections.read(verify::findings)?;
        findings.extend(self.ledger.findings()?);
        Ok(findings)
    }
}
