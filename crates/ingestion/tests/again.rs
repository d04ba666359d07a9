//! The same ads delivered again: only what is new or gone is stored again.

use database::{Database, Sqlite};
use ingestion::rebuild;
use serde_json::{Value, json};

use crate::weeks::{base_of, count_raw, engine, later, line, raw_items, take_in};

/// Three ads of a shop, the last of which ended.
fn ads() -> Vec<Value> {
    let ad = |id: u32, active: bool| {
        json!({
            "ad_archive_id": id.to_string(), "page_id": "501", "page_name": "Boutique", "is_active": active,
            "start_date": 1_767_000_000, "start_date_formatted": "2025-12-29 08:00:00", "end_date": 1_767_254_400,
            "end_date_formatted": "2026-01-01 08:00:00", "total_active_time": 5390, "ads_count": 3, "total": 3,
            "url": "https://www.facebook.com/ads/library/?q=a.converty.shop",
            "snapshot": {
                "link_url": "https://a.converty.shop/p", "body": {"text": "Commandez"}, "title": "Titre",
                "page_like_count": 70, "videos": [{"video_hd_url": "https://v.xx.fbcdn.net/o1/AQ.mp4?oh=1"}],
            },
        })
    };
    vec![ad(1, true), ad(2, true), ad(3, false)]
}

fn week(number: i64, change: impl Fn(&mut Vec<Value>)) -> Vec<u8> {
    let mut ads = ads();
    for ad in &mut ads {
        later(ad, number);
    }
    change(&mut ads);
    line("a.converty.shop", number, &ads)
}

fn unchanged(number: i64) -> Vec<u8> {
    week(number, |_| {})
}

#[test]
fn a_second_scan_of_unchanged_ads_adds_no_raw_item() {
    let database = base_of(&[&unchanged(0)]);
    let first = raw_items(&database);
    assert_eq!(first.len(), 3);
    for number in 1..4 {
        let summary = take_in(&database, &unchanged(number));
        // Each was seen later than ever: that is what is written of it.
        assert_eq!((summary.ads, summary.new, summary.updated), (3, 0, 3));
        let now = raw_items(&database);
        assert!(
            first
                .iter()
                .map(|item| &item.raw)
                .eq(now.iter().map(|item| &item.raw))
        );
        assert!(
            now.iter()
                .zip(&first)
                .all(|(now, then)| now.seen_at > then.seen_at)
        );
    }
    assert_eq!(database.verify().unwrap(), Vec::<String>::new());
}

type Change = fn(&mut Value);

#[test]
fn whatever_changed_of_an_ad_is_stored() {
    let changes: [(&str, Change); 9] = [
        ("text", |ad| {
            ad["snapshot"]["body"]["text"] = json!("Commandez vite");
        }),
        ("link", |ad| ad["snapshot"]["link_url"] = json!("https://b.tn/p")),
        ("headline", |ad| ad["snapshot"]["title"] = json!("Autre")),
        ("page", |ad| ad["page_id"] = json!("502")),
        ("page's name", |ad| ad["page_name"] = json!("Bazar")),
        ("status", |ad| {
            for (name, value) in [("is_active", json!(false)), ("end_date", json!(1_767_600_000))] {
                ad[name] = value;
            }
            ad["end_date_formatted"] = json!("2026-01-05 08:00:00");
            ad["total_active_time"] = json!(6000);
        }),
        ("start", |ad| ad["start_date"] = json!(1_767_086_400)),
        ("film", |ad| {
            ad["snapshot"]["videos"][0]["video_hd_url"] = json!("https://v.xx.fbcdn.net/o1/BR.mp4?oh=1");
        }),
        ("a field that nobody knows", |ad| ad["novel"] = json!({"a": [1]})),
    ];
    for (what, change) in changes {
        let database = base_of(&[&unchanged(0)]);
        take_in(&database, &week(1, |ads| change(&mut ads[0])));
        assert_eq!(count_raw(&database), 4, "{what}");
        take_in(&database, &week(2, |ads| change(&mut ads[0])));
        assert_eq!(count_raw(&database), 4, "{what}, again");
    }
}

/// Of an ad that ended its end is content; of one that runs Meta's is the day of the scan.
#[test]
fn an_end_is_known_once_the_ad_ended() {
    let database = base_of(&[&unchanged(0)]);
    take_in(
        &database,
        &week(1, |ads| ads[2]["end_date"] = json!(1_767_168_000)),
    );
    assert_eq!(count_raw(&database), 4);
    let before = database.digest().unwrap();
    let other = base_of(&[
        &week(0, |ads| ads[0]["end_date"] = json!(1_767_999_999)),
        &week(1, |ads| ads[2]["end_date"] = json!(1_767_168_000)),
    ]);
    assert_eq!(other.digest().unwrap(), before);
}

fn scans() -> [Vec<u8>; 3] {
    [
        unchanged(0),
        week(1, |ads| ads[1]["snapshot"]["title"] = json!("Autre")),
        week(2, |ads| ads[0]["is_active"] = json!(false)),
    ]
}

#[test]
fn the_order_of_scans_does_not_matter() {
    let [a, b, c] = scans();
    let expected = base_of(&[&a, &b, &c]).digest().unwrap();
    for order in [[&b, &a, &c], [&c, &b, &a], [&a, &c, &b], [&c, &a, &b]] {
        let database = base_of(&order.map(|file| &file[..]));
        assert_eq!(database.digest().unwrap(), expected);
        assert_eq!(count_raw(&database), 5);
    }
}

#[test]
fn a_rebuild_gives_the_same_base() {
    let [a, b, c] = scans();
    for order in [[&a, &b, &c], [&c, &b, &a]] {
        let database = base_of(&order.map(|file| &file[..]));
        let digest = database.digest().unwrap();
        let rebuilt = rebuild(&database, &engine()).unwrap();
        assert_eq!((rebuilt.items, rebuilt.unreadable), (5, 0));
        assert_eq!(database.digest().unwrap(), digest);
        assert_eq!(database.verify().unwrap(), Vec::<String>::new());
    }
}

/// A base of before there was a digest of contents: raw items stand under the digest of their bytes.
fn old_base() -> Sqlite {
    let (fresh, old) = (base_of(&[&unchanged(0)]), Sqlite::open_in_memory().unwrap());
    let mut batch = database::ImportBatch::default();
    for item in database::conformance::all(|visit| fresh.each_kept(0, visit)).unwrap() {
        let mut ad = item.ad.unwrap();
        let start = batch.raw.len();
        batch.raw.extend_from_slice(&item.raw.raw);
        ad.raw = start..batch.raw.len();
        ad.digest = xxhash_rust::xxh3::xxh3_128(&item.raw.raw);
        batch.ads.push(ad);
    }
    let mut import = old.start_import().unwrap();
    import.write(batch).unwrap();
    import.finish().unwrap();
    old
}

#[test]
fn a_base_of_before_keeps_working() {
    let database = old_base();
    let before = (count_raw(&database), database.digest().unwrap());
    assert_eq!(before.0, 3);
    assert_eq!(database.verify().unwrap(), Vec::<String>::new());
    rebuild(&database, &engine()).unwrap();
    assert_eq!((count_raw(&database), database.digest().unwrap()), before);
    // The same file, then weeks of it: once more each, and no more.
    for number in [0, 1, 2, 3] {
        let summary = take_in(&database, &unchanged(number));
        assert_eq!(summary.new, 0);
        assert_eq!(count_raw(&database), 6);
        assert_eq!(database.verify().unwrap(), Vec::<String>::new());
    }
    let digest = database.digest().unwrap();
    rebuild(&database, &engine()).unwrap();
    assert_eq!(database.digest().unwrap(), digest);
}
