//! How well sellers' names tell who advertises, and what that saves, on a recorded scan: fitted on some sellers and
//! tested on others, in Markdown. Nothing in it knows the file: any recorded scan with its list of sellers will do.
//!
//! `potential --sellers stores.json --recorded results.jsonl.gz [--seed N]`
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
// The cost model's parts, of which some are not used here.
#![allow(dead_code)]

#[path = "../cost_model/actor.rs"]
mod actor;
mod money;
#[path = "../cost_model/replay.rs"]
mod replay;
#[path = "../cost_model/report.rs"]
mod report;
#[path = "../cost_model/scene.rs"]
mod scene;
#[path = "../cost_model/score.rs"]
mod score;
mod tested;

use std::collections::HashMap;
use std::process::ExitCode;

use crate::scene::Scene;
use crate::tested::Asked;

const USAGE: &str = "potential --sellers FILE --recorded FILE [--seed N]";

fn main() -> ExitCode {
    let Some(given) = arguments() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let (Some(sellers), Some(recorded)) = (given.get("--sellers"), given.get("--recorded")) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let seed = given.get("--seed").map_or("28", String::as_str);
    let seed: u64 = seed.parse().expect("--seed: a number");
    let scene = Scene::recorded(sellers, recorded);
    println!("# {}, seed {seed}\n", scene.title);
    for asked in [Asked::HasAds, Asked::Began] {
        tested::print(&scene, asked, seed);
    }
    money::print(&scene, seed);
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
