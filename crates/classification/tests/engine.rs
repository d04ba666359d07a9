//! Evidence, settings, digest, refusals and explanations of the engine.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::too_many_lines,
    missing_docs,
    reason = "a test may fail loudly"
)]

use crate::common;

use std::sync::Arc;

use classification::{Catalogue, Engine, Hint, Settings, Step};
use model::evidence::{Evidence, EvidenceSource};
use model::{Class, Confidence, DomainRefusal, Host, Kind, Rule, Timestamp};

fn host(text: &str) -> Host {
    Host::parse(text).unwrap()
}

fn observed(source: EvidenceSource, platform: &str) -> Evidence {
    Evidence {
        source,
        platform: platform.into(),
        detail: "made up".to_owned(),
        observed_at: Timestamp::from_millis(0).unwrap(),
    }
}

fn judged_with(evidence: Vec<Evidence>, url: &str) -> model::Verdict {
    common::builder()
        .evidence(&host("shop.tn"), evidence.clone())
        .evidence(&host("x.vercel.app"), evidence.clone())
        .evidence(&host("seller-one.tn"), evidence.clone())
        .evidence(&host("x.myshopify.com"), evidence.clone())
        .evidence(&host("www.facebook.com"), evidence)
        .build()
        .judge_url(url, &[])
}

#[test]
fn evidence_decides_a_host_that_nothing_else_decides() {
    use EvidenceSource::*;
    for (source, platform, class, rule, confidence) in [
        (
            Address,
            "converty",
            Class::Converty,
            Rule::ConvertyDns,
            Confidence::High,
        ),
        (
            Cname,
            "converty",
            Class::Converty,
            Rule::ConvertyDns,
            Confidence::High,
        ),
        (
            Landing,
            "converty",
            Class::Converty,
            Rule::ConvertyLanding,
            Confidence::Medium,
        ),
        (
            NameServer,
            "converty",
            Class::Converty,
            Rule::ConvertyDns,
            Confidence::Low,
        ),
        (
            Address,
            "shopify",
            Class::Concurrent,
            Rule::PlatformDns,
            Confidence::High,
        ),
        (
            Cname,
            "youcan",
            Class::Concurrent,
            Rule::PlatformDns,
            Confidence::High,
        ),
        (
            Landing,
            "woocommerce",
            Class::Concurrent,
            Rule::PlatformLanding,
            Confidence::Medium,
        ),
        (
            NameServer,
            "youcan",
            Class::Concurrent,
            Rule::PlatformDns,
            Confidence::Low,
        ),
    ] {
        let verdict = judged_with(vec![observed(source, platform)], "https://shop.tn/");
        assert_eq!(
            (
                verdict.class,
                verdict.platform.as_deref(),
                verdict.rule,
                verdict.confidence,
                verdict.kind
            ),
            (class, Some(platform), rule, confidence, Kind::Shop)
        );
    }
}

#[test]
fn stronger_evidence_wins_whatever_the_order() {
    use EvidenceSource::*;
    let facts = [
        observed(NameServer, "youcan"),
        observed(Landing, "woocommerce"),
        observed(Cname, "shopify"),
    ];
    let mut reversed = facts.to_vec();
    reversed.reverse();
    for evidence in [facts.to_vec(), reversed] {
        assert_eq!(
            judged_with(evidence, "https://shop.tn/").platform.as_deref(),
            Some("shopify")
        );
    }
    let tie = vec![observed(Address, "shopify"), observed(Cname, "converty")];
    assert_eq!(judged_with(tie, "https://shop.tn/").rule, Rule::ConvertyDns);
}

#[test]
fn evidence_speaks_for_its_very_host_and_never_over_a_surer_name() {
    let shopify = || vec![observed(EvidenceSource::Cname, "shopify")];
    assert_eq!(
        judged_with(shopify(), "https://www.shop.tn/").rule,
        Rule::OtherShop
    );
    assert_eq!(
        judged_with(shopify(), "https://www.facebook.com/x").rule,
        Rule::Social
    );
    assert_eq!(
        judged_with(shopify(), "https://x.vercel.app/")
            .platform
            .as_deref(),
        Some("shopify")
    );
    let youcan = vec![observed(EvidenceSource::Cname, "youcan")];
    assert_eq!(
        judged_with(youcan, "https://x.myshopify.com/")
            .platform
            .as_deref(),
        Some("shopify")
    );
    let name_server = vec![observed(EvidenceSource::NameServer, "youcan")];
    assert_eq!(
        judged_with(name_server, "https://x.vercel.app/")
            .platform
            .as_deref(),
        Some("vercel")
    );
}

#[test]
fn a_setting_makes_whatsapp_unknown() {
    let engine = common::builder()
        .settings(Settings {
            whatsapp_is_concurrent: false,
        })
        .build();
    for url in [
        "https://wa.me/216",
        "whatsapp://send",
        "https://api.whatsapp.com/send",
    ] {
        let verdict = engine.judge_url(url, &[]);
        assert_eq!(
            (verdict.class, verdict.kind, verdict.rule),
            (Class::Unknown, Kind::Messaging, Rule::Whatsapp)
        );
    }
    let links = [
        (model::LinkSource::LinkUrl, "https://wa.me/216"),
        (model::LinkSource::Caption, "shop.tn"),
    ];
    let verdict = engine.judge_links(links.into_iter(), Some("WHATSAPP_MESSAGE"));
    assert_eq!((verdict.rule, verdict.mixed), (Rule::OtherShop, false));
}

#[test]
fn weak_hosting_is_a_guess() {
    let engine = common::engine();
    for (url, platform) in [
        ("https://x.vercel.app/", "vercel"),
        ("https://x.netlify.app/", "netlify"),
        ("https://x.github.io/", "github-pages"),
        ("https://x.blogspot.com/", "blogger"),
        ("https://sites.google.com/view/x", "google-sites"),
    ] {
        let verdict = engine.judge_url(url, &[]);
        assert_eq!(
            (verdict.class, verdict.platform.as_deref(), verdict.confidence),
            (Class::Concurrent, Some(platform), Confidence::Low),
            "{url}"
        );
    }
    assert_eq!(
        engine.judge_url("https://x.youcan.shop/", &[]).confidence,
        Confidence::High
    );
}

#[test]
fn what_can_be_nobodys_own_is_refused() {
    let catalogue = Catalogue::builtin().unwrap();
    let cases = [
        ("facebook.com", Some(DomainRefusal::SharedHost)),
        ("m.facebook.com", Some(DomainRefusal::SharedHost)),
        ("wa.me", Some(DomainRefusal::SharedHost)),
        ("bit.ly", Some(DomainRefusal::SharedHost)),
        ("l.facebook.com", Some(DomainRefusal::SharedHost)),
        ("jumia.com.tn", Some(DomainRefusal::SharedHost)),
        ("google.tn", Some(DomainRefusal::SharedHost)),
        ("converty.shop", Some(DomainRefusal::PlatformItself)),
        ("www.converty.shop", Some(DomainRefusal::PlatformItself)),
        ("youcan.shop", Some(DomainRefusal::PlatformItself)),
        ("vervane.converty.shop", None),
        ("x.myshopify.com", None),
        ("silae.tn", None),
        ("notfacebook.com", None),
    ];
    for (name, refusal) in cases {
        assert_eq!(catalogue.refusal(&host(name)), refusal, "{name}");
    }
}

#[test]
fn the_digest_names_the_rules_and_not_their_order() {
    let catalogue = Arc::new(Catalogue::builtin().unwrap());
    let two = [("a", host("a.tn")), ("b", host("b.tn"))];
    let forward = two
        .iter()
        .fold(Engine::builder(Arc::clone(&catalogue)), |b, (slug, h)| {
            b.seller(slug, h)
        })
        .build();
    let backward = two
        .iter()
        .rev()
        .fold(Engine::builder(Arc::clone(&catalogue)), |b, (slug, h)| {
            b.seller(slug, h)
        })
        .build();
    assert_eq!(forward.digest(), backward.digest());
    let less = Engine::builder(Arc::clone(&catalogue))
        .seller("a", &host("a.tn"))
        .build();
    let swapped = Engine::builder(Arc::clone(&catalogue))
        .seller("b", &host("a.tn"))
        .seller("a", &host("b.tn"))
        .build();
    let off = Settings {
        whatsapp_is_concurrent: false,
    };
    let settings = Engine::builder(Arc::clone(&catalogue))
        .settings(off)
        .seller("a", &host("a.tn"))
        .build();
    let evidence = Engine::builder(catalogue)
        .seller("a", &host("a.tn"))
        .evidence(&host("c.tn"), vec![observed(EvidenceSource::Cname, "shopify")])
        .build();
    let all = [
        forward.digest(),
        less.digest(),
        swapped.digest(),
        settings.digest(),
        evidence.digest(),
    ];
    let distinct: std::collections::BTreeSet<u64> = all.into_iter().collect();
    assert_eq!(distinct.len(), all.len());
}

#[test]
fn of_two_sellers_with_one_domain_the_lesser_slug_has_it() {
    let catalogue = Arc::new(Catalogue::builtin().unwrap());
    for pair in [["a", "b"], ["b", "a"]] {
        let engine = pair
            .iter()
            .fold(Engine::builder(Arc::clone(&catalogue)), |b, slug| {
                b.seller(slug, &host("x.tn"))
            })
            .build();
        assert_eq!(engine.judge_url("https://x.tn/", &[]).owner.as_deref(), Some("a"));
    }
}

#[test]
fn the_longest_domain_owns() {
    let engine = common::builder()
        .seller("inner", &host("deep.seller-one.tn"))
        .build();
    assert_eq!(
        engine
            .judge_url("https://x.deep.seller-one.tn/", &[])
            .owner
            .as_deref(),
        Some("inner")
    );
    assert_eq!(
        engine.judge_url("https://x.seller-one.tn/", &[]).owner.as_deref(),
        Some("one")
    );
}

#[test]
fn the_way_to_a_verdict_is_told() {
    let engine = common::engine();
    let told = engine.explain(
        " https://l.facebook.com/l.php?u=https%3A%2F%2FWWW.Seller-One.tn%2Fp",
        &[],
    );
    assert_eq!(told.cleaned.as_deref(), Some("https://www.seller-one.tn/p"));
    assert_eq!(told.domain.as_deref(), Some("seller-one.tn"));
    assert!(
        told.steps
            .iter()
            .any(|step| matches!(step, Step::Unwrapped { from, .. } if from == "l.facebook.com"))
    );
    let last = told.steps.last().unwrap();
    assert_eq!(
        *last,
        Step::UnderSellerDomain {
            seller: "one".to_owned(),
            domain: "seller-one.tn".to_owned()
        },
        "{:?}",
        told.steps
    );
}

#[test]
fn hints_tell_what_did_not_decide() {
    let engine = common::engine();
    let told = engine.explain(
        "https://unlisted.tn/p?a=1&%0A+cuid=abc&C=https%3A%2F%2Fcdn.converty.shop%2Fx",
        &[],
    );
    assert_eq!(told.hints, [Hint::ConvertyTracking, Hint::ConvertyPicture]);
    assert_eq!(told.verdict.rule, Rule::OtherShop);
    let moved = common::builder()
        .evidence(
            &host("seller-one.tn"),
            vec![observed(EvidenceSource::Cname, "shopify")],
        )
        .build()
        .explain("https://seller-one.tn/", &[]);
    assert_eq!(moved.hints, [Hint::EvidenceDisagrees]);
    assert_eq!(moved.verdict.class, Class::Concurrent);
    assert!(moved.verdict.contested);
}

#[test]
fn the_line_has_the_names_of_the_contract() {
    let engine = common::engine();
    let line = serde_json::to_value(engine.explain("https://x.myshopify.com/p", &[]).as_line()).unwrap();
    let expected = serde_json::json!({
        "url": "https://x.myshopify.com/p", "verdict": "concurrent", "platform": "shopify", "kind": "shop",
        "host": "x.myshopify.com", "domain": "x.myshopify.com", "confidence": "high", "rule": "platform_suffix",
    });
    assert_eq!(line, expected);
    let line = serde_json::to_value(engine.explain("tel:1", &[]).as_line()).unwrap();
    assert_eq!(line["host"], serde_json::Value::Null);
    assert_eq!(line["kind"], "none");
}

/// Holds by compiling.
const fn shared_between_threads<T: Send + Sync>() {}
const _: () = shared_between_threads::<Engine>();
