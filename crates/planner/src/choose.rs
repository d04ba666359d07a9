//! Which order comes next.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use model::MicroDollars;

use crate::board::State;
use crate::options::Strategy;
use crate::order::{Order, Purpose, Question};
use crate::planner::Planner;
use crate::sweep::Stage;
use crate::sweeping::Want;

impl Planner {
    /// The best order that `left` pays for.
    pub(crate) fn choose(&mut self, left: MicroDollars) -> Option<Order> {
        let for_sweeps = left - self.sweep_keep();
        if let Some(affordable) = self.costs.affordable(for_sweeps) {
            match self.choose_sweep(for_sweeps, affordable) {
                Want::Run(order) => return Some(order),
                Want::Hold => return None,
                Want::Nothing => {}
            }
        }
        let affordable = self.costs.affordable(left - self.keep)?;
        if self.week.is_some() {
            return self.choose_of_week(left - self.keep, affordable);
        }
        self.choose_host(affordable)
            .or_else(|| self.choose_pages(affordable))
    }

    /// The lowest cap of anything that waits to be asked; `None` where nothing does.
    pub(crate) fn cheapest_open(&mut self) -> Option<MicroDollars> {
        self.drop_settled();
        let sweeps = self.sweeps.iter().any(|s| s.stage != Stage::Over && !s.busy);
        if sweeps || !self.probes.is_empty() || !self.pages.is_empty() {
            return Some(self.costs.cheapest());
        }
        let wholes = self.open_wholes().map(|(_, id)| self.whole_items(id));
        wholes.min().map(|items| self.costs.cap(items))
    }

    fn open_wholes(&self) -> impl Iterator<Item = (Reverse<u64>, usize)> {
        let open = |id| self.board.state(id) == Some(State::Whole);
        self.wholes.iter().copied().filter(move |&(_, id)| open(id))
    }

    /// The best question about a host: a probe, several in one run where that is cheaper, or a whole one.
    pub(crate) fn choose_host(&mut self, affordable: u32) -> Option<Order> {
        self.drop_settled();
        let probe = self.probes.first().copied();
        let whole = self
            .open_wholes()
            .find(|&(_, id)| self.whole_items(id) <= affordable);
        match (probe, whole) {
            (Some((rank, _)), Some((better, id))) if better < rank => Some(self.whole_order(id)),
            (Some((_, id)), _) => Some(self.probe_order(id, affordable)),
            (None, Some((_, id))) => Some(self.whole_order(id)),
            (None, None) => None,
        }
    }

    fn probe_order(&self, best: usize, affordable: u32) -> Order {
        let Some(target) = self.board.get(best) else {
            return self.order(Purpose::Probe, Vec::new(), self.costs.floor(), None, 0, 0);
        };
        if self.strategy == Strategy::PerDomain {
            return self.single(best, Purpose::Whole, self.costs.whole.min(affordable));
        }
        let together = !self.alone && target.unreached == 0 && self.costs.is_cheaper_shared(target.ppm);
        let group = if together {
            self.group(affordable)
        } else {
            Vec::new()
        };
        if group.len() < 2 {
            return self.single(best, Purpose::Probe, self.costs.probe.min(affordable));
        }
        let targets = || group.iter().filter_map(|&id| self.board.get(id));
        let (expected, items) = self.costs.shared_run(targets().map(|target| target.ppm));
        let questions = targets().map(|target| Question::Domain {
            host: target.host.clone(),
        });
        let finds = targets().map(|target| u64::from(target.ppm)).sum::<u64>() / 1000;
        let per_question = Some(self.costs.probe);
        self.order(
            Purpose::Probe,
            questions.collect(),
            items,
            per_question,
            expected,
            finds,
        )
    }

    /// The best hosts that go into one run together, as many as the money and the actor take.
    fn group(&self, affordable: u32) -> Vec<usize> {
        let urls = usize::try_from(self.costs.urls()).unwrap_or(usize::MAX);
        let mut group = Vec::new();
        let mut chances: Vec<u32> = Vec::new();
        for &(_, id) in &self.probes {
            let Some(target) = self.board.get(id) else {
                continue;
            };
            if group.len() >= urls {
                break;
            }
            if target.state != State::Open || target.unreached > 0 {
                continue;
            }
            chances.push(target.ppm);
            if self.costs.shared_run(chances.iter().copied()).1 > affordable {
                break;
            }
            group.push(id);
        }
        group
    }

    fn whole_order(&self, id: usize) -> Order {
        self.single(id, Purpose::Whole, self.whole_items(id))
    }

    /// Items of a whole question: all that the library says there are, with room for some more.
    pub(crate) fn whole_items(&self, id: usize) -> u32 {
        let total = self.board.get(id).and_then(|target| target.total);
        let wanted = total.map_or(self.costs.whole, |total| total.saturating_add(total / 4 + 5));
        wanted.min(self.costs.whole).max(self.costs.floor())
    }

    fn single(&self, id: usize, purpose: Purpose, items: u32) -> Order {
        let target = self.board.get(id);
        let ppm = target.map_or(0, |target| target.ppm);
        let expected = match target.and_then(|target| target.total) {
            Some(total) => u64::from(total.min(items)) * 1000,
            None => self.costs.items_milli(ppm, items),
        };
        let question = target.map(|target| Question::Domain {
            host: target.host.clone(),
        });
        self.order(
            purpose,
            question.into_iter().collect(),
            items,
            None,
            expected,
            u64::from(ppm) / 1000,
        )
    }

    fn choose_pages(&self, affordable: u32) -> Option<Order> {
        let (pages, items) = self.pages.next(affordable, &self.costs);
        let questions: Vec<Question> = pages
            .iter()
            .map(|page| Question::Page { id: page.id.clone() })
            .collect();
        let expected = pages.iter().map(|page| page.items_milli).sum();
        let finds = pages.iter().map(|page| u64::from(page.ppm)).sum::<u64>() / 1000;
        let per_question = (questions.len() > 1).then_some(self.costs.whole);
        (!questions.is_empty())
            .then(|| self.order(Purpose::Pages, questions, items, per_question, expected, finds))
    }

    pub(crate) fn order(
        &self,
        purpose: Purpose,
        questions: Vec<Question>,
        items: u32,
        per_question: Option<u32>,
        expected_milli: u64,
        finds: u64,
    ) -> Order {
        let cap = self.costs.cap(items);
        Order {
            purpose,
            questions,
            items,
            per_question,
            cap,
            expected: self.costs.price(expected_milli).min(cap),
            expected_finds_milli: finds,
        }
    }

    /// Drops hosts from the heads of the queues that were settled otherwise, or are under way.
    pub(crate) fn drop_settled(&mut self) {
        let drop =
            |queue: &mut BTreeSet<(Reverse<u64>, usize)>, state: State, board: &crate::board::Board| {
                while queue
                    .first()
                    .is_some_and(|&(_, id)| board.state(id) != Some(state))
                {
                    queue.pop_first();
                }
            };
        drop(&mut self.probes, State::Open, &self.board);
        drop(&mut self.wholes, State::Whole, &self.board);
    }
}
