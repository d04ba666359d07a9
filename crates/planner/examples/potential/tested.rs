//! Chances of sellers' hosts that were not among those fitted on, against what the scan found.

use std::collections::BTreeSet;

use model::{Host, Timestamp};
use planner::{HostFacts, Known, scores};
use potential::calibration::Calibration;
use potential::chance::fold;
use potential::fit::logistic;
use potential::measure::{Interval, Seen, area_under_curve, errors};

use crate::scene::{Scene, options};

/// Parts of the cross-validation.
pub const FOLDS: u64 = 10;
const DAY: i64 = 86_400_000;

/// What is asked of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Does any ad lead to it?
    HasAds,
    /// Did an ad that leads to it begin within the 28 days before the scan, as Meta dates it?
    Began,
}

/// A host, whose it is, and what the scan found.
pub struct Case {
    pub facts: HostFacts,
    /// Its seller's number: all hosts of a seller fall into one part.
    pub seller: u64,
    pub outcome: bool,
}

/// How a chance is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Prior,
    Fitted,
    Calibrated,
}

/// All hosts, with the outcome of what is asked.
pub fn cases(scene: &Scene, asked: Asked) -> Vec<Case> {
    let found = outcomes(scene, asked);
    let case = |facts: HostFacts| Case {
        seller: number(&facts.slug),
        outcome: found.contains(&facts.host),
        facts,
    };
    scene.known().hosts.into_iter().map(case).collect()
}

/// Hosts of which what is asked is true, and those above them.
fn outcomes(scene: &Scene, asked: Asked) -> BTreeSet<Host> {
    if asked == Asked::HasAds {
        return scene.ads_by_host().into_keys().collect();
    }
    let began = scene.began_by_host();
    // The scan is dated by the youngest ad: recorded scans do not say when they were made in one way.
    let scan = began.values().max().copied();
    let recent =
        |began: &Timestamp| scan.is_some_and(|scan| scan.as_millis() - began.as_millis() <= 28 * DAY);
    let hosts = began.into_iter().filter(|(_, began)| recent(began));
    hosts.map(|(host, _)| host).collect()
}

/// Chances of those held, given what the others taught.
pub fn chances(taught: &[&Case], held: &[&Case], way: Way, seed: u64) -> Vec<f64> {
    let known = Known {
        hosts: match way {
            Way::Prior => Vec::new(),
            Way::Fitted | Way::Calibrated => taught.iter().map(|case| with_outcome(case)).collect(),
        },
        ..Known::default()
    };
    let facts: Vec<HostFacts> = held.iter().map(|case| case.facts.clone()).collect();
    let logits: Vec<f64> = scores(&known, &options(), &facts)
        .iter()
        .map(planner::Score::logit)
        .collect();
    let calibration = match way {
        Way::Calibrated => calibration(taught, seed),
        Way::Prior | Way::Fitted => Calibration::default(),
    };
    let chance = |logit| logistic(calibration.logit(logit));
    logits.into_iter().map(chance).collect()
}

/// Fitted within those taught, each part on the others.
fn calibration(taught: &[&Case], seed: u64) -> Calibration {
    let active = taught.iter().filter(|case| case.outcome).count();
    if active.min(taught.len() - active) < Calibration::NEEDED {
        return Calibration::default();
    }
    let mut rows = Vec::new();
    for part in 0..FOLDS {
        let (held, others): (Vec<&Case>, Vec<&Case>) = taught
            .iter()
            .partition(|case| fold(case.seller, FOLDS, seed + 1) == part);
        let given = chances(&others, &held, Way::Fitted, seed);
        rows.extend(
            given
                .iter()
                .zip(&held)
                .map(|(chance, case)| ((chance / (1.0 - chance)).ln(), case.outcome, 1.0)),
        );
    }
    Calibration::fit(rows).expect("finite logits")
}

fn with_outcome(case: &Case) -> HostFacts {
    let at = Timestamp::parse("2026-01-14");
    HostFacts {
        ads: u64::from(case.outcome),
        covered: at,
        ..case.facts.clone()
    }
}

/// The table of one question.
pub fn print(scene: &Scene, asked: Asked, seed: u64) {
    let cases = cases(scene, asked);
    let with = cases.iter().filter(|case| case.outcome).count();
    let what = match asked {
        Asked::HasAds => "Has ads",
        Asked::Began => "An ad began within 28 days before the scan",
    };
    println!("## {what}: {with} of {} hosts\n", cases.len());
    println!("| tested on | chances | area under the curve | calibration error | Brier |");
    println!("| --- | --- | --: | --: | --: |");
    for (name, way) in WAYS {
        line("the other half", name, &on_half(&cases, way, seed), seed);
    }
    for (name, way) in WAYS {
        line(
            &format!("each of {FOLDS} parts"),
            name,
            &on_parts(&cases, way, seed),
            seed,
        );
    }
    println!();
}

/// One half's chances, the other having taught.
pub fn on_half(cases: &[Case], way: Way, seed: u64) -> Vec<Seen> {
    let (taught, held): (Vec<&Case>, Vec<&Case>) =
        cases.iter().partition(|case| fold(case.seller, 2, seed) == 0);
    seen(&held, &chances(&taught, &held, way, seed))
}

/// Everybody's chances, each part's after the others taught.
pub fn on_parts(cases: &[Case], way: Way, seed: u64) -> Vec<Seen> {
    let mut all = Vec::new();
    for part in 0..FOLDS {
        let (held, others): (Vec<&Case>, Vec<&Case>) = cases
            .iter()
            .partition(|case| fold(case.seller, FOLDS, seed) == part);
        all.extend(seen(&held, &chances(&others, &held, way, seed)));
    }
    all
}

const WAYS: [(&str, Way); 3] = [
    ("prior", Way::Prior),
    ("fitted", Way::Fitted),
    ("fitted and calibrated", Way::Calibrated),
];

fn seen(held: &[&Case], given: &[f64]) -> Vec<Seen> {
    let rows = held.iter().zip(given);
    rows.map(|(case, chance)| Seen {
        chance: *chance,
        outcome: case.outcome,
        group: case.seller,
    })
    .collect()
}

fn line(on: &str, name: &str, seen: &[Seen], seed: u64) {
    let curve = area_under_curve(seen).map_or("-".to_owned(), |auc| told(&auc, 3));
    let (error, brier) = errors(seen, seed).map_or(("-".to_owned(), "-".to_owned()), |errors| {
        (told(&errors.calibration, 4), told(&errors.brier, 4))
    });
    println!("| {on} | {name} | {curve} | {error} | {brier} |");
}

fn told(interval: &Interval, digits: usize) -> String {
    let Interval { value, low, high } = interval;
    format!("{value:.digits$} ({low:.digits$} to {high:.digits$})")
}

/// FNV-1a.
fn number(slug: &str) -> u64 {
    slug.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
