//! Whom the digest says to call, keep and invite, and why.

use std::collections::BTreeSet;

use ::potential::{Model, Question};
use analytics::{ChangeSet, MoneyFacts, Recommendation, RecommendationKind, Snapshot, Window, potential};
use watch::digest::{Call, CallFacts};

/// Of those to keep and those to invite, so many are named each.
const FEW: usize = 5;
/// Below one in ten a chance is no reason to call.
const TOLD: u32 = 100_000;

/// As the dashboard recommends it, with what changed in the period as reasons.
pub fn of(
    snapshot: &Snapshot,
    window: Window,
    (money, model): (&MoneyFacts, &Model),
    changes: &ChangeSet,
) -> CallFacts {
    let all = snapshot.recommendations_with(window, money, model);
    let of = |kind| all.iter().find(|one| one.kind == kind);
    let count = |found: Option<&Recommendation>| found.map_or(0, |one| one.count);
    let call = of(RecommendationKind::Call);
    let (keep, invite) = (of(RecommendationKind::Retain), of(RecommendationKind::Invite));
    let named = [(call, usize::MAX), (keep, FEW), (invite, FEW)];
    let slugs = named
        .into_iter()
        .flat_map(|(found, most)| found.into_iter().flat_map(move |one| one.first.iter().take(most)));
    let mut seen = BTreeSet::new();
    let first = slugs.filter(|slug| seen.insert((*slug).clone()));
    CallFacts {
        count: count(call),
        gain: call.map_or(0, |one| one.gain),
        keep: count(keep),
        invite: count(invite),
        first: first
            .filter_map(|slug| why(snapshot, slug, model, changes))
            .collect(),
    }
}

fn why(snapshot: &Snapshot, slug: &str, model: &Model, changes: &ChangeSet) -> Option<Call> {
    let client = snapshot.client(slug)?;
    let changed = changes.clients.iter().find(|changed| changed.slug == *slug);
    let chance = potential::chance(client, model, snapshot.frame.potential_as_of());
    let told = chance.filter(|chance| chance.ppm >= TOLD);
    let of = |question| {
        told.as_ref()
            .filter(|it| it.question == question)
            .map(|it| it.ppm)
    };
    Some(Call::of(
        client,
        changed,
        of(Question::Leave),
        of(Question::Start),
    ))
}
