//! One walk over all judged ads: the counts from which every document and view is made.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;

use classification::Catalogue;
use database::{Coverage, Database, JudgedAd};
use model::document::{Metrics, Ratio};
use model::{Class, Host, Kind, Seller, Timestamp};

use crate::attribution::PageOwners;
use crate::domains::Domains;

/// Ads by verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// All.
    pub total: u64,
    /// Those that lead to a Converty shop.
    pub converty: u64,
    /// Those that lead to a sale elsewhere.
    pub concurrent: u64,
    /// The others.
    pub unknown: u64,
    /// Those whose links lead to commercially different places.
    pub mixed: u64,
    /// Those of whose host different things are known.
    pub contested: u64,
}

impl Tally {
    fn add(&mut self, ad: &JudgedAd) {
        self.total += 1;
        self.mixed += u64::from(ad.verdict.mixed);
        self.contested += u64::from(ad.verdict.contested);
        match ad.verdict.class {
            Class::Converty => self.converty += 1,
            Class::Concurrent => self.concurrent += 1,
            Class::Unknown => self.unknown += 1,
        }
    }

    /// As the `metrics` of a report.
    pub fn metrics(&self) -> Metrics {
        Metrics {
            total_ads: self.total,
            converty_ads: self.converty,
            concurrent_ads: self.concurrent,
            unknown_ads: self.unknown,
            converty_ratio: Ratio::of(self.converty, self.total),
            concurrent_ratio: Ratio::of(self.concurrent, self.total),
        }
    }
}

/// Where a concurrent ad leads: the host without `www.`, and the platform's id.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rival {
    /// The host; the platform's id where a scheme alone decided (`whatsapp:`).
    pub domain: String,
    /// The platform's id, `unknown` where none is known.
    pub platform: String,
    /// Shop, messaging or marketplace.
    pub kind: Kind,
}

/// What was found of one page for one seller.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageFacts {
    /// Its name, the last one seen.
    pub name: String,
    /// Its ads for this seller.
    pub tally: Tally,
}

/// What was found of one seller.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SellerFacts {
    /// Per domain of the seller and page: ads whose deciding link is on that domain.
    pub linked: BTreeMap<String, BTreeMap<String, u64>>,
    /// All ads that belong to it.
    pub tally: Tally,
    /// The same per page.
    pub pages: BTreeMap<String, PageFacts>,
    /// Where its concurrent ads lead.
    pub rivals: BTreeMap<Rival, u64>,
    /// The last time a source saw one of its ads.
    pub last_seen: Option<Timestamp>,
}

impl SellerFacts {
    /// Ads whose deciding link is on one of its domains: what makes a seller active.
    pub fn linked_ads(&self) -> u64 {
        self.linked.values().flat_map(BTreeMap::values).sum()
    }
}

/// Ads that lead to one rival, over all sellers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RivalFacts {
    /// Ads.
    pub ads: u64,
    /// Slugs of the sellers behind them.
    pub sellers: BTreeSet<String>,
}

/// Everything that the walk found.
#[derive(Debug, Default)]
pub struct Analysis {
    /// All sellers, by slug.
    pub sellers: Vec<Seller>,
    /// What was found of those that have ads.
    pub facts: HashMap<String, SellerFacts>,
    /// Who was asked about.
    pub coverage: Coverage,
    /// All ads.
    pub all: Tally,
    /// Ads that belong to a seller.
    pub attributed: Tally,
    /// Rivals of all sellers.
    pub rivals: BTreeMap<Rival, RivalFacts>,
    /// Where sellers' own domains stand, and which of them left Converty.
    pub domains: Domains,
}

impl Analysis {
    /// Walks everything stored. Ads must have been judged before.
    pub fn read(database: &dyn Database, catalogue: &Catalogue) -> database::Result<Self> {
        let mut analysis = Self {
            coverage: Coverage::read(database)?,
            ..Self::default()
        };
        database.each_seller(&mut |seller| {
            analysis.sellers.push(seller);
            Ok(ControlFlow::Continue(()))
        })?;
        analysis.domains = Domains::read(database, catalogue, &analysis.sellers)?;
        let hosts: HashMap<String, Vec<Host>> = analysis
            .sellers
            .iter()
            .map(|s| (s.slug.clone(), s.hosts().cloned().collect()))
            .collect();
        let mut owners = PageOwners::default();
        database.each_judged(&mut |ad| {
            owners.count(&ad);
            Ok(ControlFlow::Continue(()))
        })?;
        let owners = owners.decided();
        database.each_judged(&mut |ad| {
            analysis.add(&ad, owners.seller_of(&ad), &hosts);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(analysis)
    }

    /// When the seller was covered: each of its hosts that leads somewhere was searched for. `Some(None)` at a time that
    /// no source tells.
    pub fn covered(&self, seller: &Seller) -> Option<Option<Timestamp>> {
        let whole = self.coverage.of(seller);
        whole.or_else(|| self.coverage.of_hosts(self.domains.askable(seller)))
    }

    fn add(&mut self, ad: &JudgedAd, seller: Option<&str>, hosts: &HashMap<String, Vec<Host>>) {
        self.all.add(ad);
        let Some((slug, own)) = seller.and_then(|slug| hosts.get_key_value(slug)) else {
            return;
        };
        self.attributed.add(ad);
        let facts = self.facts.entry(slug.clone()).or_default();
        facts.tally.add(ad);
        facts.last_seen = facts.last_seen.max(ad.last_seen);
        let page = facts.pages.entry(ad.page_id.clone()).or_default();
        page.tally.add(ad);
        if !ad.page_name.is_empty() {
            page.name.clone_from(&ad.page_name);
        }
        if let (Some(_), Some(host)) = (&ad.verdict.owner, &ad.verdict.host)
            && let Some(domain) = longest_own(own, host)
        {
            let pages = facts.linked.entry(domain.as_str().to_owned()).or_default();
            *pages.entry(ad.page_id.clone()).or_default() += 1;
        }
        if ad.verdict.class == Class::Concurrent {
            let rival = rival_of(ad);
            *facts.rivals.entry(rival.clone()).or_default() += 1;
            let all = self.rivals.entry(rival).or_default();
            all.ads += 1;
            all.sellers.insert(slug.clone());
        }
    }
}

/// The seller's domain that the host is on; the longest where several match.
fn longest_own<'a>(own: &'a [Host], host: &Host) -> Option<&'a Host> {
    own.iter()
        .filter(|domain| host.is_under(domain.as_str()))
        .max_by_key(|domain| domain.as_str().len())
}

fn rival_of(ad: &JudgedAd) -> Rival {
    let platform = ad.verdict.platform_name().unwrap_or_default().to_owned();
    let domain = match &ad.verdict.host {
        Some(host) => host.without_www().as_str().to_owned(),
        None => platform.clone(),
    };
    Rival {
        domain,
        platform,
        kind: ad.verdict.kind,
    }
}
