//! The made web is the same for ever, its names and pages say what its truth says, and its rates are what they say.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sandbox::dns::{Data, Zone};
use sandbox::web::{Sites, pages};
use sandbox::world::{SellerTruth, Web, WebRates, WebTruth, When, World, WorldSpec};

const CONVERTY: &str = "34.155.58.152";

fn world(sellers: u32, seed: u64) -> World {
    World::new(WorldSpec {
        sellers,
        seed,
        ..WorldSpec::default()
    })
}

/// Where a name leads: the alias, or the addresses.
fn records(zone: &Zone) -> BTreeMap<String, Vec<String>> {
    let mut records: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in zone.iter() {
        let led = match entry.data {
            Data::A(address) => address.to_string(),
            Data::Cname(name) => name.to_string(),
            _ => continue,
        };
        records.entry(entry.name.to_owned()).or_default().push(led);
    }
    records
}

/// What the zone has for a host or, where that has nothing, for its `www.`.
fn led(records: &BTreeMap<String, Vec<String>>, host: &str) -> Option<Vec<String>> {
    records
        .get(host)
        .or_else(|| records.get(&format!("www.{host}")))
        .cloned()
}

fn own(web: &Web<'_>) -> Vec<WebTruth> {
    web.signs()
        .filter(|truth| !truth.host.is_under("converty.shop"))
        .collect()
}

fn title(html: &str) -> String {
    let (_, rest) = html.split_once("<title>").unwrap();
    rest.split_once("</title>").unwrap().0.to_owned()
}

/// So many in a thousand.
fn share<'t>(of: impl IntoIterator<Item = &'t WebTruth>, holds: impl Fn(&WebTruth) -> bool) -> usize {
    let (mut all, mut some) = (0, 0);
    for truth in of {
        all += 1;
        some += usize::from(holds(truth));
    }
    some * 1000 / all
}

#[test]
fn a_world_has_one_web() {
    let (world, other) = (world(2_000, 7), world(2_000, 8));
    let rates = WebRates::default();
    let (web, again) = (world.web(rates), world.web(rates));
    assert!(web.signs().eq(again.signs()));
    for when in [When::Before, When::Now] {
        assert_eq!(web.zone(when), again.zone(when));
    }
    assert!(!web.signs().eq(other.web(rates).signs()));
    assert_ne!(web.zone(When::Before), web.zone(When::Now));
}

#[test]
fn every_host_of_every_seller_is_told_once() {
    let world = world(3_000, 7);
    let web = world.web(WebRates::default());
    let hosts: Vec<String> = web.signs().map(|truth| truth.host.to_string()).collect();
    let distinct: BTreeSet<&String> = hosts.iter().collect();
    assert_eq!(distinct.len(), hosts.len());
    assert!(hosts.iter().all(|host| !host.starts_with("www.")));
    let told: BTreeSet<String> = web.signs().map(|truth| truth.slug).collect();
    for truth in world.truth() {
        assert_ne!(told.contains(&truth.slug), truth.unscannable, "{}", truth.slug);
    }
}

#[test]
fn the_rates_are_what_they_say() {
    let world = world(21_764, 7);
    let rates = WebRates::default();
    let web = world.web(rates);
    let active: HashMap<String, SellerTruth> =
        world.truth().map(|truth| (truth.slug.clone(), truth)).collect();
    let (active, quiet): (Vec<WebTruth>, Vec<WebTruth>) = own(&web)
        .into_iter()
        .partition(|truth| active[&truth.slug].is_active());
    let near = |found: usize, stated: u16, room: usize| {
        let stated = usize::from(stated);
        assert!(
            found.abs_diff(stated) <= room,
            "{found} per mille, stated {stated}"
        );
    };
    near(share(&quiet, |t| !t.resolves), rates.dead_quiet, 20);
    near(share(&active, |t| !t.resolves), rates.dead_active, 12);
    let standing = |truths: &[WebTruth]| -> Vec<WebTruth> {
        truths
            .iter()
            .filter(|t| t.resolves && !t.parked)
            .cloned()
            .collect()
    };
    let alive = quiet.iter().filter(|t| t.resolves).collect::<Vec<_>>();
    near(share(alive, |t| t.parked), rates.parked_quiet, 12);
    assert!(active.iter().all(|t| !t.parked));
    let (quiet, active) = (standing(&quiet), standing(&active));
    near(share(&quiet, |t| t.moved_to.is_some()), rates.moved_quiet, 12);
    near(share(&active, |t| t.moved_to.is_some()), rates.moved_active, 25);
    near(share(&quiet, |t| !t.shop_open), rates.closed_quiet, 30);
    near(share(&active, |t| !t.shop_open), rates.closed_active, 45);
    let pixel = |truths: &[WebTruth]| share(truths.iter().filter(|t| t.shop_open), |t| t.pixel);
    near(pixel(&quiet), rates.pixel_quiet, 30);
    near(pixel(&active), rates.pixel_active, 50);
}

/// So that two rates can be compared: what differs is theirs, not chance's.
#[test]
fn a_rate_changes_what_it_says_and_keeps_whom_a_smaller_one_chose() {
    let world = world(5_000, 7);
    let few = WebRates::default();
    let many = WebRates {
        dead_quiet: few.dead_quiet * 2,
        ..few
    };
    let (few, many) = (own(&world.web(few)), own(&world.web(many)));
    let mut more = 0;
    for (few, many) in few.iter().zip(&many) {
        if many.resolves {
            assert_eq!(few, many);
        }
        more += usize::from(few.resolves && !many.resolves);
    }
    assert!(more > 50, "{more}");
}

#[test]
fn the_zone_says_what_the_truth_says() {
    let world = world(8_000, 7);
    let web = world.web(WebRates::default());
    let (before, now) = (records(&web.zone(When::Before)), records(&web.zone(When::Now)));
    let (mut hidden, mut www_only, mut rivals) = (0, 0, BTreeMap::new());
    for truth in own(&web) {
        let host = truth.host.as_str();
        assert_eq!(led(&now, host).is_some(), truth.resolves, "{host}");
        if let Some(rival) = truth.moved_to {
            *rivals.entry(rival).or_insert(0) += 1;
            assert_eq!(led(&before, host).unwrap(), [CONVERTY], "{host}");
            let expected = match rival {
                "shopify" => "23.227.38.65",
                "youcan" => "youcan.shop",
                "lightfunnels" => "shop.mylightfunnels.com",
                "woocommerce" => "185.199.220.",
                other => panic!("{other}"),
            };
            assert!(led(&now, host).unwrap()[0].starts_with(expected), "{host}");
            continue;
        }
        // Whoever did not move stands where it stood.
        for name in [host.to_owned(), format!("www.{host}")] {
            assert_eq!(before.get(&name), now.get(&name), "{name}");
        }
        hidden += usize::from(led(&now, host).is_some_and(|led| led[0].starts_with("104.21.")));
        www_only += usize::from(truth.resolves && !now.contains_key(host));
    }
    assert_eq!(rivals.len(), 4, "{rivals:?}");
    assert!(
        hidden > 50 && www_only > 5,
        "{hidden} hidden, {www_only} with a www. alone"
    );
    assert_eq!(now["*.converty.shop"], [CONVERTY]);
}

#[test]
fn pages_say_what_the_truth_says() {
    let world = world(3_000, 7);
    let web = world.web(WebRates::default());
    let sites = web.sites();
    let titles: BTreeMap<&str, String> = pages::all()
        .map(|(id, page)| (id, title(std::str::from_utf8(&page.body).unwrap())))
        .collect();
    for truth in web.signs() {
        let host = truth.host.as_str();
        let asked = sites
            .answer(host, "/")
            .or_else(|| sites.answer(&format!("www.{host}"), "/"));
        assert_eq!(asked.is_some(), truth.resolves, "{host}");
        let Some(answer) = asked else { continue };
        let html = String::from_utf8(answer.body.to_vec()).unwrap();
        assert_eq!(answer.status, 200, "{host}");
        assert_eq!(html.contains("fbq('init', '999"), truth.pixel, "{host}");
        let shows = |names: &[&str]| names.iter().any(|name| titles[name] == title(&html));
        assert_eq!(shows(&["parked"]), truth.parked, "{host}");
        let closed = shows(&["closed", "password", "plain"]);
        assert_eq!(closed, !truth.shop_open && !truth.parked, "{host}");
        let platform = truth.moved_to.unwrap_or("converty");
        assert_eq!(shows(&[platform]), truth.shop_open, "{host}");
    }
    assert!(sites.answer("nobody.tn", "/").is_none());
    let moved = web
        .signs()
        .find(|truth| truth.moved_to.is_some() && truth.shop_open)
        .unwrap();
    let page = |when| web.sites_at(when).answer(moved.host.as_str(), "/").unwrap().body;
    assert_ne!(page(When::Before), page(When::Now));
}

#[test]
fn www_leads_to_the_host_where_both_stand() {
    let world = world(500, 7);
    let web = world.web(WebRates::default());
    let zone = records(&web.zone(When::Now));
    let sites = web.sites();
    let own = own(&web);
    let both = own
        .iter()
        .find(|t| t.resolves && !t.parked && zone.contains_key(t.host.as_str()));
    let host = both.unwrap().host.as_str();
    let answer = sites.answer(&format!("www.{host}"), "/product/x?y=1").unwrap();
    let to = (String::from("location"), format!("https://{host}/product/x?y=1"));
    assert_eq!((answer.status, answer.headers), (301, vec![to]));
}

#[test]
fn what_is_advertised_is_there() {
    let world = world(5_000, 7);
    let rates = WebRates {
        dead_active: 0,
        ..WebRates::default()
    };
    let web = world.web(rates);
    let active: BTreeSet<String> = world
        .truth()
        .filter(SellerTruth::is_active)
        .map(|truth| truth.slug)
        .collect();
    let first: HashMap<String, WebTruth> = web.signs().map(|truth| (truth.slug.clone(), truth)).collect();
    assert!(
        active
            .iter()
            .all(|slug| first[slug].resolves && !first[slug].parked)
    );

    // Every link of every ad to a shop elsewhere, or to a short link.
    let mut scan = Vec::new();
    world.write_scan_jsonl(&mut scan).unwrap();
    let scan = String::from_utf8(scan).unwrap();
    let (zone, sites) = (records(&web.zone(When::Now)), web.sites());
    let links = |start: &'static str| {
        scan.split(start)
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
    };
    let (mut elsewhere, mut short) = (0, 0);
    for link in links("\"link_url\":\"https://") {
        let (host, path) = link.split_at(link.find(['/', '?']).unwrap_or(link.len()));
        if host.ends_with("-officiel.com") {
            elsewhere += 1;
            assert!(zone[host][0].starts_with("185.199.220."), "{host}");
            assert_eq!(sites.answer(host, path).unwrap().status, 200);
        }
        if host == "bit.ly" {
            short += 1;
            let answer = sites.answer(host, path).unwrap();
            assert_eq!((answer.status, answer.headers[0].0.as_str()), (301, "location"));
        }
    }
    assert!(
        elsewhere > 20 && short >= 3,
        "{elsewhere} links elsewhere, {short} short ones"
    );
    assert!(zone.contains_key("bit.ly") && sites.answer("bit.ly", "/nobody").unwrap().status == 404);
}

#[test]
fn probing_shops_elsewhere_teaches_their_platform() {
    let world = world(21_764, 7);
    let web = world.web(WebRates::default());
    let mut kinds: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for (_, platform) in web.elsewhere() {
        *kinds.entry(platform).or_default() += 1;
    }
    let known: Vec<Option<&str>> = kinds.keys().copied().collect();
    assert_eq!(
        known,
        [None, Some("prestashop"), Some("tiktak"), Some("woocommerce")],
        "{kinds:?}"
    );

    let mut leads = BTreeMap::new();
    for (link, target) in web.short_links() {
        assert!(
            link.starts_with("bit.ly/") && target.starts_with("https://"),
            "{link}"
        );
        let kind = match target {
            _ if target.contains("wa.me") => "whatsapp",
            _ if target.contains("-officiel.com") => "elsewhere",
            _ => "own",
        };
        *leads.entry(kind).or_insert(0) += 1;
    }
    assert_eq!(leads.len(), 3, "{leads:?}");
}
