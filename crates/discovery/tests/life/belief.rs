//! What the base says after a scan: who advertises, which pages run ads, and who was asked about.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use database::{Coverage, Database, PAGE_SEARCH, Sqlite};
use model::document::Status;
use model::{Host, Timestamp};

use super::stage::LifeStage;
use crate::common::{catalogue, sweeps};

/// What is said of a seller.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Said {
    #[default]
    Nothing,
    Active,
    Inactive,
}

/// A seller that is called inactive, though an ad led to it when it was searched for last, and one did ever since.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FalseStop {
    pub slug: String,
    pub searched: Timestamp,
    /// What was searched for: its domains, or the page of this id.
    pub by: String,
}

/// What stood after a scan.
#[derive(Debug)]
pub struct Note {
    /// When the scan began, and when its documents were written.
    pub began: Timestamp,
    pub ended: Timestamp,
    /// By place in the base.
    pub sellers: Vec<Said>,
    /// The latest question about the seller in this scan: its domain, a page of its, or a sweep.
    pub asked: Vec<Option<Timestamp>>,
    /// Known pages, and whether they run ads.
    pub pages: HashMap<(usize, usize), bool>,
    pub pages_asked: BTreeMap<(usize, usize), Timestamp>,
    pub hosts_asked: u64,
    pub swept: bool,
    pub false_stops: Vec<FalseStop>,
}

impl Note {
    /// How many are called active.
    pub fn active(&self) -> usize {
        self.sellers.iter().filter(|said| **said == Said::Active).count()
    }
}

/// Reads what stands now, after the scan that began then.
pub fn note(stage: &LifeStage, database: &Sqlite, began: Timestamp, ended: Timestamp) -> Note {
    let mut note = Note {
        began,
        ended,
        sellers: vec![Said::Nothing; stage.sellers.len()],
        asked: vec![None; stage.sellers.len()],
        pages: HashMap::new(),
        pages_asked: BTreeMap::new(),
        hosts_asked: 0,
        swept: false,
        false_stops: Vec::new(),
    };
    said(stage, database, &mut note);
    asked(stage, database, &mut note);
    let known = discovery::known(database, &catalogue(), &sweeps()).unwrap();
    for page in known.pages {
        if let Some(place) = stage.by_page.get(&page.id) {
            note.pages.insert(*place, page.running > 0);
        }
    }
    note
}

fn said(stage: &LifeStage, database: &Sqlite, note: &mut Note) {
    let coverage = Coverage::read(database).unwrap();
    let truth = stage.ads.living().sellers();
    database
        .each_mapping(&mut |mapping| {
            let place = stage.by_slug[&mapping.client_id];
            note.sellers[place] = match mapping.status {
                Status::Active => Said::Active,
                Status::Inactive => Said::Inactive,
                Status::Unscannable => Said::Nothing,
            };
            if mapping.status == Status::Inactive
                && let Some((searched, by)) = searched(stage, &coverage, place)
            {
                // It advertised when it was searched for, and never ceased to since.
                let mut spans = truth[place].active.iter();
                if spans.any(|span| span.holds(searched) && span.holds(note.ended)) {
                    note.false_stops.push(FalseStop {
                        slug: mapping.client_id,
                        searched,
                        by,
                    });
                }
            }
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
}

/// When the seller was last searched for whole, and by what: its domains, or one of its pages, whichever is later.
fn searched(stage: &LifeStage, coverage: &Coverage, place: usize) -> Option<(Timestamp, String)> {
    let whole = coverage.of(&stage.sellers[place]).flatten();
    let pages = stage.ads.living().sellers()[place].pages.iter();
    let pages = pages.filter_map(|page| Some((coverage.page_covered(&page.id)?, page.id.clone())));
    pages.chain(whole.map(|at| (at, "domains".to_owned()))).max()
}

fn asked(stage: &LifeStage, database: &Sqlite, note: &mut Note) {
    let began = note.began;
    database
        .each_search(&mut |search| {
            let Some(at) = search.at.filter(|at| *at >= began) else {
                return Ok(ControlFlow::Continue(()));
            };
            if let Some(id) = search.domain.strip_prefix(PAGE_SEARCH) {
                if let Some(place) = stage.by_page.get(id) {
                    note.pages_asked.insert(*place, at);
                    note.asked[place.0] = note.asked[place.0].max(Some(at));
                }
                return Ok(ControlFlow::Continue(()));
            }
            let host = Host::parse(&search.domain).unwrap();
            if sweeps().contains(&host) {
                sweep(stage, note, &host, at, search.complete);
            } else {
                note.hosts_asked += 1;
                for place in stage.by_host.get(&host).into_iter().flatten() {
                    note.asked[*place] = note.asked[*place].max(Some(at));
                }
            }
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
}

/// A whole sweep asks about everybody under it; what one that was cut short did not reach it did not ask.
fn sweep(stage: &LifeStage, note: &mut Note, suffix: &Host, at: Timestamp, complete: bool) {
    if !complete {
        return;
    }
    note.swept = true;
    for (host, places) in &stage.by_host {
        if host.is_under(suffix.as_str()) {
            for place in places {
                note.asked[*place] = note.asked[*place].max(Some(at));
            }
        }
    }
}
