//! Where sellers' own domains stand over time, and which of them left Converty.

use classification::Catalogue;
use database::{Database, Sqlite};
use model::moves::{DomainMove, MovedTo};
use model::observation::{DnsAnswer, DnsFacts, Facts, LandingFacts, LandingPage, Observed, Place, ShopSign};
use model::{Host, Seller, Timestamp};
use reports::domains::Domains;

const CONVERTY: &str = "34.155.58.152";
const SHOPIFY: &str = "23.227.38.65";
const CLOUDFLARE: &str = "104.21.4.4";
const SOMEWHERE: &str = "185.199.220.7";

/// A base in which looks are noted day by day.
struct Base {
    database: Sqlite,
    catalogue: Catalogue,
    sellers: Vec<Seller>,
}

impl Base {
    fn of(domains: &[&str]) -> Self {
        Self {
            database: Sqlite::open_in_memory().unwrap(),
            catalogue: Catalogue::builtin().unwrap(),
            sellers: domains
                .iter()
                .map(|domain| Seller::new(&domain.replace('.', "-"), [*domain]))
                .collect(),
        }
    }

    /// On this day the name had this address; an empty one means that there was no such name.
    fn saw(&self, day: i64, name: &str, address: &str) -> &Self {
        let addresses: Vec<_> = address.parse().into_iter().collect();
        let facts = DnsFacts {
            answer: if addresses.is_empty() {
                DnsAnswer::NoSuchName
            } else {
                DnsAnswer::Resolves
            },
            addresses,
            aliases: Vec::new(),
            name_servers: Vec::new(),
        };
        self.put(day, name, Facts::Dns(facts), None)
    }

    /// On this day the page behind the name held this.
    fn read(&self, day: i64, name: &str, html: &str) -> &Self {
        let page = LandingPage {
            html: html.to_owned(),
            ..LandingPage::default()
        };
        let facts = LandingFacts {
            status: 200,
            chain: vec![format!("https://{name}/")],
            last_host: name.into(),
            target: format!("https://{name}/"),
            title: String::new(),
            shop: ShopSign::Open,
            products: 3,
            loads_pixel: false,
            pixels: Vec::new(),
            marks: self.catalogue.marks_on(&page),
            looked_for: self.catalogue.marks_digest(),
        };
        self.put(day, name, Facts::Landing(facts), Some(page))
    }

    fn put(&self, day: i64, name: &str, facts: Facts, page: Option<LandingPage>) -> &Self {
        let at = on(day);
        let place = Place::of_host(&Host::parse(name).unwrap());
        let observed = Observed {
            place,
            facts,
            at,
            until: at,
            page,
        };
        self.database.put_observed(&[observed]).unwrap();
        self
    }

    fn domains(&self) -> Domains {
        Domains::read(&self.database, &self.catalogue, &self.sellers).unwrap()
    }

    fn moves(&self) -> Vec<DomainMove> {
        self.domains().moves().map(|(_, one)| one.clone()).collect()
    }
}

fn on(day: i64) -> Timestamp {
    Timestamp::from_millis(1_790_000_000_000 + day * 86_400_000).unwrap()
}

#[test]
fn a_domain_that_goes_to_a_rival_has_moved_though_its_www_stays() {
    let base = Base::of(&["shop.tn"]);
    base.saw(1, "shop.tn", CONVERTY).saw(1, "www.shop.tn", CONVERTY);
    assert_eq!(base.moves(), []);
    base.saw(8, "shop.tn", CONVERTY)
        .saw(15, "shop.tn", SHOPIFY)
        .saw(15, "www.shop.tn", CONVERTY);
    let [one] = base.moves().try_into().unwrap();
    assert_eq!(
        (one.to, one.platform.as_deref()),
        (MovedTo::Platform, Some("shopify"))
    );
    assert_eq!(
        (one.names, one.points_to.as_str()),
        (vec!["shop.tn".to_owned()], SHOPIFY)
    );
    assert_eq!((one.last_on_converty, one.first_away), (on(8), on(15)));
}

#[test]
fn nothing_is_said_while_one_name_still_leads_to_converty() {
    let base = Base::of(&["shop.tn"]);
    base.saw(1, "shop.tn", CONVERTY).saw(1, "www.shop.tn", CONVERTY);
    base.saw(8, "www.shop.tn", "").saw(8, "shop.tn", CONVERTY);
    assert_eq!(base.moves(), []);
    base.saw(15, "shop.tn", "");
    let [one] = base.moves().try_into().unwrap();
    assert_eq!((one.to, one.names.len()), (MovedTo::Nowhere, 2));
    assert!(base.domains().is_dead(&base.sellers[0]));
    base.saw(22, "shop.tn", CONVERTY);
    assert_eq!(base.moves(), [], "it came back");
}

#[test]
fn a_domain_that_never_stood_on_converty_cannot_leave_it() {
    let base = Base::of(&["shop.tn", "other.tn", "x.converty.shop"]);
    base.saw(1, "shop.tn", SHOPIFY).saw(8, "shop.tn", SOMEWHERE);
    let domains = base.domains();
    assert_eq!(domains.moves().count(), 0);
    let stand = domains.standings;
    assert_eq!(
        (stand.own, stand.probed, stand.elsewhere),
        (2, 1, 1),
        "a shop under our own suffix is no own domain"
    );
}

#[test]
fn where_the_address_tells_nothing_the_page_is_asked() {
    let converty = r#"<img src="https://cdn.converty.shop/images/1_md.webp"><script id="productData" type="application/json">{}</script>"#;
    let shopify = r#"<script src="https://cdn.shopify.com/s/files/1/t/1/assets/theme.js"></script>"#;
    for (html, expected) in [
        (Some(converty), None),
        (Some(shopify), Some((MovedTo::Platform, Some("shopify")))),
        (Some("<p>hello</p>"), Some((MovedTo::Hidden, None))),
        (None, Some((MovedTo::Hidden, None))),
    ] {
        let base = Base::of(&["shop.tn"]);
        base.saw(1, "shop.tn", CONVERTY)
            .read(1, "shop.tn", converty)
            .saw(8, "shop.tn", CLOUDFLARE);
        if let Some(html) = html {
            base.read(8, "shop.tn", html);
        }
        let moves = base.moves();
        let found = moves.first().map(|one| (one.to, one.platform.as_deref()));
        assert_eq!(found, expected, "{html:?}");
        let stand = base.domains().standings;
        let counted = [stand.on_converty, stand.on_rivals, stand.hidden];
        let expected = match expected {
            None => [1, 0, 0],
            Some((MovedTo::Platform, _)) => [0, 1, 0],
            Some(_) => [0, 0, 1],
        };
        assert_eq!(counted, expected, "{html:?}");
    }
}

#[test]
fn where_very_many_go_to_one_place_the_platform_moved() {
    let names: Vec<String> = (0..60).map(|number| format!("shop-{number}.tn")).collect();
    let base = Base::of(&names.iter().map(String::as_str).collect::<Vec<_>>());
    for name in &names {
        base.saw(1, name, CONVERTY);
    }
    for name in &names[..25] {
        base.saw(8, name, SOMEWHERE);
    }
    base.saw(8, &names[40], SHOPIFY)
        .saw(8, &names[41], "185.199.220.200");
    let domains = base.domains();
    let change = domains.platform_change.clone().unwrap();
    assert_eq!((change.points_to.as_str(), change.domains), (SOMEWHERE, 25));
    let moved: Vec<&str> = domains.moves().map(|(slug, _)| slug).collect();
    assert_eq!(moved, ["shop-40-tn", "shop-41-tn"]);
}

#[test]
fn many_who_go_to_a_rival_are_still_many_who_go_to_a_rival() {
    let names: Vec<String> = (0..30).map(|number| format!("shop-{number}.tn")).collect();
    let base = Base::of(&names.iter().map(String::as_str).collect::<Vec<_>>());
    for name in &names {
        base.saw(1, name, CONVERTY).saw(8, name, SHOPIFY);
    }
    assert_eq!((base.moves().len(), base.domains().platform_change), (30, None));
}

#[test]
fn a_domain_leads_nowhere_by_the_rules_of_the_planner() {
    let parked = "91.195.240.12";
    let dead = |looks: &[(&str, &str)]| {
        let base = Base::of(&["shop.tn"]);
        for (name, address) in looks {
            base.saw(1, name, address);
        }
        base.domains().is_dead(&base.sellers[0])
    };
    assert!(!dead(&[]), "nobody looked");
    assert!(dead(&[("shop.tn", "")]), "no such name, and so nothing under it");
    assert!(!dead(&[("shop.tn", ""), ("www.shop.tn", CONVERTY)]));
    assert!(!dead(&[("www.shop.tn", "")]), "the bare name may have an address");
    assert!(!dead(&[("shop.tn", SOMEWHERE), ("www.shop.tn", "")]));
    assert!(!dead(&[("shop.tn", SOMEWHERE), ("www.shop.tn", parked)]));
    assert!(
        dead(&[("shop.tn", parked), ("www.shop.tn", "")]),
        "what has an address is for sale"
    );
}
