//! The road on real scan results. They are not in the repository: without ../shared these count as ignored.

use crate::common;

use std::collections::BTreeSet;

use common::{Desk, shared};
use serde_json::Value;

fn imported() -> (Desk, Value, Value) {
    let desk = Desk::new();
    let stores = shared("converty-scan/stores.json");
    let scan = shared("converty-scan/results.jsonl.gz");
    let sellers = desk.json(&["sellers", "import", stores.to_str().unwrap()]);
    let ads = desk.json(&["ads", "import", scan.to_str().unwrap()]);
    (desk, sellers, ads)
}

#[test]
#[ignore = "needs ../shared/data"]
fn every_item_of_the_scan_is_accounted_for() {
    let (desk, sellers, ads) = imported();
    assert_eq!(sellers["imported"], 2330);
    assert_eq!(
        (&ads["items"], &ads["ads"], &ads["no_ads"]),
        (&1290.into(), &1290.into(), &0.into())
    );
    assert_eq!(
        (ads["refused"].as_array().unwrap().len(), &ads["new"]),
        (0, &1288.into())
    );
    let scan = shared("converty-scan/results.jsonl.gz");
    let again = desk.json(&["ads", "import", scan.to_str().unwrap()]);
    assert_eq!((&again["new"], &again["updated"]), (&0.into(), &0.into()));
}

#[test]
#[ignore = "needs ../shared/data"]
fn seventy_five_sellers_advertise_and_lookalikes_do_not() {
    let (desk, _, _) = imported();
    let overview = desk.json(&["report", "overview"]);
    assert_eq!(overview["total_clients"], 2330);
    assert_eq!(overview["active"], 75);
    // Ten are no hosts; two are spam slugs whose label is past the 63 octets that DNS carries.
    assert_eq!(overview["unscannable"], 12);
    assert_eq!(overview["inactive"], 2330 - 75 - 12);
    assert_eq!(overview["covered"], 2330 - 12);
    let sum = ["converty_ads", "concurrent_ads", "unknown_ads"]
        .iter()
        .map(|key| overview[key].as_u64().unwrap())
        .sum::<u64>();
    assert_eq!((overview["total_ads"].as_u64().unwrap(), sum), (1288, 1288));
    let inactive = desk.json(&["report", "inactive"]);
    let names = |key: &str| -> BTreeSet<String> {
        inactive[key]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["domain"].as_str().unwrap().to_owned())
            .collect()
    };
    let idle = names("inactive");
    // Searches that brought only ads of shops whose host ends with the searched text.
    for domain in [
        "store-1.converty.shop",
        "2.converty.shop",
        "tunisouk.tn",
        "style.converty.shop",
        "fashion-store.converty.shop",
        "family-store.converty.shop",
        "shop-store.converty.shop",
        "shopping.converty.shop",
        "me.converty.shop",
    ] {
        assert!(idle.contains(domain), "{domain}");
    }
    assert!(
        names("unscannable").contains("pharmaceutiques"),
        "a single word is never counted as inactive"
    );
}

#[test]
#[ignore = "needs ../shared/data"]
fn a_rebuild_from_raw_items_gives_the_same_numbers() {
    let (desk, _, _) = imported();
    let before = desk.json(&["report", "overview"]);
    let rebuilt = desk.json(&["rebuild"]);
    assert_eq!(
        (&rebuilt["ads"], &rebuilt["unreadable"]),
        (&1288.into(), &0.into())
    );
    assert_eq!(
        (&rebuilt["mappings_changed"], &rebuilt["reports_added"]),
        (&0.into(), &0.into())
    );
    assert_eq!(desk.json(&["report", "overview"]), before);
}

#[test]
#[ignore = "needs ../shared/data"]
fn every_format_is_read_or_refused_with_a_reason() {
    let desk = Desk::new();
    let formats = shared("formats");
    let ads = desk.json(&["ads", "import", formats.to_str().unwrap()]);
    let refused = ads["refused"].as_array().unwrap();
    let sum = ads["ads"].as_u64().unwrap() + ads["no_ads"].as_u64().unwrap() + refused.len() as u64;
    assert_eq!(ads["items"].as_u64().unwrap(), sum);
    for item in refused {
        assert!(item["file"].as_str().unwrap().contains("rate-limited"), "{item}");
    }
    assert_eq!(refused.len(), 1);
}
