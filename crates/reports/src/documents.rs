//! The mapping and report documents of DESIGN, section 5, from what the analysis found.

use std::collections::BTreeMap;

use model::document::{
    Competitor, MappedPage, Mapping, MappingType, PageMetrics, ProcessingMetadata, Ratio, Report, ReportType,
    SiteMapping, Status,
};
use model::{Host, MicroDollars, Seller, Timestamp};

use crate::analysis::{Analysis, PageFacts, SellerFacts};

/// The seller's status; `None` where it was neither covered nor seen advertising.
///
/// Every ad counts that a source brought and nothing proves to be gone. Where all are, the seller is inactive once a search
/// for its domain was answered whole: that its known pages are silent says nothing of a page that nobody knows yet.
pub fn status_of(analysis: &Analysis, seller: &Seller, active_threshold: u64) -> Option<Status> {
    if seller.is_unscannable() {
        return Some(Status::Unscannable);
    }
    let linked = analysis
        .facts
        .get(&seller.slug)
        .map_or(0, SellerFacts::linked_ads);
    if linked >= active_threshold.max(1) {
        return Some(Status::Active);
    }
    if analysis.is_unconfirmed(seller) {
        return Some(Status::Active);
    }
    analysis.covered(seller).map(|_| Status::Inactive)
}

/// The domain by which documents name a seller: the first that can be searched for, else the first given.
pub fn main_domain(seller: &Seller) -> String {
    seller
        .hosts()
        .next()
        .map(|host| host.as_str().to_owned())
        .or_else(|| seller.domains.first().map(|domain| domain.given.clone()))
        .unwrap_or_default()
}

/// The seller's mapping; `None` where nothing is known of it yet. `otherwise` is its time where no source
/// told one.
pub fn mapping_of(
    analysis: &Analysis,
    seller: &Seller,
    active_threshold: u64,
    otherwise: Timestamp,
) -> Option<Mapping> {
    let status = status_of(analysis, seller, active_threshold)?;
    let facts = analysis.facts.get(&seller.slug);
    let linked = facts.map(|facts| &facts.linked);
    let sites_mapping = seller
        .hosts()
        .map(|host| {
            (
                host.as_str().to_owned(),
                site(linked.and_then(|linked| linked.get(host.as_str()))),
            )
        })
        .collect();
    let mut pages: BTreeMap<&str, u64> = BTreeMap::new();
    for (page, ads) in linked.into_iter().flat_map(BTreeMap::values).flatten() {
        *pages.entry(page).or_default() += ads;
    }
    let total_ads = facts.map_or(0, SellerFacts::linked_ads);
    let mapped = by_ads(pages);
    Some(Mapping {
        client_id: seller.slug.clone(),
        document_type: MappingType::Mapping,
        status,
        domain: main_domain(seller),
        processing_metadata: ProcessingMetadata {
            total_ads,
            facebook_pages: mapped.iter().map(|(page, _)| (*page).to_owned()).collect(),
            scraping_cost: cost_of(analysis, seller),
        },
        sites_mapping,
        pages: mapped
            .into_iter()
            .map(|(page, ads)| MappedPage::new(page, name_of(facts, page), ads, total_ads))
            .collect(),
        partial: status == Status::Active
            && (analysis.covered(seller).is_none() || analysis.is_unconfirmed(seller)),
        timestamp: analysis.seen_at(seller).unwrap_or(otherwise),
    })
}

/// What was paid to learn about the seller: the searches for its own hosts, and of a search for a host above
/// them the share of the ads that are the seller's.
pub fn cost_of(analysis: &Analysis, seller: &Seller) -> MicroDollars {
    let linked = analysis.facts.get(&seller.slug).map(|facts| &facts.linked);
    let of_host = |host: &Host| {
        let own_ads: u64 = linked
            .and_then(|linked| linked.get(host.as_str()))
            .map_or(0, |pages| pages.values().sum());
        let shares = host.suffixes().map(|above| {
            let asked = analysis.coverage.exactly(above);
            if above == host.as_str() {
                asked.cost
            } else {
                asked.cost.share(own_ads, asked.ads)
            }
        });
        shares.sum::<MicroDollars>()
    };
    seller.hosts().map(of_host).sum()
}

fn site(pages: Option<&BTreeMap<String, u64>>) -> SiteMapping {
    let Some(pages) = pages else {
        return SiteMapping::default();
    };
    let ordered = by_ads(pages.iter().map(|(page, ads)| (page.as_str(), *ads)).collect());
    SiteMapping {
        total_ads: pages.values().sum(),
        facebook_pages: ordered.into_iter().map(|(page, _)| page.to_owned()).collect(),
    }
}

/// Pages with their ads, most ads first, then by id; ads whose source names no page are counted but list none.
fn by_ads(pages: BTreeMap<&str, u64>) -> Vec<(&str, u64)> {
    let mut pages: Vec<_> = pages.into_iter().filter(|(page, _)| !page.is_empty()).collect();
    pages.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    pages
}

fn name_of<'f>(facts: Option<&'f SellerFacts>, page: &str) -> &'f str {
    facts
        .and_then(|facts| facts.pages.get(page))
        .map_or("", |page| page.name.as_str())
}

/// The seller's report at `now`; all zeros where it has no ads.
pub fn report_of(analysis: &Analysis, seller: &Seller, active_threshold: u64, now: Timestamp) -> Report {
    let nothing = SellerFacts::default();
    let facts = analysis.facts.get(&seller.slug).unwrap_or(&nothing);
    let mut pages: Vec<PageMetrics> = facts
        .pages
        .iter()
        .map(|(id, page)| page_metrics(id, page))
        .collect();
    pages.sort_by(|a, b| {
        b.total_ads
            .cmp(&a.total_ads)
            .then_with(|| a.page_id.cmp(&b.page_id))
    });
    let mut competitors: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for (rival, ads) in &facts.rivals {
        *competitors.entry((&rival.domain, &rival.platform)).or_default() += ads;
    }
    let mut competitors: Vec<Competitor> = competitors
        .into_iter()
        .map(|((domain, platform), total_ads)| Competitor {
            domain: domain.to_owned(),
            platform: platform.to_owned(),
            total_ads,
        })
        .collect();
    competitors.sort_by(|a, b| {
        b.total_ads
            .cmp(&a.total_ads)
            .then_with(|| a.domain.cmp(&b.domain))
    });
    Report {
        client_id: seller.slug.clone(),
        document_type: ReportType::Report,
        domain: main_domain(seller),
        metrics: facts.tally.metrics(),
        facebook_pages: pages,
        competitors,
        moves: analysis.domains.moves_of(&seller.slug),
        status: status_of(analysis, seller, active_threshold),
        seen_at: analysis.seen_at(seller),
        category: None,
        changes: analysis.changes(seller),
        partial: analysis.is_partial(seller),
        analyzed_at: now,
    }
}

fn page_metrics(id: &str, page: &PageFacts) -> PageMetrics {
    PageMetrics {
        page_id: id.to_owned(),
        page_name: page.name.clone(),
        total_ads: page.tally.total,
        converty_ads: page.tally.converty,
        concurrent_ads: page.tally.concurrent,
        converty_ratio: Ratio::of(page.tally.converty, page.tally.total),
    }
}
