//! Which places are worth a look: sellers' hosts, hosts that ads lead to and nobody knows, short links.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use classification::{Catalogue, Engine};
use compact_str::CompactString;
use database::{AdFilter, Database, StoredAd};
use model::observation::Place;
use model::{Host, Rule};

/// Which places to look at.
#[derive(Debug, Clone, Default)]
pub struct Targets {
    /// The places, each once, in the order of their registrable domains: hosts of one domain stand together, and so do
    /// the links of one host.
    pub places: Vec<Place>,
}

impl Targets {
    /// Every host of every seller and, for domains of their own, the apex beside `www.`. Hosts that can be nobody's own
    /// (a social network, a platform's apex) are left out; names on a platform's suffix have no `www.`.
    pub fn of_sellers(database: &dyn Database, catalogue: &Catalogue) -> database::Result<Self> {
        let mut places = Ordered::default();
        database.each_seller(&mut |seller| {
            for host in seller
                .domains
                .iter()
                .filter_map(|domain| domain.host.as_ref().ok())
            {
                if catalogue.refusal(host).is_some() {
                    continue;
                }
                if catalogue.platform_of_host(host).is_some() {
                    places.add(Place::of_host(host), host);
                } else {
                    places.add_with_twin(host);
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(places.into())
    }

    /// Every host that an ad leads to and that no rule knows, or that is known by what was observed of it only, the
    /// apex beside `www.`; and the short links of ads that lead to nothing else.
    ///
    /// Links of click trackers are not followed: each look would be a click that somebody counts, or pays for.
    pub fn of_unknown(database: &dyn Database, catalogue: &Arc<Catalogue>) -> database::Result<Self> {
        let mut places = Ordered::default();
        database.each_judged(&mut |ad| {
            if let Some(host) = &ad.verdict.host
                && is_unknown(ad.verdict.rule)
            {
                places.add_with_twin(host);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        // An engine without evidence: a link stays short for it, however often it was followed.
        let engine = Engine::builder(Arc::clone(catalogue)).build();
        database.each_ad(&AdFilter::default(), &mut |ad| {
            for place in short_links(&engine, &ad) {
                if let Ok(host) = Host::parse(place.host()) {
                    places.add(place, &host);
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(places.into())
    }

    /// These and others, each once, in the same order.
    #[must_use]
    pub fn and(self, others: Self) -> Self {
        let mut places = Ordered::default();
        for place in self.places.into_iter().chain(others.places) {
            if let Ok(host) = Host::parse(place.host()) {
                places.add(place, &host);
            }
        }
        places.into()
    }

    /// These hosts, and the apex beside `www.`.
    pub fn of_hosts(hosts: &[Host]) -> Self {
        let mut places = Ordered::default();
        for host in hosts {
            places.add_with_twin(host);
        }
        places.into()
    }
}

/// Whether a host that this rule decided is known by evidence only, or not at all.
const fn is_unknown(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::OtherShop
            | Rule::ConvertyDns
            | Rule::ConvertyLanding
            | Rule::PlatformDns
            | Rule::PlatformLanding
    )
}

/// The short links of an ad that leads nowhere else, behind all redirectors whose target stands in the link.
fn short_links(engine: &Engine, ad: &StoredAd) -> Vec<Place> {
    let cta_type = Some(ad.cta_type.as_str()).filter(|kind| !kind.is_empty());
    if engine.judge_links(ad.links.iter(), cta_type).rule != Rule::Shortener {
        return Vec::new();
    }
    let short_link = |link: &str| {
        let address = engine.explain(link, &[]).cleaned?;
        engine.catalogue().short_link(&address)
    };
    ad.links.iter().filter_map(|(_, link)| short_link(link)).collect()
}

/// Places by registrable domain, then text.
#[derive(Default)]
struct Ordered(BTreeSet<(CompactString, Place)>);

impl Ordered {
    fn add(&mut self, place: Place, host: &Host) {
        let domain = host.registrable().unwrap_or(host.as_str());
        self.0.insert((domain.into(), place));
    }

    /// Adds a host and, where it is a registrable domain or `www.` above something, the other of the two.
    fn add_with_twin(&mut self, host: &Host) {
        self.add(Place::of_host(host), host);
        let base = host.without_www();
        if base != *host {
            self.add(Place::of_host(&base), &base);
        } else if host.registrable() == Some(host.as_str())
            && let Ok(www) = Host::parse(&format!("www.{host}"))
        {
            self.add(Place::of_host(&www), &www);
        }
    }
}

impl From<Ordered> for Targets {
    fn from(ordered: Ordered) -> Self {
        Self {
            places: ordered.0.into_iter().map(|(_, place)| place).collect(),
        }
    }
}
