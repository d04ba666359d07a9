//! What an explanation tells of what was observed: steps, hints, evidence.

use crate::scene;

use classification::{EngineBuilder, Explanation, Hint, Settings, Standing, Step};
use model::observation::{Facts, Observation};
use model::{Class, Confidence, Host, LinkSource, Rule};

fn dns(place: &str, words: &str) -> Observation {
    scene::observation(place, Facts::Dns(scene::dns(words)))
}

fn page(place: &str, words: &str) -> Observation {
    scene::observation(
        place,
        Facts::Landing(scene::landing(&scene::catalogue(), place, words)),
    )
}

fn told(facts: &[Observation], url: &str) -> Explanation {
    facts
        .iter()
        .fold(scene::builder(), EngineBuilder::observed)
        .build()
        .explain(url, &[])
}

fn standing(told: &Explanation) -> Option<&Standing> {
    told.steps.iter().find_map(|step| match step {
        Step::Stands {
            standing,
            observed_at,
        } => {
            assert_eq!(*observed_at, scene::at(1));
            Some(standing)
        }
        _ => None,
    })
}

#[test]
fn a_sellers_domain_that_leads_away_is_hinted_at() {
    for (words, expected) in [
        ("a 185.199.220.9", Some(Standing::Elsewhere)),
        ("nowhere", Some(Standing::Nowhere)),
        (
            "a 104.16.7.7",
            Some(Standing::Parked {
                network: "auction".into(),
            }),
        ),
        ("a 34.155.58.152", None),
        ("a 104.16.0.1", None),
    ] {
        let told = told(&[dns("seller-one.tn", words)], "https://seller-one.tn/");
        let hint = told.hints.contains(&Hint::NotOnConverty);
        assert_eq!(
            (told.verdict.class, told.verdict.rule),
            (Class::Converty, Rule::SellerDomain)
        );
        assert_eq!(hint, expected.is_some(), "{words}");
        if let Some(expected) = expected {
            assert_eq!(standing(&told), Some(&expected));
        }
    }
    let stranger = told(&[dns("shop.tn", "nowhere")], "https://shop.tn/");
    assert_eq!(stranger.hints, []);
    assert_eq!(standing(&stranger), Some(&Standing::Nowhere));
}

#[test]
fn a_contradiction_stays_visible() {
    let facts = [
        dns("seller-one.tn", "cname shops.myshopify.com; a 23.227.38.33"),
        page("seller-one.tn", "html <img src=//cdn.converty.shop/images/x>"),
    ];
    let told = told(&facts, "https://seller-one.tn/");
    assert_eq!(
        (told.verdict.class, told.verdict.contested),
        (Class::Converty, true)
    );
    assert_eq!(told.verdict.confidence, Confidence::Medium);
    assert_eq!(told.hints, [Hint::EvidenceDisagrees]);
    let platforms: Vec<&str> = told
        .evidence
        .iter()
        .map(|evidence| evidence.platform.as_str())
        .collect();
    assert_eq!(platforms, ["shopify", "shopify", "converty"]);
    let by_name = self::told(
        &[dns("two.youcan.shop", "a 23.227.38.33")],
        "https://two.youcan.shop/",
    );
    assert_eq!(
        (by_name.verdict.platform.as_deref(), by_name.verdict.contested),
        (Some("youcan"), false)
    );
    assert_eq!(by_name.hints, [Hint::EvidenceDisagrees]);
}

#[test]
fn a_silent_page_and_a_followed_link_are_told() {
    let facts = [
        page("shop.tn", "html hello"),
        page("bit.ly/x", "to https://shop.tn/p"),
    ];
    let told = told(&facts, "https://bit.ly/x");
    assert!(told.steps.contains(&Step::Followed {
        place: "bit.ly/x".to_owned(),
        target: "https://shop.tn/p".to_owned(),
        observed_at: scene::at(1),
    }));
    assert_eq!(
        told.steps.last(),
        Some(&Step::PageSilent {
            observed_at: scene::at(1)
        })
    );
    assert_eq!(told.cleaned.as_deref(), Some("https://shop.tn/p"));
    let line = serde_json::to_value(&told.steps).unwrap();
    assert!(
        line.as_array()
            .unwrap()
            .iter()
            .any(|step| step["step"] == "followed")
    );
}

#[test]
fn the_latest_look_tells_where_a_host_stands() {
    let before = Observation {
        last_seen: scene::at(5),
        ..dns("seller-one.tn", "a 185.199.220.9")
    };
    let now = Observation {
        last_seen: scene::at(6),
        ..dns("seller-one.tn", "nowhere")
    };
    for facts in [[&before, &now], [&now, &before]] {
        let engine = facts
            .into_iter()
            .fold(scene::builder(), EngineBuilder::observed)
            .build();
        let told = engine.explain("https://seller-one.tn/", &[]);
        assert!(told.steps.contains(&Step::Stands {
            standing: Standing::Nowhere,
            observed_at: scene::at(6)
        }));
    }
}

#[test]
fn a_domain_given_as_own_is_heard_like_a_sellers() {
    let engine = scene::builder()
        .observed(&dns("shop.tn", "a 23.227.38.33"))
        .build();
    let own = [Host::parse("shop.tn").unwrap()];
    let moved = engine.judge_url("https://shop.tn/", &own);
    assert_eq!(
        (moved.rule, moved.contested, moved.owner),
        (Rule::PlatformDns, true, None)
    );
    let here = engine.judge_url("https://www.shop.tn/", &own);
    assert_eq!((here.rule, here.contested), (Rule::OwnDomain, false));
}

#[test]
fn an_ad_on_a_sellers_domain_stays_that_sellers() {
    let engine = scene::builder()
        .observed(&dns("seller-one.tn", "a 23.227.38.33"))
        .build();
    let links = [
        (LinkSource::LinkUrl, "https://seller-one.tn/p"),
        (LinkSource::Caption, "seller-one.tn"),
    ];
    let verdict = engine.judge_links(links.into_iter(), None);
    assert_eq!(
        (verdict.class, verdict.platform.as_deref()),
        (Class::Concurrent, Some("shopify"))
    );
    assert_eq!(
        (verdict.owner.as_deref(), verdict.mixed, verdict.contested),
        (Some("one"), false, true)
    );
}

#[test]
fn whatsapp_behind_a_page_follows_the_setting() {
    let facts = page("shop.tn", "to https://wa.me/216");
    for (counts, class) in [(true, Class::Concurrent), (false, Class::Unknown)] {
        let settings = Settings {
            whatsapp_is_concurrent: counts,
        };
        let engine = scene::builder().settings(settings).observed(&facts).build();
        let verdict = engine.judge_url("https://shop.tn/", &[]);
        assert_eq!((verdict.class, verdict.rule), (class, Rule::Whatsapp));
        assert_eq!(verdict.host.unwrap().as_str(), "shop.tn");
    }
}

#[test]
fn the_digest_tells_facts_apart_that_decide() {
    let digest = |facts: &[Observation]| {
        facts
            .iter()
            .fold(scene::builder(), EngineBuilder::observed)
            .build()
            .digest()
    };
    let all = [
        digest(&[]),
        digest(&[dns("seller-one.tn", "a 23.227.38.33")]),
        digest(&[dns("seller-one.tn", "nowhere")]),
        digest(&[page("seller-one.tn", "cookie _shopify_y")]),
        digest(&[page("bit.ly/x", "to https://a.tn/")]),
        digest(&[page("bit.ly/x", "to https://b.tn/")]),
    ];
    assert_eq!(
        all.iter().collect::<std::collections::BTreeSet<_>>().len(),
        all.len()
    );
    // Another address of the same platform, seen at another time, decides nothing else.
    let later = Observation {
        last_seen: scene::at(9),
        ..dns("seller-one.tn", "a 23.227.38.34")
    };
    assert_eq!(digest(&[later]), all[1]);
}
