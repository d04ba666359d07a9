//! Judges what is stale and brings attributions, mappings, reports and the noted overview up to date. Nothing is paid for: verdicts are made
//! again from the links that are stored with each ad.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use classification::{Catalogue, Engine, Settings};
use database::{AdFilter, Attribution, Database, StoredAd};
use model::Timestamp;

use crate::analysis::Analysis;
use crate::documents::{mapping_of, report_of};
use crate::views::Overview;

/// Ads judged or attributed between two writes.
const CHUNK: usize = 4096;

/// The note that holds the JSON of [`Overview`] as of the last refresh, without the purse, which moves between
/// refreshes: who shows it needs no walk over the ads.
pub const OVERVIEW_NOTE: &str = "overview";

/// How a refresh goes about it.
#[derive(Debug, Clone)]
pub struct Options {
    /// Ads from which a seller counts as active; at least 1.
    pub active_threshold: u64,
    /// Judge every ad again, not only the stale ones.
    pub all: bool,
    /// Judge only these sellers' ads; empty means every ad.
    pub sellers: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            active_threshold: 1,
            all: false,
            sellers: Vec::new(),
        }
    }
}

/// What a refresh did, and the analysis that it left.
#[derive(Debug)]
pub struct Refreshed {
    /// Ads that were judged.
    pub judged: u64,
    /// Ads that were found to be another seller's than noted, or to be gone or back.
    pub attributed: u64,
    /// Mappings that changed.
    pub mappings: u64,
    /// Reports that were added.
    pub reports: u64,
    /// The counts that everything is made from.
    pub analysis: Analysis,
}

/// The engine for the sellers that the database holds.
pub fn engine_of(
    database: &dyn Database,
    catalogue: Arc<Catalogue>,
    settings: Settings,
) -> database::Result<Engine> {
    let mut sellers = Vec::new();
    database.each_seller(&mut |seller| {
        sellers.push(seller);
        Ok(ControlFlow::Continue(()))
    })?;
    let mut builder = Engine::builder(Arc::clone(&catalogue)).settings(settings);
    for seller in &sellers {
        for host in seller.hosts() {
            builder = builder.seller(&seller.slug, host);
        }
    }
    let mut builder = Some(builder);
    database.each_observation(false, &mut |observation| {
        builder = builder.take().map(|builder| builder.observed(&observation));
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(builder
        .take()
        .unwrap_or_else(|| Engine::builder(catalogue))
        .build())
}

/// Judges stale ads and writes the documents that changed; reports carry `now`.
pub fn refresh(
    database: &dyn Database,
    engine: &Engine,
    options: &Options,
    now: Timestamp,
) -> database::Result<Refreshed> {
    let judged = judge(database, engine, options)?;
    let (analysis, attributed) = attribute(database, engine.catalogue())?;
    let mut mappings = Vec::new();
    let mut reports = Vec::new();
    let reported = reported(database)?;
    let mapped = mapped(database)?;
    for seller in &analysis.sellers {
        let otherwise = mapped.get(&seller.slug).copied().unwrap_or(now);
        mappings.extend(mapping_of(&analysis, seller, options.active_threshold, otherwise));
        let advertised =
            analysis.facts.contains_key(&seller.slug) || analysis.gone.contains_key(&seller.slug);
        let reported = match reported.get(&seller.slug) {
            Some(Author::Us) => true,
            // What others counted stands until a search of ours knows better.
            Some(Author::Others) => analysis.covered(seller).is_some(),
            None => false,
        };
        if advertised || reported || analysis.domains.has_moved(&seller.slug) {
            reports.push(report_of(&analysis, seller, options.active_threshold, now));
        }
    }
    let kept: HashSet<String> = mappings.iter().map(|mapping| mapping.client_id.clone()).collect();
    let gone = database.keep_mappings_of(&kept)?;
    let changed = database.put_mappings(&mappings)?;
    crate::category::name_in(database, &mut reports)?;
    let added = database.put_reports(&reports)?;
    let overview = Overview::without_money(&analysis, options.active_threshold);
    database.set_note(OVERVIEW_NOTE, &serde_json::to_string(&overview)?)?;
    Ok(Refreshed {
        judged,
        attributed,
        mappings: gone + changed,
        reports: added,
        analysis,
    })
}

/// Analyses what is stored and notes whose ad each is where that changed. Gives of how many it did.
fn attribute(database: &dyn Database, catalogue: &Catalogue) -> database::Result<(Analysis, u64)> {
    let mut chunk: Vec<Attribution> = Vec::new();
    let mut changed = 0;
    let analysis = Analysis::read_noting(database, catalogue, &mut |attribution| {
        chunk.push(attribution);
        if chunk.len() == CHUNK {
            changed += database.put_attributions(&chunk)?;
            chunk.clear();
        }
        Ok(())
    })?;
    if !chunk.is_empty() {
        changed += database.put_attributions(&chunk)?;
    }
    Ok((analysis, changed))
}

/// The times of the mappings so far: one whose sources tell no time keeps its own, or every refresh would
/// change it.
fn mapped(database: &dyn Database) -> database::Result<HashMap<String, Timestamp>> {
    let mut times = HashMap::new();
    database.each_mapping(&mut |mapping| {
        times.insert(mapping.client_id, mapping.timestamp);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(times)
}

/// Who wrote a seller's latest report.
#[derive(Debug, Clone, Copy)]
enum Author {
    /// This program: such reports tell the seller's status.
    Us,
    /// The prototype, or an early version of this program.
    Others,
}

/// Sellers that have a report already: one whose ads went elsewhere needs a new one that says zero.
fn reported(database: &dyn Database) -> database::Result<HashMap<String, Author>> {
    let mut authors = HashMap::new();
    database.each_report(&mut |report| {
        let author = if report.status.is_some() {
            Author::Us
        } else {
            Author::Others
        };
        authors.insert(report.client_id, author);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(authors)
}

fn judge(database: &dyn Database, engine: &Engine, options: &Options) -> database::Result<u64> {
    let stale_for = (!options.all).then(|| engine.digest());
    if options.sellers.is_empty() {
        return judge_matching(
            database,
            engine,
            &AdFilter {
                stale_for,
                ..AdFilter::default()
            },
        );
    }
    let mut judged = 0;
    for slug in &options.sellers {
        let pages = database
            .report(slug)?
            .map(|r| r.facebook_pages.into_iter().map(|p| p.page_id).collect());
        let by_seller = AdFilter {
            stale_for,
            seller: Some(slug.clone()),
            ..AdFilter::default()
        };
        judged += judge_matching(database, engine, &by_seller)?;
        if pages.is_some() {
            judged += judge_matching(
                database,
                engine,
                &AdFilter {
                    stale_for,
                    pages,
                    ..AdFilter::default()
                },
            )?;
        }
    }
    Ok(judged)
}

fn judge_matching(database: &dyn Database, engine: &Engine, filter: &AdFilter) -> database::Result<u64> {
    let mut judged = 0;
    let mut chunk = Vec::with_capacity(CHUNK);
    database.each_ad(filter, &mut |ad| {
        chunk.push(verdict_of(engine, ad));
        if chunk.len() == CHUNK {
            database.write_verdicts(engine.digest(), &chunk)?;
            judged += chunk.len() as u64;
            chunk.clear();
        }
        Ok(ControlFlow::Continue(()))
    })?;
    if !chunk.is_empty() {
        database.write_verdicts(engine.digest(), &chunk)?;
        judged += chunk.len() as u64;
    }
    Ok(judged)
}

fn verdict_of(engine: &Engine, ad: StoredAd) -> (String, model::Verdict) {
    let cta = (!ad.cta_type.is_empty()).then_some(ad.cta_type.as_str());
    let verdict = engine.judge_links(ad.links.iter(), cta);
    (ad.id, verdict)
}
