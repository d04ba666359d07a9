//! What must hold whatever was observed, tried on made-up facts.

use crate::scene;

use classification::EngineBuilder;
use model::Class;
use model::observation::{Facts, Observation};
use proptest::prelude::*;

const HOSTS: [&str; 6] = [
    "seller-one.tn",
    "www.seller-one.tn",
    "shop.tn",
    "x.vercel.app",
    "x.youcan.shop",
    "www.facebook.com",
];

fn observation() -> impl Strategy<Value = Observation> {
    let dns = prop::sample::select(vec![
        "a 34.155.58.152",
        "cname shops.converty.shop",
        "a 23.227.38.33",
        "cname x.youcan.shop; a 23.227.38.33",
        "a 104.16.0.1",
        "a 185.199.220.1; ns x.auction-park.com",
        "a 76.76.21.21; ns ns1.youcan.shop",
        "nowhere",
    ])
    .prop_map(|words| Facts::Dns(scene::dns(words)));
    let page = prop::sample::select(vec![
        "html hello",
        "cookie _shopify_y",
        "html Shopify.theme",
        "html <img src=//cdn.converty.shop/images/x>; cookie _shopify_y; header x-shopid",
        "to https://wa.me/1",
        "to https://x.youcan.shop/",
    ])
    .prop_map(|words| Facts::Landing(scene::landing(&scene::catalogue(), "begins.tn", words)));
    let place = prop::sample::select([&HOSTS[..], &["bit.ly/x", "tinyurl.com/x"]].concat());
    (place, prop_oneof![dns, page], 0..3_i64).prop_map(|(place, facts, at)| Observation {
        last_seen: scene::at(at),
        ..scene::observation(place, facts)
    })
}

fn build(facts: &[Observation]) -> classification::Engine {
    facts
        .iter()
        .fold(scene::builder(), EngineBuilder::observed)
        .build()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_order_of_facts_never_matters(
        facts in prop::collection::vec(observation(), 0..8),
        by in any::<prop::sample::Index>(),
    ) {
        let mut turned = facts.clone();
        turned.reverse();
        if !turned.is_empty() {
            let by = by.index(turned.len());
            turned.rotate_left(by);
        }
        let (one, other) = (build(&facts), build(&turned));
        prop_assert_eq!(one.digest(), other.digest());
        for host in HOSTS.iter().chain(&["bit.ly/x"]) {
            let url = format!("https://{host}");
            prop_assert_eq!(one.explain(&url, &[]), other.explain(&url, &[]));
        }
    }

    #[test]
    fn what_was_seen_of_another_host_never_matters(
        facts in prop::collection::vec(observation(), 0..8),
        host in prop::sample::select(HOSTS.to_vec()),
    ) {
        let own: Vec<Observation> =
            facts.iter().filter(|facts| facts.place.as_str() == host).cloned().collect();
        let url = format!("https://{host}/p");
        prop_assert_eq!(build(&facts).explain(&url, &[]), build(&own).explain(&url, &[]));
    }

    /// Equal digests mean equal verdicts: whatever decides is in them.
    #[test]
    fn the_digest_covers_what_decides(
        one in prop::collection::vec(observation(), 0..3),
        other in prop::collection::vec(observation(), 0..3),
    ) {
        let (one, other) = (build(&one), build(&other));
        for host in HOSTS.iter().chain(&["bit.ly/x", "tinyurl.com/x"]) {
            let url = format!("https://{host}/");
            let differ = one.judge_url(&url, &[]) != other.judge_url(&url, &[]);
            prop_assert!(!differ || one.digest() != other.digest(), "{}", url);
        }
    }

    #[test]
    fn what_is_told_holds_together(facts in prop::collection::vec(observation(), 0..5)) {
        let engine = build(&facts);
        for host in HOSTS {
            let told = engine.explain(&format!("https://{host}/"), &[]);
            let verdict = &told.verdict;
            prop_assert_eq!(&engine.judge_url(&format!("https://{host}/"), &[]), verdict);
            prop_assert_eq!(verdict.owner.is_some(), host.ends_with("seller-one.tn"));
            prop_assert!(verdict.class != Class::Converty || verdict.platform.as_deref() == Some("converty"));
            prop_assert!(!verdict.contested || verdict.confidence < model::Confidence::High);
            prop_assert!(!verdict.contested || told.hints.contains(&classification::Hint::EvidenceDisagrees));
        }
    }
}
