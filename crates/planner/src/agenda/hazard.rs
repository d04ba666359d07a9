//! How likely something changed since somebody last looked: it grows with time, and not for all alike.
//!
//! A page, or a seller, either advertises or does not, and changes between the two at a rate that is its own. Small
//! campaigns end soonest. The rates are judgement before data, held against the eight simulated weeks of
//! `docs/watch.md`; they rank questions and decide nothing else.
#![expect(
    clippy::float_arithmetic,
    reason = "a model of chances; money never comes here"
)]

use model::Timestamp;
use potential::{Ppm, from_ppm, to_ppm};

/// Milliseconds of a day.
const DAY: f64 = 86_400_000.0;
/// The horizon of [`HostFacts::chance`](crate::HostFacts::chance), in days.
const HORIZON: f64 = 28.0;
/// Stops a day, by how many ads run at most.
const STOPS: [(u64, f64); 4] = [(3, 0.015), (9, 0.008), (38, 0.004), (u64::MAX, 0.0015)];
/// Starts a day of a page that stopped just now ...
const RESTARTS: f64 = 0.006;
/// ... half as many after so many quiet days.
const FORGOTTEN: f64 = 84.0;
/// How fast a seller of whom only its name is known forgets how it was, a day: starts and stops together.
const TURNS: f64 = 0.02;
/// Days after which what was seen says nothing any more.
const LONG: f64 = 365.0;

/// Days from `then` to `now`; a year where nobody looked.
fn days(then: Option<Timestamp>, now: Timestamp) -> f64 {
    let Some(then) = then else { return LONG };
    let millis = now.as_millis().saturating_sub(then.as_millis()).max(0);
    let millis = u32::try_from(millis / 1000).map_or(f64::MAX, |seconds| f64::from(seconds) * 1000.0);
    (millis / DAY).min(LONG)
}

/// The chance that a page that ran so many ads when it was last seen has stopped since.
pub(crate) fn stopped(ads: u64, seen: Option<Timestamp>, now: Timestamp) -> Ppm {
    let rate = STOPS
        .iter()
        .find_map(|&(most, rate)| (ads <= most).then_some(rate))
        .unwrap_or_default();
    to_ppm(1.0 - (-rate * days(seen, now)).exp())
}

/// The chance that a page that was last seen without ads `looked`, and last with them `seen`, runs some again.
pub(crate) fn restarted(looked: Option<Timestamp>, seen: Option<Timestamp>, now: Timestamp) -> Ppm {
    let rate = RESTARTS * (-days(seen, now) / FORGOTTEN * std::f64::consts::LN_2).exp();
    to_ppm(1.0 - (-rate.max(0.001) * days(looked, now)).exp())
}

/// The chance that a quiet seller, last looked at then, advertises by now. `within` is the chance that it starts
/// within 28 days, where somebody could tell. Else it drifts back to what such sellers are like: half way, as ratios go,
/// between `active`, the chance that one advertises at all, and `ordinary`, that of all of its kind who never did. For
/// what tells advertisers from others tells starters less well: who starts puts the pixel on its pages then.
pub(crate) fn started(
    within: Option<Ppm>,
    (active, ordinary): (Ppm, Ppm),
    looked: Option<Timestamp>,
    now: Timestamp,
) -> Ppm {
    let active = from_ppm(active);
    if looked.is_none() {
        return to_ppm(active);
    }
    match within {
        Some(within) => {
            let rate = -(1.0 - from_ppm(within).min(0.99)).ln() / HORIZON;
            to_ppm(1.0 - (-rate * days(looked, now)).exp())
        }
        None => to_ppm((active * from_ppm(ordinary)).sqrt() * (1.0 - (-TURNS * days(looked, now)).exp())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i64) -> Timestamp {
        Timestamp::clamped(1_700_000_000_000 + day * 86_400_000)
    }

    #[test]
    fn chances_grow_with_time_and_small_campaigns_end_first() {
        let stop = |ads, days: i64| stopped(ads, Some(day(0)), day(days));
        assert_eq!(stop(5, 0), 0);
        assert!(stop(5, 7) < stop(5, 14) && stop(50, 7) < stop(5, 7) && stop(5, 7) < stop(1, 7));
        let again = |quiet: i64, days| restarted(Some(day(0)), Some(day(-quiet)), day(days));
        assert!(again(7, 7) < again(7, 14) && again(100, 7) < again(7, 7) && again(900, 7) > 0);
    }

    #[test]
    fn a_seller_nobody_looked_at_is_as_likely_as_its_name_says() {
        let chances = (20_000, 20_000);
        assert_eq!(started(Some(900_000), chances, None, day(0)), 20_000);
        let after = |within, days| started(within, chances, Some(day(0)), day(days));
        assert_eq!(after(Some(100_000), 28), 100_000);
        assert!(after(None, 7) < after(None, 28) && after(None, 300) < 20_000);
        assert_eq!(after(Some(1_000_000), 0), 0);
    }

    #[test]
    fn signs_tell_less_of_who_starts_than_of_who_advertises() {
        let after = |active| started(None, (active, 20_000), Some(day(0)), day(28));
        let (often, seldom) = (after(180_000), after(20_000));
        assert!(
            often.abs_diff(3 * seldom) < 3,
            "a ratio of nine: {often} {seldom}"
        );
    }

    #[test]
    fn clocks_that_go_backwards_change_nothing() {
        assert_eq!(stopped(3, Some(day(9)), day(2)), 0);
    }
}
