//! The platform catalogue: three data files, read once into one table of hosts and tables of marks.
//!
//! `catalogue/platforms.toml`, `catalogue/destinations.toml` and `catalogue/networks.toml` are what a marketer
//! edits; no host, no mark and no rule about one stands in the code.

mod destination;
mod error;
mod index;
mod mark;
mod marks;
mod network;
mod page;
mod place;
mod platform;
mod range;
mod sign;

use std::collections::BTreeMap;

use compact_str::CompactString;
use model::{Confidence, DomainRefusal, Host, Kind, Rule};
use xxhash_rust::xxh3::Xxh3;

pub(crate) use destination::{Method, Otherwise, Redirector};
pub use error::CatalogueError;
pub use mark::{Mark, MarkKind};
pub(crate) use marks::Marks;
pub use network::{Network, NetworkKind};
pub(crate) use page::{MarkNumber, PageMarks};
pub(crate) use place::{Listing, Place};
pub use platform::{Platform, PlatformKind};
pub use sign::MarkError;

use crate::page::SCAN_VERSION;

/// Platforms, destinations and networks, checked: no place and no mark stands twice, every host is one that DNS
/// could carry.
#[derive(Debug)]
pub struct Catalogue {
    platforms: Vec<Platform>,
    networks: Vec<Network>,
    /// By the platforms' numbers.
    platform_marks: Marks,
    /// By the networks' numbers.
    network_marks: Marks,
    /// Sorted by host.
    places: Vec<(CompactString, Place)>,
    schemes: BTreeMap<CompactString, Listing>,
    redirectors: Vec<Redirector>,
    /// `trk.`, `email.mg.`: with the dot.
    click_trackers: Vec<String>,
    converty: u16,
    marks_digest: u64,
}

impl Catalogue {
    /// The text of the built-in `platforms.toml`.
    pub const PLATFORMS: &str = include_str!("../catalogue/platforms.toml");
    /// The text of the built-in `destinations.toml`.
    pub const DESTINATIONS: &str = include_str!("../catalogue/destinations.toml");
    /// The text of the built-in `networks.toml`.
    pub const NETWORKS: &str = include_str!("../catalogue/networks.toml");

    /// The catalogue of this repository.
    pub fn builtin() -> Result<Self, CatalogueError> {
        Self::from_texts(Self::PLATFORMS, Self::DESTINATIONS)
    }

    /// From the texts of the first two files, with the built-in networks.
    pub fn from_texts(platforms: &str, destinations: &str) -> Result<Self, CatalogueError> {
        Self::from_files(platforms, destinations, Self::NETWORKS)
    }

    /// From the texts of the three files, in the shape that the heads of the built-in ones tell.
    pub fn from_files(platforms: &str, destinations: &str, networks: &str) -> Result<Self, CatalogueError> {
        let file = destination::parse(destinations)?;
        let parsed = platform::parse(platforms)?;
        let (networks, network_marks) = networks_of(networks)?;
        let mut index = index::Index::new(&file.endings);
        for (number, platform) in (0_u16..).zip(&parsed) {
            index.add_platform(platforms, number, platform)?;
        }
        index.add_groups(destinations, &file)?;
        index.add_redirectors(destinations, &file)?;
        let (places, schemes) = index.finish();
        let marks = parsed.iter().map(|one| (one.platform.id.as_str(), &*one.marks));
        let platform_marks = Marks::compile(platform::FILE, platforms, marks)?;
        let platforms: Vec<Platform> = parsed.into_iter().map(|parsed| parsed.platform).collect();
        let converty = (0_u16..)
            .zip(&platforms)
            .find_map(|(number, platform)| (platform.id == CONVERTY).then_some(number))
            .ok_or(CatalogueError::NoConverty)?;
        let labels = file.click_trackers.first_labels;
        Ok(Self {
            marks_digest: digest_of_marks(&platforms, &networks),
            platforms,
            networks,
            platform_marks,
            network_marks,
            places,
            schemes,
            redirectors: file.redirector.into_iter().map(Redirector::from).collect(),
            click_trackers: labels.into_iter().map(|label| format!("{label}.")).collect(),
            converty,
        })
    }

    /// Every platform, sorted by id.
    pub fn platforms(&self) -> impl Iterator<Item = &Platform> {
        self.platforms.iter()
    }

    /// The kind of the places of a platform that verdicts name; a shop where nobody knows it.
    pub fn kind_of(&self, platform: &str) -> Kind {
        if platform == WHATSAPP {
            return Kind::Messaging;
        }
        match self.platform(platform).map(|platform| platform.kind) {
            Some(PlatformKind::Marketplace) => Kind::Marketplace,
            Some(PlatformKind::Shop) | None => Kind::Shop,
        }
    }

    /// The platform of an id.
    pub fn platform(&self, id: &str) -> Option<&Platform> {
        let found = self
            .platforms
            .binary_search_by(|platform| platform.id.as_str().cmp(id))
            .ok()?;
        self.platforms.get(found)
    }

    /// Every network, sorted by id.
    pub fn networks(&self) -> impl Iterator<Item = &Network> {
        self.networks.iter()
    }

    /// The network of an id.
    pub fn network(&self, id: &str) -> Option<&Network> {
        self.networks.iter().find(|network| network.id == id)
    }

    /// Why a host can be nobody's own domain: a platform's apex, or a host that everybody links to.
    /// A shop *on* a rival's suffix is not refused: it is its seller's, only not on Converty.
    pub fn refusal(&self, host: &Host) -> Option<DomainRefusal> {
        let (name, place) = host.suffixes().find_map(|name| Some((name, self.place(name)?)))?;
        let apex = host.as_str() == name || host.as_str().strip_prefix("www.") == Some(name);
        match place.listing.and_then(|listing| self.shop(listing)) {
            Some(_) => apex.then_some(DomainRefusal::PlatformItself),
            None if place.listing == Some(Listing::MediaFiles) && !apex => None,
            None => Some(DomainRefusal::SharedHost),
        }
    }

    /// The platform under whose own names a host stands, by the nearest of them; paths are not looked at.
    pub fn platform_of_host(&self, host: &Host) -> Option<&Platform> {
        match self.listing_at(host, "")? {
            Listing::Platform(number) => self.platform_at(number),
            _ => None,
        }
    }

    /// Whether a host shortens links.
    pub fn is_shortener(&self, host: &Host) -> bool {
        host.suffixes()
            .find_map(|name| self.place(name)?.listing)
            .is_some_and(|listing| listing == Listing::Destination(Rule::Shortener))
    }

    /// What the nearest name above a host is, for this path; whether a path is a media file is not looked at.
    pub(crate) fn listing_at(&self, host: &Host, path: &str) -> Option<Listing> {
        host.suffixes().find_map(|name| {
            let place = self.place(name)?;
            let by_path = place.paths.iter().find(|(prefix, _)| prefix.matches(path));
            by_path.map(|(_, listing)| *listing).or(place.listing)
        })
    }

    /// The platform of a listing, where each host is one seller's shop.
    fn shop(&self, listing: Listing) -> Option<&Platform> {
        match listing {
            Listing::Platform(index) => self
                .platform_at(index)
                .filter(|platform| platform.kind == PlatformKind::Shop),
            _ => None,
        }
    }

    /// Every place with its host, sorted by host.
    pub(crate) fn places(&self) -> &[(CompactString, Place)] {
        &self.places
    }

    fn place(&self, host: &str) -> Option<&Place> {
        let found = self
            .places
            .binary_search_by(|(name, _)| name.as_str().cmp(host))
            .ok()?;
        self.places.get(found).map(|(_, place)| place)
    }

    pub(crate) fn platform_at(&self, index: u16) -> Option<&Platform> {
        self.platforms.get(usize::from(index))
    }

    pub(crate) fn network_at(&self, index: u16) -> Option<&Network> {
        self.networks.get(usize::from(index))
    }

    /// What tells platforms, by their numbers.
    pub(crate) const fn platform_marks(&self) -> &Marks {
        &self.platform_marks
    }

    /// What tells networks, by their numbers.
    pub(crate) const fn network_marks(&self) -> &Marks {
        &self.network_marks
    }

    pub(crate) fn is_converty(&self, index: u16) -> bool {
        index == self.converty
    }

    pub(crate) fn redirector(&self, index: u16) -> Option<&Redirector> {
        self.redirectors.get(usize::from(index))
    }

    /// The rule of a scheme other than `http` and `https`.
    pub(crate) fn scheme(&self, scheme: &str) -> Option<Rule> {
        let listing = if scheme.bytes().any(|b| b.is_ascii_uppercase()) {
            self.schemes.get(scheme.to_ascii_lowercase().as_str())
        } else {
            self.schemes.get(scheme)
        };
        match listing {
            Some(Listing::Destination(rule)) => Some(*rule),
            _ => None,
        }
    }

    /// Whether the first labels say that the host counts clicks.
    pub(crate) fn is_click_tracker(&self, host: &Host) -> bool {
        self.click_trackers
            .iter()
            .any(|labels| host.as_str().starts_with(labels.as_str()))
    }

    /// The digest of all marks that [`Catalogue::marks_on`] and [`Catalogue::parking_on`] look for: pages looked at
    /// under another one are to be looked at again.
    pub const fn marks_digest(&self) -> u64 {
        self.marks_digest
    }

    /// Writes all that verdicts depend on, in an order of its own; names, notes and marks are left out: what marks
    /// tell is evidence.
    pub(crate) fn digest_into(&self, digest: &mut Xxh3) {
        let mut line = |text: String| {
            digest.update(text.as_bytes());
            digest.update(b"\n");
        };
        for platform in &self.platforms {
            line(format!(
                "platform {} {:?} {}",
                platform.id, platform.kind, platform.confidence
            ));
        }
        for (host, place) in &self.places {
            let listing = place.listing.map(|listing| self.canonical(listing));
            line(format!("place {host} {listing:?}"));
            for (path, listing) in &place.paths {
                line(format!("path {} {}", path.as_str(), self.canonical(*listing)));
            }
            for (path, index) in &place.redirectors {
                line(format!(
                    "redirector {} {:?}",
                    path.as_str(),
                    self.redirector(*index)
                ));
            }
        }
        for (scheme, listing) in &self.schemes {
            line(format!("scheme {scheme} {}", self.canonical(*listing)));
        }
        for labels in &self.click_trackers {
            line(format!("tracker {labels}"));
        }
    }

    fn canonical(&self, listing: Listing) -> String {
        match listing {
            Listing::Platform(index) => match self.platform_at(index) {
                Some(platform) => format!("{} {:?} {}", platform.id, platform.kind, platform.confidence),
                None => String::new(),
            },
            Listing::Destination(rule) => rule.to_string(),
            Listing::MediaFiles => "media_files".to_owned(),
        }
    }
}

/// The networks of a file and their marks, compiled.
fn networks_of(text: &str) -> Result<(Vec<Network>, Marks), CatalogueError> {
    let parsed = network::parse(text)?;
    let marks = parsed
        .iter()
        .map(|(network, marks)| (network.id.as_str(), &**marks));
    let marks = Marks::compile(network::FILE, text, marks)?;
    Ok((parsed.into_iter().map(|(network, _)| network).collect(), marks))
}

/// The digest of what is looked for on pages, and of the code that looks.
fn digest_of_marks(platforms: &[Platform], networks: &[Network]) -> u64 {
    let mut digest = Xxh3::new();
    digest.update(&SCAN_VERSION.to_le_bytes());
    let platforms = platforms.iter().map(|platform| (&platform.id, &platform.marks));
    let networks = networks.iter().map(|network| (&network.id, &network.marks));
    for (id, marks) in platforms.chain(networks) {
        // In one order, however the file has them.
        let mut lines: Vec<String> = marks
            .iter()
            .filter(|mark| mark.kind.is_landing())
            .map(|mark| format!("{id}\0{mark}\0{}\n", mark.weak))
            .collect();
        lines.sort_unstable();
        for line in lines {
            digest.update(line.as_bytes());
        }
    }
    digest.digest()
}

/// The id of our own platform.
pub(crate) const CONVERTY: &str = "converty";
/// The id that verdicts give WhatsApp; it hosts no shops and has no entry of its own.
pub(crate) const WHATSAPP: &str = "whatsapp";

/// Whether one look at the suffix is a guess only.
pub(crate) fn is_weak(platform: &Platform) -> bool {
    platform.confidence == Confidence::Low
}
