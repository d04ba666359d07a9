//! Sellers of whom a page fell silent: whether they stopped, or went on elsewhere, only their domain tells.
//!
//! The whole answer about a page proves what the page runs. A seller may have moved to a page that nobody knows, so that
//! a question about its domain follows in the same scan: it confirms the stop for the price of one item, or finds the
//! new page. What a scan could not ask any more (its money was spent, the run failed), the next one asks first.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use model::Timestamp;

use crate::board::Board;
use crate::known::Known;
use crate::options::Options;

/// The chance, in millionths, that the seller of a page that fell silent advertises elsewhere: what the question will
/// cost follows from it. Its place does not.
pub(crate) const ELSEWHERE: u32 = 100_000;
/// After so long a doubt is left to the ordinary questions: a domain whose answers are never whole is not asked first
/// for ever.
const DOUBTED_FOR: Duration = Duration::from_hours(28 * 24);

/// A seller, by the questions that tell of it.
#[derive(Debug, Clone, Default)]
struct Doubted {
    /// Its hosts' numbers.
    hosts: Vec<usize>,
    /// A page of it was asked in this scan, and runs ads.
    runs: bool,
}

/// What a scan of the week knows of sellers by their pages.
#[derive(Debug, Clone, Default)]
pub(crate) struct Doubts {
    sellers: Vec<Doubted>,
    /// By page: its seller, and whether it ran ads when it was last looked at.
    pages: HashMap<String, (usize, bool)>,
    /// Hosts that this scan told about.
    told: BTreeSet<usize>,
    /// Hosts that are asked before everything else.
    urgent: BTreeSet<usize>,
    /// Hosts of sellers that advertised once and of whom no page runs ads: they are asked by their domain even where
    /// others wait for a sweep.
    quiet: BTreeSet<usize>,
}

/// What stands with a seller by all of its pages.
#[derive(Debug, Clone, Copy, Default)]
struct Standing {
    runs: bool,
    last_ad: Option<Timestamp>,
}

impl Doubts {
    /// Gives the hosts too that an earlier scan left in doubt.
    pub(crate) fn new(known: &Known, options: &Options, board: &Board) -> (Self, Vec<usize>) {
        let mut doubts = Self::default();
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut standing: Vec<Standing> = Vec::new();
        for page in &known.pages {
            let place = *places.entry(&page.slug).or_insert(standing.len());
            if place == standing.len() {
                standing.push(Standing::default());
                doubts.sellers.push(Doubted::default());
            }
            doubts.pages.insert(page.id.clone(), (place, page.running > 0));
            if let Some(seller) = standing.get_mut(place) {
                seller.runs |= page.running > 0;
                seller.last_ad = seller.last_ad.max(page.last_ad);
            }
        }
        let mut open = Vec::new();
        for facts in &known.hosts {
            let found = places.get(facts.slug.as_str());
            let (Some(&place), Some(id)) = (found, board.find(&facts.host)) else {
                continue;
            };
            if let Some(seller) = doubts.sellers.get_mut(place) {
                seller.hosts.push(id);
            }
            let Some(seller) = standing.get(place).filter(|seller| !seller.runs) else {
                continue;
            };
            doubts.quiet.insert(id);
            if in_doubt(seller.last_ad, facts.covered, options) {
                open.push(id);
            }
        }
        (doubts, open)
    }

    /// A page was answered: whole and with or without ads that run, or not whole. Gives the hosts that are to be asked now.
    pub(crate) fn answered(&mut self, page: &str, runs: bool, whole: bool) -> Vec<usize> {
        let Some(&(place, ran)) = self.pages.get(page) else {
            return Vec::new();
        };
        let Some(seller) = self.sellers.get_mut(place) else {
            return Vec::new();
        };
        seller.runs |= runs;
        if seller.runs || !whole || !ran {
            return Vec::new();
        }
        let asked = |id: &usize| !self.told.contains(id) && !self.urgent.contains(id);
        seller.hosts.iter().copied().filter(asked).collect()
    }

    /// This scan told about the host.
    pub(crate) fn tell(&mut self, id: usize) {
        self.told.insert(id);
    }

    pub(crate) fn press(&mut self, id: usize) {
        self.urgent.insert(id);
    }

    /// Whether the host is asked before everything else.
    pub(crate) fn is_urgent(&self, id: usize) -> bool {
        self.urgent.contains(&id)
    }

    /// Whether its seller advertised once, and no page of it does as far as known.
    pub(crate) fn is_quiet(&self, id: usize) -> bool {
        self.quiet.contains(&id)
    }
}

/// Whether nobody looked at the domain since an ad of the seller was last seen, and that is not long ago.
fn in_doubt(last_ad: Option<Timestamp>, covered: Option<Timestamp>, options: &Options) -> bool {
    let Some(last) = last_ad else { return false };
    let passed = options.now.as_millis().saturating_sub(last.as_millis());
    let recent = i128::from(passed) < i128::try_from(DOUBTED_FOR.as_millis()).unwrap_or(i128::MAX);
    recent && covered <= last_ad && !options.is_fresh(covered)
}
