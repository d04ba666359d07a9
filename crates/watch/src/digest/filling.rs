//! A digest's facts from what analytics says.

use std::cmp::Reverse;

use analytics::{ChangeSet, Client, ClientChanges, PlatformMove, Turn};
use model::moves::MovedTo;

use super::facts::{Call, ChangeFacts, Mover, Why};

/// Movers that are kept: a digest tells fewer.
const MOVERS: usize = 10;

impl ChangeFacts {
    /// Of the changes of a period. Movers are those with most new and ended ads, then by slug.
    pub fn of(set: &ChangeSet) -> Self {
        let texts = |hosts: &[compact_str::CompactString]| hosts.iter().map(ToString::to_string).collect();
        let mut movers: Vec<Mover> = set.clients.iter().filter_map(mover).collect();
        movers.sort_by_key(|it| (Reverse(it.new_ads + it.ended_ads), it.slug.clone()));
        movers.truncate(MOVERS);
        Self {
            started: set.started,
            stopped: set.stopped,
            new_ads: set.new_ads,
            ended_ads: set.ended_ads,
            new_pages: set.new_pages,
            lost_pages: set.lost_pages,
            ratio_moves: set.ratio_moves,
            platform_moves: set.platform_moves,
            new_rivals: texts(&set.new_rivals),
            lost_rivals: texts(&set.lost_rivals),
            movers,
        }
    }
}

fn mover(changes: &ClientChanges) -> Option<Mover> {
    (changes.new_ads > 0 || changes.ended_ads > 0).then(|| Mover {
        slug: changes.slug.to_string(),
        new_ads: changes.new_ads.into(),
        ended_ads: changes.ended_ads.into(),
        ads: changes.after.map_or(0, |stood| stood.ads.total.into()),
    })
}

impl Call {
    /// Why to call a seller: domains that left, ads that lead away, those that do since the period began, the share
    /// that fell, that it stopped, and how likely it leaves or starts (parts per million), where that is known.
    pub fn of(
        client: &Client,
        changes: Option<&ClientChanges>,
        leaves: Option<u32>,
        starts: Option<u32>,
    ) -> Self {
        let mut why = moved(client, changes);
        if client.ads.concurrent > 0 {
            why.push(Why::Concurrent {
                ads: client.ads.concurrent.into(),
                of: client.ads.total.into(),
                place: client.main_rival().map(|rival| rival.domain.to_string()),
            });
        }
        why.extend(changes.into_iter().flat_map(turned));
        why.extend(leaves.map(Why::MayLeave));
        why.extend(starts.map(Why::MayStart));
        Self {
            slug: client.slug.to_string(),
            domain: client.domains.first().map(ToString::to_string),
            why,
        }
    }
}

/// The domains that left Converty within the period; where none did, those that left before, since they are a reason to
/// call for as long as they are away.
fn moved(client: &Client, changes: Option<&ClientChanges>) -> Vec<Why> {
    let left = |domain: &str, platform: Option<&str>| Why::Moved {
        domain: domain.to_string(),
        platform: platform.map(str::to_owned),
    };
    let lately = changes.iter().flat_map(|changes| &changes.moves);
    let lately: Vec<Why> = lately
        .filter_map(|moved| match moved {
            PlatformMove::Domain { domain, platform, .. } => Some(left(domain, platform.as_deref())),
            PlatformMove::Ads { .. } => None,
        })
        .collect();
    if !lately.is_empty() {
        return lately;
    }
    let away = client.moves.iter().filter(|it| it.to == MovedTo::Platform);
    away.map(|it| left(&it.domain, it.platform.as_deref())).collect()
}

/// What changed for the worse since the period began.
fn turned(changes: &ClientChanges) -> Vec<Why> {
    let mut why = Vec::new();
    if let (Some(before), Some(after)) = (changes.before, changes.after) {
        let gained = after.ads.concurrent.saturating_sub(before.ads.concurrent);
        if gained > 0 {
            why.push(Why::Gained(gained.into()));
        }
        if changes.turn == Some(Turn::Stopped) {
            // As analytics weighs a stop: ads that are gone, or that turned away from Converty.
            let gone = before.ads.total.saturating_sub(after.ads.total);
            let turned = before.ads.converty.saturating_sub(after.ads.converty);
            why.push(Why::Stopped {
                lost: gone.max(turned).into(),
                of: before.ads.total.into(),
            });
        }
    }
    if let Some(ratio) = changes.ratio.filter(|ratio| ratio.points() < 0) {
        why.push(Why::Ratio {
            before: ratio.before.hundredths(),
            now: ratio.after.hundredths(),
        });
    }
    why
}
