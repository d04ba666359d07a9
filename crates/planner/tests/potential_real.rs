//! The score on recorded scans, for sellers whom it was not fitted on: bounds that any scan of the kind should hold.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::float_arithmetic,
    dead_code,
    missing_docs,
    reason = "a test may fail loudly, and uses a part of the example"
)]

use crate::scene;
use crate::tested;

use std::path::PathBuf;

use potential::measure::{area_under_curve, errors};

use scene::Scene;
use tested::{Asked, Way, cases, on_parts};

fn scene() -> Scene {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/converty-scan");
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    Scene::recorded(&path("stores.json"), &path("results.jsonl.gz"))
}

/// Names alone tell little, but not nothing, and what is fitted boasts no more than the prior.
#[test]
#[ignore = "needs ../shared/data"]
fn names_tell_who_advertises_better_than_chance() {
    let scene = scene();
    for asked in [Asked::HasAds, Asked::Began] {
        let cases = cases(&scene, asked);
        let prior = on_parts(&cases, Way::Prior, 28);
        let fitted = on_parts(&cases, Way::Fitted, 28);
        let curve = area_under_curve(&fitted).unwrap();
        assert!(curve.low > 0.5 && curve.value > 0.6, "{asked:?} {curve:?}");
        let error = errors(&fitted, 28).unwrap().calibration;
        assert!(error.value < 0.03, "{asked:?} {error:?}");
        if asked == Asked::Began {
            // The prior was set for "has ads": what began lately is rarer, and only outcomes tell that.
            assert!(
                error.value < errors(&prior, 28).unwrap().calibration.value,
                "{error:?}"
            );
        }
    }
}
