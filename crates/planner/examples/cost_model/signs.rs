//! What free signs save, under each assumption about the web behind sellers' hosts. Made worlds only: no recording
//! tells what stood behind them.

use std::collections::{BTreeMap, HashMap};

use model::{Host, MicroDollars};
use planner::{HostFacts, Known, Score, Signs, Strategy, scores};
use sandbox::world::{WebRates, WebTruth};

use crate::replay::carried_out;
use crate::report::{ENDLESS, dollars};
use crate::scene::{Scene, options};
use crate::score::{auc, print_held_out};

/// Who looked at what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Looked {
    Nobody,
    AtNames,
    AtPages,
}

/// One line of the table.
struct Assumption {
    name: &'static str,
    looked: Looked,
    rates: WebRates,
}

fn assumptions() -> Vec<Assumption> {
    use Looked::{AtNames, AtPages, Nobody};
    let usual = WebRates::default();
    let dead = |dead_quiet| WebRates { dead_quiet, ..usual };
    let pixel = |pixel_active, pixel_quiet| WebRates {
        pixel_active,
        pixel_quiet,
        ..usual
    };
    let telling_nothing = WebRates {
        closed_active: 250,
        closed_quiet: 250,
        ..pixel(600, 600)
    };
    let table = [
        ("nobody looked", Nobody, usual),
        ("names; 5 % of quiet ones dead", AtNames, dead(50)),
        ("names; 15 % dead (usual)", AtNames, usual),
        ("names; 30 % dead", AtNames, dead(300)),
        (
            "names; 15 % dead, and 3 % of the advertised",
            AtNames,
            WebRates {
                dead_active: 30,
                ..usual
            },
        ),
        ("names and pages; usual", AtPages, usual),
        (
            "names and pages; pixel on 95 % and 15 %",
            AtPages,
            pixel(950, 150),
        ),
        (
            "names and pages; pixel on 85 % and 60 %",
            AtPages,
            pixel(850, 600),
        ),
        (
            "names and pages; pixel tells nothing (60 % and 60 %)",
            AtPages,
            pixel(600, 600),
        ),
        (
            "names and pages; pages tell nothing at all",
            AtPages,
            telling_nothing,
        ),
        (
            "names and pages; 30 % dead, pixel on 95 % and 15 %",
            AtPages,
            WebRates {
                dead_quiet: 300,
                ..pixel(950, 150)
            },
        ),
    ];
    let line = |(name, looked, rates)| Assumption { name, looked, rates };
    table.into_iter().map(line).collect()
}

/// What each assumption saves.
pub fn print(scene: &Scene, budget: MicroDollars) {
    let active = scene.active.len();
    println!(
        "## What free signs save: {}, {active} of them active\n",
        scene.title
    );
    println!(
        "| looked at; assumed | left out | 50 % found | 80 % | 95 % | whole coverage | found | found for ${} \
         | curve, own domains |",
        dollars(budget)
    );
    println!("| --- | --: | --: | --: | --: | --: | --: | --: | --: |");
    for assumption in assumptions() {
        let known = known(scene, &assumption);
        let within = |budget| carried_out(scene, &known, "", Strategy::Auto, budget, &scene.active);
        let course = within(ENDLESS);
        let until = |percent| course.until(percent, active).map_or("never".to_owned(), dollars);
        println!(
            "| {} | {} | {} | {} | {} | {} | {} | {} | {:.3} |",
            assumption.name,
            course.unresolved,
            until(50),
            until(80),
            until(95),
            dollars(course.spent),
            course.found.len(),
            within(budget).found.len(),
            curve(scene, &known),
        );
    }
    println!();
}

/// Whether outcomes mend weights that were assumed wrongly.
pub fn print_learned(scene: &Scene) {
    let chosen = [
        "names and pages; usual",
        "names and pages; pixel on 95 % and 15 %",
        "names and pages; pages tell nothing at all",
    ];
    let all = assumptions();
    let cases = all.iter().filter(|assumption| chosen.contains(&assumption.name));
    let cases: Vec<(&str, Known)> = cases.map(|case| (case.name, known(scene, case))).collect();
    print_held_out(scene, &cases);
}

/// What is known before the first scan where somebody looked.
fn known(scene: &Scene, assumption: &Assumption) -> Known {
    let mut known = scene.known();
    let Some(world) = scene
        .world
        .as_ref()
        .filter(|_| assumption.looked != Looked::Nobody)
    else {
        return known;
    };
    let web = world.web(assumption.rates);
    let truths: HashMap<Host, WebTruth> = web.signs().map(|truth| (truth.host.clone(), truth)).collect();
    for facts in &mut known.hosts {
        if let Some(truth) = truths.get(&facts.host.without_www()) {
            facts.signs = signs(truth, assumption.looked);
        }
    }
    known
}

fn signs(truth: &WebTruth, looked: Looked) -> Signs {
    let answers = truth.resolves && looked == Looked::AtPages;
    Signs {
        resolves: Some((truth.resolves, options().now)),
        parked: truth.resolves.then_some(truth.parked),
        away: (truth.resolves && !truth.parked).then_some(truth.moved_to.is_some()),
        shop: answers.then_some(truth.shop_open),
        pixel: answers.then_some(truth.pixel),
    }
}

/// How well the prior ranks the sellers' own domains that lead somewhere.
fn curve(scene: &Scene, known: &Known) -> f64 {
    let ads: BTreeMap<Host, u64> = scene.ads_by_host();
    let options = options();
    let is_asked = |facts: &&HostFacts| {
        let platform = options
            .sweeps
            .iter()
            .any(|suffix| facts.host.is_under(suffix.as_str()));
        !platform && !facts.signs.lead_nowhere(options.now)
    };
    let asked: Vec<HostFacts> = known.hosts.iter().filter(is_asked).cloned().collect();
    let ranked = scores(known, &options, &asked);
    let truth = asked.iter().map(|facts| ads.contains_key(&facts.host));
    auc(ranked.iter().map(Score::logit).zip(truth).collect())
}
