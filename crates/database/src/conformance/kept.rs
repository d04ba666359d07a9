//! Walks that a copy goes by: raw items with their ads, and notes.

use std::ops::ControlFlow;

use super::samples::{at, batch, import, sample};
use super::{Make, all};
use crate::{Database, Error, ImportBatch, IncomingAd, KeptItem, Result};

fn kept(database: &dyn Database, after: u64) -> Result<Vec<KeptItem>> {
    all(|visit| database.each_kept(after, visit))
}

fn ad_of(item: &KeptItem) -> Result<IncomingAd> {
    let missing = || Error::Damaged(format!("item {} comes without its ad", item.number));
    item.ad.clone().ok_or_else(missing)
}

/// Each item as it came, with its times and with the ad as it stands.
pub fn items_come_with_their_ads(make: Make<'_>) -> Result<()> {
    let database = make();
    import(
        &*database,
        vec![batch(&[sample("1", "a", at(5)), sample("2", "b", None)])],
    )?;
    import(
        &*database,
        vec![batch(&[sample("1", "c", at(2)), sample("1", "a", at(9))])],
    )?;
    let items = kept(&*database, 0)?;
    let told: Vec<_> = items
        .iter()
        .map(|item| (item.raw.id.as_str(), item.first_seen, item.raw.seen_at))
        .collect();
    assert_eq!(
        told,
        [("1", at(5), at(9)), ("2", None, None), ("1", at(2), at(2))]
    );
    for item in &items {
        let content = if item.raw.id == "1" { "a" } else { "b" };
        let standing = sample(&item.raw.id, content, None).ad;
        let ad = ad_of(item)?;
        assert_eq!((&ad.id, ad.digest), (&item.raw.id, item.raw.digest));
        assert_eq!((&ad.searched, ad.seen_at), (&item.raw.searched, item.raw.seen_at));
        assert_eq!((&ad.title, &ad.page_name), (&standing.title, &standing.page_name));
        assert_eq!((&ad.page_id, &ad.links), (&standing.page_id, &standing.links));
        assert_eq!(
            (&ad.cta_type, &ad.display_format),
            (&standing.cta_type, &standing.display_format)
        );
        assert_eq!(
            (ad.started, ad.ended, ad.active),
            (standing.started, standing.ended, standing.active)
        );
        assert_eq!((&ad.verdict, ad.engine), (&standing.verdict, standing.engine));
        assert_eq!(ad.raw, 0..item.raw.raw.len());
    }
    assert!(items.is_sorted_by(|one, next| one.number < next.number));
    Ok(())
}

/// Written to another database they make the same content, in whatever order, and as often as one likes.
pub fn items_written_elsewhere_are_the_same(make: Make<'_>) -> Result<()> {
    let database = make();
    import(
        &*database,
        vec![batch(&[sample("1", "a", at(5)), sample("2", "b", None)])],
    )?;
    import(
        &*database,
        vec![batch(&[sample("1", "c", at(2)), sample("1", "a", at(9))])],
    )?;
    import(
        &*database,
        vec![batch(&[sample("3", "d", at(1)), sample("3", "e", at(1))])],
    )?;
    let mut items = kept(&*database, 0)?;
    let other = make();
    for _ in 0..2 {
        for item in &items {
            let mut batch = ImportBatch::default();
            for seen_at in [item.first_seen, item.raw.seen_at] {
                batch.ads.push(IncomingAd {
                    seen_at,
                    ..ad_of(item)?
                });
            }
            batch.raw.clone_from(&item.raw.raw);
            import(&*other, vec![batch])?;
        }
        assert_eq!(other.digest()?, database.digest()?);
        items.reverse();
    }
    Ok(())
}

/// A walk goes on where another one ended; ads that are gone for now leave their items.
pub fn walks_go_on_after_a_number(make: Make<'_>) -> Result<()> {
    let database = make();
    let many: Vec<_> = (0..700)
        .map(|n| sample(&format!("ad{n:04}"), "one", at(n)))
        .collect();
    import(&*database, many.chunks(100).map(batch).collect())?;
    let items = kept(&*database, 0)?;
    assert_eq!(items.len(), 700);
    let numbers: Vec<_> = items.iter().map(|item| item.number).collect();
    let (done, left) = numbers.split_at(350);
    let rest = kept(&*database, done.last().copied().unwrap_or_default())?;
    assert!(rest.iter().map(|item| item.number).eq(left.iter().copied()));
    let ids = (350..700).map(|n| format!("ad{n:04}"));
    assert!(rest.iter().map(|item| item.raw.id.clone()).eq(ids));
    assert!(kept(&*database, left.last().copied().unwrap_or_default())?.is_empty());
    let mut seen = 0;
    database.each_kept(0, &mut |_| {
        seen += 1;
        Ok(ControlFlow::Break(()))
    })?;
    assert_eq!(seen, 1);
    database.clear_ads()?;
    let items = kept(&*database, 0)?;
    assert_eq!(
        (items.len(), items.iter().all(|item| item.ad.is_none())),
        (700, true)
    );
    Ok(())
}

/// By key, as they were set last.
pub fn notes_come_by_key(make: Make<'_>) -> Result<()> {
    let database = make();
    assert!(all(|visit| database.each_note(visit))?.is_empty());
    for (key, value) in [("b", "1"), ("a:2", ""), ("A", "ب"), ("b", "2")] {
        database.set_note(key, value)?;
    }
    let notes = all(|visit| database.each_note(visit))?;
    let told: Vec<_> = notes
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    assert_eq!(told, [("A", "ب"), ("a:2", ""), ("b", "2")]);
    let mut seen = 0;
    database.each_note(&mut |(key, _)| {
        seen += 1;
        database.set_note(&key, "written meanwhile")?;
        Ok(ControlFlow::Break(()))
    })?;
    assert_eq!(seen, 1);
    Ok(())
}
