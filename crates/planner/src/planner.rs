//! The planner: its state, how it begins, and the doors through which it is used.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use model::MicroDollars;

use crate::agenda::{self, Doubts, Weights};
use crate::board::{Board, State};
use crate::costs::Costs;
use crate::known::{Habits, Known, Prices};
use crate::options::{Options, Scope, Strategy, WeekSweep};
use crate::order::{Next, Order, Question};
use crate::pages::Pages;
use crate::score::{Model, Namer};
use crate::sweep::{self, HOSTS, Sweep};

/// Decides what to ask next from prices, what was known before, and what was answered since; nothing else.
///
/// The same calls in the same order give the same orders. A call takes time in the logarithm of the hosts, but for
/// those that let go of a whole sweep.
#[derive(Debug, Clone)]
pub struct Planner {
    pub(crate) costs: Costs,
    pub(crate) strategy: Strategy,
    pub(crate) keep: MicroDollars,
    pub(crate) week: Option<WeekSweep>,
    pub(crate) model: Model,
    pub(crate) board: Board,
    pub(crate) sweeps: Vec<Sweep>,
    /// Hosts to ask about, most promising first: finds for the money, then the base's order. Hosts that were settled
    /// otherwise are dropped when their turn comes.
    pub(crate) probes: BTreeSet<(Reverse<u64>, usize)>,
    /// Hosts to ask about once more, likewise.
    pub(crate) wholes: BTreeSet<(Reverse<u64>, usize)>,
    pub(crate) pages: Pages,
    /// Sellers whose pages fell silent, in a scan of the week.
    pub(crate) doubts: Doubts,
    pub(crate) underway: Vec<Order>,
    /// Items of some run did not say which URL brought them: hosts never share a run again.
    pub(crate) alone: bool,
}

impl Planner {
    /// A planner for one scan.
    ///
    /// Sellers whose every host was covered within `max_age`, or seen active within it, are not asked about. Neither are
    /// hosts that lead nowhere ([`Signs::lead_nowhere`](crate::Signs::lead_nowhere)), but by
    /// [`Strategy::PerDomain`], which asks as the prototype did.
    pub fn new(known: &Known, prices: Prices, habits: Habits, options: Options) -> Self {
        let costs = Costs::new(known, prices, habits, &options);
        let namer = Namer::new(known, &options);
        let model = Model::learned(&namer, &known.hosts);
        let mut board = Board::new(known, &options, &namer, &model);
        let weights = options.week.map(|sweep| Weights::new(known, &options, sweep));
        let pages = match (options.strategy, options.scope) {
            (Strategy::Auto, Scope::Everything | Scope::Pages) => match &weights {
                Some(weights) => Pages::of_week(known, &options, weights, &costs),
                None => Pages::new(known, &options, &board, &costs),
            },
            _ => Pages::default(),
        };
        if let Some(weights) = &weights {
            weights.weigh(&mut board);
        }
        let (doubts, in_doubt) = match &weights {
            Some(_) => Doubts::new(known, &options, &board),
            None => (Doubts::default(), Vec::new()),
        };
        let mut planner = Self {
            costs,
            strategy: options.strategy,
            keep: options.keep,
            week: options.week,
            model,
            board,
            sweeps: Vec::new(),
            probes: BTreeSet::new(),
            wholes: BTreeSet::new(),
            pages,
            doubts,
            underway: Vec::new(),
            alone: false,
        };
        if options.scope == Scope::Pages {
            return planner;
        }
        if options.strategy == Strategy::Auto {
            planner.plan_sweeps(known, options.sweeps);
        }
        planner.open_the_rest();
        planner.ask_at_once(in_doubt);
        planner
    }

    /// Lets the hosts under each suffix wait for its sweep, where that is cheaper than asking one by one.
    fn plan_sweeps(&mut self, known: &Known, mut suffixes: Vec<model::Host>) {
        // The longest suffix first: a host waits for the smallest sweep that covers it.
        suffixes.sort_by_key(|suffix| Reverse(suffix.as_str().len()));
        suffixes.dedup();
        for suffix in suffixes {
            let under: Vec<usize> = self
                .board
                .under(&suffix)
                .filter(|&id| self.board.state(id) == Some(State::Open))
                .collect();
            let grown = if self.week.is_some() {
                agenda::GROWN
            } else {
                sweep::GROWN
            };
            let sweep = Sweep::new(suffix, known, &self.costs, grown);
            let price = under.iter().map(|&id| self.price_alone(id)).sum::<MicroDollars>();
            if under.len() < HOSTS || sweep.price(&self.costs) >= price {
                continue;
            }
            let state = match self.week {
                Some(WeekSweep::OneByOne) => continue,
                // What the sweep will tell for everybody is not bought one by one meanwhile.
                Some(WeekSweep::Later) => State::Left,
                Some(WeekSweep::Now { .. }) | None => State::Swept(self.sweeps.len()),
            };
            for id in under {
                // Whoever advertised before is likely enough to do so again to be asked meanwhile.
                if state != State::Left || !self.doubts.is_quiet(id) {
                    self.board.set(id, state);
                }
            }
            if state != State::Left {
                self.sweeps.push(sweep);
            }
        }
    }

    fn open_the_rest(&mut self) {
        let open: Vec<usize> = self
            .board
            .iter()
            .filter_map(|(id, target)| (target.state == State::Open).then_some(id))
            .collect();
        for id in open {
            self.open(id);
        }
    }

    /// Puts a host among those to ask about.
    pub(crate) fn open(&mut self, id: usize) {
        let rank = self.rank(id);
        self.board.set(id, State::Open);
        if let Some(target) = self.board.get_mut(id) {
            // What was learned since may have moved it; an old entry would ask it twice.
            self.probes.remove(&(target.rank, id));
            target.rank = rank;
            self.probes.insert((rank, id));
        }
    }

    fn rank(&self, id: usize) -> Reverse<u64> {
        if self.doubts.is_urgent(id) {
            return Reverse(u64::MAX);
        }
        let (ppm, times) = self
            .board
            .get(id)
            .map_or((0, 1), |target| (target.ppm, target.times));
        match self.strategy {
            // Chances rank hosts by finds for the money too: a dearer answer is one that found its seller.
            Strategy::Auto => Reverse(Costs::value(ppm, self.costs.alone(ppm)).saturating_mul(times)),
            Strategy::PerDomain => Reverse(0),
        }
    }

    pub(crate) fn price_alone(&self, id: usize) -> MicroDollars {
        let ppm = self.board.get(id).map_or(0, |target| target.ppm);
        self.costs.alone(ppm)
    }

    /// The next order to start with `left` micro-dollars free. Its cap never exceeds `left` without what is to be
    /// left alone ([`Options::keep`]); what it asks is under way until [`answered`](Self::answered) tells what became of it.
    pub fn next(&mut self, left: MicroDollars) -> Next {
        if let Some(order) = self.choose(left) {
            self.begin(&order);
            return Next::Run(order);
        }
        if !self.underway.is_empty() {
            // Money that is set aside for it may come back, and its answer may open or close questions.
            return Next::Wait;
        }
        match self.cheapest_open() {
            Some(cheapest) => Next::Unaffordable { cheapest },
            None => Next::Done,
        }
    }

    /// An order of an earlier scan is under way again: what it asks is not asked a second time.
    pub fn resume(&mut self, order: &Order) {
        self.begin(order);
    }

    /// Sellers not yet covered and still worth asking, those whose run failed included.
    pub fn sellers_left(&self) -> u64 {
        self.board.sellers_left()
    }

    /// Sellers who are left out because none of their hosts leads anywhere: no address, or a domain that is for sale.
    /// They are not among [`sellers_left`](Self::sellers_left).
    pub const fn unresolved(&self) -> u64 {
        self.board.unresolved()
    }

    /// Hosts that were asked about and of which nobody knows: others' ads came up to the cap, none of their own.
    pub fn partial(&self) -> Vec<model::Host> {
        let partial = self
            .board
            .iter()
            .filter(|(_, target)| target.state == State::Partial);
        partial.map(|(_, target)| target.host.clone()).collect()
    }

    fn begin(&mut self, order: &Order) {
        for question in &order.questions {
            match question {
                Question::Sweep { suffix } => {
                    let costs = &self.costs;
                    if let Some(sweep) = self.sweeps.iter_mut().find(|sweep| sweep.suffix == *suffix) {
                        sweep.started(order.items, costs);
                    }
                }
                Question::Domain { host } => {
                    if let Some(id) = self.board.find(host) {
                        self.board.set(id, State::Underway);
                    }
                }
                Question::Page { id } => self.pages.take(id),
            }
        }
        self.underway.push(order.clone());
    }

    /// What orders under way may give back at most.
    pub(crate) fn set_aside(&self) -> MicroDollars {
        self.underway.iter().map(|order| order.cap).sum()
    }
}
