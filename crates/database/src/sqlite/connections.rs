//! One connection that writes, and as many as needed that read: under WAL readers never wait for the writer.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::schema;
use crate::{Error, Result};

/// Page caches, in KiB: they bound what an import and its readers keep in memory.
const WRITER_CACHE: i64 = 32 * 1024;
const READER_CACHE: i64 = 8 * 1024;
/// Connections for reading that are kept open when idle.
const IDLE_READERS: usize = 4;
/// Blocks of raw items are hundreds of kilobytes: pages larger than the usual 4096 mean shorter chains; past
/// this, rewritten pages cost more than that saves. Takes effect when the file is made.
const PAGE_SIZE: i64 = 8192;
/// What is left of the write-ahead log after a checkpoint, at most.
const JOURNAL_LIMIT: i64 = 64 << 20;

/// The connections to one file.
pub(super) struct Connections {
    path: PathBuf,
    patience: Duration,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl Connections {
    /// Opens the file, making it where there is none, and brings its schema up to date.
    pub(super) fn open(path: &Path, patience: Duration) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut writer = Connection::open_with_flags(path, flags)?;
        writer.busy_timeout(patience)?;
        schema::check(&writer, &path.display().to_string())?;
        writer.pragma_update(None, "page_size", PAGE_SIZE)?;
        use_write_ahead_log(&writer, patience)?;
        writer.pragma_update(None, "synchronous", "NORMAL")?;
        writer.pragma_update(None, "foreign_keys", true)?;
        writer.pragma_update(None, "cache_size", -WRITER_CACHE)?;
        writer.pragma_update(None, "journal_size_limit", JOURNAL_LIMIT)?;
        writer.set_prepared_statement_cache_capacity(64);
        schema::migrate(&mut writer)?;
        Ok(Self {
            path: path.to_owned(),
            patience,
            writer: Mutex::new(writer),
            readers: Mutex::default(),
        })
    }

    /// The connection that writes. Waits for an import of this process as long as SQLite would for another's.
    pub(super) fn writer(&self) -> Result<MutexGuard<'_, Connection>> {
        // `Mutex` has no lock with a deadline, and waiting for ever would hide a caller that writes while its
        // own import is open.
        let connection = retry(self.patience, Duration::from_millis(1), || {
            match self.writer.try_lock() {
                Ok(guard) => Ok(guard),
                Err(TryLockError::Poisoned(poisoned)) => Ok(poisoned.into_inner()),
                Err(TryLockError::WouldBlock) => Err(Error::Busy),
            }
        })?;
        if !connection.is_autocommit() {
            // Whoever had it before panicked inside a transaction.
            connection.execute_batch("ROLLBACK")?;
        }
        Ok(connection)
    }

    /// Runs `work` in a transaction that is kept whole or not at all, and counts it as a change if it was one.
    pub(super) fn write<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let mut connection = self.writer()?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let before = transaction.total_changes();
        let value = work(&transaction)?;
        if transaction.total_changes() != before {
            count_change(&transaction)?;
        }
        transaction.commit()?;
        Ok(value)
    }

    /// Runs `work` on a connection of its own, which sees one state of the database. It may call back into
    /// the database: nested calls get connections of their own.
    pub(super) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let idle = self.lock_readers().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.new_reader()?,
        };
        let transaction = connection.unchecked_transaction()?;
        let value = work(&transaction);
        transaction.finish()?;
        let mut readers = self.lock_readers();
        if readers.len() < IDLE_READERS {
            readers.push(connection);
        }
        value
    }

    fn new_reader(&self) -> Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let reader = Connection::open_with_flags(&self.path, flags)?;
        reader.busy_timeout(self.patience)?;
        reader.pragma_update(None, "query_only", true)?;
        reader.pragma_update(None, "cache_size", -READER_CACHE)?;
        Ok(reader)
    }

    fn lock_readers(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts a change, for `Database::version`; inside the transaction that made it.
pub(super) fn count_change(connection: &Connection) -> Result<()> {
    connection
        .prepare_cached("UPDATE changes SET version = version + 1")?
        .execute([])?;
    Ok(())
}

/// Two processes that open a new file at once both change its journal; SQLite does not wait then.
pub(super) fn use_write_ahead_log(connection: &Connection, patience: Duration) -> Result<()> {
    let mode: String = retry(patience, Duration::from_millis(5), || {
        Ok(connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?)
    })?;
    if mode == "wal" {
        return Ok(());
    }
    Err(Error::Engine(format!(
        "its file system cannot hold a write-ahead log (journal mode {mode}); use a local disk"
    )))
}

/// Tries again while somebody else is in the way, for about as long as `patience`.
fn retry<T>(patience: Duration, pause: Duration, mut attempt: impl FnMut() -> Result<T>) -> Result<T> {
    let mut waited = Duration::ZERO;
    loop {
        match attempt() {
            Err(Error::Busy) if waited < patience => std::thread::sleep(pause),
            result => return result,
        }
        waited += pause;
    }
}

#[cfg(test)]
mod tests {
    use crate::conformance::samples::{batch, import, sample};
    use crate::{Database, Sqlite};

    #[test]
    fn connections_are_set_up_to_be_safe_and_bounded_and_stay_so() {
        let database = Sqlite::open_in_memory().unwrap();
        let check = || {
            let writer = database.connections.writer().unwrap();
            let pragma = |name: &str| {
                writer
                    .query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0))
                    .unwrap()
            };
            let (normal, on) = (1, 1);
            assert_eq!((pragma("synchronous"), pragma("foreign_keys")), (normal, on));
            assert_eq!(
                (pragma("cache_size"), pragma("page_size")),
                (-super::WRITER_CACHE, super::PAGE_SIZE)
            );
        };
        check();
        import(&database, vec![batch(&[sample("1", "a", None)])]).unwrap();
        check();
        let written = database
            .connections
            .read(|c| Ok(c.execute("DELETE FROM ads", [])?));
        assert!(written.is_err(), "readers cannot write");
        assert_eq!(database.count_stale(0).unwrap(), 1);
    }
}
