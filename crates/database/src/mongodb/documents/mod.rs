//! Mappings and reports in `ads_metrics`: as other programs read them, and read whatever other programs left.
//!
//! Of a seller's mappings the latest holds. Ours takes the place of that one, field by field: what we do not know in it
//! stays. Older ones are marked `superseded`, so that whoever counts by `status` counts a seller once.

mod history;
mod json;
mod mappings;
mod shape;
mod time;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use ::mongodb::bson::{Bson, Document, doc};
use model::document::{Mapping, Report};
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

use super::changes::Change;
use super::groups::Groups;
use super::names::METRICS;
use super::values::any_of;
use super::{FindAsk, Mongo, stores};
use crate::Result;

pub(super) use history::{each_report, each_report_ever, put_reports, report, reports_of};
pub(super) use mappings::{each_mapping, is_superseded, keep_mappings_of, mapping, put_mappings};

/// Sellers whose documents are read or written at once.
const CHUNK: usize = 500;
/// Under which a seller is named, in this order.
const SLUGS: [&str; 2] = ["client_id", "client_slug"];

/// What a document says, or why it cannot be read.
pub(super) enum Said {
    Mapping(Mapping),
    Report(Report),
    /// It is of neither type, and none of ours.
    Nothing,
    Unreadable(String),
}

/// Reads a document.
pub(super) fn read(document: &Document) -> Said {
    let read = match document.get_str("type") {
        Ok("mapping") => shape::mapping(document).map(Said::Mapping),
        Ok("report") => shape::report(document).map(Said::Report),
        _ => Ok(Said::Nothing),
    };
    read.unwrap_or_else(Said::Unreadable)
}

/// A digest of what a document says.
pub(super) fn content<T: Serialize>(said: &T) -> Result<i64> {
    Ok(xxh3_64(serde_json::to_string(said)?.as_bytes()).cast_signed())
}

/// All documents of one type, by seller.
pub(super) fn groups<'m>(
    mongo: &'m Mongo,
    types: &[&str],
    projection: &Document,
    aside: BTreeMap<String, Vec<Document>>,
) -> Result<Groups<'m>> {
    let mut groups = Groups::new(aside);
    add_to(mongo, &mut groups, types, projection)?;
    Ok(groups)
}

/// Adds them to groups of others.
pub(super) fn add_to<'m>(
    mongo: &'m Mongo,
    groups: &mut Groups<'m>,
    types: &[&str],
    projection: &Document,
) -> Result<()> {
    let [client_id, client_slug] = SLUGS;
    for document_type in types {
        let filter = doc! { "type": document_type, client_id: { "$gte": "" } };
        groups.add(mongo, METRICS, filter, client_id, projection.clone())?;
        let filter = doc! { "type": document_type, client_id: Bson::Null, client_slug: { "$gte": "" } };
        groups.add(mongo, METRICS, filter, client_slug, projection.clone())?;
    }
    Ok(())
}

/// Documents of one type of these sellers.
fn of_slugs(
    mongo: &Mongo,
    document_type: &str,
    slugs: &[&str],
    projection: &Document,
) -> Result<BTreeMap<String, Vec<Document>>> {
    let [client_id, client_slug] = SLUGS;
    let mut filters = vec![doc! { "type": document_type, client_id: any_of(slugs) }];
    if mongo.spellings()?.client_slug {
        filters.push(doc! { "type": document_type, client_id: Bson::Null, client_slug: any_of(slugs) });
    }
    let mut found: BTreeMap<String, Vec<Document>> = BTreeMap::new();
    for filter in filters {
        let ask = FindAsk::default().with(projection.clone());
        mongo.find(METRICS, filter, ask, &mut |document| {
            if let Ok(slug) = stores::slug_of(&document, &SLUGS) {
                found.entry(slug).or_default().push(document);
            }
            Ok(ControlFlow::Continue(()))
        })?;
    }
    Ok(found)
}

/// Takes away the documents of a seller. Gives whether there were any.
pub(super) fn remove_of(mongo: &Mongo, slug: &str) -> Result<bool> {
    let only = doc! { "_id": 1, "client_id": 1, "client_slug": 1 };
    let mut ids = Vec::new();
    for document_type in ["mapping", "report"] {
        let found = of_slugs(mongo, document_type, &[slug], &only)?;
        ids.extend(
            found
                .into_values()
                .flatten()
                .filter_map(|document| document.get("_id").cloned()),
        );
    }
    if ids.is_empty() {
        return Ok(false);
    }
    mongo.delete(METRICS, doc! { "_id": { "$in": ids } })?;
    Ok(true)
}

/// Sets these fields of a document, and each field of those under `inside` apart, so that what else stands there stays.
/// Fields that `absent` names and `fields` does not have go.
fn set(mut fields: Document, old: Option<&Document>, inside: &[&str], absent: &[&str]) -> Document {
    for name in inside {
        let there = old.is_some_and(|old| matches!(old.get(name), Some(Bson::Document(_))));
        if there && let Ok(inner) = fields.get_document(name).cloned() {
            fields.remove(name);
            fields.extend(
                inner
                    .into_iter()
                    .map(|(field, value)| (format!("{name}.{field}"), value)),
            );
        }
    }
    let gone: Document = absent
        .iter()
        .filter(|name| !fields.contains_key(name) && old.is_some_and(|old| old.contains_key(name)))
        .map(|name| ((*name).to_owned(), Bson::from("")))
        .collect();
    let mut update = doc! { "$set": fields };
    if !gone.is_empty() {
        update.insert("$unset", gone);
    }
    update
}

/// What changed, told of these sellers.
fn changed(slugs: &[String]) -> Change {
    if slugs.is_empty() {
        Change::None
    } else {
        Change::Some(slugs.to_vec())
    }
}
