//! What each seller seems to sell, named in its report: guessed from the titles, links and page names that are stored
//! with its ads. The ads of a seller are read again only where its report says something new, or the words are others.

use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;

use classification::{Ballot, Categories};
use database::{AdQuery, Database, Error, Result};
use model::document::Report;

/// The note that holds the digest of the words by which categories were guessed.
const NOTE: &str = "categories";

/// At most so many of a seller's ads are read, those with the greatest ids: enough to tell what it sells.
const ADS: u32 = 200;

/// Names the category in reports that are about to be written, each seller's once. A seller without ads keeps that of
/// its latest report.
pub(crate) fn name_in(database: &dyn Database, reports: &mut [Report]) -> Result<()> {
    let categories = Categories::builtin().map_err(|error| Error::Engine(error.to_string()))?;
    let words = format!("{:016x}", categories.digest());
    let same_words = database.note(NOTE)?.is_some_and(|noted| noted == words);
    let stale = carry_over(database, reports, same_words)?;
    for place in stale {
        if let Some(report) = reports.get_mut(place)
            && report.metrics.total_ads > 0
        {
            report.category = guess(database, &categories, &report.client_id)?;
        }
    }
    if !same_words {
        database.set_note(NOTE, &words)?;
    }
    Ok(())
}

/// Gives every report the category of the seller's latest one; tells the places of those that are to be guessed anew.
fn carry_over(database: &dyn Database, reports: &mut [Report], same_words: bool) -> Result<BTreeSet<usize>> {
    let mut stale: BTreeSet<usize> = (0..reports.len()).collect();
    let slugs = reports.iter().map(|report| report.client_id.clone());
    let places: HashMap<String, usize> = slugs.zip(0..).collect();
    database.each_report(&mut |latest| {
        if let Some(place) = places.get(&latest.client_id)
            && let Some(report) = reports.get_mut(*place)
        {
            report.category.clone_from(&latest.category);
            if same_words && report.says_the_same_as(&latest) {
                stale.remove(place);
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(stale)
}

/// What most of a seller's ads sell. Where an ad's title and link tell nothing its page's name speaks.
fn guess(database: &dyn Database, categories: &Categories, slug: &str) -> Result<Option<String>> {
    let ads = database.ads_of(&AdQuery {
        seller: slug.to_owned(),
        gone: Some(false),
        limit: ADS,
        ..AdQuery::default()
    })?;
    let mut ballot = Ballot::default();
    for ad in &ads {
        let told = categories.of_ad([ad.title.as_str()], [ad.link.as_str()]);
        ballot.add(told.or_else(|| categories.of_ad([ad.ad.page_name.as_str()], [])));
    }
    Ok(ballot.decide().map(|guess| guess.category))
}
