//! Whom to call first.

use std::cmp::Reverse;

use model::moves::MovedTo;

use crate::alerts::inactive::Stop;
use crate::book::Snapshot;
use crate::client::{Client, Mark};
use crate::overview::span::Span;
use crate::recommend::ranked::Ranked;
use crate::recommend::{Recommendation, RecommendationKind};

/// What an ad that turned away within the window weighs more than one that leads away: it can still be turned back.
const GAINED: u64 = 3;
/// What a domain that stands on a rival platform weighs, in ads.
const MOVED: u64 = 20;

/// Proposes to call every seller with a score.
pub(super) fn recommend(snapshot: &Snapshot, span: Span) -> Option<Recommendation> {
    let mut ranked = Ranked::default();
    let mut gain = 0;
    for client in snapshot.advertisers() {
        let lost = lost(client, span);
        let score = score(client, span, lost);
        if score > 0 {
            ranked.push(Reverse(score), || client.slug.clone());
            gain += u64::from(client.ads.concurrent) + lost;
        }
    }
    (ranked.count() > 0).then(|| Recommendation {
        gain,
        ..Recommendation::free(RecommendationKind::Call, &ranked)
    })
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
