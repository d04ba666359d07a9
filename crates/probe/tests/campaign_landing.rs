//! Campaigns that fetch pages: which places, with which marks, and never twice.
#![allow(clippy::disallowed_methods, reason = "loopback only")]

use crate::support;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use compact_str::CompactString;
use database::Database;
use model::observation::{Facts, LandingFacts, Observation, Observed, Place, UndecidedReason};
use probe::{Dns, Guard, Landing, LandingSettings, Targets, mark_again};
use sandbox::dns::DnsSpec;
use sandbox::web::{Answer, Counts, Site, pages, serve_counting};
use support::bench::Bench;
use support::{dns, host, patient, resolver, zone};
use tokio::net::TcpListener;

const ZONE: &str = "
$TTL 7200
shop.tn     IN A 34.155.58.152
inside.tn   IN A 10.0.0.7
a.converty.shop IN A 34.155.58.152
bit.ly      IN A 67.199.248.10
";

/// A DNS, a web behind it, and the client that looks there.
struct World {
    dns: Dns,
    landing: Landing,
    asked: Arc<Counts>,
}

async fn world(sites: impl IntoIterator<Item = (&'static str, Site)>) -> World {
    let server = resolver(zone(ZONE), DnsSpec::default()).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let settings = LandingSettings {
        via: Some(listener.local_addr().unwrap()),
        ..LandingSettings::default()
    };
    let sites: HashMap<CompactString, Site> = sites
        .into_iter()
        .map(|(host, site)| (host.into(), site))
        .collect();
    let asked = Arc::<Counts>::default();
    let serving = serve_counting(
        listener,
        Arc::new(sites),
        Arc::clone(&asked),
        std::future::pending::<()>(),
    );
    tokio::spawn(serving);
    let dns = dns(&patient(&[&server]));
    let landing = Landing::open(&settings, dns.clone(), Guard::new()).unwrap();
    World { dns, landing, asked }
}

fn youcan() -> Site {
    pages::page("youcan").unwrap().into()
}

fn bitly() -> Site {
    let target = Answer::redirect(301, "https://shop.tn/products/x");
    Site {
        answer: Answer::default(),
        paths: HashMap::from([("/3xYz".to_owned(), target)]),
    }
}

fn places(texts: &[&str]) -> Targets {
    let place = |text: &&str| Place::try_from(CompactString::from(*text)).unwrap();
    Targets {
        places: texts.iter().map(place).collect(),
    }
}

fn landing_of<'o>(known: &'o [Observation], place: &str) -> &'o LandingFacts {
    known
        .iter()
        .filter(|known| known.place.as_str() == place)
        .find_map(|known| match &known.facts {
            Facts::Landing(facts) => Some(facts),
            Facts::Dns(_) => None,
        })
        .unwrap()
}

#[tokio::test]
async fn pages_of_hosts_that_lead_somewhere_are_fetched_and_marked() {
    let world = world([("shop.tn", youcan()), ("bit.ly", bitly())]).await;
    let bench = Bench::new();
    let targets = places(&["bit.ly/3xYz", "gone.tn", "shop.tn"]);
    let outcome = bench.fetch(&world.dns, &world.landing, targets.clone()).await;
    assert_eq!((outcome.answered, outcome.nowhere, outcome.changed), (4, 1, 4));
    assert!(outcome.undecided.is_empty(), "{outcome:?}");
    // Two hosts, and three pages at most; then it is known that one leads nowhere.
    assert_eq!(*bench.diary.planned.lock().unwrap(), [(5, 0), (4, 0)]);

    let known = bench.observations();
    let page = landing_of(&known, "shop.tn");
    assert!(
        page.marks.iter().any(|mark| mark.platform == "youcan"),
        "{page:?}"
    );
    assert_eq!(page.looked_for, bench.catalogue.marks_digest());
    assert_eq!(landing_of(&known, "bit.ly/3xYz").last_host, "shop.tn");
    let kept = bench.database.page_of(&Place::of_host(&host("shop.tn"))).unwrap();
    assert!(kept.unwrap().html.contains("youcan"));

    let asked = world.asked.requests();
    let outcome = bench.fetch(&world.dns, &world.landing, targets).await;
    assert_eq!((outcome.fresh, outcome.answered), (4, 0));
    assert_eq!(world.asked.requests(), asked);
}

#[tokio::test]
async fn a_page_that_is_due_is_fetched_by_the_stored_address() {
    let world = world([("shop.tn", youcan())]).await;
    let bench = Bench::new();
    bench.run(&world.dns, places(&["shop.tn"])).await;
    let outcome = bench
        .fetch(&world.dns, &world.landing, places(&["shop.tn"]))
        .await;
    assert_eq!((outcome.fresh, outcome.answered), (1, 1));
    assert_eq!(bench.observations().len(), 2);
}

#[tokio::test]
async fn what_cannot_be_fetched_is_undecided() {
    let world = world([]).await;
    let bench = Bench::new();
    let outcome = bench
        .fetch(&world.dns, &world.landing, places(&["inside.tn"]))
        .await;
    assert_eq!(outcome.answered, 1);
    assert_eq!(outcome.undecided.get(&UndecidedReason::Forbidden), Some(&1));
    assert_eq!(world.asked.requests(), 0);
    assert_eq!(bench.undecided().len(), 1);
    assert_eq!(bench.observations().len(), 1);
}

#[tokio::test]
async fn new_marks_are_found_on_kept_pages() {
    let world = world([("shop.tn", youcan())]).await;
    let bench = Bench::new();
    bench
        .fetch(&world.dns, &world.landing, places(&["shop.tn"]))
        .await;
    let before = bench.observations();
    // As if it had been looked at under an older catalogue, that knew no mark.
    let place = Place::of_host(&host("shop.tn"));
    let mut facts = landing_of(&before, "shop.tn").clone();
    facts.marks.clear();
    facts.looked_for ^= 1;
    let at = bench.clock.now();
    let counts_for = i64::try_from(Duration::from_hours(24).as_millis()).unwrap();
    let until = model::Timestamp::clamped(at.as_millis() + counts_for);
    let page = bench.database.page_of(&place).unwrap();
    let observed = Observed {
        place,
        facts: Facts::Landing(facts),
        at,
        until,
        page,
    };
    bench.database.put_observed(&[observed]).unwrap();

    assert_eq!(mark_again(&bench.database, &bench.catalogue).unwrap(), 1);
    assert_eq!(mark_again(&bench.database, &bench.catalogue).unwrap(), 0);
    let after = bench.observations();
    let latest = after.last().unwrap();
    assert_eq!((latest.last_seen, latest.until), (at, until));
    let Facts::Landing(facts) = &latest.facts else {
        panic!("{latest:?}")
    };
    assert_eq!(facts.marks, landing_of(&before, "shop.tn").marks);
    assert!(bench.database.page_of(&latest.place).unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_that_says_where_it_stands_is_not_asked_for_its_page_unless_every_page_is_wanted() {
    let world = world([("a.converty.shop", youcan()), ("shop.tn", youcan())]).await;
    let mut bench = Bench::new();
    let targets = || places(&["a.converty.shop", "shop.tn"]);
    let outcome = bench.fetch(&world.dns, &world.landing, targets()).await;
    assert_eq!(
        (outcome.answered, world.asked.requests()),
        (3, 1),
        "two names, one page"
    );
    bench.every_page = true;
    let outcome = bench.fetch(&world.dns, &world.landing, targets()).await;
    assert_eq!(
        (outcome.answered, world.asked.requests_of("a.converty.shop")),
        (1, 1)
    );
}
