//! The digest of an item's content: what belongs to the listing or the moment does not move it, all else does.

use std::fmt::Write;

use ad_library::{Event, Item, content_digest, is_content_digest, parse_item, read_bytes};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use xxhash_rust::xxh3::xxh3_128;

/// Every shape in which items come.
const FIXTURES: [&str; 11] = [
    "actor-camel-case.json",
    "actor-snake-case.json",
    "cache-ads-first.json",
    "flattened.json",
    "graph-2019.csv",
    "graph-2025.csv",
    "graph-api.json",
    "graphql.json",
    "nested-2024.json",
    "scans.jsonl",
    "web-2018.txt",
];

/// The list as the documentation has it, apart from the one in the code.
const OF_ITEM: &str = "url inputUrl input_url searchUrl search_url searchKeyword search_keyword position total \
    totalCount total_count adsCount ads_count isResultComplete is_result_complete pageInfo page_info entityType \
    entity_type ad_snapshot_url";
const OF_ANY: &str = "page_like_count pageLikeCount page_entity_type pageEntityType";
const WHILE_ACTIVE: &str =
    "end_date endDate end_date_formatted endDateFormatted total_active_time totalActiveTime";

fn is_on(list: &str, name: &str) -> bool {
    list.split_whitespace().any(|word| word == name)
}

fn digest(item: &Value) -> u128 {
    content_digest(item.to_string().as_bytes())
}

/// The items of all shapes, with what an actor's item may hold besides.
fn items() -> Vec<Value> {
    let mut items = vec![delivered()];
    for name in FIXTURES {
        let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
        read_bytes(&std::fs::read(path).unwrap(), |event| {
            if let Event::Ad { raw, .. } = event {
                items.push(serde_json::from_slice(raw).unwrap());
            }
        });
    }
    assert!(items.len() > 20);
    items
}

/// An item in the shape of the actor, as it comes among the first of a listing.
fn delivered() -> Value {
    let mut item = json!({
        "ad_archive_id": "1001", "collation_count": 2, "collation_id": "77", "page_id": "501", "is_active": true,
        "page_name": "Boutique", "categories": ["UNKNOWN"], "menu_items": [], "spend": null, "currency": "",
        "has_user_reported": false, "impressions_with_index": {"impressions_text": null, "impressions_index": -1},
        "end_date": 1_767_513_600, "end_date_formatted": "2026-01-04 08:00:00", "total_active_time": 5390,
        "start_date": 1_767_340_800, "start_date_formatted": "2026-01-02 08:00:00",
        "snapshot": snapshot(),
    });
    let more = json!({
        "publisher_platform": ["FACEBOOK", "INSTAGRAM"], "total": 19, "ads_count": 19, "position": 3,
        "regional_regulation_data": {"finserv": {"is_deemed_finserv": false}, "tw_anti_scam": {}},
        "url": "https://www.facebook.com/ads/library/?q=a.converty.shop",
        "ad_library_url": "https://www.facebook.com/ads/library/?id=1001",
    });
    for (name, value) in more.as_object().unwrap() {
        item[name] = value.clone();
    }
    item
}

fn snapshot() -> Value {
    json!({
        "page_id": "501", "page_name": "Boutique", "page_like_count": 16656, "caption": "a.converty.shop",
        "body": {"text": "Commandez 🔥\nchez nous \"vite\""}, "cta_type": "SHOP_NOW", "display_format": "VIDEO",
        "link_url": "https://a.converty.shop/p?utm={{ad.id}}", "title": "Titre", "cards": [], "extra_links": [],
        "page_profile_picture_url": picture("scontent.fcnx4-1.fna", "_nc_ohc=Nhh&oe=6956EBDC"),
        "videos": [{
            "video_hd_url": "https://video.fcnx4-2.fna.fbcdn.net/o1/v/t2/AQOB.mp4?_nc_cat=107&oh=1",
            "video_sd_url": null, "watermarked_video_hd_url": "",
        }],
    })
}

fn picture(server: &str, query: &str) -> String {
    format!("https://{server}.fbcdn.net/v/t39.35426-6/608_163_n.jpg?{query}")
}

/// The same ad a week later, further down in the answer to another search.
fn delivered_again() -> Value {
    let mut item = delivered();
    let fields = item.as_object_mut().unwrap();
    for (name, value) in [
        ("end_date", json!(1_768_118_400)),
        ("end_date_formatted", json!("2026-01-11 08:00:00")),
        ("total_active_time", json!(610_190)),
        ("ads_count", json!(10)),
        ("position", json!(48)),
        (
            "url",
            json!("https://www.facebook.com/ads/library/?q=b.converty.shop"),
        ),
        ("archive_types", json!([])),
        ("entity_type", json!("PERSON_PROFILE")),
        ("finserv_ad_data", Value::Null),
        ("hidden_safety_data", json!(false)),
        ("is_profile_page", json!(false)),
        ("political_countries", json!([])),
    ] {
        fields.insert(name.to_owned(), value);
    }
    fields.remove("total");
    fields.remove("regional_regulation_data");
    let snapshot = &mut item["snapshot"];
    snapshot["page_like_count"] = json!(16691);
    snapshot["current_page_name"] = json!("Boutique");
    snapshot["page_entity_type"] = json!("PERSON_PROFILE");
    snapshot["page_is_profile_page"] = json!(false);
    snapshot["page_profile_picture_url"] = json!(picture("scontent-man2-1.xx", "_nc_ohc=Xyz&oe=7"));
    snapshot["videos"][0]["video_hd_url"] =
        json!("https://video-man2-1.xx.fbcdn.net/o1/v/t2/AQOB.mp4?_nc_gid=wyd&oh=2");
    item
}

#[test]
fn an_ad_that_is_delivered_again_says_the_same() {
    let (first, again) = (delivered().to_string(), delivered_again().to_string());
    assert_eq!(content_digest(first.as_bytes()), content_digest(again.as_bytes()));
    assert_eq!(parse_item(first.as_bytes()), parse_item(again.as_bytes()));
    let Item::Ad(ad) = parse_item(first.as_bytes()) else {
        panic!("an ad")
    };
    assert_eq!((ad.active, ad.ended), (Some(true), None));
}

/// They are stored in bases: a digest that moves makes every item there look damaged.
#[test]
fn digests_stay_what_they_are() {
    let item = br#"{"ad_archive_id":"1","is_active":true,"snapshot":{"link_url":"https://a.tn/","cards":[{"title":"x"}]}}"#;
    assert_eq!(content_digest(item), PINNED);
    assert_eq!(content_digest(b"[1]"), xxh3_128(b"[1]"));
    assert_eq!(content_digest(b"{\"a\":1} x"), xxh3_128(b"{\"a\":1} x"));
    for digest in [PINNED, xxh3_128(item)] {
        assert!(is_content_digest(digest, item));
    }
    assert!(!is_content_digest(PINNED + 1, item));
}

const PINNED: u128 = 191_945_415_354_821_881_070_177_653_910_066_794_911;

#[test]
fn what_ended_counts_with_its_end() {
    let running = delivered();
    let mut ended = delivered();
    ended["is_active"] = json!(false);
    assert_ne!(digest(&running), digest(&ended));
    let mut earlier = ended.clone();
    earlier["end_date"] = json!(1_767_427_200);
    assert_ne!(digest(&ended), digest(&earlier));
    // Where nothing says whether it runs, an end is one.
    let (mut open, mut other) = (running, earlier);
    open.as_object_mut().unwrap().remove("is_active");
    other.as_object_mut().unwrap().remove("is_active");
    assert_ne!(digest(&open), digest(&other));
}

/// A stop that the advertiser set for an ad that runs.
#[test]
fn a_stop_that_is_set_counts_while_the_ad_runs() {
    let stops = |at: &str| json!({"id": "5", "ad_active_status": "ACTIVE", "ad_delivery_stop_time": at});
    let (early, late) = (stops("2026-03-02"), stops("2026-03-09"));
    assert_ne!(digest(&early), digest(&late));
    let text = early.to_string();
    let Item::Ad(ad) = parse_item(text.as_bytes()) else {
        panic!("an ad")
    };
    assert!(ad.ended.is_some());
}

#[test]
fn how_the_json_is_written_does_not_count() {
    for item in items() {
        let plain = digest(&item);
        let pretty = serde_json::to_string_pretty(&item).unwrap();
        assert_eq!(content_digest(pretty.as_bytes()), plain);
        assert_eq!(content_digest(escaped(&item.to_string()).as_bytes()), plain);
        assert_eq!(content_digest(turned(&item).as_bytes()), plain);
    }
}

/// As Python writes it by default, slashes escaped besides.
fn escaped(json: &str) -> String {
    let mut out = String::new();
    for character in json.chars() {
        match character {
            '/' => out.push_str("\\/"),
            ascii if ascii.is_ascii() => out.push(ascii),
            other => {
                for unit in other.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}").unwrap();
                }
            }
        }
    }
    out
}

/// The members of every object in the opposite order.
fn turned(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members = members.iter().rev();
            let members: Vec<_> = members
                .map(|(name, value)| format!("{}:{}", json!(name), turned(value)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
        Value::Array(elements) => {
            let elements: Vec<_> = elements.iter().map(turned).collect();
            format!("[{}]", elements.join(","))
        }
        other => other.to_string(),
    }
}

/// The places of all values that hold no others.
fn leaves(value: &Value, path: &str, out: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                leaves(
                    value,
                    &format!("{path}/{}", name.replace('~', "~0").replace('/', "~1")),
                    out,
                );
            }
        }
        Value::Array(elements) => {
            for (place, value) in elements.iter().enumerate() {
                leaves(value, &format!("{path}/{place}"), out);
            }
        }
        _ => out.push(path.to_owned()),
    }
}

/// Whether the value there belongs to the listing or the moment.
fn is_left_out(item: &Value, path: &str) -> bool {
    let names: Vec<&str> = path.split('/').skip(1).collect();
    let runs = ["is_active", "isActive", "ad_active_status"]
        .iter()
        .filter_map(|name| item.get(name))
        .any(|flag| {
            *flag == json!(true)
                || flag
                    .as_str()
                    .is_some_and(|word| word.eq_ignore_ascii_case("active"))
        });
    let first = names.first().copied().unwrap_or_default();
    is_on(OF_ITEM, first)
        || (runs && is_on(WHILE_ACTIVE, first))
        || names.iter().any(|name| is_on(OF_ANY, name))
}

fn says(value: &Value) -> bool {
    !matches!(value, Value::Null | Value::Bool(false)) && *value != json!("")
}

/// Of every item of every shape, value by value.
#[test]
fn every_value_counts_but_those_on_the_list() {
    let (mut counted, mut left) = (0, 0);
    for item in items() {
        let before = digest(&item);
        let mut paths = Vec::new();
        leaves(&item, "", &mut paths);
        for path in paths {
            let mut other = item.clone();
            let value = other.pointer_mut(&path).unwrap();
            let said = says(value);
            *value = json!("something else");
            if is_left_out(&item, &path) {
                left += 1;
                assert_eq!(digest(&other), before, "{path}");
                continue;
            }
            counted += 1;
            assert_ne!(digest(&other), before, "{path}");
            *other.pointer_mut(&path).unwrap() = Value::Null;
            let is_flag =
                item.pointer(&path) == Some(&json!(false)) && path.to_lowercase().contains("active");
            assert_eq!(digest(&other) == before, !said && !is_flag, "{path}");
        }
    }
    assert!(counted > 150 && left > 10, "{counted} {left}");
}

#[test]
fn a_name_that_the_page_bears_now_counts_where_it_is_another() {
    let named = |current: Value| {
        digest(&json!({"id": "1", "snapshot": {"page_name": "A", "current_page_name": current}}))
    };
    assert_eq!(named(json!("A")), named(Value::Null));
    assert_ne!(named(json!("B")), named(Value::Null));
    let alone = digest(&json!({"id": "1", "snapshot": {"current_page_name": "A"}}));
    assert_ne!(alone, digest(&json!({"id": "1", "snapshot": {}})));
}

/// Any JSON, a few levels deep.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i32>().prop_map(|number| json!(number)),
        "[a-c\"\\\\\u{e9}/]{0,6}".prop_map(Value::String),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec(("[a-d]{1,2}", inner), 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// The value without what says nothing; elements of lists keep their places.
fn said(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let said: Map<_, _> = members
                .iter()
                .map(|(name, value)| (name.clone(), said(value)))
                .filter(|(_, value)| !value.is_null())
                .collect();
            if said.is_empty() {
                Value::Null
            } else {
                Value::Object(said)
            }
        }
        Value::Array(elements) => {
            let mut said: Vec<_> = elements.iter().map(said).collect();
            while said.last().is_some_and(Value::is_null) {
                said.pop();
            }
            if said.is_empty() {
                Value::Null
            } else {
                Value::Array(said)
            }
        }
        other if says(other) => other.clone(),
        _ => Value::Null,
    }
}

fn item_with(more: &Value) -> Value {
    json!({"ad_archive_id": "1", "is_active": true, "more": more})
}

proptest! {
    /// Two items have one digest exactly where they say the same.
    #[test]
    fn digests_are_equal_where_contents_are(one in any_json(), other in any_json()) {
        prop_assert_eq!(digest(&item_with(&one)), digest(&item_with(&said(&one))));
        prop_assert_eq!(content_digest(turned(&item_with(&one)).as_bytes()), digest(&item_with(&one)));
        prop_assert_eq!(digest(&item_with(&one)) == digest(&item_with(&other)), said(&one) == said(&other));
    }

    /// Whatever stands in the fields on the list, the content and what is read of it stay.
    #[test]
    fn the_listing_moves_nothing(
        mut listing in prop::collection::vec(
            (prop::sample::select(OF_ITEM.split_whitespace().collect::<Vec<_>>()), any_json()), 0..6),
        moment in prop::collection::vec(
            (prop::sample::select(WHILE_ACTIVE.split_whitespace().collect::<Vec<_>>()), any_json()), 0..4),
        likes in any_json(),
        query in "[a-z0-9=&_]{0,12}",
    ) {
        let mut item = delivered();
        listing.extend(moment);
        for (name, value) in listing {
            item[name] = value;
        }
        item["snapshot"]["page_like_count"] = likes;
        item["snapshot"]["page_profile_picture_url"] = json!(picture("scontent-x", &query));
        let (plain, edited) = (delivered().to_string(), item.to_string());
        prop_assert_eq!(content_digest(plain.as_bytes()), content_digest(edited.as_bytes()));
        prop_assert_eq!(parse_item(plain.as_bytes()), parse_item(edited.as_bytes()));
    }

    /// Foreign bytes have a digest too.
    #[test]
    fn any_bytes_have_one(bytes: Vec<u8>) {
        prop_assert!(is_content_digest(content_digest(&bytes), &bytes));
    }
}
