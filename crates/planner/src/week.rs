//! A scan of the week: hosts and pages compete, and the sweep has money of its own.

use model::MicroDollars;

use crate::agenda::ELSEWHERE;
use crate::board::State;
use crate::options::WeekSweep;
use crate::order::{Answer, Order, Outcome, Purpose, Question};
use crate::planner::Planner;

/// Items of a page that fell silent, and of its seller's domain that did, in thousandths.
const DOUBT_MILLI: u64 = 3000;

impl Planner {
    /// Money that sweeps leave alone.
    pub(crate) const fn sweep_keep(&self) -> MicroDollars {
        match self.week {
            Some(WeekSweep::Now { keep }) => keep,
            Some(WeekSweep::OneByOne | WeekSweep::Later) | None => self.keep,
        }
    }

    /// What a sweep of the week cost was kept for it: the allowance of the others stays what it was.
    pub(crate) fn note_sweep_cost(&mut self, order: &Order, outcome: &Outcome) {
        if let (Some(WeekSweep::Now { .. }), Purpose::Sweep, Outcome::Answered { cost, .. }) =
            (self.week, order.purpose, outcome)
        {
            self.keep = (self.keep - *cost).max(MicroDollars::ZERO);
        }
    }

    /// The question that is expected to find most changes for the money, of those about hosts and those about pages.
    pub(crate) fn choose_of_week(&mut self, left: MicroDollars, affordable: u32) -> Option<Order> {
        self.drop_settled();
        let first = self.probes.first().copied();
        if first.is_some_and(|(_, id)| self.doubts.is_urgent(id)) {
            return self.choose_host(affordable);
        }
        // What the last page may ask of its seller's domain stays affordable when it fell silent.
        let affordable = self.costs.affordable(left - self.costs.price(DOUBT_MILLI))?;
        let host = first.map(|(rank, _)| rank);
        let page = self.pages.first_rank();
        let host_first = match (host, page) {
            (Some(host), Some(page)) => host <= page,
            (host, _) => host.is_some(),
        };
        if host_first {
            return self.choose_host(affordable);
        }
        self.choose_page(affordable)
            .or_else(|| self.choose_host(affordable))
    }

    /// A page was answered: where it fell silent, its seller's domain is asked next.
    pub(crate) fn learn_page(&mut self, id: &str, answer: &Answer) {
        self.pages.take(id);
        if answer.running == 0 && !answer.complete {
            self.pages.once_more(id);
        }
        let hosts = self.doubts.answered(id, answer.running > 0, answer.complete);
        self.ask_at_once(hosts);
    }

    /// Asks about hosts before everything else, but where an answer is on its way, or they lead nowhere.
    pub(crate) fn ask_at_once(&mut self, hosts: Vec<usize>) {
        for id in hosts {
            let on_its_way = |state| matches!(state, State::Swept(_) | State::Underway | State::Whole);
            if self.board.state(id).is_none_or(on_its_way) {
                continue;
            }
            self.doubts.press(id);
            if let Some(target) = self.board.get_mut(id) {
                target.ppm = ELSEWHERE;
            }
            self.open(id);
        }
    }

    /// The best page in a run of its own: there the actor stops at the count, where a shared run brings a whole page
    /// of results for each.
    fn choose_page(&self, affordable: u32) -> Option<Order> {
        let page = self.pages.first()?;
        let items = self.costs.probe.min(affordable);
        let question = Question::Page { id: page.id.clone() };
        let finds = u64::from(page.changed) / 1000;
        Some(self.order(
            Purpose::Pages,
            vec![question],
            items,
            None,
            page.items_milli,
            finds,
        ))
    }
}
