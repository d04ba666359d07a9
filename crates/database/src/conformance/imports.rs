//! Imports: what came is kept as it came, once.

use super::samples::{Sample, at, batch, import, sample};
use super::{Make, all};
use crate::import::REFUSED_LIMIT;
use crate::{Database, Error, ImportBatch, ImportCounts, Refused, Result, Search};
use model::MicroDollars;

fn counts(ads: u64, new: u64, updated: u64) -> ImportCounts {
    ImportCounts { ads, new, updated }
}

fn batches() -> Vec<ImportBatch> {
    vec![
        batch(&[sample("2", "two", at(1)), sample("1", "one", None)]),
        batch(&[sample("3", "three", at(2)), sample("2", "two again", at(3))]),
    ]
}

fn contents(database: &dyn Database) -> Result<Vec<(String, String)>> {
    let items = all(|visit| database.each_raw(visit))?;
    Ok(items
        .into_iter()
        .map(|item| (item.id, String::from_utf8_lossy(&item.raw).into_owned()))
        .collect())
}

/// Neither the counts nor the content nor the version move.
pub fn the_same_batch_twice_changes_nothing(make: Make<'_>) -> Result<()> {
    let database = make();
    assert_eq!(import(&*database, batches())?, counts(4, 3, 1));
    let (digest, version) = (database.digest()?, database.version()?);
    assert_eq!(import(&*database, batches())?, counts(4, 0, 0));
    assert_eq!((database.digest()?, database.version()?), (digest, version));
    Ok(())
}

/// Byte by byte, in the order in which they came.
pub fn raw_items_come_back_as_they_came(make: Make<'_>) -> Result<()> {
    let database = make();
    import(&*database, batches())?;
    let expected = [
        sample("2", "two", at(1)),
        sample("1", "one", None),
        sample("3", "three", at(2)),
        sample("2", "two again", at(3)),
    ];
    let items = all(|visit| database.each_raw(visit))?;
    assert_eq!(items.len(), expected.len());
    for (item, Sample { ad, raw }) in items.iter().zip(expected) {
        assert_eq!((&item.id, item.digest, &item.raw), (&ad.id, ad.digest, &raw));
        assert_eq!((&item.searched, item.seen_at), (&ad.searched, ad.seen_at));
    }
    Ok(())
}

/// Empty ones, one of several megabytes, and more than any block or transaction may hold.
pub fn large_items_and_batches_come_back(make: Make<'_>) -> Result<()> {
    let database = make();
    let filled = |number: usize, length: usize| {
        let mut sample = sample(&number.to_string(), "large", at(0));
        sample.raw = number.to_string().repeat(length).into_bytes();
        sample.ad.digest = xxhash_rust::xxh3::xxh3_128(&sample.raw);
        sample
    };
    let mut samples = vec![filled(0, 0), filled(1, 9_000_000)];
    samples.extend((2..30).map(|number| filled(number, 500_000)));
    samples.extend((30..6000).map(|number| filled(number, 40)));
    let written = import(&*database, vec![batch(&samples)])?;
    assert_eq!(written, counts(6000, 6000, 0));
    let mut expected = samples.iter();
    database.each_raw(&mut |item| {
        assert_eq!(
            Some((&item.id, &item.raw)),
            expected.next().map(|s| (&s.ad.id, &s.raw))
        );
        Ok(std::ops::ControlFlow::Continue(()))
    })?;
    assert!(expected.next().is_none());
    assert_eq!(database.verify()?, Vec::<String>::new());
    Ok(())
}

/// Within a batch, across batches and across imports; known items between new ones do not shift them.
pub fn equal_bytes_are_kept_once(make: Make<'_>) -> Result<()> {
    let database = make();
    let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| sample(name, name, at(0)));
    import(
        &*database,
        vec![batch(&[b.clone(), b.clone()]), batch(std::slice::from_ref(&b))],
    )?;
    let mixed = batch(&[a.clone(), b.clone(), a.clone(), c.clone(), b.clone(), d.clone()]);
    assert_eq!(import(&*database, vec![mixed])?, counts(6, 3, 0));
    let texts = [b, a, c, d].map(|s| (s.ad.id, String::from_utf8_lossy(&s.raw).into_owned()));
    assert_eq!(contents(&*database)?, texts);
    assert_eq!(database.verify()?, Vec::<String>::new());
    Ok(())
}

/// Such a batch is a fault of the caller; nothing of it is kept.
pub fn bytes_outside_the_buffer_end_the_import(make: Make<'_>) -> Result<()> {
    let database = make();
    let mut bad = batch(&[sample("1", "a", at(0)), sample("2", "b", at(0))]);
    bad.raw.truncate(bad.raw.len() - 1);
    let mut started = database.start_import()?;
    assert!(matches!(started.write(bad), Err(Error::Batch(_))));
    assert!(
        started.write(batch(&[sample("3", "c", at(0))])).is_err(),
        "it ended"
    );
    assert!(started.finish().is_err());
    assert_eq!(contents(&*database)?, []);
    assert_eq!(
        import(&*database, batches())?,
        counts(4, 3, 1),
        "another one may follow"
    );
    Ok(())
}

/// What was committed stays, in whole batches.
pub fn dropping_an_import_leaves_whole_batches(make: Make<'_>) -> Result<()> {
    let database = make();
    let batch_of = |number: usize| {
        let ids = number * 7..number * 7 + 7;
        batch(
            &ids.map(|id| sample(&id.to_string(), "x", at(0)))
                .collect::<Vec<_>>(),
        )
    };
    let mut started = database.start_import()?;
    for number in 0..700 {
        started.write(batch_of(number))?;
    }
    drop(started);
    let kept = all(|visit| database.each_judged(visit))?.len();
    assert_eq!(kept % 7, 0);
    assert_eq!(all(|visit| database.each_raw(visit))?.len(), kept);
    assert_eq!(database.verify()?, Vec::<String>::new());
    Ok(())
}

/// One domain at one time is one search, with the most that was told of it; by domain, then time.
pub fn searches_are_kept_once(make: Make<'_>) -> Result<()> {
    let database = make();
    let search = |domain: &str, at, ads, complete| Search {
        domain: domain.to_owned(),
        at,
        ads,
        complete,
        cost: MicroDollars::new(i64::try_from(ads).unwrap_or(0) * 750),
    };
    let searches = vec![
        search("b.tn", at(5), 3, true),
        search("b.tn", at(1), 0, true),
        search("pharmaceutiques", None, 200, false),
        search("a.tn", at(9), 1, true),
        search("b.tn", at(5), 1, false),
        search("pharmaceutiques", None, 200, false),
    ];
    let batch = || ImportBatch {
        searches: searches.clone(),
        ..ImportBatch::default()
    };
    import(&*database, vec![batch()])?;
    let version = database.version()?;
    import(&*database, vec![batch()])?;
    let expected = [
        search("a.tn", at(9), 1, true),
        search("b.tn", at(1), 0, true),
        search("b.tn", at(5), 3, true),
        search("pharmaceutiques", None, 200, false),
    ];
    assert_eq!(all(|visit| database.each_search(visit))?, expected);
    assert_eq!(database.version()?, version);
    Ok(())
}

/// By source and item; long ones cut at 64 KiB.
pub fn refused_items_are_kept_once_and_cut(make: Make<'_>) -> Result<()> {
    let database = make();
    let refused = |source: &str, item, raw: Vec<u8>| Refused {
        source: source.to_owned(),
        item,
        reason: "no id".to_owned(),
        raw,
    };
    let long: Vec<u8> = (0..REFUSED_LIMIT + 10)
        .map(|n| (n % 251).to_le_bytes()[0])
        .collect();
    let items = vec![
        refused("b.json", 2, long.clone()),
        refused("b.json", 10, b"\xff not UTF-8".to_vec()),
        refused("a.json", 7, Vec::new()),
        refused("b.json", 2, long.clone()),
    ];
    let batch = || ImportBatch {
        refused: items.clone(),
        ..ImportBatch::default()
    };
    import(&*database, vec![batch()])?;
    import(&*database, vec![batch()])?;
    let expected = [
        refused("a.json", 7, Vec::new()),
        refused(
            "b.json",
            2,
            long.get(..REFUSED_LIMIT).unwrap_or_default().to_vec(),
        ),
        refused("b.json", 10, b"\xff not UTF-8".to_vec()),
    ];
    assert_eq!(all(|visit| database.each_refused(visit))?, expected);
    Ok(())
}
