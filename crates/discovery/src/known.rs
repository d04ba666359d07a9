//! What the database knows before a scan, as the planner wants it.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use classification::Catalogue;
use database::coverage::Coverage;
use database::{Database, JudgedAd};
use model::{Host, Seller, Timestamp};
use planner::{HostFacts, Known, PageFacts, SweepFacts};

use crate::signs;

/// Reads it. `sweeps` are the suffixes under which many sellers stand, such as `converty.shop`; the catalogue says where
/// hosts stand that were looked at.
pub fn known(
    database: &dyn Database,
    catalogue: &Catalogue,
    sweeps: &[Host],
) -> Result<Known, database::Error> {
    let coverage = Coverage::read(database)?;
    let mut known = Known {
        hosts: hosts(database, &coverage)?,
        pages: Vec::new(),
        sweeps: sweeps_made(database, sweeps)?,
    };
    let mut places: HashMap<(String, Host), usize> = HashMap::new();
    for (place, facts) in known.hosts.iter().enumerate() {
        places.insert((facts.slug.clone(), facts.host.clone()), place);
    }
    let mut pages = Pages::new(&coverage);
    database.each_judged(&mut |ad| {
        pages.count(&ad);
        let facts = place_of(&places, &ad).and_then(|place| known.hosts.get_mut(place));
        if let Some(facts) = facts {
            facts.ads += 1;
            facts.last_ad = facts.last_ad.max(ad.last_seen);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    known.pages = pages.facts();
    signs::fill(database, catalogue, &mut known.hosts)?;
    Ok(known)
}

/// A moment for what happened at a time that nobody noted: before everything else.
const LONG_AGO: i64 = i64::MIN;

fn hosts(database: &dyn Database, coverage: &Coverage) -> Result<Vec<HostFacts>, database::Error> {
    let mut facts = Vec::new();
    database.each_seller(&mut |seller| {
        let hosts = searchable(&seller);
        let of_seller = u32::try_from(hosts.len()).unwrap_or(u32::MAX);
        for host in hosts {
            let asked = coverage.host(&host);
            // A sweep above it asked for it even where it was cut short.
            let above = host
                .suffixes()
                .filter_map(|name| coverage.exactly(name).asked)
                .max();
            facts.push(HostFacts {
                slug: seller.slug.clone(),
                of_seller,
                covered: asked
                    .covered
                    .map(|at| at.unwrap_or_else(|| Timestamp::clamped(LONG_AGO))),
                asked: asked.asked.max(above),
                ads: 0,
                last_ad: None,
                signs: planner::Signs::default(),
                chance: None,
                host,
            });
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(facts)
}

/// A seller's hosts without `www.`, each once.
fn searchable(seller: &Seller) -> Vec<Host> {
    let mut hosts: Vec<Host> = Vec::new();
    for host in seller.hosts().map(Host::without_www) {
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    hosts
}

/// The seller's host that the ad's deciding link is on: of several the longest.
fn place_of(places: &HashMap<(String, Host), usize>, ad: &JudgedAd) -> Option<usize> {
    let owner = ad.verdict.owner.as_deref()?;
    let link = ad.verdict.host.as_ref()?;
    link.suffixes().find_map(|name| {
        let host = Host::parse(name).ok()?;
        places.get(&(owner.to_owned(), host)).copied()
    })
}

fn sweeps_made(database: &dyn Database, sweeps: &[Host]) -> Result<Vec<SweepFacts>, database::Error> {
    let mut made = Vec::new();
    database.each_search(&mut |search| {
        let suffix = sweeps.iter().find(|suffix| suffix.as_str() == search.domain);
        if let (Some(suffix), Some(at)) = (suffix, search.at) {
            made.push(SweepFacts {
                suffix: suffix.clone(),
                at,
                ads: search.ads,
                complete: search.complete,
            });
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(made)
}

/// Ads by page, and which seller they lead to.
struct Pages<'c> {
    coverage: &'c Coverage,
    by_id: BTreeMap<String, PageCount>,
}

#[derive(Default)]
struct PageCount {
    ads: u64,
    running: u64,
    last_ad: Option<Timestamp>,
    sellers: BTreeMap<String, u64>,
}

/// A search that much later than an ad was last seen should have brought it: the questions of one scan are hours apart.
const A_DAY: i64 = 24 * 60 * 60 * 1000;

impl<'c> Pages<'c> {
    const fn new(coverage: &'c Coverage) -> Self {
        let by_id = BTreeMap::new();
        Self { coverage, by_id }
    }

    fn count(&mut self, ad: &JudgedAd) {
        if ad.page_id.is_empty() {
            return;
        }
        let page = self.by_id.entry(ad.page_id.clone()).or_default();
        page.ads += 1;
        page.running += u64::from(runs(ad, self.coverage));
        page.last_ad = page.last_ad.max(ad.last_seen);
        if let Some(owner) = &ad.verdict.owner {
            *page.sellers.entry(owner.to_string()).or_default() += 1;
        }
    }

    /// Pages of which at least one ad leads to a seller: to the one most do, of several the first by letter.
    fn facts(self) -> Vec<PageFacts> {
        let coverage = self.coverage;
        let facts = |(id, page): (String, PageCount)| {
            let by_ads = |a: &(String, u64), b: &(String, u64)| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0));
            let (slug, _) = page.sellers.into_iter().max_by(by_ads)?;
            Some(PageFacts {
                asked: coverage.page(&id).flatten(),
                id,
                slug,
                ads: page.ads,
                running: page.running,
                last_ad: page.last_ad,
            })
        };
        self.by_id.into_iter().filter_map(facts).collect()
    }
}

/// Whether an ad runs as far as known: Meta does not say that it ended, and no whole answer since lacks it.
fn runs(ad: &JudgedAd, coverage: &Coverage) -> bool {
    let missed = match (coverage.page_covered(&ad.page_id), ad.last_seen) {
        (Some(covered), Some(seen)) => covered.as_millis() > seen.as_millis().saturating_add(A_DAY),
        _ => false,
    };
    !ad.gone && !missed && ad.active != Some(false)
}
