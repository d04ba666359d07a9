//! A preview is the planner itself, run without answers on a copy.

use model::MicroDollars;
use potential::from_ppm;

use crate::board::State;
use crate::order::{Next, Order, Outcome, Purpose, Question};
use crate::planner::Planner;
use crate::preview::{Line, Planned, Preview};

/// Questions that a preview spells out.
const FIRST: usize = 20;

impl Planner {
    /// What would be asked, before anything is spent: the orders that [`next`](Self::next) would give if each could
    /// have all of `budget`, none was answered, and no sweep's size was told.
    pub fn preview(&self, budget: MicroDollars) -> Preview {
        let mut copy = self.clone();
        let mut tally = Tally::new(self, budget);
        let mut left = budget;
        while let Next::Run(order) = copy.next(left) {
            tally.add(&copy, &order);
            // A week has its allowance and no more.
            if self.week.is_some() {
                left = left - order.expected;
                copy.note_sweep_cost(&order, &expected(&order));
            }
            if copy.is_told_its_size(&order) {
                copy.answered(&order, &untold());
            }
        }
        tally.preview
    }

    fn is_told_its_size(&self, order: &Order) -> bool {
        let mut sizing = self.sweeps.iter().filter(|sweep| sweep.is_sizing());
        sizing.any(|sweep| {
            order
                .questions
                .iter()
                .any(|q| matches!(q, Question::Sweep { suffix } if *suffix == sweep.suffix))
        })
    }
}

const fn expected(order: &Order) -> Outcome {
    Outcome::Answered {
        answers: Vec::new(),
        cost: order.expected,
        unattributed: false,
    }
}

const fn untold() -> Outcome {
    Outcome::Answered {
        answers: Vec::new(),
        cost: MicroDollars::ZERO,
        unattributed: false,
    }
}

/// Adds orders up.
struct Tally {
    preview: Preview,
    budget: MicroDollars,
    counted: Vec<bool>,
}

impl Tally {
    fn new(planner: &Planner, budget: MicroDollars) -> Self {
        Self {
            preview: Preview {
                sellers: planner.sellers_left(),
                unresolved: planner.unresolved(),
                ..Preview::default()
            },
            budget,
            counted: vec![false; planner.board.sellers()],
        }
    }

    fn add(&mut self, planner: &Planner, order: &Order) {
        let sellers = self.sellers(planner, order);
        let preview = &mut self.preview;
        preview.expected += order.expected;
        preview.worst += order.cap;
        preview.expected_finds_milli += order.expected_finds_milli;
        if preview.expected <= self.budget {
            preview.reach += sellers;
        }
        let at = preview
            .lines
            .iter()
            .position(|line| line.purpose == order.purpose);
        if at.is_none() {
            preview.lines.push(Line::empty(order.purpose));
        }
        let at = at.unwrap_or(preview.lines.len() - 1);
        if let Some(line) = preview.lines.get_mut(at) {
            line.runs += 1;
            line.questions += u64::try_from(order.questions.len()).unwrap_or(u64::MAX);
            line.sellers += sellers;
            line.expected += order.expected;
            line.worst += order.cap;
            line.expected_finds_milli += order.expected_finds_milli;
        }
        for question in &order.questions {
            if self.preview.first.len() < FIRST {
                let planned = planner.planned(order, question);
                self.preview.first.push(planned);
            }
        }
    }

    /// Sellers whom the order asks about and none before it did.
    fn sellers(&mut self, planner: &Planner, order: &Order) -> u64 {
        let mut fresh = 0;
        for id in order
            .questions
            .iter()
            .flat_map(|question| planner.asked_by(question, order))
        {
            for &seller in planner.board.get(id).map_or(&[][..], |target| &target.sellers) {
                if let Some(counted) = self.counted.get_mut(seller) {
                    fresh += u64::from(!std::mem::replace(counted, true));
                }
            }
        }
        fresh
    }
}

impl Line {
    const fn empty(purpose: Purpose) -> Self {
        Self {
            purpose,
            runs: 0,
            questions: 0,
            sellers: 0,
            expected: MicroDollars::ZERO,
            worst: MicroDollars::ZERO,
            expected_finds_milli: 0,
        }
    }
}

impl Planner {
    /// The hosts that a question under way is about.
    fn asked_by(&self, question: &Question, order: &Order) -> Vec<usize> {
        match question {
            // Being told a sweep's size covers nobody.
            Question::Sweep { .. } if self.is_told_its_size(order) => Vec::new(),
            Question::Sweep { suffix } => {
                let at = self.sweeps.iter().position(|sweep| sweep.suffix == *suffix);
                let waits = at.map(State::Swept);
                self.board
                    .under(suffix)
                    .filter(|&id| self.board.state(id) == waits)
                    .collect()
            }
            Question::Domain { host } => self.board.find(host).into_iter().collect(),
            Question::Page { .. } => Vec::new(),
        }
    }

    fn planned(&self, order: &Order, question: &Question) -> Planned {
        let count = u64::try_from(order.questions.len()).unwrap_or(1).max(1);
        let target = match question {
            Question::Domain { host } => self.board.find(host).and_then(|id| self.board.get(id)),
            Question::Sweep { .. } | Question::Page { .. } => None,
        };
        let score = target.map(|target| self.model.score(&target.features));
        let probability = match question {
            Question::Domain { .. } => target.map_or(0, |target| target.ppm),
            Question::Sweep { .. } => {
                let under = self.asked_by(question, order);
                let chances = under
                    .iter()
                    .filter_map(|&id| self.board.get(id))
                    .map(|t| u64::from(t.ppm));
                let mean = chances.sum::<u64>() / u64::try_from(under.len()).unwrap_or(1).max(1);
                u32::try_from(mean).unwrap_or(0)
            }
            Question::Page { .. } => u32::try_from(order.expected_finds_milli * 1000 / count).unwrap_or(0),
        };
        Planned {
            purpose: order.purpose,
            question: question.clone(),
            expected: MicroDollars::new(order.expected.micros() / i64::try_from(count).unwrap_or(1)),
            items: order.per_question.unwrap_or(order.items).min(order.items),
            probability: from_ppm(probability),
            reasons: score.map(|score| score.reasons).unwrap_or_default(),
        }
    }
}
