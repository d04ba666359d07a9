//! Documents to what the snapshot and the book keep of one seller.

use compact_str::CompactString;
use model::Seller;
use model::document::{Mapping, Metrics, Report, Status};

use super::ClientDocuments;
use crate::client::{Client, ClientStatus, Tally};
use crate::time::Quarter;

use super::led::rivals;
use super::marks::marks;
use super::note::{Note, ReportMade};

/// The client, but for its first coverage, and what is noted beside it.
pub fn read(documents: ClientDocuments) -> (Client, Note) {
    let ClientDocuments {
        seller,
        mapping,
        mut reports,
    } = documents;
    // Engines promise "oldest first" by when a report was made; equal moments stay as they came.
    reports.sort_by_key(|report| report.analyzed_at);
    let hosts = hosts_beside_given(&seller);
    let days = reports.iter().map(|report| ReportMade {
        quarter: Quarter::of(report.analyzed_at),
        status: status_of(report),
    });
    let note = Note::new(hosts, days.collect());
    (client(seller, mapping, reports), note)
}

fn client(seller: Seller, mapping: Option<Mapping>, mut reports: Vec<Report>) -> Client {
    let history = marks(&reports);
    let rivals = rivals(&reports);
    let mut latest = reports.pop();
    let category = latest.as_mut().and_then(|report| report.category.take());
    let mut client = Client {
        slug: CompactString::from(seller.slug),
        domains: seller
            .domains
            .into_iter()
            .map(|domain| CompactString::from(domain.given))
            .collect(),
        status: ClientStatus::of(mapping.as_ref().map(|mapping| mapping.status)),
        partial: false,
        ads: latest
            .as_ref()
            .map_or_else(Tally::default, |report| tally(&report.metrics)),
        linked_ads: 0,
        pages: 0,
        confidence: None,
        rivals,
        moves: latest.map_or_else(Box::default, |report| report.moves.into_boxed_slice()),
        category: category.map(CompactString::from),
        cost: model::MicroDollars::ZERO,
        seen_at: None,
        covered_at: None,
        history,
    };
    if let Some(mapping) = mapping {
        let pages = mapping
            .pages
            .len()
            .max(mapping.processing_metadata.facebook_pages.len());
        client.partial = mapping.partial;
        client.linked_ads = clamp(mapping.processing_metadata.total_ads);
        client.pages = u32::try_from(pages).unwrap_or(u32::MAX);
        client.confidence = mapping.pages.first().map(|page| page.confidence);
        client.cost = mapping.processing_metadata.scraping_cost;
        client.seen_at = Some(mapping.timestamp);
    }
    client
}

/// The hosts where they are not letter for letter what was given; `None` (nearly always) where they are.
fn hosts_beside_given(seller: &Seller) -> Option<Box<[CompactString]>> {
    let as_given = seller.domains.iter().all(|domain| {
        domain
            .host
            .as_ref()
            .is_ok_and(|host| host.as_str() == domain.given)
    });
    (!as_given).then(|| {
        seller
            .hosts()
            .map(|host| CompactString::from(host.as_str()))
            .collect()
    })
}

pub(super) fn status_of(report: &Report) -> ClientStatus {
    let told = if report.metrics.total_ads > 0 {
        Status::Active
    } else {
        Status::Inactive
    };
    ClientStatus::of(Some(report.status.unwrap_or(told)))
}

pub(super) fn tally(metrics: &Metrics) -> Tally {
    Tally {
        total: clamp(metrics.total_ads),
        converty: clamp(metrics.converty_ads),
        concurrent: clamp(metrics.concurrent_ads),
        unknown: clamp(metrics.unknown_ads),
    }
}

pub(super) fn clamp(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
