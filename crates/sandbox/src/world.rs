//! A made-up world: sellers as the live base holds them, the ads of those who advertise, and the truth about both.
//!
//! Its shares are those of the real base and of the scans of December 2025 and January 2026: one seller in
//! five has a domain of its own, 11.5 % of those advertise and 1.9 % of the others, few have over a hundred
//! ads and most under ten. Ids start with `999`; names, texts and pictures' addresses are made up.

mod ads;
mod destinations;
mod ids;
mod item;
mod library;
mod life;
mod media;
mod names;
mod page;
mod past;
mod profile;
mod rng;
mod scan;
mod texts;
mod times;
mod truth;
mod web;

use std::collections::HashMap;
use std::io::{self, Write};

use model::{Host, Timestamp};
use serde::Serialize;

use crate::world::profile::{Domains, Profile};
use crate::world::rng::Rng;

pub(crate) use life::LivingAd;
pub use life::{LifeRates, LifeSpec, Living, PageLife, SellerLife, Span};
pub use past::{PAST_WEEKS, PastSearch};
pub use scan::ScanSummary;
pub use truth::SellerTruth;
pub use web::{Web, WebRates, WebSites, WebTruth, When};

/// What a world is made from. Equal specifications give equal worlds, byte for byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorldSpec {
    /// How many sellers.
    pub sellers: u32,
    /// Which of all worlds of that size.
    pub seed: u64,
    /// When the scan began; ads started within the 60 days before.
    pub scanned_at: Timestamp,
}

impl Default for WorldSpec {
    /// As many sellers as Converty has, seed 1, Monday 16 November 2026, 06:00 UTC.
    #[expect(clippy::expect_used, reason = "a constant that is in range")]
    fn default() -> Self {
        Self {
            sellers: 21_764,
            seed: 1,
            scanned_at: Timestamp::from_millis(1_794_808_800_000).expect("in range"),
        }
    }
}

/// A made-up world. Sellers are held in memory (about 300 bytes each); ads are made as they are written.
#[derive(Debug, Clone)]
pub struct World {
    spec: WorldSpec,
    profiles: Vec<Profile>,
    /// Who is found by a search for somebody else: (searched seller, found seller), sorted.
    strangers: Vec<(usize, usize)>,
}

/// A seller as the live base holds it: `{"slug","domain"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Store {
    /// The id.
    pub slug: String,
    /// What was entered as its domain, dirty ones included; `null` for some.
    pub domain: StoreDomain,
}

/// The field `domain` of a [`Store`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum StoreDomain {
    /// Nothing: the seller's shop is `<slug>.converty.shop`.
    None,
    /// One text, a domain or not.
    One(String),
    /// A list.
    Several(Vec<String>),
}

impl World {
    /// The world of this specification.
    pub fn new(spec: WorldSpec) -> Self {
        let profiles = profile::all(spec.sellers, spec.seed);
        let strangers = strangers(&profiles);
        Self {
            spec,
            profiles,
            strangers,
        }
    }

    /// The sellers, in the base's order.
    pub fn stores(&self) -> impl Iterator<Item = Store> {
        self.profiles.iter().map(|profile| Store {
            slug: profile.slug.clone(),
            domain: match &profile.domains {
                Domains::None => StoreDomain::None,
                Domains::One(domain) => StoreDomain::One(domain.clone()),
                Domains::Several(domains) => StoreDomain::Several(domains.clone()),
            },
        })
    }

    /// Writes the sellers as a JSON array, one a line.
    ///
    /// # Errors
    /// The writer's own.
    pub fn write_stores_json(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut line = Vec::with_capacity(256);
        for (index, store) in self.stores().enumerate() {
            line.clear();
            line.extend_from_slice(if index == 0 { b"[\n" } else { b",\n" });
            serde_json::to_writer(&mut line, &store)?;
            out.write_all(&line)?;
        }
        out.write_all(if self.profiles.is_empty() {
            b"[]\n"
        } else {
            b"\n]\n"
        })
    }

    /// The texts that a seller is searched by.
    fn given_domains(&self, seller: usize) -> Vec<String> {
        match self.profiles.get(seller) {
            None => Vec::new(),
            Some(profile) => match &profile.domains {
                Domains::One(domain) => vec![domain.clone()],
                Domains::Several(domains) => domains.clone(),
                Domains::None => vec![format!("{}.converty.shop", profile.slug)],
            },
        }
    }

    /// The host of any seller that has one.
    fn any_host(&self, rng: &mut Rng) -> Option<&str> {
        let index = rng.below(u64::try_from(self.profiles.len()).ok()?);
        let profile = self.profiles.get(usize::try_from(index).ok()?)?;
        profile.host.as_ref().map(Host::as_str)
    }

    /// Those found by a search for this seller.
    fn strangers_of(&self, seller: usize) -> &[(usize, usize)] {
        let start = self.strangers.partition_point(|(searched, _)| *searched < seller);
        let end = self
            .strangers
            .partition_point(|(searched, _)| *searched <= seller);
        self.strangers.get(start..end).unwrap_or_default()
    }
}

/// Pairs of a seller and an advertiser whose host merely ends with the seller's, as text.
fn strangers(profiles: &[Profile]) -> Vec<(usize, usize)> {
    let hosts = || {
        let host = |profile: &'_ Profile| profile.host.as_ref().map(|host| host.as_str().to_owned());
        profiles
            .iter()
            .enumerate()
            .filter_map(move |(index, profile)| Some((index, host(profile)?)))
    };
    let by_host: HashMap<String, usize> = hosts().map(|(index, host)| (host, index)).collect();
    let mut pairs = Vec::new();
    for (found, host) in hosts() {
        if profiles.get(found).is_none_or(|profile| profile.ads == 0) {
            continue;
        }
        for (start, _) in host.char_indices().skip(1) {
            let searched = host.get(start..).and_then(|ending| by_host.get(ending));
            pairs.extend(searched.map(|searched| (*searched, found)));
        }
    }
    pairs.sort_unstable();
    pairs
}
