//! What marks tell: of pages, of addresses and names, and what is looked at under which digest.

use crate::scene;

use classification::{Catalogue, Standing};
use model::Host;
use model::evidence::EvidenceSource;
use model::observation::LandingPage;
use proptest::prelude::*;

fn marks(words: &str) -> Vec<String> {
    let found = scene::catalogue().marks_on(&scene::page(words));
    found
        .into_iter()
        .map(|mark| {
            format!(
                "{} {}{}",
                mark.platform,
                mark.mark,
                if mark.weak { " ~" } else { "" }
            )
        })
        .collect()
}

#[test]
fn marks_are_found_each_once_and_in_order() {
    assert_eq!(
        marks(
            "cookie _shopify_y; header X-ShopId: 1; header powered-by: PHP; cookie woocommerce_x; \
             html <img src=//cdn.shopify.com/a><img src='//CDN.shopify.com/b'>\
             <meta content=\"woocommerce 9\" name=generator>"
        ),
        [
            "shopify cookie _shopify_y",
            "shopify header x-shopid",
            "shopify script cdn.shopify.com ~",
            "woocommerce cookie woocommerce_*",
            "woocommerce generator WooCommerce",
        ]
    );
    assert_eq!(
        marks("cookie _shopify_yy; header x-shop: id; html cdn.shopify.com"),
        [""; 0]
    );
}

#[test]
fn a_host_stands_where_its_answers_say() {
    let stands = |words: &str| {
        let standing = scene::catalogue().standing(&scene::dns(words));
        serde_json::to_string(&standing).unwrap()
    };
    for (words, expected) in [
        ("a 34.155.58.152", r#"{"standing":"converty"}"#),
        ("a ::ffff:34.155.58.152", r#"{"standing":"converty"}"#),
        (
            "cname x.converty.shop; a 104.16.0.1",
            r#"{"standing":"converty"}"#,
        ),
        (
            "a 23.227.38.33",
            r#"{"standing":"platform","platform":"shopify"}"#,
        ),
        ("a 23.227.38.33; a 34.155.58.152", r#"{"standing":"converty"}"#),
        ("a 23.227.38.40", r#"{"standing":"platform","platform":"youcan"}"#),
        (
            "cname converty.shop.evil.com; a 185.199.220.1",
            r#"{"standing":"elsewhere"}"#,
        ),
        (
            "a 104.23.255.255",
            r#"{"standing":"hidden","network":"cloudflare"}"#,
        ),
        ("a 104.24.0.0", r#"{"standing":"elsewhere"}"#),
        (
            "a 2606:4700::1",
            r#"{"standing":"hidden","network":"cloudflare"}"#,
        ),
        ("a 104.16.7.7", r#"{"standing":"parked","network":"auction"}"#),
        (
            "a 104.16.1.1; ns x.auction-park.com",
            r#"{"standing":"parked","network":"auction"}"#,
        ),
        ("ns ns.converty.shop", r#"{"standing":"nowhere"}"#),
        (
            "a 185.199.220.1; ns ns.converty.shop",
            r#"{"standing":"elsewhere"}"#,
        ),
        ("nowhere", r#"{"standing":"nowhere"}"#),
    ] {
        assert_eq!(stands(words), expected, "{words}");
    }
}

#[test]
fn answers_speak_for_platforms_with_what_was_seen() {
    let catalogue = scene::catalogue();
    let facts = scene::dns(
        "cname shops.myshopify.com; a 34.155.58.152; a 104.16.0.1; ns a.youcan.shop; ns b.youcan.shop",
    );
    let told: Vec<_> = catalogue
        .evidence_of_dns(&facts, scene::at(7))
        .into_iter()
        .map(|evidence| {
            assert_eq!(evidence.observed_at, scene::at(7));
            (evidence.source, evidence.platform.to_string(), evidence.detail)
        })
        .collect();
    let line = |source, platform: &str, detail: &str| (source, platform.to_owned(), detail.to_owned());
    assert_eq!(
        told,
        [
            line(EvidenceSource::Cname, "shopify", "shops.myshopify.com"),
            line(EvidenceSource::Address, "converty", "34.155.58.152"),
            line(EvidenceSource::NameServer, "youcan", "a.youcan.shop"),
        ]
    );
}

#[test]
fn a_page_speaks_by_its_marks_and_by_where_it_led() {
    let catalogue = scene::catalogue();
    let told = |words: &str| -> Vec<String> {
        let facts = scene::landing(&catalogue, "shop.tn", words);
        let evidence = catalogue.evidence_of_landing(&facts, scene::at(7));
        evidence
            .into_iter()
            .map(|evidence| format!("{}: {}", evidence.platform, evidence.detail))
            .collect()
    };
    assert_eq!(
        told("cookie _shopify_y; html Shopify.theme; to https://x.youcan.shop/p?q"),
        [
            "shopify: cookie _shopify_y, html Shopify.theme",
            "youcan: redirects to x.youcan.shop"
        ]
    );
    assert_eq!(told("html Shopify.theme"), [""; 0]);
    assert_eq!(told("to https://wa.me/216"), ["whatsapp: redirects to wa.me"]);
    assert_eq!(told("to https://www.facebook.com/x"), [""; 0]);
    assert_eq!(told("to https://www.shop.tn/"), [""; 0]);
}

#[test]
fn a_parking_page_is_told_by_its_text() {
    let catalogue = scene::catalogue();
    let parked = scene::page("html <h1>This domain is for sale</h1>");
    assert_eq!(catalogue.parking_on(&parked).unwrap().id, "auction");
    assert_eq!(catalogue.parking_on(&scene::page("html <h1>Sale</h1>")), None);
}

#[test]
fn hosts_and_links_are_told_apart() {
    let catalogue = scene::catalogue();
    let host = |text: &str| Host::parse(text).unwrap();
    let platform = |text: &str| {
        catalogue
            .platform_of_host(&host(text))
            .map(|platform| platform.id.clone())
    };
    assert_eq!(platform("x.youcan.shop").as_deref(), Some("youcan"));
    assert_eq!(platform("youcan.shop").as_deref(), Some("youcan"));
    assert_eq!(platform("notyoucan.shop"), None);
    assert_eq!(platform("bit.ly"), None);
    assert!(catalogue.is_shortener(&host("bit.ly")) && catalogue.is_shortener(&host("www.bit.ly")));
    assert!(!catalogue.is_shortener(&host("shop.tn")) && !catalogue.is_shortener(&host("wa.me")));
    let short = |text: &str| catalogue.short_link(text).map(|place| place.to_string());
    assert_eq!(
        short("HTTPS://BIT.LY/3xYz?fbclid=1#x").as_deref(),
        Some("bit.ly/3xYz")
    );
    assert_eq!(short("bit.ly/?link=1").as_deref(), Some("bit.ly/?link=1"));
    assert_eq!(short("https://bit.ly/"), None);
    assert_eq!(short("https://shop.tn/x"), None);
    assert_eq!(short("tel:1"), None);
}

#[test]
fn the_digest_names_what_is_looked_for_on_pages() {
    let with = |marks: &str| {
        let head = "[converty]\nname = \"Converty\"\nkind = \"shop\"\n";
        Catalogue::from_files(&format!("{head}marks = [{marks}]"), "", "")
            .unwrap()
            .marks_digest()
    };
    let (html, cookie) = (
        r#"{ html = "abcd", source = "x" }"#,
        r#"{ cookie = "abcd", source = "x" }"#,
    );
    let both = with(&format!("{html}, {cookie}"));
    assert_eq!(both, with(&format!("{cookie}, {html}")));
    assert_eq!(
        with(html),
        with(r#"{ html = "abcd", source = "another", note = "n" }, { a = "1.2.3.4", source = "x" }"#)
    );
    let all = [
        both,
        with(html),
        with(cookie),
        with(""),
        with(r#"{ html = "abcd", source = "x", weak = true }"#),
    ];
    assert_eq!(
        all.into_iter().collect::<std::collections::BTreeSet<_>>().len(),
        5
    );
}

#[test]
fn a_standing_comes_back_as_it_was_told() {
    for standing in [
        Standing::Nowhere,
        Standing::Platform {
            platform: "shopify".into(),
        },
    ] {
        let text = serde_json::to_string(&standing).unwrap();
        assert_eq!(serde_json::from_str::<Standing>(&text).unwrap(), standing);
    }
}

/// A page of this many bytes: as much as is ever kept of one.
const WHOLE: usize = 64 * 1024;

/// Pieces that every part of the search looks at, and bytes of any kind made text.
fn damaged() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "<meta ",
            "name=",
            "generator",
            "content=\"",
            "'",
            "\"",
            ">",
            "//",
            "https://",
            "\\/",
            "&quot;",
            "cdn.shopify.com",
            "a.",
            "@",
            ":",
            "/",
            "?",
            "\u{feff}",
            "é",
            "متجر",
            "<",
            "=",
            " ",
            "&",
            "\\"
        ])
        .prop_map(str::to_owned),
        prop::collection::vec(any::<u8>(), 0..20)
            .prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
    ];
    (prop::collection::vec(piece, 1..40), any::<bool>()).prop_map(|(pieces, whole)| {
        let text = pieces.concat();
        let times = if whole { WHOLE / text.len().max(1) } else { 1 };
        text.repeat(times.max(1))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_page_is_looked_at(html in damaged(), name in any::<String>(), value in any::<String>()) {
        let page = LandingPage { headers: vec![(name.clone(), value)], cookies: vec![name], html };
        let catalogue = scene::catalogue();
        let found = catalogue.marks_on(&page);
        prop_assert!(found.is_sorted());
        let _ = catalogue.parking_on(&page);
    }

    /// What stands around a mark never hides it, but for an address that runs on.
    #[test]
    fn a_mark_is_found_wherever_it_stands(before in "[ -~é\n]{0,80}", after in "[ -~é\n]{0,80}") {
        let html = format!("{before}\n\"https://cdn.youcan.shop/x\" {after}id=\"productData\"");
        let found = scene::catalogue().marks_on(&LandingPage { html, ..LandingPage::default() });
        let is = |mark: &str| found.iter().any(|found| found.mark == mark);
        prop_assert!(is("script cdn.youcan.shop") && is("html id=\"productData\""));
    }
}
