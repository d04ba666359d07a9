//! What earlier weekly scans of a world saw: the same for ever, growing, and with sellers who start, stop and turn.

use std::collections::{BTreeMap, BTreeSet};

use sandbox::world::{PAST_WEEKS, PastSearch, World, WorldSpec};
use serde_json::Value;

fn world() -> World {
    World::new(WorldSpec {
        sellers: 3_000,
        seed: 5,
        ..WorldSpec::default()
    })
}

fn scan(world: &World, weeks_ago: u32) -> Vec<PastSearch> {
    world.past_scan(weeks_ago).map(Result::unwrap).collect()
}

/// By domain: the ids of its ads.
fn ids(scan: &[PastSearch]) -> BTreeMap<&str, BTreeSet<String>> {
    let id = |raw: &Vec<u8>| serde_json::from_slice::<Value>(raw).unwrap()["ad_archive_id"].to_string();
    scan.iter()
        .map(|search| (search.domain.as_str(), search.items.iter().map(id).collect()))
        .collect()
}

#[test]
fn past_scans_are_the_same_each_time_and_there_are_eight() {
    assert_eq!(scan(&world(), 3), scan(&world(), 3));
    assert!(
        scan(&world(), 0).is_empty(),
        "the world's own scan is no past one"
    );
    assert!(scan(&world(), PAST_WEEKS + 1).is_empty());
}

#[test]
fn each_week_asks_about_all_of_the_week_before_and_more() {
    let world = world();
    let mut before: BTreeSet<String> = BTreeSet::new();
    for weeks_ago in (1..=PAST_WEEKS).rev() {
        let asked: BTreeSet<String> = scan(&world, weeks_ago)
            .into_iter()
            .map(|search| search.domain)
            .collect();
        assert!(
            asked.is_superset(&before) && asked.len() > before.len(),
            "{weeks_ago} weeks ago"
        );
        before = asked;
    }
    assert!(
        (2_400..2_800).contains(&before.len()),
        "{} of 3,000",
        before.len()
    );
}

#[test]
fn sellers_start_stop_and_answers_are_cut_short() {
    let world = world();
    let (early, late) = (scan(&world, 6), scan(&world, 1));
    let (early, late) = (ids(&early), ids(&late));
    let none = BTreeSet::new();
    let stopped = early
        .iter()
        .filter(|(host, ads)| !ads.is_empty() && late[*host].is_empty())
        .count();
    let started = late
        .iter()
        .filter(|(host, ads)| !ads.is_empty() && early.get(*host).is_some_and(|ads| *ads == none))
        .count();
    assert!(
        stopped >= 3 && started >= 3,
        "{stopped} stopped, {started} started"
    );
    let cut = |weeks_ago| {
        scan(&world, weeks_ago)
            .iter()
            .filter(|search| !search.complete)
            .count()
    };
    assert!(cut(5) > 0 && cut(2) > 0);
    assert_eq!(cut(4), 0);
}

#[test]
fn an_ad_has_the_same_bytes_in_every_week_that_saw_it() {
    let world = world();
    let mut bytes: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut again = 0;
    for weeks_ago in (1..=PAST_WEEKS).rev() {
        for raw in scan(&world, weeks_ago)
            .into_iter()
            .flat_map(|search| search.items)
        {
            let ad: Value = serde_json::from_slice(&raw).unwrap();
            assert!(ad["is_active"].as_bool().unwrap());
            let id = ad["ad_archive_id"].as_str().unwrap().to_owned();
            match bytes.get(&id) {
                Some(known) => {
                    assert_eq!(*known, raw, "{id}");
                    again += 1;
                }
                None => drop(bytes.insert(id, raw)),
            }
        }
    }
    assert!(again > 500, "{again}");
}
