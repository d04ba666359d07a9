//! A seller's Facebook pages: how surely each is its own, and where its ads lead.

use std::collections::BTreeMap;

use model::document::{Mapping, Report};
use serde::Serialize;

use super::super::super::Table;
use super::super::super::column::{Column, Kind, column};
use super::super::few;
use super::asked;
use crate::api::types::{ConfidenceName, Percent};
use crate::failure::Failure;
use crate::visit::Visit;

const PAGES: [Column; 9] = [
    column("page_id", Kind::Text),
    column("page_name", Kind::Text),
    column("confidence", Kind::Text),
    column("share", Kind::Percent),
    column("linked_ads", Kind::Count),
    column("ads", Kind::Count),
    column("converty_ads", Kind::Count),
    column("concurrent_ads", Kind::Count),
    column("converty_ratio", Kind::Percent),
];

/// What the mapping (confidence, share, linked ads) and the report (ads by verdict) say of a page; null where that one
/// does not name it.
#[derive(Default, Serialize)]
struct PageRow {
    page_id: String,
    page_name: String,
    confidence: Option<ConfidenceName>,
    share: Option<Percent>,
    linked_ads: Option<u64>,
    ads: Option<u64>,
    converty_ads: Option<u64>,
    concurrent_ads: Option<u64>,
    converty_ratio: Option<Percent>,
}

/// `client_pages`: those of the mapping in its order, then those that only the report names.
pub(in super::super) fn pages(visit: &Visit) -> Result<Table, Failure> {
    let slug = &asked(visit)?.slug;
    let mapping = visit.database.mapping(slug)?;
    let report = visit.database.report(slug)?;
    Ok(Table {
        columns: &PAGES,
        rows: few(rows(mapping.as_ref(), report.as_ref())),
    })
}

fn rows(mapping: Option<&Mapping>, report: Option<&Report>) -> Vec<PageRow> {
    let mut rows: Vec<PageRow> = mapping
        .iter()
        .flat_map(|mapping| &mapping.pages)
        .map(|page| PageRow {
            page_id: page.page_id.clone(),
            page_name: page.page_name.clone(),
            confidence: Some(ConfidenceName(page.confidence)),
            share: Some(Percent(page.share)),
            linked_ads: Some(page.total_ads),
            ..PageRow::default()
        })
        .collect();
    let places: BTreeMap<String, usize> = rows.iter().map(|row| row.page_id.clone()).zip(0..).collect();
    for page in report.iter().flat_map(|report| &report.facebook_pages) {
        let place = places.get(&page.page_id);
        let mut found = place.and_then(|place| rows.get_mut(*place));
        let mut own = PageRow::default();
        let row = found.as_deref_mut().unwrap_or(&mut own);
        row.page_id.clone_from(&page.page_id);
        row.page_name.clone_from(&page.page_name);
        row.ads = Some(page.total_ads);
        row.converty_ads = Some(page.converty_ads);
        row.concurrent_ads = Some(page.concurrent_ads);
        row.converty_ratio = Some(Percent(page.converty_ratio));
        if found.is_none() {
            rows.push(own);
        }
    }
    rows
}
