//! Sellers that were touched after a version of the source, and the documents about them.

use std::collections::HashSet;

use crate::portions::Walk;
use crate::{Copy, Result, Stage};

/// Slugs that are looked at together.
const PORTION: usize = 500;

/// Makes each touched seller in the target what it is in the source.
pub(crate) fn sellers(copy: &mut Copy<'_>, after: u64) -> Result<()> {
    let source = copy.source;
    let mut unmapped = false;
    Walk::new(|visit| source.each_touched(after, visit)).portions(PORTION, |slugs: &[String]| {
        for slug in slugs {
            unmapped |= follow(copy, slug)?;
        }
        copy.done(Stage::Sellers, slugs.len())
    })?;
    if unmapped {
        let mut mapped = HashSet::new();
        Walk::new(|visit| source.each_mapping(visit)).each(|mapping| {
            mapped.insert(mapping.client_id);
            Ok(())
        })?;
        copy.target.keep_mappings_of(&mapped)?;
    }
    Ok(())
}

/// Gives whether the target has a mapping that the source has no more.
fn follow(copy: &mut Copy<'_>, slug: &str) -> Result<bool> {
    let (source, target) = (copy.source, copy.target);
    match source.seller(slug)? {
        Some(seller) => {
            target.upsert_sellers(std::slice::from_ref(&seller))?;
            // Domains are only ever added; a seller that lost one was removed and came back.
            if target.seller(slug)?.is_some_and(|known| known != seller) {
                target.remove_seller(slug)?;
                target.upsert_sellers(&[seller])?;
            }
            copy.counts.sellers += 1;
        }
        None => {
            target.remove_seller(slug)?;
        }
    }
    let reports = source.reports_of(slug)?;
    target.put_reports(&reports)?;
    copy.counts.reports += reports.len() as u64;
    let Some(mapping) = source.mapping(slug)? else {
        return Ok(target.mapping(slug)?.is_some());
    };
    target.put_mappings(&[mapping])?;
    copy.counts.mappings += 1;
    Ok(false)
}
