//! Verdicts as fields of their ads: names that can be read in any shell.

use std::collections::BTreeMap;

use ::mongodb::bson::{Bson, Document, doc};
use model::{Class, Confidence, Host, Kind, Rule, Verdict};

use super::names::ADS;
use super::telling::Telling;
use super::values::{Read, some_text, whole};
use super::{FindAsk, Mongo, UpdateStatement, ads, chunks};
use crate::{Error, JudgedAd, Result, Verdicts, Visit};

/// The digest of the engine that judged, its bits.
pub(super) const ENGINE: &str = "e";
/// The class, by name.
pub(super) const CLASS: &str = "c";
const KIND: &str = "k";
const CONFIDENCE: &str = "q";
const RULE: &str = "r";
const PLATFORM: &str = "pf";
const HOST: &str = "ho";
const MIXED: &str = "mx";
const CONTESTED: &str = "ct";
/// The seller on whose domain the deciding link is.
pub(super) const OWNER: &str = "ow";
/// A seller whose domain another link names.
pub(super) const MENTION: &str = "mn";

/// The fields of a verdict and of the engine that gave it.
pub(super) const FIELDS: [&str; 11] = [
    ENGINE, CLASS, KIND, CONFIDENCE, RULE, PLATFORM, HOST, MIXED, CONTESTED, OWNER, MENTION,
];

/// The fields of a verdict, each with its value where it has one.
pub(super) fn fields(engine: u64, verdict: &Verdict) -> [(&'static str, Option<Bson>); 11] {
    let text = |text: Option<&str>| text.map(Bson::from);
    let only_true = |flag: bool| flag.then_some(Bson::Boolean(true));
    [
        (ENGINE, Some(Bson::Int64(engine.cast_signed()))),
        (CLASS, some_text(verdict.class.as_str())),
        (KIND, some_text(verdict.kind.as_str())),
        (CONFIDENCE, some_text(verdict.confidence.as_str())),
        (RULE, some_text(verdict.rule.as_str())),
        (PLATFORM, text(verdict.platform.as_deref())),
        (HOST, text(verdict.host.as_ref().map(Host::as_str))),
        (MIXED, only_true(verdict.mixed)),
        (CONTESTED, only_true(verdict.contested)),
        (OWNER, text(verdict.owner.as_deref())),
        (MENTION, text(verdict.mention.as_deref())),
    ]
}

/// Whether a document has this very verdict by this engine.
pub(super) fn is(document: &Document, engine: u64, verdict: &Verdict) -> bool {
    // One that cannot be read is another one.
    matches!(read(document), Ok(Some((by, stored))) if by == engine && stored == *verdict)
}

/// The engine and verdict of an ad; `None` where it has none.
pub(super) fn read(document: &Document) -> Result<Option<(u64, Verdict)>> {
    let Some(class) = document.named(CLASS, Class::from_name)? else {
        return Ok(None);
    };
    let missing = || Error::Damaged("a verdict has not all its parts".to_owned());
    let host = document.maybe_text(HOST)?;
    let verdict = Verdict {
        class,
        platform: document.maybe_text(PLATFORM)?,
        kind: document.named(KIND, Kind::from_name)?.ok_or_else(missing)?,
        // A suffix may leave the Public Suffix List: the engine has another digest then and judges again.
        host: host.and_then(|host| Host::parse(&host).ok()),
        confidence: document
            .named(CONFIDENCE, Confidence::from_name)?
            .ok_or_else(missing)?,
        rule: document.named(RULE, Rule::from_name)?.ok_or_else(missing)?,
        mixed: document.maybe_flag(MIXED)?.unwrap_or_default(),
        contested: document.maybe_flag(CONTESTED)?.unwrap_or_default(),
        owner: document.maybe_text(OWNER)?,
        mention: document.maybe_text(MENTION)?,
    };
    Ok(Some((document.number(ENGINE)?.cast_unsigned(), verdict)))
}

/// Gives ads their verdicts, in the order given; only what differs is written, and ads that are not stored are passed
/// over.
///
/// MongoDB promises one document, not all of them: a crash leaves some with the new verdict. The others are stale
/// still and are judged again, which is all that anybody could do with them before.
pub(super) fn write(mongo: &Mongo, engine: u64, verdicts: &Verdicts) -> Result<()> {
    // One ad may be named twice: its last verdict holds.
    let last: BTreeMap<&str, &Verdict> = verdicts.iter().map(|(id, verdict)| (&**id, verdict)).collect();
    let mut telling = Telling::new(mongo);
    let mut rest = last.into_iter();
    while let Some(chunk) = chunks::next(&mut rest) {
        let ids = chunk.iter().map(|(id, _)| *id);
        let known = mongo.by_keys(ADS, ids, ads::projection(FIELDS))?;
        let statements = chunk.iter().filter_map(|(id, verdict)| {
            let known = known.get(*id)?;
            (!is(known, engine, verdict))
                .then(|| UpdateStatement::new(doc! {"_id": *id}, ads::set(fields(engine, verdict))))
        });
        telling.update(ADS, &statements.collect::<Vec<_>>())?;
    }
    telling.end()
}

/// Engines that judged ads, but for this one, as stored.
pub(super) fn other_engines(mongo: &Mongo, engine: u64) -> Result<Vec<Bson>> {
    let mut engines = mongo.distinct(ADS, ENGINE)?;
    engines.retain(|found| whole(found) != Some(engine.cast_signed()));
    Ok(engines)
}

/// How many ads have no verdict of this engine: counted in the index, engine by engine.
pub(super) fn count_stale(mongo: &Mongo, engine: u64) -> Result<u64> {
    let others = other_engines(mongo, engine)?;
    if others.is_empty() {
        return Ok(0);
    }
    mongo.count(ADS, doc! {ENGINE: {"$in": others}})
}

/// Ads that have a verdict, by id.
pub(super) fn each_judged(mongo: &Mongo, visit: Visit<'_, JudgedAd>) -> Result<()> {
    let ask = FindAsk::by("_id").with(ads::projection(ads::JUDGED.into_iter().chain(FIELDS)));
    mongo.find(ADS, doc! {}, ask, &mut |document| match ads::judged(&document)? {
        Some(ad) => visit(ad),
        None => Ok(std::ops::ControlFlow::Continue(())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_come_back_whole_and_take_no_room_for_what_they_lack() {
        let bare = Verdict::new(Class::Unknown, Kind::None, Confidence::Low, Rule::NoLink);
        let full = Verdict {
            platform: Some("shopify".into()),
            host: Host::parse("www.shop.com.tn").ok(),
            mixed: true,
            contested: true,
            owner: Some("متجر".into()),
            mention: Some("b".into()),
            ..bare.clone()
        };
        for (verdict, count) in [(bare.clone(), 5), (full.clone(), 11)] {
            let document: Document = fields(u64::MAX, &verdict)
                .into_iter()
                .filter_map(|(name, value)| Some((name.to_owned(), value?)))
                .collect();
            assert_eq!(document.len(), count);
            assert_eq!(read(&document).unwrap(), Some((u64::MAX, verdict.clone())));
            assert!(is(&document, u64::MAX, &verdict));
            assert!(!is(&document, 1, &verdict));
        }
        assert_eq!(read(&doc! {}).unwrap(), None);
        assert!(read(&doc! {CLASS: "unknown"}).is_err());
    }
}
