//! Scans that people ask for from a page: records on the shelf `Requests`, taken up by a worker.
//!
//! The dashboard never scans inside a request. Every write after the first names the revision that it read, so that of
//! two workers one gets the scan, and a scan that was called off stays so.

use std::ops::ControlFlow;

use database::{Database, Error, Record, Shelf};
use model::{MicroDollars, Timestamp};

use crate::failure::Failure;
use crate::view::{ScanProgress, ScanRequest, ScanState};

/// Scans that may wait at once.
const IN_LINE: usize = 10;
/// Ended requests that are kept.
const KEPT: usize = 500;
/// A running scan whose worker was silent for so long has none any more, in milliseconds: it is taken up again. What the
/// dead worker had begun is not lost and not paid twice: the next scan adopts its runs.
const SILENT: i64 = 10 * 60_000;

/// Who asks for the scans of the command line; no user can have this name.
pub const DISCOVER: &str = "sellers-ads discover";

/// What somebody asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Only these sellers; all where empty.
    pub clients: Vec<String>,
    /// The most that it may spend; what is left of the month where `None`.
    pub budget: Option<MicroDollars>,
}

/// Asks for a scan.
///
/// # Errors
/// [`Failure::TooMany`] where too many wait already.
pub fn request(
    database: &dyn Database,
    wanted: &Wanted,
    by: &str,
    now: Timestamp,
) -> Result<ScanRequest, Failure> {
    let all = all(database)?;
    let waiting = all.iter().filter(|(_, scan)| scan.state == ScanState::Waiting);
    if waiting.count() >= IN_LINE {
        return Err(Failure::TooMany { seconds: 60 });
    }
    forget_old(database, &all)?;
    let mut request = new(&wanted.clients, wanted.budget, by, now);
    add(database, &mut request, now)?;
    Ok(request)
}

/// Notes a scan that somebody began at the command line, so that pages show how far it is.
pub fn begin(database: &dyn Database, clients: &[String], now: Timestamp) -> Result<Claim, Error> {
    let mut scan = new(clients, None, DISCOVER, now);
    scan.state = ScanState::Running;
    scan.progress.at = Some(now);
    let revision = add(database, &mut scan, now)?;
    Ok(Claim { scan, revision })
}

/// Notes that scans of the command line have ended that were not heard of for long: unlike those that were asked for,
/// nobody takes them up.
pub fn give_up_silent(database: &dyn Database, now: Timestamp) -> Result<(), Error> {
    for (record, mut scan) in all(database)? {
        if scan.by == DISCOVER && is_silent(&scan, now) {
            scan.state = ScanState::Failed;
            put(database, &scan, record.revision)?;
        }
    }
    Ok(())
}

/// Whether it runs, they say, and was not heard of for long.
pub fn is_silent(scan: &ScanRequest, now: Timestamp) -> bool {
    let heard = scan.progress.at.unwrap_or(scan.at);
    scan.state == ScanState::Running && now.as_millis().saturating_sub(heard.as_millis()) > SILENT
}

fn new(clients: &[String], budget: Option<MicroDollars>, by: &str, now: Timestamp) -> ScanRequest {
    ScanRequest {
        id: String::new(),
        by: by.to_owned(),
        at: now,
        clients: clients.to_vec(),
        budget_micros: budget.map(MicroDollars::micros),
        state: ScanState::Waiting,
        progress: ScanProgress::default(),
        error: None,
    }
}

/// Writes a new request under an id that sorts by time; gives its revision.
fn add(database: &dyn Database, scan: &mut ScanRequest, now: Timestamp) -> Result<u64, Error> {
    for number in 0_u32..1_000 {
        scan.id = format!("{:013}-{number:03}", now.as_millis());
        if let Some(revision) = database.put_record(Shelf::Requests, &scan.id, &body(scan)?, Some(0))? {
            return Ok(revision);
        }
    }
    Err(Error::Busy)
}

/// Calls a scan off. One under way starts no more runs, and those that it started are still paid for.
///
/// # Errors
/// [`Failure::NotFound`]; [`Failure::Conflict`] where it ended meanwhile.
pub fn cancel(database: &dyn Database, id: &str) -> Result<(), Failure> {
    loop {
        let record = database.record(Shelf::Requests, id)?;
        let (record, mut scan) = record
            .and_then(|record| read(&record).map(|scan| (record, scan)))
            .ok_or(Failure::NotFound { what: "scan" })?;
        if !matches!(scan.state, ScanState::Waiting | ScanState::Running) {
            return Err(Failure::Conflict);
        }
        scan.state = ScanState::Cancelled;
        if put(database, &scan, record.revision)?.is_some() {
            return Ok(());
        }
    }
}

/// A scan that this worker has.
#[derive(Debug)]
pub struct Claim {
    /// The scan, as last written.
    pub scan: ScanRequest,
    revision: u64,
}

/// Takes up the scan that waits longest; `None` where none does.
pub fn claim(database: &dyn Database, now: Timestamp) -> Result<Option<Claim>, Error> {
    for (record, mut scan) in all(database)? {
        if !is_to_take(&scan, now) {
            continue;
        }
        scan.state = ScanState::Running;
        scan.progress.at = Some(now);
        if let Some(revision) = put(database, &scan, record.revision)? {
            return Ok(Some(Claim { scan, revision }));
        }
    }
    Ok(None)
}

fn is_to_take(scan: &ScanRequest, now: Timestamp) -> bool {
    match scan.state {
        ScanState::Waiting => true,
        _ => scan.by != DISCOVER && is_silent(scan, now),
    }
}

impl Claim {
    /// Notes how far it is. Gives whether the scan is still this worker's: it is not where somebody called it off.
    pub fn progress(&mut self, database: &dyn Database, progress: &ScanProgress) -> Result<bool, Error> {
        self.scan.progress = progress.clone();
        self.write(database)
    }

    /// Notes how it ended. One that was called off stays called off, with what it did.
    pub fn finish(
        &mut self,
        database: &dyn Database,
        state: ScanState,
        progress: &ScanProgress,
        error: Option<String>,
    ) -> Result<(), Error> {
        self.scan.progress = progress.clone();
        self.scan.state = state;
        self.scan.error = error;
        if self.write(database)? {
            return Ok(());
        }
        let Some(record) = database.record(Shelf::Requests, &self.scan.id)? else {
            return Ok(());
        };
        if let Some(mut other) = read(&record)
            && other.state == ScanState::Cancelled
        {
            other.progress = progress.clone();
            put(database, &other, record.revision)?;
        }
        Ok(())
    }

    fn write(&mut self, database: &dyn Database) -> Result<bool, Error> {
        let written = put(database, &self.scan, self.revision)?;
        self.revision = written.unwrap_or(self.revision);
        Ok(written.is_some())
    }
}

/// All requests, oldest first.
fn all(database: &dyn Database) -> Result<Vec<(Record, ScanRequest)>, Error> {
    let mut found = Vec::new();
    database.each_record(Shelf::Requests, &mut |record| {
        if let Some(scan) = read(&record) {
            found.push((record, scan));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(found)
}

fn forget_old(database: &dyn Database, all: &[(Record, ScanRequest)]) -> Result<(), Error> {
    let ended = all
        .iter()
        .filter(|(_, scan)| !matches!(scan.state, ScanState::Waiting | ScanState::Running));
    let ended: Vec<_> = ended.map(|(record, _)| &record.key).collect();
    for key in ended.iter().take(ended.len().saturating_sub(KEPT)) {
        database.remove_record(Shelf::Requests, key)?;
    }
    Ok(())
}

fn read(record: &Record) -> Option<ScanRequest> {
    serde_json::from_str(&record.body).ok()
}

fn body(scan: &ScanRequest) -> Result<String, Error> {
    Ok(serde_json::to_string(scan)?)
}

fn put(database: &dyn Database, scan: &ScanRequest, revision: u64) -> Result<Option<u64>, Error> {
    database.put_record(Shelf::Requests, &scan.id, &body(scan)?, Some(revision))
}

/// Whether somebody called the scan off.
pub fn is_called_off(database: &dyn Database, id: &str) -> Result<bool, Error> {
    let record = database.record(Shelf::Requests, id)?;
    let scan = record.as_ref().and_then(read);
    Ok(scan.is_none_or(|scan| scan.state == ScanState::Cancelled))
}
