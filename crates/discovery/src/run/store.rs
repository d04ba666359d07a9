//! A run's items into the database: attributed, judged, counted.

use std::collections::BTreeSet;

use classification::Engine;
use database::{Database, ImportCounts, Search};
use ingestion::{RunImport, Taken};
use model::{MicroDollars, Timestamp};
use planner::Answer;
use xxhash_rust::xxh3::xxh3_128;

use crate::answers::{Limits, Tally};
use crate::attribution::Attribution;
use crate::error::Error;
use crate::items::{Origin, items_of};
use crate::job::{Context, Intent, Job};
use crate::shares::shares;
use crate::url::search_key;
use crate::vault::{Ending, Page};

/// What was stored.
pub(crate) struct Stored {
    pub(crate) answers: Vec<Answer>,
    pub(crate) counts: ImportCounts,
    /// Different items.
    pub(crate) items: u64,
    /// Several questions were asked, and no item says which one brought it.
    pub(crate) unattributed: bool,
}

/// Stores what the pages hold. Doing it again changes nothing, but that a higher cost is noted.
pub(crate) fn store(
    context: &Context<'_>,
    job: &Job,
    pages: &[Page],
    ending: &Ending,
) -> Result<Stored, Error> {
    let asked = Asked {
        tag: &job.tag,
        intent: &job.intent,
        reserved_at: job.reserved_at,
    };
    store_into(context.scan.database, context.scan.engine, &asked, pages, ending)
}

/// What must be known of a run to store what it brought.
pub(crate) struct Asked<'r> {
    pub(crate) tag: &'r str,
    pub(crate) intent: &'r Intent,
    pub(crate) reserved_at: Timestamp,
}

/// The same outside of a scan.
pub(crate) fn store_into(
    database: &dyn Database,
    engine: &Engine,
    asked: &Asked<'_>,
    pages: &[Page],
    ending: &Ending,
) -> Result<Stored, Error> {
    let order = &asked.intent.order;
    let items = distinct(pages);
    let origins: Vec<Origin<'_>> = items.iter().map(|item| Origin::of(item)).collect();
    let attribution = Attribution::new(&order.questions, &asked.intent.country);
    let questions = attribution.of(&origins);
    let keys: Vec<String> = order.questions.iter().map(search_key).collect();
    let mut tally = Tally::new(order);
    let source = format!("run {}", asked.tag);
    let mut import = RunImport::start(database, engine, &source, asked.reserved_at)?;
    for ((raw, origin), question) in items.iter().zip(&origins).zip(&questions) {
        let searched = question
            .and_then(|question| keys.get(question))
            .map(String::as_str);
        let taken = import.item(raw, searched)?;
        let Some(question) = *question else { continue };
        match taken {
            Taken::Ad { id, verdict } => tally.ad(question, raw, origin, &id, &verdict),
            Taken::NoAds => tally.no_ads(question, raw),
            Taken::Refused(_) => tally.failure(question, raw),
        }
    }
    let answers = tally.answers(Limits {
        whole: ending.succeeded && ending.missing == 0,
        max_items: ending.max_items.unwrap_or(u64::MAX).min(u64::from(order.items)),
        delivered: ending.items,
    });
    let counts = import.finish(searches(asked, &answers, ending.cost))?;
    let nameless = origins.iter().all(|origin| origin.url.is_none());
    Ok(Stored {
        answers,
        counts,
        items: items.len() as u64,
        unattributed: nameless && !items.is_empty() && order.questions.len() > 1,
    })
}

/// The items of all pages in order, each content once: versions of a page repeat each other.
fn distinct(pages: &[Page]) -> Vec<&[u8]> {
    let mut places: Vec<&Page> = pages.iter().collect();
    places.sort_by_key(|page| page.facts.offset);
    let mut seen = BTreeSet::new();
    let mut items = Vec::new();
    for page in places {
        let all = items_of(&page.bytes).unwrap_or_default();
        items.extend(all.into_iter().filter(|item| seen.insert(xxh3_128(item))));
    }
    items
}

/// One search per question that was answered, or per question asked where none was; their costs add up to the
/// run's.
fn searches(asked: &Asked<'_>, answers: &[Answer], cost: MicroDollars) -> Vec<Search> {
    let search = |domain, ads, complete, cost| Search {
        domain,
        at: Some(asked.reserved_at),
        ads,
        complete,
        cost,
    };
    if answers.is_empty() {
        let questions = &asked.intent.order.questions;
        let costs = shares(cost, &vec![1; questions.len()]);
        return questions
            .iter()
            .zip(costs)
            .map(|(question, cost)| search(search_key(question), 0, false, cost))
            .collect();
    }
    let weights: Vec<u64> = answers.iter().map(|answer| answer.items).collect();
    let answered = answers.iter().zip(shares(cost, &weights));
    answered
        .map(|(answer, cost)| search(search_key(&answer.question), answer.ads, answer.complete, cost))
        .collect()
}
