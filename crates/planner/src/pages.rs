//! Questions about pages that are known to advertise for sellers.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use crate::agenda::Weights;
use crate::board::Board;
use crate::costs::{CERTAIN, Costs};
use crate::known::Known;
use crate::options::Options;

/// The chance that a page still advertises whose seller has no host to go by, in millionths.
const UNKNOWN: u32 = 500_000;

/// One page.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) id: String,
    /// The chance that it advertises, in millionths.
    pub(crate) ppm: u32,
    /// The chance that it changed since it was looked at, in millionths, where the week asks; else that it advertises.
    pub(crate) changed: u32,
    /// Items that it is expected to bring, in thousandths.
    pub(crate) items_milli: u64,
    rank: Reverse<u64>,
    unreached: u32,
}

/// All pages of a scan that are to be asked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pages {
    all: Vec<Page>,
    by_id: HashMap<String, usize>,
    open: BTreeSet<(Reverse<u64>, usize)>,
}

impl Pages {
    pub(crate) fn new(known: &Known, options: &Options, board: &Board, costs: &Costs) -> Self {
        let mut chances: HashMap<&str, u32> = HashMap::new();
        for facts in &known.hosts {
            let target = board.find(&facts.host).and_then(|id| board.get(id));
            let chance = chances.entry(&facts.slug).or_default();
            *chance = target.map_or(0, |target| target.ppm).max(*chance);
        }
        let mut found = Self::default();
        for facts in &known.pages {
            let wanted = options.only.is_empty() || options.only.contains(&facts.slug);
            if !wanted || options.is_fresh(facts.asked) || found.by_id.contains_key(&facts.id) {
                continue;
            }
            let ppm = match chances.get(facts.slug.as_str()) {
                None | Some(0) => UNKNOWN,
                Some(&ppm) => ppm,
            };
            let ads = facts.ads.clamp(1, u64::from(costs.whole));
            let items_milli = u64::from(ppm) * ads / 1000 + 1000;
            let rank = Reverse(Costs::value(ppm, costs.price(items_milli)));
            found.add(Page {
                id: facts.id.clone(),
                ppm,
                changed: ppm,
                items_milli,
                rank,
                unreached: 0,
            });
        }
        found
    }

    /// The pages of a scan of the week: each alone, by what may have changed.
    pub(crate) fn of_week(known: &Known, options: &Options, weights: &Weights<'_>, costs: &Costs) -> Self {
        let mut found = Self::default();
        for facts in &known.pages {
            let wanted = options.only.is_empty() || options.only.contains(&facts.slug);
            let fresh = options.is_fresh(weights.looked(facts));
            if !wanted || fresh || found.by_id.contains_key(&facts.id) {
                continue;
            }
            let Some(chance) = weights.page(facts) else {
                continue;
            };
            let ads = facts.running.max(1).min(u64::from(costs.probe));
            let (active, idle) = (
                u64::from(chance.active),
                CERTAIN.saturating_sub(u64::from(chance.active)),
            );
            let items_milli = (active * ads + idle) / 1000;
            let rank = Reverse(Costs::value(chance.changed, costs.price(items_milli)));
            found.add(Page {
                id: facts.id.clone(),
                ppm: chance.active,
                changed: chance.changed,
                items_milli,
                rank,
                unreached: 0,
            });
        }
        found
    }

    fn add(&mut self, page: Page) {
        let at = self.all.len();
        self.by_id.insert(page.id.clone(), at);
        self.open.insert((page.rank, at));
        self.all.push(page);
    }

    /// The best page.
    pub(crate) fn first(&self) -> Option<&Page> {
        self.open.first().and_then(|&(_, at)| self.all.get(at))
    }

    /// The best page's place among all questions.
    pub(crate) fn first_rank(&self) -> Option<Reverse<u64>> {
        self.open.first().map(|&(rank, _)| rank)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// The next pages to ask in one run that allows at most `items`, and the items that it needs.
    ///
    /// Pages share a run whether or not items say which URL brought them: each ad names its page.
    pub(crate) fn next(&self, items: u32, costs: &Costs) -> (Vec<&Page>, u32) {
        let mut chosen: Vec<&Page> = Vec::new();
        let (mut expected, mut needed) = (0, costs.floor());
        let urls = usize::try_from(costs.urls()).unwrap_or(usize::MAX);
        let most = items.min(costs.whole.saturating_mul(4));
        for &(_, at) in self.open.iter().take(urls) {
            let Some(page) = self.all.get(at) else { continue };
            // Half as much again, and the page begun: what is not reached is asked once more.
            let milli: u64 = expected + page.items_milli;
            let wants = u32::try_from(milli.saturating_mul(3) / 2000).unwrap_or(u32::MAX);
            let wants = wants.saturating_add(costs.page());
            if wants > most && !chosen.is_empty() {
                break;
            }
            chosen.push(page);
            (expected, needed) = (milli, wants.max(costs.floor()));
        }
        (chosen, needed.min(most).max(costs.floor()))
    }

    /// A page is under way, or answered: either way it is not asked again.
    pub(crate) fn take(&mut self, id: &str) {
        if let Some((at, page)) = self.page(id) {
            let rank = page.rank;
            self.open.remove(&(rank, at));
        }
    }

    /// A page was not reached, or its run never started.
    pub(crate) fn put_back(&mut self, id: &str, reached_for: bool) {
        if let Some((at, page)) = self.page(id) {
            page.unreached += u32::from(reached_for);
            if page.unreached < 3 {
                let rank = page.rank;
                self.open.insert((rank, at));
            }
        }
    }

    /// The run of a page failed, or was cut short: it is asked a second time, not a third time.
    pub(crate) fn once_more(&mut self, id: &str) {
        if self.page(id).is_some_and(|(_, page)| page.unreached == 0) {
            self.put_back(id, true);
        }
    }

    fn page(&mut self, id: &str) -> Option<(usize, &mut Page)> {
        let at = *self.by_id.get(id)?;
        self.all.get_mut(at).map(|page| (at, page))
    }
}
