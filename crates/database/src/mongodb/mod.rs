//! MongoDB by its official driver: the shared engine, written to by many processes at once.

mod address;
mod ads;
mod attributions;
mod blocks;
mod bridge;
mod changes;
mod chunks;
mod content;
mod counters;
mod damage;
mod documents;
mod failure;
mod foreign;
mod groups;
mod hello;
mod import;
mod indexes;
mod intake;
mod keys;
mod ledger;
mod lookup;
pub mod names;
mod notes;
mod observations;
mod open;
mod patience;
mod raw_items;
mod read;
mod records;
mod refused;
mod searches;
mod sellers;
mod slugs;
mod spellings;
mod stores;
mod telling;
mod values;
mod verdicts;
mod verify;
mod work;
mod workers;
mod write;

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ::mongodb::bson::Document;
use model::document::{Mapping, Report};
use model::observation::{FactsKind, LandingPage, Observation, Observed, Place, Undecided};
use model::{Seller, Timestamp};

use self::bridge::Bridge;
use self::changes::Change;
use self::spellings::Spellings;
use crate::{
    AdFilter, AdQuery, Attribution, Claim, Database, Import, JudgedAd, KeptItem, LedgerLine, Movement,
    NewWork, RawItem, Record, Refused, Result, Search, SellerAd, Shelf, StoredAd, Upserted, Verdicts, Visit,
    WorkEnd, WorkFilter, WorkItem, WorkerSeen,
};

pub use ::mongodb::bson;
pub use address::Address;
pub use hello::Capabilities;
pub use read::FindAsk;
pub use write::{Inserted, UpdateStatement, Updated};

/// The database's name where neither the address nor a setting names one.
pub const DATABASE: &str = "converty";

/// A database on a MongoDB server, shared with other processes.
pub struct Mongo {
    bridge: Bridge,
    database: ::mongodb::Database,
    address: Address,
    patience: Duration,
    /// How this base spells what others wrote; `None` until it was looked at.
    spellings: Mutex<Option<Arc<Spellings>>>,
}

/// A collection of documents.
type Collection = ::mongodb::Collection<Document>;

impl Mongo {
    fn collection(&self, name: &str) -> Collection {
        self.database.collection(name)
    }

    /// Where it is, for failures; never with a password.
    fn place(&self) -> String {
        format!("MongoDB, {}", self.address)
    }
}

impl Database for Mongo {
    fn describe(&self) -> String {
        format!("MongoDB, {} (database {})", self.address, self.database.name())
    }

    fn shared(&self) -> Option<&Mongo> {
        Some(self)
    }

    fn upsert_sellers(&self, sellers: &[Seller]) -> Result<Upserted> {
        sellers::upsert(self, sellers)
    }

    fn remove_seller(&self, slug: &str) -> Result<bool> {
        self.telling(&[slug.to_owned()], || {
            let documents = documents::remove_of(self, slug)?;
            let removed = sellers::remove(self, slug)?;
            let change = if removed || documents {
                Change::Removed(vec![slug.to_owned()])
            } else {
                Change::None
            };
            Ok((removed, change))
        })
    }

    fn seller(&self, slug: &str) -> Result<Option<Seller>> {
        sellers::one(self, slug)
    }

    fn each_seller(&self, visit: Visit<'_, Seller>) -> Result<()> {
        sellers::each(self, visit)
    }

    fn each_touched(&self, after: u64, visit: Visit<'_, String>) -> Result<()> {
        self.touched_after(after, visit)
    }

    fn start_import(&self) -> Result<Box<dyn Import + '_>> {
        Ok(Box::new(import::MongoImport::start(self)))
    }

    fn each_search(&self, visit: Visit<'_, Search>) -> Result<()> {
        searches::each(self, visit)
    }

    fn each_search_after(&self, after: u64, visit: Visit<'_, (u64, Search)>) -> Result<()> {
        searches::each_after(self, after, visit)
    }

    fn each_refused(&self, visit: Visit<'_, Refused>) -> Result<()> {
        refused::each(self, visit)
    }

    fn each_ad(&self, filter: &AdFilter, visit: Visit<'_, StoredAd>) -> Result<()> {
        ads::each(self, filter, visit)
    }

    fn each_judged(&self, visit: Visit<'_, JudgedAd>) -> Result<()> {
        verdicts::each_judged(self, visit)
    }

    fn count_stale(&self, engine: u64) -> Result<u64> {
        verdicts::count_stale(self, engine)
    }

    fn write_verdicts(&self, engine: u64, verdicts: &Verdicts) -> Result<()> {
        verdicts::write(self, engine, verdicts)
    }

    fn put_attributions(&self, attributions: &[Attribution]) -> Result<u64> {
        attributions::put(self, attributions)
    }

    fn ads_of(&self, query: &AdQuery) -> Result<Vec<SellerAd>> {
        attributions::ads_of(self, query)
    }

    fn each_raw(&self, visit: Visit<'_, RawItem>) -> Result<()> {
        raw_items::each(self, visit)
    }

    fn each_kept(&self, after: u64, visit: Visit<'_, KeptItem>) -> Result<()> {
        raw_items::each_kept(self, after, visit)
    }

    fn clear_ads(&self) -> Result<()> {
        ads::clear(self)
    }

    fn put_mappings(&self, mappings: &[Mapping]) -> Result<u64> {
        documents::put_mappings(self, mappings)
    }

    fn mapping(&self, slug: &str) -> Result<Option<Mapping>> {
        documents::mapping(self, slug)
    }

    fn each_mapping(&self, visit: Visit<'_, Mapping>) -> Result<()> {
        documents::each_mapping(self, visit)
    }

    fn keep_mappings_of(&self, slugs: &HashSet<String>) -> Result<u64> {
        documents::keep_mappings_of(self, slugs)
    }

    fn put_reports(&self, reports: &[Report]) -> Result<u64> {
        documents::put_reports(self, reports)
    }

    fn report(&self, slug: &str) -> Result<Option<Report>> {
        documents::report(self, slug)
    }

    fn each_report(&self, visit: Visit<'_, Report>) -> Result<()> {
        documents::each_report(self, visit)
    }

    fn reports_of(&self, slug: &str) -> Result<Vec<Report>> {
        documents::reports_of(self, slug)
    }

    fn each_report_ever(&self, visit: Visit<'_, Report>) -> Result<()> {
        documents::each_report_ever(self, visit)
    }

    fn note(&self, key: &str) -> Result<Option<String>> {
        notes::one(self, key)
    }

    fn each_note(&self, visit: Visit<'_, (String, String)>) -> Result<()> {
        notes::each(self, visit)
    }

    fn set_note(&self, key: &str, value: &str) -> Result<()> {
        notes::set(self, key, value)
    }

    fn put_observed(&self, observed: &[Observed]) -> Result<u64> {
        observations::intake::put(self, observed)
    }

    fn put_undecided(&self, undecided: &[Undecided]) -> Result<()> {
        observations::undecided::put(self, undecided)
    }

    fn each_observation(&self, history: bool, visit: Visit<'_, Observation>) -> Result<()> {
        observations::each(self, history, visit)
    }

    fn observations_of(&self, place: &Place) -> Result<Vec<Observation>> {
        observations::of(self, place)
    }

    fn each_undecided(&self, visit: Visit<'_, Undecided>) -> Result<()> {
        observations::undecided::each(self, visit)
    }

    fn page_of(&self, place: &Place) -> Result<Option<LandingPage>> {
        observations::pages::of(self, place)
    }

    fn expire_observations(&self, kind: FactsKind, now: Timestamp) -> Result<u64> {
        observations::expire(self, kind, now)
    }

    fn each_ledger_line(&self, after: u64, visit: Visit<'_, LedgerLine>) -> Result<()> {
        ledger::each(self, after, visit)
    }

    fn append_to_ledger(&self, after: u64, at: Timestamp, movements: &[Movement]) -> Result<bool> {
        ledger::append(self, after, at, movements)
    }

    fn record(&self, shelf: Shelf, key: &str) -> Result<Option<Record>> {
        records::one(self, shelf, key)
    }

    fn each_record(&self, shelf: Shelf, visit: Visit<'_, Record>) -> Result<()> {
        records::each(self, shelf, visit)
    }

    fn put_record(&self, shelf: Shelf, key: &str, body: &str, expected: Option<u64>) -> Result<Option<u64>> {
        records::put(self, shelf, key, body, expected)
    }

    fn remove_record(&self, shelf: Shelf, key: &str) -> Result<bool> {
        records::remove(self, shelf, key)
    }

    fn records_version(&self) -> Result<u64> {
        self.last_record_change()
    }

    fn put_work(&self, items: &[NewWork]) -> Result<u64> {
        work::put(self, items)
    }

    fn claim_work(&self, claim: &Claim<'_>) -> Result<Option<WorkItem>> {
        work::claim(self, claim)
    }

    fn renew_work(&self, key: &str, token: u64, until: Timestamp) -> Result<bool> {
        work::renew(self, key, token, until)
    }

    fn end_work(&self, key: &str, token: u64, end: &WorkEnd) -> Result<bool> {
        work::end(self, key, token, end)
    }

    fn withdraw_work(&self, key: &str) -> Result<bool> {
        work::withdraw(self, key)
    }

    fn work(&self, key: &str) -> Result<Option<WorkItem>> {
        work::one(self, key)
    }

    fn each_work(&self, filter: &WorkFilter, visit: Visit<'_, WorkItem>) -> Result<()> {
        work::each(self, filter, visit)
    }

    fn clear_work(&self, group: &str) -> Result<u64> {
        work::clear(self, group)
    }

    fn note_worker(&self, worker: &WorkerSeen) -> Result<()> {
        workers::note(self, worker)
    }

    fn forget_worker(&self, name: &str) -> Result<()> {
        workers::forget(self, name)
    }

    fn each_worker(&self, visit: Visit<'_, WorkerSeen>) -> Result<()> {
        workers::each(self, visit)
    }

    fn digest(&self) -> Result<u64> {
        content::digest(self)
    }

    fn version(&self) -> Result<u64> {
        self.last_change()
    }

    fn verify(&self) -> Result<Vec<String>> {
        let mut findings = damage::findings(self)?;
        findings.extend(verify::findings(self)?);
        Ok(findings)
    }
}
