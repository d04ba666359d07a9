//! The rules of one host (DESIGN, section 6), in their order.

use std::cmp::Ordering;

use model::evidence::{Evidence, EvidenceSource};
use model::{Class, Confidence, Host, Rule};

use super::{Engine, Finding};
use crate::catalogue::{CONVERTY, Listing, Platform, PlatformKind, WHATSAPP, is_weak};

/// What the table says of a host, before it is decided.
#[derive(Debug, Default)]
pub(crate) struct Known<'e> {
    /// Whether the host is, or is under, a domain of the seller who asks.
    pub own: bool,
    /// The slug of the seller whose domain it is, or is under.
    pub owner: Option<&'e str>,
    /// What the catalogue says.
    pub listing: Option<Listing>,
    /// What was observed, strongest first.
    pub evidence: &'e [Evidence],
}

impl Engine {
    /// Decides a host of which this is known. Never a redirector: those were followed, or given up.
    pub(super) fn rule_on<'e>(&'e self, host: Host, known: &Known<'e>) -> Finding<'e> {
        let finding = match known.listing {
            Some(Listing::Platform(index)) => self
                .catalogue
                .platform_at(index)
                .map(|platform| self.rule_on_platform(index, platform, known)),
            Some(Listing::Destination(rule)) => Some(self.rule_on_destination(rule)),
            Some(Listing::MediaFiles) => Some(Finding::unknown(Rule::Media)),
            None => None,
        };
        finding
            .unwrap_or_else(|| self.rule_on_others(&host, known))
            .at(host)
            .of(known.owner)
    }

    fn rule_on_platform<'e>(&'e self, index: u16, platform: &'e Platform, known: &Known<'e>) -> Finding<'e> {
        if self.catalogue.is_converty(index) {
            let rule = match (known.own, known.owner) {
                (true, _) => Rule::OwnDomain,
                (false, Some(_)) => Rule::SellerDomain,
                (false, None) => Rule::ConvertySuffix,
            };
            return Finding::commercial(Class::Converty, rule, Confidence::High).on(&platform.id);
        }
        let rule = match platform.kind {
            PlatformKind::Shop => Rule::PlatformSuffix,
            PlatformKind::Marketplace => Rule::Marketplace,
        };
        let by_suffix = Finding::commercial(Class::Concurrent, rule, platform.confidence).on(&platform.id);
        match known.evidence.first().map(by_evidence) {
            // Where anybody hosts anything, what was seen says more than the name.
            Some(seen) if is_weak(platform) && seen.confidence > Confidence::Low => seen,
            _ => by_suffix,
        }
    }

    /// What a destination that is no shop is.
    pub(super) fn rule_on_destination<'e>(&self, rule: Rule) -> Finding<'e> {
        if rule != Rule::Whatsapp {
            return Finding::unknown(rule);
        }
        let class = if self.settings.whatsapp_is_concurrent {
            Class::Concurrent
        } else {
            Class::Unknown
        };
        Finding {
            class,
            ..Finding::unknown(rule)
        }
        .on(WHATSAPP)
    }

    /// A host of which the catalogue says nothing.
    fn rule_on_others<'e>(&'e self, host: &Host, known: &Known<'e>) -> Finding<'e> {
        if known.own || known.owner.is_some() {
            let rule = if known.own {
                Rule::OwnDomain
            } else {
                Rule::SellerDomain
            };
            return Finding::commercial(Class::Converty, rule, Confidence::High).on(CONVERTY);
        }
        if let Some(observed) = known.evidence.first() {
            return by_evidence(observed);
        }
        if self.catalogue.is_click_tracker(host) {
            return Finding::unknown(Rule::Redirector);
        }
        Finding::commercial(Class::Concurrent, Rule::OtherShop, Confidence::Low)
    }
}

fn by_evidence(observed: &Evidence) -> Finding<'_> {
    let ours = observed.platform == CONVERTY;
    let class = if ours { Class::Converty } else { Class::Concurrent };
    let (rule, confidence) = match (observed.source, ours) {
        (EvidenceSource::Address | EvidenceSource::Cname, true) => (Rule::ConvertyDns, Confidence::High),
        (EvidenceSource::Address | EvidenceSource::Cname, false) => (Rule::PlatformDns, Confidence::High),
        (EvidenceSource::Landing, true) => (Rule::ConvertyLanding, Confidence::Medium),
        (EvidenceSource::Landing, false) => (Rule::PlatformLanding, Confidence::Medium),
        (EvidenceSource::NameServer, true) => (Rule::ConvertyDns, Confidence::Low),
        (EvidenceSource::NameServer, false) => (Rule::PlatformDns, Confidence::Low),
    };
    Finding::commercial(class, rule, confidence).on(&observed.platform)
}

/// Addresses and aliases before pages before name servers; among equals Converty first (its rule comes
/// first), then by name, so that the order in which facts came never matters.
pub(super) fn stronger_first(a: &Evidence, b: &Evidence) -> Ordering {
    let key = |evidence: &Evidence| (strength(evidence.source), evidence.platform != CONVERTY);
    key(a)
        .cmp(&key(b))
        .then_with(|| a.platform.cmp(&b.platform))
        .then_with(|| a.source.cmp(&b.source))
        .then_with(|| a.detail.cmp(&b.detail))
        .then_with(|| a.observed_at.cmp(&b.observed_at))
}

const fn strength(source: EvidenceSource) -> u8 {
    match source {
        EvidenceSource::Address | EvidenceSource::Cname => 0,
        EvidenceSource::Landing => 1,
        EvidenceSource::NameServer => 2,
    }
}

/// The stable name of a source, for the digest.
pub(super) const fn source_name(source: EvidenceSource) -> &'static str {
    match source {
        EvidenceSource::Address => "address",
        EvidenceSource::Cname => "cname",
        EvidenceSource::Landing => "landing",
        EvidenceSource::NameServer => "name_server",
    }
}
