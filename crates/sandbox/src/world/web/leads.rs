//! Where the world's ads lead, as far as the web must answer there: sellers' hosts, shops elsewhere, short links.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use compact_str::CompactString;
use model::Host;

use crate::world::World;
use crate::world::ads::{Plan, Search};
use crate::world::destinations::{Place, elsewhere};
use crate::world::page;
use crate::world::profile::Profile;
use crate::world::rng::Rng;

/// The host of short links.
pub(super) const SHORTENER: &str = "bit.ly";

/// Where ads lead.
#[derive(Debug, Clone, Default)]
pub(super) struct Leads {
    /// Sellers' hosts that an ad leads to, without `www.`.
    pub(super) advertised: HashSet<Host>,
    /// Hosts of shops that are on no list.
    pub(super) elsewhere: BTreeSet<CompactString>,
    /// Targets of short links, by path: `/3xYzAb1`.
    pub(super) short: BTreeMap<String, String>,
}

impl Leads {
    /// Looks at every ad of the world.
    pub(super) fn of(world: &World) -> Self {
        let mut leads = Self::default();
        for (seller, profile) in world.profiles.iter().enumerate() {
            for number in 0..profile.ads {
                let plan = Plan::new(world, seller, profile, number);
                match plan.place {
                    Place::OwnShop | Place::OtherShop => leads.advertise(plan.shop),
                    Place::Elsewhere => leads.add_elsewhere(profile),
                    Place::Shortener => leads.add_short(world, seller, profile, plan),
                    _ => {}
                }
            }
        }
        leads
    }

    fn advertise(&mut self, host: &str) {
        self.advertised
            .extend(Host::parse(host).ok().map(|host| host.without_www()));
    }

    fn add_elsewhere(&mut self, profile: &Profile) {
        self.elsewhere.insert(elsewhere(&profile.name).into());
    }

    /// The ad is made to learn its link; what is behind it is drawn from a stream of its own.
    fn add_short(&mut self, world: &World, seller: usize, profile: &Profile, plan: Plan<'_>) {
        let Some((path, number)) = link_of(world, seller, profile, plan) else {
            return;
        };
        let mut rng = Rng::new(world.spec.seed, &[7, number]);
        let target = match (rng.below(10), &profile.host) {
            (0..6, Some(host)) => {
                self.advertise(host.as_str());
                format!("https://{host}/product/{}", rng.pick(&PRODUCTS))
            }
            (0..8, _) => {
                self.add_elsewhere(profile);
                format!(
                    "https://{}/product/{}/",
                    elsewhere(&profile.name),
                    rng.pick(&PRODUCTS)
                )
            }
            _ => "https://wa.me/message/MADEUPSHORTLINK".to_owned(),
        };
        self.short.insert(path, target);
    }
}

/// Last parts of products' addresses.
const PRODUCTS: [&str; 4] = [
    "lampe-chevet-tactile",
    "robe-longue-brodee",
    "mtr-ysmyn",
    "organisateur-tiroir",
];

/// The path of the ad's short link, and a number that no other link has.
fn link_of(world: &World, seller: usize, profile: &Profile, plan: Plan<'_>) -> Option<(String, u64)> {
    let pages = page::pages(world, seller, profile);
    let page = pages.get(plan.page)?;
    let search = Search {
        url: "",
        items: 1,
        first_page: 1,
    };
    let link = plan.item(world, profile, page, search, 0).snapshot.link_url?;
    let path = link.strip_prefix("https://")?.strip_prefix(SHORTENER)?.to_owned();
    let number = xxhash_rust::xxh3::xxh3_64(path.as_bytes());
    Some((path, number))
}
