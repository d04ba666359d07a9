//! What the journals of any number of machines hold together.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use database::LedgerLine;

use super::{BEGINNING, ENDING, JournalError, Written, sum_of};

/// The lines of the ledger as journals tell them.
#[derive(Debug, Default, PartialEq)]
pub struct Copies {
    lines: BTreeMap<u64, LedgerLine>,
    /// Numbers of which two journals tell different lines.
    contradictions: BTreeSet<u64>,
    /// Damaged lines, by journal.
    pub damaged: Vec<Damage>,
    /// Journals that were read.
    pub journals: u64,
}

/// Lines of a journal that cannot be read. A last line that a crash cut off is not among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// The journal.
    pub path: PathBuf,
    /// The lines in the file, from 1.
    pub lines: Vec<u64>,
}

impl Copies {
    /// Reads every journal of the folders.
    pub fn read(folders: &[PathBuf]) -> Result<Self, JournalError> {
        let mut copies = Self::default();
        for folder in folders {
            for path in journals(folder).map_err(JournalError::at(folder))? {
                let bytes = match std::fs::read(&path) {
                    Ok(bytes) => bytes,
                    // Taken away since the folder was listed.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                    Err(error) => return Err(JournalError::at(&path)(error)),
                };
                copies.take(path, &bytes);
            }
        }
        Ok(copies)
    }

    fn take(&mut self, path: PathBuf, bytes: &[u8]) {
        self.journals += 1;
        let mut broken = Vec::new();
        for (place, text) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
            // Without its end of line it is one that a crash cut off, or one that is being written.
            let Some(text) = text.strip_suffix(b"\n") else {
                continue;
            };
            match decode(text) {
                Some(line) => self.add(line),
                None if text.is_empty() => {}
                None => broken.push(place as u64 + 1),
            }
        }
        if !broken.is_empty() {
            self.damaged.push(Damage { path, lines: broken });
        }
    }

    /// Adds a line from elsewhere: the ledger's own.
    pub fn add(&mut self, line: LedgerLine) {
        match self.lines.entry(line.number) {
            Entry::Vacant(place) => {
                place.insert(line);
            }
            Entry::Occupied(known) => {
                if *known.get() != line {
                    self.contradictions.insert(line.number);
                }
            }
        }
    }

    /// The numbers of the lines that are held.
    pub fn numbers(&self) -> impl Iterator<Item = u64> {
        self.lines.keys().copied()
    }

    /// The lines in order, whether or not some are missing between them. Of two that contradict each other the one
    /// that was read first.
    pub fn lines(&self) -> impl Iterator<Item = &LedgerLine> {
        self.lines.values()
    }

    /// The line of this number.
    pub fn line(&self, number: u64) -> Option<&LedgerLine> {
        self.lines.get(&number)
    }

    /// Whether journals tell different lines of this number.
    pub fn is_contradicted(&self, number: u64) -> bool {
        self.contradictions.contains(&number)
    }

    /// The number of the last line; 0 where there is none.
    pub fn last(&self) -> u64 {
        self.lines.last_key_value().map_or(0, |(number, _)| *number)
    }
}

/// The line that a text holds, if it is sound.
fn decode(text: &[u8]) -> Option<LedgerLine> {
    let entry: Written<'_> = serde_json::from_slice(text).ok()?;
    let json = entry.line.get();
    (entry.sum == sum_of(json))
        .then(|| serde_json::from_str(json).ok())
        .flatten()
}

/// The journals of a folder by name; none where there is no folder.
fn journals(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(BEGINNING) && name.ends_with(ENDING) {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}
