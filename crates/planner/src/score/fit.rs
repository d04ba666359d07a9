//! Weights that make past outcomes likely without straying from the prior further than they ask for: the maximum of
//! the posterior, found by Newton steps.

use super::features::{Feature, Features};

type Vector = [f64; Feature::COUNT];

/// One host of known outcome.
#[derive(Debug, Clone)]
pub(super) struct Row {
    values: Vector,
    active: f64,
}

impl Row {
    pub(super) const fn new(features: &Features, active: bool) -> Self {
        Self {
            values: features.0,
            active: if active { 1.0 } else { 0.0 },
        }
    }
}

/// The most likely weights given the prior and the rows; exactly the prior where there are none.
pub(super) fn weights(rows: &[Row]) -> Vector {
    const STEPS: usize = 30;
    let mut weights = Feature::ALL.map(Feature::prior);
    if rows.is_empty() {
        return weights;
    }
    for _ in 0..STEPS {
        let step = newton_step(rows, &weights);
        let size = dot(&step, &step).sqrt();
        // Far from the maximum a whole step may overshoot; a shorter one never does harm.
        let share = if size > 1.0 { 1.0 / size } else { 1.0 };
        for (weight, change) in weights.iter_mut().zip(step) {
            *weight += share * change;
        }
        if size < 1e-9 {
            break;
        }
    }
    weights
}

pub(super) fn logistic(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

fn newton_step(rows: &[Row], weights: &Vector) -> Vector {
    let mut slope: Vector = [0.0; Feature::COUNT];
    let mut curve: [Vector; Feature::COUNT] = [[0.0; Feature::COUNT]; Feature::COUNT];
    for row in rows {
        let chance = logistic(dot(&row.values, weights));
        let spread = chance * (1.0 - chance);
        for ((slope, line), value) in slope.iter_mut().zip(&mut curve).zip(row.values) {
            if value != 0.0 {
                *slope += value * (row.active - chance);
                for (cell, other) in line.iter_mut().zip(row.values) {
                    *cell += value * other * spread;
                }
            }
        }
    }
    for (at, ((slope, line), (feature, weight))) in slope
        .iter_mut()
        .zip(&mut curve)
        .zip(Feature::ALL.into_iter().zip(weights))
        .enumerate()
    {
        *slope -= feature.hold() * (weight - feature.prior());
        if let Some(cell) = line.get_mut(at) {
            *cell += feature.hold();
        }
    }
    solve(&curve, &slope)
}

/// Solves `curve x = slope` by conjugate gradients: the matrix is symmetric and, held by the prior, positive, so that
/// as many rounds as there are features suffice but for rounding.
fn solve(curve: &[Vector; Feature::COUNT], slope: &Vector) -> Vector {
    let mut found: Vector = [0.0; Feature::COUNT];
    let mut rest = *slope;
    let mut way = rest;
    let mut size = dot(&rest, &rest);
    for _ in 0..4 * Feature::COUNT {
        if size < 1e-24 {
            break;
        }
        let image = curve.map(|line| dot(&line, &way));
        let share = size / dot(&way, &image);
        for ((found, rest), (way, image)) in found.iter_mut().zip(&mut rest).zip(way.iter().zip(image)) {
            *found += share * way;
            *rest -= share * image;
        }
        let next = dot(&rest, &rest);
        for (way, rest) in way.iter_mut().zip(rest) {
            *way = rest + next / size * *way;
        }
        size = next;
    }
    found
}

fn dot(a: &Vector, b: &Vector) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
