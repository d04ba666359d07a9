//! What was observed of a made world's hosts comes back as the signs that are true of them.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;

use crate::life::probe::front;
use classification::Catalogue;
use database::{Database, Sqlite};
use model::observation::{DnsAnswer, DnsFacts, Facts, Observed, Place};
use model::{Host, Seller, Timestamp};
use planner::{HostFacts, Signs};
use sandbox::dns::{Data, Zone};
use sandbox::world::{StoreDomain, WebRates, WebTruth, When, World, WorldSpec};

fn world() -> World {
    World::new(WorldSpec {
        sellers: 3_000,
        seed: 7,
        ..WorldSpec::default()
    })
}

fn seen_at() -> Timestamp {
    Timestamp::parse("2026-11-10").unwrap()
}

fn database(world: &World, folder: &std::path::Path) -> Sqlite {
    let sellers: Vec<Seller> = world
        .stores()
        .map(|store| match store.domain {
            StoreDomain::None => Seller::new(&store.slug, [""; 0]),
            StoreDomain::One(domain) => Seller::new(&store.slug, [domain]),
            StoreDomain::Several(domains) => Seller::new(&store.slug, domains),
        })
        .collect();
    let database = Sqlite::open(&folder.join("test.db")).unwrap();
    database.upsert_sellers(&sellers).unwrap();
    database
}

/// Answers as a resolver of this zone would.
struct Names<'z>(BTreeMap<&'z str, Vec<&'z Data>>);

impl<'z> Names<'z> {
    fn new(zone: &'z Zone) -> Self {
        let mut names: BTreeMap<&str, Vec<&Data>> = BTreeMap::new();
        for entry in zone.iter() {
            names.entry(entry.name).or_default().push(entry.data);
        }
        Self(names)
    }

    fn records(&self, name: &str) -> Option<&[&'z Data]> {
        let wildcard = || {
            let (_, above) = name.split_once('.')?;
            self.0.get(format!("*.{above}").as_str())
        };
        self.0.get(name).or_else(wildcard).map(Vec::as_slice)
    }

    fn look(&self, name: &str) -> DnsFacts {
        let (mut name, mut addresses, mut aliases) = (name.to_owned(), Vec::new(), Vec::new());
        let mut there = self.records(&name);
        for _ in 0..5 {
            let mut alias = None;
            for record in there.unwrap_or_default() {
                match record {
                    Data::A(address) => addresses.push(IpAddr::V4(*address)),
                    Data::Cname(target) => alias = Some(target.clone()),
                    _ => {}
                }
            }
            let Some(target) = alias else { break };
            name = target.to_string();
            there = self.records(&name);
            aliases.push(target);
        }
        addresses.sort_unstable();
        DnsFacts {
            answer: match (there, addresses.is_empty()) {
                (_, false) => DnsAnswer::Resolves,
                (Some(_), true) => DnsAnswer::NoAddress,
                (None, true) => DnsAnswer::NoSuchName,
            },
            addresses,
            aliases,
            name_servers: Vec::new(),
        }
    }
}

fn observed(host: &Host, facts: Facts) -> Observed {
    Observed {
        place: Place::of_host(host),
        facts,
        at: seen_at(),
        until: seen_at(),
        page: None,
    }
}

#[test]
fn signs_are_what_is_true() {
    let folder = tempfile::tempdir().unwrap();
    let (world, catalogue) = (world(), Catalogue::builtin().unwrap());
    let database = database(&world, folder.path());
    let web = world.web(WebRates::default());
    let zone = web.zone(When::Now);
    let names = Names::new(&zone);
    let truths: HashMap<Host, WebTruth> = web.signs().map(|truth| (truth.host.clone(), truth)).collect();

    let unseen = discovery::known(&database, &catalogue, &[]).unwrap();
    assert!(unseen.hosts.iter().all(|facts| facts.signs == Signs::default()));

    let mut all = Vec::new();
    for truth in truths.values() {
        let www = Host::parse(&format!("www.{}", truth.host)).unwrap();
        for host in [&truth.host, &www] {
            all.push(observed(host, Facts::Dns(names.look(host.as_str()))));
        }
        if truth.resolves {
            all.push(observed(&www, Facts::Landing(front(truth))));
        }
    }
    // A short link on a seller's host, if there ever is one, says nothing of the host.
    let linked = Place::of_link(&truths.values().find(|truth| truth.resolves).unwrap().host, "/x");
    all.push(Observed {
        place: linked,
        ..observed(&Host::parse("a.tn").unwrap(), Facts::Dns(names.look("nobody.tn")))
    });
    database.put_observed(&all).unwrap();

    let known = discovery::known(&database, &catalogue, &[]).unwrap();
    let mut told = BTreeMap::new();
    for HostFacts { host, signs, .. } in &known.hosts {
        let truth = &truths[host];
        assert_eq!(signs.resolves, Some((truth.resolves, seen_at())), "{host}");
        assert_eq!(signs.parked, truth.resolves.then_some(truth.parked), "{host}");
        assert_eq!(signs.shop, truth.resolves.then_some(truth.shop_open), "{host}");
        assert_eq!(signs.pixel, truth.resolves.then_some(truth.pixel), "{host}");
        assert!(
            signs.away.is_none_or(|away| away == truth.moved_to.is_some()),
            "{host}: {signs:?} of {truth:?}"
        );
        assert!(truth.moved_to.is_none() || signs.away == Some(true), "{host}");
        assert_eq!(
            signs.lead_nowhere(seen_at()),
            !truth.resolves || truth.parked,
            "{host}"
        );
        *told.entry(signs.away).or_insert(0) += 1;
    }
    assert_eq!(told.len(), 3, "moved, on Converty, hidden or nowhere: {told:?}");
}
