//! Where the DNS says that a host stands, and what its answers and its page say of platforms: facts as they came,
//! read by the catalogue of today.

use compact_str::CompactString;
use model::Timestamp;
use model::evidence::{Evidence, EvidenceSource};
use model::observation::{DnsAnswer, DnsFacts, LandingFacts, LandingPage, PageMark};
use serde::{Deserialize, Serialize};

use crate::Catalogue;
use crate::catalogue::{Network, NetworkKind};
use crate::{page, testimony};

/// Where the DNS says that a host stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// On Converty, by address or alias.
    Converty,
    /// On a rival platform, by address or alias.
    Platform {
        /// Its id.
        platform: CompactString,
    },
    /// Behind a network that serves everybody and hides who is behind it (Cloudflare).
    Hidden {
        /// The network's id.
        network: CompactString,
    },
    /// On a network where domains wait to be sold.
    Parked {
        /// The network's id.
        network: CompactString,
    },
    /// It leads somewhere that nobody knows.
    Elsewhere,
    /// It has no address, or there is no such name.
    Nowhere,
}

/// What the DNS said of a domain's two names, itself and its `www.`: visitors take them for one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Names<'s> {
    /// Of the bare name, where it was looked at.
    pub bare: Option<(DnsAnswer, &'s Standing)>,
    /// Of its `www.`, where it was looked at.
    pub www: Option<(DnsAnswer, &'s Standing)>,
}

impl<'s> Names<'s> {
    /// It resolves if either name does. It does not where both were looked at, or where the bare name does not exist:
    /// then nothing under it does (RFC 8020). A bare name without an address alone says nothing of its `www.`.
    pub fn resolves(&self) -> Option<bool> {
        if self.standing().next().is_some() {
            return Some(true);
        }
        let gone = matches!(self.bare, Some((DnsAnswer::NoSuchName, _)));
        (gone || (self.bare.is_some() && self.www.is_some())).then_some(false)
    }

    /// Whether all that has an address waits to be sold; `None` where nothing has one.
    pub fn parked(&self) -> Option<bool> {
        self.standing()
            .map(|standing| matches!(standing, Standing::Parked { .. }))
            .reduce(|one, other| one && other)
    }

    /// Whether no ad can lead to a shop there.
    pub fn lead_nowhere(&self) -> bool {
        self.resolves() == Some(false) || self.parked() == Some(true)
    }

    /// Where the names stand that have an address.
    pub fn standing(&self) -> impl Iterator<Item = &'s Standing> {
        [self.bare, self.www]
            .into_iter()
            .flatten()
            .filter(|(answer, _)| *answer == DnsAnswer::Resolves)
            .map(|(_, standing)| standing)
    }
}

impl Catalogue {
    /// Where these answers say that the host stands: on the platform of its alias, else of an address of its own;
    /// else with a network by alias or address, where parking is told by the name servers too; else nowhere or
    /// elsewhere. An alias into a platform counts even where it leads to no address any more.
    pub fn standing(&self, facts: &DnsFacts) -> Standing {
        if let Some(platform) = self
            .platform_of_alias(facts)
            .map(|(platform, _)| platform)
            .or_else(|| {
                self.platforms_of_addresses(facts)
                    .first()
                    .map(|(platform, _)| *platform)
            })
        {
            return if self.is_converty(platform) {
                Standing::Converty
            } else {
                let platform = self.platform_at(platform).map(|p| CompactString::from(&p.id));
                Standing::Platform {
                    platform: platform.unwrap_or_default(),
                }
            };
        }
        let network = self.network_of(facts);
        match network.map(|network| (network.kind, CompactString::from(&network.id))) {
            Some((NetworkKind::Parking, network)) => Standing::Parked { network },
            _ if facts.answer != DnsAnswer::Resolves => Standing::Nowhere,
            Some((NetworkKind::Proxy, network)) => Standing::Hidden { network },
            None => Standing::Elsewhere,
        }
    }

    /// The platforms that these answers speak for: by address, alias and name server. Of the chain of aliases the
    /// first that is a platform's speaks; of addresses each platform once, Converty first, then by id.
    pub fn evidence_of_dns(&self, facts: &DnsFacts, at: Timestamp) -> Vec<Evidence> {
        let alias = self
            .platform_of_alias(facts)
            .map(|(platform, name)| (EvidenceSource::Cname, platform, name.to_owned()));
        let addresses = self
            .platforms_of_addresses(facts)
            .into_iter()
            .map(|(platform, address)| (EvidenceSource::Address, platform, address));
        let mut servers: Vec<(u16, String)> = Vec::new();
        for name in &facts.name_servers {
            if let Some(platform) = self.platform_marks().of_name_server(name)
                && servers.iter().all(|(other, _)| *other != platform)
            {
                servers.push((platform, name.to_string()));
            }
        }
        let servers = servers
            .into_iter()
            .map(|(platform, name)| (EvidenceSource::NameServer, platform, name));
        alias
            .into_iter()
            .chain(addresses)
            .chain(servers)
            .filter_map(|(source, platform, detail)| {
                Some(Evidence {
                    source,
                    platform: self.platform_at(platform)?.id.as_str().into(),
                    detail,
                    observed_at: at,
                })
            })
            .collect()
    }

    /// The marks of platforms on a page, sorted by platform, then mark.
    pub fn marks_on(&self, page: &LandingPage) -> Vec<PageMark> {
        let marks = &self.platform_marks().page;
        page::told(marks, &page::marks_on(marks, page), |number| {
            self.platform_at(number).map(|platform| platform.id.as_str())
        })
    }

    /// The network on whose parking page a page is, by the texts that it holds.
    pub fn parking_on(&self, page: &LandingPage) -> Option<&Network> {
        let marks = &self.network_marks().page;
        let found = page::told(marks, &page::marks_on(marks, page), |number| {
            self.network_at(number).map(|network| network.id.as_str())
        });
        testimony::speaking(&found).find_map(|(id, _)| {
            self.network(id)
                .filter(|network| network.kind == NetworkKind::Parking)
        })
    }

    /// The platforms that a page speaks for: by its marks, and by the host that it led to.
    pub fn evidence_of_landing(&self, facts: &LandingFacts, at: Timestamp) -> Vec<Evidence> {
        testimony::of_landing(self, facts, at)
            .into_iter()
            .map(|(evidence, _)| evidence)
            .collect()
    }

    /// The first platform in the chain of aliases, with the alias.
    fn platform_of_alias<'f>(&self, facts: &'f DnsFacts) -> Option<(u16, &'f str)> {
        facts
            .aliases
            .iter()
            .find_map(|alias| Some((self.platform_marks().of_alias(alias)?, alias.as_str())))
    }

    /// Platforms on whose addresses the host stands, each with its first address: Converty, then by id.
    fn platforms_of_addresses(&self, facts: &DnsFacts) -> Vec<(u16, String)> {
        let mut found: Vec<(u16, String)> = Vec::new();
        for address in &facts.addresses {
            if let Some((platform, _)) = self.platform_marks().of_address(*address)
                && found.iter().all(|(other, _)| *other != platform)
            {
                found.push((platform, address.to_string()));
            }
        }
        found.sort_by_key(|(platform, _)| (!self.is_converty(*platform), *platform));
        found
    }

    /// The network of the alias, else of the address with the longest range, else the one of the name servers
    /// where domains are parked: serving a name says nothing of who hosts it.
    fn network_of(&self, facts: &DnsFacts) -> Option<&Network> {
        let marks = self.network_marks();
        let by_alias = || facts.aliases.iter().find_map(|alias| marks.of_alias(alias));
        let by_address = || {
            facts
                .addresses
                .iter()
                .filter_map(|address| marks.of_address(*address))
                .min_by_key(|(network, length)| (std::cmp::Reverse(*length), *network))
                .map(|(network, _)| network)
        };
        let parking = facts
            .name_servers
            .iter()
            .filter_map(|name| self.network_at(marks.of_name_server(name)?))
            .find(|network| network.kind == NetworkKind::Parking);
        let found = by_alias()
            .or_else(by_address)
            .and_then(|number| self.network_at(number));
        match found {
            Some(network) if network.kind == NetworkKind::Parking => Some(network),
            found => parking.or(found),
        }
    }
}
