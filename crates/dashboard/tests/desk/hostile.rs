//! Every text an injection.

use dashboard::notes;
use model::Seller;
use model::document::{Competitor, MappedPage, Mapping, Report};

use crate::common::{House, empty, now};
use crate::page;

const EVIL: &str = "\"><script>alert(1)</script>\u{202e}";

/// A seller whose every text is an injection.
fn hostile() -> House {
    let base = empty(now());
    let seller = Seller::new(EVIL, ["javascript:alert(1)", "evil.tn"]);
    base.database
        .upsert_sellers(std::slice::from_ref(&seller))
        .unwrap();
    let mapping = serde_json::json!({
        "client_id": seller.slug, "type": "mapping", "status": "active", "domain": EVIL,
        "processing_metadata": {"total_ads": 9, "facebook_pages": [EVIL], "scraping_cost": 0.01},
        "sites_mapping": {}, "timestamp": "2026-11-20T08:00:00.000Z",
    });
    let mut mapping: Mapping = serde_json::from_value(mapping).unwrap();
    mapping.pages = vec![MappedPage::new(EVIL, EVIL, 9, 9)];
    base.database.put_mappings(&[mapping]).unwrap();
    let report = serde_json::json!({
        "client_id": seller.slug, "type": "report", "domain": EVIL,
        "metrics": {"total_ads": 30, "converty_ads": 9, "concurrent_ads": 21, "unknown_ads": 0,
                    "converty_ratio": 30.0, "concurrent_ratio": 70.0},
        "facebook_pages": [], "competitors": [], "analyzed_at": "2026-11-20T09:00:00.000Z",
    });
    let mut report: Report = serde_json::from_value(report).unwrap();
    report.competitors = vec![Competitor {
        domain: EVIL.into(),
        platform: EVIL.into(),
        total_ads: 21,
    }];
    base.database.put_reports(&[report]).unwrap();
    notes::write(
        &*base.database,
        &seller.slug,
        &format!("</textarea>{EVIL}"),
        0,
        EVIL,
        now(),
    )
    .unwrap();
    House::over(base)
}

/// The text between tags, but for what stands in a field that somebody edits.
fn said(html: &str) -> String {
    let outside = html
        .split("<textarea")
        .map(|part| part.split("</textarea>").last().unwrap());
    let parts = outside.flat_map(|part| part.split('<'));
    parts
        .map(|part| part.split_once('>').map_or("", |(_, text)| text))
        .collect()
}

#[test]
fn hostile_text_stays_text() {
    let house = hostile();
    let slug = house.snapshot().each().next().unwrap().slug.clone();
    let part = percent_encoding::utf8_percent_encode(&slug, percent_encoding::NON_ALPHANUMERIC);
    let query = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
    for address in [
        "/clients?cols=domain,rival,confidence,moved,cost".to_owned(),
        format!("/clients?q={query}&platform={query}&competitor={query}&slugs={query}"),
        "/competition".to_owned(),
        format!("/competition?platform={query}&kind={query}&show={query}"),
        "/alerts?range=all".to_owned(),
        format!("/alerts?kind={query}&cursor={query}"),
        format!("/clients/{part}"),
        format!("/clients/{part}?verdict={query}&cursor={query}"),
    ] {
        for language in ["fr", "ar"] {
            let joint = if address.contains('?') { '&' } else { '?' };
            let html = page(&house, &format!("{address}{joint}lang={language}"));
            let scripts = html.matches("<script").count();
            assert_eq!(
                scripts,
                html.matches("<script src=\"/assets/").count(),
                "{address}"
            );
            assert!(!html.contains("href=\"javascript:"), "{address}");
            assert!(!html.contains(" style="), "{address}");
            assert!(
                !said(&html).contains('\u{202e}'),
                "{address}: turns the text around it"
            );
        }
    }
    let reached = page(&house, "/clients");
    assert!(
        reached.contains("&lt;script&gt;") || reached.contains("&#60;script&#62;"),
        "the text itself is shown"
    );
}
