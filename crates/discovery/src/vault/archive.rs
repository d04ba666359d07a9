//! Vaults of other machines and of processes long gone, read without owning them.
//!
//! A first walk notes where each run's records lie; their pages are read run by run, so that no more than one
//! journal, or one run, is in memory at a time.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::PathBuf;

use model::Timestamp;

use super::journal::{self, at};
use super::record::{self, Header};
use super::{Kept, VaultError, journals};

/// The records of any number of folders, by run.
#[derive(Debug, Default)]
pub struct Archive {
    journals: Vec<PathBuf>,
    /// By tag, then by the number of the folder.
    runs: BTreeMap<String, BTreeMap<usize, Vec<Place>>>,
    /// Damaged places by journal; a torn end is not among them.
    pub damaged: Vec<(PathBuf, u64)>,
}

/// Where a record lies.
#[derive(Debug, Clone, Copy)]
struct Place {
    at: Timestamp,
    journal: usize,
    start: u64,
    length: usize,
}

/// What a folder keeps of a run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Archived {
    /// Its pages, what it asked, and how it ended.
    pub kept: Kept,
    /// When its money was set aside, where the records say so.
    pub reserved_at: Option<Timestamp>,
    /// When the first of the records was made.
    pub first_at: Option<Timestamp>,
}

impl Archive {
    /// Looks through every journal of the folders.
    ///
    /// # Errors
    /// Where a folder or a journal cannot be read at all.
    pub fn open(folders: &[PathBuf]) -> Result<Self, VaultError> {
        let mut archive = Self::default();
        for (folder, path) in folders.iter().enumerate() {
            for path in journals(path)? {
                archive.index(folder, path)?;
            }
        }
        Ok(archive)
    }

    fn index(&mut self, folder: usize, path: PathBuf) -> Result<(), VaultError> {
        let bytes = std::fs::read(&path).map_err(|reason| at(&path, reason))?;
        let journal = self.journals.len();
        let runs = &mut self.runs;
        let damaged = journal::walk(&bytes, &mut |header, _, start, record| {
            let place = Place {
                at: header.at,
                journal,
                start: start as u64,
                length: record.len(),
            };
            let places = runs.entry(header.tag).or_default();
            places.entry(folder).or_default().push(place);
        })
        .damaged;
        if damaged > 0 {
            self.damaged.push((path.clone(), damaged));
        }
        self.journals.push(path);
        Ok(())
    }

    /// Journals that were read.
    pub fn journals(&self) -> u64 {
        self.journals.len() as u64
    }

    /// The tags of all runs that anything is kept of.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.runs.keys().map(String::as_str)
    }

    /// What each folder keeps of a run, folders in the order given.
    ///
    /// # Errors
    /// Where a journal cannot be read any more.
    pub fn of(&self, tag: &str) -> Result<Vec<Archived>, VaultError> {
        let folders = self.runs.get(tag).into_iter().flatten();
        folders.map(|(_, places)| self.read(places)).collect()
    }

    fn read(&self, places: &[Place]) -> Result<Archived, VaultError> {
        let mut places = places.to_vec();
        places.sort_by_key(|place| place.at);
        let mut archived = Archived {
            first_at: places.first().map(|place| place.at),
            ..Archived::default()
        };
        for place in &places {
            if let Some((header, body)) = self.record(place)? {
                archived.reserved_at = archived.reserved_at.or(header.reserved_at);
                archived.kept.add(header, body);
            }
        }
        Ok(archived)
    }

    /// A record again; nothing where it changed since it was found.
    fn record(&self, place: &Place) -> Result<Option<(Header, Vec<u8>)>, VaultError> {
        let Some(path) = self.journals.get(place.journal) else {
            return Ok(None);
        };
        let read = || {
            let mut file = File::open(path)?;
            file.seek(SeekFrom::Start(place.start))?;
            let mut bytes = vec![0; place.length];
            file.read_exact(&mut bytes)?;
            Ok(bytes)
        };
        let bytes = read().map_err(|reason| at(path, reason))?;
        Ok(record::decode(&bytes).map(|(header, body, _)| (header, body)))
    }
}
