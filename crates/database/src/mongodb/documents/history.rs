//! Reports: all that were ever made, of which the latest by its own time speaks for the seller.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use ::mongodb::bson::{self, Bson, Document, doc};
use model::Timestamp;
use model::document::Report;

use super::{CHUNK, changed, content, groups, of_slugs, set, shape, time};
use crate::mongodb::groups::place;
use crate::mongodb::names::METRICS;
use crate::mongodb::{FindAsk, Mongo, UpdateStatement};
use crate::{Error, Result, Visit};

/// What tells when each report of a seller was made.
fn moments() -> Document {
    doc! { "_id": 1, "client_id": 1, "client_slug": 1, "analyzed_at": 1, "timestamp": 1, "created_at": 1 }
}

/// A seller's reports by their time, and the latest.
#[derive(Default)]
struct History {
    moments: BTreeMap<Timestamp, Bson>,
    latest: Option<Report>,
    /// Whether times are dates of BSON in it.
    dates: bool,
}

/// Adds reports that say something new. Gives how many did.
pub(in crate::mongodb) fn put_reports(mongo: &Mongo, reports: &[Report]) -> Result<u64> {
    let mut added = 0;
    for chunk in reports.chunks(CHUNK) {
        let mut known = histories(mongo, chunk)?;
        let mut statements = Vec::new();
        let mut slugs = Vec::new();
        for report in chunk {
            let history = known.entry(report.client_id.clone()).or_default();
            if history
                .latest
                .as_ref()
                .is_some_and(|latest| latest.says_the_same_as(report))
            {
                continue;
            }
            let id = history.moments.get(&report.analyzed_at).cloned();
            let own = || {
                Bson::String(format!(
                    "report:{}:{}",
                    report.client_id,
                    report.analyzed_at.as_millis()
                ))
            };
            let old = match &id {
                Some(id) => mongo.find_one(METRICS, doc! { "_id": id.clone() }, FindAsk::default())?,
                None => None,
            };
            if old
                .as_ref()
                .is_some_and(|old| shape::report(old).is_ok_and(|old| old == *report))
            {
                continue;
            }
            let id = id.unwrap_or_else(own);
            statements.push(write(report, id.clone(), old.as_ref(), history.dates)?);
            history.moments.insert(report.analyzed_at, id);
            if history
                .latest
                .as_ref()
                .is_none_or(|latest| latest.analyzed_at <= report.analyzed_at)
            {
                history.latest = Some(report.clone());
            }
            slugs.push(report.client_id.clone());
            added += 1;
        }
        if !statements.is_empty() {
            slugs.sort();
            slugs.dedup();
            mongo.telling(&slugs, || {
                mongo.update_many_statements(METRICS, &statements)?;
                Ok(((), changed(&slugs)))
            })?;
        }
    }
    Ok(added)
}

/// What is known of the sellers of these reports.
fn histories(mongo: &Mongo, reports: &[Report]) -> Result<BTreeMap<String, History>> {
    let slugs: Vec<_> = reports.iter().map(|report| report.client_id.as_str()).collect();
    let found = of_slugs(mongo, "report", &slugs, &moments())?;
    let mut known = BTreeMap::new();
    let mut latest = Vec::new();
    for (slug, mut documents) in found {
        documents.sort_by_cached_key(|document| (shape::analyzed_at(document), place(document)));
        latest.extend(documents.last().and_then(|last| last.get("_id").cloned()));
        let moment =
            |document: &Document| Some((shape::analyzed_at(document)?, document.get("_id")?.clone()));
        let history = History {
            moments: documents.iter().filter_map(moment).collect(),
            latest: None,
            dates: time::has_dates(&documents, "analyzed_at"),
        };
        known.insert(slug, history);
    }
    for report in whole(mongo, latest)?.into_values() {
        if let Some(history) = known.get_mut(&report.client_id) {
            history.latest = Some(report);
        }
    }
    Ok(known)
}

/// Readable reports with these `_id`s, by a text of it.
fn whole(mongo: &Mongo, ids: Vec<Bson>) -> Result<BTreeMap<String, Report>> {
    let mut found = BTreeMap::new();
    if ids.is_empty() {
        return Ok(found);
    }
    mongo.find(
        METRICS,
        doc! { "_id": { "$in": ids } },
        FindAsk::default(),
        &mut |document| {
            if let (Some(id), Ok(report)) = (document.get("_id"), shape::report(&document)) {
                found.insert(id.to_string(), report);
            }
            Ok(ControlFlow::Continue(()))
        },
    )?;
    Ok(found)
}

fn write(report: &Report, id: Bson, old: Option<&Document>, dates: bool) -> Result<UpdateStatement> {
    let mut fields = bson::serialize_to_document(report).map_err(|error| Error::Engine(error.to_string()))?;
    fields.insert("analyzed_at", time::stored(report.analyzed_at, dates));
    fields.insert("sa.digest", content(report)?);
    let update = set(
        fields,
        old,
        &["metrics"],
        &["moves", "status", "seen_at", "category", "changes", "partial"],
    );
    Ok(UpdateStatement::upsert(doc! { "_id": id }, update))
}

/// The seller's latest report.
pub(in crate::mongodb) fn report(mongo: &Mongo, slug: &str) -> Result<Option<Report>> {
    let found = of_slugs(mongo, "report", &[slug], &moments())?;
    let latest = found.get(slug).and_then(|documents| latest(documents));
    Ok(whole(mongo, latest.into_iter().collect())?.into_values().next())
}

fn latest(documents: &[Document]) -> Option<Bson> {
    let latest = documents
        .iter()
        .max_by_key(|document| (shape::analyzed_at(document), place(document)));
    latest?.get("_id").cloned()
}

/// The latest report of every seller, by slug. The times of all are read, and of the latest all.
pub(in crate::mongodb) fn each_report(mongo: &Mongo, visit: Visit<'_, Report>) -> Result<()> {
    let mut groups = groups(mongo, &["report"], &moments(), BTreeMap::new())?;
    loop {
        let mut ids = Vec::with_capacity(CHUNK);
        while ids.len() < CHUNK
            && let Some((_, documents)) = groups.next()?
        {
            ids.extend(latest(&documents));
        }
        if ids.is_empty() {
            return Ok(());
        }
        let mut reports = whole(mongo, ids.clone())?;
        for id in ids {
            if let Some(report) = reports.remove(&id.to_string())
                && visit(report)?.is_break()
            {
                return Ok(());
            }
        }
    }
}

/// Every report of every seller, by slug, oldest first.
pub(in crate::mongodb) fn each_report_ever(mongo: &Mongo, visit: Visit<'_, Report>) -> Result<()> {
    let mut groups = groups(mongo, &["report"], &Document::new(), BTreeMap::new())?;
    while let Some((_, documents)) = groups.next()? {
        for report in in_order(&documents) {
            if visit(report)?.is_break() {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// All reports of a seller, oldest first.
pub(in crate::mongodb) fn reports_of(mongo: &Mongo, slug: &str) -> Result<Vec<Report>> {
    let found = of_slugs(mongo, "report", &[slug], &Document::new())?;
    Ok(found
        .get(slug)
        .map_or_else(Vec::new, |documents| in_order(documents)))
}

/// Those that can be read, one of each moment.
fn in_order(documents: &[Document]) -> Vec<Report> {
    let mut documents: Vec<_> = documents.iter().collect();
    documents.sort_by_cached_key(|document| place(document));
    let read = documents
        .into_iter()
        .filter_map(|document| shape::report(document).ok());
    let by_moment: BTreeMap<_, _> = read.map(|report| (report.analyzed_at, report)).collect();
    by_moment.into_values().collect()
}
