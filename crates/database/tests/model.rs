//! Random imports against a model of a few lines: what is current, what is kept, what is counted.

use std::collections::BTreeMap;

use database::conformance::all;
use database::conformance::samples::{Sample, at, batch, import, sample};
use database::{Database, ImportBatch, Sqlite};
use model::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;

type Items = Vec<Vec<Sample>>;

/// Few ids, contents and times, so that they meet.
fn items() -> impl Strategy<Value = Items> {
    let one = (
        0..5_u8,
        0..3_u8,
        proptest::option::of(0..4_i64),
        proptest::option::of(0..2_u8),
    );
    let one = one.prop_map(|(id, content, minutes, searched)| {
        let mut sample = sample(&id.to_string(), &content.to_string(), minutes.and_then(at));
        sample.ad.searched = searched.map(|domain| format!("{domain}.tn"));
        sample
    });
    vec(vec(one, 0..8), 0..8)
}

fn batches(items: &Items) -> Vec<ImportBatch> {
    items.iter().map(|samples| batch(samples)).collect()
}

fn imported(items: &Items) -> Sqlite {
    let database = Sqlite::open_in_memory().unwrap();
    import(&database, batches(items)).unwrap();
    database
}

/// Per ad: the page of the current content, first and last time.
type Current = BTreeMap<String, (String, Option<Timestamp>, Option<Timestamp>)>;

fn expected(items: &Items) -> Current {
    let mut by_id: BTreeMap<String, Vec<&Sample>> = BTreeMap::new();
    for sample in items.iter().flatten() {
        by_id.entry(sample.ad.id.clone()).or_default().push(sample);
    }
    let current = |(id, samples): (String, Vec<&Sample>)| {
        let latest = samples
            .iter()
            .max_by_key(|s| (s.ad.seen_at, s.ad.digest))
            .unwrap();
        let times = || samples.iter().filter_map(|s| s.ad.seen_at);
        (id, (latest.ad.page_id.clone(), times().min(), times().max()))
    };
    by_id.into_iter().map(current).collect()
}

fn found(database: &Sqlite) -> Current {
    let ads = all(|visit| database.each_judged(visit)).unwrap();
    ads.into_iter()
        .map(|ad| (ad.id, (ad.page_id, ad.first_seen, ad.last_seen)))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_current_follows_the_model(items in items()) {
        let database = imported(&items);
        prop_assert_eq!(found(&database), expected(&items));
        let mut contents: Vec<_> = items.iter().flatten().map(|s| (s.ad.id.clone(), s.raw.clone())).collect();
        contents.sort();
        contents.dedup();
        let mut kept: Vec<_> =
            all(|visit| database.each_raw(visit)).unwrap().into_iter().map(|item| (item.id, item.raw)).collect();
        kept.sort();
        prop_assert_eq!(kept, contents);
        prop_assert_eq!(database.verify().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn neither_order_nor_cutting_into_batches_matters(
        (items, shuffled) in items().prop_flat_map(|items| (Just(items.clone()), Just(items.concat()).prop_shuffle())),
        size in 1_usize..9,
    ) {
        let recut: Items = shuffled.chunks(size).map(<[Sample]>::to_vec).collect();
        prop_assert_eq!(imported(&items).digest().unwrap(), imported(&recut).digest().unwrap());
    }

    #[test]
    fn any_part_again_changes_nothing(items in items(), part in 0_usize..8) {
        let database = imported(&items);
        let (digest, version) = (database.digest().unwrap(), database.version().unwrap());
        let again = import(&database, batches(&items).into_iter().take(part).collect()).unwrap();
        prop_assert_eq!((again.new, again.updated), (0, 0));
        prop_assert_eq!((database.digest().unwrap(), database.version().unwrap()), (digest, version));
    }

    #[test]
    fn restoring_from_raw_items_changes_nothing(items in items()) {
        let database = imported(&items);
        let digest = database.digest().unwrap();
        let mut back = ImportBatch::default();
        for item in all(|visit| database.each_raw(visit)).unwrap() {
            let known = items.iter().flatten().find(|s| s.ad.id == item.id && s.ad.digest == item.digest);
            back.ads.push(known.unwrap().ad.clone());
        }
        database.clear_ads().unwrap();
        let mut restoring = database.start_import().unwrap();
        restoring.restore(back).unwrap();
        restoring.finish().unwrap();
        prop_assert_eq!(database.digest().unwrap(), digest);
    }
}
