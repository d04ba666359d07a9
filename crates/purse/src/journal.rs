//! A copy of the ledger on the disk of every machine that writes to it: what was spent outlives the database.
//!
//! Whoever appends to the ledger writes the same lines to a file of its own, `<folder>/ledger-<name>.jsonl`, after
//! the append. The database is the ledger, and this is its copy: it is not synced, and a disk that refuses it holds
//! up nobody. A copy that was cut off, or never written since its process died in between, is made good by the next
//! process that opens a journal in the folder: it writes what none of the folder's journals holds. So the journals
//! of one folder hold the whole ledger as it was when the last of them was opened, and what was written since then
//! by the processes that use the folder.
//!
//! A line is `{"sum":S,"line":L}`: `L` a [`LedgerLine`] as JSON, `S` the xxh3-64 of its bytes in 16 hexadecimal
//! digits. [`Copies`] reads them back, from any number of folders, and [`restore`] brings a ledger back from them.

mod copies;
mod restore;

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use database::LedgerLine;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use xxhash_rust::xxh3::xxh3_64;

pub use copies::{Copies, Damage};
pub use restore::{Restored, Stop, restore};

/// What the names of journals begin and end with.
const BEGINNING: &str = "ledger-";
const ENDING: &str = ".jsonl";

/// What can go wrong with journals.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The disk failed.
    #[error("the ledger's journal {} cannot be read or written: {reason}", path.display())]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// A line cannot be written as JSON.
    #[error("a line of the ledger cannot be written down: {0}")]
    Json(#[from] serde_json::Error),
    /// The ledger failed.
    #[error(transparent)]
    Database(#[from] database::Error),
    /// Somebody spent meanwhile.
    #[error("another process wrote to the ledger meanwhile: end it, and do this again")]
    Busy,
}

impl JournalError {
    fn at(path: &Path) -> impl Fn(io::Error) -> Self + '_ {
        |reason| Self::Disk {
            path: path.to_owned(),
            reason,
        }
    }
}

/// A line as it stands in a journal.
#[derive(Serialize, Deserialize)]
struct Written<'a> {
    sum: String,
    #[serde(borrow)]
    line: &'a RawValue,
}

fn sum_of(json: &str) -> String {
    format!("{:016x}", xxh3_64(json.as_bytes()))
}

/// The journal of one process, open for appending.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    /// Numbers that the folder's journals held when this one was opened.
    held: BTreeSet<u64>,
    end: Mutex<End>,
}

/// The end of the file.
#[derive(Debug, Default)]
struct End {
    /// Made with the first line.
    file: Option<File>,
    /// What the disk refused so far: it goes before the next lines.
    owed: Vec<u8>,
}

impl Journal {
    /// Opens the journal `<folder>/ledger-<name>.jsonl`; `name` must do for a file's name. What a crash left of a
    /// last line is cut off.
    pub fn open(folder: &Path, name: &str) -> Result<Self, JournalError> {
        std::fs::create_dir_all(folder).map_err(JournalError::at(folder))?;
        let path = folder.join(format!("{BEGINNING}{name}{ENDING}"));
        cut_off(&path).map_err(JournalError::at(&path))?;
        let copies = Copies::read(&[folder.to_owned()])?;
        Ok(Self {
            path,
            held: copies.numbers().collect(),
            end: Mutex::default(),
        })
    }

    /// Whether a journal of the folder held this line when this one was opened.
    pub(crate) fn holds(&self, number: u64) -> bool {
        self.held.contains(&number)
    }

    /// Writes lines that are in the ledger. A disk that refuses them gets them again with the next ones.
    pub(crate) fn write(&self, lines: &[LedgerLine]) {
        let mut end = self.end.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all = std::mem::take(&mut end.owed);
        // None fails: the ledger holds the same line as JSON already.
        all.extend(lines.iter().filter_map(|line| encode(line).ok()).flatten());
        if end.append(&self.path, &all).is_err() {
            // A part of it may stand there: a line of its own, which its sum gives away.
            end.owed = [b"\n".as_slice(), &all].concat();
        }
    }
}

impl End {
    fn append(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self
                .file
                .insert(OpenOptions::new().create(true).append(true).open(path)?),
        };
        file.write_all(bytes)
    }
}

fn encode(line: &LedgerLine) -> Result<Vec<u8>, serde_json::Error> {
    let json = RawValue::from_string(serde_json::to_string(line)?)?;
    let mut text = serde_json::to_vec(&Written {
        sum: sum_of(json.get()),
        line: &json,
    })?;
    text.push(b'\n');
    Ok(text)
}

/// Cuts off what follows the last whole line.
fn cut_off(path: &Path) -> io::Result<()> {
    let mut file = match OpenOptions::new().read(true).write(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.read_to_end(&mut bytes)?;
    let whole = bytes
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |place| place + 1);
    if whole < bytes.len() {
        file.set_len(whole as u64)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
