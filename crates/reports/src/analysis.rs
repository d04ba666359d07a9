//! One walk over all judged ads: the counts from which every document and view is made.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow;

use classification::Catalogue;
use compact_str::CompactString;
use database::{Attribution, Coverage, Database, JudgedAd};
use model::document::{Metrics, Ratio, ReportChanges};
use model::{Class, Kind, Seller, Timestamp};

use crate::attribution::{Ground, PageOwners};
use crate::domains::Domains;
use crate::gone::{Gone, Searched};
use crate::lives::{AdLife, Lives};
use crate::searches::Searches;

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

    fn add(&mut self, ad: &JudgedAd, searched: &Searched) {
        self.tally.add(ad);
        self.last_seen = self.last_seen.max(ad.last_seen);
        let page = self.pages.entry(ad.page_id.clone()).or_default();
        page.tally.add(ad);
        if !ad.page_name.is_empty() {
            page.name.clone_from(&ad.page_name);
        }
        if let (Some(_), Some(host)) = (&ad.verdict.owner, &ad.verdict.host)
            && let Some(domain) = searched.own_domain(host)
        {
            let pages = self.linked.entry(domain.as_str().to_owned()).or_default();
            *pages.entry(ad.page_id.clone()).or_default() += 1;
        }
        if ad.verdict.class == Class::Concurrent {
            *self.rivals.entry(rival_of(ad)).or_default() += 1;
        }
    }
}

/// Ads of one seller that are gone; they count nowhere else.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GoneFacts {
    /// Ads.
    pub ads: u64,
    /// The last time that a source saw one of them.
    pub last_seen: Option<Timestamp>,
    /// When one of them was last proven to be gone.
    pub proven_at: Option<Timestamp>,
    /// Those that led to its domains, of which only their page or Meta's word tells that they are gone: the seller may
    /// have others.
    pub unconfirmed: u64,
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
    /// Ads of sellers that are gone: a later search should have brought them, and did not. By slug.
    pub gone: HashMap<String, GoneFacts>,
    /// Who was asked about.
    pub coverage: Coverage,
    /// All ads but those that are gone.
    pub all: Tally,
    /// Ads that belong to a seller.
    pub attributed: Tally,
    /// Rivals of all sellers.
    pub rivals: BTreeMap<Rival, RivalFacts>,
    /// Where sellers' own domains stand, and which of them left Converty.
    pub domains: Domains,
    searches: Searches,
    /// Of each seller that has or had ads, what became of them.
    lives: HashMap<String, Lives>,
    /// Sellers the latest look at which was cut short.
    cut: HashSet<String>,
}

impl Analysis {
    /// Walks everything stored. Ads must have been judged before.
    pub fn read(database: &dyn Database, catalogue: &Catalogue) -> database::Result<Self> {
        Self::read_noting(database, catalogue, &mut |_| Ok(()))
    }

    /// The same; hands over each attribution that differs from what the database has noted of the ad.
    pub fn read_noting(
        database: &dyn Database,
        catalogue: &Catalogue,
        note: &mut dyn FnMut(Attribution) -> database::Result<()>,
    ) -> database::Result<Self> {
        let mut analysis = Self::default();
        database.each_search(&mut |search| {
            analysis.coverage.add(&search);
            analysis.searches.add(&search);
            Ok(ControlFlow::Continue(()))
        })?;
        analysis.searches.sort();
        database.each_seller(&mut |seller| {
            analysis.sellers.push(seller);
            Ok(ControlFlow::Continue(()))
        })?;
        analysis.domains = Domains::read(database, catalogue, &analysis.sellers)?;
        let mut owners = PageOwners::default();
        let mut seen: HashMap<CompactString, Timestamp> = HashMap::new();
        database.each_judged(&mut |ad| {
            owners.count(&ad);
            if let (Some(owner), Some(at)) = (&ad.verdict.owner, ad.last_seen) {
                let latest = seen.entry(owner.clone()).or_insert(at);
                *latest = at.max(*latest);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        let owners = owners.decided();
        let sellers = analysis.searched(&owners, &seen);
        database.each_judged(&mut |ad| {
            let seller = owners.attribute(&ad).and_then(|(slug, ground)| {
                let (slug, searched) = sellers.get_key_value(slug)?;
                Some((slug.as_str(), searched, ground))
            });
            let gone = analysis.add(&ad, seller);
            let slug = seller.map(|(slug, ..)| slug);
            if (ad.seller.as_deref(), ad.gone) != (slug, gone) {
                let seller = slug.map(Into::into);
                note(Attribution {
                    ad: ad.id,
                    seller,
                    gone,
                })?;
            }
            Ok(ControlFlow::Continue(()))
        })?;
        for (slug, searched) in sellers {
            if searched.look.is_some_and(|look| look.cut) {
                analysis.cut.insert(slug);
            }
        }
        Ok(analysis)
    }

    /// Ads of sellers that are gone.
    pub fn gone_ads(&self) -> u64 {
        self.gone.values().map(|gone| gone.ads).sum()
    }

    /// When the sources last looked for all of the seller, saw one of its ads, or proved one to be gone; `None` where none
    /// told.
    pub fn seen_at(&self, seller: &Seller) -> Option<Timestamp> {
        let facts = self.facts.get(&seller.slug).and_then(|facts| facts.last_seen);
        let gone = self.gone.get(&seller.slug);
        let gone = gone.and_then(|gone| gone.last_seen.max(gone.proven_at));
        let looked = self.covered(seller).flatten().max(self.pages_covered(seller));
        looked.max(facts).max(gone)
    }

    /// When the seller was covered: each of its hosts that leads somewhere was searched for, or, where they were not, each of
    /// the pages from which ads ever led to them. `Some(None)` at a time that no source tells.
    pub fn covered(&self, seller: &Seller) -> Option<Option<Timestamp>> {
        let whole = self.coverage.of(seller);
        let whole = whole.or_else(|| self.coverage.of_hosts(self.domains.askable(seller)));
        whole.or_else(|| self.pages_covered(seller).map(Some))
    }

    /// Whether the seller's ads are gone as far as its pages tell, and no search for its domains said so yet.
    pub fn is_unconfirmed(&self, seller: &Seller) -> bool {
        let some_left = self
            .facts
            .get(&seller.slug)
            .is_some_and(|facts| facts.linked_ads() > 0);
        let unconfirmed = |gone: &GoneFacts| gone.unconfirmed > 0;
        !some_left && self.gone.get(&seller.slug).is_some_and(unconfirmed)
    }

    /// What changed since the look before the latest; `None` where there was none.
    pub fn changes(&self, seller: &Seller) -> Option<ReportChanges> {
        self.lives.get(&seller.slug).and_then(Lives::changes)
    }

    /// Whether the latest look at the seller was partial: a question of it was not answered whole, or none ever was.
    pub fn is_partial(&self, seller: &Seller) -> bool {
        self.cut.contains(&seller.slug) || self.covered(seller).is_none()
    }

    fn pages_covered(&self, seller: &Seller) -> Option<Timestamp> {
        self.lives.get(&seller.slug)?.pages_covered(&self.coverage)
    }

    /// What was asked about each seller, by slug. `seen` tells when an ad that leads to it was last seen.
    fn searched(
        &self,
        owners: &PageOwners,
        seen: &HashMap<CompactString, Timestamp>,
    ) -> HashMap<String, Searched> {
        let pages = owners.pages_by_seller();
        let of = |seller: &Seller| {
            let slug = seller.slug.as_str();
            let askable: Vec<_> = self.domains.askable(seller).cloned().collect();
            let pages = pages.get(slug).map(Vec::as_slice).unwrap_or_default();
            let look = self.searches.look(&askable, pages, seen.get(slug).copied());
            Searched::new(seller.hosts().cloned().collect(), askable, look)
        };
        self.sellers
            .iter()
            .map(|seller| (seller.slug.clone(), of(seller)))
            .collect()
    }

    /// Counts an ad of a seller, or of nobody. Gives whether it is gone.
    fn add(&mut self, ad: &JudgedAd, seller: Option<(&str, &Searched, Ground)>) -> bool {
        let Some((slug, searched, ground)) = seller else {
            self.all.add(ad);
            return false;
        };
        let gone = searched.gone(ad, ground, &self.searches);
        self.live(ad, (slug, searched, ground), gone.map(|gone| gone.at));
        if let Some(Gone { at, of_seller }) = gone {
            let gone = self.gone.entry(slug.to_owned()).or_default();
            gone.ads += 1;
            gone.last_seen = gone.last_seen.max(ad.last_seen);
            gone.proven_at = gone.proven_at.max(Some(at));
            gone.unconfirmed += u64::from(ground == Ground::Link && !of_seller);
            return true;
        }
        self.all.add(ad);
        self.attributed.add(ad);
        if ad.verdict.class == Class::Concurrent {
            let all = self.rivals.entry(rival_of(ad)).or_default();
            all.ads += 1;
            all.sellers.insert(slug.to_owned());
        }
        self.facts.entry(slug.to_owned()).or_default().add(ad, searched);
        false
    }

    /// Notes what became of an ad of a seller.
    fn live(&mut self, ad: &JudgedAd, of: (&str, &Searched, Ground), gone_at: Option<Timestamp>) {
        let (slug, searched, ground) = of;
        let since = searched.look.and_then(|look| look.since);
        let rival = (ad.verdict.class == Class::Concurrent).then(|| rival_of(ad).domain);
        let life = AdLife {
            page: &ad.page_id,
            rival: rival.as_deref(),
            linked: ground == Ground::Link,
            is_new: since.is_some_and(|since| searched.is_new(ad, ground, &self.searches, since)),
            gone_at,
        };
        if !self.lives.contains_key(slug) {
            self.lives.insert(slug.to_owned(), Lives::new(since));
        }
        if let Some(lives) = self.lives.get_mut(slug) {
            lives.add(life);
        }
    }
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
