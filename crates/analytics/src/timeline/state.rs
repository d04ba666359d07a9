//! Running sums of what days changed.

use model::MicroDollars;

use super::Moment;
use crate::book::days::DayDelta;
use crate::overview::SellerAds;
use crate::time::Day;

/// What some days changed in all.
#[derive(Debug, Default)]
pub(super) struct State(DayDelta);

impl State {
    pub(super) fn add(&mut self, other: &DayDelta) {
        self.0.add(other, 1);
    }

    pub(super) fn join(&mut self, other: &Self) {
        self.add(&other.0);
    }

    /// A point, where `self` is the state at its end and `within` what changed in it.
    pub(super) fn moment(&self, within: &Self, day: Day, last: Day, finished: bool) -> Moment {
        let (state, within): (&DayDelta, &DayDelta) = (&self.0, &within.0);
        Moment {
            day,
            last,
            finished,
            partial_searches: count(within.partial_searches),
            searches: count(within.searches),
            newly_covered: count(within.newly_covered),
            covered: count(state.active + state.inactive),
            reports_active: count(within.reports_active),
            reports_inactive: count(within.reports_inactive),
            active: count(state.active),
            inactive: count(state.inactive),
            ads: SellerAds {
                total: ads(state.ads.total),
                converty: ads(state.ads.converty),
                concurrent: ads(state.ads.concurrent),
                unknown: ads(state.ads.unknown),
            },
            cost: within.cost.max(MicroDollars::ZERO),
        }
    }
}

/// Sums over sellers are never negative; past the ends a number stays there.
fn count(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

fn ads(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
