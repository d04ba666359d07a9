//! All that was observed of one host, its voices told once when the engine is built.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use compact_str::CompactString;
use model::Timestamp;
use model::evidence::{Evidence, EvidenceSource};

use crate::Standing;
use crate::catalogue::{CONVERTY, Catalogue, is_weak};
use crate::testimony::Weighed;

/// What was observed of a host.
#[derive(Debug)]
pub(crate) struct Seen {
    /// Strongest first.
    pub evidence: Vec<Evidence>,
    /// Where the DNS said that it stands, and when; `None` where it was not asked.
    pub standing: Option<(Standing, Timestamp)>,
    /// When its page was looked at; `None` where it was not.
    pub page_at: Option<Timestamp>,
    pub voices: Voices,
}

/// For which platforms the DNS and the page of a host speak.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Voices {
    /// By alias, else by address; several where addresses differ.
    pub dns: Vec<CompactString>,
    /// The loudest first; several where marks of several are on the page.
    pub page: Vec<CompactString>,
    /// By name server.
    pub name_server: Option<CompactString>,
}

impl Voices {
    /// The platforms of the DNS and the page.
    pub fn platforms(&self) -> impl Iterator<Item = &CompactString> {
        self.dns.iter().chain(&self.page)
    }
}

impl Seen {
    /// Whether the DNS leads away from Converty and nothing that was observed says where to.
    pub fn leads_nowhere_known(&self) -> bool {
        let away = |standing: &Standing| {
            matches!(
                standing,
                Standing::Elsewhere | Standing::Parked { .. } | Standing::Nowhere
            )
        };
        self.voices.platforms().next().is_none()
            && self.standing.as_ref().is_some_and(|(standing, _)| away(standing))
    }
}

/// The same while it is collected.
#[derive(Debug, Default)]
pub(super) struct Draft {
    evidence: Vec<Weighed>,
    standing: Option<(Timestamp, Standing)>,
    page_at: Option<Timestamp>,
}

impl Draft {
    pub fn add(&mut self, evidence: impl IntoIterator<Item = Weighed>) {
        self.evidence.extend(evidence);
    }

    /// The latest look at the DNS counts.
    pub fn stands(&mut self, standing: Standing, at: Timestamp) {
        self.standing = self.standing.take().max(Some((at, standing)));
    }

    pub fn page_at(&mut self, at: Timestamp) {
        self.page_at = self.page_at.max(Some(at));
    }

    /// Sorted and told apart.
    pub fn finish(mut self, catalogue: &Catalogue) -> Seen {
        self.evidence.sort_by(|(a, _), (b, _)| stronger_first(a, b));
        let voices = voices(&self.evidence, catalogue);
        Seen {
            voices,
            evidence: self.evidence.into_iter().map(|(evidence, _)| evidence).collect(),
            standing: self.standing.map(|(at, standing)| (standing, at)),
            page_at: self.page_at,
        }
    }
}

/// `evidence` is sorted.
fn voices(evidence: &[Weighed], catalogue: &Catalogue) -> Voices {
    let of = |source: EvidenceSource| {
        let mut platforms: Vec<CompactString> = evidence
            .iter()
            .filter(|(evidence, _)| evidence.source == source)
            .map(|(evidence, _)| evidence.platform.clone())
            .collect();
        platforms.dedup();
        platforms
    };
    let mut dns = of(EvidenceSource::Cname);
    if dns.is_empty() {
        dns = of(EvidenceSource::Address);
    }
    let mut page = pages(evidence);
    // Where anybody hosts anything, the host's name or address is no word against a platform.
    let is_hosting = |id: &CompactString| catalogue.platform(id).is_some_and(is_weak);
    if dns.iter().chain(&page).any(|id| !is_hosting(id)) {
        dns.retain(|id| !is_hosting(id));
        page.retain(|id| !is_hosting(id));
    }
    Voices {
        dns,
        page,
        name_server: of(EvidenceSource::NameServer).into_iter().next(),
    }
}

/// Platforms of the page by the weight of what speaks for them; of equals Converty first, then by name.
fn pages(evidence: &[Weighed]) -> Vec<CompactString> {
    let mut weights: BTreeMap<(bool, &CompactString), u32> = BTreeMap::new();
    for (evidence, weight) in evidence {
        if evidence.source == EvidenceSource::Landing {
            let sum = weights
                .entry((evidence.platform != CONVERTY, &evidence.platform))
                .or_default();
            *sum = sum.saturating_add(*weight);
        }
    }
    let mut platforms: Vec<(u32, &CompactString)> = weights
        .into_iter()
        .map(|((_, platform), weight)| (weight, platform))
        .collect();
    platforms.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    platforms
        .into_iter()
        .map(|(_, platform)| platform.clone())
        .collect()
}

/// Aliases before addresses before pages before name servers; among equals Converty first (its rule comes
/// first), then by name, so that the order in which facts came never matters.
fn stronger_first(a: &Evidence, b: &Evidence) -> Ordering {
    let key = |evidence: &Evidence| (evidence.source, evidence.platform != CONVERTY);
    key(a)
        .cmp(&key(b))
        .then_with(|| a.platform.cmp(&b.platform))
        .then_with(|| a.detail.cmp(&b.detail))
        .then_with(|| a.observed_at.cmp(&b.observed_at))
}
