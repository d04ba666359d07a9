//! Ads: the content seen last, by id. Fields have short names: there are billions of them.
//!
//! | field | what |
//! |---|---|
//! | `_id` | `ad_archive_id` |
//! | `w` | the number of the write that made the ad what it is, greater with each: what writers compare before they set |
//! | `g` | the digest of its current content |
//! | `p`, `pn` | the page's id and name |
//! | `b`, `x`, `a` | delivery: began, ended (ms), active |
//! | `t`, `d`, `h`, `l` | button, format, headline, links |
//! | `f`, `s` | first and last seen (ms) |
//! | `e`, `c`, `k`, `q`, `r`, `pf`, `ho`, `mx`, `ct`, `ow`, `mn` | the verdict, see [`super::verdicts`] |
//! | `u`, `z` | whose it is, and whether it is gone, see [`super::attributions`] |

use ::mongodb::bson::{Bson, Document, doc};
use model::Timestamp;

use super::names::ADS;
use super::telling::Telling;
use super::values::{self, Read, millis, some_text};
use super::{FindAsk, Mongo, verdicts};
use crate::digest::AdRecord;
use crate::import::title_kept;
use crate::{AdFilter, IncomingAd, JudgedAd, Result, StoredAd, StoredLinks, Visit};

/// First and last time of something, where any is known.
pub(super) type Seen = (Option<Timestamp>, Option<Timestamp>);

pub(super) const WRITE: &str = "w";
pub(super) const DIGEST: &str = "g";
const PAGE_ID: &str = "p";
const PAGE_NAME: &str = "pn";
const STARTED: &str = "b";
const ENDED: &str = "x";
const ACTIVE: &str = "a";
const CTA_TYPE: &str = "t";
const DISPLAY_FORMAT: &str = "d";
const TITLE: &str = "h";
const LINKS: &str = "l";
pub(super) const FIRST_SEEN: &str = "f";
pub(super) const LAST_SEEN: &str = "s";
/// Whose it is.
pub(super) const SELLER: &str = "u";
/// Whether it is gone.
pub(super) const GONE: &str = "z";

/// The fields of an ad that [`judged`] reads beside its verdict.
pub(super) const JUDGED: [&str; 8] = [
    PAGE_ID, PAGE_NAME, STARTED, FIRST_SEEN, LAST_SEEN, ACTIVE, SELLER, GONE,
];

/// The fields that a list shows beside those.
pub(super) const SHOWN: [&str; 3] = [TITLE, ENDED, LINKS];

/// Reads these fields and the key.
pub(super) fn projection(fields: impl IntoIterator<Item = &'static str>) -> Document {
    fields
        .into_iter()
        .map(|field| (field.to_owned(), Bson::Int32(1)))
        .collect()
}

/// An update that sets fields with a value and takes away those without.
pub(super) fn set(fields: impl IntoIterator<Item = (&'static str, Option<Bson>)>) -> Document {
    let (mut set, mut unset) = (Document::new(), Document::new());
    for (name, value) in fields {
        match value {
            Some(value) => set.insert(name, value),
            None => unset.insert(name, ""),
        };
    }
    let mut update = Document::new();
    // An operator without fields is an error on older servers.
    if !set.is_empty() {
        update.insert("$set", set);
    }
    if !unset.is_empty() {
        update.insert("$unset", unset);
    }
    update
}

/// What an ad says, each field with its value where it has one.
pub(super) fn content(ad: &IncomingAd) -> [(&'static str, Option<Bson>); 10] {
    [
        (DIGEST, Some(values::digest(ad.digest))),
        (PAGE_ID, some_text(&ad.page_id)),
        (PAGE_NAME, some_text(&ad.page_name)),
        (STARTED, ad.started.map(millis)),
        (ENDED, ad.ended.map(millis)),
        (ACTIVE, ad.active.map(Bson::Boolean)),
        (CTA_TYPE, some_text(&ad.cta_type)),
        (DISPLAY_FORMAT, some_text(&ad.display_format)),
        (TITLE, some_text(title_kept(&ad.title))),
        (LINKS, some_text(ad.links.as_text())),
    ]
}

/// When it was seen.
pub(super) fn seen(times: Seen) -> [(&'static str, Option<Bson>); 2] {
    [
        (FIRST_SEEN, times.0.map(millis)),
        (LAST_SEEN, times.1.map(millis)),
    ]
}

/// Ads with what is needed to judge them again, by id.
pub(super) fn each(mongo: &Mongo, filter: &AdFilter, visit: Visit<'_, StoredAd>) -> Result<()> {
    let mut asked = Document::new();
    if let Some(engine) = filter.stale_for {
        let others = verdicts::other_engines(mongo, engine)?;
        if others.is_empty() {
            return Ok(());
        }
        asked.insert(verdicts::ENGINE, doc! {"$in": others});
    }
    if let Some(pages) = &filter.pages {
        asked.insert(PAGE_ID, doc! {"$in": pages});
    }
    if let Some(seller) = &filter.seller {
        asked.insert(
            "$or",
            vec![doc! {verdicts::OWNER: seller}, doc! {verdicts::MENTION: seller}],
        );
    }
    let ask = FindAsk::by("_id").with(projection([CTA_TYPE, LINKS]));
    mongo.find(ADS, asked, ask, &mut |ad| {
        visit(StoredAd {
            id: ad.key()?.to_owned(),
            cta_type: ad.text(CTA_TYPE)?.to_owned(),
            links: links(&ad)?,
        })
    })
}

fn links(ad: &Document) -> Result<StoredLinks> {
    Ok(StoredLinks::from_text(ad.text(LINKS)?.to_owned()))
}

/// The ad in a document that has the fields [`JUDGED`] and those of a verdict; `None` where it has none.
pub(super) fn judged(ad: &Document) -> Result<Option<JudgedAd>> {
    let Some((_, verdict)) = verdicts::read(ad)? else {
        return Ok(None);
    };
    Ok(Some(JudgedAd {
        id: ad.key()?.to_owned(),
        page_id: ad.text(PAGE_ID)?.to_owned(),
        page_name: ad.text(PAGE_NAME)?.to_owned(),
        started: ad.time(STARTED)?,
        first_seen: ad.time(FIRST_SEEN)?,
        last_seen: ad.time(LAST_SEEN)?,
        active: ad.maybe_flag(ACTIVE)?,
        seller: ad.maybe_text(SELLER)?,
        gone: ad.maybe_flag(GONE)?.unwrap_or_default(),
        verdict,
    }))
}

/// A whole ad as it could be imported again, without its raw bytes and when it was seen; `None` where nobody judged it.
pub(super) fn whole(ad: &Document) -> Result<Option<IncomingAd>> {
    let Some((engine, verdict)) = verdicts::read(ad)? else {
        return Ok(None);
    };
    Ok(Some(IncomingAd {
        id: ad.key()?.to_owned(),
        raw: 0..0,
        digest: Read::digest(ad, DIGEST)?,
        searched: None,
        seen_at: None,
        page_id: ad.text(PAGE_ID)?.to_owned(),
        page_name: ad.text(PAGE_NAME)?.to_owned(),
        started: ad.time(STARTED)?,
        ended: ad.time(ENDED)?,
        active: ad.maybe_flag(ACTIVE)?,
        cta_type: ad.text(CTA_TYPE)?.to_owned(),
        display_format: ad.text(DISPLAY_FORMAT)?.to_owned(),
        title: ad.text(TITLE)?.to_owned(),
        links: links(ad)?,
        verdict,
        engine,
    }))
}

/// What the content digest has of an ad, but for its verdict.
pub(super) fn record(ad: &Document) -> Result<AdRecord<'_>> {
    let (first_seen, last_seen) = times(ad)?;
    Ok(AdRecord {
        id: ad.key()?,
        digest: Read::digest(ad, DIGEST)?,
        texts: [
            ad.text(PAGE_ID)?,
            ad.text(PAGE_NAME)?,
            ad.text(CTA_TYPE)?,
            ad.text(DISPLAY_FORMAT)?,
            ad.text(TITLE)?,
            ad.text(LINKS)?,
        ],
        times: [ad.time(STARTED)?, ad.time(ENDED)?, first_seen, last_seen],
        active: ad.maybe_flag(ACTIVE)?,
        engine: None,
        verdict: None,
    })
}

/// First and last time that an ad was seen.
pub(super) fn times(ad: &Document) -> Result<Seen> {
    Ok((ad.time(FIRST_SEEN)?, ad.time(LAST_SEEN)?))
}

/// What a list shows of an ad beside what is judged: headline, end, first link.
pub(super) fn shown(ad: &Document) -> Result<(String, Option<Timestamp>, String)> {
    let links = links(ad)?;
    let first = links.iter().next().map(|(_, link)| link.to_owned());
    Ok((
        ad.text(TITLE)?.to_owned(),
        ad.time(ENDED)?,
        first.unwrap_or_default(),
    ))
}

/// Forgets all ads.
pub(super) fn clear(mongo: &Mongo) -> Result<()> {
    let mut telling = Telling::new(mongo);
    telling.delete(ADS, doc! {})?;
    telling.end()
}
