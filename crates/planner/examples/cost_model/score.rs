//! How well the score ranks sellers whose outcome it was not fitted on.

use std::collections::{BTreeMap, BTreeSet};

use model::{Host, MicroDollars, Timestamp};
use planner::{Feature, HostFacts, Known, Score, Strategy, scores};

use crate::replay::carried_out;
use crate::report::ENDLESS;
use crate::scene::{Scene, options};

const SPLITS: u64 = 10;

/// Fits on one half of the hosts and ranks the other, ten times.
pub fn print(scene: &Scene) {
    let ads = scene.ads_by_host();
    let known = scene.known();
    let mut rows: Vec<[f64; 6]> = Vec::new();
    for seed in 0..SPLITS {
        let (fitted, held) = split(&known.hosts, seed);
        let past = Known {
            hosts: with_outcomes(fitted, &ads),
            ..Known::default()
        };
        let learned = scores(&past, &options(), &held);
        let prior = scores(&Known::default(), &options(), &held);
        let truth: Vec<bool> = held.iter().map(|host| ads.contains_key(&host.host)).collect();
        rows.push(row(&learned, &prior, &truth, &held));
    }
    println!(
        "## The score on hosts that it was not fitted on: area under the curve, {SPLITS} splits in halves\n"
    );
    println!("| score | mean | least | most |");
    println!("| --- | --: | --: | --: |");
    let names = [
        "prior only",
        "learned",
        "own domain or not, alone",
        "learned, without the kind of domain",
        "learned, among own domains",
        "learned, among the platform's",
    ];
    for (at, name) in names.iter().enumerate() {
        let values: Vec<f64> = rows.iter().map(|row| row[at]).filter(|v| v.is_finite()).collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        println!("| {name} | {mean:.3} | {least:.3} | {most:.3} |");
    }
    println!();
}

/// What it costs to find the active sellers among the half that the score was not fitted on: with the prior, and with
/// what the other half taught. The other half counts as covered a day ago and is not asked.
pub fn print_held_out(scene: &Scene, cases: &[(&str, Known)]) {
    println!("## The half that the score was not fitted on: dollars, means of {SPLITS} splits\n");
    println!("| seen | score | 50 % found | 80 % | 95 % | all asked |");
    println!("| --- | --- | --: | --: | --: | --: |");
    for (seen, known) in cases {
        for (score, dollars) in ["prior", "learned"].iter().zip(held_out(scene, known)) {
            let dollars = dollars.map(|sum| format!("{sum:.4}"));
            println!("| {seen} | {score} | {} |", dollars.join(" | "));
        }
    }
    println!();
}

/// Dollars to half, four fifths and 95 % of the active, and to the end: with the prior, and learned.
fn held_out(scene: &Scene, known: &Known) -> [[f64; 4]; 2] {
    let ads = scene.ads_by_host();
    let mut sums = [[0_i64; 4]; 2];
    for seed in 0..SPLITS {
        let (fitted, held) = split(&known.hosts, seed);
        let wanted: BTreeSet<String> = held
            .iter()
            .map(|host| host.slug.clone())
            .filter(|slug| scene.active.contains(slug))
            .collect();
        let mut taught = with_outcomes(fitted, &ads);
        taught.extend(held.iter().cloned());
        for (hosts, sums) in [held, taught].into_iter().zip(&mut sums) {
            let known = Known {
                hosts,
                ..Known::default()
            };
            let course = carried_out(scene, &known, "", Strategy::Auto, ENDLESS, &wanted);
            for (percent, sum) in [50, 80, 95].into_iter().zip(&mut *sums) {
                *sum += course
                    .until(percent, wanted.len())
                    .map_or(0, MicroDollars::micros);
            }
            sums[3] += course.spent.micros();
        }
    }
    sums.map(|sums| sums.map(|sum| sum as f64 / 1e6 / SPLITS as f64))
}

fn row(learned: &[Score], prior: &[Score], truth: &[bool], held: &[HostFacts]) -> [f64; 6] {
    let all = |scores: &[Score], of: fn(&Score) -> f64| {
        auc(scores.iter().map(of).zip(truth.iter().copied()).collect())
    };
    let platform = options().sweeps;
    let is_own = |host: &HostFacts| !platform.iter().any(|suffix| host.host.is_under(suffix.as_str()));
    let among = |own: bool| {
        let pairs = learned.iter().map(Score::logit).zip(truth.iter().copied());
        let chosen = pairs.zip(held).filter(|(_, host)| is_own(host) == own);
        auc(chosen.map(|(pair, _)| pair).collect())
    };
    [
        all(prior, Score::logit),
        all(learned, Score::logit),
        auc(held
            .iter()
            .map(|host| f64::from(u8::from(is_own(host))))
            .zip(truth.iter().copied())
            .collect()),
        all(learned, without_kind),
        among(true),
        among(false),
    ]
}

/// The logit without what tells own domains from the platform's.
fn without_kind(score: &Score) -> f64 {
    let kind = [
        Feature::OwnDomain,
        Feature::TldTn,
        Feature::TldShop,
        Feature::TldOther,
    ];
    let rest = score
        .reasons
        .iter()
        .filter(|reason| !kind.contains(&reason.feature));
    rest.map(|reason| reason.contribution).sum()
}

/// The chance that an active host ranks above an idle one; ties count half.
pub fn auc(mut pairs: Vec<(f64, bool)>) -> f64 {
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut won) = (0.0, 0.0);
    for tied in pairs.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let active = tied.iter().filter(|(_, active)| *active).count() as f64;
        let idle = tied.len() as f64 - active;
        won += active * (below + idle / 2.0);
        below += idle;
    }
    let active = pairs.iter().filter(|(_, active)| *active).count() as f64;
    won / (active * below)
}

fn with_outcomes(hosts: Vec<HostFacts>, ads: &BTreeMap<Host, u64>) -> Vec<HostFacts> {
    let at = Timestamp::parse("2026-01-14");
    let known = hosts.into_iter().map(|mut host| {
        host.ads = ads.get(&host.host).copied().unwrap_or(0);
        host.last_ad = at.filter(|_| host.ads > 0);
        (host.covered, host.asked) = (at, at);
        host
    });
    known.collect()
}

/// Halves, by coins of this seed.
fn split(hosts: &[HostFacts], seed: u64) -> (Vec<HostFacts>, Vec<HostFacts>) {
    let mut state = seed;
    hosts.iter().cloned().partition(|_| coin(&mut state))
}

/// `SplitMix64`, one bit of it.
fn coin(state: &mut u64) -> bool {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) & 1 == 1
}
