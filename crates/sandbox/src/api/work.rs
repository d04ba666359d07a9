//! What a run has to do, and how much of it is done when.

use std::time::Duration;

use crate::actor::Delivered;

/// What a run would deliver if nothing came in between.
#[derive(Debug, Clone, Default)]
pub(super) struct Work {
    /// How many items are there so long after the first request; both grow.
    pub steps: Vec<(Duration, u64)>,
    /// Items that are written and charged.
    pub items: u64,
    /// From the first request to the end.
    pub takes: Duration,
}

impl Work {
    /// What the actor delivers, as far as `most` items may be charged. It goes on to its end either way: the
    /// platform only drops what it may not charge.
    pub fn of(delivered: &Delivered, most: u64) -> Self {
        let mut steps: Vec<(Duration, u64)> = Vec::new();
        for (item, count) in delivered.items.iter().zip(1..=most) {
            match steps.last_mut() {
                Some(step) if step.0 == item.at => step.1 = count,
                _ => steps.push((item.at, count)),
            }
        }
        Self {
            items: steps.last().map_or(0, |(_, count)| *count),
            steps,
            takes: delivered.duration,
        }
    }

    /// How many items are there after `elapsed`.
    pub fn done(&self, elapsed: Duration) -> u64 {
        let passed = self.steps.partition_point(|(at, _)| *at <= elapsed);
        let last = passed.checked_sub(1).and_then(|last| self.steps.get(last));
        last.map_or(0, |(_, count)| *count)
    }

    /// When so many items are there.
    pub fn when(&self, items: u64) -> Duration {
        let step = self.steps.iter().find(|(_, count)| *count >= items);
        step.map_or(self.takes, |(at, _)| *at)
    }

    /// The same work so slow that it would take `takes`.
    pub fn stretch(&mut self, takes: Duration) {
        let was = self.takes.as_millis().max(1);
        let slower = |at: Duration| {
            let millis = at.as_millis().saturating_mul(takes.as_millis()) / was;
            Duration::from_millis(u64::try_from(millis).unwrap_or(u64::MAX))
        };
        for (at, _) in &mut self.steps {
            *at = slower(*at);
        }
        self.takes = takes;
    }
}
