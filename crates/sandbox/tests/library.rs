//! The made-up library: what a search finds is what it should, and all of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use sandbox::library::{AdRef, Library, Made, words};
use sandbox::world::{StoreDomain, World, WorldSpec};
use serde_json::Value;

const BASE: &str =
    "https://www.facebook.com/ads/library/?ad_type=all&country=TN&is_targeted_country=false&media_type=all";

static WORLD: LazyLock<World> = LazyLock::new(|| {
    World::new(WorldSpec {
        sellers: 3_000,
        seed: 5,
        ..WorldSpec::default()
    })
});
static MADE: LazyLock<Made> = LazyLock::new(|| Made::new(&WORLD));

fn keyword(status: &str, text: &str) -> String {
    format!("{BASE}&active_status={status}&q={text}&search_type=keyword_unordered")
}

fn items(url: &str) -> Vec<Value> {
    let hits = MADE.search(url);
    let total = u64::try_from(hits.len()).unwrap();
    (1..)
        .zip(hits)
        .map(|(position, ad)| serde_json::from_slice(&MADE.item(ad, url, position, total)).unwrap())
        .collect()
}

fn ids(items: &[Value]) -> BTreeSet<&str> {
    items
        .iter()
        .map(|item| item["ad_archive_id"].as_str().unwrap())
        .collect()
}

/// Every text of an item that a person would see, or see a link in, the plainest way.
fn visible(item: &Value) -> Vec<String> {
    let snapshot = &item["snapshot"];
    let mut texts = vec![&item["page_name"], &snapshot["body"]["text"]];
    for part in snapshot["cards"].as_array().unwrap().iter().chain([snapshot]) {
        texts.extend(["body", "title", "caption", "link_description", "link_url"].map(|key| &part[key]));
    }
    texts
        .into_iter()
        .filter_map(Value::as_str)
        .map(|text| {
            text.replace("%25", "%")
                .replace("%3A", ":")
                .replace("%2F", "/")
                .replace("%2f", "/")
        })
        .collect()
}

fn words_of(item: &Value) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for text in visible(item) {
        words(&text, |word| {
            all.insert(word.to_owned());
        });
    }
    all
}

/// The host that an ad's first link leads to.
fn deciding_host(item: &Value) -> Option<String> {
    let link = item["snapshot"]["link_url"].as_str()?;
    let link = match link.strip_prefix("https://l.facebook.com/l.php?u=") {
        Some(rest) => rest.replace("%3A", ":").replace("%2F", "/").replace("%3F", "?"),
        None => link.to_owned(),
    };
    let host = link.split_once("://")?.1.split(['/', '?', '&']).next()?;
    Some(host.to_owned())
}

#[test]
fn a_hit_holds_every_word_and_every_ad_that_does_is_a_hit() {
    let everything = items(&keyword("all", "https"));
    assert!(everything.len() > MADE.ads() * 8 / 10);
    let words: Vec<(BTreeSet<String>, &str)> = everything
        .iter()
        .map(|item| (words_of(item), item["ad_archive_id"].as_str().unwrap()))
        .collect();
    for text in [
        "converty.shop",
        "SHOP",
        "dar",
        "livraison 7 DT",
        "عرض+خاص",
        "deco-tn.converty.shop",
        "7",
    ] {
        let mut wanted = vec!["https".to_owned()];
        sandbox::library::words(&text.replace('+', " "), |word| wanted.push(word.to_owned()));
        let found = items(&keyword("all", &format!("https+{text}")));
        let expected: BTreeSet<&str> = words
            .iter()
            .filter(|(words, _)| wanted.iter().all(|word| words.contains(word)))
            .map(|(_, id)| *id)
            .collect();
        assert_eq!(ids(&found), expected, "{text}");
        assert_eq!(found.len(), expected.len(), "an ad once only: {text}");
    }
    assert!(
        MADE.search(&keyword("all", "converty.shop+nobodysaysthis"))
            .is_empty()
    );
    assert!(MADE.search(&keyword("all", "-.-")).is_empty());
}

#[test]
fn the_order_of_hits_is_the_librarys_whatever_the_words() {
    let one = MADE.search(&keyword("all", "converty.shop"));
    assert_eq!(one, MADE.search(&keyword("all", "SHOP%20converty")));
    assert!(one.is_sorted() && one.len() > 100);
    let fewer = MADE.search(&keyword("all", "converty.shop+tn"));
    let mut rest = one.iter();
    assert!(!fewer.is_empty() && fewer.iter().all(|ad| rest.any(|other| other == ad)));
}

#[test]
fn a_sweep_brings_every_ad_that_leads_to_the_platform() {
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    for item in items(&keyword("all", "converty.shop")) {
        *found.entry(deciding_host(&item).unwrap_or_default()).or_default() += 1;
    }
    let (mut sellers, mut ads) = (0, 0);
    for (store, truth) in WORLD.stores().zip(WORLD.truth()) {
        let host = match store.domain {
            StoreDomain::None => format!("{}.converty.shop", truth.slug),
            StoreDomain::One(domain) => domain,
            StoreDomain::Several(domains) => domains[0].clone(),
        };
        if truth.is_active() && host.ends_with(".converty.shop") {
            assert_eq!(found.get(&host), Some(&(truth.own + truth.visitors)), "{host}");
            sellers += 1;
            ads += truth.own + truth.visitors;
        }
    }
    let under: u64 = found
        .iter()
        .filter(|(host, _)| host.ends_with(".converty.shop"))
        .map(|(_, ads)| ads)
        .sum();
    assert_eq!(under, ads, "nothing else is under the platform's name");
    assert!(sellers > 20 && ads > 200, "{sellers} sellers, {ads} ads");
}

#[test]
fn an_item_is_the_scans_with_the_search_in_it() {
    let url = keyword("all", "converty.shop");
    let mut scanned = Vec::new();
    WORLD.write_scan_jsonl(&mut scanned).unwrap();
    let scanned: BTreeMap<String, Value> = scanned
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .flat_map(|line| {
            serde_json::from_slice::<Value>(line).unwrap()["ads"]
                .as_array()
                .unwrap()
                .clone()
        })
        .filter_map(|ad| Some((ad["ad_archive_id"].as_str()?.to_owned(), ad)))
        .collect();
    let found = items(&url);
    for (place, item) in found.iter().enumerate() {
        assert_eq!(
            (&item["url"], &item["total"]),
            (&Value::from(url.as_str()), &Value::from(found.len()))
        );
        assert_eq!(item["position"], place + 1);
        let known = &scanned[item["ad_archive_id"].as_str().unwrap()];
        for part in [
            "page_id",
            "start_date",
            "is_active",
            "publisher_platform",
            "collation_id",
        ] {
            assert_eq!(item[part], known[part]);
        }
        for part in [
            "body", "title", "caption", "link_url", "cards", "images", "videos",
        ] {
            assert_eq!(item["snapshot"][part], known["snapshot"][part]);
        }
    }
    assert!(MADE.item(AdRef(u32::MAX), &url, 1, 1).is_empty());
}

#[test]
fn only_running_ads_answer_to_active() {
    let count = |status| MADE.search(&keyword(status, "converty.shop")).len();
    assert_eq!(count("active") + count("inactive"), count("all"));
    assert!(count("inactive") > 0);
    assert!(
        items(&keyword("active", "converty.shop"))
            .iter()
            .all(|item| item["is_active"] == true)
    );
}

#[test]
fn a_page_is_found_by_id_and_by_address_with_all_its_ads() {
    let truth = WORLD.truth().find(|truth| truth.pages.len() == 2).unwrap();
    let page = |page: &str| format!("{BASE}&active_status=all&search_type=page&view_all_page_id={page}");
    let of_pages: Vec<Vec<Value>> = truth.pages.iter().map(|id| items(&page(id))).collect();
    assert_eq!(
        of_pages.iter().map(Vec::len).sum::<usize>(),
        usize::try_from(truth.total()).unwrap()
    );
    for (id, items) in truth.pages.iter().zip(&of_pages) {
        assert!(items.iter().all(|item| item["page_id"] == id.as_str()));
        let address = items[0]["snapshot"]["page_profile_uri"].as_str().unwrap();
        let address = address.trim_end_matches('/').rsplit('/').next().unwrap();
        let by_address = MADE.search(&page(address));
        let by_id = MADE.search(&page(id));
        assert!(by_id.iter().all(|ad| by_address.contains(ad)));
    }
    assert!(MADE.search(&page("1")).is_empty());
}

#[test]
fn a_phrase_is_found_in_order_only() {
    let search = |text: &str, kind: &str| {
        let url = format!("{BASE}&active_status=all&q={text}&search_type={kind}");
        MADE.search(&url)
    };
    let unordered = search("7+livraison", "keyword_unordered");
    let exact = search("livraison+7", "keyword_exact_phrase");
    assert!(!exact.is_empty() && exact.len() <= unordered.len());
    assert_eq!(exact, search("%22livraison%207%22", "keyword_unordered"));
    assert!(search("7+livraison", "keyword_exact_phrase").is_empty());
    let first = MADE.item(exact[0], "https://x", 1, 1);
    let id = serde_json::from_slice::<Value>(&first).unwrap()["ad_archive_id"].clone();
    let by_id = format!("{BASE}&id={}", id.as_str().unwrap());
    assert_eq!(MADE.search(&by_id), exact[..1]);
}
