//! A seller as the snapshot would have shown it at a moment that is past.

use std::cmp::Reverse;

use analytics::{Client, ClientStatus, Mark, Rival};
use model::Timestamp;
use model::moves::DomainMove;

use super::known::{known_at, known_of};

/// The seller by what was known at a moment: its ads, status, rivals and moves, and nothing that came later. What nobody
/// keeps the past of (pages, confidence, cost) is as it stands; no occasion is told by it.
pub fn client_at(client: &Client, moment: Timestamp) -> Client {
    let known = client.history.partition_point(|mark| known_at(mark) <= moment);
    let mapped = client.seen_at.is_none_or(|seen| seen <= moment);
    if known == client.history.len() && mapped {
        return Client {
            moves: moves_at(client, moment),
            ..client.clone()
        };
    }
    let history: Box<[Mark]> = client.history.iter().take(known).copied().collect();
    let last = history.last();
    // Every field by itself: a preview comes here for every seller and day, and copying a whole seller only to overwrite
    // most of it would be work for nothing.
    Client {
        slug: client.slug.clone(),
        domains: client.domains.clone(),
        status: last.map_or(ClientStatus::Uncovered, |last| last.status),
        partial: last.is_some_and(|last| !last.whole),
        ads: last.map_or_else(Default::default, |last| last.ads),
        linked_ads: client.linked_ads,
        pages: client.pages,
        confidence: client.confidence,
        rivals: rivals_at(client, moment),
        moves: moves_at(client, moment),
        category: client.category.clone(),
        cost: client.cost,
        seen_at: last.map(|last| last.at),
        covered_at: client.covered_at,
        history,
    }
}

fn moves_at(client: &Client, moment: Timestamp) -> Box<[DomainMove]> {
    let moves = client.moves.iter().filter(|it| it.first_away <= moment);
    moves.cloned().collect()
}

fn rivals_at(client: &Client, moment: Timestamp) -> Box<[Rival]> {
    let rivals = client.rivals.iter();
    let mut rivals: Vec<Rival> = rivals
        .filter_map(|rival| rival_at(client, rival, moment))
        .collect();
    rivals.sort_by(|one, other| (Reverse(one.ads), &one.domain).cmp(&(Reverse(other.ads), &other.domain)));
    rivals.into_boxed_slice()
}

fn rival_at(client: &Client, rival: &Rival, moment: Timestamp) -> Option<Rival> {
    let known = rival
        .steps
        .partition_point(|(at, _)| known_of(client, *at) <= moment);
    let steps = rival.steps.get(..known)?;
    let (_, ads) = steps.last()?;
    Some(Rival {
        domain: rival.domain.clone(),
        platform: rival.platform.clone(),
        ads: *ads,
        first_seen: rival.first_seen,
        proven: rival.proven,
        steps: steps.into(),
    })
}
