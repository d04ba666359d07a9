//! How far chances lie from what came.

use std::collections::BTreeMap;

use super::{Interval, Seen, number};
use crate::chance::Coins;

/// How often sellers are drawn anew for an interval.
const DRAWS: usize = 200;
/// Chances are compared with outcomes in so many bins of equally many rows.
const BINS: usize = 10;

/// Sums of some rows.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    rows: f64,
    chances: f64,
    outcomes: f64,
    squares: f64,
}

impl Sums {
    fn add(&mut self, more: &Self) {
        self.rows += more.rows;
        self.chances += more.chances;
        self.outcomes += more.outcomes;
        self.squares += more.squares;
    }
}

/// How far chances lie from what came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Errors {
    /// The calibration error: chances are put into ten bins of equally many rows (equal chances are never parted), and
    /// the distances between the mean chance and the share of outcomes are averaged, each bin by its rows. Chance alone
    /// makes that of a perfect model greater than zero, the more so the fewer outcomes there are.
    pub calibration: Interval,
    /// Brier's score: the mean square of the distance between chance and outcome (0 or 1).
    pub brier: Interval,
}

/// Both errors; `None` without rows. The intervals are made by drawing sellers anew, 200 times, by this seed.
pub fn errors(seen: &[Seen], seed: u64) -> Option<Errors> {
    if seen.is_empty() {
        return None;
    }
    let groups = groups(seen);
    let mut all = [Sums::default(); BINS];
    for parts in groups.values() {
        add(&mut all, parts);
    }
    let groups: Vec<&[(usize, Sums)]> = groups.values().map(Vec::as_slice).collect();
    let mut coins = Coins::new(seed);
    let drawn: Vec<[Sums; BINS]> = (0..DRAWS)
        .map(|_| {
            let mut bins = [Sums::default(); BINS];
            for _ in &groups {
                let group = groups.get(coins.below(groups.len()));
                add(&mut bins, group.copied().unwrap_or_default());
            }
            bins
        })
        .collect();
    Some(Errors {
        calibration: interval(&all, &drawn, calibration)?,
        brier: interval(&all, &drawn, brier)?,
    })
}

fn calibration(bins: &[Sums; BINS]) -> f64 {
    let rows: f64 = bins.iter().map(|bin| bin.rows).sum();
    let far = bins.iter().map(|bin| (bin.chances - bin.outcomes).abs());
    far.sum::<f64>() / rows
}

fn brier(bins: &[Sums; BINS]) -> f64 {
    let rows: f64 = bins.iter().map(|bin| bin.rows).sum();
    bins.iter().map(|bin| bin.squares).sum::<f64>() / rows
}

fn interval(
    all: &[Sums; BINS],
    drawn: &[[Sums; BINS]],
    measure: fn(&[Sums; BINS]) -> f64,
) -> Option<Interval> {
    let mut drawn: Vec<f64> = drawn.iter().map(measure).collect();
    drawn.sort_by(f64::total_cmp);
    let at = |per_mille: usize| drawn.get((DRAWS - 1) * per_mille / 1000).copied();
    Some(Interval {
        value: measure(all),
        low: at(25)?,
        high: at(975)?,
    })
}

/// The mean of minus the logarithm of the chance that was given to what came; 0 without rows.
pub fn log_loss(seen: &[Seen]) -> f64 {
    /// No chance counts as more certain than this.
    const LEAST: f64 = 1e-9;
    let given = seen.iter().map(|row| {
        let chance = if row.outcome { row.chance } else { 1.0 - row.chance };
        -chance.max(LEAST).ln()
    });
    given.sum::<f64>() / number(seen.len().max(1))
}

fn add(bins: &mut [Sums; BINS], parts: &[(usize, Sums)]) {
    for (bin, sums) in parts {
        if let Some(bin) = bins.get_mut(*bin) {
            bin.add(sums);
        }
    }
}

/// Of each group its sums by bin.
fn groups(seen: &[Seen]) -> BTreeMap<u64, Vec<(usize, Sums)>> {
    let mut sorted: Vec<&Seen> = seen.iter().collect();
    sorted.sort_by(|a, b| a.chance.total_cmp(&b.chance));
    let mut groups: BTreeMap<u64, Vec<(usize, Sums)>> = BTreeMap::new();
    let mut before = 0;
    for tied in sorted.chunk_by(|a, b| a.chance.total_cmp(&b.chance).is_eq()) {
        // Where the middle of equal chances lies decides their bin.
        let bin = ((before + tied.len() / 2) * BINS / sorted.len()).min(BINS - 1);
        before += tied.len();
        for row in tied {
            let outcome = if row.outcome { 1.0 } else { 0.0 };
            let sums = Sums {
                rows: 1.0,
                chances: row.chance,
                outcomes: outcome,
                squares: (row.chance - outcome) * (row.chance - outcome),
            };
            groups.entry(row.group).or_default().push((bin, sums));
        }
    }
    groups
}
