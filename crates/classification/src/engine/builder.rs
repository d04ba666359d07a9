//! Sellers, evidence and a catalogue into an engine.

use std::collections::BTreeMap;
use std::sync::Arc;

use compact_str::CompactString;
use model::Host;
use model::evidence::Evidence;
use model::observation::{Facts, Observation};
use xxhash_rust::xxh3::Xxh3;

use super::seen::{Draft, Seen};
use super::short::ShortLinks;
use super::table::{self, Table};
use super::{Engine, RULES_VERSION, Settings};
use crate::catalogue::Catalogue;
use crate::testimony;

/// Collects what an [`Engine`] judges by. The order in which things are given never matters.
#[derive(Debug)]
pub struct EngineBuilder {
    catalogue: Arc<Catalogue>,
    settings: Settings,
    sellers: Vec<(CompactString, CompactString)>,
    seen: BTreeMap<CompactString, Draft>,
    short_links: ShortLinks,
}

impl EngineBuilder {
    pub(super) fn new(catalogue: Arc<Catalogue>) -> Self {
        Self {
            catalogue,
            settings: Settings::default(),
            sellers: Vec::new(),
            seen: BTreeMap::new(),
            short_links: ShortLinks::default(),
        }
    }

    /// Other settings than the default ones.
    #[must_use]
    pub const fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// A domain of a seller; everything under it is the seller's too. A domain that cannot be anybody's own
    /// (see [`Catalogue::refusal`]) is left out. Of two sellers with one domain the lesser slug has it.
    #[must_use]
    pub fn seller(mut self, slug: &str, host: &Host) -> Self {
        let host = host.without_www();
        if !host.is_public_suffix() && self.catalogue.refusal(&host).is_none() {
            self.sellers.push((host.into(), slug.into()));
        }
        self
    }

    /// What was observed of a host; it speaks for this very host only.
    #[must_use]
    pub fn evidence(mut self, host: &Host, evidence: Vec<Evidence>) -> Self {
        if !evidence.is_empty() {
            let alike = evidence.into_iter().map(|evidence| (evidence, 1));
            self.seen.entry(host.as_str().into()).or_default().add(alike);
        }
        self
    }

    /// Facts about a place, as history has them: what the DNS and the page say of a host, or where a short link
    /// leads. They speak for this very host only; what its `www.` is, is a fact of its own.
    #[must_use]
    pub fn observed(mut self, observation: &Observation) -> Self {
        let (place, at) = (&observation.place, observation.last_seen);
        match &observation.facts {
            Facts::Landing(facts) if place.is_link() => self.short_links.add(place, facts, at),
            Facts::Dns(_) if place.is_link() => {}
            Facts::Dns(facts) => {
                let evidence = self.catalogue.evidence_of_dns(facts, at);
                let standing = self.catalogue.standing(facts);
                let draft = self.seen.entry(place.host().into()).or_default();
                draft.add(evidence.into_iter().map(|evidence| (evidence, 1)));
                draft.stands(standing, at);
            }
            Facts::Landing(facts) => {
                let evidence = testimony::of_landing(&self.catalogue, facts, at);
                let draft = self.seen.entry(place.host().into()).or_default();
                draft.add(evidence);
                draft.page_at(at);
            }
        }
        self
    }

    /// The engine.
    pub fn build(mut self) -> Engine {
        self.sellers.sort_unstable();
        self.sellers.dedup_by(|later, earlier| later.0 == earlier.0);
        let catalogue = Arc::clone(&self.catalogue);
        let seen_by_host: Vec<(CompactString, Seen)> = std::mem::take(&mut self.seen)
            .into_iter()
            .map(|(host, draft)| (host, draft.finish(&catalogue)))
            .collect();
        let digest = self.digest(&seen_by_host);
        let mut table = Table::with_capacity_and_hasher(
            self.sellers.len() + seen_by_host.len() + self.catalogue.places().len(),
            foldhash::fast::FixedState::default(),
        );
        for (position, (name, _)) in self.catalogue.places().iter().enumerate() {
            table.entry(name.clone()).or_default().place = table::number(position);
        }
        let mut slugs = Vec::with_capacity(self.sellers.len());
        for (host, slug) in self.sellers {
            table.entry(host).or_default().seller = table::number(slugs.len());
            slugs.push(slug);
        }
        let mut seen = Vec::with_capacity(seen_by_host.len());
        for (host, observed) in seen_by_host {
            table.entry(host).or_default().seen = table::number(seen.len());
            seen.push(observed);
        }
        Engine {
            catalogue: self.catalogue,
            settings: self.settings,
            table,
            slugs,
            seen,
            short_links: self.short_links,
            digest,
        }
    }

    /// Over everything that verdicts depend on, in one order.
    fn digest(&self, seen: &[(CompactString, Seen)]) -> u64 {
        let mut digest = Xxh3::new();
        digest.update(&RULES_VERSION.to_le_bytes());
        digest.update(&[u8::from(self.settings.whatsapp_is_concurrent)]);
        self.catalogue.digest_into(&mut digest);
        let mut line = |parts: &[&str]| {
            for part in parts {
                digest.update(part.as_bytes());
                digest.update(b"\0");
            }
            digest.update(b"\n");
        };
        for (host, slug) in &self.sellers {
            line(&["seller", host, slug]);
        }
        for (host, seen) in seen {
            let voices = &seen.voices;
            let spoken = [
                ("dns", voices.dns.as_slice()),
                ("page", &voices.page),
                ("ns", voices.name_server.as_slice()),
            ];
            for (witness, platforms) in spoken {
                for platform in platforms {
                    line(&[witness, host, platform]);
                }
            }
            if seen.leads_nowhere_known() {
                line(&["away", host]);
            }
        }
        for (place, target) in self.short_links.iter() {
            line(&["short", place, target]);
        }
        digest.digest()
    }
}
