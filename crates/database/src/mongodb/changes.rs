//! The log of changes: what the version counts, and which sellers each change touched.
//!
//! An entry is appended after what it tells of is written, at exactly the number after the last one (a taken `_id` is
//! refused). So whoever reads the version `n` and then the documents sees all that the entries up to `n` tell of.
//!
//! A writer notes its intent first. Where it dies before its entry, whoever reads the version a minute later appends
//! the entry in its stead. Entries told twice are harmless: sellers are read once more.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use ::mongodb::bson::oid::ObjectId;
use ::mongodb::bson::{Bson, Document, doc};

use super::names::{CHANGES, COUNTERS, INTENTS};
use super::values::whole;
use super::{FindAsk, Mongo, UpdateStatement, records, slugs};
use crate::{Result, Visit};

/// Whoever did not say within this what became of an intent is taken for dead.
const ABANDONED_MILLIS: i64 = 60_000;
/// Entries that are kept: who follows changes from further back reads all sellers anew.
const KEPT: i64 = 20_000;
/// Old entries are taken away each time that so many were added.
const COMPACTED_EVERY: i64 = 1_000;
/// In the counters: entries up to this number are gone, but for removals.
const FORGOTTEN: &str = "changes_forgotten";

/// A change that somebody is about to make.
#[derive(Debug)]
pub(super) struct Intent {
    id: String,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// Nothing was written.
    None,
    /// Something was; sellers with these slugs, if any, are others now.
    Some(Vec<String>),
    /// These sellers are gone. Told for ever, to whoever still knows them.
    Removed(Vec<String>),
}

impl Mongo {
    /// Notes that something is about to change: sellers with these slugs, or (where there are none) something else.
    pub(super) fn intend(&self, slugs: &[String]) -> Result<Intent> {
        let id = ObjectId::new().to_hex();
        let note = doc! { "$set": { "slugs": slugs }, "$currentDate": { "at": true } };
        self.update_many_statements(INTENTS, &[UpdateStatement::upsert(doc! { "_id": &id }, note)])?;
        Ok(Intent { id })
    }

    /// Tells what became of an intent.
    pub(super) fn tell(&self, intent: &Intent, change: Change) -> Result<()> {
        match change {
            Change::None => {}
            Change::Some(slugs) => self.append_change(doc! { "slugs": slugs })?,
            Change::Removed(slugs) => self.append_change(doc! { "slugs": slugs, "removed": true })?,
        }
        self.delete(INTENTS, doc! { "_id": &intent.id }).map(drop)
    }

    /// Writes, and tells what changed. Where the writing fails amid, all that it was about is told: some of it may be
    /// written.
    pub(super) fn telling<T>(
        &self,
        slugs: &[String],
        write: impl FnOnce() -> Result<(T, Change)>,
    ) -> Result<T> {
        let intent = self.intend(slugs)?;
        match write() {
            Ok((value, change)) => self.tell(&intent, change).map(|()| value),
            Err(error) => {
                // Where even this fails the intent stands, and is told by whoever reads the version later.
                let _ = self.tell(&intent, Change::Some(slugs.to_vec()));
                Err(error)
            }
        }
    }

    /// The same for records, which have a version of their own; `write` gives whether it wrote.
    pub(super) fn telling_records<T>(&self, write: impl FnOnce() -> Result<(T, bool)>) -> Result<T> {
        let id = ObjectId::new().to_hex();
        let note = doc! { "$set": { "records": true }, "$currentDate": { "at": true } };
        self.update_many_statements(INTENTS, &[UpdateStatement::upsert(doc! { "_id": &id }, note)])?;
        // Where it fails the intent stands, and is counted by whoever reads the version later.
        let (value, wrote) = write()?;
        if wrote {
            records::count_change(self)?;
        }
        self.delete(INTENTS, doc! { "_id": id })?;
        Ok(value)
    }

    /// The number of the last change of a record.
    pub(super) fn last_record_change(&self) -> Result<u64> {
        self.tell_abandoned()?;
        records::version(self)
    }

    /// The number of the last entry.
    pub(super) fn last_change(&self) -> Result<u64> {
        self.tell_abandoned()?;
        Ok(u64::try_from(self.last_entry()?).unwrap_or(0))
    }

    /// Sellers touched by entries after this one, by slug.
    pub(super) fn touched_after(&self, after: u64, visit: Visit<'_, String>) -> Result<()> {
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        let mut slugs = BTreeSet::new();
        let ask = FindAsk::by("_id");
        self.find(CHANGES, doc! { "_id": { "$gt": after } }, ask, &mut |entry| {
            for slug in entry.get_array("slugs").into_iter().flatten() {
                slugs.extend(slug.as_str().map(str::to_owned));
            }
            Ok(ControlFlow::Continue(()))
        })?;
        // Asked after: entries that were taken away while they were read are found out.
        if after == 0 || after < self.forgotten()? {
            return slugs::each(self, slugs, visit);
        }
        for slug in slugs {
            if visit(slug)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn last_entry(&self) -> Result<i64> {
        let ask = FindAsk::sorted(doc! { "_id": -1 }).with(doc! { "_id": 1 });
        let entry = self.find_one(CHANGES, doc! { "_id": { "$gt": 0_i64 } }, ask)?;
        Ok(entry
            .and_then(|entry| entry.get("_id").and_then(whole))
            .unwrap_or(0))
    }

    fn forgotten(&self) -> Result<i64> {
        let counter = self.find_one(COUNTERS, doc! { "_id": FORGOTTEN }, FindAsk::default())?;
        Ok(counter
            .and_then(|counter| counter.get("n").and_then(whole))
            .unwrap_or(0))
    }

    /// Appends an entry after the last one, whoever else appends meanwhile.
    fn append_change(&self, mut entry: Document) -> Result<()> {
        loop {
            let next = self.last_entry()? + 1;
            entry.insert("_id", next);
            // Where an answer was lost the entry may stand already, and is appended once more.
            if self
                .insert_many_unordered(CHANGES, &[entry.clone()])?
                .duplicates
                .is_empty()
            {
                if next % COMPACTED_EVERY == 0 {
                    self.compact_changes(next - KEPT)?;
                }
                return Ok(());
            }
        }
    }

    /// Takes away what was told long ago; removals stay, since nothing else tells of them.
    fn compact_changes(&self, up_to: i64) -> Result<()> {
        if up_to <= 0 {
            return Ok(());
        }
        // First the mark: who reads between finds entries that it could do without.
        let mark = UpdateStatement::upsert(doc! { "_id": FORGOTTEN }, doc! { "$max": { "n": up_to } });
        self.update_many_statements(COUNTERS, &[mark])?;
        self.delete(
            CHANGES,
            doc! { "_id": { "$lte": up_to }, "removed": { "$ne": true } },
        )
        .map(drop)
    }

    /// Tells in the stead of writers that died.
    fn tell_abandoned(&self) -> Result<()> {
        let mut intents = Vec::new();
        self.find(INTENTS, Document::new(), FindAsk::by("_id"), &mut |intent| {
            intents.push(intent);
            Ok(ControlFlow::Continue(()))
        })?;
        if intents.is_empty() {
            return Ok(());
        }
        let now = self.server_time()?.timestamp_millis();
        for intent in intents {
            let at = intent.get_datetime("at").map_or(0, |at| at.timestamp_millis());
            if now.saturating_sub(at) <= ABANDONED_MILLIS {
                continue;
            }
            if intent.contains_key("records") {
                records::count_change(self)?;
            } else {
                let slugs = intent.get_array("slugs").cloned().unwrap_or_default();
                self.append_change(doc! { "slugs": slugs })?;
            }
            self.delete(
                INTENTS,
                doc! { "_id": intent.get("_id").cloned().unwrap_or(Bson::Null) },
            )?;
        }
        Ok(())
    }
}
