//! What the prototype left in a base, made up in the shapes that it wrote: lists and maps, `client_id` and `client_slug`,
//! BSON dates and ISO texts, fields that nobody here knows.

use database::mongodb::bson::{DateTime, Document, doc};
use model::Timestamp;

/// A moment.
pub fn moment(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn date(text: &str) -> DateTime {
    DateTime::from_millis(moment(text).as_millis())
}

/// Five sellers, each written as another part of the live base writes them.
pub fn stores() -> Vec<Document> {
    vec![
        doc! { "slug": "vervane", "domain": "vervane.converty.shop", "plan": "gold" },
        doc! { "client_id": "atlas", "Domaine": ["atlas.tn", "atlas.converty.shop"] },
        doc! { "Slug": "zitouna", "domains": "zitouna.tn", "owner": { "phone": "1" } },
        doc! { "slug": "calme", "domain": "calme.tn" },
        doc! { "slug": "neuf" },
    ]
}

/// Mappings of four of them; of two sellers an older one too, which says other numbers and must not count.
pub fn mappings() -> Vec<Document> {
    vec![
        doc! {
            "client_id": "vervane", "type": "mapping", "status": "active", "domain": "vervane.converty.shop",
            "processing_metadata": { "total_ads": 3, "facebook_pages": ["5"], "scraping_cost": 0.001 },
            "sites_mapping": { "vervane.converty.shop": { "facebook_pages": ["5"], "total_ads": 3 } },
            "timestamp": "2025-12-01T16:30:00.000Z",
        },
        doc! {
            "client_id": "vervane", "type": "mapping", "status": "active", "domain": "vervane.converty.shop",
            "processing_metadata": {
                "total_ads": 12, "facebook_pages": ["110379551822943"], "scraping_cost": 0.007, "run": "abc",
            },
            "sites_mapping": {
                "vervane.converty.shop": { "facebook_pages": ["110379551822943"], "total_ads": 12, "checked": true },
            },
            "timestamp": "2025-12-29T16:30:00.000Z", "processing_status": "completed", "scraper": "v0",
        },
        doc! {
            "client_slug": "atlas", "type": "mapping", "status": "active", "timestamp": date("2026-01-10T10:00:00Z"),
            "sites_mapping": [
                { "site": "atlas.tn", "total_ads": 8, "fb_pages": [
                    { "page_id": "11", "page_name": "Eleven", "page_url": "u", "ads_count": 6, "confidence": "high" },
                    { "page_id": "12", "page_name": "Twelve", "page_url": "v", "ads_count": 2, "confidence": "low" },
                ] },
                { "site": "atlas.converty.shop", "total_ads": 2, "fb_pages": [
                    { "page_id": "11", "page_name": "Eleven", "page_url": "u", "ads_count": 2, "confidence": "high" },
                ] },
            ],
        },
        doc! {
            "client_id": "atlas", "type": "mapping", "status": "inactive", "timestamp": "2025-11-10T10:00:00.000Z",
            "processing_metadata": { "total_ads": 40, "facebook_pages": [], "scraping_cost": 0.5 },
        },
        doc! {
            "client_id": "zitouna", "type": "mapping", "timestamp": date("2026-02-01T08:00:00Z"),
            "sites_mapping": { "zitouna.tn": { "facebook_pages": ["21", "22"], "total_ads": 60 } },
        },
        doc! {
            "client_id": "calme", "type": "mapping", "status": "inactive", "domain": "calme.tn",
            "processing_metadata": { "total_ads": 0, "facebook_pages": [], "scraping_cost": 0.0005 },
            "sites_mapping": {}, "timestamp": "2026-01-20T12:00:00.000Z",
        },
    ]
}

/// Their reports: two have a history.
pub fn reports() -> Vec<Document> {
    vec![
        doc! {
            "client_id": "vervane", "type": "report", "domain": "vervane.converty.shop",
            "metrics": {
                "total_ads": 94, "converty_ads": 94, "concurrent_ads": 0, "unknown_ads": 0,
                "converty_ratio": 100.0, "concurrent_ratio": 0.0,
            },
            "facebook_pages": [{
                "page_id": "110379551822943", "page_name": "Vervane Store", "total_ads": 94, "converty_ads": 94,
                "concurrent_ads": 0, "converty_ratio": 100,
            }],
            "competitors": [], "analyzed_at": "2025-12-01T17:45:00.000Z", "analysis_version": "v0",
        },
        doc! {
            "client_id": "vervane", "type": "report", "domain": "vervane.converty.shop",
            "metrics": {
                "total_ads": 100, "converty_ads": 75, "concurrent_ads": 20, "unknown_ads": 5,
                "converty_ratio": 75.0, "concurrent_ratio": 20.0,
            },
            "facebook_pages": [],
            "competitors": [
                { "domain": "shared.youcan.store", "platform": "youcan", "total_ads": 12 },
                { "domain": "rival.myshopify.com", "platform": "shopify", "total_ads": 8 },
            ],
            "analyzed_at": "2025-12-29T17:45:00.000Z",
        },
        doc! {
            "client_slug": "atlas", "type": "report",
            "metrics": { "total_ads": 10, "converty_ads": 4, "concurrent_ads": 6 },
            "facebook_pages": [],
            "competitors": [{ "domain": "shared.youcan.store", "platform": "youcan", "total_ads": 6 }],
            "analyzed_at": date("2026-01-10T11:00:00Z"),
        },
        doc! {
            "client_id": "zitouna", "type": "report", "domain": "zitouna.tn",
            "metrics": {
                "total_ads": 60, "converty_ads": 60, "concurrent_ads": 0, "unknown_ads": 0,
                "converty_ratio": 100.0, "concurrent_ratio": 0.0,
            },
            "facebook_pages": [], "competitors": [], "analyzed_at": date("2026-02-01T09:00:00Z"),
        },
        doc! {
            "client_id": "calme", "type": "report", "domain": "calme.tn",
            "metrics": {
                "total_ads": 5, "converty_ads": 5, "concurrent_ads": 0, "unknown_ads": 0,
                "converty_ratio": 100.0, "concurrent_ratio": 0.0,
            },
            "facebook_pages": [], "competitors": [], "analyzed_at": date("2025-11-05T09:00:00Z"),
        },
        doc! {
            "client_id": "calme", "type": "report", "domain": "calme.tn",
            "metrics": {
                "total_ads": 0, "converty_ads": 0, "concurrent_ads": 0, "unknown_ads": 0,
                "converty_ratio": 0.0, "concurrent_ratio": 0.0,
            },
            "facebook_pages": [], "competitors": [], "analyzed_at": "2026-01-20T12:30:00.000Z",
        },
    ]
}
