//! Sellers, a library of ads to ask, and the truth about both.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::BufReader;
use std::sync::Arc;
use std::time::Duration;

use ad_library::{Item, parse_item};
use classification::{Catalogue, Engine, links_of};
use model::{Host, Seller, Timestamp};
use planner::{HostFacts, Known, Options};
use sandbox::library::{AdRef, Library, Made, Recorded};
use sandbox::world::{World, WorldSpec};

/// An ad's seller: the one on whose domain its deciding link is.
#[derive(Debug, Clone)]
pub struct Owner {
    pub slug: String,
    pub host: Host,
    /// When the ad began, as Meta dates it.
    pub began: Option<Timestamp>,
}

pub struct Scene {
    pub title: String,
    pub library: Box<dyn Library>,
    pub sellers: Vec<Seller>,
    /// By ad; `None` where its deciding link is on nobody's domain.
    owners: HashMap<AdRef, Option<Owner>>,
    /// Sellers who have at least one ad anywhere in the library.
    pub active: BTreeSet<String>,
    /// The world that it was made from.
    pub world: Option<World>,
}

impl Scene {
    pub fn recorded(sellers: &str, recorded: &str) -> Self {
        let sellers = read_sellers(&std::fs::read(sellers).expect("--sellers: a file"));
        let file = File::open(recorded).expect("--recorded: a file");
        let library = Recorded::read(BufReader::new(file)).expect("--recorded: a recorded scan");
        let ads = library.ads();
        let title = format!("recorded scan, {} sellers, {ads} ads", sellers.len());
        Self::new(title, Box::new(library), ads, sellers)
    }

    pub fn made(sellers: u32, seed: u64) -> Self {
        let world = World::new(WorldSpec {
            sellers,
            seed,
            ..WorldSpec::default()
        });
        let mut stores = Vec::new();
        world.write_stores_json(&mut stores).expect("writing to memory");
        let library = Made::new(&world);
        let ads = library.ads();
        let title = format!("made world, {sellers} sellers, seed {seed}, {ads} ads");
        let scene = Self::new(title, Box::new(library), ads, read_sellers(&stores));
        Self {
            world: Some(world),
            ..scene
        }
    }

    fn new(title: String, library: Box<dyn Library>, ads: usize, sellers: Vec<Seller>) -> Self {
        let catalogue = Catalogue::builtin().expect("the catalogue of the repository");
        let mut engine = Engine::builder(Arc::new(catalogue));
        for seller in &sellers {
            for host in seller.hosts() {
                engine = engine.seller(&seller.slug, host);
            }
        }
        let engine = engine.build();
        let refs = (0..u32::try_from(ads).unwrap()).map(AdRef);
        let owners: HashMap<AdRef, Option<Owner>> = refs
            .map(|ad| (ad, owner(&engine, &library.item(ad, "", 1, 1))))
            .collect();
        let active = owners
            .values()
            .flatten()
            .map(|owner| owner.slug.clone())
            .collect();
        Self {
            title,
            library,
            sellers,
            owners,
            active,
            world: None,
        }
    }

    pub fn owner(&self, ad: AdRef) -> Option<&Owner> {
        self.owners.get(&ad)?.as_ref()
    }

    /// Ads per seller's host, for the truth about scores.
    pub fn ads_by_host(&self) -> BTreeMap<Host, u64> {
        let mut ads = BTreeMap::new();
        for owner in self.owners.values().flatten() {
            let above = owner.host.suffixes().map(Host::parse).filter_map(Result::ok);
            for host in above {
                *ads.entry(host).or_default() += 1;
            }
        }
        ads
    }

    /// When the youngest ad of each host that leads to a seller began.
    pub fn began_by_host(&self) -> BTreeMap<Host, Timestamp> {
        let mut began: BTreeMap<Host, Timestamp> = BTreeMap::new();
        for owner in self.owners.values().flatten() {
            let Some(at) = owner.began else { continue };
            for host in owner.host.suffixes().map(Host::parse).filter_map(Result::ok) {
                let youngest = began.entry(host).or_insert(at);
                *youngest = at.max(*youngest);
            }
        }
        began
    }

    /// What is known before the first scan: the sellers' hosts, and nothing of their past.
    pub fn known(&self) -> Known {
        let facts = |seller: &Seller| -> Vec<HostFacts> {
            let hosts: Vec<Host> = seller.hosts().cloned().collect();
            let of_seller = u32::try_from(hosts.len()).unwrap();
            let slug = seller.slug.clone();
            let fact = |host| HostFacts {
                slug: slug.clone(),
                host,
                of_seller,
                covered: None,
                asked: None,
                ads: 0,
                last_ad: None,
                signs: planner::Signs::default(),
                chance: None,
            };
            hosts.into_iter().map(fact).collect()
        };
        Known {
            hosts: self.sellers.iter().flat_map(facts).collect(),
            ..Known::default()
        }
    }
}

pub fn options() -> Options {
    let suffixes = ["converty.shop", "converty.site"];
    Options {
        max_age: Some(Duration::from_hours(7 * 24)),
        sweeps: suffixes.map(|suffix| Host::parse(suffix).unwrap()).to_vec(),
        ..Options::new(Timestamp::parse("2026-01-15").unwrap())
    }
}

fn read_sellers(bytes: &[u8]) -> Vec<Seller> {
    let catalogue = Catalogue::builtin().expect("the catalogue of the repository");
    let refuse = |host: &Host| catalogue.refusal(host);
    sellers::read(bytes, &refuse).expect("a list of sellers").sellers
}

fn owner(engine: &Engine, item: &[u8]) -> Option<Owner> {
    let Item::Ad(ad) = parse_item(item) else {
        return None;
    };
    let verdict = engine.judge_links(links_of(&ad).into_iter(), ad.cta_type.as_deref());
    Some(Owner {
        slug: verdict.owner?.to_string(),
        host: verdict.host?.without_www(),
        began: ad.started,
    })
}
