//! The list of sellers and the lists of rivals.

use model::Seller;

use crate::common::{House, empty, house, now};
use crate::{href, listed, page};

fn location(house: &House, address: &str) -> String {
    let reply = house.visit(address).unwrap();
    assert_eq!(reply.status.as_u16(), 303);
    reply
        .headers
        .iter()
        .find(|(name, _)| *name == "location")
        .unwrap()
        .1
        .clone()
}

#[test]
fn the_list_filters_and_says_by_what() {
    let house = house();
    let all = page(&house, "/clients");
    assert_eq!(listed(&all).len(), 50);
    assert!(
        all.contains("<bdi>1</bdi> – <bdi>50</bdi> sur <bdi>300</bdi>"),
        "{all}"
    );

    let found = page(&house, "/clients?q=DAR+deco");
    assert!(!listed(&found).is_empty());
    assert!(listed(&found).iter().all(|slug| slug.starts_with("dar-deco")));
    assert!(found.contains("Recherche\u{a0}: <bdi>DAR deco</bdi>"));
    assert!(found.contains("value=\"DAR deco\""));

    let active = page(&house, "/clients?status=active,unscannable&rows=200");
    let snapshot = house.snapshot();
    let right = |slug: &String| {
        let status = snapshot.client(slug).unwrap().status.as_str();
        status == "active" || status == "unscannable"
    };
    assert!(listed(&active).iter().all(right));
    assert!(active.contains("chip-active"), "chips");

    let youcan = page(&house, "/clients?platform=youcan&ads_from=3");
    let behind = listed(&youcan);
    assert!(!behind.is_empty());
    for slug in &behind {
        let client = snapshot.client(slug).unwrap();
        assert!(
            client
                .rivals
                .iter()
                .any(|rival| rival.platform == "youcan" && rival.ads > 0)
        );
        assert!(client.linked_ads >= 3);
    }
    assert!(youcan.contains("Plateforme\u{a0}: <bdi>YouCan</bdi>"), "named");
    assert!(youcan.contains("href=\"/clients?platform=youcan\""), "removable");
    assert!(youcan.contains("href=\"/export/clients/csv?platform=youcan"));
}

#[test]
fn what_is_not_understood_is_told_and_left_out() {
    let html = page(&house(), "/clients?status=dead&ads_from=x");
    assert!(html.contains("<bdi>status</bdi>") && html.contains("<bdi>ads_from</bdi>"));
    assert!(html.contains("sur <bdi>300</bdi>"));
}

#[test]
fn headings_order_and_turn_around() {
    let house = house();
    let ads = |slug: &String| house.snapshot().client(slug).unwrap().ads.total;
    let most = page(&house, "/clients?q=deco");
    let counts: Vec<u32> = listed(&most).iter().map(ads).collect();
    assert!(counts.is_sorted_by(|one, other| one >= other), "{counts:?}");
    assert!(most.contains("class=\"num\" aria-sort=\"descending\"><a href=\"/clients?q=deco&#38;sort=ads\""));

    let least = page(&house, "/clients?q=deco&sort=ads");
    let counts: Vec<u32> = listed(&least).iter().map(ads).collect();
    assert!(counts.is_sorted(), "{counts:?}");
    let names = listed(&page(&house, "/clients?sort=slug&rows=200"));
    assert!(names.is_sorted());
}

#[test]
fn pages_follow_each_other_without_gap_or_repetition() {
    let house = house();
    let whole = listed(&page(&house, "/clients?q=mode&sort=-ads&rows=200"));
    let mut address = "/clients?q=mode&sort=-ads&rows=25".to_owned();
    let mut seen = Vec::new();
    let mut pages = Vec::new();
    loop {
        let html = page(&house, &address);
        seen.extend(listed(&html));
        pages.push(address.clone());
        if !html.contains("rel=\"next\"") {
            break;
        }
        address = href(&html, "rel=\"next\"");
        assert!(address.contains("q=mode") && address.contains("rows=25"));
    }
    assert_eq!(seen, whole);
    assert!(pages.len() > 1);
    let back = href(&page(&house, &address), "rel=\"prev\"");
    let before = page(&house, &back);
    assert_eq!(
        listed(&before),
        listed(&page(&house, &pages[pages.len() - 2])),
        "back is the page before"
    );
}

#[test]
fn forms_become_plain_addresses() {
    let house = house();
    let sent = "/clients?sort=-ads&form=filter&q=deco&platform=&ads_from=&ads_to=9";
    assert_eq!(location(&house, sent), "/clients?sort=-ads&q=deco&ads_to=9");
    let chosen = location(&house, "/clients?q=deco&form=cols&col_cost=1&col_ads=1");
    assert_eq!(chosen, "/clients?q=deco&cols=ads,cost");
    let html = page(&house, &chosen);
    assert!(html.contains("name=\"col_cost\" value=\"1\" checked"));
    assert!(html.contains("name=\"col_status\" value=\"1\">"));
    assert_eq!(html.matches("<th scope=\"col\"").count(), 3, "slug, ads, cost");
}

#[test]
fn each_kind_of_empty_says_what_to_do() {
    let none = page(&house(), "/clients?q=nobodyhasthisname");
    assert!(none.contains("data-empty=\"filtered\""));
    let bare = House::over(empty(now()));
    for address in ["/clients", "/competition", "/alerts"] {
        assert!(
            page(&bare, address).contains("data-empty=\"nothing\""),
            "{address}"
        );
    }
    let base = empty(now());
    base.database
        .upsert_sellers(&[Seller::new("atlas", ["atlas.tn"])])
        .unwrap();
    let waiting = House::over(base);
    assert!(page(&waiting, "/competition").contains("data-empty=\"unscanned\""));
    assert_eq!(listed(&page(&waiting, "/clients")), ["atlas"]);
}

#[test]
fn rivals_are_listed_by_platform_and_kind_and_lead_to_clients() {
    let house = house();
    let all = page(&house, "/competition");
    for name in ["YouCan", "Shopify", "WhatsApp", "Non identifiée"] {
        assert!(all.contains(&format!("<bdi>{name}</bdi>")), "{name}");
    }
    assert!(all.contains("href=\"/clients?platform=youcan\""));
    assert!(all.contains("sellers-ads probe --unknown --landing"));

    let one = page(&house, "/competition?platform=youcan&show=all");
    let table = one.split("data-live=\"rivals\"").nth(1).unwrap();
    let table = table.split("</section>").next().unwrap();
    assert!(table.contains(".youcan.store</bdi>"));
    assert!(!table.contains("myshopify.com"));
    assert!(one.contains("Plateforme\u{a0}: <bdi>YouCan</bdi>"));

    let messaging = page(&house, "/competition?kind=messaging");
    let table = messaging.split("data-live=\"platforms\"").nth(1).unwrap();
    let table = table.split("</section>").next().unwrap();
    assert!(table.contains("WhatsApp") && !table.contains("YouCan"));
    assert!(page(&house, "/competition?kind=video").contains("<bdi>kind</bdi>"));
}
