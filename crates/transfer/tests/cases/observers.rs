//! Observers that meddle.

use std::cell::Cell;
use std::ops::ControlFlow;

use transfer::{Observer, Stage};

/// Stops a copy after some steps of a stage.
pub struct Cut {
    stage: Stage,
    steps: Cell<u32>,
}

impl Cut {
    pub fn after(stage: Stage, steps: u32) -> Self {
        Self {
            stage,
            steps: Cell::new(steps),
        }
    }
}

impl Observer for Cut {
    fn done(&self, stage: Stage, _: u64) -> ControlFlow<()> {
        if stage != self.stage {
            return ControlFlow::Continue(());
        }
        match self.steps.get().checked_sub(1) {
            Some(left) => {
                self.steps.set(left);
                ControlFlow::Continue(())
            }
            None => ControlFlow::Break(()),
        }
    }
}

/// Does something once, when a stage is first heard of.
pub struct Meanwhile<F> {
    stage: Stage,
    deed: F,
    happened: Cell<bool>,
}

impl<F: Fn() -> database::Result<()>> Meanwhile<F> {
    pub fn at(stage: Stage, deed: F) -> Self {
        Self {
            stage,
            deed,
            happened: Cell::new(false),
        }
    }

    pub fn happened(&self) -> bool {
        self.happened.get()
    }
}

impl<F: Fn() -> database::Result<()>> Observer for Meanwhile<F> {
    fn done(&self, stage: Stage, _: u64) -> ControlFlow<()> {
        if stage == self.stage && !self.happened.replace(true) {
            (self.deed)().unwrap();
        }
        ControlFlow::Continue(())
    }
}
