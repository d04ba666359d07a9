//! Writes sellers, a handful at a time.

use std::ops::ControlFlow;

use analytics::{Client, ClientDocuments, apart};
use database::mongodb::bson::{Document, doc};
use database::mongodb::names::CLIENTS;
use database::mongodb::{FindAsk, Mongo, UpdateStatement};
use database::{Database, Result};

use super::asked::Firsts;
use crate::asked::shared;
use crate::documents;
use crate::filter::{alive, both};
use crate::row::{self, FORMAT, GONE};

/// Sellers at once.
const HANDFUL: usize = 500;

/// Writes what the database holds at a version or later.
pub(super) struct Writer<'d> {
    database: &'d dyn Database,
    version: i64,
}

impl<'d> Writer<'d> {
    pub(super) fn new(database: &'d dyn Database, version: u64) -> Self {
        Self {
            database,
            version: i64::try_from(version).unwrap_or(i64::MAX),
        }
    }

    /// Every seller, and what is left of those that are no more.
    pub(super) fn everything(&self) -> Result<()> {
        // Documents of a base that was here before say later versions: nothing of them holds.
        let later = doc! { "v": { "$gt": self.version } };
        self.mongo()?.delete(CLIENTS, later)?;
        let mut handful = Vec::with_capacity(HANDFUL);
        documents::each(self.database, &mut |documents| {
            handful.push(documents);
            if handful.len() == HANDFUL {
                self.put(std::mem::take(&mut handful))
            } else {
                Ok(())
            }
        })?;
        self.put(handful)?;
        self.left_over()
    }

    /// Sellers that changed after a version. Gives how many.
    pub(super) fn touched_since(&self, version: u64) -> Result<u64> {
        let (mut touched, mut slugs) = (0, Vec::with_capacity(HANDFUL));
        self.database.each_touched(version, &mut |slug| {
            touched += 1;
            slugs.push(slug);
            if slugs.len() == HANDFUL {
                self.again(&std::mem::take(&mut slugs))?;
            }
            Ok(ControlFlow::Continue(()))
        })?;
        self.again(&slugs)?;
        Ok(touched)
    }

    /// Documents that a walk over all sellers did not meet: their sellers are gone, or came meanwhile.
    fn left_over(&self) -> Result<()> {
        let old = doc! { "$or": [{ "v": { "$lt": self.version } }, { "f": { "$ne": FORMAT } }] };
        let mut slugs = Vec::new();
        let ask = FindAsk::default().with(doc! { "_id": 1 });
        self.mongo()?.find(CLIENTS, both(alive(), old), ask, &mut |row| {
            slugs.push(row::text(&row, "_id").to_owned());
            Ok(ControlFlow::Continue(()))
        })?;
        slugs.chunks(HANDFUL).try_for_each(|some| self.again(some))
    }

    /// Reads some sellers and writes them.
    fn again(&self, slugs: &[String]) -> Result<()> {
        let (mut found, mut gone) = (Vec::with_capacity(slugs.len()), Vec::new());
        for slug in slugs {
            match documents::of(self.database, slug)? {
                Some(documents) => found.push(documents),
                None => gone.push(self.statement(doc! { "_id": slug, "v": self.version, "st": GONE })),
            }
        }
        self.send(&gone)?;
        self.put(found)
    }

    fn put(&self, handful: Vec<ClientDocuments>) -> Result<()> {
        let mut sellers: Vec<(Client, apart::Note)> = handful.into_iter().map(apart::read).collect();
        let hosts = sellers.iter().flat_map(|(client, note)| note.hosts(client));
        let firsts = Firsts::of(self.mongo()?, hosts)?;
        let mut statements = Vec::with_capacity(sellers.len());
        for (client, note) in &mut sellers {
            client.covered_at = firsts.covered(client, note);
            statements.push(self.statement(row::document(client, note, self.version)));
        }
        self.send(&statements)
    }

    /// Puts a document in the place of an older one. A newer one stays: the statement then tries to make a second
    /// document of one `_id`, which is refused.
    fn statement(&self, document: Document) -> UpdateStatement {
        let slug = row::text(&document, "_id").to_owned();
        UpdateStatement::upsert(doc! { "_id": slug, "v": { "$lte": self.version } }, document)
    }

    fn send(&self, statements: &[UpdateStatement]) -> Result<()> {
        if !statements.is_empty() {
            self.mongo()?.update_many_statements(CLIENTS, statements)?;
        }
        Ok(())
    }

    fn mongo(&self) -> Result<&'d Mongo> {
        shared(self.database)
    }
}
