//! What finding the active sellers costs in each half, by the order in which hosts are asked: without any chance, by the
//! prior, and by what the other half taught. The chances take the road that a model's do: [`HostFacts::chance`].

use std::collections::BTreeSet;

use model::MicroDollars;
use planner::{HostFacts, Known, Strategy};
use potential::chance::fold;

use crate::replay::carried_out;
use crate::report::ENDLESS;
use crate::scene::Scene;
use crate::tested::{Asked, Case, Way, cases, chances};

/// Ways to part the sellers; each gives two halves to test.
const SPLITS: u64 = 10;
const SHARES: [usize; 3] = [50, 80, 95];
const ORDERS: [(&str, Option<Way>); 4] = [
    ("names off: all alike", None),
    ("prior", Some(Way::Prior)),
    ("fitted on the other half", Some(Way::Fitted)),
    ("fitted and calibrated", Some(Way::Calibrated)),
];

/// Dollars to each share of the active, and to the end.
type Costs = [f64; 4];

pub fn print(scene: &Scene, seed: u64) {
    let cases = cases(scene, Asked::HasAds);
    let mut costs: Vec<Vec<Costs>> = vec![Vec::new(); ORDERS.len()];
    for split in 0..SPLITS {
        for side in 0..2 {
            let held = |case: &&Case| fold(case.seller, 2, seed + split) == side;
            let (held, taught): (Vec<&Case>, Vec<&Case>) = cases.iter().partition(held);
            for ((_, way), costs) in ORDERS.iter().zip(&mut costs) {
                costs.push(cost(scene, &taught, &held, *way, seed));
            }
        }
    }
    println!(
        "## Dollars to find the active sellers of a half: means of {} halves\n",
        2 * SPLITS
    );
    println!("| order | 50 % found | 80 % | 95 % | all asked |");
    println!("| --- | --: | --: | --: | --: |");
    for ((name, _), costs) in ORDERS.iter().zip(&costs) {
        let means: Vec<String> = (0..4)
            .map(|at| format!("{:.4}", mean(costs.iter().map(|row| row[at]))))
            .collect();
        println!("| {name} | {} |", means.join(" | "));
    }
    for (base, other) in [(0, 1), (0, 2), (1, 2), (1, 3)] {
        let saved: Vec<String> = (0..3).map(|at| saved(&costs[base], &costs[other], at)).collect();
        println!(
            "| saved by \"{}\" over \"{}\" | {} | |",
            ORDERS[other].0,
            ORDERS[base].0,
            saved.join(" | ")
        );
    }
    println!();
}

/// The mean share saved, and the least and the most of the halves' (halves of one file are not independent, so that this
/// is a range and no interval of confidence).
fn saved(base: &[Costs], other: &[Costs], at: usize) -> String {
    let shares = || base.iter().zip(other).filter(|(base, _)| base[at] > 0.0);
    let each = || shares().map(|(base, other)| 100.0 * (1.0 - other[at] / base[at]));
    let least = each().fold(f64::INFINITY, f64::min);
    let most = each().fold(f64::NEG_INFINITY, f64::max);
    let total = 100.0 * (1.0 - mean(other.iter().map(|row| row[at])) / mean(base.iter().map(|row| row[at])));
    format!("{total:.1} % ({least:.1} to {most:.1})")
}

fn cost(scene: &Scene, taught: &[&Case], held: &[&Case], way: Option<Way>, seed: u64) -> Costs {
    /// Any chance will do, where all are alike.
    const ALIKE: u32 = 50_000;
    let ppm: Vec<u32> = match way {
        None => vec![ALIKE; held.len()],
        Some(way) => chances(taught, held, way, seed).into_iter().map(to_ppm).collect(),
    };
    let hosts = held.iter().zip(ppm).map(|(case, ppm)| HostFacts {
        chance: Some(ppm),
        ..case.facts.clone()
    });
    let known = Known {
        hosts: hosts.collect(),
        ..Known::default()
    };
    let slugs = held.iter().map(|case| case.facts.slug.clone());
    let wanted: BTreeSet<String> = slugs.filter(|slug| scene.active.contains(slug)).collect();
    let course = carried_out(scene, &known, "", Strategy::Auto, ENDLESS, &wanted);
    let dollars = |amount: MicroDollars| amount.micros() as f64 / 1e6;
    let until = |percent| course.until(percent, wanted.len()).map_or(f64::NAN, dollars);
    [
        until(SHARES[0]),
        until(SHARES[1]),
        until(SHARES[2]),
        dollars(course.spent),
    ]
}

/// Held as the planner holds its own scores.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn to_ppm(chance: f64) -> u32 {
    (chance.clamp(0.005, 0.95) * 1e6).round() as u32
}

/// Of those that were reached at all.
fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let reached: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    reached.iter().sum::<f64>() / reached.len() as f64
}
