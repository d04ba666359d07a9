//! Whom to call first.

use std::cmp::Reverse;

use compact_str::CompactString;
use model::Timestamp;
use model::moves::MovedTo;

use crate::alerts::inactive::Stop;
use crate::client::{Client, Mark};
use crate::overview::span::Span;
use crate::recommend::ranked::Ranked;
use crate::recommend::{Recommendation, RecommendationKind};

/// What an ad that turned away within the window weighs more than one that leads away: it can still be turned back.
const GAINED: u64 = 3;
/// What a domain that stands on a rival platform weighs, in ads.
const MOVED: u64 = 20;

/// Sellers with a score, the highest first, then by slug.
#[derive(Debug, Clone, Default)]
pub struct Calls {
    ranked: Ranked<(Reverse<u64>, CompactString)>,
    gain: u64,
}

impl Calls {
    /// Adds a seller, in whatever order they come.
    pub fn note(&mut self, client: &Client, span: Span) {
        let lost = lost(client, span);
        let score = score(client, span, lost);
        if score > 0 {
            let key = (Reverse(score), client.slug.clone());
            self.ranked.push(key, || client.slug.clone());
            self.gain += u64::from(client.ads.concurrent) + lost;
        }
    }

    /// Counts so many more, with so many concurrent ads in all, whose best are noted besides.
    pub const fn count_more(&mut self, clients: u64, concurrent: u64) {
        self.ranked.count_more(clients);
        self.gain += concurrent;
    }

    /// Proposes to call every seller with a score.
    pub(super) fn recommend(self) -> Option<Recommendation> {
        let queue = self.ranked.queue();
        (queue.count > 0).then(|| Recommendation {
            gain: self.gain,
            ..Recommendation::free(RecommendationKind::Call, &queue)
        })
    }
}

/// Concurrent ads now, three times those gained within the window, 20 where a domain moved to a rival platform, and
/// the ads lost by becoming inactive within the window. Who was looked at for the first time gained nothing.
fn score(client: &Client, span: Span, lost: u64) -> u64 {
    let concurrent = |mark: &Mark| u64::from(mark.ads.concurrent);
    let before = span.baseline(client).map_or(0, concurrent);
    let after = span.last(client).map_or(0, concurrent);
    let moved = client.moves.iter().any(|it| it.to == MovedTo::Platform);
    u64::from(client.ads.concurrent)
        + GAINED * after.saturating_sub(before)
        + if moved { MOVED } else { 0 }
        + lost
}

fn lost(client: &Client, span: Span) -> u64 {
    Stop::of(client, span).map_or(0, |stop| stop.lost().into())
}

/// When more of a seller's ads led elsewhere than right before: whoever looks for those that gained within a span may
/// pass over sellers that have no such moment in it. A superset of what `score` can find in any span.
pub fn rise_moments(client: &Client) -> Vec<Timestamp> {
    let pairs = client.history.windows(2);
    let rises = pairs.filter_map(|pair| match pair {
        [before, after] if after.ads.concurrent > before.ads.concurrent => Some(after.at),
        _ => None,
    });
    rises.collect()
}
