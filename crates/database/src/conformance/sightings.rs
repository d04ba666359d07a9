//! Sightings: whatever order they come in, the content seen last is current, and nothing seen is lost.

use model::{Class, Confidence, Kind, Rule, Timestamp, Verdict};

use super::samples::{ENGINE, Sample, at, batch, import, sample};
use super::{Make, all};
use crate::{Database, Error, ImportBatch, JudgedAd, Result};

fn only(database: &dyn Database) -> Result<JudgedAd> {
    let mut ads = all(|visit| database.each_judged(visit))?;
    assert_eq!(ads.len(), 1);
    ads.pop().ok_or_else(|| Error::Engine("no ad".to_owned()))
}

fn current_page(make: Make<'_>, samples: &[&Sample]) -> Result<String> {
    let database = make();
    let batches = samples.iter().map(|s| batch(&[(*s).clone()])).collect();
    import(&*database, batches)?;
    Ok(only(&*database)?.page_id)
}

/// Dated before undated, later before earlier, the greater digest between equals.
pub fn the_content_seen_last_is_current(make: Make<'_>) -> Result<()> {
    let undated = sample("1", "undated", None);
    let (early, late) = (sample("1", "early", at(1)), sample("1", "late", at(2)));
    for (winner, loser) in [(&early, &undated), (&late, &early), (&late, &undated)] {
        assert_eq!(current_page(make, &[winner, loser])?, winner.ad.page_id);
        assert_eq!(current_page(make, &[loser, winner])?, winner.ad.page_id);
    }
    for seen in [at(2), None] {
        let mut equals = [sample("1", "left", seen), sample("1", "right", seen)];
        equals.sort_by_key(|sample| sample.ad.digest);
        let [smaller, greater] = &equals;
        assert_eq!(current_page(make, &[smaller, greater])?, greater.ad.page_id);
        assert_eq!(current_page(make, &[greater, smaller])?, greater.ad.page_id);
    }
    // Early content that comes back after the late one is current again.
    let again = sample("1", "early", at(3));
    assert_eq!(current_page(make, &[&early, &late, &again])?, "page of early");
    assert_eq!(current_page(make, &[&again, &late, &early])?, "page of early");
    Ok(())
}

/// First and last time over all contents; an update only where one of them moved.
pub fn sightings_widen_first_and_last(make: Make<'_>) -> Result<()> {
    let database = make();
    let steps: [(Option<Timestamp>, u64, (i64, i64)); 5] = [
        (at(5), 1, (5, 5)),
        (at(8), 1, (5, 8)),
        (at(2), 1, (2, 8)),
        (at(6), 0, (2, 8)),
        (None, 0, (2, 8)),
    ];
    import(&*database, vec![batch(&[sample("1", "a", None)])])?;
    assert_eq!(
        (only(&*database)?.first_seen, only(&*database)?.last_seen),
        (None, None)
    );
    for (seen, updated, (first, last)) in steps {
        let counts = import(&*database, vec![batch(&[sample("1", "a", seen)])])?;
        assert_eq!((counts.new, counts.updated), (0, updated), "{seen:?}");
        let ad = only(&*database)?;
        assert_eq!((ad.first_seen, ad.last_seen), (at(first), at(last)), "{seen:?}");
    }
    assert_eq!(all(|visit| database.each_raw(visit))?.len(), 1);
    Ok(())
}

/// The older one is kept as raw item only.
pub fn two_contents_in_one_batch_are_both_kept(make: Make<'_>) -> Result<()> {
    let database = make();
    let counts = import(
        &*database,
        vec![batch(&[sample("1", "late", at(9)), sample("1", "early", at(1))])],
    )?;
    assert_eq!((counts.ads, counts.new, counts.updated), (2, 1, 1));
    let ad = only(&*database)?;
    assert_eq!(ad.page_name, "Page late");
    assert_eq!((ad.first_seen, ad.last_seen), (at(1), at(9)));
    assert_eq!(all(|visit| database.each_raw(visit))?.len(), 2);
    Ok(())
}

fn several() -> Vec<ImportBatch> {
    let mut searched = sample("1", "a", at(4));
    searched.ad.searched = Some("another.tn".to_owned());
    vec![
        batch(&[sample("1", "a", at(1)), sample("2", "b", None)]),
        batch(&[
            sample("1", "b", at(2)),
            sample("2", "c", None),
            sample("3", "d", at(7)),
        ]),
        batch(&[searched, sample("2", "b", at(0))]),
        batch(&[
            sample("3", "d", None),
            sample("3", "e", at(7)),
            sample("1", "b", at(-3)),
        ]),
    ]
}

/// Every order gives the same content.
pub fn order_of_batches_does_not_matter(make: Make<'_>) -> Result<()> {
    let forward = make();
    import(&*forward, several())?;
    let expected = forward.digest()?;
    for turn in 0..4 {
        let mut batches = several();
        batches.rotate_left(turn);
        batches.reverse();
        let database = make();
        import(&*database, batches)?;
        assert_eq!(database.digest()?, expected, "rotated by {turn}");
    }
    Ok(())
}

/// Content that is known comes with the verdict of another engine: it is not an update, but it holds.
pub fn another_engine_judges_again(make: Make<'_>) -> Result<()> {
    let database = make();
    import(&*database, vec![batch(&[sample("1", "a", at(1))])])?;
    let mut judged = sample("1", "a", at(1));
    judged.ad.engine = ENGINE + 1;
    judged.ad.verdict = Verdict::new(Class::Unknown, Kind::None, Confidence::Low, Rule::NoLink);
    let counts = import(&*database, vec![batch(&[judged.clone()])])?;
    assert_eq!((counts.new, counts.updated), (0, 0));
    assert_eq!(only(&*database)?.verdict, judged.ad.verdict);
    assert_eq!(
        (database.count_stale(ENGINE)?, database.count_stale(ENGINE + 1)?),
        (1, 0)
    );
    Ok(())
}

/// Cleared and made again from the raw items, each handed back once: the same ads, times included.
pub fn restoring_gives_the_same_ads(make: Make<'_>) -> Result<()> {
    let database = make();
    import(&*database, several())?;
    let (digest, before) = (database.digest()?, all(|visit| database.each_judged(visit))?);
    let known: Vec<Sample> = ["a", "b", "c", "d", "e"]
        .iter()
        .flat_map(|content| ["1", "2", "3"].map(|id| sample(id, content, None)))
        .collect();
    let mut back = ImportBatch::default();
    for item in all(|visit| database.each_raw(visit))? {
        let parsed = known.iter().find(|s| s.ad.digest == item.digest);
        back.ads.extend(parsed.map(|s| s.ad.clone()));
    }
    database.clear_ads()?;
    assert_eq!(all(|visit| database.each_judged(visit))?, []);
    assert_ne!(database.digest()?, digest);
    let mut restoring = database.start_import()?;
    restoring.restore(back)?;
    assert_eq!(restoring.finish()?.new, 3);
    assert_eq!(all(|visit| database.each_judged(visit))?, before);
    assert_eq!(database.digest()?, digest);
    Ok(())
}

/// An ad without raw bytes could never be explained.
pub fn restoring_needs_the_raw_item(make: Make<'_>) -> Result<()> {
    let database = make();
    let mut restoring = database.start_import()?;
    let unknown = ImportBatch {
        raw: Vec::new(),
        ..batch(&[sample("1", "a", at(0))])
    };
    assert!(matches!(restoring.restore(unknown), Err(Error::Batch(_))));
    drop(restoring);
    assert_eq!(all(|visit| database.each_judged(visit))?, []);
    Ok(())
}
