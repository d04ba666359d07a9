//! The rules, without a server: what [`fold`] says and what [`statement`] would set.

use model::Timestamp;

use super::*;
use crate::conformance::samples::{ENGINE, Sample, at, sample};

fn sighting(sample: &Sample, new_content: bool) -> Sighting<'_> {
    Sighting {
        ad: &sample.ad,
        seen: (sample.ad.seen_at, sample.ad.seen_at),
        new_content,
    }
}

/// The document after a change, as the server would make it.
fn applied(stored: Option<Document>, change: &Change<'_>, write: i64) -> Document {
    let statement = statement("1", stored.as_ref(), change, write).unwrap();
    let mut document = stored.unwrap_or_else(|| doc! {"_id": "1"});
    if let Ok(set) = statement.u.get_document("$set") {
        document.extend(set.clone());
    }
    if let Ok(unset) = statement.u.get_document("$unset") {
        for name in unset.keys() {
            document.remove(name);
        }
    }
    document
}

fn effects(change: &Change<'_>) -> (u64, u64) {
    (change.effects.new, change.effects.updated)
}

#[test]
fn a_new_ad_is_new_once_and_the_content_seen_last_is_current() {
    let (early, late) = (sample("1", "early", at(1)), sample("1", "late", at(9)));
    for pair in [[&late, &early], [&early, &late]] {
        let change = fold(None, &pair.map(|sample| sighting(sample, true))).unwrap();
        assert_eq!(effects(&change), (1, 1));
        let document = applied(None, &change, 7);
        assert_eq!(document.number(ads::WRITE).unwrap(), 7);
        assert_eq!(Read::digest(&document, ads::DIGEST).unwrap(), late.ad.digest);
        assert_eq!(ads::times(&document).unwrap(), (at(1), at(9)));
        let judged = ads::judged(&document).unwrap().unwrap();
        assert_eq!(
            (judged.page_id, judged.verdict),
            (late.ad.page_id.clone(), late.ad.verdict.clone())
        );
    }
}

#[test]
fn what_changes_nothing_writes_nothing() {
    let known = sample("1", "a", at(5));
    let stored = applied(None, &fold(None, &[sighting(&known, true)]).unwrap(), 1);
    for seen in [at(5), None] {
        let again = sample("1", "a", seen);
        let change = fold(Some(&stored), &[sighting(&again, false)]).unwrap();
        assert!(change.is_none(), "{seen:?}");
        assert_eq!(effects(&change), (0, 0));
    }
    let older = sample("1", "undated", None);
    let change = fold(Some(&stored), &[sighting(&older, true)]).unwrap();
    assert!(change.is_none());
    assert_eq!(
        effects(&change),
        (0, 1),
        "content that was not known is an update all the same"
    );
}

#[test]
fn older_content_widens_and_leaves_the_rest_alone() {
    let known = sample("1", "a", at(5));
    let stored = applied(None, &fold(None, &[sighting(&known, true)]).unwrap(), 1);
    let older = sample("1", "b", at(2));
    let change = fold(Some(&stored), &[sighting(&older, true)]).unwrap();
    assert_eq!((effects(&change), change.content.is_none()), ((0, 1), true));
    let wider = applied(Some(stored.clone()), &change, 2);
    assert_eq!(ads::times(&wider).unwrap(), (at(2), at(5)));
    let mut expected = stored;
    expected.insert(ads::WRITE, int(2));
    expected.insert(ads::FIRST_SEEN, at(2).map(Timestamp::as_millis));
    assert_eq!(wider, expected);
}

#[test]
fn another_verdict_of_the_same_content_is_written_and_not_counted() {
    let known = sample("1", "a", at(5));
    let stored = applied(None, &fold(None, &[sighting(&known, true)]).unwrap(), 1);
    let mut again = sample("1", "a", at(5));
    again.ad.engine = ENGINE + 1;
    again.ad.verdict.mixed = true;
    let change = fold(Some(&stored), &[sighting(&again, false)]).unwrap();
    assert_eq!((effects(&change), change.is_none()), ((0, 0), false));
    let judged = applied(Some(stored), &change, 2);
    assert_eq!(
        verdicts::read(&judged).unwrap(),
        Some((ENGINE + 1, again.ad.verdict))
    );
}

#[test]
fn new_content_takes_away_what_it_lacks() {
    let known = sample("1", "a", at(5));
    let stored = applied(None, &fold(None, &[sighting(&known, true)]).unwrap(), 1);
    let mut bare = sample("1", "b", at(6));
    bare.ad.title = String::new();
    bare.ad.active = None;
    let change = fold(Some(&stored), &[sighting(&bare, true)]).unwrap();
    let document = applied(Some(stored), &change, 2);
    assert_eq!(ads::shown(&document).unwrap().0, "");
    assert_eq!(ads::judged(&document).unwrap().unwrap().active, None);
}

#[test]
fn an_ad_is_written_only_as_it_was_read() {
    let known = sample("1", "a", at(5));
    let stored = applied(None, &fold(None, &[sighting(&known, true)]).unwrap(), 1);
    let later = sample("1", "a", at(6));
    let change = fold(Some(&stored), &[sighting(&later, false)]).unwrap();
    let update = statement("1", Some(&stored), &change, 2).unwrap();
    assert_eq!(
        (update.q, update.upsert),
        (doc! {"_id": "1", ads::WRITE: 1}, false)
    );
    let change = fold(None, &[sighting(&known, true)]).unwrap();
    let insert = statement("1", None, &change, 2).unwrap();
    assert_eq!(
        (insert.q, insert.upsert),
        (doc! {"_id": "1", ads::WRITE: 2}, true)
    );
    assert!(!insert.u.contains_key("$unset"), "nothing is there to take away");
}
