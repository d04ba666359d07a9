//! Weights that make outcomes likely without straying from what was believed before further than they ask for: the
//! maximum of the posterior of a logistic model whose weights have Gaussian priors of their own.
//!
//! The one fit in the house. `argmin` walks (Newton's method; the function is strictly convex, so there is one maximum),
//! what is here is the function and the length of a step.

mod curve;

use std::collections::HashMap;

use argmin::core::{
    CostFunction, Executor, Gradient, Hessian, IterState, KV, Problem, Solver, State, TerminationReason,
};
use argmin::solver::newton::Newton;

use curve::Curve;

/// A belief about a weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gaussian {
    /// The likeliest value.
    pub mean: f64,
    /// How strongly it is held: the inverse of the variance. Greater than zero.
    pub hold: f64,
}

/// What cannot be fitted.
#[derive(Debug, thiserror::Error)]
pub enum FitError {
    /// A value, weight or belief is no finite number, or a belief is not held at all.
    #[error("a value to fit is no finite number, or a prior is not held")]
    NotFinite,
    /// The search gave up.
    #[error("the fit did not converge: {0}")]
    Search(String),
}

/// The different rows that there are. Most sellers look alike, and the time of a fit goes with the number of different
/// rows, not of all.
#[derive(Debug, Clone, Default)]
pub struct Patterns {
    /// Ever only asked by values: its order shows nowhere.
    places: HashMap<Box<[u64]>, usize>,
    /// Of each, the columns that are not zero, ascending, and their values.
    values: Vec<Box<[(usize, f64)]>>,
}

impl Patterns {
    /// The number of the pattern with these values. All must have as many values as there are beliefs.
    pub fn place(&mut self, values: &[f64]) -> usize {
        // Minus zero is zero.
        let key: Box<[u64]> = values.iter().map(|value| (value + 0.0).to_bits()).collect();
        *self.places.entry(key).or_insert_with(|| {
            let values = values.iter().copied().enumerate();
            self.values
                .push(values.filter(|(_, value)| *value != 0.0).collect());
            self.values.len() - 1
        })
    }

    /// The logit of each pattern, in the order of their numbers.
    pub fn logits(&self, weights: &[f64]) -> Vec<f64> {
        self.values.iter().map(|values| logit(values, weights)).collect()
    }
}

/// How often each pattern had the outcome, and how often not.
#[derive(Debug, Clone)]
pub struct Table<'p> {
    patterns: &'p Patterns,
    counts: Vec<(f64, f64)>,
}

impl<'p> Table<'p> {
    /// Nothing counted yet.
    pub fn new(patterns: &'p Patterns) -> Self {
        Self {
            counts: vec![(0.0, 0.0); patterns.values.len()],
            patterns,
        }
    }

    /// Counts a row of the pattern with this number; one of weight 0.5 counts half.
    pub fn count(&mut self, place: usize, outcome: bool, weight: f64) {
        if let Some((yes, no)) = self.counts.get_mut(place) {
            *(if outcome { yes } else { no }) += weight;
        }
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.rows().next().is_none()
    }

    /// Values and counts of the patterns that were counted.
    fn rows(&self) -> impl Iterator<Item = (&[(usize, f64)], f64, f64)> {
        let rows = self.patterns.values.iter().zip(&self.counts);
        let rows = rows.map(|(values, (yes, no))| (values.as_ref(), *yes, *no));
        rows.filter(|(_, yes, no)| *yes != 0.0 || *no != 0.0)
    }

    fn is_finite(&self) -> bool {
        self.rows().all(|(values, yes, no)| {
            let values = values.iter().all(|(_, value)| value.is_finite());
            values && yes.is_finite() && no.is_finite()
        })
    }
}

/// The most likely weights given the beliefs and the rows; exactly the means where there are no rows.
///
/// # Errors
/// Where a number is not finite, or the search gives up without any step.
pub fn weights(prior: &[Gaussian], table: &Table<'_>) -> Result<Vec<f64>, FitError> {
    /// Plenty: Newton's method doubles the digits with each step.
    const STEPS: u64 = 100;
    let means: Vec<f64> = prior.iter().map(|each| each.mean).collect();
    if table.is_empty() {
        return Ok(means);
    }
    let held = |each: &Gaussian| each.mean.is_finite() && each.hold.is_finite() && each.hold > 0.0;
    if !(prior.iter().all(held) && table.is_finite()) {
        return Err(FitError::NotFinite);
    }
    let failed = |error: argmin::core::Error| FitError::Search(error.to_string());
    let posterior = Posterior { prior, table };
    let result = Executor::new(posterior, Damped(Newton::new()))
        .configure(|state| state.param(means).max_iters(STEPS))
        // It looks at no clock then, and touches no signal.
        .timer(false)
        .ctrlc(false)
        .run()
        .map_err(failed)?;
    let best = result.state.get_param().or(result.state.get_best_param());
    best.cloned()
        .ok_or_else(|| FitError::Search("no step".to_owned()))
}

/// The logistic function.
pub fn logistic(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

/// Minus the logarithm of the posterior.
struct Posterior<'t> {
    prior: &'t [Gaussian],
    table: &'t Table<'t>,
}

impl CostFunction for Posterior<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, weights: &Vec<f64>) -> Result<f64, argmin::core::Error> {
        let rows = self.table.rows().map(|(values, yes, no)| {
            let logit = logit(values, weights);
            yes * softplus(-logit) + no * softplus(logit)
        });
        let strayed = self.prior.iter().zip(weights).map(|(prior, weight)| {
            let far = weight - prior.mean;
            0.5 * prior.hold * far * far
        });
        Ok(rows.sum::<f64>() + strayed.sum::<f64>())
    }
}

impl Gradient for Posterior<'_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, weights: &Vec<f64>) -> Result<Vec<f64>, argmin::core::Error> {
        let pairs = self.prior.iter().zip(weights);
        let mut slope: Vec<f64> = pairs
            .map(|(prior, weight)| prior.hold * (weight - prior.mean))
            .collect();
        for (values, yes, no) in self.table.rows() {
            let chance = logistic(logit(values, weights));
            let pull = no * chance - yes * (1.0 - chance);
            for (column, value) in values {
                if let Some(slope) = slope.get_mut(*column) {
                    *slope += pull * value;
                }
            }
        }
        Ok(slope)
    }
}

impl Hessian for Posterior<'_> {
    type Param = Vec<f64>;
    type Hessian = Curve;

    fn hessian(&self, weights: &Vec<f64>) -> Result<Curve, argmin::core::Error> {
        let mut curve = Curve::diagonal(self.prior.iter().map(|prior| prior.hold));
        for (values, yes, no) in self.table.rows() {
            let chance = logistic(logit(values, weights));
            curve.add_square(values, (yes + no) * chance * (1.0 - chance));
        }
        Ok(curve)
    }
}

type Walk = IterState<Vec<f64>, Vec<f64>, (), Curve, (), f64>;

/// Newton's method whose steps are halved until they do no harm (far from the maximum a whole step may overshoot), and
/// which ends when they move nothing any more.
struct Damped(Newton<f64>);

impl<'t> Solver<Posterior<'t>, Walk> for Damped {
    fn name(&self) -> &'static str {
        "damped Newton"
    }

    fn next_iter(
        &mut self,
        problem: &mut Problem<Posterior<'t>>,
        state: Walk,
    ) -> Result<(Walk, Option<KV>), argmin::core::Error> {
        /// No weight moved by more.
        const STILL: f64 = 1e-10;
        /// Below this share of the cost a difference is rounding.
        const ROUNDING: f64 = 1e-12;
        let from = state.get_param().cloned().unwrap_or_default();
        let before = problem.cost(&from)?;
        let (mut state, _) = self.0.next_iter(problem, state)?;
        let mut to = state.take_param().unwrap_or_else(|| from.clone());
        let mut cost = problem.cost(&to)?;
        let moved = |to: &[f64]| {
            from.iter()
                .zip(to)
                .map(|(a, b)| (a - b).abs())
                .fold(0.0, f64::max)
        };
        while (cost > before + before.abs() * ROUNDING || cost.is_nan()) && moved(&to) > STILL {
            for (to, from) in to.iter_mut().zip(&from) {
                *to = f64::midpoint(*to, *from);
            }
            cost = problem.cost(&to)?;
        }
        let still = moved(&to) <= STILL;
        let state = state.param(to).cost(cost);
        let state = if still {
            state.terminate_with(TerminationReason::SolverConverged)
        } else {
            state
        };
        Ok((state, None))
    }
}

fn logit(values: &[(usize, f64)], weights: &[f64]) -> f64 {
    let terms = values.iter();
    let terms = terms.map(|(column, value)| weights.get(*column).map_or(0.0, |weight| weight * value));
    terms.sum()
}

/// `ln(1 + e^x)` without overflow.
fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

#[cfg(test)]
mod tests;
