//! Sellers, and the documents about them.

use model::Seller;

use crate::portions::Walk;
use crate::{Copy, Result, Stage};

/// Sellers or documents that are handed over at once.
const PORTION: usize = 1000;

/// Copies sellers with their domains.
pub(crate) fn sellers(copy: &mut Copy<'_>) -> Result<()> {
    let source = copy.source;
    Walk::new(|visit| source.each_seller(visit)).portions(PORTION, |sellers: &[Seller]| {
        copy.target.upsert_sellers(sellers)?;
        copy.counts.sellers += sellers.len() as u64;
        copy.done(Stage::Sellers, sellers.len())
    })
}

/// Copies mappings.
pub(crate) fn mappings(copy: &mut Copy<'_>) -> Result<()> {
    let source = copy.source;
    Walk::new(|visit| source.each_mapping(visit)).portions(PORTION, |mappings| {
        copy.target.put_mappings(mappings)?;
        copy.counts.mappings += mappings.len() as u64;
        copy.done(Stage::Mappings, mappings.len())
    })
}

/// Copies all reports there ever were, each seller's oldest first.
pub(crate) fn reports(copy: &mut Copy<'_>) -> Result<()> {
    let source = copy.source;
    Walk::new(|visit| source.each_report_ever(visit)).portions(PORTION, |reports| {
        copy.target.put_reports(reports)?;
        copy.counts.reports += reports.len() as u64;
        copy.done(Stage::Reports, reports.len())
    })
}
