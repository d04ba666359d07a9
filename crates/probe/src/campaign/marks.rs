//! New marks on pages that were kept: found without asking anybody.

use std::ops::ControlFlow;

use classification::Catalogue;
use database::Database;
use model::observation::{Facts, FactsKind, Observed, Place};

/// Pages held at once, at most 64 KiB each.
const PAGES: usize = 64;

/// Looks for the catalogue's marks on every kept page that was looked at under other marks. When the pages were
/// observed stays as it is. Gives how many were looked at.
pub fn mark_again(database: &dyn Database, catalogue: &Catalogue) -> database::Result<u64> {
    let marks = catalogue.marks_digest();
    let mut stale: Vec<Place> = Vec::new();
    database.each_observation(false, &mut |stored| {
        if matches!(&stored.facts, Facts::Landing(facts) if facts.looked_for != marks) {
            stale.push(stored.place);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let mut looked_at = 0;
    for places in stale.chunks(PAGES) {
        let mut observed = Vec::with_capacity(places.len());
        for place in places {
            observed.extend(marked(database, catalogue, place)?);
        }
        database.put_observed(&observed)?;
        looked_at += u64::try_from(observed.len()).unwrap_or(u64::MAX);
    }
    Ok(looked_at)
}

/// The latest landing facts of a place with the marks of today; `None` where its page was not kept.
fn marked(
    database: &dyn Database,
    catalogue: &Catalogue,
    place: &Place,
) -> database::Result<Option<Observed>> {
    let Some(page) = database.page_of(place)? else {
        return Ok(None);
    };
    let latest = database.latest_of(place, FactsKind::Landing)?;
    Ok(latest.and_then(|stored| match stored.facts {
        Facts::Landing(mut facts) => {
            facts.marks = catalogue.marks_on(&page);
            facts.looked_for = catalogue.marks_digest();
            Some(Observed {
                place: stored.place,
                facts: Facts::Landing(facts),
                at: stored.last_seen,
                until: stored.until,
                page: Some(page),
            })
        }
        Facts::Dns(_) => None,
    }))
}
