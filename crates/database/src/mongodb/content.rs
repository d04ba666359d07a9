//! Feeds every kept record to the content digest.

use std::ops::ControlFlow;

use ::mongodb::bson::{Document, doc};

use super::names::{ADS, RAW_ITEMS};
use super::values::Read;
use super::{FindAsk, Mongo, ads, keys, observations, refused, searches, verdicts};
use crate::digest::{AdRecord, ContentDigest, RawRecord};
use crate::{Database, Error, Result};

const GO_ON: Result<ControlFlow<()>> = Ok(ControlFlow::Continue(()));

/// The digest of what is there. What is written meanwhile may be in it or not.
pub(super) fn digest(mongo: &Mongo) -> Result<u64> {
    let mut digest = ContentDigest::default();
    mongo.each_seller(&mut |seller| {
        digest.add_seller(&seller);
        GO_ON
    })?;
    mongo.each_mapping(&mut |mapping| {
        digest.add_mapping(&mapping)?;
        GO_ON
    })?;
    mongo.each_report(&mut |report| {
        digest.add_report(&report)?;
        GO_ON
    })?;
    add_imported(mongo, &mut digest)?;
    add_observed(mongo, &mut digest)?;
    Ok(digest.value())
}

fn add_imported(mongo: &Mongo, digest: &mut ContentDigest) -> Result<()> {
    searches::each(mongo, &mut |search| {
        digest.add_search(&search);
        GO_ON
    })?;
    refused::each(mongo, &mut |refused| {
        digest.add_refused(&refused);
        GO_ON
    })?;
    mongo.find(RAW_ITEMS, doc! {}, FindAsk::by("_id"), &mut |item| {
        add_raw(&item, digest)?;
        GO_ON
    })?;
    mongo.find(ADS, doc! {}, FindAsk::by("_id"), &mut |ad| {
        add_ad(&ad, digest)?;
        GO_ON
    })
}

fn add_observed(mongo: &Mongo, digest: &mut ContentDigest) -> Result<()> {
    observations::each(mongo, true, &mut |observation| {
        digest.add_observation(&observation)?;
        GO_ON
    })?;
    observations::pages::each_digest(mongo, &mut |(place, page)| {
        digest.add_page(&place, page);
        GO_ON
    })
}

fn add_raw(item: &Document, digest: &mut ContentDigest) -> Result<()> {
    let key = item.key()?;
    let (ad, content) = keys::of_raw_item(key)
        .ok_or_else(|| Error::Damaged(format!("{key:?} is no ad and digest of a raw item")))?;
    let searched = item.maybe_text("q")?;
    let (first_seen, last_seen) = ads::times(item)?;
    digest.add_raw(&RawRecord {
        ad,
        digest: content,
        searched: searched.as_deref(),
        first_seen,
        last_seen,
    });
    Ok(())
}

fn add_ad(document: &Document, digest: &mut ContentDigest) -> Result<()> {
    let judged = verdicts::read(document)?;
    digest.add_ad(&AdRecord {
        engine: judged.as_ref().map(|(engine, _)| *engine),
        verdict: judged.as_ref().map(|(_, verdict)| verdict),
        ..ads::record(document)?
    });
    Ok(())
}
