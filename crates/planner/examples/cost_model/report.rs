//! The tables.

use model::MicroDollars;
use planner::Strategy;

use crate::replay::{Course, planned, prototype};
use crate::scene::Scene;

/// More money than anybody needs.
pub const ENDLESS: MicroDollars = MicroDollars::new(1_000_000_000);

/// Whole coverage, with no end of money.
pub fn whole(scene: &Scene) {
    let ways = [
        prototype(scene, "prototype", ENDLESS),
        planned(
            scene,
            "prototype, unscannable left out",
            Strategy::PerDomain,
            ENDLESS,
        ),
        planned(scene, "planner", Strategy::Auto, ENDLESS),
    ];
    let active = scene.active.len();
    println!("## {}, {active} of them active\n", scene.title);
    println!(
        "| way | runs | questions | items | 50 % found | 80 % | 95 % | whole coverage | found | cut off |"
    );
    println!("| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |");
    for way in &ways {
        let until = |percent| way.until(percent, active).map_or("never".to_owned(), dollars);
        println!(
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            way.name,
            way.runs,
            way.questions,
            way.items,
            until(50),
            until(80),
            until(95),
            dollars(way.spent),
            way.found.len(),
            partial(way),
        );
    }
    let [all, scannable, planner] = &ways;
    for base in [all, scannable] {
        let ratio = |percent| share(planner.until(percent, active), base.until(percent, active));
        println!(
            "| planner / {} | | | | {} | {} | {} | {} | | |",
            base.name,
            ratio(50),
            ratio(80),
            ratio(95),
            share(Some(planner.spent), Some(base.spent))
        );
    }
    println!();
}

/// What a budget covers.
pub fn budget(scene: &Scene, budget: MicroDollars) {
    println!("## What ${} covers: {}\n", dollars(budget), scene.title);
    println!("| way | sellers covered | active found | cut off | runs | spent |");
    println!("| --- | --: | --: | --: | --: | --: |");
    let ways: [Course; 3] = [
        prototype(scene, "prototype", budget),
        planned(
            scene,
            "prototype, unscannable left out",
            Strategy::PerDomain,
            budget,
        ),
        planned(scene, "planner", Strategy::Auto, budget),
    ];
    for way in &ways {
        println!(
            "| {} | {} | {} | {} | {} | {} |",
            way.name,
            way.covered,
            way.found.len(),
            partial(way),
            way.runs,
            dollars(way.spent)
        );
    }
    println!();
}

fn partial(way: &Course) -> String {
    way.partial.map_or("-".to_owned(), |hosts| hosts.to_string())
}

pub fn dollars(amount: MicroDollars) -> String {
    format!("{:.4}", amount.micros() as f64 / 1e6)
}

fn share(part: Option<MicroDollars>, whole: Option<MicroDollars>) -> String {
    match (part, whole) {
        (Some(part), Some(whole)) if whole > MicroDollars::ZERO => {
            format!("{:.1} %", 100.0 * part.micros() as f64 / whole.micros() as f64)
        }
        _ => "-".to_owned(),
    }
}
