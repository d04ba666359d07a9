//! What the money left could find out.

use model::MicroDollars;

use crate::alerts::MoneyFacts;
use crate::overview::Overview;
use crate::recommend::ranked::Queue;
use crate::recommend::{Recommendation, RecommendationKind};

/// What one seller is expected to cost, and what there is to spend.
pub(super) struct Means {
    left: MicroDollars,
    per_client: MicroDollars,
}

impl Means {
    /// `None` where nothing is left or nobody knows the price: no number would be true.
    pub(super) fn of(money: &MoneyFacts) -> Option<Self> {
        let known = |amount: &MicroDollars| amount.micros() > 0;
        Some(Self {
            left: Some(money.left).filter(known)?,
            per_client: money.per_client.filter(known)?,
        })
    }

    /// A scan of as many of them as the money left allows, if it were spent on nothing else; `None` where that would
    /// bring nothing. `gain` tells what so many sellers bring.
    pub(super) fn scan(
        &self,
        kind: RecommendationKind,
        sellers: &Queue,
        gain: impl Fn(u64) -> u64,
    ) -> Option<Recommendation> {
        let affordable = sellers.count.min(self.left.fits(self.per_client));
        let gain = gain(affordable);
        (gain > 0).then(|| Recommendation {
            affordable,
            cost: self.per_client.times(affordable),
            gain,
            ..Recommendation::free(kind, sellers)
        })
    }
}

/// Of so many sellers as many are expected to be active as of those covered so far; rounded down.
pub(super) fn expected_active(base: &Overview, sellers: u64) -> u64 {
    let (active, covered) = (base.active, base.covered.max(1));
    let expected = u128::from(active) * u128::from(sellers) / u128::from(covered);
    u64::try_from(expected).unwrap_or(u64::MAX)
}
