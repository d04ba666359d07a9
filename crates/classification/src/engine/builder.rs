//! Sellers, evidence and a catalogue into an engine.

use std::collections::BTreeMap;
use std::sync::Arc;

use compact_str::CompactString;
use model::Host;
use model::evidence::Evidence;
use xxhash_rust::xxh3::Xxh3;

use super::table::{self, Table};
use super::{Engine, RULES_VERSION, Settings, rules};
use crate::catalogue::Catalogue;

/// Collects what an [`Engine`] judges by. The order in which things are given never matters.
#[derive(Debug)]
pub struct EngineBuilder {
    catalogue: Arc<Catalogue>,
    settings: Settings,
    sellers: Vec<(CompactString, CompactString)>,
    evidence: BTreeMap<CompactString, Vec<Evidence>>,
}

impl EngineBuilder {
    pub(super) fn new(catalogue: Arc<Catalogue>) -> Self {
        Self {
            catalogue,
            settings: Settings::default(),
            sellers: Vec::new(),
            evidence: BTreeMap::new(),
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
            let host = CompactString::from(host.as_str());
            self.evidence.entry(host).or_default().extend(evidence);
        }
        self
    }

    /// The engine.
    pub fn build(mut self) -> Engine {
        self.sellers.sort_unstable();
        self.sellers.dedup_by(|later, earlier| later.0 == earlier.0);
        for evidence in self.evidence.values_mut() {
            evidence.sort_by(rules::stronger_first);
        }
        let digest = self.digest();
        let mut table = Table::with_capacity_and_hasher(
            self.sellers.len() + self.evidence.len() + self.catalogue.places().len(),
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
        let mut evidence = Vec::with_capacity(self.evidence.len());
        for (host, observed) in self.evidence {
            table.entry(host).or_default().evidence = table::number(evidence.len());
            evidence.push(observed);
        }
        Engine {
            catalogue: self.catalogue,
            settings: self.settings,
            table,
            slugs,
            evidence,
            digest,
        }
    }

    /// Over everything that verdicts depend on, in one order.
    fn digest(&self) -> u64 {
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
        for (host, evidence) in &self.evidence {
            for observed in evidence {
                line(&[
                    "evidence",
                    host,
                    &observed.platform,
                    rules::source_name(observed.source),
                ]);
            }
        }
        digest.digest()
    }
}
