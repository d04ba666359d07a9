//! The hosts of a scan: what stands with each, and which lie under which.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use model::Host;

use crate::known::Known;
use crate::options::{Options, Strategy};
use crate::score::{Features, Model, Namer};

/// What stands with a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Waits for the sweep of this number.
    Swept(usize),
    /// To be asked.
    Open,
    /// To be asked once more, whole.
    Whole,
    /// Asked, and not answered yet.
    Underway,
    /// Completely answered, now or recently.
    Covered,
    /// Known to be active, though not all of its ads were delivered.
    Active,
    /// Answered in part, without any ad of its own: nobody knows.
    Partial,
    /// It has no address or is for sale, so that no ad can lead there: never asked.
    Nowhere,
    /// Not to be asked in this scan: its run failed, its sweep failed, or it is not worth the money.
    Left,
}

impl State {
    const fn at_first(fresh: bool, nowhere: bool) -> Self {
        match (fresh, nowhere) {
            (true, _) => Self::Covered,
            (false, true) => Self::Nowhere,
            (false, false) => Self::Open,
        }
    }

    const fn is_settled(self) -> bool {
        matches!(self, Self::Covered | Self::Active | Self::Partial | Self::Nowhere)
    }

    /// Whether a host in this state is asked now, or by a later scan.
    const fn is_to_ask(self) -> bool {
        matches!(self, Self::Swept(_) | Self::Open | Self::Whole | Self::Left)
    }
}

/// One host, whoever has it.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) host: Host,
    /// Numbers of its sellers.
    pub(crate) sellers: Vec<usize>,
    pub(crate) features: Features,
    /// The chance that its seller is active, in millionths.
    pub(crate) ppm: u32,
    /// How many times a find counts: once, but where it would soon be too late.
    pub(crate) times: u64,
    pub(crate) state: State,
    /// Its place among those to ask about, the last time that it was put there.
    pub(crate) rank: Reverse<u64>,
    /// Runs in which it was not reached.
    pub(crate) unreached: u32,
    /// The library's own count of results, where a probe told it.
    pub(crate) total: Option<u32>,
    /// It has no address or is for sale.
    nowhere: bool,
}

/// All hosts of a scan.
#[derive(Debug, Clone, Default)]
pub(crate) struct Board {
    targets: Vec<Target>,
    /// Names with their labels reversed, sorted: hosts under one host are neighbours.
    names: Vec<(String, usize)>,
    /// Hosts of each seller that are not settled.
    pending: Vec<u32>,
    left: u64,
    unresolved: u64,
}

impl Board {
    /// The hosts that the options ask for, in the base's order.
    pub(crate) fn new(known: &Known, options: &Options, namer: &Namer<'_>, model: &Model) -> Self {
        let mut board = Self::default();
        let mut sellers: HashMap<&str, usize> = HashMap::new();
        let mut at: HashMap<&Host, usize> = HashMap::new();
        let wanted: HashSet<&str> = options.only.iter().map(String::as_str).collect();
        for facts in &known.hosts {
            if !wanted.is_empty() && !wanted.contains(facts.slug.as_str()) {
                continue;
            }
            let number = sellers.len();
            let seller = *sellers.entry(&facts.slug).or_insert(number);
            let seen_lately =
                facts.ads > 0 && options.is_fresh(facts.last_ad) && options.is_fresh(facts.asked);
            let fresh = options.is_fresh(facts.covered) || seen_lately;
            // The prototype asked for whatever was entered.
            let nowhere = options.strategy == Strategy::Auto && facts.signs.lead_nowhere(options.now);
            let features = namer.of(facts);
            let ppm = facts
                .chance
                .map_or_else(|| model.ppm(&features), |ppm| ppm.min(1_000_000));
            let id = *at.entry(&facts.host).or_insert(board.targets.len());
            if let Some(target) = board.targets.get_mut(id) {
                target.add(seller, ppm, features, fresh, nowhere);
            } else {
                board.targets.push(Target {
                    host: facts.host.clone(),
                    sellers: vec![seller],
                    ppm,
                    times: 1,
                    features,
                    state: State::at_first(fresh, nowhere),
                    rank: Reverse(0),
                    unreached: 0,
                    total: None,
                    nowhere,
                });
            }
        }
        board.count(sellers.len());
        board
    }

    fn count(&mut self, sellers: usize) {
        self.pending = vec![0; sellers];
        let mut somewhere = vec![false; sellers];
        self.names = Vec::with_capacity(self.targets.len());
        for (id, target) in self.targets.iter().enumerate() {
            self.names.push((reversed(target.host.as_str()), id));
            for &seller in &target.sellers {
                if let (Some(pending), Some(somewhere)) =
                    (self.pending.get_mut(seller), somewhere.get_mut(seller))
                {
                    *pending += u32::from(!target.state.is_settled());
                    *somewhere |= target.state != State::Nowhere;
                }
            }
        }
        self.names.sort_unstable();
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        self.left = count(self.pending.iter().filter(|&&n| n > 0).count());
        self.unresolved = count(somewhere.into_iter().filter(|somewhere| !somewhere).count());
    }

    /// Sellers with a host that is not settled.
    pub(crate) const fn sellers_left(&self) -> u64 {
        self.left
    }

    /// Sellers of whom no host leads anywhere, as the scan began.
    pub(crate) const fn unresolved(&self) -> u64 {
        self.unresolved
    }

    /// All sellers.
    pub(crate) fn sellers(&self) -> usize {
        self.pending.len()
    }

    pub(crate) fn get(&self, id: usize) -> Option<&Target> {
        self.targets.get(id)
    }

    pub(crate) fn get_mut(&mut self, id: usize) -> Option<&mut Target> {
        self.targets.get_mut(id)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &Target)> {
        self.targets.iter().enumerate()
    }

    pub(crate) fn state(&self, id: usize) -> Option<State> {
        self.get(id).map(|target| target.state)
    }

    /// Changes what stands with a host; counts its sellers as left or not. A host that leads nowhere is not to be asked,
    /// whatever became of an earlier scan's question about it.
    pub(crate) fn set(&mut self, id: usize, state: State) {
        let Some(target) = self.targets.get_mut(id) else {
            return;
        };
        let state = if target.nowhere && state.is_to_ask() {
            State::Nowhere
        } else {
            state
        };
        let (was, is) = (target.state.is_settled(), state.is_settled());
        target.state = state;
        if was == is {
            return;
        }
        for &seller in &target.sellers {
            let Some(pending) = self.pending.get_mut(seller) else {
                continue;
            };
            if is {
                *pending -= 1;
                self.left -= u64::from(*pending == 0);
            } else {
                self.left += u64::from(*pending == 0);
                *pending += 1;
            }
        }
    }

    /// The number of a host.
    pub(crate) fn find(&self, host: &Host) -> Option<usize> {
        let key = reversed(host.as_str());
        let at = self.names.binary_search_by(|(name, _)| name.cmp(&key)).ok()?;
        self.names.get(at).map(|&(_, id)| id)
    }

    /// The numbers of a host and of all hosts under it.
    pub(crate) fn under(&self, host: &Host) -> impl Iterator<Item = usize> {
        let key = reversed(host.as_str());
        let from = self.names.partition_point(|(name, _)| *name < key);
        let names = self.names.get(from..).unwrap_or_default();
        names
            .iter()
            .take_while(move |(name, _)| {
                name.strip_prefix(key.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(BETWEEN))
            })
            .map(|&(_, id)| id)
    }
}

impl Target {
    /// Another entry of the base has the same host: whatever makes it more likely counts, and it is to be asked
    /// unless it is recent for both, or leads nowhere.
    fn add(&mut self, seller: usize, ppm: u32, features: Features, fresh: bool, nowhere: bool) {
        if !self.sellers.contains(&seller) {
            self.sellers.push(seller);
        }
        if ppm > self.ppm {
            (self.ppm, self.features) = (ppm, features);
        }
        // What is seen of a host is the same for all its sellers; where callers say otherwise, it is asked.
        self.nowhere &= nowhere;
        if !self.nowhere && (!fresh || self.state == State::Nowhere) {
            self.state = State::Open;
        }
    }
}

/// Between labels: sorts before every character of a host, so that `a` comes right before all `x.a`.
const BETWEEN: char = '\0';

/// `shop\0converty\0ravino`.
fn reversed(host: &str) -> String {
    let mut name = String::with_capacity(host.len());
    for label in host.rsplit('.') {
        if !name.is_empty() {
            name.push(BETWEEN);
        }
        name.push_str(label);
    }
    name
}

#[cfg(test)]
mod tests {
    use model::Timestamp;

    use super::*;
    use crate::known::HostFacts;

    fn board(pairs: &[(&str, &str)]) -> Board {
        let hosts = pairs.iter().map(|(slug, host)| HostFacts {
            slug: (*slug).to_owned(),
            host: Host::parse(host).unwrap(),
            of_seller: 1,
            covered: None,
            asked: None,
            ads: 0,
            last_ad: None,
            signs: crate::Signs::default(),
            chance: None,
        });
        let known = Known {
            hosts: hosts.collect(),
            ..Known::default()
        };
        let options = Options::new(Timestamp::clamped(0));
        Board::new(&known, &options, &Namer::new(&known, &options), &Model::prior())
    }

    #[test]
    fn hosts_under_a_host_are_found_by_label() {
        let board = board(&[
            ("a", "a.tn"),
            ("b", "b.a.tn"),
            ("c", "a-b.tn"),
            ("d", "c.b.a.tn"),
            ("e", "ba.tn"),
        ]);
        let under = |host: &str| board.under(&Host::parse(host).unwrap()).collect::<Vec<_>>();
        assert_eq!(under("a.tn"), [0, 1, 3]);
        assert_eq!(under("b.a.tn"), [1, 3]);
        assert_eq!(under("x.tn"), [0_usize; 0]);
        assert_eq!(board.find(&Host::parse("a-b.tn").unwrap()), Some(2));
    }

    #[test]
    fn a_seller_is_left_until_its_last_host_is_settled() {
        let mut board = board(&[("a", "a.tn"), ("a", "b.tn"), ("c", "b.tn")]);
        assert_eq!((board.sellers(), board.sellers_left()), (2, 2));
        board.set(1, State::Covered);
        assert_eq!(board.sellers_left(), 1);
        board.set(0, State::Partial);
        assert_eq!(board.sellers_left(), 0);
        board.set(0, State::Open);
        assert_eq!(board.sellers_left(), 1);
        board.set(0, State::Left);
        assert_eq!(board.sellers_left(), 1);
    }

    #[test]
    fn a_chance_that_is_told_stands_in_the_place_of_the_score() {
        let mut facts = HostFacts {
            slug: "a".to_owned(),
            host: Host::parse("a.tn").unwrap(),
            of_seller: 1,
            covered: Some(Timestamp::clamped(0)),
            asked: None,
            ads: 0,
            last_ad: None,
            signs: crate::Signs::default(),
            chance: None,
        };
        let options = Options::new(Timestamp::clamped(0));
        let ppm = |facts: &HostFacts| {
            let known = Known {
                hosts: vec![facts.clone()],
                ..Known::default()
            };
            let board = Board::new(&known, &options, &Namer::new(&known, &options), &Model::prior());
            board.get(0).unwrap().ppm
        };
        let by_name = ppm(&facts);
        facts.chance = Some(123_456);
        assert_eq!(ppm(&facts), 123_456);
        assert_ne!(by_name, 123_456);
    }
}
