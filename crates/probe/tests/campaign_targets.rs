//! Which places a campaign is given.

use std::sync::Arc;

use classification::Catalogue;
use database::conformance::samples::{batch, import, sample};
use database::{Database, Sqlite, StoredLinks};
use model::observation::Place;
use model::seller::SellerDomain;
use model::{Class, Confidence, Host, Kind, LinkSource, Rule, Seller, Verdict};
use probe::Targets;

fn host(text: &str) -> Host {
    Host::parse(text).unwrap()
}

fn texts(targets: &Targets) -> Vec<&str> {
    targets.places.iter().map(Place::as_str).collect()
}

fn seller(slug: &str, domains: &[&str]) -> Seller {
    let domain = |text: &&str| SellerDomain {
        given: (*text).to_owned(),
        host: Host::parse(text).map_err(Into::into),
    };
    Seller {
        slug: slug.to_owned(),
        domains: domains.iter().map(domain).collect(),
    }
}

#[test]
fn sellers_own_domains_are_looked_at_with_and_without_www() {
    let database = Sqlite::open_in_memory().unwrap();
    let sellers = [
        seller("a", &["www.zeta.tn", "a.converty.shop"]),
        seller("b", &["alpha.com.tn", "silver", "b.myshopify.com"]),
        seller("c", &["store.brand.tn", "facebook.com", "zeta.tn"]),
        seller("d", &["converty.shop", "www.deep.brand.tn"]),
    ];
    database.upsert_sellers(&sellers).unwrap();
    let targets = Targets::of_sellers(&database, &Catalogue::builtin().unwrap()).unwrap();
    assert_eq!(
        texts(&targets),
        [
            "alpha.com.tn",
            "www.alpha.com.tn",
            "b.myshopify.com",
            "deep.brand.tn",
            "store.brand.tn",
            "www.deep.brand.tn",
            "a.converty.shop",
            "www.zeta.tn",
            "zeta.tn",
        ]
    );
}

#[test]
fn hosts_are_taken_as_given_each_once() {
    let given = [host("b.tn"), host("www.b.tn"), host("a.b.tn"), host("a.tn")];
    assert_eq!(
        texts(&Targets::of_hosts(&given)),
        ["a.tn", "www.a.tn", "a.b.tn", "b.tn", "www.b.tn"]
    );
}

/// An ad with these links, judged so.
fn ad(id: &str, links: &[&str], rule: Rule, decided: Option<&str>) -> database::conformance::samples::Sample {
    let mut sample = sample(id, id, None);
    sample.ad.links = StoredLinks::new();
    for link in links {
        sample.ad.links.push(LinkSource::LinkUrl, link);
    }
    let mut verdict = Verdict::new(Class::Concurrent, Kind::Shop, Confidence::Low, rule);
    verdict.host = decided.map(host);
    sample.ad.verdict = verdict;
    sample
}

#[test]
fn unknown_hosts_and_short_links_of_ads() {
    let database = Sqlite::open_in_memory().unwrap();
    let ads = [
        ad(
            "1",
            &["https://mystery.tn/p"],
            Rule::OtherShop,
            Some("mystery.tn"),
        ),
        ad(
            "2",
            &["https://www.mystery.tn/q"],
            Rule::OtherShop,
            Some("www.mystery.tn"),
        ),
        ad("3", &["https://seen.tn/"], Rule::PlatformDns, Some("seen.tn")),
        ad(
            "4",
            &["https://x.youcan.shop/"],
            Rule::PlatformSuffix,
            Some("x.youcan.shop"),
        ),
        ad(
            "5",
            &[
                "https://bit.ly/3xYz?s=1#top",
                "https://bit.ly/3xYz?s=1",
                "https://BIT.ly/",
            ],
            Rule::Shortener,
            Some("bit.ly"),
        ),
        // Followed once: its verdict is that of where it leads, and it is looked at again when that is due.
        ad(
            "6",
            &["https://l.facebook.com/l.php?u=https%3A%2F%2Fbit.ly%2Fwrapped"],
            Rule::OtherShop,
            Some("target.tn"),
        ),
        // A shop decides here, whatever the short link says.
        ad(
            "7",
            &["https://named.tn/", "https://bit.ly/besides"],
            Rule::SellerDomain,
            Some("named.tn"),
        ),
    ];
    import(&database, vec![batch(&ads)]).unwrap();
    let catalogue = Arc::new(Catalogue::builtin().unwrap());
    let targets = Targets::of_unknown(&database, &catalogue).unwrap();
    assert_eq!(
        texts(&targets),
        [
            "bit.ly/3xYz",
            "bit.ly/wrapped",
            "mystery.tn",
            "www.mystery.tn",
            "seen.tn",
            "www.seen.tn",
            "target.tn",
            "www.target.tn",
        ]
    );
}
