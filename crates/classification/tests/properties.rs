//! What must hold for every link and every ad, tried on made-up ones.

use crate::common;

use std::sync::{Arc, LazyLock};

use classification::{Catalogue, Engine};
use model::{Host, LinkSource, Verdict};
use proptest::prelude::*;

static ENGINE: LazyLock<Engine> = LazyLock::new(common::engine);

/// Hosts of every kind: sellers, platforms, destinations, redirectors, strangers.
fn hosts() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "seller-one.tn",
        "vervane.converty.shop",
        "x.myshopify.com",
        "seller-two.myshopify.com",
        "x.vercel.app",
        "www.jumia.ma",
        "wa.me",
        "l.facebook.com",
        "www.facebook.com",
        "fb.me",
        "goo.gl",
        "www.google.tn",
        "flutterwave.com",
        "d1.cloudfront.net",
        "bit.ly",
        "trk.shop.tn",
        "x.onelink.me",
        "href.li",
    ])
    .prop_map(str::to_owned);
    prop_oneof![
        known,
        "[a-z][a-z0-9]{0,8}(\\.[a-z][a-z0-9]{0,5})?\\.(tn|com|shop|converty\\.shop|com\\.tn)"
    ]
}

fn paths() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "",
        "/",
        "/l.php",
        "/maps/x",
        "/store/a",
        "/ads/library",
        "/a.jpg",
        "/url",
        "/app",
    ])
    .prop_map(str::to_owned);
    prop_oneof![known, "(/[a-z0-9._-]{1,8}){1,3}"]
}

fn links() -> impl Strategy<Value = String> {
    (hosts(), paths()).prop_map(|(host, path)| format!("https://{host}{path}"))
}

/// What an ad's verdict says, but for which of equal hosts it names.
fn gist(verdict: &Verdict) -> (model::Class, bool, Option<String>) {
    (
        verdict.class,
        verdict.mixed,
        verdict.owner.as_deref().map(str::to_owned),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn letter_case_of_scheme_and_host_never_matters(host in hosts(), path in paths()) {
        let plain = ENGINE.judge_url(&format!("https://{host}{path}"), &[]);
        let shouted = ENGINE.judge_url(&format!("HTTPS://{}{path}", host.to_uppercase()), &[]);
        prop_assert_eq!(plain, shouted);
    }

    #[test]
    fn tracking_parameters_never_matter(link in links(), value in "[a-zA-Z0-9{}._%-]{0,20}") {
        let plain = ENGINE.judge_url(&link, &[]);
        for name in ["utm_source", "utm_medium", "utm_campaign", "fbclid", "gclid", "ttclid", "igshid"] {
            // `href.li` takes its whole query for the target: there a parameter is no tracking.
            prop_assume!(!link.contains("href.li"));
            let tracked = ENGINE.judge_url(&format!("{link}?{name}={value}"), &[]);
            prop_assert_eq!(&plain, &tracked);
        }
    }

    /// With one same link before them, the order of the cards changes nothing; without it, the class may
    /// follow the first commercial card, but whether the ad is mixed does not.
    #[test]
    fn order_of_cards_never_matters_after_a_commercial_link(
        cards in prop::collection::vec(links(), 0..6),
        seed in any::<prop::sample::Index>(),
    ) {
        let mut turned = cards.clone();
        if !turned.is_empty() {
            let by = seed.index(turned.len());
            turned.rotate_left(by);
        }
        turned.reverse();
        let judge = |first: Option<&str>, cards: &[String]| {
            let links = first.map(|link| (LinkSource::LinkUrl, link)).into_iter();
            let cards = cards.iter().map(|card| (LinkSource::Card, card.as_str()));
            ENGINE.judge_links(links.chain(cards), None)
        };
        let first = Some("https://seller-one.tn/");
        prop_assert_eq!(judge(first, &cards), judge(first, &turned));
        prop_assert_eq!(judge(None, &cards).mixed, judge(None, &turned).mixed);
        prop_assert_eq!(judge(None, &cards).is_commercial(), judge(None, &turned).is_commercial());
    }

    #[test]
    fn a_repeated_card_changes_nothing(cards in prop::collection::vec(links(), 1..5)) {
        let twice: Vec<&String> = cards.iter().chain(&cards).collect();
        let judge = |cards: &[&String]| {
            ENGINE.judge_links(cards.iter().map(|card| (LinkSource::Card, card.as_str())), None)
        };
        prop_assert_eq!(gist(&judge(&cards.iter().collect::<Vec<_>>())), gist(&judge(&twice)));
    }

    #[test]
    fn any_text_is_judged_and_its_host_is_one(text in any::<String>()) {
        let told = ENGINE.explain(&text, &[]);
        if let Some(host) = &told.verdict.host {
            prop_assert_eq!(&Host::parse(host.as_str()).unwrap(), host);
        }
    }

    #[test]
    fn damaged_links_are_judged(
        text in "(https?(:|%3A)?/{0,3})?[a-z\u{200b}\u{5d0}ａ。@:%.{}\\[\\]\\\\ ]{0,20}(\\.tn|\\.shop)?[/?#]?[ -~]{0,12}",
    ) {
        let told = ENGINE.explain(&text, &[]);
        prop_assert_eq!(&told.verdict, &ENGINE.judge_url(&text, &[]));
        prop_assert_eq!(told.cleaned.is_some(), told.verdict.host.is_some());
        // What was cleaned once needs no more cleaning.
        if let Some(cleaned) = &told.cleaned {
            prop_assert_eq!(&ENGINE.judge_url(cleaned, &[]).host, &told.verdict.host);
        }
    }
}

proptest! {
    // Each case builds a catalogue.
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// A new suffix changes the hosts under it and no other.
    #[test]
    fn a_new_platform_changes_only_what_it_names(suffix in "[a-z]{3,8}\\.(tn|shop|com)", links in prop::collection::vec(links(), 1..30)) {
        let entry = format!("\n[brand-new]\nname = \"New\"\nkind = \"shop\"\nsuffixes = [\"{suffix}\"]\n");
        let platforms = include_str!("../catalogue/platforms.toml").to_owned() + &entry;
        let destinations = include_str!("../catalogue/destinations.toml");
        let Ok(catalogue) = Catalogue::from_texts(&platforms, destinations) else {
            return Err(TestCaseError::reject("a suffix that is taken"));
        };
        let engine = common::SELLERS.iter().fold(Engine::builder(Arc::new(catalogue)), |builder, (slug, host)| {
            builder.seller(slug, &Host::parse(host).unwrap())
        }).build();
        prop_assert_ne!(engine.digest(), ENGINE.digest());
        for link in &links {
            let (before, after) = (ENGINE.judge_url(link, &[]), engine.judge_url(link, &[]));
            match &before.host {
                Some(host) if host.is_under(&suffix) => {}
                _ => prop_assert_eq!(before, after),
            }
        }
        let under = engine.judge_url(&format!("https://a.{suffix}/"), &[]);
        prop_assert_eq!(under.platform.as_deref(), Some("brand-new"));
    }
}
