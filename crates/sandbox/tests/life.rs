//! A living world: the same for ever, steady, and its truth is what complete searches find at any moment.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use model::Timestamp;
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use sandbox::library::{Library, LivingAds};
use sandbox::world::{LifeSpec, Living, SellerLife, StoreDomain, World, WorldSpec};
use serde_json::Value;

const DAYS: u32 = 84;

fn life(sellers: u32, seed: u64) -> LifeSpec {
    let world = WorldSpec {
        sellers,
        seed,
        ..WorldSpec::default()
    };
    LifeSpec::new(world, DAYS)
}

static SMALL: LazyLock<LivingAds> = LazyLock::new(|| LivingAds::new(Living::new(life(1_200, 3))));
static FULL: LazyLock<Living> = LazyLock::new(|| Living::new(life(21_764, 1)));

/// The shop of each seller that has a plain domain, by slug.
fn hosts(world: &World) -> BTreeMap<String, String> {
    let plain = world.stores().filter_map(|store| match store.domain {
        StoreDomain::One(domain) if domain == domain.trim().to_lowercase() && !domain.contains('/') => {
            Some((store.slug, domain))
        }
        _ => None,
    });
    plain.collect()
}

fn keyword(status: &str, host: &str) -> String {
    format!(
        "https://www.facebook.com/ads/library/?active_status={status}&country=TN&q={host}\
         &search_type=keyword_unordered"
    )
}

fn page(status: &str, id: &str) -> String {
    format!(
        "https://www.facebook.com/ads/library/?active_status={status}&country=TN&search_type=page\
         &view_all_page_id={id}"
    )
}

/// What a search at a moment brings.
fn search(at: Timestamp, url: &str) -> Vec<Value> {
    let view = SMALL.at(at).unwrap();
    let hits = view.search(url);
    let total = u64::try_from(hits.len()).unwrap();
    let items = (1..)
        .zip(hits)
        .map(|(position, ad)| serde_json::from_slice::<Value>(&view.item(ad, url, position, total)).unwrap());
    items.collect()
}

/// Whether the ad's first link is on this host.
fn leads_to(item: &Value, host: &str) -> bool {
    let Some(link) = item["snapshot"]["link_url"].as_str() else {
        return false;
    };
    let link = percent_decode_str(link).decode_utf8_lossy().into_owned();
    let link = link
        .strip_prefix("https://l.facebook.com/l.php?u=")
        .unwrap_or(&link);
    let rest = link.strip_prefix("https://").unwrap_or_default();
    rest.split(['/', '?']).next() == Some(host)
}

fn moment(day: u32, hour: i64) -> Timestamp {
    let start = SMALL.living().moment(day).as_millis();
    Timestamp::from_millis(start + hour * 3_600_000).unwrap()
}

#[test]
fn equal_specifications_give_equal_lives() {
    let (one, other) = (Living::new(life(400, 8)), Living::new(life(400, 8)));
    assert_eq!(one.sellers(), other.sellers());
    assert_ne!(one.sellers(), Living::new(life(400, 9)).sellers());
    let (one, other) = (LivingAds::new(one), LivingAds::new(other));
    let url = keyword("all", "converty.shop");
    for day in [0, 30, DAYS] {
        let at = one.living().moment(day);
        let (one, other) = (one.at(at).unwrap(), other.at(at).unwrap());
        let hits = one.search(&url);
        assert!(!hits.is_empty());
        assert_eq!(hits, other.search(&url));
        for ad in hits.into_iter().take(20) {
            assert_eq!(one.item(ad, &url, 1, 1), other.item(ad, &url, 1, 1));
        }
    }
}

#[test]
fn what_is_told_further_changes_nothing_before() {
    let short = Living::new(life(600, 4));
    let long = Living::new(LifeSpec {
        days: 2 * DAYS,
        ..life(600, 4)
    });
    for day in 0..=DAYS {
        let at = short.moment(day);
        let active = |living: &Living| -> Vec<bool> {
            living
                .sellers()
                .iter()
                .map(|seller| seller.is_active(at))
                .collect()
        };
        assert_eq!(active(&short), active(&long), "day {day}");
        assert_eq!(short.running(at), long.running(at), "day {day}");
    }
}

#[test]
fn as_many_advertise_as_in_the_recorded_scans() {
    let active: Vec<usize> = (0..=DAYS)
        .step_by(7)
        .map(|day| FULL.active(FULL.moment(day)))
        .collect();
    assert!(
        active.iter().all(|count| (740..900).contains(count)),
        "{active:?}"
    );
    let running: Vec<usize> = (0..=DAYS)
        .step_by(28)
        .map(|day| FULL.running(FULL.moment(day)))
        .collect();
    assert!(
        running.iter().all(|count| (9_000..13_000).contains(count)),
        "{running:?}"
    );
}

/// Sellers that began in the told days, and those that stopped.
fn turns(sellers: &[SellerLife]) -> (Vec<&SellerLife>, Vec<&SellerLife>) {
    let zero = FULL.moment(0);
    let starts = |seller: &&SellerLife| seller.active.iter().any(|span| span.from > zero);
    let stops = |seller: &&SellerLife| seller.active.iter().any(|span| span.until.is_some());
    (
        sellers.iter().filter(starts).collect(),
        sellers.iter().filter(stops).collect(),
    )
}

#[test]
fn about_as_many_start_as_stop_and_own_domains_and_pixels_far_more_often() {
    let (started, stopped) = turns(FULL.sellers());
    assert!((380..800).contains(&started.len()), "{}", started.len());
    assert!((380..800).contains(&stopped.len()), "{}", stopped.len());
    let web = FULL.world().web(sandbox::world::WebRates::default());
    let mut groups: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    let first: BTreeSet<&str> = started
        .iter()
        .filter(|seller| !seller.is_active(FULL.moment(0)))
        .map(|seller| seller.slug.as_str())
        .collect();
    let quiet: BTreeSet<&str> = FULL
        .sellers()
        .iter()
        .filter(|seller| !seller.is_active(FULL.moment(0)))
        .map(|seller| seller.slug.as_str())
        .collect();
    for truth in web.signs().filter(|truth| quiet.contains(truth.slug.as_str())) {
        let kind = if truth.host.is_under("converty.shop") {
            "platform"
        } else {
            "own"
        };
        let sign = match (truth.shop_open, truth.pixel) {
            (true, true) => "pixel",
            (true, false) => "open",
            _ => "closed",
        };
        for group in [kind, sign] {
            let count = groups.entry(group).or_default();
            count.0 += u32::from(first.contains(truth.slug.as_str()));
            count.1 += 1;
        }
    }
    let per_thousand = |group: &str| groups[group].0 * 1000 / groups[group].1;
    assert!(per_thousand("own") > 4 * per_thousand("platform"), "{groups:?}");
    assert!(per_thousand("pixel") > per_thousand("open"), "{groups:?}");
    assert!(per_thousand("open") > per_thousand("closed"), "{groups:?}");
}

#[test]
fn sellers_turn_and_get_new_pages() {
    let turned = FULL
        .sellers()
        .iter()
        .filter(|seller| !seller.turned.is_empty())
        .count();
    assert!((20..90).contains(&turned), "{turned}");
    let zero = FULL.moment(0);
    let late = |seller: &&SellerLife| {
        let early = seller.pages.iter().any(|page| page.runs[0].from <= zero);
        early && seller.pages.iter().any(|page| page.runs[0].from > zero)
    };
    let with_new_page = FULL.sellers().iter().filter(late).count();
    assert!((20..120).contains(&with_new_page), "{with_new_page}");
}

#[test]
fn ads_are_young_few_have_ended_and_dates_are_true() {
    let mut running = (0, 0);
    let mut ended = 0;
    for day in [0, 40, DAYS] {
        let at = moment(day, 3);
        let now = at.as_millis() / 1000;
        for item in search(at, &keyword("all", "converty.shop")) {
            let (start, end) = (
                item["start_date"].as_i64().unwrap(),
                item["end_date"].as_i64().unwrap(),
            );
            assert!(start <= now && start <= end && end <= now, "{start} {end} {now}");
            if item["is_active"] == Value::Bool(true) {
                running.0 += 1;
                running.1 += i32::from(now - start <= 21 * 86_400);
            } else {
                ended += 1;
                assert!(now - end <= 3 * 86_400);
            }
        }
    }
    assert!(
        running.1 * 10 >= running.0 * 4 && running.1 * 10 <= running.0 * 6,
        "{running:?}"
    );
    assert!(ended > 0 && ended * 20 < running.0, "{ended} of {running:?}");
}

#[test]
fn an_ad_keeps_its_id_and_start_and_some_are_edited() {
    let mut seen: BTreeMap<String, (i64, String)> = BTreeMap::new();
    let mut edited = 0;
    for day in (0..=DAYS).step_by(7) {
        let at = moment(day, 0);
        let found = search(at, &keyword("active", "converty.shop"));
        let mut ids = BTreeSet::new();
        for item in &found {
            let id = item["ad_archive_id"].as_str().unwrap().to_owned();
            assert!(ids.insert(id.clone()), "an ad shows once");
            let now = (item["start_date"].as_i64().unwrap(), item["snapshot"].to_string());
            if let Some(before) = seen.insert(id.clone(), now.clone()) {
                assert_eq!(before.0, now.0, "{id}");
                // First pages and later ones differ in a few members of the snapshot; the text does not.
                let text = |snapshot: &str| serde_json::from_str::<Value>(snapshot).unwrap()["body"].clone();
                edited += u32::from(text(&before.1) != text(&now.1));
            }
        }
    }
    assert!(edited > 3, "{edited} of {}", seen.len());
    let at = moment(DAYS / 2, 0);
    for item in search(at, &keyword("active", "converty.shop")).iter().take(40) {
        let id = item["ad_archive_id"].as_str().unwrap();
        let by_id = search(at, &format!("https://www.facebook.com/ads/library/?id={id}"));
        assert_eq!(by_id.len(), 1);
        assert_eq!(by_id[0]["snapshot"]["body"], item["snapshot"]["body"]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_truth_is_what_complete_searches_find(day in 0..=DAYS, hour in 0_i64..24) {
        let at = moment(day, hour);
        let hosts = hosts(SMALL.living().world());
        for seller in SMALL.living().sellers() {
            let Some(host) = hosts.get(&seller.slug) else { continue };
            let ads = search(at, &keyword("active", host));
            let found = ads.iter().any(|ad| leads_to(ad, host));
            prop_assert_eq!(found, seller.is_active(at), "{} at {}", host, at);
            for known in &seller.pages {
                let runs = known.runs.iter().any(|span| span.holds(at));
                let brings = !search(at, &page("active", &known.id)).is_empty();
                prop_assert_eq!(brings, runs, "page {} of {} at {}", &known.id, host, at);
            }
        }
    }
}
