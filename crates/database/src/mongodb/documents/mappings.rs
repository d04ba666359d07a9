//! Mappings: one that holds per seller.

use std::collections::{BTreeMap, HashSet};

use ::mongodb::bson::{self, Bson, Document, doc};
use model::document::{Mapping, Status};

use super::{CHUNK, changed, content, groups, of_slugs, set, shape, time};
use crate::mongodb::changes::Change;
use crate::mongodb::groups::place;
use crate::mongodb::names::METRICS;
use crate::mongodb::{Mongo, UpdateStatement};
use crate::{Error, Result, Visit};

/// The status of a mapping that a later one took the place of.
const SUPERSEDED: &str = "superseded";

/// Puts each mapping in the place of the seller's earlier one. Gives how many differ from it.
pub(in crate::mongodb) fn put_mappings(mongo: &Mongo, mappings: &[Mapping]) -> Result<u64> {
    let mut changes = 0;
    for chunk in mappings.chunks(CHUNK) {
        let slugs: Vec<_> = chunk.iter().map(|mapping| mapping.client_id.as_str()).collect();
        let found = of_slugs(mongo, "mapping", &slugs, &Document::new())?;
        let mut latest: BTreeMap<&str, &Mapping> = BTreeMap::new();
        for mapping in chunk {
            let slug = mapping.client_id.as_str();
            let same = match latest.get(slug) {
                Some(planned) => *planned == mapping,
                None => found
                    .get(slug)
                    .and_then(|known| holding(known))
                    .is_some_and(|(_, known)| known == *mapping),
            };
            if !same {
                latest.insert(slug, mapping);
                changes += 1;
            }
        }
        let mut statements = Vec::new();
        for (slug, mapping) in &latest {
            write(
                mapping,
                found.get(*slug).map_or(&[], Vec::as_slice),
                &mut statements,
            )?;
        }
        if statements.is_empty() {
            continue;
        }
        let slugs: Vec<_> = latest.keys().map(|slug| (*slug).to_owned()).collect();
        mongo.telling(&slugs, || {
            mongo.update_many_statements(METRICS, &statements)?;
            Ok(((), changed(&slugs)))
        })?;
    }
    Ok(changes)
}

/// The seller's mapping.
pub(in crate::mongodb) fn mapping(mongo: &Mongo, slug: &str) -> Result<Option<Mapping>> {
    let found = of_slugs(mongo, "mapping", &[slug], &Document::new())?;
    Ok(found
        .get(slug)
        .and_then(|known| holding(known))
        .map(|(_, mapping)| mapping))
}

/// All mappings, by slug.
pub(in crate::mongodb) fn each_mapping(mongo: &Mongo, visit: Visit<'_, Mapping>) -> Result<()> {
    let mut groups = groups(mongo, &["mapping"], &Document::new(), BTreeMap::new())?;
    while let Some((_, documents)) = groups.next()? {
        if let Some((_, mapping)) = holding(&documents)
            && visit(mapping)?.is_break()
        {
            break;
        }
    }
    Ok(())
}

/// Takes away the mappings of all other sellers that are ours. Gives how many went. They stay as superseded ones, since
/// others' fields may stand in them; what others wrote by themselves is theirs.
pub(in crate::mongodb) fn keep_mappings_of(mongo: &Mongo, slugs: &HashSet<String>) -> Result<u64> {
    let only = doc! { "_id": 1, "client_id": 1, "client_slug": 1, "status": 1, "sa": 1 };
    let mut gone = 0;
    let mut going: Vec<(String, Vec<UpdateStatement>)> = Vec::new();
    let mut groups = groups(mongo, &["mapping"], &only, BTreeMap::new())?;
    loop {
        let next = groups.next()?;
        let last = next.is_none();
        if let Some((slug, documents)) = next
            && !slugs.contains(&slug)
        {
            let ours = documents
                .iter()
                .filter(|document| is_ours(document) && !is_superseded(document));
            let statements: Vec<_> = ours.map(supersede).collect();
            if !statements.is_empty() {
                going.push((slug, statements));
            }
        }
        if going.len() == CHUNK || (last && !going.is_empty()) {
            let (slugs, statements): (Vec<_>, Vec<_>) = going.drain(..).unzip();
            let statements: Vec<_> = statements.into_iter().flatten().collect();
            gone += slugs.len() as u64;
            mongo.telling(&slugs, || {
                mongo.update_many_statements(METRICS, &statements)?;
                Ok(((), Change::Some(slugs.clone())))
            })?;
        }
        if last {
            return Ok(gone);
        }
    }
}

/// Whether we wrote it, at least once.
fn is_ours(document: &Document) -> bool {
    document
        .get_document("sa")
        .is_ok_and(|sa| sa.contains_key("digest"))
}

/// Marks a mapping as one that holds no more; its status is kept aside.
fn supersede(document: &Document) -> UpdateStatement {
    let mut fields = doc! { "status": SUPERSEDED };
    if let Some(status) = document.get("status") {
        fields.insert("sa.status", status.clone());
    }
    UpdateStatement::new(
        doc! { "_id": document.get("_id").cloned() },
        doc! { "$set": fields },
    )
}

/// Whether a later mapping took this one's place.
pub(in crate::mongodb) fn is_superseded(document: &Document) -> bool {
    document
        .get_str("status")
        .is_ok_and(|status| status == SUPERSEDED)
}

/// The latest of a seller's mappings that can be read, where it stands among them.
fn holding(documents: &[Document]) -> Option<(usize, Mapping)> {
    let mut order: Vec<_> = documents
        .iter()
        .enumerate()
        .filter(|(_, document)| !is_superseded(document))
        .map(|(at, document)| (shape::mapped_at(document), place(document), at))
        .collect();
    order.sort();
    let mut latest = order.into_iter().rev();
    latest.find_map(|(_, _, at)| Some((at, shape::mapping(documents.get(at)?).ok()?)))
}

/// What makes this the seller's mapping, whose documents are these.
fn write(mapping: &Mapping, documents: &[Document], statements: &mut Vec<UpdateStatement>) -> Result<()> {
    let held = holding(documents).map(|(at, _)| at);
    let old = held.and_then(|at| documents.get(at));
    let mut fields =
        bson::serialize_to_document(mapping).map_err(|error| Error::Engine(error.to_string()))?;
    fields.insert(
        "timestamp",
        time::stored(mapping.timestamp, time::has_dates(documents, "timestamp")),
    );
    fields.insert("processing_status", processing_status(mapping));
    if let Some(old) = old {
        keep_of_sites(&mut fields, old);
    }
    fields.insert("sa.digest", content(mapping)?);
    let update = set(fields, old, &["processing_metadata"], &["pages", "partial"]);
    statements.push(match old {
        Some(old) => UpdateStatement::new(doc! { "_id": old.get("_id").cloned() }, update),
        // One of ours that was superseded is taken up again under the same key.
        None => UpdateStatement::upsert(doc! { "_id": format!("mapping:{}", mapping.client_id) }, update),
    });
    let others = documents.iter().enumerate().filter(|(at, _)| Some(*at) != held);
    statements.extend(
        others
            .filter(|(_, other)| !is_superseded(other))
            .map(|(_, other)| supersede(other)),
    );
    Ok(())
}

/// What else stood with a site stays with it. A list, the prototype's shape, is kept whole aside: the contract's
/// shape has no room for all that it says.
fn keep_of_sites(fields: &mut Document, old: &Document) {
    match old.get("sites_mapping") {
        Some(Bson::Document(sites)) => {
            let Ok(ours) = fields.get_document_mut("sites_mapping") else {
                return;
            };
            for (site, known) in sites {
                if let (Some(Bson::Document(ours)), Bson::Document(known)) = (ours.get_mut(site), known) {
                    let more = known
                        .iter()
                        .filter(|(name, _)| !matches!(name.as_str(), "fb_pages"));
                    let more: Vec<_> = more
                        .filter(|(name, _)| !ours.contains_key(name))
                        .map(|(name, value)| (name.clone(), value.clone()))
                        .collect();
                    ours.extend(more);
                }
            }
        }
        Some(list @ Bson::Array(_)) => {
            fields.insert("sa.sites_mapping", list.clone());
        }
        _ => {}
    }
}

/// How far the seller's processing is, in the prototype's field: `completed`, `partial` where only a part of its ads
/// was seen, `unscannable` where it can never be asked for.
const fn processing_status(mapping: &Mapping) -> &'static str {
    match (mapping.status, mapping.partial) {
        (Status::Unscannable, _) => "unscannable",
        (_, true) => "partial",
        (_, false) => "completed",
    }
}
