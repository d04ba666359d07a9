//! Small made-up ads, sellers and documents for tests of any engine.

use std::collections::BTreeMap;

use model::document::{
    MappedPage, Mapping, MappingType, Metrics, ProcessingMetadata, Report, ReportType, SiteMapping, Status,
};
use model::{Class, Confidence, Kind, LinkSource, Rule, Timestamp, Verdict};
use xxhash_rust::xxh3::xxh3_128;

use crate::{Database, ImportBatch, ImportCounts, IncomingAd, Result, StoredLinks};

/// The digest of the engine that judged the samples.
pub const ENGINE: u64 = 0xfeed_face_cafe_beef;

/// An ad and its bytes.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The ad; its range is set by [`batch`].
    pub ad: IncomingAd,
    /// Its bytes.
    pub raw: Vec<u8>,
}

/// A moment: minutes after 2025-12-26.
pub fn at(minutes: i64) -> Option<Timestamp> {
    Timestamp::from_millis(1_766_707_200_000 + minutes * 60_000)
}

/// An ad with this content, seen then. Equal contents have equal bytes.
pub fn sample(id: &str, content: &str, seen_at: Option<Timestamp>) -> Sample {
    let raw = format!("{{\"ad_archive_id\":\"{id}\",\"content\":\"{content}\"}}").into_bytes();
    let mut links = StoredLinks::new();
    links.push(LinkSource::LinkUrl, &format!("https://{content}.converty.shop/"));
    links.push(LinkSource::Body, "https://wa.me/21600000000");
    let ad = IncomingAd {
        id: id.to_owned(),
        raw: 0..0,
        digest: xxh3_128(&raw),
        searched: Some("shop.tn".to_owned()),
        seen_at,
        page_id: format!("page of {content}"),
        page_name: format!("Page {content}"),
        started: at(-60),
        ended: None,
        active: Some(true),
        cta_type: "SHOP_NOW".to_owned(),
        display_format: "IMAGE".to_owned(),
        title: format!("title {content}"),
        links,
        verdict: Verdict::new(
            Class::Converty,
            Kind::Shop,
            Confidence::High,
            Rule::ConvertySuffix,
        ),
        engine: ENGINE,
    };
    Sample { ad, raw }
}

/// A batch of these ads.
pub fn batch(samples: &[Sample]) -> ImportBatch {
    let mut batch = ImportBatch {
        source: "sample.json".to_owned(),
        ..ImportBatch::default()
    };
    for Sample { ad, raw } in samples {
        let start = batch.raw.len();
        batch.raw.extend_from_slice(raw);
        let mut ad = ad.clone();
        ad.raw = start..batch.raw.len();
        batch.ads.push(ad);
    }
    batch
}

/// Imports batches and finishes.
pub fn import(database: &dyn Database, batches: Vec<ImportBatch>) -> Result<ImportCounts> {
    let mut import = database.start_import()?;
    for batch in batches {
        import.write(batch)?;
    }
    import.finish()
}

/// A mapping of this seller with so many ads, made then.
pub fn mapping(slug: &str, total_ads: u64, minutes: i64) -> Mapping {
    let domain = format!("{slug}.converty.shop");
    let facebook_pages = vec!["110379551822943".to_owned()];
    let site = SiteMapping {
        facebook_pages: facebook_pages.clone(),
        total_ads,
    };
    Mapping {
        client_id: slug.to_owned(),
        document_type: MappingType::Mapping,
        status: Status::Active,
        domain: domain.clone(),
        processing_metadata: ProcessingMetadata {
            total_ads,
            facebook_pages,
            ..ProcessingMetadata::default()
        },
        sites_mapping: BTreeMap::from([(domain, site)]),
        pages: vec![MappedPage::new("12", "A shop", total_ads, total_ads)],
        partial: true,
        timestamp: moment(minutes),
    }
}

/// A report of this seller with so many ads, made then.
pub fn report(slug: &str, total_ads: u64, minutes: i64) -> Report {
    Report {
        client_id: slug.to_owned(),
        document_type: ReportType::Report,
        domain: format!("{slug}.converty.shop"),
        metrics: Metrics {
            total_ads,
            unknown_ads: total_ads,
            ..Metrics::default()
        },
        facebook_pages: Vec::new(),
        competitors: Vec::new(),
        moves: Vec::new(),
        status: Some(Status::Active),
        seen_at: None,
        category: None,
        changes: None,
        partial: false,
        analyzed_at: moment(minutes),
    }
}

/// The same as [`at`], where a time is always needed.
pub fn moment(minutes: i64) -> Timestamp {
    at(minutes).unwrap_or_else(|| unreachable!("{minutes} minutes after 2025 is a moment"))
}
