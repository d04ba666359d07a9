//! Each page and each seller, weighed by the chance that something changed since somebody last looked.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use model::Timestamp;

use super::hazard;
use crate::board::{Board, State};
use crate::costs::CERTAIN;
use crate::known::{HostFacts, Known, PageFacts};
use crate::options::{Options, WeekSweep};

/// What hearing of a stop is worth, in percent of hearing of a start: who starts chooses where its ads lead in these very
/// weeks, and who stopped is as well called a week later. Held against the eight simulated weeks of `docs/watch.md`.
const STOP_WORTH: u32 = 50;

/// What hearing of one more page of a seller is worth that is known to advertise, likewise.
const AGAIN_WORTH: u32 = 25;
/// A quiet seller that was looked at so long ago counts [`PROMISED`] times: whoever started since is to be found within
/// four weeks, and the next weekly scan may be too late for that. Asked more often than that it would only be told sooner.
const NEXT_IS_LATE: Duration = Duration::from_hours(22 * 24);
const PROMISED: u64 = 3;

/// What a page is asked for, and what it will cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PageChance {
    /// That it changed, in millionths, as far as that is worth knowing.
    pub(crate) changed: u32,
    /// That it advertises now, in millionths.
    pub(crate) active: u32,
}

/// What is known of a quiet host, the most of all its sellers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct HostChance {
    /// That its seller started since it was looked at, in millionths.
    ppm: u32,
    /// See [`NEXT_IS_LATE`].
    late: bool,
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
            // Here the seller runs ads from another page: it is no new starter.
            let active = hazard::restarted(self.looked(page), page.last_ad, self.now);
            PageChance {
                changed: active / 100 * AGAIN_WORTH,
                active,
            }
        })
    }

    /// Gives each host of the board the chance that its seller started since it was looked at. Sellers of whom a page
    /// runs ads are asked by their pages.
    pub(crate) fn weigh(&self, board: &mut Board) {
        let mut weighed: BTreeMap<usize, Option<HostChance>> = BTreeMap::new();
        let hosts = self.known.hosts.iter();
        let found: Vec<_> = hosts
            .filter_map(|facts| board.find(&facts.host).map(|id| (facts, id)))
            .collect();
        let (own, under) = self.ordinary(board, &found);
        for (facts, id) in found {
            let Some(target) = board.get(id) else { continue };
            let ordinary = if target.features.is_own() { own } else { under };
            let most = weighed.entry(id).or_default();
            *most = self.host(facts, (target.ppm, ordinary)).max(*most);
        }
        for (id, chance) in weighed {
            if chance.is_none() && board.state(id) == Some(State::Open) {
                board.set(id, State::Active);
            }
            if let (Some(chance), Some(target)) = (chance, board.get_mut(id)) {
                target.ppm = chance.ppm;
                target.times = if chance.late { PROMISED } else { 1 };
            }
        }
    }

    /// The chance that a seller advertises of whom no page is known, on average over hosts that may be asked: over domains
    /// of sellers' own, and over those under the platform's suffixes.
    fn ordinary(&self, board: &Board, found: &[(&HostFacts, usize)]) -> (u32, u32) {
        let (mut own, mut under) = ((0_u64, 0_u64), (0_u64, 0_u64));
        for (facts, id) in found {
            let unknown = !self.pages.contains_key(facts.slug.as_str());
            let target = board
                .get(*id)
                .filter(|target| unknown && target.state != State::Nowhere);
            let Some(target) = target else { continue };
            let kind = if target.features.is_own() {
                &mut own
            } else {
                &mut under
            };
            *kind = (kind.0 + u64::from(target.ppm), kind.1 + 1);
        }
        let mean = |(sum, count): (u64, u64)| u32::try_from(sum / count.max(1)).unwrap_or(u32::MAX);
        (mean(own), mean(under))
    }

    /// The chance that a host's seller started; `None` where its pages tell.
    fn host(&self, facts: &HostFacts, chances: (u32, u32)) -> Option<HostChance> {
        let pages = self.pages.get(facts.slug.as_str());
        if pages.is_some_and(|pages| pages.running) {
            return None;
        }
        let looked = facts.covered.max(pages.and_then(|pages| pages.looked));
        let ppm = match (facts.chance, pages) {
            (None, Some(pages)) => hazard::restarted(looked, pages.last_ad, self.now),
            (chance, _) => hazard::started(chance, chances, looked, self.now),
        };
        let passed = |at: Timestamp| i128::from(self.now.as_millis()) - i128::from(at.as_millis());
        let wait = i128::try_from(NEXT_IS_LATE.as_millis()).unwrap_or(i128::MAX);
        let late = looked.is_some_and(|at| passed(at) > wait);
        Some(HostChance { ppm, late })
    }
}
