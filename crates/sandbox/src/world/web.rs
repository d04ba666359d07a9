//! The web of a made world: what the DNS and landing pages say of its sellers' hosts and of where its ads lead.
//!
//! Drawn from streams of its own: sellers and ads are the same with it and without it.

mod fate;
mod fronts;
mod leads;
mod rates;
mod sites;
mod zone;

use std::collections::HashSet;

use compact_str::CompactString;
use model::{Host, Seller};

use crate::dns::Zone;
use crate::world::World;
use crate::world::profile::{Domains, Profile};
use crate::world::rng::Rng;
use crate::world::web::fate::{Fate, Stand};
use crate::world::web::leads::Leads;

pub use rates::WebRates;
pub use sites::WebSites;

/// At which of two moments the web is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Before some shops moved to rivals.
    Before,
    /// After.
    Now,
}

/// The web of a world.
#[derive(Debug, Clone)]
pub struct Web<'w> {
    world: &'w World,
    /// Sellers' hosts, in the base's order, each once.
    hosts: Vec<Seen>,
    leads: Leads,
}

/// A seller's host, and what is true of it.
#[derive(Debug, Clone)]
struct Seen {
    slug: String,
    /// Without `www.`.
    host: Host,
    /// Not under the platform's suffixes.
    own: bool,
    fate: Fate,
}

/// What is true of one host of a seller, now.
#[expect(clippy::struct_excessive_bools, reason = "each is true by itself")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebTruth {
    /// The seller's id.
    pub slug: String,
    /// The host, without `www.`.
    pub host: Host,
    /// Whether it or its `www.` has an address.
    pub resolves: bool,
    /// Whether it waits to be sold; it resolves then.
    pub parked: bool,
    /// The platform that it left Converty for.
    pub moved_to: Option<&'static str>,
    /// Whether an open shop answers.
    pub shop_open: bool,
    /// Whether that shop loads the Meta pixel.
    pub pixel: bool,
}

impl World {
    /// Its web at these rates: the same for the same world and rates. Every ad is looked at once.
    pub fn web(&self, rates: WebRates) -> Web<'_> {
        let leads = Leads::of(self);
        let mut taken = HashSet::new();
        let mut hosts = Vec::with_capacity(self.profiles.len());
        for profile in &self.profiles {
            for host in hosts_of(profile) {
                if !taken.insert(host.clone()) {
                    continue;
                }
                let own = !["converty.shop", "converty.site"]
                    .into_iter()
                    .any(|suffix| host.is_under(suffix));
                let advertised = leads.advertised.contains(&host);
                let rng = Rng::new(self.spec.seed, &[6, number_of(host.as_str())]);
                let fate = if own {
                    Fate::of_own(rng, &rates, advertised)
                } else {
                    Fate::of_platform(rng, &rates, advertised)
                };
                let slug = profile.slug.clone();
                hosts.push(Seen {
                    slug,
                    host,
                    own,
                    fate,
                });
            }
        }
        Web {
            world: self,
            hosts,
            leads,
        }
    }
}

impl Web<'_> {
    /// All names: the platform's suffixes, sellers' own domains, shops elsewhere that ads lead to, rivals' hosted names
    /// and the host of short links.
    pub fn zone(&self, when: When) -> Zone {
        zone::zone(self, when)
    }

    /// What answers behind these names now.
    pub fn sites(&self) -> WebSites {
        self.sites_at(When::Now)
    }

    /// What answers behind these names at a moment.
    pub fn sites_at(&self, when: When) -> WebSites {
        WebSites::new(self, when)
    }

    /// The truth about each seller's hosts, in the base's order.
    pub fn signs(&self) -> impl Iterator<Item = WebTruth> {
        self.hosts.iter().map(|seen| WebTruth {
            slug: seen.slug.clone(),
            host: seen.host.clone(),
            resolves: !matches!(seen.fate.stand, Stand::Gone | Stand::Bare),
            parked: seen.fate.stand == Stand::Parked,
            moved_to: match seen.fate.stand {
                Stand::Moved(rival) => Some(rival.id()),
                _ => None,
            },
            shop_open: seen.fate.open,
            pixel: seen.fate.pixel,
        })
    }

    /// Hosts of shops that are on no list and that ads lead to, sorted, with the platform that their pages tell;
    /// `None` where a page tells none.
    pub fn elsewhere(&self) -> impl Iterator<Item = (&str, Option<&'static str>)> {
        let shop = |host: &CompactString| sites::platform_elsewhere(host);
        self.leads
            .elsewhere
            .iter()
            .map(move |host| (host.as_str(), shop(host)))
    }

    /// Short links that ads lead to (`bit.ly/3xYzAb1`) and where these lead, sorted.
    pub fn short_links(&self) -> impl Iterator<Item = (String, &str)> {
        let link = |path: &String| format!("{}{path}", leads::SHORTENER);
        self.leads
            .short
            .iter()
            .map(move |(path, target)| (link(path), target.as_str()))
    }

    /// The world whose web it is.
    pub const fn world(&self) -> &World {
        self.world
    }
}

/// A seller's hosts without `www.`.
fn hosts_of(profile: &Profile) -> Vec<Host> {
    let given: &[String] = match &profile.domains {
        Domains::One(domain) => std::slice::from_ref(domain),
        Domains::Several(domains) => domains,
        Domains::None => &[],
    };
    let seller = Seller::new(&profile.slug, given);
    seller.hosts().map(Host::without_www).collect()
}

/// A number that stands for a host, the same on every machine.
fn number_of(host: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(host.as_bytes())
}
