//! Raw dataset pages on disk: nothing that was paid for is read before it is safe here.
//!
//! Each process appends to a journal of its own, `<folder>/<owner>.vault`, and holds a lock that tells others
//! that it lives (see [`owners`]). A record, numbers little-endian:
//!
//! | bytes | what |
//! | --- | --- |
//! | 4 | `SAV1` |
//! | 4 | length of the header |
//! | 4 | length of the body as it stands |
//! | 4 | length of the body decompressed |
//! | 8 | xxh3-64 of the three lengths, header and body |
//! | ... | header: a [`Header`] as JSON |
//! | ... | body: a dataset page exactly as received, one zstd frame; empty where the record holds no page |
//!
//! A record is written in one go and synced before the call returns. What a crash leaves of a record at the end
//! is no record: readers stop before it, and whoever opens the journal for writing again, or succeeds its dead
//! owner, cuts it off. Damage further up costs the records that it hits, and is told.

mod archive;
mod clear;
mod journal;
mod record;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

pub use archive::{Archive, Archived};
pub use clear::Cleared;
use journal::Journal;
pub use record::{Ending, Header, Kept, Page, PageFacts};

use crate::owners::{self, Life, OwnerLock};

/// The ending of journals.
const ENDING: &str = "vault";

/// What can go wrong with it.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The disk failed, or is full. Nothing that was paid for is lost: it is fetched again.
    #[error("raw pages cannot be kept in {}: {reason}", path.display())]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// Another living process has this name.
    #[error("another process is already called {0}")]
    OwnerAlive(String),
    /// A page too large for a record.
    #[error("a page of {0} bytes is more than a record can hold")]
    TooLarge(usize),
    /// A header that cannot be written.
    #[error("a record cannot be written: {0}")]
    Header(#[from] serde_json::Error),
}

/// The journals of one folder, one of them ours.
#[derive(Debug)]
pub struct Vault {
    folder: PathBuf,
    owner: String,
    journal: Mutex<Journal>,
    /// Of dead owners that we succeeded.
    successions: Mutex<Vec<(String, OwnerLock)>>,
    _lock: OwnerLock,
}

impl Vault {
    /// Opens the folder, making it where there is none, as the process called `owner`.
    pub fn open(folder: &Path, owner: &str) -> Result<Self, VaultError> {
        let at = |reason| VaultError::Disk {
            path: folder.to_owned(),
            reason,
        };
        std::fs::create_dir_all(folder).map_err(at)?;
        let lock = owners::claim(folder, owner).map_err(at)?;
        let lock = lock.ok_or_else(|| VaultError::OwnerAlive(owner.to_owned()))?;
        Ok(Self {
            folder: folder.to_owned(),
            owner: owner.to_owned(),
            journal: Mutex::new(Journal::open(&journal_path(folder, owner))?),
            successions: Mutex::default(),
            _lock: lock,
        })
    }

    /// The process that this vault belongs to.
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// Keeps a record; once this returns, a power cut loses nothing of it.
    pub fn append(&self, header: &Header, body: &[u8]) -> Result<(), VaultError> {
        lock(&self.journal).append(header, body)
    }

    /// The journal of the ledger that lies beside the pages, for this process.
    ///
    /// # Errors
    /// Where the disk fails.
    pub fn ledger_journal(&self) -> Result<purse::Journal, purse::JournalError> {
        purse::Journal::open(&self.folder, &owners::file_name(&self.owner))
    }

    /// What is kept of the runs `wanted`, by tag, in all journals; records in the order in which they were made.
    pub fn kept(&self, wanted: &BTreeSet<String>) -> Result<BTreeMap<String, Kept>, VaultError> {
        let mut records: BTreeMap<String, Vec<(Header, Vec<u8>)>> = BTreeMap::new();
        if !wanted.is_empty() {
            self.each(&mut |header, body| {
                if wanted.contains(&header.tag) {
                    records
                        .entry(header.tag.clone())
                        .or_default()
                        .push((header, body));
                }
            })?;
        }
        let sum_up = |(tag, mut records): (String, Vec<(Header, Vec<u8>)>)| {
            records.sort_by_key(|(header, _)| header.at);
            let mut kept = Kept::default();
            for (header, body) in records {
                kept.add(header, body);
            }
            (tag, kept)
        };
        Ok(records.into_iter().map(sum_up).collect())
    }

    /// Hands over every sound record of every journal, journals by name, records in the order of writing.
    /// Gives how many damaged places there were, torn ends not among them.
    pub fn each(&self, visit: &mut dyn FnMut(Header, Vec<u8>)) -> Result<u64, VaultError> {
        let mut damaged = 0;
        for path in journals(&self.folder)? {
            damaged += journal::read(&path, visit)?;
        }
        Ok(damaged)
    }

    /// Whether the process called `owner` lives. A dead one is succeeded: its journal's torn end is cut off,
    /// and nobody else can succeed it while this vault is open.
    pub fn succeed(&self, owner: &str) -> Result<Succession, VaultError> {
        let mut successions = lock(&self.successions);
        if owner == self.owner || successions.iter().any(|(held, _)| held == owner) {
            return Ok(Succession::Ours);
        }
        let at = |reason| VaultError::Disk {
            path: self.folder.clone(),
            reason,
        };
        match owners::life(&self.folder, owner).map_err(at)? {
            Life::Alive => Ok(Succession::Alive),
            Life::Elsewhere => Ok(Succession::Elsewhere),
            Life::Dead(held) => {
                let path = journal_path(&self.folder, owner);
                if path.exists() {
                    Journal::open(&path)?;
                }
                successions.push((owner.to_owned(), held));
                Ok(Succession::Ours)
            }
        }
    }

    /// Whether the process called `owner` is certainly dead. One that lived in another folder never is.
    pub fn is_dead(&self, owner: &str) -> Result<bool, VaultError> {
        if lock(&self.successions).iter().any(|(held, _)| held == owner) {
            return Ok(true);
        }
        let life = owners::life(&self.folder, owner).map_err(|reason| journal::at(&self.folder, reason))?;
        Ok(matches!(life, Life::Dead(_)))
    }
}

/// The journals of a folder, by name.
fn journals(folder: &Path) -> Result<Vec<PathBuf>, VaultError> {
    let at = |reason| journal::at(folder, reason);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(at)? {
        let path = entry.map_err(at)?.path();
        if path.extension().is_some_and(|ending| ending == ENDING) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// What became of an owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Succession {
    /// It is this process, or dead and succeeded by it.
    Ours,
    /// It lives and watches over its runs.
    Alive,
    /// It had another folder; whether it lives is not to be seen from here.
    Elsewhere,
}

fn journal_path(folder: &Path, owner: &str) -> PathBuf {
    folder.join(format!("{}.{ENDING}", owners::file_name(owner)))
}

/// A panic elsewhere leaves a journal whole: a record is appended or it is not.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
