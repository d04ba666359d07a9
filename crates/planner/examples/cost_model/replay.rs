//! Ways of asking, carried out to the end of the questions or of the money.

use std::collections::BTreeSet;

use model::MicroDollars;
use planner::{Known, Next, Planner, Strategy};

use crate::actor;
use crate::scene::{Scene, options};

/// What a way of asking came to.
#[derive(Debug, Default)]
pub struct Course {
    pub name: &'static str,
    /// Money spent, and active sellers found by then, after each run that found some.
    pub finds: Vec<(MicroDollars, usize)>,
    pub spent: MicroDollars,
    pub runs: u64,
    pub questions: u64,
    pub items: u64,
    /// Sellers whom it answered for, those found included.
    pub covered: u64,
    /// Hosts whose answer was cut off without any ad of theirs; not told of the prototype, which could not tell.
    pub partial: Option<usize>,
    pub found: BTreeSet<String>,
    /// Sellers who were not asked because none of their hosts leads anywhere.
    pub unresolved: u64,
}

impl Course {
    fn add(&mut self, cost: MicroDollars, items: u64, questions: usize, found: BTreeSet<String>) {
        self.runs += 1;
        self.questions += questions as u64;
        self.items += items;
        self.spent += cost;
        let before = self.found.len();
        self.found.extend(found);
        if self.found.len() > before {
            self.finds.push((self.spent, self.found.len()));
        }
    }

    /// What was spent when so many percent of `active` were found.
    pub fn until(&self, percent: usize, active: usize) -> Option<MicroDollars> {
        let wanted = (active * percent).div_ceil(100);
        let reached = self.finds.iter().find(|(_, found)| *found >= wanted);
        reached.map(|&(spent, _)| spent)
    }
}

/// Asks what a planner orders that knows nothing of the past, one run after the other.
pub fn planned(scene: &Scene, name: &'static str, strategy: Strategy, budget: MicroDollars) -> Course {
    carried_out(scene, &scene.known(), name, strategy, budget, &scene.active)
}

/// Asks what a planner orders that knows this much; only sellers of `wanted` count as found.
pub fn carried_out(
    scene: &Scene,
    known: &Known,
    name: &'static str,
    strategy: Strategy,
    budget: MicroDollars,
    wanted: &BTreeSet<String>,
) -> Course {
    let mut options = options();
    options.strategy = strategy;
    let mut planner = Planner::new(known, actor::prices(), actor::habits(), options);
    let sellers = planner.sellers_left();
    let mut course = Course {
        name,
        ..Course::default()
    };
    while let Next::Run(order) = planner.next(budget - course.spent) {
        let brought = actor::run(scene, &order);
        planner.answered(&order, &brought.outcome);
        let found = brought.found.intersection(wanted).cloned().collect();
        course.add(brought.cost, brought.items, order.questions.len(), found);
    }
    course.unresolved = planner.unresolved();
    course.partial = Some(planner.partial().len());
    course.covered = sellers - planner.sellers_left();
    course
}

/// The prototype's way as it was: one run for each domain in the base's order, whatever was entered there, each
/// capped at 200 results, until one does not fit.
pub fn prototype(scene: &Scene, name: &'static str, budget: MicroDollars) -> Course {
    let mut course = Course {
        name,
        ..Course::default()
    };
    for seller in &scene.sellers {
        for domain in &seller.domains {
            let text = domain
                .host
                .as_ref()
                .map_or_else(|_| domain.given.clone(), ToString::to_string);
            let (_, delivered) = actor::ask(scene, &[actor::keyword(&text)], planner::WHOLE, None);
            let cost = actor::cost(&delivered);
            if course.spent + cost > budget {
                return course;
            }
            let found = actor::found(scene, &delivered);
            course.add(cost, delivered.items.len() as u64, 1, found);
        }
        course.covered += 1;
    }
    course
}
