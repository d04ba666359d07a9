//! Each page and each seller, weighed by the chance that something changed since somebody last looked.

use std::collections::{BTreeMap, HashMap};

use model::Timestamp;

use super::hazard;
use crate::board::{Board, State};
use crate::costs::CERTAIN;
use crate::known::{HostFacts, Known, PageFacts};
use crate::options::{Options, WeekSweep};

/// What hearing of a stop is worth, in percent of hearing of a start: who starts chooses where its ads lead in these very
/// weeks, and who stopped is as well called a week later. Held against the eight simulated weeks of `docs/watch.md`.
const STOP_WORTH: u32 = 75;

/// What a page is asked for, and what it will cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PageChance {
    /// That it changed, in millionths, as far as that is worth knowing.
    pub(crate) changed: u32,
    /// That it advertises now, in millionths.
    pub(crate) active: u32,
}

/// What is known of a seller by its pages.
#[derive(Debug, Clone, Copy, Default)]
struct ByPages {
    running: bool,
    looked: Option<Timestamp>,
    last_ad: Option<Timestamp>,
}

/// What is known of a seller by its hosts.
#[derive(Debug, Clone, Copy)]
struct ByHosts {
    /// The latest search that brought all ads of one of them.
    covered: Option<Timestamp>,
    /// All of them wait for a sweep.
    swept: bool,
}

/// What the week's chances are made of.
#[derive(Debug)]
pub(crate) struct Weights<'k> {
    known: &'k Known,
    now: Timestamp,
    pages: HashMap<&'k str, ByPages>,
    hosts: HashMap<&'k str, ByHosts>,
}

impl<'k> Weights<'k> {
    pub(crate) fn new(known: &'k Known, options: &Options, sweep: WeekSweep) -> Self {
        let mut hosts: HashMap<&str, ByHosts> = HashMap::new();
        for facts in &known.hosts {
            let above = |suffix: &model::Host| facts.host.is_under(suffix.as_str());
            let swept = matches!(sweep, WeekSweep::Now { .. }) && options.sweeps.iter().any(above);
            let seller = hosts.entry(&facts.slug).or_insert(ByHosts {
                covered: None,
                swept: true,
            });
            seller.covered = seller.covered.max(facts.covered);
            seller.swept &= swept;
        }
        let mut weights = Self {
            known,
            now: options.now,
            pages: HashMap::new(),
            hosts,
        };
        for page in &known.pages {
            let looked = weights.looked(page);
            let seller = weights.pages.entry(&page.slug).or_default();
            seller.running |= page.running > 0;
            seller.looked = seller.looked.max(looked);
            seller.last_ad = seller.last_ad.max(page.last_ad);
        }
        weights
    }

    /// When somebody last saw whether the page advertises: it was asked, an ad of it came, or all ads of its seller did.
    pub(crate) fn looked(&self, page: &PageFacts) -> Option<Timestamp> {
        let covered = self
            .hosts
            .get(page.slug.as_str())
            .and_then(|seller| seller.covered);
        page.asked.max(page.last_ad).max(covered)
    }

    /// What a question about the page may find; `None` where the week's sweep tells it anyway, or the seller is asked by
    /// its domain: of a seller of whom no page runs ads that tells for the same price of new pages, too.
    pub(crate) fn page(&self, page: &PageFacts) -> Option<PageChance> {
        let slug = page.slug.as_str();
        let quiet = !self.pages.get(slug).is_some_and(|seller| seller.running);
        if self.hosts.get(slug).is_some_and(|seller| seller.swept || quiet) {
            return None;
        }
        let certain = u32::try_from(CERTAIN).unwrap_or(u32::MAX);
        Some(if page.running > 0 {
            let changed = hazard::stopped(page.running, self.looked(page), self.now);
            let active = certain.saturating_sub(changed);
            PageChance {
                changed: changed / 100 * STOP_WORTH,
                active,
            }
        } else {
            let changed = hazard::restarted(self.looked(page), page.last_ad, self.now);
            PageChance {
                changed,
                active: changed,
            }
        })
    }

    /// Gives each host of the board the chance that its seller started since it was looked at. Sellers of whom a page
    /// runs ads are asked by their pages.
    pub(crate) fn weigh(&self, board: &mut Board) {
        let mut weighed: BTreeMap<usize, Option<u32>> = BTreeMap::new();
        for facts in &self.known.hosts {
            let Some(id) = board.find(&facts.host) else {
                continue;
            };
            let active = board.get(id).map_or(0, |target| target.ppm);
            let most = weighed.entry(id).or_default();
            *most = self.host(facts, active).max(*most);
        }
        for (id, ppm) in weighed {
            if ppm.is_none() && board.state(id) == Some(State::Open) {
                board.set(id, State::Active);
            }
            if let (Some(ppm), Some(target)) = (ppm, board.get_mut(id)) {
                target.ppm = ppm;
            }
        }
    }

    /// The chance that a host's seller started, in millionths; `None` where its pages tell.
    fn host(&self, facts: &HostFacts, active: u32) -> Option<u32> {
        let pages = self.pages.get(facts.slug.as_str());
        if pages.is_some_and(|pages| pages.running) {
            return None;
        }
        let looked = facts.covered.max(pages.and_then(|pages| pages.looked));
        Some(match (facts.chance, pages) {
            (None, Some(pages)) => hazard::restarted(looked, pages.last_ad, self.now),
            (chance, _) => hazard::started(chance, active, looked, self.now),
        })
    }
}
