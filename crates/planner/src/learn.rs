//! What an answer changes.

use std::cmp::Reverse;
use std::collections::HashMap;

use model::Host;

use crate::board::State;
use crate::costs::{CERTAIN, Costs};
use crate::options::Strategy;
use crate::order::{Answer, Order, Outcome, Purpose, Question};
use crate::planner::Planner;
use crate::sweep::{Stage, Verdict};

/// How often an active seller's ads are missing among as many results as a probe pays for, where others' ads came up
/// to its cap: judgement, not measurement.
const HIDDEN: u64 = 300_000;
/// Runs in which a host may be missed before it is left: the second one asks it alone.
const MISSES: u32 = 2;

impl Planner {
    /// Tells what became of an order that [`next`](Self::next) gave, or that was [`resume`](Self::resume)d.
    pub fn answered(&mut self, order: &Order, outcome: &Outcome) {
        let same = |known: &Order| known.questions == order.questions;
        if let Some(at) = self.underway.iter().position(same) {
            self.underway.swap_remove(at);
        }
        self.note_sweep_cost(order, outcome);
        match outcome {
            Outcome::NotStarted => order
                .questions
                .iter()
                .for_each(|question| self.put_back(question, order.purpose)),
            Outcome::Failed => order.questions.iter().for_each(|question| self.failed(question)),
            Outcome::Answered {
                answers,
                unattributed,
                ..
            } => {
                self.alone |= unattributed;
                let by_question: HashMap<&Question, &Answer> =
                    answers.iter().map(|answer| (&answer.question, answer)).collect();
                for question in &order.questions {
                    self.learn(order, question, by_question.get(question).copied());
                }
            }
        }
    }

    fn put_back(&mut self, question: &Question, purpose: Purpose) {
        match question {
            Question::Sweep { suffix } => {
                if let Some(at) = self.sweep_at(suffix) {
                    self.with_sweep(at, crate::sweep::Sweep::not_started);
                }
            }
            Question::Domain { host } => self.reopen(host, purpose),
            Question::Page { id } => self.pages.put_back(id, false),
        }
    }

    /// A host under way is to be asked again, in the way in which it was.
    fn reopen(&mut self, host: &Host, purpose: Purpose) {
        let Some(id) = self.board.find(host).filter(|&id| self.is_underway(id)) else {
            return;
        };
        if purpose == Purpose::Whole && self.strategy == Strategy::Auto {
            self.consider_whole(id);
        } else {
            self.open(id);
        }
    }

    fn failed(&mut self, question: &Question) {
        match question {
            // What waited for the sweep waits for the next scan's: asked one by one it would cost many times that.
            Question::Sweep { suffix } => {
                if let Some(at) = self.sweep_at(suffix) {
                    self.with_sweep(at, |sweep| {
                        sweep.busy = false;
                        sweep.stage = Stage::Over;
                    });
                }
            }
            Question::Domain { host } => {
                if let Some(id) = self.board.find(host).filter(|&id| self.is_underway(id))
                    && !(self.week.is_some() && self.once_more(id))
                {
                    self.board.set(id, State::Left);
                }
            }
            Question::Page { id } => {
                if self.week.is_some() {
                    self.pages.once_more(id);
                }
            }
        }
    }

    /// Asks a host a second time in this scan, not a third time. A scan of the whole base leaves what failed to the next
    /// one; a week later is too late.
    fn once_more(&mut self, id: usize) -> bool {
        let Some(target) = self.board.get_mut(id).filter(|target| target.unreached == 0) else {
            return false;
        };
        target.unreached += 1;
        self.open(id);
        true
    }

    fn learn(&mut self, order: &Order, question: &Question, answer: Option<&Answer>) {
        match (question, answer) {
            (Question::Sweep { suffix }, _) => self.learn_sweep(suffix, answer, order.items),
            (Question::Domain { host }, Some(answer)) => self.learn_host(host, answer, order),
            (Question::Domain { host }, None) => self.not_reached(host, order.purpose),
            (Question::Page { id }, Some(answer)) => self.learn_page(id, answer),
            (Question::Page { id }, None) => self.pages.put_back(id, true),
        }
    }

    fn learn_sweep(&mut self, suffix: &Host, answer: Option<&Answer>, items: u32) {
        if answer.is_some_and(|answer| answer.complete) {
            self.cover(suffix);
        }
        let Some(at) = self.sweep_at(suffix) else { return };
        let costs = self.costs.clone();
        let mut verdict = Verdict::Ask;
        self.with_sweep(at, |sweep| verdict = sweep.answered(answer, items, &costs));
        match verdict {
            Verdict::Covers => {}
            Verdict::Short(share) => self.release(at, share),
            Verdict::Ask => {
                let price = self.sweeps.get(at).map(|sweep| sweep.price(&self.costs));
                if price.is_some_and(|price| price >= self.waiting(at).0) {
                    self.with_sweep(at, |sweep| sweep.stage = Stage::Over);
                    self.release(at, CERTAIN);
                }
            }
        }
    }

    fn learn_host(&mut self, host: &Host, answer: &Answer, order: &Order) {
        if answer.complete {
            self.cover(host);
        }
        if answer.own == 0 && order.purpose == Purpose::Probe {
            self.costs.note_idle(answer.items);
        }
        let Some(id) = self.board.find(host).filter(|&id| self.is_underway(id)) else {
            return;
        };
        self.doubts.tell(id);
        if answer.complete {
            self.board.set(id, State::Covered);
        } else if answer.own > 0 {
            self.board.set(id, State::Active);
        } else if self.week.is_some() && answer.items < u64::from(order.items) && self.once_more(id) {
            // Cut short before its cap: it proved nothing, and a scan of the week has no other way to be told.
        } else if order.purpose == Purpose::Probe && self.strategy == Strategy::Auto {
            if let Some(target) = self.board.get_mut(id) {
                target.total = answer.total.and_then(|total| u32::try_from(total).ok());
            }
            self.consider_whole(id);
        } else {
            self.board.set(id, State::Partial);
        }
    }

    /// A probe brought nothing but others' ads up to its cap: asks once more where that is worth its price.
    fn consider_whole(&mut self, id: usize) {
        let Some((ppm, total)) = self.board.get(id).map(|target| (target.ppm, target.total)) else {
            return;
        };
        let (whole, probe) = (self.costs.whole, self.costs.probe);
        let total = total.unwrap_or(whole);
        // Beyond the cap of a whole question they would stay hidden.
        let seen = CERTAIN * u64::from(whole) / u64::from(total.max(whole));
        let chance = u64::from(ppm) * HIDDEN / CERTAIN * seen / CERTAIN;
        let chance = u32::try_from(chance).unwrap_or(ppm);
        let price = self.costs.price(u64::from(total.min(whole)) * 1000);
        let value = Costs::value(chance, price);
        if whole > probe && Costs::is_worth(value) {
            self.board.set(id, State::Whole);
            self.wholes.insert((Reverse(value), id));
        } else {
            self.board.set(id, State::Partial);
        }
    }

    fn not_reached(&mut self, host: &Host, purpose: Purpose) {
        let Some(id) = self.board.find(host).filter(|&id| self.is_underway(id)) else {
            return;
        };
        let Some(target) = self.board.get_mut(id) else {
            return;
        };
        target.unreached += 1;
        if target.unreached > MISSES {
            self.board.set(id, State::Left);
        } else {
            self.reopen(host, purpose);
        }
    }

    /// Everything that a search for `host` brings was delivered: whatever lies under it has all of the host's words,
    /// so its ads were among them. Those under way stay so until their own answer.
    fn cover(&mut self, host: &Host) {
        let under: Vec<usize> = self.board.under(host).collect();
        for id in under {
            self.doubts.tell(id);
            if !self.is_underway(id) {
                self.board.set(id, State::Covered);
            }
        }
    }

    fn is_underway(&self, id: usize) -> bool {
        self.board.state(id) == Some(State::Underway)
    }

    fn sweep_at(&self, suffix: &Host) -> Option<usize> {
        self.sweeps.iter().position(|sweep| sweep.suffix == *suffix)
    }

    fn with_sweep(&mut self, at: usize, change: impl FnOnce(&mut crate::sweep::Sweep)) {
        if let Some(sweep) = self.sweeps.get_mut(at) {
            change(sweep);
        }
    }
}
