//! Made-up sellers, as the database would give them.
#![allow(
    clippy::unwrap_used,
    dead_code,
    missing_docs,
    reason = "each test file uses a part"
)]

use std::collections::BTreeMap;
use std::sync::Arc;

use analytics::{Book, ClientDocuments, SearchMade, Snapshot, Zone};
use model::document::{
    Competitor, MappedPage, Mapping, MappingType, Metrics, ProcessingMetadata, Ratio, Report, ReportType,
    Status,
};
use model::{Kind, MicroDollars, Seller, Timestamp};

/// One report: when, all ads, those to Converty, those to a sale elsewhere, and where to (host, platform, ads).
pub type Made = (
    &'static str,
    u64,
    u64,
    u64,
    &'static [(&'static str, &'static str, u64)],
);

pub fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// A snapshot of sellers with these reports, in a base whose first search was on 2026-10-04.
pub fn snapshot(sellers: &[(&str, &[Made])], now: Timestamp) -> Snapshot {
    of(
        sellers.iter().map(|(slug, made)| documents(slug, made)).collect(),
        now,
    )
}

pub fn of(sellers: Vec<ClientDocuments>, now: Timestamp) -> Snapshot {
    let mut book = Book::new(
        Zone::named("Africa/Tunis").unwrap(),
        Arc::new(|_: &str| Kind::Shop),
    );
    for documents in sellers {
        book.put(documents);
    }
    book.search(&SearchMade {
        text: "converty.shop".to_owned(),
        at: Some(at("2026-10-04T09:00:00Z")),
        ads: 3,
        complete: true,
        cost: MicroDollars::new(2_250),
    });
    book.snapshot(1, now)
}

pub fn documents(slug: &str, made: &[Made]) -> ClientDocuments {
    let last = made.last();
    ClientDocuments {
        seller: Seller::new(slug, Vec::<String>::new()),
        mapping: last.map(|last| mapping(slug, last.1, at(last.0))),
        reports: made.iter().map(|made| report(slug, made)).collect(),
    }
}

fn mapping(slug: &str, ads: u64, timestamp: Timestamp) -> Mapping {
    let page = (ads > 0).then(|| MappedPage::new("110", "Made-up page", ads, ads));
    Mapping {
        client_id: slug.to_owned(),
        document_type: MappingType::Mapping,
        status: if ads > 0 { Status::Active } else { Status::Inactive },
        domain: format!("{slug}.converty.shop"),
        processing_metadata: ProcessingMetadata {
            total_ads: ads,
            facebook_pages: page.iter().map(|page| page.page_id.clone()).collect(),
            scraping_cost: MicroDollars::new(7_000),
        },
        sites_mapping: BTreeMap::new(),
        pages: page.into_iter().collect(),
        partial: false,
        timestamp,
    }
}

fn report(slug: &str, &(when, total, converty, concurrent, rivals): &Made) -> Report {
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
        competitors: (rivals.iter())
            .map(|&(domain, platform, ads)| Competitor {
                domain: domain.to_owned(),
                platform: platform.to_owned(),
                total_ads: ads,
            })
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
