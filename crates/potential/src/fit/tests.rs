use super::*;
use crate::chance::Coins;

/// Rows as they come.
#[derive(Default)]
struct Rows {
    patterns: Patterns,
    rows: Vec<(usize, bool, f64)>,
}

impl Rows {
    fn push(&mut self, values: &[f64], outcome: bool, weight: f64) {
        self.rows.push((self.patterns.place(values), outcome, weight));
    }

    fn table(&self) -> Table<'_> {
        let mut table = Table::new(&self.patterns);
        for &(place, outcome, weight) in &self.rows {
            table.count(place, outcome, weight);
        }
        table
    }
}

const fn belief(mean: f64, hold: f64) -> Gaussian {
    Gaussian { mean, hold }
}

#[test]
fn nothing_seen_nothing_changed() {
    let prior = [belief(-2.0, 4.0), belief(0.7, 10.0)];
    assert_eq!(weights(&prior, &Rows::default().table()).unwrap(), [-2.0, 0.7]);
}

/// With one column of ones and a belief held at next to nothing the weight is the logit of the share.
#[test]
fn a_share_is_found_by_hand() {
    let mut table = Rows::default();
    for i in 0..400 {
        table.push(&[1.0], i % 4 == 0, 1.0);
    }
    let found = weights(&[belief(0.0, 1e-9)], &table.table()).unwrap();
    assert!((found[0] - (1.0_f64 / 3.0).ln()).abs() < 1e-6, "{found:?}");
}

/// At the maximum the slope is zero: what rows pull one way, the belief pulls back.
#[test]
fn the_slope_is_zero_at_the_end() {
    let prior = [belief(-4.0, 4.0), belief(2.0, 10.0), belief(0.0, 10.0)];
    let mut coins = Coins::new(3);
    let mut table = Rows::default();
    for _ in 0..2_000 {
        let row = [
            1.0,
            f64::from(u8::from(coins.one_in(3))),
            coins.unit() * 2.0 - 1.0,
        ];
        table.push(&row, coins.one_in(9), 0.5);
    }
    let found = weights(&prior, &table.table()).unwrap();
    let slope = Posterior {
        prior: &prior,
        table: &table.table(),
    }
    .gradient(&found)
    .unwrap();
    assert!(slope.iter().all(|part| part.abs() < 1e-7), "{slope:?}");
}

#[test]
fn known_weights_are_found_again() {
    let truth = [-1.0, 1.5, -0.8];
    let mut coins = Coins::new(11);
    let mut table = Rows::default();
    for _ in 0..60_000 {
        let row = [
            1.0,
            f64::from(u8::from(coins.one_in(2))),
            (coins.unit() * 8.0).floor() / 4.0 - 1.0,
        ];
        let logit: f64 = row.iter().zip(truth).map(|(value, weight)| value * weight).sum();
        table.push(&row, coins.unit() < logistic(logit), 1.0);
    }
    let prior = [belief(0.0, 4.0); 3];
    let found = weights(&prior, &table.table()).unwrap();
    for (found, truth) in found.iter().zip(truth) {
        assert!((found - truth).abs() < 0.06, "{found} {truth}");
    }
}

#[test]
fn equal_rows_count_as_their_weight() {
    let prior = [belief(-1.0, 4.0), belief(0.3, 10.0)];
    let (mut once, mut twice) = (Rows::default(), Rows::default());
    for i in 0..50 {
        let row = [1.0, f64::from(i % 5)];
        once.push(&row, i % 3 == 0, 2.0);
        twice.push(&row, i % 3 == 0, 1.0);
        twice.push(&row, i % 3 == 0, 1.0);
    }
    assert_eq!(
        weights(&prior, &once.table()).unwrap(),
        weights(&prior, &twice.table()).unwrap()
    );
}

#[test]
fn what_is_no_number_is_refused() {
    let mut table = Rows::default();
    table.push(&[f64::NAN], true, 1.0);
    assert!(matches!(
        weights(&[belief(0.0, 1.0)], &table.table()),
        Err(FitError::NotFinite)
    ));
    let mut table = Rows::default();
    table.push(&[1.0], true, 1.0);
    assert!(matches!(
        weights(&[belief(0.0, 0.0)], &table.table()),
        Err(FitError::NotFinite)
    ));
}

/// A belief far away from separable rows: the search neither overshoots nor runs away.
#[test]
fn rows_that_separate_are_held_by_the_belief() {
    let mut table = Rows::default();
    for i in 0..1_000 {
        table.push(&[1.0, f64::from(u8::from(i % 2 == 0))], i % 2 == 0, 1.0);
    }
    let found = weights(&[belief(-9.0, 4.0), belief(-9.0, 4.0)], &table.table()).unwrap();
    assert!(
        found
            .iter()
            .all(|weight| weight.is_finite() && weight.abs() < 30.0),
        "{found:?}"
    );
    assert!(found[1] > 0.0, "{found:?}");
}
