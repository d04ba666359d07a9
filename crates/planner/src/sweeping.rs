//! Sweeps among the orders: when they come, and what becomes of the hosts that waited for them.

use model::MicroDollars;

use crate::board::State;
use crate::costs::{CERTAIN, Costs};
use crate::order::{Order, Purpose, Question};
use crate::planner::Planner;
use crate::sweep::{Stage, Sweep};

/// What the sweeps want.
pub(crate) enum Want {
    Run(Order),
    /// Money is kept for a sweep that can soon be asked.
    Hold,
    Nothing,
}

impl Planner {
    /// What the first sweep wants that wants anything.
    pub(crate) fn choose_sweep(&mut self, left: MicroDollars, affordable: u32) -> Want {
        for at in 0..self.sweeps.len() {
            let Some(sweep) = self.sweeps.get(at) else {
                continue;
            };
            let price = sweep.price(&self.costs);
            match sweep.stage {
                Stage::Over => {}
                // The money that it will take as far as anybody can tell is not given away before its size is told.
                _ if sweep.busy => {
                    if sweep.is_sizing() && price + self.costs.cheapest() > left {
                        return Want::Hold;
                    }
                }
                Stage::Size { .. } => {
                    let floor = self.costs.floor();
                    return Want::Run(self.sweep_order(at, floor, u64::from(floor)));
                }
                Stage::Ask { expect, cap } => {
                    let floor = self.costs.floor();
                    if price <= left {
                        let items = u32::try_from(cap).unwrap_or(u32::MAX).min(affordable).max(floor);
                        return Want::Run(self.sweep_order(at, items, expect));
                    }
                    if price <= left + self.set_aside() {
                        return Want::Hold;
                    }
                    // All that is left would not pay for all of it, and a part covers nobody.
                    self.give_up(at);
                }
            }
        }
        Want::Nothing
    }

    fn sweep_order(&self, at: usize, items: u32, expect: u64) -> Order {
        let sizing = self
            .sweeps
            .get(at)
            .is_some_and(|s| matches!(s.stage, Stage::Size { .. }));
        // Being told the size finds nobody; the sweep finds them.
        let finds = if sizing { 0 } else { self.waiting(at).1 / 1000 };
        let question = self.sweeps.get(at).map(|sweep| Question::Sweep {
            suffix: sweep.suffix.clone(),
        });
        self.order(
            Purpose::Sweep,
            question.into_iter().collect(),
            items,
            None,
            expect.saturating_mul(1000),
            finds,
        )
    }

    /// Hosts that wait for a sweep: what asking them one by one is expected to cost, and the sum of their chances.
    pub(crate) fn waiting(&self, at: usize) -> (MicroDollars, u64) {
        let Some(sweep) = self.sweeps.get(at) else {
            return (MicroDollars::ZERO, 0);
        };
        let waiting = self
            .board
            .under(&sweep.suffix)
            .filter_map(|id| self.board.get(id))
            .filter(|target| target.state == State::Swept(at));
        waiting.fold((MicroDollars::ZERO, 0), |(price, chances), target| {
            (
                price + self.costs.alone(target.ppm),
                chances + u64::from(target.ppm),
            )
        })
    }

    /// Leaves a sweep; what waited for it is asked one by one, most promising first.
    fn give_up(&mut self, at: usize) {
        if let Some(sweep) = self.sweeps.get_mut(at) {
            sweep.stage = Stage::Over;
        }
        self.release(at, CERTAIN);
    }

    /// Opens what waited for a sweep, its chances reduced to `share` millionths; what is then not worth asking is left.
    pub(crate) fn release(&mut self, at: usize, share: u64) {
        let Some(suffix) = self.sweeps.get(at).map(|sweep: &Sweep| sweep.suffix.clone()) else {
            return;
        };
        let under: Vec<usize> = self.board.under(&suffix).collect();
        for id in under {
            let Some(target) = self.board.get_mut(id) else {
                continue;
            };
            if target.state != State::Swept(at) {
                continue;
            }
            let ppm = u64::from(target.ppm) * share / CERTAIN;
            target.ppm = u32::try_from(ppm).unwrap_or(target.ppm);
            let ppm = target.ppm;
            if Costs::is_worth(Costs::value(ppm, self.costs.alone(ppm))) {
                self.open(id);
            } else {
                self.board.set(id, State::Left);
            }
        }
    }
}
