//! Eight weeks of a living world of 21,764 sellers through the real engine, at several budgets, held against the truth.
//! The figures of `docs/watch.md`.
//!
//! `cargo run --release -p discovery --example weeks [SELLERS] [BEFORE] [WEEKS] [BUDGETS IN DOLLARS] [SEED]`

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it measures, and says so"
)]

#[path = "../tests/common/mod.rs"]
mod common;
#[path = "../tests/life/mod.rs"]
mod life;

use std::time::Instant;

use life::stage::LifeStage;
use life::{FAULTS, Play, play, table};
use model::MicroDollars;

fn main() {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let number = |place: usize, otherwise: u32| -> u32 {
        given.get(place).map_or(otherwise, |text| text.parse().unwrap())
    };
    let (sellers, before, weeks) = (number(0, 21_764), number(1, 12), number(2, 8));
    let budgets = given.get(3).map_or("5,10,20", String::as_str);
    let seed = u64::from(number(4, 1));
    let began = Instant::now();
    let stage = LifeStage::new(sellers, seed, before + weeks);
    println!("the world took {:?}", began.elapsed());
    let mut columns = Vec::new();
    for dollars in budgets.split(',') {
        let began = Instant::now();
        let play_of = Play {
            before,
            weeks,
            budget: MicroDollars::parse(dollars).unwrap(),
            faults: FAULTS,
            seed,
        };
        let told = play(&stage, &play_of);
        println!(
            "${dollars}: {:?} for {} weeks\n{}",
            began.elapsed(),
            before + weeks,
            table::weeks(&told.weeks)
        );
        for stop in told.measured.false_stops.iter().take(5) {
            println!("false stop: {stop:?}");
        }
        columns.push((format!("${dollars} a month"), told));
    }
    println!("{}", table::table(&columns));
}
