//! What the documents of `stores` say, in every spelling that live bases hold.
//!
//! The slug is the first of `slug`, `client_id`, `Slug` that says something; domains are all that `domain`, `domains`
//! and `Domaine` name, each a text or a list of texts. Under `sa` stands what is ours: how domains were cleaned where
//! that is not plain from their text, and a digest of what we last wrote or noticed.

use ::mongodb::bson::{Bson, Document, doc};
use model::{DomainRefusal, Host, Seller, SellerDomain};
use xxhash_rust::xxh3::xxh3_64;

use super::groups::is_plain;

/// Under which a slug is found, in this order.
pub(super) const SLUGS: [&str; 3] = ["slug", "client_id", "Slug"];
const DOMAINS: [&str; 3] = ["domain", "domains", "Domaine"];

/// The fields that are read.
pub(super) fn projection() -> Document {
    SLUGS
        .into_iter()
        .chain(DOMAINS)
        .chain(["sa"])
        .map(|field| (field.to_owned(), Bson::Int32(1)))
        .collect()
}

/// The slug of a document, or why there is none.
pub(super) fn slug_of(document: &Document, fields: &[&str]) -> Result<String, &'static str> {
    for field in fields {
        let slug = match document.get(field) {
            None | Some(Bson::Null) => continue,
            Some(Bson::String(text)) => text.trim().to_owned(),
            Some(Bson::Int32(number)) => number.to_string(),
            Some(Bson::Int64(number)) => number.to_string(),
            Some(Bson::Double(number)) => number.to_string(),
            Some(_) => return Err("its slug is neither a text nor a number"),
        };
        if !slug.is_empty() {
            return Ok(slug);
        }
    }
    Err("it has no slug")
}

/// Whether the slug stands as it is in the first of these fields that is there at all, where a sorted walk finds it.
pub(super) fn is_walked(document: &Document, fields: &[&str]) -> bool {
    let there = fields
        .iter()
        .find_map(|field| document.get(field).filter(|value| **value != Bson::Null));
    there.and_then(Bson::as_str).is_some_and(is_plain)
}

/// Domains as they are given in a document, in order.
pub(super) fn given(document: &Document) -> Vec<String> {
    let mut given = Vec::new();
    let mut add = |value: &Bson| {
        if let Some(text) = value.as_str().map(str::trim).filter(|text| !text.is_empty())
            && !given.iter().any(|known| known == text)
        {
            given.push(text.to_owned());
        }
    };
    for value in DOMAINS.iter().filter_map(|field| document.get(field)) {
        match value {
            Bson::Array(values) => values.iter().for_each(&mut add),
            value => add(value),
        }
    }
    given
}

/// The seller that these documents are of.
pub(super) fn seller(slug: &str, documents: &[Document]) -> Seller {
    let mut seller = Seller::new(slug, documents.iter().flat_map(given));
    let cleaned: Vec<_> = documents.iter().flat_map(cleaned).collect();
    for domain in &mut seller.domains {
        if let Some(known) = cleaned.iter().find(|known| known.given == domain.given) {
            domain.host.clone_from(&known.host);
        }
    }
    seller
}

/// Domains whose cleaning is not what their text alone says.
fn cleaned(document: &Document) -> Vec<SellerDomain> {
    let hosts = document
        .get_document("sa")
        .and_then(|ours| ours.get_array("hosts"));
    let domain = |value: &Bson| {
        let value = value.as_document()?;
        let given = value.get_str("given").ok()?.to_owned();
        let host = match value.get_str("host") {
            Ok(host) => Host::parse(host).map_err(DomainRefusal::from),
            Err(_) => Err(DomainRefusal::from_name(value.get_str("refusal").ok()?)?),
        };
        Some(SellerDomain { given, host })
    };
    hosts.into_iter().flatten().filter_map(domain).collect()
}

/// The same as it is stored.
pub(super) fn stored_cleaning(domains: &[SellerDomain]) -> Vec<Document> {
    let special = domains
        .iter()
        .filter(|domain| SellerDomain::clean(&domain.given).host != domain.host);
    let stored = special.map(|domain| match &domain.host {
        Ok(host) => doc! { "given": &domain.given, "host": host.as_str() },
        Err(refusal) => doc! { "given": &domain.given, "refusal": refusal.as_str() },
    });
    stored.collect()
}

/// A digest of all that a document says of its seller.
pub(super) fn content(document: &Document) -> i64 {
    let slug = slug_of(document, &SLUGS).unwrap_or_default();
    digest(&slug, &given(document), &cleaned(document))
}

fn digest(slug: &str, given: &[String], cleaned: &[SellerDomain]) -> i64 {
    let mut parts = vec![format!("{slug:?}{given:?}")];
    parts.extend(cleaned.iter().map(|domain| {
        let host = domain
            .host
            .as_ref()
            .map_or_else(|refusal| refusal.as_str(), Host::as_str);
        format!("{:?}{host:?}", domain.given)
    }));
    xxh3_64(parts.concat().as_bytes()).cast_signed()
}
