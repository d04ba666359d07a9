//! Looks for what cannot be read among sellers, documents, records and the ledger.

use std::ops::ControlFlow;

use ::mongodb::bson::{Bson, Document};

use super::documents::{self, Said};
use super::groups::place;
use super::names::{METRICS, STORES};
use super::stores::{self, SLUGS};
use super::{FindAsk, Mongo, ledger, records};
use crate::Result;

/// Findings past this many are counted, not told.
const TOLD: usize = 100;

/// What is wrong, in words, if anything is.
pub(super) fn findings(mongo: &Mongo) -> Result<Vec<String>> {
    let mut findings = unreadable(mongo, STORES, &|document| {
        stores::slug_of(document, &SLUGS).err().map(str::to_owned)
    })?;
    findings.extend(unreadable(
        mongo,
        METRICS,
        &|document| match documents::read(document) {
            // One that gave way to a later one is not read any more.
            Said::Unreadable(_) if documents::is_superseded(document) => None,
            Said::Unreadable(reason) => Some(reason),
            _ => None,
        },
    )?);
    findings.extend(records::findings(mongo)?);
    findings.extend(ledger::findings(mongo)?);
    Ok(findings)
}

/// Documents that are passed over in every walk, each with the reason.
fn unreadable(
    mongo: &Mongo,
    collection: &'static str,
    reason: &dyn Fn(&Document) -> Option<String>,
) -> Result<Vec<String>> {
    let (mut findings, mut untold) = (Vec::new(), 0_u64);
    mongo.find(collection, Document::new(), FindAsk::by("_id"), &mut |document| {
        if let Some(reason) = reason(&document) {
            if findings.len() < TOLD {
                findings.push(format!(
                    "a document of {collection} is passed over ({}): {reason}",
                    name(&document)
                ));
            } else {
                untold += 1;
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    if untold > 0 {
        findings.push(format!("and {untold} more in {collection}"));
    }
    Ok(findings)
}

fn name(document: &Document) -> String {
    match document.get("_id") {
        Some(Bson::ObjectId(_) | Bson::String(_)) => format!("_id {}", place(document).1),
        _ => "its _id is neither an ObjectId nor a text".to_owned(),
    }
}
