//! The rules of one host (DESIGN, section 6), in their order.
//!
//! 1. A name under a platform's own suffix is certain: what else is seen is shown, never decides. Suffixes of
//!    hosting where anybody puts anything (`confidence = "low"`) are a guess that surer evidence replaces.
//! 2. A name that the catalogue lists as no shop is what it lists.
//! 3. Otherwise three witnesses are heard: the base (the host is a seller's domain: says Converty), the DNS (an
//!    alias on a platform's mark, else an address), the page (marks on it, and where it led). Most witnesses for
//!    one platform decide; a tie goes to the DNS before the page before the base. Name servers are heard only
//!    where no other speaks. A page with marks of several platforms speaks for the one that the DNS or the base
//!    names, else for the one with the most marks. Hosting where anybody puts anything is heard only where
//!    neither the DNS nor the page names another platform, and is never surer than low.
//! 4. All agree: high where the DNS or the base is among them, medium where the page is alone, low by name
//!    servers. They disagree: the verdict is contested; medium where two agree against one, or where the DNS
//!    stands alone against the base; else low. Where the DNS or the page names several platforms the verdict is
//!    contested too, and one step less sure.
//! 5. A seller's domain that the DNS leads elsewhere, to a parking or nowhere, and whose page does not speak: still
//!    Converty, since its seller says so, medium. Behind a proxy: as if the DNS had not spoken.
//! 6. Whatever decides, an ad on a seller's domain stays that seller's.

use model::{Class, Confidence, Host, Kind, Rule};

use super::seen::Seen;
use super::witness::{Decision, Witness, decide};
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
    /// What was observed of it.
    pub seen: Option<&'e Seen>,
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
        // Where anybody hosts anything, what was seen says more than the name.
        let seen = known.seen.filter(|_| is_weak(platform));
        match seen.and_then(|seen| decide(None, &seen.voices)) {
            Some(decision) => {
                let seen = self.by_witnesses(&decision, known);
                if seen.confidence > Confidence::Low {
                    seen
                } else {
                    by_suffix.contested(decision.contested)
                }
            }
            None => by_suffix,
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
        let is_sellers = known.own || known.owner.is_some();
        let base = is_sellers.then_some(CONVERTY);
        match known.seen.and_then(|seen| decide(base, &seen.voices)) {
            Some(decision) => self.by_witnesses(&decision, known),
            None if is_sellers => {
                Finding::commercial(Class::Converty, known.rule_of_base(), Confidence::High).on(CONVERTY)
            }
            None if self.catalogue.is_click_tracker(host) => Finding::unknown(Rule::Redirector),
            None => Finding::commercial(Class::Concurrent, Rule::OtherShop, Confidence::Low),
        }
    }

    /// The finding of what the witnesses said.
    fn by_witnesses<'e>(&'e self, decision: &Decision<'e>, known: &Known<'e>) -> Finding<'e> {
        let platform = self.catalogue.platform(decision.platform);
        let confidence = decision.confidence.min(ceiling(platform));
        if decision.platform == WHATSAPP {
            let finding = self.rule_on_destination(Rule::Whatsapp).at_most(confidence);
            return finding.contested(decision.contested);
        }
        let ours = decision.platform == CONVERTY;
        let class = if ours { Class::Converty } else { Class::Concurrent };
        let rule = match (decision.by, ours) {
            (Witness::Base, _) => known.rule_of_base(),
            (Witness::Dns | Witness::NameServer, true) => Rule::ConvertyDns,
            (Witness::Dns | Witness::NameServer, false) => Rule::PlatformDns,
            (Witness::Page, true) => Rule::ConvertyLanding,
            (Witness::Page, false) => Rule::PlatformLanding,
        };
        let mut finding = Finding::commercial(class, rule, confidence).on(decision.platform);
        if decision.by == Witness::Base && known.seen.is_some_and(Seen::leads_nowhere_known) {
            finding = finding.at_most(Confidence::Medium);
        }
        if platform.is_some_and(|platform| platform.kind == PlatformKind::Marketplace) {
            finding.kind = Kind::Marketplace;
        }
        finding.contested(decision.contested)
    }
}

impl Known<'_> {
    /// Whose domain it is: the seller's who asks, or some seller's.
    const fn rule_of_base(&self) -> Rule {
        if self.own {
            Rule::OwnDomain
        } else {
            Rule::SellerDomain
        }
    }
}

/// How sure anything that names a platform can be: low for hosting where anybody puts anything.
fn ceiling(platform: Option<&Platform>) -> Confidence {
    platform.map_or(Confidence::High, |platform| platform.confidence)
}
