//! Sellers: names, domains, and how they advertise.

use std::collections::HashSet;

use model::{Host, Seller};

use crate::world::destinations::Place;
use crate::world::names;
use crate::world::rng::Rng;

/// What the base holds as a seller's domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Domains {
    One(String),
    Several(Vec<String>),
    /// The seller has the shop `<slug>.converty.shop`.
    None,
}

/// A seller of the world.
#[derive(Debug, Clone)]
pub(super) struct Profile {
    pub(super) slug: String,
    /// Words joined by hyphens.
    pub(super) name: String,
    pub(super) domains: Domains,
    /// Where its shop is; `None` where no URL could carry what was given.
    pub(super) host: Option<Host>,
    /// How many ads its pages run; 0 for most.
    pub(super) ads: u64,
    /// How many pages run them.
    pub(super) pages: u64,
    pub(super) habit: Habit,
}

/// Where a seller's ads lead.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Habit {
    /// So many of a thousand lead to its Converty shop.
    pub(super) converty: u64,
    /// Most of the others lead here.
    pub(super) rival: Place,
}

/// How many ads those have who have any: weight, least, most. After the scans of December 2025.
pub(super) const AD_COUNTS: [(u64, (u64, u64)); 8] = [
    (110, (1, 1)),
    (110, (2, 2)),
    (140, (3, 3)),
    (95, (4, 5)),
    (210, (6, 9)),
    (150, (10, 14)),
    (140, (18, 38)),
    (45, (53, 140)),
];
const RIVALS: [(u64, Place); 8] = [
    (26, Place::WhatsApp),
    (18, Place::YouCan),
    (14, Place::Shopify),
    (14, Place::Elsewhere),
    (10, Place::LightFunnels),
    (8, Place::TikTak),
    (6, Place::EasyOrders),
    (4, Place::Marketplace),
];
/// What sellers gave as their domain, of a thousand.
const ADDRESSES: [(u64, Address); 4] = [
    (794, Address::Platform),
    (199, Address::Own),
    (1, Address::Arabic),
    (6, Address::Dirt),
];
/// Of a thousand: active on a domain of its own; active on `*.converty.shop`.
const ACTIVE_OWN: u64 = 115;
const ACTIVE_CONVERTY: u64 = 19;
/// Of a thousand active sellers on `*.converty.shop`, how many have a namesake whose host theirs ends with.
const NAMESAKES: u64 = 240;

/// All sellers, in the base's order.
pub(super) fn all(sellers: u32, seed: u64) -> Vec<Profile> {
    let mut taken = HashSet::new();
    let mut profiles: Vec<Profile> = (0..u64::from(sellers))
        .map(|index| {
            let mut rng = Rng::new(seed, &[1, index]);
            // Decided once: the names of one kind are taken more often than those of another.
            let address = rng.weighted(&ADDRESSES);
            let mut profile = named(&mut rng, address, 0);
            for attempt in 1.. {
                if taken.insert(profile.slug.clone()) {
                    break;
                }
                profile = named(&mut rng, address, attempt);
            }
            advertise(&mut rng, &mut profile);
            profile
        })
        .collect();
    name_alike(&mut profiles, seed, &mut taken);
    profiles
}

/// What a seller gave as its domain.
#[derive(Debug, Clone, Copy, Default)]
enum Address {
    /// Nothing, or what the platform gave it.
    #[default]
    Platform,
    Own,
    Arabic,
    /// No domain at all.
    Dirt,
}

/// A seller with its domains. Later attempts number the name, as the platform does with names that are taken.
fn named(rng: &mut Rng, address: Address, attempt: u32) -> Profile {
    let mut name = names::shop(rng);
    if attempt > 1 {
        name = format!("{name}-{attempt}");
    }
    let domain = match address {
        Address::Own => names::own_domain(rng, &name),
        Address::Arabic => names::arabic_domain(rng),
        Address::Dirt => {
            let given = names::no_domain(rng, &name);
            return profile(given.trim().to_owned(), name, Domains::One(given));
        }
        Address::Platform if rng.per_mille(10) => return profile(name.clone(), name, Domains::None),
        Address::Platform => {
            let domain = format!("{name}.converty.shop");
            return profile(name.clone(), name, Domains::One(domain));
        }
    };
    let slug = domain.replace('.', "-");
    let domains = match rng.below(100) {
        0..2 => Domains::One(names::untidy(rng, &domain)),
        2..4 => Domains::Several(vec![domain, format!("{slug}.converty.shop")]),
        _ => Domains::One(domain),
    };
    profile(slug, name, domains)
}

fn profile(slug: String, name: String, domains: Domains) -> Profile {
    let given: &[String] = match &domains {
        Domains::One(domain) => std::slice::from_ref(domain),
        Domains::Several(domains) => domains,
        Domains::None => &[],
    };
    let host = Seller::new(&slug, given).hosts().next().cloned();
    Profile {
        slug,
        name,
        domains,
        host,
        ads: 0,
        pages: 0,
        habit: Habit::default(),
    }
}

fn advertise(rng: &mut Rng, profile: &mut Profile) {
    let active = match &profile.host {
        None => 0,
        Some(host) if host.is_under("converty.shop") => ACTIVE_CONVERTY,
        Some(_) => ACTIVE_OWN,
    };
    if !rng.per_mille(active) {
        return;
    }
    let (least, most) = rng.weighted(&AD_COUNTS);
    profile.ads = rng.between(least, most);
    profile.pages = rng.weighted(&[(86, 1), (9, 2), (5, 3)]).min(profile.ads);
    profile.habit = Habit::draw(rng);
}

impl Habit {
    /// The habit of somebody who advertises.
    pub(super) fn draw(rng: &mut Rng) -> Self {
        Self {
            converty: match rng.below(100) {
                0..78 => 980,
                78..93 => rng.between(300, 900),
                _ => rng.between(0, 100),
            },
            rival: rng.weighted(&RIVALS),
        }
    }
}

/// Names some silent shops after the ending of an advertiser's name: a search for `gold-deco.converty.shop`
/// brings the ads of `dar-gold-deco.converty.shop` too, as real searches do.
fn name_alike(profiles: &mut [Profile], seed: u64, taken: &mut HashSet<String>) {
    let mut rng = Rng::new(seed, &[3]);
    for index in 0..profiles.len() {
        let Some(advertiser) = profiles
            .get(index)
            .filter(|profile| profile.ads > 0 && is_plain(profile))
        else {
            continue;
        };
        let Some((_, ending)) = advertiser.slug.split_once('-') else {
            continue;
        };
        if !rng.per_mille(NAMESAKES) || taken.contains(ending) {
            continue;
        }
        let ending = ending.to_owned();
        if let Some(namesake) = silent(profiles, &mut rng) {
            taken.insert(ending.clone());
            let domain = format!("{ending}.converty.shop");
            *namesake = profile(ending.clone(), ending, Domains::One(domain));
        }
    }
}

/// A seller anywhere in the base who has the platform's domain and no ads; `None` where luck finds none.
fn silent<'p>(profiles: &'p mut [Profile], rng: &mut Rng) -> Option<&'p mut Profile> {
    let count = u64::try_from(profiles.len()).ok()?;
    let is_silent = |profile: &Profile| profile.ads == 0 && is_plain(profile);
    let found = (0..50)
        .filter_map(|_| usize::try_from(rng.below(count)).ok())
        .find(|index| profiles.get(*index).is_some_and(is_silent))?;
    profiles.get_mut(found)
}

/// Whether its one domain is that which the platform gave it.
fn is_plain(profile: &Profile) -> bool {
    matches!(&profile.domains, Domains::One(domain) if domain.strip_suffix(".converty.shop") == Some(&profile.slug))
}
