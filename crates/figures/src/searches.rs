//! Searches read from the database in the order of writing, each once.

use std::collections::HashSet;
use std::ops::ControlFlow;

use analytics::SearchMade;
use database::{Database, Result, Search};
use xxhash_rust::xxh3::Xxh3;

/// How far searches were read.
#[derive(Debug, Default)]
pub struct Read {
    /// The number of the last one.
    last: u64,
    /// Each search that was read, by what makes it one (eight bytes): told again, it must not count twice.
    known: HashSet<u64, foldhash::fast::RandomState>,
}

/// What the searches since the last look were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// None.
    Nothing,
    /// Some.
    New,
    /// One of them was told before, with less: sums cannot take that back and begin anew.
    Again,
}

impl Read {
    /// The number of the last search that was read.
    pub const fn last(&self) -> u64 {
        self.last
    }

    /// Reads what is new; ends where something is told again.
    pub fn news(
        &mut self,
        database: &dyn Database,
        visit: &mut dyn FnMut(u64, SearchMade) -> Result<()>,
    ) -> Result<Told> {
        let (mut told, mut last) = (Told::Nothing, self.last);
        database.each_search_after(self.last, &mut |(number, search)| {
            last = number;
            if !self.known.insert(identity(&search)) {
                told = Told::Again;
                return Ok(ControlFlow::Break(()));
            }
            told = Told::New;
            visit(number, made(search))?;
            Ok(ControlFlow::Continue(()))
        })?;
        self.last = last;
        Ok(told)
    }
}

/// Of what makes a search one and the same: its text and its moment.
fn identity(search: &Search) -> u64 {
    let mut digest = Xxh3::new();
    let at = search.at.map_or(i64::MIN, model::Timestamp::as_millis);
    digest.update(&at.to_le_bytes());
    digest.update(search.domain.as_bytes());
    digest.digest()
}

fn made(search: Search) -> SearchMade {
    SearchMade {
        text: search.domain,
        at: search.at,
        ads: search.ads,
        complete: search.complete,
        cost: search.cost,
    }
}
