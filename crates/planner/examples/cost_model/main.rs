//! What it costs to learn which sellers advertise: the planner beside the prototype's way, on a recorded scan or a
//! made-up world, in Markdown.
//!
//! `cost_model --sellers stores.json --recorded results.jsonl.gz`
//! `cost_model --made 21764 --seed 42 --budget 5`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::float_arithmetic,
    clippy::cast_precision_loss
)]
// The example `potential` uses parts that this one does not.
#![allow(dead_code)]

mod actor;
mod replay;
mod report;
mod scene;
mod score;
mod signs;

use std::collections::HashMap;
use std::process::ExitCode;

use model::MicroDollars;

use crate::scene::Scene;

const USAGE: &str =
    "cost_model (--sellers FILE --recorded FILE | --made SELLERS [--seed N]) [--budget DOLLARS]";

fn main() -> ExitCode {
    let Some(given) = arguments() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let budget = given.get("--budget").map_or("5", String::as_str);
    let budget = MicroDollars::parse(budget).expect("--budget: dollars");
    match (
        given.get("--sellers"),
        given.get("--recorded"),
        given.get("--made"),
    ) {
        (Some(sellers), Some(recorded), None) => {
            let scene = Scene::recorded(sellers, recorded);
            report::whole(&scene);
            score::print(&scene);
            score::print_held_out(&scene, &[("nothing", scene.known())]);
        }
        (None, None, Some(made)) => {
            let seed = given.get("--seed").map_or("42", String::as_str);
            let scene = Scene::made(
                made.parse().expect("--made: a number"),
                seed.parse().expect("--seed: a number"),
            );
            report::whole(&scene);
            report::budget(&scene, budget);
            signs::print(&scene, budget);
            signs::print_learned(&scene);
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

/// Flags and their values; `None` where a value is missing.
fn arguments() -> Option<HashMap<String, String>> {
    let mut given = std::env::args().skip(1);
    let mut found = HashMap::new();
    while let Some(flag) = given.next() {
        found.insert(flag, given.next()?);
    }
    Some(found)
}
