//! What scans brought, stored again from nothing but the raw pages and the ledger's journals.
//!
//! Every run that any vault keeps goes the road that it went when the scan stored it (`run`): the same
//! pages in the same order, attributed to the same questions, dated by the same reservation, at the cost that it was
//! settled at and raised to. Ads are known by id and content, searches by what and when, refused items by run and
//! number, so a base that has some of it, or all, gets what it lacks and nothing twice.

mod known;
mod whole;

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::PathBuf;

use classification::Engine;
use database::Database;
use model::MicroDollars;
use purse::journal::{self, Copies, Damage};

use crate::error::Error;
use crate::job::Intent;
use crate::run::{Asked, store_into};
use crate::vault::{Archive, Archived, Ending, Kept};
use known::Known;

/// Where to, and by what.
pub struct Replay<'a> {
    /// The base: sellers are there already.
    pub database: &'a dyn Database,
    /// Judges the ads.
    pub engine: &'a Engine,
    /// Among whose ads runs asked of which nobody knows any more what they asked.
    pub country: &'a str,
}

/// What a replay stored, and what it could not. Runs by tag, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Runs that were stored.
    pub runs: u64,
    /// Different items in them.
    pub items: u64,
    /// Ads that the base did not know.
    pub new: u64,
    /// Runs that the ledger knows as paid and no vault has: their items are not restored.
    pub missing: Vec<String>,
    /// Runs of which pages are lost: what is left is restored, and their questions count as not answered whole.
    pub incomplete: Vec<String>,
    /// Runs that were not over when the records end: the next scan goes on with them.
    pub open: Vec<String>,
    /// Runs that no journal of the ledger knows and whose records do not say when their money was set aside: dated
    /// by their first record.
    pub undated: Vec<String>,
}

/// What a restoring brought back, and what it could not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Restored {
    /// Of the ledger.
    pub ledger: journal::Restored,
    /// Of the runs.
    pub runs: Replayed,
    /// Journals of the ledger that were read.
    pub journals: u64,
    /// Journals of pages that were read.
    pub vaults: u64,
    /// Damaged lines of the ledger's journals.
    pub damaged_lines: Vec<Damage>,
    /// Damaged places in journals of pages, counted.
    pub damaged_pages: Vec<(PathBuf, u64)>,
}

impl Restored {
    /// Whether everything that is known of was restored.
    pub fn is_whole(&self) -> bool {
        self.ledger.stopped.is_none()
            && self.damaged_lines.is_empty()
            && self.damaged_pages.is_empty()
            && self.runs.missing.is_empty()
            && self.runs.incomplete.is_empty()
            && self.runs.undated.is_empty()
    }
}

/// Why a restoring could not go on. What was restored stays, and doing it again goes on.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// The base or a journal of pages failed.
    #[error(transparent)]
    Scan(#[from] Error),
    /// The ledger or its journals failed.
    #[error(transparent)]
    Journal(#[from] purse::JournalError),
}

impl Replay<'_> {
    /// Brings back the ledger, then every run that was over, from the folders in which scans of any number of
    /// machines kept their pages and journals. `told` is told how many runs of how many are done.
    ///
    /// # Errors
    /// Where the base fails, somebody writes to its ledger meanwhile, or a file cannot be read at all.
    pub fn restore(
        &self,
        folders: &[PathBuf],
        told: &mut dyn FnMut(u64, u64),
    ) -> Result<Restored, ReplayError> {
        let archive = Archive::open(folders).map_err(Error::from)?;
        let mut copies = Copies::read(folders)?;
        let ledger = journal::restore(self.database, &copies)?;
        // What the base knew before counts too: it may be older than its journals.
        let add = &mut |line| {
            copies.add(line);
            Ok(ControlFlow::Continue(()))
        };
        self.database.each_ledger_line(0, add).map_err(Error::from)?;
        Ok(Restored {
            ledger,
            runs: self.runs(&archive, &copies, told)?,
            journals: copies.journals,
            vaults: archive.journals(),
            damaged_lines: copies.damaged,
            damaged_pages: archive.damaged,
        })
    }

    fn runs(
        &self,
        archive: &Archive,
        copies: &Copies,
        told: &mut dyn FnMut(u64, u64),
    ) -> Result<Replayed, Error> {
        let known = known::fold(copies);
        let tags: BTreeSet<&str> = known.keys().copied().chain(archive.tags()).collect();
        let mut replayed = Replayed::default();
        for (done, tag) in tags.iter().enumerate() {
            told(done as u64, tags.len() as u64);
            self.one(tag, known.get(tag), &archive.of(tag)?, &mut replayed)?;
        }
        // Several folders may keep a run, and it is named once.
        replayed.incomplete.dedup();
        replayed.undated.dedup();
        Ok(replayed)
    }

    fn one(
        &self,
        tag: &str,
        known: Option<&Known<'_>>,
        archived: &[Archived],
        replayed: &mut Replayed,
    ) -> Result<(), Error> {
        let Some(settled) = known.and_then(|known| known.settled.as_ref()) else {
            return self.unsettled(tag, known, archived, replayed);
        };
        if archived.is_empty() {
            return self.unkept(tag, known, replayed);
        }
        if !self.ended(tag, known, archived, replayed)? {
            // Given up as lost after some of its pages were kept; else the note of its end is lost.
            let ending = Ending::lost(settled.cost, "the note of its end is lost");
            if !settled.is_given_up {
                replayed.incomplete.push(tag.to_owned());
            }
            for archived in archived {
                self.store(tag, known, archived, &ending, replayed)?;
            }
        }
        replayed.runs += 1;
        Ok(())
    }

    /// A run that the ledger does not know as settled.
    fn unsettled(
        &self,
        tag: &str,
        known: Option<&Known<'_>>,
        archived: &[Archived],
        replayed: &mut Replayed,
    ) -> Result<(), Error> {
        if self.ended(tag, known, archived, replayed)? {
            replayed.runs += 1;
        } else if known.is_none_or(|known| !known.released) {
            replayed.open.push(tag.to_owned());
        }
        Ok(())
    }

    /// A settled run that no vault has a record of.
    fn unkept(&self, tag: &str, known: Option<&Known<'_>>, replayed: &mut Replayed) -> Result<(), Error> {
        let given_up = known.and_then(|known| known.settled.as_ref().filter(|settled| settled.is_given_up));
        let Some(settled) = given_up else {
            replayed.missing.push(tag.to_owned());
            return Ok(());
        };
        // It brought nothing, and its questions are known as asked in vain.
        let ending = Ending::lost(settled.cost, "it was given up as lost");
        self.store(tag, known, &Archived::default(), &ending, replayed)?;
        replayed.runs += 1;
        Ok(())
    }

    /// What folders keep of a run with the note of its end: stored as it was settled, then as its cost was raised. Gives
    /// whether any folder has that note.
    fn ended(
        &self,
        tag: &str,
        known: Option<&Known<'_>>,
        archived: &[Archived],
        replayed: &mut Replayed,
    ) -> Result<bool, Error> {
        let mut any = false;
        for archived in archived {
            let Some(mut ending) = archived.kept.ending.clone() else {
                continue;
            };
            any = true;
            let lacking = whole::lacking(&archived.kept.pages, &ending);
            if lacking > 0 {
                ending.missing += lacking;
                replayed.incomplete.push(tag.to_owned());
            }
            self.store(tag, known, archived, &ending, replayed)?;
            for raised in known.map_or(&[][..], |known| &known.raised) {
                ending.cost = *raised;
                self.store(tag, known, archived, &ending, &mut Replayed::default())?;
            }
        }
        Ok(any)
    }

    fn store(
        &self,
        tag: &str,
        known: Option<&Known<'_>>,
        archived: &Archived,
        ending: &Ending,
        replayed: &mut Replayed,
    ) -> Result<(), Error> {
        let Kept { pages, order, .. } = &archived.kept;
        let order = order.as_ref().or(known.map(|known| known.order));
        let cap = known.map_or(MicroDollars::ZERO, |known| known.cap);
        let intent = Intent::read(order.unwrap_or(&serde_json::Value::Null), cap, self.country);
        let dated = known.map(|known| known.reserved_at).or(archived.reserved_at);
        if dated.is_none() {
            replayed.undated.push(tag.to_owned());
        }
        let Some(reserved_at) = dated.or(archived.first_at) else {
            return Ok(());
        };
        let asked = Asked {
            tag,
            intent: &intent,
            reserved_at,
        };
        let stored = store_into(self.database, self.engine, &asked, pages, ending)?;
        replayed.items += stored.items;
        replayed.new += stored.counts.new;
        Ok(())
    }
}
