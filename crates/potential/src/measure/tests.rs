use super::*;
use crate::chance::Coins;
use proptest::prelude::*;

fn rows(pairs: &[(f64, bool)]) -> Vec<Seen> {
    let rows = (0_u64..).zip(pairs);
    rows.map(|(group, &(chance, outcome))| Seen {
        chance,
        outcome,
        group,
    })
    .collect()
}

fn area(pairs: &[(f64, bool)]) -> f64 {
    area_under_curve(&rows(pairs)).unwrap().value
}

#[test]
fn areas_by_hand() {
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
    close(area(&[(0.9, true), (0.1, false)]), 1.0);
    close(area(&[(0.1, true), (0.9, false)]), 0.0);
    close(area(&[(0.5, true), (0.5, false)]), 0.5);
    // Of 2 x 3 pairs: 0.8 beats all three, 0.4 beats 0.1, ties with 0.4 and loses to 0.6.
    let five = [(0.8, true), (0.4, true), (0.6, false), (0.4, false), (0.1, false)];
    close(area(&five), 4.5 / 6.0);
    assert_eq!(area_under_curve(&rows(&[(0.3, true)])), None);
    assert_eq!(area_under_curve(&[]), None);
}

/// `DeLong`'s variance of the five rows above, by hand: the shares won are 1 and 1/2 for those with the outcome, and
/// 1/2, 3/4, 1 for those without.
#[test]
fn a_variance_by_hand() {
    let five = [(0.8, true), (0.4, true), (0.6, false), (0.4, false), (0.1, false)];
    let found = area_under_curve(&rows(&five)).unwrap();
    let variance = 0.125 / 2.0 + 0.125 / 2.0 / 3.0;
    let half = 1.959_964 * f64::sqrt(variance) / (0.75 * 0.25);
    let low = crate::fit::logistic(3.0_f64.ln() - half);
    assert!((found.low - low).abs() < 1e-9, "{found:?} {low}");
}

#[test]
fn one_who_is_counted_twice_makes_nothing_surer() {
    let mut coins = Coins::new(5);
    let once: Vec<(f64, bool)> = (0..300).map(|_| (coins.unit(), coins.one_in(4))).collect();
    let single = rows(&once);
    let mut double = single.clone();
    double.extend(single.iter().copied());
    let (single, double) = (
        area_under_curve(&single).unwrap(),
        area_under_curve(&double).unwrap(),
    );
    assert!((single.value - double.value).abs() < 1e-12);
    assert!((single.low - double.low).abs() < 1e-3, "{single:?} {double:?}");
}

/// A made-up row: normal scores would need a table, so logits are sums of uniform numbers.
fn made(coins: &mut Coins, count: u64) -> Vec<Seen> {
    let row = |group| {
        let logit = (coins.unit() + coins.unit() + coins.unit() - 1.5) * 3.0 - 1.0;
        let chance = crate::fit::logistic(logit);
        let outcome = coins.unit() < chance;
        Seen {
            chance,
            outcome,
            group,
        }
    };
    (0..count).map(row).collect()
}

#[test]
fn intervals_hold_the_truth_about_as_often_as_they_say() {
    let truth = area_under_curve(&made(&mut Coins::new(1), 60_000)).unwrap().value;
    let held = (0..300).filter(|seed| {
        let found = area_under_curve(&made(&mut Coins::new(1_000 + seed), 250)).unwrap();
        (found.low..found.high).contains(&truth)
    });
    let held = held.count();
    assert!((275..=297).contains(&held), "{held} of 300");
}

#[test]
fn a_good_model_errs_by_chance_alone_and_a_bad_one_by_more() {
    let seen = made(&mut Coins::new(2), 6_000);
    let good = errors(&seen, 1).unwrap().calibration;
    assert!(good.value < 0.03 && good.low <= good.value, "{good:?}");
    let boasting: Vec<Seen> = seen
        .iter()
        .map(|row| Seen {
            chance: (row.chance + 0.2).min(1.0),
            ..*row
        })
        .collect();
    let bad = errors(&boasting, 1).unwrap().calibration;
    assert!(bad.low > 0.15 && (bad.value - 0.2).abs() < 0.02, "{bad:?}");
    assert!(errors(&seen, 1).unwrap().brier.high < errors(&boasting, 1).unwrap().brier.low);
    assert!(log_loss(&seen) < log_loss(&boasting));
}

#[test]
fn errors_by_hand() {
    let two = rows(&[(0.25, false), (0.75, true)]);
    assert!((errors(&two, 1).unwrap().calibration.value - 0.25).abs() < 1e-12);
    assert!((errors(&two, 1).unwrap().brier.value - 0.0625).abs() < 1e-12);
    assert!((log_loss(&two) - -(0.75_f64.ln())).abs() < 1e-12);
    assert_eq!(errors(&[], 1), None);
}

proptest! {
    /// Ranks alone count: any rising change of the chances leaves the area as it is, and turning outcomes turns it.
    #[test]
    fn areas_depend_on_ranks(pairs in prop::collection::vec((0_u8..20, any::<bool>()), 2..60)) {
        let of = |change: fn(f64) -> f64, turned: bool| {
            let pairs: Vec<(f64, bool)> = pairs
                .iter()
                .map(|&(rank, outcome)| (change(f64::from(rank) / 20.0), outcome != turned))
                .collect();
            area_under_curve(&rows(&pairs))
        };
        let plain = of(|x| x, false);
        prop_assert_eq!(plain.map(|it| it.value), of(|x| x * x * 0.5, false).map(|it| it.value));
        if let (Some(plain), Some(turned)) = (plain, of(|x| x, true)) {
            prop_assert!((plain.value + turned.value - 1.0).abs() < 1e-9);
            prop_assert!(plain.low <= plain.value && plain.value <= plain.high);
        }
    }
}
