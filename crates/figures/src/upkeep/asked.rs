//! Which hosts were asked for in full, and when first: `sa_clients_asked`, `{_id: host, at}`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use analytics::{Client, SearchMade, apart};
use compact_str::CompactString;
use database::Result;
use database::mongodb::bson::doc;
use database::mongodb::{FindAsk, Mongo, UpdateStatement};
use model::Timestamp;

use super::covered;
use crate::row::int;

const COLLECTION: &str = "sa_clients_asked";
/// Hosts at once.
const HANDFUL: usize = 500;

/// Writes down hosts of complete searches, a handful at a time.
pub(super) struct AskedHosts<'m> {
    mongo: &'m Mongo,
    /// Whether sellers that are written already may be covered by them.
    cover: bool,
    hosts: BTreeMap<CompactString, Timestamp>,
}

impl<'m> AskedHosts<'m> {
    pub(super) fn new(mongo: &'m Mongo, cover: bool) -> Self {
        Self {
            mongo,
            cover,
            hosts: BTreeMap::new(),
        }
    }

    pub(super) fn note(&mut self, search: &SearchMade) -> Result<()> {
        let Some(at) = search.at.filter(|_| search.complete) else {
            return Ok(());
        };
        if let Some(host) = apart::host_asked(&search.text) {
            let first = self.hosts.entry(host).or_insert(at);
            *first = at.min(*first);
        }
        if self.hosts.len() >= HANDFUL {
            self.flush()
        } else {
            Ok(())
        }
    }

    /// Writes what is left.
    pub(super) fn flush(&mut self) -> Result<()> {
        let hosts = std::mem::take(&mut self.hosts);
        let statement = |(host, at): (&CompactString, &Timestamp)| {
            let first = doc! { "$min": { "at": at.as_millis() } };
            UpdateStatement::upsert(doc! { "_id": host.as_str() }, first)
        };
        let statements: Vec<_> = hosts.iter().map(statement).collect();
        if statements.is_empty() {
            return Ok(());
        }
        let done = self.mongo.update_many_statements(COLLECTION, &statements)?;
        // A host that was asked for before, and earlier, covers nobody anew.
        if self.cover && (done.upserted > 0 || done.modified > 0 || done.repeated) {
            let hosts: Vec<&str> = hosts.keys().map(CompactString::as_str).collect();
            covered::again(self.mongo, &hosts)?;
        }
        Ok(())
    }
}

/// For some hosts and the names above them, when each was first asked for in full.
#[derive(Debug, Default)]
pub(super) struct Firsts(BTreeMap<CompactString, Timestamp>);

impl Firsts {
    /// Of the hosts of some sellers.
    pub(super) fn of<'h>(mongo: &Mongo, hosts: impl IntoIterator<Item = &'h CompactString>) -> Result<Self> {
        let names: BTreeSet<&str> = hosts.into_iter().flat_map(|host| apart::names(host)).collect();
        let names: Vec<&str> = names.into_iter().collect();
        let mut firsts = Self::default();
        for some in names.chunks(2 * HANDFUL) {
            mongo.find(
                COLLECTION,
                doc! { "_id": { "$in": some } },
                FindAsk::default(),
                &mut |found| {
                    let host = found.get_str("_id").unwrap_or_default();
                    firsts
                        .0
                        .insert(host.into(), Timestamp::clamped(int(&found, "at")));
                    Ok(ControlFlow::Continue(()))
                },
            )?;
        }
        Ok(firsts)
    }

    /// Since when it is known whether a seller advertises.
    pub(super) fn covered(&self, client: &Client, note: &apart::Note) -> Option<Timestamp> {
        apart::covered_at(client, note, |host| {
            apart::names(host)
                .filter_map(|name| self.0.get(name))
                .min()
                .copied()
        })
    }
}
