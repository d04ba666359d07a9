//! Where everything is kept: the trait that every engine implements, and the engines behind it.
//!
//! The trait is shaped by what its callers need, not by a query language. It blocks: SQLite does by nature,
//! and a server moves each call to a blocking thread in one place. Each engine passes `conformance`.

pub mod ads;
mod chain;
pub mod conformance;
pub mod coverage;
mod digest;
pub mod error;
mod facts;
mod findings;
pub mod import;
pub mod kept;
pub mod ledger;
pub mod mongodb;
mod packing;
pub mod record;
pub mod sqlite;
pub mod work;

use std::ops::ControlFlow;

use model::document::{Mapping, Report};
use model::observation::{FactsKind, LandingPage, Observation, Observed, Place, Undecided};
use model::{Seller, Timestamp};

pub use ads::{AdFilter, AdQuery, Attribution, JudgedAd, SellerAd, StoredAd, StoredLinks, Verdicts};
pub use coverage::{Asked, Coverage, PAGE_SEARCH};
pub use error::Error;
pub use import::{Import, ImportBatch, ImportCounts, IncomingAd, RawItem, Refused, Search};
pub use kept::KeptItem;
pub use ledger::{Ended, LedgerLine, Movement};
pub use mongodb::Mongo;
pub use record::{Record, Shelf};
pub use sqlite::Sqlite;
pub use work::{CLOCK_SKEW, Claim, NewWork, WorkEnd, WorkFilter, WorkItem, WorkState, WorkerSeen};

/// What every call gives.
pub type Result<T> = std::result::Result<T, Error>;

/// A visitor of rows: `Break` ends the walk early. Rows come one by one, so that no walk needs the whole
/// collection in memory.
pub type Visit<'v, T> = &'v mut dyn FnMut(T) -> Result<ControlFlow<()>>;

/// What became of sellers that were written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Upserted {
    /// Not known before.
    pub imported: u64,
    /// Known, and changed by this.
    pub updated: u64,
    /// Known, and the same as before.
    pub unchanged: u64,
}

/// Everything that is kept, whatever engine keeps it.
///
/// What a call writes is there whole or not at all on SQLite. On MongoDB, which has no transactions on one server alone,
/// a call that fails amid may have written a part of what it was given; each single line, record, seller, document and
/// appending to the ledger is there whole or not at all, and the same call made again brings about the same as one that
/// succeeded. A walk sees one state on SQLite; on MongoDB it may or may not see what is written while it goes. The
/// version is counted up after what it tells of is written, on both.
pub trait Database: Send + Sync {
    /// The engine's name and place, for `check`; never a password.
    fn describe(&self) -> String;

    /// The engine that several machines share, where this is one: what only a server can do is asked there.
    fn shared(&self) -> Option<&Mongo> {
        None
    }

    /// Writes sellers. Domains are added to those that a seller already has; none is taken away.
    fn upsert_sellers(&self, sellers: &[Seller]) -> Result<Upserted>;

    /// Removes a seller and its documents; its ads stay. Gives whether there was one.
    fn remove_seller(&self, slug: &str) -> Result<bool>;

    /// One seller.
    fn seller(&self, slug: &str) -> Result<Option<Seller>>;

    /// All sellers, by slug.
    fn each_seller(&self, visit: Visit<'_, Seller>) -> Result<()>;

    /// Slugs whose seller, mapping or reports changed after this [`version`](Self::version), by slug; a removed
    /// seller is among them, so one may have no seller any more. After 0 every seller is. To follow changes, read
    /// the version first and the slugs then: what changes in between is told again, and nothing is missed.
    fn each_touched(&self, after: u64, visit: Visit<'_, String>) -> Result<()>;

    /// Starts an import. Batches written to it become visible as they are committed; one that ends early
    /// (crash, power cut) leaves whole batches only. While it is open on SQLite nothing else can be written: by another
    /// thread or process only after a wait, by the thread that holds it never ([`Error::Busy`]). MongoDB takes writes
    /// and other imports beside it; an end in the midst of a batch leaves a part of it, whose raw items are there before
    /// its ads and its ads before its searches.
    fn start_import(&self) -> Result<Box<dyn Import + '_>>;

    /// Searches that were made: the domain, when, and what they brought. By domain, then time.
    fn each_search(&self, visit: Visit<'_, Search>) -> Result<()>;

    /// Searches written after number `after`, in the order of writing, each with its number, from 1. One that is told
    /// again with more than before is written anew and gets another number.
    fn each_search_after(&self, after: u64, visit: Visit<'_, (u64, Search)>) -> Result<()>;

    /// Items that were refused, by source and item number.
    fn each_refused(&self, visit: Visit<'_, Refused>) -> Result<()>;

    /// Ads with what is needed to judge them again, by id.
    fn each_ad(&self, filter: &AdFilter, visit: Visit<'_, StoredAd>) -> Result<()>;

    /// Ads with their verdicts, by id; ads without one are left out.
    fn each_judged(&self, visit: Visit<'_, JudgedAd>) -> Result<()>;

    /// How many ads have no verdict of the engine with this digest.
    fn count_stale(&self, engine: u64) -> Result<u64>;

    /// Writes verdicts that the engine with this digest gave; all or none of them.
    fn write_verdicts(&self, engine: u64, verdicts: &Verdicts) -> Result<()>;

    /// Notes whose ad each is and whether it is gone; only what differs is written, and ads that are not stored are
    /// passed over. Gives how many were written.
    fn put_attributions(&self, attributions: &[Attribution]) -> Result<u64>;

    /// Ads of a seller as last noted, for a page of a list: by id from the greatest on (as text), those without a
    /// verdict left out.
    fn ads_of(&self, query: &AdQuery) -> Result<Vec<SellerAd>>;

    /// Every raw item ever stored, in the order in which they came: what `rebuild` starts from.
    fn each_raw(&self, visit: Visit<'_, RawItem>) -> Result<()>;

    /// Raw items numbered above `after`, in the order in which they came, each with the ad that it belongs to: what a
    /// copy to another engine goes by. Where others write meanwhile, an item may come later with a smaller number.
    fn each_kept(&self, after: u64, visit: Visit<'_, KeptItem>) -> Result<()>;

    /// Forgets all ads (not the raw items, searches, sellers or documents), so that `rebuild` can make
    /// them again. The items come back through `Import::restore`.
    fn clear_ads(&self) -> Result<()>;

    /// Writes mappings; each replaces the seller's earlier one. Gives how many changed.
    fn put_mappings(&self, mappings: &[Mapping]) -> Result<u64>;

    /// The seller's mapping.
    fn mapping(&self, slug: &str) -> Result<Option<Mapping>>;

    /// All mappings, by slug.
    fn each_mapping(&self, visit: Visit<'_, Mapping>) -> Result<()>;

    /// Takes away the mappings of sellers not named here. Gives how many went. Where other programs write to the same
    /// base, theirs stay: only what this program wrote goes.
    fn keep_mappings_of(&self, slugs: &std::collections::HashSet<String>) -> Result<u64>;

    /// Adds reports. One that says the same as the seller's latest (but for when it was made, and when the sources
    /// saw the seller) is not added. Gives how many were.
    fn put_reports(&self, reports: &[Report]) -> Result<u64>;

    /// The seller's latest report.
    fn report(&self, slug: &str) -> Result<Option<Report>>;

    /// The latest report of every seller that has one, by slug.
    fn each_report(&self, visit: Visit<'_, Report>) -> Result<()>;

    /// All reports of a seller, oldest first.
    fn reports_of(&self, slug: &str) -> Result<Vec<Report>>;

    /// Every stored report of every seller, by slug, oldest first.
    fn each_report_ever(&self, visit: Visit<'_, Report>) -> Result<()>;

    /// A setting or mark that must outlive the process.
    fn note(&self, key: &str) -> Result<Option<String>>;

    /// All settings and marks, by key.
    fn each_note(&self, visit: Visit<'_, (String, String)>) -> Result<()>;

    /// Sets it.
    fn set_note(&self, key: &str, value: &str) -> Result<()>;

    /// Adds what was observed. Facts that say the same as the place's latest of their kind
    /// ([`Facts::says_the_same_as`](model::observation::Facts::says_the_same_as)) widen that line and take its place;
    /// others begin a new line. Older facts than the latest line's are left out; those of the very moment at which a
    /// line began take that line's stead. The page is kept of the latest landing facts only. What was undecided about
    /// the place and kind until then is forgotten. All or nothing. Gives how many lines were begun.
    fn put_observed(&self, observed: &[Observed]) -> Result<u64>;

    /// Notes that somebody looked in vain; one note per place and kind, `times` counted up from the last one.
    fn put_undecided(&self, undecided: &[Undecided]) -> Result<()>;

    /// The latest facts of every place, by place, DNS before landing; with `history`, earlier ones too, oldest first
    /// within a place and kind.
    fn each_observation(&self, history: bool, visit: Visit<'_, Observation>) -> Result<()>;

    /// All facts of one place, DNS before landing, oldest first.
    fn observations_of(&self, place: &Place) -> Result<Vec<Observation>>;

    /// The latest facts of one kind of one place.
    fn latest_of(&self, place: &Place, kind: FactsKind) -> Result<Option<Observation>> {
        let all = self.observations_of(place)?;
        Ok(all
            .into_iter()
            .rfind(|observation| observation.facts.kind() == kind))
    }

    /// What is undecided, by place, DNS before landing.
    fn each_undecided(&self, visit: Visit<'_, Undecided>) -> Result<()>;

    /// The page that the latest landing facts were read from.
    fn page_of(&self, place: &Place) -> Result<Option<LandingPage>>;

    /// Makes the latest facts of a kind due again now, so that the next probe looks anew. History stays. Gives how many
    /// were not due before.
    fn expire_observations(&self, kind: FactsKind, now: Timestamp) -> Result<u64>;

    /// The ledger's lines numbered above `after`, in order.
    fn each_ledger_line(&self, after: u64, visit: Visit<'_, LedgerLine>) -> Result<()>;

    /// Appends lines numbered `after + 1` and on, all or none. Gives `false`, and writes nothing, where another
    /// writer took the first of these numbers. Once it gives `true` the lines outlive a power cut. Never waits
    /// for an import.
    fn append_to_ledger(&self, after: u64, at: Timestamp, movements: &[Movement]) -> Result<bool>;

    /// One record of a shelf.
    fn record(&self, shelf: Shelf, key: &str) -> Result<Option<Record>>;

    /// All records of a shelf, by key.
    fn each_record(&self, shelf: Shelf, visit: Visit<'_, Record>) -> Result<()>;

    /// Writes a record. `expected`: `Some(0)` only where there is none yet, `Some(n)` only where its revision is `n`,
    /// `None` whatever is there. Gives the new revision; `None` (and nothing written) where another writer was
    /// first. [`Error::Document`] where the body is not JSON. Once it gives a revision the record outlives a power
    /// cut. Never waits for an import.
    fn put_record(&self, shelf: Shelf, key: &str, body: &str, expected: Option<u64>) -> Result<Option<u64>>;

    /// Takes a record away. Gives whether there was one.
    fn remove_record(&self, shelf: Shelf, key: &str) -> Result<bool>;

    /// Grows with every change of a record; 0 while there was none.
    fn records_version(&self) -> Result<u64>;

    /// Puts items into their queues; those whose key is there already, in whatever state, stay as they are. Gives how
    /// many were put. Once it returns they outlive a power cut.
    fn put_work(&self, items: &[NewWork]) -> Result<u64>;

    /// Gives the item that waits longest among those that can be claimed now, as the claim leaves it: a greater token,
    /// one more try. Can be claimed: waiting and due, or leased with a lease that ended [`CLOCK_SKEW`] ago.
    fn claim_work(&self, claim: &Claim<'_>) -> Result<Option<WorkItem>>;

    /// Lets the lease hold until then. Gives `false`, and changes nothing, where the token is not the latest or the
    /// item is over; also where the lease ended long ago but nobody claimed the item since it is renewed.
    fn renew_work(&self, key: &str, token: u64, until: Timestamp) -> Result<bool>;

    /// Says what became of an item. Gives `false`, and changes nothing, where the token is not the latest or the item
    /// is over; saying the same again (an answer was lost) gives `true`.
    fn end_work(&self, key: &str, token: u64, end: &WorkEnd) -> Result<bool>;

    /// Takes an item back that waits and was never claimed. Gives whether it did.
    fn withdraw_work(&self, key: &str) -> Result<bool>;

    /// One item.
    fn work(&self, key: &str) -> Result<Option<WorkItem>>;

    /// Items, by key.
    fn each_work(&self, filter: &WorkFilter, visit: Visit<'_, WorkItem>) -> Result<()>;

    /// Forgets items of a group that are over. Gives how many.
    fn clear_work(&self, group: &str) -> Result<u64>;

    /// Notes that a worker lives.
    fn note_worker(&self, worker: &WorkerSeen) -> Result<()>;

    /// Forgets a worker that ends as it should.
    fn forget_worker(&self, name: &str) -> Result<()>;

    /// Workers that were heard of, by name; whoever asks judges by `seen_at` whether one still lives.
    fn each_worker(&self, visit: Visit<'_, WorkerSeen>) -> Result<()>;

    /// A digest of all that is kept but notes, records, work, the ledger, earlier reports, attributions, what is undecided
    /// and times of writing: equal content, equal digest, on every engine and whatever the order of writing.
    fn digest(&self) -> Result<u64>;

    /// A counter that grows with every change: a cheap "has anything changed since".
    fn version(&self) -> Result<u64>;

    /// Verifies that what is stored is sound: structure, references, checksums, every raw item against its
    /// digest. Reads everything. Gives what is wrong, if anything.
    fn verify(&self) -> Result<Vec<String>>;
}
