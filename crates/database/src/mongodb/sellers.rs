//! Sellers: read from `stores` whatever their spelling, added to, never taken from.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use ::mongodb::bson::{Bson, Document, doc};
use model::{Seller, SellerDomain};

use super::changes::Change;
use super::groups::{Groups, place};
use super::names::STORES;
use super::stores::{self, SLUGS};
use super::values::any_of;
use super::{FindAsk, Mongo, UpdateStatement};
use crate::{Error, Result, Upserted, Visit};

/// Sellers that are looked up, written and told of at once.
const CHUNK: usize = 500;
/// Somebody else may take away what was just found; so often is it looked for anew.
const TRIES: usize = 5;

/// Adds sellers and domains; what is known stays.
pub(super) fn upsert(mongo: &Mongo, sellers: &[Seller]) -> Result<Upserted> {
    let mut upserted = Upserted::default();
    for chunk in sellers.chunks(CHUNK) {
        let counts = upsert_chunk(mongo, chunk)?;
        upserted.imported += counts.imported;
        upserted.updated += counts.updated;
        upserted.unchanged += counts.unchanged;
    }
    Ok(upserted)
}

fn upsert_chunk(mongo: &Mongo, sellers: &[Seller]) -> Result<Upserted> {
    for _ in 0..TRIES {
        let known = documents_of(mongo, sellers.iter().map(|seller| seller.slug.as_str()))?;
        let (plan, counts) = plan(sellers, &known);
        if plan.is_empty() {
            return Ok(counts);
        }
        let slugs: Vec<_> = plan.keys().map(|slug| (*slug).to_owned()).collect();
        let (mut fresh, mut statements) = (Vec::new(), Vec::new());
        for (slug, domains) in &plan {
            match known
                .get(*slug)
                .and_then(|documents| Some((documents.first()?, documents)))
            {
                Some((first, documents)) => statements.push(more(first, documents, domains)),
                None => fresh.push(document(slug, domains)),
            }
        }
        let written = mongo.telling(&slugs, || {
            let inserted = mongo.insert_many_unordered(STORES, &fresh)?;
            let updated = mongo.update_many_statements(STORES, &statements)?;
            // Whom somebody else was first with is looked at again; so is what an unanswered sending did already.
            let all = inserted.duplicates.is_empty() && updated.matched == statements.len() as u64;
            Ok((all, Change::Some(slugs.clone())))
        })?;
        if written {
            return Ok(counts);
        }
    }
    Err(Error::Busy)
}

/// The sellers that change, with all their domains then.
fn plan<'s>(
    sellers: &'s [Seller],
    known: &HashMap<String, Vec<Document>>,
) -> (BTreeMap<&'s str, Vec<SellerDomain>>, Upserted) {
    let mut plan: BTreeMap<&str, Vec<SellerDomain>> = BTreeMap::new();
    let mut counts = Upserted::default();
    for seller in sellers {
        let slug = seller.slug.as_str();
        let stored = || {
            known
                .get(slug)
                .map(|documents| stores::seller(slug, documents).domains)
        };
        let Some(mut domains) = plan.get(slug).cloned().or_else(stored) else {
            plan.insert(slug, seller.domains.clone());
            counts.imported += 1;
            continue;
        };
        if add(&mut domains, seller) {
            plan.insert(slug, domains);
            counts.updated += 1;
        } else {
            counts.unchanged += 1;
        }
    }
    (plan, counts)
}

/// Adds the seller's domains to those known. Gives whether that changed anything. The rules by which given texts are
/// cleaned grow, and the latest cleaning holds.
fn add(known: &mut Vec<SellerDomain>, seller: &Seller) -> bool {
    let mut changed = false;
    for domain in &seller.domains {
        if let Some(same) = known.iter_mut().find(|known| known.given == domain.given) {
            changed |= same.host != domain.host;
            same.host.clone_from(&domain.host);
        } else if !known
            .iter()
            .any(|known| known.host.is_ok() && known.host == domain.host)
        {
            known.push(domain.clone());
            changed = true;
        }
    }
    changed
}

/// A seller's document.
fn document(slug: &str, domains: &[SellerDomain]) -> Document {
    let given: Vec<_> = domains.iter().map(|domain| domain.given.as_str()).collect();
    let mut document = doc! { "_id": format!("sa:{slug}"), "slug": slug, "domain": given.first().copied() };
    if given.len() > 1 {
        document.insert("domains", given);
    }
    let mut ours = doc! { "hosts": stores::stored_cleaning(domains) };
    document.insert("sa", ours.clone());
    ours.insert("digest", stores::content(&document));
    document.insert("sa", ours);
    document
}

/// The statement after which the seller has these domains. The first of its documents is added to; nothing in it but
/// `domains` and `sa` changes.
fn more(first: &Document, documents: &[Document], domains: &[SellerDomain]) -> UpdateStatement {
    let there: Vec<_> = documents.iter().flat_map(stores::given).collect();
    let given = domains.iter().map(|domain| domain.given.as_str());
    let missing: Vec<_> = given
        .filter(|given| !there.iter().any(|known| known == given))
        .collect();
    let (mut after, mut filter, mut update) = (first.clone(), doc! { "_id": id(first) }, Document::new());
    let mut set = Document::new();
    if !missing.is_empty() {
        let old = first.get("domains").cloned().unwrap_or(Bson::Null);
        let mut list = match &old {
            Bson::Array(list) => list.clone(),
            Bson::Null => Vec::new(),
            // One text where a list belongs: it becomes the list's first, unless somebody changed it meanwhile.
            one => vec![one.clone()],
        };
        list.extend(missing.iter().map(|given| Bson::from(*given)));
        after.insert("domains", list.clone());
        if first.contains_key("domains") && !matches!(old, Bson::Array(_)) {
            filter.insert("domains", old);
            set.insert("domains", list);
        } else {
            // Sent twice it matches once. (`$addToSet` would do, were it done by every server.)
            filter.insert("domains", doc! { "$nin": missing.clone() });
            update.insert("$push", doc! { "domains": { "$each": missing } });
        }
    }
    set.extend(ours(&mut after, stores::stored_cleaning(domains)));
    update.insert("$set", set);
    UpdateStatement::new(filter, update)
}

/// What we note beside what a document says, once it is as `after`.
fn ours(after: &mut Document, cleaning: Vec<Document>) -> Document {
    after.insert("sa", doc! { "hosts": cleaning.clone() });
    doc! { "sa.hosts": cleaning, "sa.digest": stores::content(after) }
}

/// Takes away the documents of a seller in `stores`. Gives whether there were any.
pub(super) fn remove(mongo: &Mongo, slug: &str) -> Result<bool> {
    let documents = documents_of(mongo, std::iter::once(slug))?;
    let ids: Vec<_> = documents
        .into_values()
        .flatten()
        .map(|document| id(&document))
        .collect();
    if ids.is_empty() {
        return Ok(false);
    }
    mongo.delete(STORES, doc! { "_id": { "$in": ids } })?;
    Ok(true)
}

/// One seller.
pub(super) fn one(mongo: &Mongo, slug: &str) -> Result<Option<Seller>> {
    let documents = documents_of(mongo, std::iter::once(slug))?;
    Ok(documents
        .get(slug)
        .map(|documents| stores::seller(slug, documents)))
}

/// All sellers, by slug.
pub(super) fn each(mongo: &Mongo, visit: Visit<'_, Seller>) -> Result<()> {
    mongo.look_at_spellings()?;
    let mut groups = Groups::new(odd(mongo)?);
    walk(mongo, &mut groups, &stores::projection())?;
    while let Some((slug, documents)) = groups.next()? {
        if visit(stores::seller(&slug, &documents))?.is_break() {
            break;
        }
    }
    Ok(())
}

/// Adds all documents of sellers whose slug stands there as it is.
pub(super) fn walk<'m>(mongo: &'m Mongo, groups: &mut Groups<'m>, projection: &Document) -> Result<()> {
    for (filter, field) in spellings() {
        let mut text = filter;
        text.insert(field, doc! { "$gte": "" });
        groups.add(mongo, STORES, text, field, projection.clone())?;
    }
    Ok(())
}

/// Each spelling of a slug, and what a document must be for it to count.
fn spellings() -> [(Document, &'static str); 3] {
    let [slug, client_id, capital] = SLUGS;
    [
        (Document::new(), slug),
        (doc! { slug: Bson::Null }, client_id),
        (doc! { slug: Bson::Null, client_id: Bson::Null }, capital),
    ]
}

/// The documents of these sellers, those of others before ours.
fn documents_of<'s>(
    mongo: &Mongo,
    slugs: impl Iterator<Item = &'s str>,
) -> Result<HashMap<String, Vec<Document>>> {
    let slugs: Vec<_> = slugs.collect();
    let mut found: HashMap<String, Vec<Document>> = HashMap::new();
    let known = mongo.spellings()?;
    for ((filter, field), used) in spellings().into_iter().zip(known.used) {
        if !used {
            continue;
        }
        let mut filter = filter;
        filter.insert(field, any_of(&slugs));
        let ask = FindAsk::default().with(stores::projection());
        mongo.find(STORES, filter, ask, &mut |document| {
            if let Ok(slug) = document.get_str(field) {
                found.entry(slug.to_owned()).or_default().push(document);
            }
            Ok(ControlFlow::Continue(()))
        })?;
    }
    let odd: Vec<_> = slugs
        .iter()
        .filter_map(|slug| known.odd.get(*slug))
        .flatten()
        .cloned()
        .collect();
    if !odd.is_empty() {
        let ask = FindAsk::default().with(stores::projection());
        mongo.find(STORES, doc! { "_id": { "$in": odd } }, ask, &mut |document| {
            if let Ok(slug) = stores::slug_of(&document, &SLUGS) {
                found.entry(slug).or_default().push(document);
            }
            Ok(ControlFlow::Continue(()))
        })?;
    }
    for documents in found.values_mut() {
        documents.sort_by_cached_key(place);
    }
    Ok(found)
}

/// Documents whose slug does not stand there as it is: spaces around it, a number, an empty one before another.
pub(super) fn odd(mongo: &Mongo) -> Result<BTreeMap<String, Vec<Document>>> {
    let mut odd: BTreeMap<String, Vec<Document>> = BTreeMap::new();
    let signs = SLUGS.into_iter().flat_map(|field| {
        [
            doc! { field: { "$regex": "^\\s|\\s$" } },
            doc! { field: "" },
            doc! { field: { "$gte": f64::MIN } },
        ]
    });
    for sign in signs {
        let ask = FindAsk::default().with(stores::projection());
        mongo.find(STORES, sign, ask, &mut |document| {
            if let Ok(slug) = stores::slug_of(&document, &SLUGS)
                && !stores::is_walked(&document, &SLUGS)
            {
                let documents = odd.entry(slug).or_default();
                if !documents
                    .iter()
                    .any(|known| known.get("_id") == document.get("_id"))
                {
                    documents.push(document);
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
    }
    Ok(odd)
}

pub(super) fn id(document: &Document) -> Bson {
    document.get("_id").cloned().unwrap_or(Bson::Null)
}
