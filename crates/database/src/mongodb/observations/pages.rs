//! Pages: of each place the one that its latest landing facts were read from, compressed.
//!
//! `_id` is the place and the digest of the page's JSON, `n`, `c` and `d` are as in a block of raw items, `v` is the
//! version of the facts that named it last. Its facts name the digest, so a page is whole and theirs, or not there.

use ::mongodb::bson::{Bson, Document, doc};
use model::observation::{FactsKind, LandingPage, Place};
use xxhash_rust::xxh3::xxh3_128;

use crate::mongodb::names::{OBSERVATIONS, PAGES};
use crate::mongodb::telling::Telling;
use crate::mongodb::values::Read;
use crate::mongodb::{FindAsk, Mongo, UpdateStatement, ads, blocks, keys};
use crate::{Error, Result, Visit, packing};

/// A page that facts are about to name.
pub(super) struct NewPage<'p> {
    page: &'p LandingPage,
    /// xxh3-128 of its JSON.
    pub(super) digest: u128,
    key: String,
    version: i64,
}

impl<'p> NewPage<'p> {
    pub(super) fn of(place: &Place, page: &'p LandingPage) -> Result<Self> {
        let digest = xxh3_128(&serde_json::to_vec(page)?);
        Ok(Self {
            page,
            digest,
            key: keys::page(place.as_str(), digest),
            version: 0,
        })
    }

    /// By facts of this version.
    pub(super) fn named_by(self, version: i64) -> Self {
        Self { version, ..self }
    }
}

/// Stores pages, before their facts name them.
pub(super) fn store<'p>(
    telling: &mut Telling<'_>,
    pages: impl Iterator<Item = &'p NewPage<'p>>,
) -> Result<()> {
    let statements = pages.map(|page| {
        let json = serde_json::to_vec(page.page)?;
        let data = packing::compress(&json)?;
        let update = doc! {
            "$setOnInsert": blocks::packed(json.len(), data), "$max": {"v": Bson::Int64(page.version)},
        };
        Ok(UpdateStatement::upsert(doc! {"_id": &page.key}, update))
    });
    let statements = statements.collect::<Result<Vec<_>>>()?;
    telling.update(PAGES, &statements).map(drop)
}

/// Takes away pages that facts named up to a version and no longer do: key, version.
pub(super) fn remove(telling: &mut Telling<'_>, stale: &[(String, i64)]) -> Result<()> {
    if stale.is_empty() {
        return Ok(());
    }
    // Not where somebody is about to name it again.
    let each = stale
        .iter()
        .map(|(key, version)| doc! {"_id": key, "v": {"$lte": Bson::Int64(*version)}});
    let each: Vec<_> = each.collect();
    telling.delete(PAGES, doc! {"$or": each}).map(drop)
}

/// The page of a place.
pub(in crate::mongodb) fn of(mongo: &Mongo, place: &Place) -> Result<Option<LandingPage>> {
    let key = doc! {"_id": keys::place(place.as_str(), FactsKind::Landing)};
    let ask = FindAsk::default().with(ads::projection(["pg"]));
    let Some(facts) = mongo.find_one(OBSERVATIONS, key, ask)? else {
        return Ok(None);
    };
    if !facts.contains_key("pg") {
        return Ok(None);
    }
    let digest = Read::digest(&facts, "pg")?;
    let key = doc! {"_id": keys::page(place.as_str(), digest)};
    let page = mongo.find_one(PAGES, key, FindAsk::default())?;
    // Facts that came meanwhile took it away: theirs is another one.
    page.map(|page| open(place.as_str(), digest, &page)).transpose()
}

/// Each place that has a page, and the page's digest.
pub(in crate::mongodb) fn each_digest(mongo: &Mongo, visit: Visit<'_, (String, u128)>) -> Result<()> {
    let ask = FindAsk::by("_id").with(ads::projection(["pg"]));
    mongo.find(OBSERVATIONS, doc! {"pg": {"$exists": true}}, ask, &mut |facts| {
        let (place, _) = super::place_and_kind(&facts)?;
        visit((place.to_owned(), Read::digest(&facts, "pg")?))
    })
}

/// The page in a document, against its digest.
pub(in crate::mongodb) fn open(place: &str, digest: u128, document: &Document) -> Result<LandingPage> {
    let damaged = |why: &dyn std::fmt::Display| Error::Damaged(format!("the page of {place}: {why}"));
    let json = blocks::unpacked(document).map_err(|error| match error {
        Error::Damaged(why) => damaged(&why),
        other => other,
    })?;
    if xxh3_128(&json) != digest {
        return Err(damaged(&"it is not what its digest says"));
    }
    serde_json::from_slice(&json).map_err(|error| damaged(&error))
}
