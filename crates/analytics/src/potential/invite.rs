//! Whom to keep and whom to win, by chance: what a model adds to what is proposed.

use std::cmp::Reverse;

use compact_str::CompactString;
use model::MicroDollars;
use potential::{Model, Question};

use super::known;
use crate::alerts::MoneyFacts;
use crate::book::Snapshot;
use crate::recommend::ranked::Ranked;
use crate::recommend::{Recommendation, RecommendationKind};
use crate::time::Window;

/// An active seller is one to keep where it is more likely to leave than to stay.
const LIKELY_TO_LEAVE: u32 = 500_000;
/// A quiet seller is one to invite where one of five like it starts.
const LIKELY_TO_START: u32 = 200_000;

/// Sellers with what is at stake, and the sum of that: in millionths, so that nothing is lost by rounding.
#[derive(Default)]
struct Chosen {
    ranked: Ranked<(Reverse<u64>, CompactString)>,
    stake: u64,
}

impl Chosen {
    fn add(&mut self, slug: &CompactString, stake: u64) {
        self.ranked.push((Reverse(stake), slug.clone()), || slug.clone());
        self.stake = self.stake.saturating_add(stake);
    }

    fn recommend(self, kind: RecommendationKind) -> Option<Recommendation> {
        let queue = self.ranked.queue();
        (queue.count > 0).then(|| Recommendation {
            kind,
            count: queue.count,
            affordable: queue.count,
            cost: MicroDollars::ZERO,
            gain: self.stake.div_ceil(1_000_000),
            first: queue.first,
        })
    }
}

impl Snapshot {
    /// What to do next: all of [`recommendations`](Self::recommendations), after `Call` sellers to keep and sellers to
    /// invite, as a model has it.
    pub fn recommendations_with(
        &self,
        window: Window,
        money: &MoneyFacts,
        model: &Model,
    ) -> Vec<Recommendation> {
        let mut all = self.recommendations(window, money);
        let calls = all
            .iter()
            .take_while(|one| one.kind == RecommendationKind::Call)
            .count();
        all.splice(calls..calls, self.invitations(model));
        all
    }

    /// Sellers to keep, most ads at stake first, and sellers to invite, most likely first.
    fn invitations(&self, model: &Model) -> Vec<Recommendation> {
        let as_of = self.frame.potential_as_of();
        let (mut keep, mut invite) = (Chosen::default(), Chosen::default());
        for client in self.each() {
            let Some(facts) = known(client, as_of) else {
                continue;
            };
            let ppm = model.ppm(&facts);
            match facts.question() {
                Question::Leave if ppm >= LIKELY_TO_LEAVE => {
                    keep.add(&client.slug, u64::from(ppm) * u64::from(facts.ads.total));
                }
                Question::Start if ppm >= LIKELY_TO_START => invite.add(&client.slug, ppm.into()),
                Question::Leave | Question::Start => {}
            }
        }
        let keep = keep.recommend(RecommendationKind::Retain);
        keep.into_iter()
            .chain(invite.recommend(RecommendationKind::Invite))
            .collect()
    }
}
