//! Documents to what the snapshot and the book keep of one seller.

use std::collections::BTreeMap;

use compact_str::CompactString;
use model::document::{Mapping, Metrics, Report, Status};
use model::{Seller, Timestamp};

use super::ClientDocuments;
use crate::client::{Client, ClientStatus, Mark, Rival, Tally};
use crate::time::Quarter;

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
    let latest = reports.pop();
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

fn status_of(report: &Report) -> ClientStatus {
    let told = if report.metrics.total_ads > 0 {
        Status::Active
    } else {
        Status::Inactive
    };
    ClientStatus::of(Some(report.status.unwrap_or(told)))
}

fn tally(metrics: &Metrics) -> Tally {
    Tally {
        total: clamp(metrics.total_ads),
        converty: clamp(metrics.converty_ads),
        concurrent: clamp(metrics.concurrent_ads),
        unknown: clamp(metrics.unknown_ads),
    }
}

fn clamp(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// When the sources saw what each report is about. Time never goes back: a report that says so takes the moment of the
/// one before it.
fn moments(reports: &[Report]) -> impl Iterator<Item = (Timestamp, &Report)> {
    let mut latest = None;
    reports.iter().map(move |report| {
        let at = report.seen_at.unwrap_or(report.analyzed_at);
        let at = latest.map_or(at, |latest: Timestamp| latest.max(at));
        latest = Some(at);
        (at, report)
    })
}

fn marks(reports: &[Report]) -> Box<[Mark]> {
    let mut marks: Vec<Mark> = Vec::new();
    for (at, report) in moments(reports) {
        let mark = Mark {
            at,
            analyzed_at: report.analyzed_at,
            status: status_of(report),
            ads: tally(&report.metrics),
        };
        let says_the_same = |last: &Mark| last.status == mark.status && last.ads == mark.ads;
        if !marks.last().is_some_and(says_the_same) {
            marks.push(mark);
        }
    }
    marks.into_boxed_slice()
}

fn rivals(reports: &[Report]) -> Box<[Rival]> {
    let mut known: BTreeMap<&str, Led<'_>> = BTreeMap::new();
    for (at, report) in moments(reports) {
        for led in known.values_mut() {
            led.now = 0;
        }
        for competitor in &report.competitors {
            let led = known.entry(&competitor.domain).or_insert_with(|| Led::new(at));
            // What a later report calls it is known better.
            led.platform = &competitor.platform;
            led.now = led.now.saturating_add(clamp(competitor.total_ads));
        }
        for led in known.values_mut() {
            led.step(at);
        }
    }
    let mut rivals: Vec<Rival> = known.into_iter().map(|(domain, led)| led.rival(domain)).collect();
    // Stable: those with as many ads stay by domain.
    rivals.sort_by_key(|rival| std::cmp::Reverse(rival.ads));
    rivals.into_boxed_slice()
}

/// How many of a seller's ads led to one host over time, report by report.
struct Led<'r> {
    platform: &'r str,
    first_seen: Timestamp,
    now: u32,
    steps: Vec<(Timestamp, u32)>,
}

impl Led<'_> {
    const fn new(first_seen: Timestamp) -> Self {
        Self {
            platform: "",
            first_seen,
            now: 0,
            steps: Vec::new(),
        }
    }

    /// Ends a report. Of two at one moment the later one counts.
    fn step(&mut self, at: Timestamp) {
        if self.steps.last().is_some_and(|(last, _)| *last == at) {
            self.steps.pop();
        }
        if self.steps.last().is_none_or(|(_, ads)| *ads != self.now) {
            self.steps.push((at, self.now));
        }
    }

    fn rival(self, domain: &str) -> Rival {
        Rival {
            domain: CompactString::from(domain),
            platform: CompactString::from(self.platform),
            ads: self.now,
            first_seen: self.first_seen,
            steps: self.steps.into_boxed_slice(),
        }
    }
}
