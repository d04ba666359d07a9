//! One journal: appended to by its owner, read by anybody.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::VaultError;
use super::record::{self, Header, MAGIC};

/// A journal open for appending.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    /// Made with the first record.
    file: Option<File>,
    length: u64,
}

impl Journal {
    /// Opens a journal and cuts off what a crash left at its end. Makes no file before there is a record.
    pub(super) fn open(path: &Path) -> Result<Self, VaultError> {
        let mut journal = Self {
            path: path.to_owned(),
            file: None,
            length: 0,
        };
        if path.exists() {
            let sound = walk(
                &std::fs::read(path).map_err(|reason| at(path, reason))?,
                &mut |_, _, _, _| {},
            )
            .end;
            journal.length = sound as u64;
            journal.cut_off().map_err(|reason| at(path, reason))?;
        }
        Ok(journal)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Appends a record and syncs it.
    pub(super) fn append(&mut self, header: &Header, body: &[u8]) -> Result<(), VaultError> {
        let record = record::encode(header, body)?;
        let written = self.write(&record);
        if let Err(reason) = written {
            // What was written of it is in the way of the next record; if even this fails, opening the journal
            // again cuts it off.
            let _ = self.cut_off();
            return Err(at(&self.path, reason));
        }
        self.length += record.len() as u64;
        Ok(())
    }

    fn write(&mut self, record: &[u8]) -> io::Result<()> {
        if self.file.is_none() {
            self.file = Some(OpenOptions::new().create(true).append(true).open(&self.path)?);
            sync_folder(&self.path)?;
        }
        match &mut self.file {
            Some(file) => {
                file.write_all(record)?;
                file.sync_data()
            }
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn cut_off(&self) -> io::Result<()> {
        let file = OpenOptions::new().write(true).open(&self.path)?;
        if file.metadata()?.len() > self.length {
            file.set_len(self.length)?;
            file.sync_all()?;
        }
        Ok(())
    }
}

/// Reads a journal; gives how many damaged places it has, a torn end not among them.
pub(super) fn read(path: &Path, visit: &mut dyn FnMut(Header, Vec<u8>)) -> Result<u64, VaultError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(walk(&bytes, &mut |header, body, _, _| visit(header, body)).damaged),
        // Cleared away since the folder was listed.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(reason) => Err(at(path, reason)),
    }
}

/// What a walk over a journal's bytes found.
pub(super) struct Walked {
    /// Where its last sound record ends.
    pub(super) end: usize,
    /// Damaged places before that.
    pub(super) damaged: u64,
}

/// Is handed a record: header, body, where it begins, and its own bytes.
type Visit<'v> = &'v mut dyn FnMut(Header, Vec<u8>, usize, &[u8]);

/// Hands over each sound record.
pub(super) fn walk(bytes: &[u8], visit: Visit<'_>) -> Walked {
    let mut walked = Walked { end: 0, damaged: 0 };
    let mut place = 0;
    while let Some((start, header, body, length)) = next_record(bytes, place) {
        if start > place {
            walked.damaged += 1;
        }
        place = start + length;
        walked.end = place;
        visit(header, body, start, bytes.get(start..place).unwrap_or_default());
    }
    walked
}

/// The next sound record from `place` on, damaged bytes skipped.
fn next_record(bytes: &[u8], place: usize) -> Option<(usize, Header, Vec<u8>, usize)> {
    let mut start = place;
    loop {
        let rest = bytes.get(start..)?;
        if let Some((header, body, length)) = record::decode(rest) {
            return Some((start, header, body, length));
        }
        let next = rest
            .get(1..)?
            .windows(MAGIC.len())
            .position(|four| four == MAGIC)?;
        start += 1 + next;
    }
}

/// Makes a new or renamed file's name durable.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

pub(super) fn at(path: &Path, reason: io::Error) -> VaultError {
    VaultError::Disk {
        path: path.to_owned(),
        reason,
    }
}
