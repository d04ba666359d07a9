//! Four weeks of a small living world through the real engine, with everything going wrong: nobody is called inactive
//! who advertised when searched for, not a cent too much, and what is asked about is seen at once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test may fail by panicking; the environment asks for more to be told"
)]

use crate::life;

use std::sync::LazyLock;

use life::measure::Share;
use life::stage::LifeStage;
use life::{FAULTS, Play, Told, play, table};
use model::MicroDollars;

const SELLERS: u32 = 1_500;
const BEFORE: u32 = 4;
const WEEKS: u32 = 5;

static STAGE: LazyLock<LifeStage> = LazyLock::new(|| LifeStage::new(SELLERS, 1, BEFORE + WEEKS));

/// A budget that stands to so few sellers as $20 does to all of them.
fn told(seed: u64, faults: &'static str) -> Told {
    let play_of = Play {
        before: BEFORE,
        weeks: WEEKS,
        budget: MicroDollars::new(1_400_000),
        faults,
        seed,
    };
    let told = play(&STAGE, &play_of);
    eprintln!("{}", table::weeks(&told.weeks));
    eprintln!("{}", table::table(&[(format!("seed {seed}"), told.clone())]));
    told
}

#[test]
fn weeks_with_faults_call_nobody_inactive_falsely_and_never_overdraw() {
    let first = told(3, FAULTS);
    assert!(first.killed > 0, "a process was killed");
    for stop in &first.measured.false_stops {
        let truth = &STAGE.ads.living().sellers()[STAGE.by_slug[&stop.slug]];
        eprintln!("{stop:?}: {truth:?}");
    }
    assert!(
        first.measured.false_stops.is_empty(),
        "{:?}",
        first.measured.false_stops
    );
    assert!(first.overdrawn.is_empty(), "{:?}", first.overdrawn);
    let both = |starts: Share, stops: Share| Share {
        seen: starts.seen + stops.seen,
        all: starts.all + stops.all,
    };
    let measured = &first.measured;
    let pages = both(measured.page_starts, measured.page_stops);
    assert!(pages.all >= 12, "enough to measure: {pages:?}");
    assert!(pages.per_mille() >= 950, "{pages:?}");
    let sellers = both(measured.seller_starts, measured.seller_stops);
    assert!(sellers.all >= 12, "enough to measure: {sellers:?}");
    assert!(sellers.per_mille() >= 900, "{sellers:?}");
    assert_eq!(told(3, FAULTS), first, "the same again");
}
