//! Made-up documents, as the database would give them.
#![allow(
    clippy::unwrap_used,
    dead_code,
    missing_docs,
    reason = "each test file uses a part"
)]

pub mod made;

use std::collections::BTreeMap;
use std::sync::Arc;

use analytics::{Book, ClientDocuments, SearchMade, Zone};
use model::document::{
    Competitor, MappedPage, Mapping, MappingType, Metrics, ProcessingMetadata, Ratio, Report, ReportType,
    Status,
};
use model::{Kind, MicroDollars, Seller, Timestamp};

/// One report: when, all ads, those to Converty, those to a sale elsewhere, and where to (host, platform, ads).
pub type Made<'a> = (&'a str, u64, u64, u64, &'a [(&'a str, &'a str, u64)]);

/// The moment of an ISO text.
pub fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// An empty book of Tunis, in which `whatsapp` is messaging, `jumia` a marketplace, and all else a shop.
pub fn book() -> Book {
    let kind_of = |platform: &str| match platform {
        "whatsapp" => Kind::Messaging,
        "jumia" => Kind::Marketplace,
        _ => Kind::Shop,
    };
    Book::new(Zone::named("Africa/Tunis").unwrap(), Arc::new(kind_of))
}

/// A seller at `<slug>.converty.shop` with a mapping of this status (none: no mapping) made when its last report was
/// (2025-12-01 where it has none), and a report per line.
pub fn documents(slug: &str, status: Option<Status>, reports: &[Made<'_>]) -> ClientDocuments {
    let seller = Seller::new(slug, Vec::<String>::new());
    let linked = reports.last().map_or(0, |made| made.1);
    let seen = reports.last().map_or("2025-12-01T10:00:00Z", |made| made.0);
    ClientDocuments {
        mapping: status.map(|status| mapping(slug, status, linked, at(seen))),
        reports: reports.iter().map(|made| report(slug, made)).collect(),
        seller,
    }
}

/// A mapping with one page of all ads where there are any.
pub fn mapping(slug: &str, status: Status, linked: u64, timestamp: Timestamp) -> Mapping {
    let page = (linked > 0).then(|| MappedPage::new("110", "Made-up page", linked, linked));
    Mapping {
        client_id: slug.to_owned(),
        document_type: MappingType::Mapping,
        status,
        domain: format!("{slug}.converty.shop"),
        processing_metadata: ProcessingMetadata {
            total_ads: linked,
            facebook_pages: page.iter().map(|page| page.page_id.clone()).collect(),
            scraping_cost: MicroDollars::new(7_000),
        },
        sites_mapping: BTreeMap::new(),
        pages: page.into_iter().collect(),
        partial: false,
        timestamp,
    }
}

/// A report that was seen when it was made, active where it has ads.
pub fn report(slug: &str, &(when, total, converty, concurrent, rivals): &Made<'_>) -> Report {
    Report {
        client_id: slug.to_owned(),
        document_type: ReportType::Report,
        domain: format!("{slug}.converty.shop"),
        metrics: Metrics {
            total_ads: total,
            converty_ads: converty,
            concurrent_ads: concurrent,
            unknown_ads: total.saturating_sub(converty).saturating_sub(concurrent),
            converty_ratio: Ratio::of(converty, total),
            concurrent_ratio: Ratio::of(concurrent, total),
        },
        facebook_pages: Vec::new(),
        competitors: rivals
            .iter()
            .map(|&(domain, platform, ads)| competitor(domain, platform, ads))
            .collect(),
        moves: Vec::new(),
        status: Some(if total > 0 {
            Status::Active
        } else {
            Status::Inactive
        }),
        seen_at: Some(at(when)),
        category: None,
        changes: None,
        partial: false,
        analyzed_at: at(when),
    }
}

fn competitor(domain: &str, platform: &str, ads: u64) -> Competitor {
    Competitor {
        domain: domain.to_owned(),
        platform: platform.to_owned(),
        total_ads: ads,
    }
}

/// A complete search of a host.
pub fn search(text: &str, when: &str) -> SearchMade {
    SearchMade {
        text: text.to_owned(),
        at: Some(at(when)),
        ads: 3,
        complete: true,
        cost: MicroDollars::new(2_250),
    }
}
