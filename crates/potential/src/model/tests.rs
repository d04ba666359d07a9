use ::model::Timestamp;

use super::*;
use crate::chance::Coins;
use crate::facts::{Ads, Name, Tld};
use crate::trust::{Sentence, TestedOn};

const DAY: i64 = 86_400_000;

fn facts(own: bool, quiet_weeks: u32) -> Facts {
    Facts {
        name: Name {
            tld: if own { Tld::Com } else { Tld::Platform },
            letters: 12,
            ..Name::default()
        },
        standing_days: quiet_weeks * 7,
        known_days: quiet_weeks * 7,
        ..Facts::default()
    }
}

/// Rows of quiet sellers in which own domains start three times in ten and others once in fifty, at these moments.
fn rows(sellers: u64, moments: i64, apart: i64) -> Vec<Row> {
    let mut coins = Coins::new(9);
    let mut rows = Vec::new();
    for moment in 0..moments {
        for seller in 0..sellers {
            let own = seller % 3 == 0;
            let chance = if own { 0.3 } else { 0.02 };
            let at = Timestamp::clamped(moment * apart * DAY);
            rows.push(Row {
                seller,
                at,
                facts: facts(own, 4),
                known: Timestamp::clamped(at.as_millis() + Question::HORIZON),
                outcome: coins.unit() < chance,
                weight: 1.0,
            });
        }
    }
    rows
}

fn fitted(model: &Model) -> crate::trust::Tested {
    match model.trust(Question::Start) {
        Trust::Fitted(tested) => *tested,
        prior @ Trust::Prior { .. } => panic!("{prior:?}"),
    }
}

#[test]
fn the_prior_says_what_its_notes_say() {
    let model = Model::prior();
    let ppm = |facts: &Facts| model.ppm(facts);
    assert!(
        (3_500..4_500).contains(&ppm(&facts(false, 0))),
        "{}",
        ppm(&facts(false, 0))
    );
    assert!(
        (33_000..39_000).contains(&ppm(&facts(true, 0))),
        "{}",
        ppm(&facts(true, 0))
    );
    let stopped = Facts {
        days_since_ads: Some(0),
        ..facts(true, 0)
    };
    assert!((290_000..320_000).contains(&ppm(&stopped)), "{}", ppm(&stopped));
    let active = Facts {
        active: true,
        standing_days: 56,
        ads: Ads {
            total: 10,
            concurrent: 0,
        },
        ..facts(false, 0)
    };
    assert!((230_000..270_000).contains(&ppm(&active)), "{}", ppm(&active));
}

#[test]
fn explanations_add_up() {
    let mut model = Model::prior();
    model.leave.calibration = Calibration {
        shift: 0.4,
        stretch: 0.8,
    };
    let active = Facts {
        active: true,
        standing_days: 30,
        turns: 2,
        ads: Ads {
            total: 10,
            concurrent: 4,
        },
        ads_before: Some(Ads {
            total: 20,
            concurrent: 1,
        }),
        ..facts(true, 0)
    };
    let chance = model.chance(&active);
    assert_eq!(chance.question, Question::Leave);
    let logit: f64 = chance.factors.iter().map(|factor| factor.contribution).sum();
    assert!(
        (logistic(logit) * 1e6 - f64::from(chance.ppm)).abs() < 1.0,
        "{chance:?}"
    );
    assert!(chance.factors.len() >= 6, "{chance:?}");
    let strengths: Vec<f64> = chance.factors.iter().map(|it| it.contribution.abs()).collect();
    assert!(strengths.is_sorted_by(|a, b| a >= b));
}

#[test]
fn too_little_history_is_told() {
    let trust = |rows: &[Row]| *Model::fit(rows).trust(Question::Start);
    assert_eq!(trust(&[]), Trust::Prior { why: Why::NoHistory });
    let Trust::Prior {
        why: Why::FewOutcomes { outcomes, needed },
    } = trust(&rows(90, 1, 7))
    else {
        panic!("{:?}", trust(&rows(90, 1, 7)));
    };
    assert!(outcomes < needed && needed == 65, "{outcomes} {needed}");
    assert_eq!(
        Model::fit(&rows(90, 1, 7)).ppm(&facts(true, 4)),
        Model::prior().ppm(&facts(true, 4))
    );
}

#[test]
fn a_long_history_is_tested_on_a_later_time() {
    let model = Model::fit(&rows(1_500, 4, 28));
    let tested = fitted(&model);
    assert_eq!(
        (tested.on, tested.sellers, tested.rows),
        (TestedOn::Later, 1_500, 6_000)
    );
    assert!(tested.test_rows < tested.rows && tested.test_outcomes > 50);
    assert!(tested.auc.low > 0.75 && tested.auc.high < 0.95, "{tested:?}");
    assert!(tested.calibration_error.value < 0.03, "{tested:?}");
    assert!(
        matches!(tested.sentence, Sentence::Fair | Sentence::Good),
        "{tested:?}"
    );
    let share = f64::from(model.ppm(&facts(true, 4))) / 1e6;
    assert!((share - 0.3).abs() < 0.03, "{share}");
}

#[test]
fn a_short_one_on_other_sellers() {
    let tested = fitted(&Model::fit(&rows(1_500, 1, 7)));
    assert_eq!((tested.on, tested.test_rows), (TestedOn::OtherSellers, 1_500));
    assert!(tested.auc.low > 0.7, "{tested:?}");
}

/// Where the fitted weights tell the later time worse than the prior does, the prior stands: here own domains start
/// often before the cut and never after it.
#[test]
fn what_does_worse_than_the_prior_is_not_used() {
    let mut rows = rows(1_500, 2, 28);
    for row in rows.iter_mut().filter(|row| row.at.as_millis() > 0) {
        row.outcome = row.seller % 100 == 1;
    }
    let model = Model::fit(&rows);
    assert_eq!(*model.trust(Question::Start), Trust::Prior { why: Why::NoBetter });
}

#[test]
fn a_model_is_kept_and_read_again() {
    let model = Model::fit(&rows(1_500, 1, 7));
    let kept = serde_json::to_string(&model).unwrap();
    assert_eq!(serde_json::from_str::<Model>(&kept).unwrap(), model);
    // One of another program: a feature that is not known here, and one that it did not know.
    let mut other: serde_json::Value = serde_json::from_str(&kept).unwrap();
    let weights = other["start"]["weights"].as_object_mut().unwrap();
    weights.insert("moon".to_owned(), 3.0.into());
    weights.remove("hyphen").unwrap();
    let read: Model = serde_json::from_value(other).unwrap();
    let hyphen = |model: &Model| {
        model
            .weights(Question::Start)
            .into_iter()
            .find(|it| it.feature == Feature::Hyphen)
    };
    assert!((hyphen(&read).unwrap().weight - -0.1).abs() < 1e-12);
}
