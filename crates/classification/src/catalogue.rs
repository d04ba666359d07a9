//! The platform catalogue: two data files, read once into one table of hosts.
//!
//! `catalogue/platforms.toml` and `catalogue/destinations.toml` are what a marketer edits; no host and no
//! rule about one stands in the code.

mod destination;
mod error;
mod index;
mod place;
mod platform;

use std::collections::BTreeMap;

use compact_str::CompactString;
use model::{Confidence, DomainRefusal, Host, Rule};
use xxhash_rust::xxh3::Xxh3;

pub(crate) use destination::{Method, Otherwise, Redirector};
pub use error::CatalogueError;
pub(crate) use place::{Listing, Place};
pub use platform::{DnsMarks, Platform, PlatformKind};

/// Platforms and destinations, checked: no place stands twice, every host is one that DNS could carry.
#[derive(Debug)]
pub struct Catalogue {
    platforms: Vec<Platform>,
    /// Sorted by host.
    places: Vec<(CompactString, Place)>,
    schemes: BTreeMap<CompactString, Listing>,
    redirectors: Vec<Redirector>,
    /// `trk.`, `email.mg.`: with the dot.
    click_trackers: Vec<String>,
    converty: u16,
}

impl Catalogue {
    /// The catalogue of this repository.
    pub fn builtin() -> Result<Self, CatalogueError> {
        Self::from_texts(
            include_str!("../catalogue/platforms.toml"),
            include_str!("../catalogue/destinations.toml"),
        )
    }

    /// From the texts of the two files, in the shape that the heads of the built-in ones tell.
    pub fn from_texts(platforms: &str, destinations: &str) -> Result<Self, CatalogueError> {
        let file = destination::parse(destinations)?;
        let parsed = platform::parse(platforms)?;
        let mut index = index::Index::new(&file.endings);
        for (number, platform) in (0_u16..).zip(&parsed) {
            index.add_platform(platforms, number, platform)?;
        }
        index.add_groups(destinations, &file)?;
        index.add_redirectors(destinations, &file)?;
        let (places, schemes) = index.finish();
        let platforms: Vec<Platform> = parsed.into_iter().map(|parsed| parsed.platform).collect();
        let converty = (0_u16..)
            .zip(&platforms)
            .find_map(|(number, platform)| (platform.id == CONVERTY).then_some(number))
            .ok_or(CatalogueError::NoConverty)?;
        let labels = file.click_trackers.first_labels;
        let redirector = |entry: destination::RedirectorEntry| Redirector {
            method: entry.method,
            parameters: entry.parameters,
            otherwise: entry.otherwise,
        };
        Ok(Self {
            platforms,
            places,
            schemes,
            redirectors: file.redirector.into_iter().map(redirector).collect(),
            click_trackers: labels.into_iter().map(|label| format!("{label}.")).collect(),
            converty,
        })
    }

    /// Every platform, sorted by id.
    pub fn platforms(&self) -> impl Iterator<Item = &Platform> {
        self.platforms.iter()
    }

    /// The platform of an id.
    pub fn platform(&self, id: &str) -> Option<&Platform> {
        let found = self
            .platforms
            .binary_search_by(|platform| platform.id.as_str().cmp(id))
            .ok()?;
        self.platforms.get(found)
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

    /// Writes all that verdicts depend on, in an order of its own; names and notes are left out.
    pub(crate) fn digest_into(&self, digest: &mut Xxh3) {
        let mut line = |text: String| {
            digest.update(text.as_bytes());
            digest.update(b"\n");
        };
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

/// The id of our own platform.
pub(crate) const CONVERTY: &str = "converty";
/// The id that verdicts give WhatsApp; it hosts no shops and has no entry of its own.
pub(crate) const WHATSAPP: &str = "whatsapp";

/// Whether one look at the suffix is a guess only.
pub(crate) fn is_weak(platform: &Platform) -> bool {
    platform.confidence == Confidence::Low
}
