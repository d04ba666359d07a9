//! The actor: what it refuses, what it delivers, where it stops.

use std::time::Duration;

use sandbox::actor::{
    ActorSpec, Delivered, Input, InputError, SCRAPED_ALL, SCRAPED_REQUESTED, UNDER_FLOOR, What, plan_run,
};
use sandbox::library::{AdRef, Library};
use serde_json::{Value, json};

/// `https://www.facebook.com/ads/library/?q=N` finds N ads; so does the page N, with its status told.
struct Counting;

impl Library for Counting {
    fn search(&self, url: &str) -> Vec<AdRef> {
        let after = |key: &str| {
            url.split_once(key)
                .and_then(|(_, rest)| rest.split('&').next()?.parse().ok())
        };
        let hits: u32 = after("q=").or_else(|| after("view_all_page_id=")).unwrap_or(0);
        let first = if url.contains("active_status=active") {
            1_000
        } else {
            0
        };
        (first..first + hits).map(AdRef).collect()
    }

    fn item(&self, ad: AdRef, url: &str, position: u64, total: u64) -> Vec<u8> {
        json!({"ad_archive_id": ad.0.to_string(), "url": url, "position": position, "total": total})
            .to_string()
            .into_bytes()
    }
}

fn search(hits: u32) -> String {
    format!("https://www.facebook.com/ads/library/?q={hits}")
}

fn input(hits: &[u32], more: &Value) -> Input {
    let urls: Vec<Value> = hits
        .iter()
        .map(|hits| json!({"url": search(*hits), "method": "GET"}))
        .collect();
    let mut input = json!({"urls": urls});
    input
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    Input::parse(&input).unwrap()
}

fn run(hits: &[u32], more: &Value, max_items: Option<u64>) -> Delivered {
    plan_run(&Counting, &input(hits, more), max_items)
}

fn per_url(run: &Delivered, urls: u32) -> Vec<usize> {
    (0..urls)
        .map(|url| run.items.iter().filter(|item| item.url == url).count())
        .collect()
}

#[test]
fn urls_are_answered_in_order_with_a_marker_where_nothing_is_found() {
    let more = json!({"runTag": "t"});
    let run = run(&[3, 0, 31], &more, None);
    assert_eq!(per_url(&run, 3), [3, 1, 31]);
    assert!(run.items.is_sorted_by_key(|item| (item.url, item.at)));
    assert_eq!((run.message, run.hit_cap), (SCRAPED_ALL, false));
    assert_eq!(run.items[3].what, What::NotFound);
    let input = input(&[3, 0, 31], &more);
    let marker: Value = serde_json::from_slice(&run.items[3].item(&Counting, &input)).unwrap();
    assert_eq!(
        marker,
        json!({"error": "Ads not found", "errorCode": "ADS_NOT_FOUND", "url": search(0)})
    );
    let last: Value = serde_json::from_slice(&run.items[34].item(&Counting, &input)).unwrap();
    assert_eq!(
        last,
        json!({"ad_archive_id": "30", "url": search(31), "position": 31, "total": 31})
    );
}

#[test]
fn the_same_ad_is_delivered_for_each_url_that_finds_it() {
    let run = run(&[12, 12], &json!({}), None);
    let ad = |place: usize| match run.items[place].what {
        What::Ad { ad, .. } => ad,
        What::NotFound => unreachable!(),
    };
    assert_eq!((run.items.len(), ad(0)), (24, ad(12)));
}

#[test]
fn the_limit_of_a_source_is_seen_between_pages_only() {
    for limit in 1..=120_u64 {
        let run = run(&[500, 0, 7], &json!({"limitPerSource": limit}), None);
        let delivered = per_url(&run, 3);
        let first = u64::try_from(delivered[0]).unwrap();
        assert!((limit..limit + 30).contains(&first), "{limit}: {first}");
        assert_eq!(first, limit.div_ceil(30) * 30);
        assert_eq!(delivered[1..], [1, 7]);
        assert_eq!(
            (run.message, run.hit_cap),
            (SCRAPED_ALL, false),
            "nothing tells that it was cut"
        );
    }
    assert_eq!(run(&[500], &json!({"limitPerSource": 0}), None).items.len(), 500);
}

#[test]
fn count_and_charged_results_stop_it_exactly() {
    for most in 10..=130_u64 {
        let by_count = run(&[45, 0, 90], &json!({"count": most}), None);
        let by_cap = run(&[45, 0, 90], &json!({}), Some(most));
        assert_eq!(by_count, by_cap, "nobody can tell them apart");
        assert_eq!(by_cap.items.len(), usize::try_from(most).unwrap());
        assert_eq!((by_cap.message, by_cap.hit_cap), (SCRAPED_REQUESTED, true));
    }
    let smaller = run(&[100], &json!({"count": 50, "limitPerSource": 10}), Some(20));
    assert_eq!(smaller.items.len(), 20);
    // Exhausted at the very cap: it says the same.
    assert_eq!(run(&[20], &json!({}), Some(20)).message, SCRAPED_REQUESTED);
    assert_eq!(run(&[20], &json!({}), Some(21)).message, SCRAPED_ALL);
}

#[test]
fn under_the_floor_it_does_nothing_and_succeeds() {
    for most in 0..10 {
        let run = run(&[3, 0], &json!({}), Some(most));
        assert_eq!(
            (run.items.len(), run.message, run.hit_cap),
            (0, UNDER_FLOOR, false)
        );
    }
    assert_eq!(run(&[3], &json!({}), Some(10)).items.len(), 3);
}

#[test]
fn a_page_of_results_takes_its_time() {
    let spec = ActorSpec {
        page_time: Duration::from_secs(5),
        ..ActorSpec::default()
    };
    let run = spec.plan(&Counting, &input(&[61, 0, 2], &json!({})), None);
    let at = |place: usize| run.items[place].at.as_secs();
    assert_eq!(
        [at(0), at(29), at(30), at(60), at(61), at(62)],
        [5, 5, 10, 15, 20, 25]
    );
    assert_eq!(run.duration, Duration::from_secs(25));
    let stopped = spec.plan(&Counting, &input(&[61, 9], &json!({})), Some(30));
    assert_eq!(
        stopped.duration,
        Duration::from_secs(5),
        "no page is fetched for nothing"
    );
}

#[test]
fn caps_become_items_beside_the_start() {
    let spec = ActorSpec::default();
    let items: Vec<u64> = [5_000_000, 100_000, 7_550, 7_549, 49]
        .map(|cap| spec.items_within(cap))
        .to_vec();
    assert_eq!(items, [6_666, 133, 10, 9, 0]);
}

#[test]
fn a_facebook_page_is_searched_as_the_input_says() {
    let input = Input::parse(&json!({
        "urls": [{"url": "https://www.facebook.com/4"}, {"url": "https://m.facebook.com/profile.php?id=5"},
                 {"url": "https://example.com/6"}],
        "scrapePageAds.activeStatus": "active"
    }))
    .unwrap();
    let run = plan_run(&Counting, &input, None);
    assert_eq!(per_url(&run, 3), [4, 5, 1]);
    let first: Value = serde_json::from_slice(&run.items[0].item(&Counting, &input)).unwrap();
    assert_eq!(first["ad_archive_id"], "1000", "the status was passed on");
    assert_eq!(
        first["url"], "https://www.facebook.com/4",
        "the input's URL, byte for byte"
    );
}

#[test]
fn guessed_keys_are_ignored_and_defaults_are_stored() {
    let sent = json!({"urls": [{"url": search(1)}], "maxItems": 3, "period": "", "limit": "x",
                      "proxyConfiguration": {}, "scrapePageAds.countryCode": "TN"});
    let input = Input::parse(&sent).unwrap();
    assert_eq!((input.count, input.limit_per_source), (None, None));
    let stored = Input::stored(sent);
    assert_eq!(stored["scrapePageAds.countryCode"], "TN");
    assert_eq!(stored["scrapePageAds.activeStatus"], "all");
    assert_eq!(stored["maxItems"], 3);
}

#[test]
fn refusals_are_in_the_platforms_words() {
    let url = || json!([{"url": search(1)}]);
    let cases = [
        (json!([]), "The input JSON must be an object."),
        (json!({}), "Field input.urls is required"),
        (json!({"urls": []}), "Field input.urls is required"),
        (json!({"urls": "x"}), "Field input.urls must be array"),
        (
            json!({"urls": [{"url": search(1)}, {"url": "x"}, {"url": 3}, "y"]}),
            "Items in input.urls at positions [1, 2, 3] do not contain valid URLs",
        ),
        (
            json!({"urls": url(), "count": 9}),
            "Field input.count must be >= 10",
        ),
        (
            json!({"urls": url(), "count": -1}),
            "Field input.count must be >= 10",
        ),
        (
            json!({"urls": url(), "count": "50"}),
            "Field input.count must be integer",
        ),
        (
            json!({"urls": url(), "count": 10.5}),
            "Field input.count must be integer",
        ),
        (
            json!({"urls": url(), "limitPerSource": -1}),
            "Field input.limitPerSource must be >= 0",
        ),
        (
            json!({"urls": url(), "scrapeAdDetails": 0}),
            "Field input.scrapeAdDetails must be boolean",
        ),
        (
            json!({"urls": url(), "runTag": 7}),
            "Field input.runTag must be string",
        ),
        (
            json!({"urls": url(), "scrapePageAds.activeStatus": "Active"}),
            "Field input.scrapePageAds.activeStatus must be equal to one of the allowed values: \
             \"all\", \"active\", \"inactive\"",
        ),
    ];
    for (input, message) in cases {
        let error = Input::parse(&input).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("Input is not valid: {message}"),
            "{input}"
        );
    }
    assert_eq!(Input::parse(&json!({})), Err(InputError::Required("urls")));
}
