//! Whose ad each is (`u`), as last noted, whether it is gone (`z`), and a seller's ads page by page.
//!
//! `z` is there whenever `u` is: a list of both kinds is then two ranges of the index, each in the list's order.

use std::collections::BTreeMap;

use ::mongodb::bson::{Bson, Document, doc};

use super::names::ADS;
use super::telling::Telling;
use super::values::Read;
use super::{FindAsk, Mongo, UpdateStatement, ads, chunks, verdicts};
use crate::{AdQuery, Attribution, Result, SellerAd};

/// Notes what differs, in the order given. Gives how many ads that changed.
pub(super) fn put(mongo: &Mongo, attributions: &[Attribution]) -> Result<u64> {
    let mut by_ad: BTreeMap<&str, Vec<&Attribution>> = BTreeMap::new();
    for attribution in attributions {
        by_ad.entry(&attribution.ad).or_default().push(attribution);
    }
    let mut telling = Telling::new(mongo);
    let mut changed = 0;
    let mut rest = by_ad.into_iter();
    while let Some(chunk) = chunks::next(&mut rest) {
        let names = chunk.iter().map(|(ad, _)| *ad);
        let known = mongo.by_keys(ADS, names, ads::projection([ads::SELLER, ads::GONE]))?;
        let mut statements = Vec::new();
        for (ad, notes) in chunk {
            let Some(known) = known.get(ad) else { continue };
            let before = (
                known.maybe_text(ads::SELLER)?,
                known.maybe_flag(ads::GONE)?.unwrap_or_default(),
            );
            let mut now = &before;
            let notes: Vec<_> = notes
                .into_iter()
                .map(|note| (note.seller.clone(), note.gone))
                .collect();
            for note in &notes {
                changed += u64::from(note != now);
                now = note;
            }
            if *now != before {
                let gone = (now.0.is_some() || now.1).then_some(Bson::Boolean(now.1));
                let fields = [(ads::SELLER, now.0.as_deref().map(Bson::from)), (ads::GONE, gone)];
                statements.push(UpdateStatement::new(doc! {"_id": ad}, ads::set(fields)));
            }
        }
        telling.update(ADS, &statements)?;
    }
    telling.end()?;
    Ok(changed)
}

/// A page of a seller's ads.
pub(super) fn ads_of(mongo: &Mongo, query: &AdQuery) -> Result<Vec<SellerAd>> {
    let mut found = Vec::new();
    if query.limit == 0 {
        return Ok(found);
    }
    let fields = ads::JUDGED.into_iter().chain(ads::SHOWN).chain(verdicts::FIELDS);
    let ask = FindAsk::sorted(doc! {"_id": -1})
        .with(ads::projection(fields))
        .first(query.limit);
    mongo.find(ADS, filter(query), ask, &mut |document| {
        if let Some(ad) = ads::judged(&document)? {
            let (title, ended, link) = ads::shown(&document)?;
            found.push(SellerAd {
                ad,
                title,
                ended,
                link,
            });
        }
        Ok(std::ops::ControlFlow::Continue(()))
    })?;
    Ok(found)
}

fn filter(query: &AdQuery) -> Document {
    let gone = match query.gone {
        Some(gone) => Bson::Boolean(gone),
        None => Bson::Document(doc! {"$in": [false, true]}),
    };
    let mut filter = doc! {ads::SELLER: &query.seller, ads::GONE: gone};
    if let Some(class) = query.class {
        filter.insert(verdicts::CLASS, class.as_str());
    }
    if let Some(after) = &query.after {
        filter.insert("_id", doc! {"$lt": after});
    }
    filter
}
