//! The ledger, in a file of its own beside the database (`x.ledger.db` beside `x.db`).
//!
//! Why apart: everything else in the database can be made again from what is stored raw, or bought again; what
//! was spent cannot be known from anything else. So the ledger alone pays for a sync to disk at every commit,
//! and an import, which holds the database's file for minutes, never keeps a run from being settled. People's own
//! words (users, notes, decisions) are as hard to come by again, and stand in the same file ([`records`]), as does
//! the work that is shared out ([`work`]). Whoever
//! copies the database to keep it safe copies both files; where a ledger is lost nevertheless, Apify's own count
//! of the month is what is left, and the purse takes all of it for money that others spent.

mod chain;
mod records;
mod schema;
mod work;
mod workers;

use std::ffi::OsString;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use model::Timestamp;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::connections::use_write_ahead_log;
use super::failure;
use crate::chain::Link;
use crate::{Error, LedgerLine, Movement, Result, Visit};

/// Lines that are read at once: a visitor is called between reads, so it may call back into the ledger.
const PAGE: usize = 1000;

/// The ledger's file, opened (and made) when it is first needed: most commands spend nothing.
pub(super) struct Ledger {
    path: PathBuf,
    patience: Duration,
    connection: Mutex<Option<Connection>>,
}

impl Ledger {
    /// The ledger of the database in the file `database`.
    pub(super) fn beside(database: &Path, patience: Duration) -> Self {
        Self {
            path: place(database),
            patience,
            connection: Mutex::default(),
        }
    }

    /// The lines numbered above `after`, in order, each checked against its checksum.
    pub(super) fn each(&self, after: u64, visit: Visit<'_, LedgerLine>) -> Result<()> {
        let mut link = None;
        loop {
            let lines = self.with(|connection| {
                let from = match link {
                    Some(link) => Some(link),
                    None => chain::at(connection, after)?,
                };
                let Some(mut from) = from else {
                    return Ok(Vec::new());
                };
                let lines = page(connection, &mut from)?;
                link = Some(from);
                Ok(lines)
            })?;
            let last_page = lines.len() < PAGE;
            for line in lines {
                if visit(line)? == ControlFlow::Break(()) {
                    return Ok(());
                }
            }
            if last_page {
                return Ok(());
            }
        }
    }

    /// See [`crate::Database::append_to_ledger`].
    pub(super) fn append(&self, after: u64, at: Timestamp, movements: &[Movement]) -> Result<bool> {
        self.with(|connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let last = last(&transaction)?;
            if last != highest(&transaction)? {
                return Err(cut_off(last));
            }
            if last < after {
                return Err(Error::Batch(format!(
                    "the ledger has no line {after} to go on from"
                )));
            }
            if last > after {
                return Ok(false);
            }
            let Some(mut link) = chain::at(&transaction, last)? else {
                return Err(Error::Damaged(format!("line {last} of the ledger is missing")));
            };
            let mut insert = transaction.prepare_cached("INSERT INTO lines VALUES (?1, ?2, ?3)")?;
            for movement in movements {
                let (line, next) = link.write(at, movement)?;
                insert.execute((next.number, line, next.checksum()))?;
                link = next;
            }
            drop(insert);
            transaction.commit()?;
            Ok(true)
        })
    }

    /// What is wrong with it, in words, if anything is.
    pub(super) fn findings(&self) -> Result<Vec<String>> {
        if self.lock().is_none() && !self.path.exists() {
            return Ok(Vec::new());
        }
        let mut findings = self.with(|connection| {
            let mut statement = connection.prepare("PRAGMA integrity_check")?;
            let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
            let wrong = lines.filter(|line| line.as_ref().map_or(true, |line| line != "ok"));
            let mut findings = wrong.collect::<rusqlite::Result<Vec<_>>>()?;
            let last = last(connection)?;
            if last != highest(connection)? {
                findings.push(cut_off(last).to_string());
            }
            findings.extend(records::findings(connection)?);
            Ok(findings)
        })?;
        // Nothing after a broken line can be trusted, so there is one such finding at most.
        match self.each(0, &mut |_| Ok(ControlFlow::Continue(()))) {
            Ok(()) => {}
            Err(Error::Damaged(finding)) => findings.push(finding),
            Err(Error::Document(error)) => findings.push(format!("a line of the ledger: {error}")),
            Err(error) => return Err(error),
        }
        Ok(findings)
    }

    /// Runs `work` on the one connection to the file. Appends take about as long as a sync; whoever waits for
    /// another task of this process waits for that.
    fn with<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        let mut connection = self.lock();
        if let Some(connection) = &mut *connection {
            return work(connection);
        }
        let place = self.path.display().to_string();
        let opened = open(&self.path, self.patience).map_err(|error| match error {
            Error::Busy => Error::Busy,
            error => failure::opening(&place, error),
        })?;
        work(connection.insert(opened))
    }

    fn lock(&self) -> MutexGuard<'_, Option<Connection>> {
        // A panic inside `with` drops its transaction, which rolls back.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `x.ledger.db` for `x.db`, `x.ledger` for `x` and `x.sqlite.ledger` for `x.sqlite`: no two databases share one.
fn place(database: &Path) -> PathBuf {
    if database.extension().is_some_and(|extension| extension == "db") {
        return database.with_extension("ledger.db");
    }
    let mut name = OsString::from(database.as_os_str());
    name.push(".ledger");
    PathBuf::from(name)
}

fn open(path: &Path, patience: Duration) -> Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(patience)?;
    schema::check(&connection, &path.display().to_string())?;
    use_write_ahead_log(&connection, patience)?;
    // Every commit reaches the disk: money that was set aside stays so after a power cut.
    connection.pragma_update(None, "synchronous", "FULL")?;
    schema::make(&mut connection)?;
    Ok(connection)
}

/// The next lines after the link, which follows them.
fn page(connection: &Connection, link: &mut Link) -> Result<Vec<LedgerLine>> {
    let mut statement = connection.prepare_cached(
        "SELECT number, line, checksum FROM lines WHERE number > ?1 ORDER BY number LIMIT ?2",
    )?;
    let mut rows = statement.query((link.number, PAGE))?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let (line, next) = chain::read(*link, row)?;
        lines.push(line);
        *link = next;
    }
    Ok(lines)
}

/// The number of the last line.
fn last(connection: &Connection) -> Result<u64> {
    let mut statement = connection.prepare_cached("SELECT ifnull(max(number), 0) FROM lines")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// The highest number that a line ever had.
fn highest(connection: &Connection) -> Result<u64> {
    let mut statement =
        connection.prepare_cached("SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = 'lines'")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

fn cut_off(last: u64) -> Error {
    Error::Damaged(format!("lines of the ledger after {last} are missing"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_commit_is_synced() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::beside(&folder.path().join("base.db"), Duration::from_secs(1));
        for _ in 0..2 {
            let pragma = |name: &str| {
                ledger
                    .with(|c| Ok(c.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, String>(0))?))
            };
            let synchronous =
                ledger.with(|c| Ok(c.query_row("PRAGMA synchronous", [], |row| row.get::<_, i64>(0))?));
            let full = 2;
            assert_eq!(synchronous.unwrap(), full);
            assert_eq!(pragma("journal_mode").unwrap(), "wal");
            assert!(ledger.append(0, Timestamp::clamped(0), &[]).unwrap());
        }
    }

    #[test]
    fn its_place_is_beside_the_database() {
        for (database, ledger) in [
            ("a/x.db", "a/x.ledger.db"),
            ("x", "x.ledger"),
            ("x.sqlite", "x.sqlite.ledger"),
            ("a.b/x.y.db", "a.b/x.y.ledger.db"),
        ] {
            assert_eq!(place(Path::new(database)), Path::new(ledger));
        }
    }
}
