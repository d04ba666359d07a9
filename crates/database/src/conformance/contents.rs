//! Contents: what says the same is kept once, in the bytes in which it came first.

use super::samples::{Sample, at, batch, import, sample};
use super::{Make, all};
use crate::{Database, IncomingAd, Result};

/// An ad with this content as a listing delivered it then: other listings deliver it in other bytes.
fn delivered(id: &str, content: &str, listing: &str, minutes: i64) -> Sample {
    let mut sample = sample(id, content, at(minutes));
    sample.raw = format!("{{\"ad_archive_id\":\"{id}\",\"content\":\"{content}\",\"url\":\"{listing}\"}}")
        .into_bytes();
    sample.ad.digest = ad_library::content_digest(&sample.raw);
    sample.ad.searched = Some(listing.to_owned());
    sample
}

/// What two listings deliver, a week apart: the second brings one ad as it was and one with another content.
fn weeks() -> [Vec<Sample>; 2] {
    [
        vec![delivered("1", "a", "x.tn", 1), delivered("2", "b", "x.tn", 1)],
        vec![delivered("2", "c", "w.tn", 9), delivered("1", "a", "w.tn", 9)],
    ]
}

fn imported(make: Make<'_>, batches: &[&[Sample]]) -> Result<Box<dyn Database>> {
    let database = make();
    for samples in batches {
        import(&*database, vec![batch(samples)])?;
    }
    Ok(database)
}

/// The first bytes stay; when and by which search it was seen is widened as ever.
pub fn the_same_is_kept_once_in_its_first_bytes(make: Make<'_>) -> Result<()> {
    let [first, second] = weeks();
    let database = imported(make, &[&first])?;
    let counts = import(&*database, vec![batch(&second)])?;
    assert_eq!((counts.ads, counts.new, counts.updated), (2, 0, 2));
    let items = all(|visit| database.each_raw(visit))?;
    let told: Vec<_> = items
        .iter()
        .map(|item| (&item.raw, item.seen_at, item.searched.as_deref()))
        .collect();
    let [one, two] = [&first, &second].map(|week| week.first().map(|sample| &sample.raw));
    let other = first.get(1).map(|sample| &sample.raw);
    let expected = [
        (one, at(9), Some("w.tn")),
        (other, at(1), Some("x.tn")),
        (two, at(9), Some("w.tn")),
    ];
    assert!(
        told.iter()
            .map(|(raw, seen, searched)| (Some(*raw), *seen, *searched))
            .eq(expected),
        "{told:?}"
    );
    assert_eq!(database.verify()?, Vec::<String>::new());
    let again = import(&*database, vec![batch(&second), batch(&first)])?;
    assert_eq!((again.new, again.updated), (0, 0));
    assert_eq!(all(|visit| database.each_raw(visit))?, items);
    Ok(())
}

/// Nor in how many batches they come, nor whether a copy stands between.
pub fn order_of_deliveries_does_not_matter(make: Make<'_>) -> Result<()> {
    let [first, second] = weeks();
    let expected = imported(make, &[&first, &second])?.digest()?;
    let together = [second.clone(), first.clone()].concat();
    for batches in [
        vec![&second[..], &first],
        vec![&together[..]],
        vec![&first, &together, &second],
    ] {
        assert_eq!(imported(make, &batches)?.digest()?, expected);
    }
    let (source, target) = (imported(make, &[&second, &first])?, make());
    for item in all(|visit| source.each_kept(0, visit))? {
        for seen_at in [item.first_seen, item.raw.seen_at] {
            let ads = item.ad.iter().map(|ad| Sample {
                ad: IncomingAd {
                    seen_at,
                    ..ad.clone()
                },
                raw: item.raw.raw.clone(),
            });
            import(&*target, vec![batch(&ads.collect::<Vec<_>>())])?;
        }
    }
    assert_eq!(target.digest()?, expected);
    Ok(())
}

/// Bases of before there was a digest of contents hold items under that of their bytes: they are sound, and what is
/// delivered again is kept once more and no more.
pub fn items_under_the_digest_of_their_bytes_are_sound(make: Make<'_>) -> Result<()> {
    let mut old = delivered("1", "a", "x.tn", 1);
    old.ad.digest = xxhash_rust::xxh3::xxh3_128(&old.raw);
    let database = imported(make, &[&[old.clone()]])?;
    assert_eq!(database.verify()?, Vec::<String>::new());
    for minutes in 2..5 {
        import(
            &*database,
            vec![batch(&[delivered("1", "a", &format!("{minutes}.tn"), minutes)])],
        )?;
    }
    let digests: Vec<_> = all(|visit| database.each_raw(visit))?
        .into_iter()
        .map(|item| item.digest)
        .collect();
    assert_eq!(digests, [old.ad.digest, delivered("1", "a", "2.tn", 2).ad.digest]);
    assert_eq!(database.verify()?, Vec::<String>::new());
    Ok(())
}
