//! Sellers' own domains: where the DNS says that they stand now, and which of them left Converty.
//!
//! A domain has two names, itself and its `www.`. It stands on Converty while one of them does; it moved when one
//! went from Converty to a rival, or when none of them is on Converty any more. Silence of the DNS is no fact, so
//! no failure ever looks like a move; and where very many domains went to the same place at once it was the
//! platform that moved, not its sellers.

mod history;

use std::collections::{BTreeMap, HashSet};

use classification::{Catalogue, Names, Standing};
use database::Database;
use model::moves::{DomainMove, MovedTo};
use model::{Host, Seller};
use serde::Serialize;

use self::history::{Histories, Name};

/// So many domains going to one place are the platform's own move, if they are also [`CHANGE_SHARE`] percent.
const CHANGE_LEAST: u64 = 20;
/// Percent of all domains that ever stood on Converty.
const CHANGE_SHARE: u64 = 20;

/// Where sellers' own domains stand: counts, each domain once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Standings {
    /// Domains of sellers' own, not under a platform's suffix.
    pub own: u64,
    /// Those whose DNS was asked and answered.
    pub probed: u64,
    /// On Converty.
    pub on_converty: u64,
    /// On a rival platform.
    pub on_rivals: u64,
    /// At an address that nobody knows, and no page says whose it is.
    pub elsewhere: u64,
    /// Behind a network that hides who is behind it, and no page says it.
    pub hidden: u64,
    /// Waiting to be sold.
    pub parked: u64,
    /// Leading nowhere.
    pub nowhere: u64,
}

/// Very many domains went to the same place: the platform moved, not its sellers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlatformChange {
    /// What the DNS says of them now.
    pub points_to: String,
    /// How many.
    pub domains: u64,
}

/// What is known of sellers' own domains.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Domains {
    /// Where they stand.
    pub standings: Standings,
    /// The domains that left Converty, by seller.
    moves: BTreeMap<String, Vec<DomainMove>>,
    /// Where the platform itself seems to have gone.
    pub platform_change: Option<PlatformChange>,
    /// Domains, without `www.`, that lead nowhere or are parked: nobody is asked about them.
    dead: HashSet<Host>,
}

impl Domains {
    /// Reads the history of all domains of these sellers.
    pub fn read(
        database: &dyn Database,
        catalogue: &Catalogue,
        sellers: &[Seller],
    ) -> database::Result<Self> {
        let owned: Vec<(&str, Host)> = sellers
            .iter()
            .flat_map(|seller| own_domains(catalogue, seller).map(|host| (seller.slug.as_str(), host)))
            .collect();
        let histories = Histories::read(database, catalogue, owned.iter().map(|(_, host)| host))?;
        let mut domains = Self::default();
        let mut ever = 0;
        let mut found = Vec::new();
        for (slug, domain) in &owned {
            let names = histories.names_of(domain);
            let standing = standing(&names);
            let page = standing
                .filter(|standing| says_nothing(standing))
                .and_then(|_| page_now(&names));
            domains.standings.count(standing, page);
            if leads_nowhere(domain, &names) {
                domains.dead.insert(domain.clone());
            }
            ever += u64::from(names.iter().any(|name| name.was_on_converty()));
            found.extend(moved(domain, &names).map(|one| ((*slug).to_owned(), one)));
        }
        domains.platform_change = platform_change(&found, ever);
        for (slug, one) in found {
            if !domains.is_of_platform(&one) {
                domains.moves.entry(slug).or_default().push(one);
            }
        }
        Ok(domains)
    }

    /// The seller's domains that left Converty, latest first.
    pub fn moves_of(&self, slug: &str) -> Vec<DomainMove> {
        self.moves.get(slug).cloned().unwrap_or_default()
    }

    /// The seller's hosts that lead somewhere, or that nobody looked at: those that are asked about.
    pub fn askable<'s>(&'s self, seller: &'s Seller) -> impl Iterator<Item = &'s Host> {
        seller
            .hosts()
            .filter(|host| !self.dead.contains(&host.without_www()))
    }

    /// Whether none of the seller's hosts leads anywhere that a shop could be.
    pub fn is_dead(&self, seller: &Seller) -> bool {
        seller.hosts().next().is_some() && self.askable(seller).next().is_none()
    }

    /// Whether one of the seller's domains left Converty.
    pub fn has_moved(&self, slug: &str) -> bool {
        self.moves.contains_key(slug)
    }

    /// All domains that left Converty with their sellers, by seller.
    pub fn moves(&self) -> impl Iterator<Item = (&str, &DomainMove)> {
        self.moves
            .iter()
            .flat_map(|(slug, moves)| moves.iter().map(move |one| (slug.as_str(), one)))
    }

    fn is_of_platform(&self, one: &DomainMove) -> bool {
        self.platform_change
            .as_ref()
            .is_some_and(|change| place_of(one) == Some(change.points_to.as_str()))
    }
}

impl Standings {
    /// Counts a domain by what the DNS says, and by the platform of its page where that says nothing.
    fn count(&mut self, standing: Option<&Standing>, page: Option<&str>) {
        self.own += 1;
        let Some(standing) = standing else { return };
        self.probed += 1;
        *match standing {
            _ if page == Some("converty") => &mut self.on_converty,
            _ if page.is_some() => &mut self.on_rivals,
            Standing::Converty => &mut self.on_converty,
            Standing::Platform { .. } => &mut self.on_rivals,
            Standing::Elsewhere => &mut self.elsewhere,
            Standing::Hidden { .. } => &mut self.hidden,
            Standing::Parked { .. } => &mut self.parked,
            Standing::Nowhere => &mut self.nowhere,
        } += 1;
    }
}

/// The seller's hosts that stand under nobody's suffix, without `www.`, each once.
fn own_domains<'s>(catalogue: &'s Catalogue, seller: &'s Seller) -> impl Iterator<Item = Host> + 's {
    let mut seen = Vec::new();
    seller.hosts().map(Host::without_www).filter(move |host| {
        let new = !seen.contains(host);
        seen.push(host.clone());
        new && catalogue.platform_of_host(host).is_none()
    })
}

/// Where a domain stands: on Converty while one of its names does, else where most can be said of it.
fn standing<'n>(names: &[&'n Name]) -> Option<&'n Standing> {
    let rank = |standing: &Standing| match standing {
        Standing::Converty => 0,
        Standing::Platform { .. } => 1,
        Standing::Elsewhere => 2,
        Standing::Hidden { .. } => 3,
        Standing::Parked { .. } => 4,
        Standing::Nowhere => 5,
    };
    names
        .iter()
        .filter_map(|name| name.now())
        .min_by_key(|standing| rank(standing))
}

/// Whether no ad can lead to a shop there.
fn leads_nowhere(domain: &Host, names: &[&Name]) -> bool {
    let told = |is_bare: bool| {
        let mut names = names
            .iter()
            .filter(|name| (name.host == domain.as_str()) == is_bare);
        names.next().and_then(|name| name.told())
    };
    let names = Names {
        bare: told(true),
        www: told(false),
    };
    names.lead_nowhere()
}

/// The move of a domain, where it left.
fn moved(domain: &Host, names: &[&Name]) -> Option<DomainMove> {
    let stays = names.iter().any(|name| name.now() == Some(&Standing::Converty));
    let mut gone: Vec<_> = names
        .iter()
        .filter_map(|name| Some((*name, name.departure()?)))
        .collect();
    // A rival is certain; of the rest nothing is said while the other name still leads to Converty.
    let rivals =
        |(_, departure): &(&Name, history::Departure<'_>)| matches!(departure.to, Standing::Platform { .. });
    if gone.iter().any(rivals) {
        gone.retain(rivals);
    } else if stays {
        return None;
    }
    let (_, first) = gone
        .iter()
        .min_by_key(|(_, departure)| !matches!(departure.to, Standing::Elsewhere))?;
    let mut one = DomainMove {
        domain: domain.as_str().to_owned(),
        names: gone.iter().map(|(name, _)| name.host.clone()).collect(),
        to: MovedTo::Elsewhere,
        platform: None,
        points_to: first.points_to.to_owned(),
        last_on_converty: gone.iter().map(|(_, departure)| departure.last_on).max()?,
        first_away: gone.iter().map(|(_, departure)| departure.first_away).min()?,
    };
    (one.to, one.platform) = match first.to {
        Standing::Platform { platform } => (MovedTo::Platform, Some(platform.to_string())),
        Standing::Parked { .. } => (MovedTo::Parked, None),
        Standing::Nowhere => (MovedTo::Nowhere, None),
        Standing::Hidden { .. } => (MovedTo::Hidden, None),
        Standing::Elsewhere | Standing::Converty => (MovedTo::Elsewhere, None),
    };
    if matches!(one.to, MovedTo::Elsewhere | MovedTo::Hidden) {
        match page_says(names, one.first_away) {
            // Another address, the same shop: Converty's own doing, or a network in front of it.
            Some("converty") => return None,
            Some(rival) => (one.to, one.platform) = (MovedTo::Platform, Some(rival.to_owned())),
            None => {}
        }
    }
    Some(one)
}

/// Whether a standing leaves open whose shop it is.
const fn says_nothing(standing: &Standing) -> bool {
    matches!(standing, Standing::Elsewhere | Standing::Hidden { .. })
}

/// The one platform that the pages speak for that were seen where the names stand now.
fn page_now<'n>(names: &[&'n Name]) -> Option<&'n str> {
    page_says(names, names.iter().filter_map(|name| name.stands_since()).max()?)
}

/// The one platform that the pages seen since then speak for.
fn page_says<'n>(names: &[&'n Name], since: model::Timestamp) -> Option<&'n str> {
    let mut said = names.iter().filter_map(|name| name.page_since(since));
    let first = said.next()?;
    said.all(|other| other == first).then_some(first)
}

/// Where very many domains went at once.
fn platform_change(found: &[(String, DomainMove)], ever: u64) -> Option<PlatformChange> {
    let mut places: BTreeMap<&str, u64> = BTreeMap::new();
    for place in found.iter().filter_map(|(_, one)| place_of(one)) {
        *places.entry(place).or_default() += 1;
    }
    let (place, domains) = places.into_iter().max_by_key(|(_, domains)| *domains)?;
    (domains >= CHANGE_LEAST && domains * 100 >= ever * CHANGE_SHARE).then(|| PlatformChange {
        points_to: place.to_owned(),
        domains,
    })
}

/// The place by which moves are counted together; a known rival is nobody's own move.
fn place_of(one: &DomainMove) -> Option<&str> {
    matches!(one.to, MovedTo::Elsewhere | MovedTo::Hidden).then_some(one.points_to.as_str())
}
