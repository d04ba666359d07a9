//! What changed of one seller, from what is known of it at the latest.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use compact_str::CompactString;
use model::Timestamp;

use super::{ClientChanges, PlatformMove, RatioMove, Stood, Turn};
use crate::client::{Client, ClientStatus, Mark, MarkChanges, Rival, Tally};
use crate::overview::span::Span;
use crate::overview::turns::{Turns, was_silent};

/// What changed within the span; `None` where nothing did.
pub fn changes(client: &Client, span: Span) -> Option<ClientChanges> {
    let (began, ended) = (Some(span.begin()), span.end());
    let (before, after) = (stood(client, began), stood(client, ended));
    let told = told(span.marks(client));
    let found = ClientChanges {
        slug: client.slug.clone(),
        turn: turn(client, span),
        new_ads: told.new_ads,
        ended_ads: told.ended_ads,
        new_pages: told.new_pages,
        lost_pages: told.lost_pages,
        before,
        after,
        new_rivals: named(client, |rival| {
            rival.proven && span.holds(rival.first_seen) && rival.ads_before(ended) > 0
        }),
        lost_rivals: named(client, |rival| {
            rival.ads_before(began) > 0 && rival.ads_before(ended) == 0
        }),
        ratio: ratio(before, after),
        moves: moves(client, span),
    };
    (!is_nothing(&found)).then_some(found)
}

/// When anything of a seller may have changed, each moment once: whoever looks for changes within a span may pass over
/// sellers that have no such moment in it. A superset of what `changes` finds in any span: what the first report says is
/// no change, unless it tells so.
pub fn change_moments(client: &Client) -> BTreeSet<Timestamp> {
    let first = client.history.first().map(|mark| mark.at);
    let silent = |mark: &&Mark| Some(mark.at) == first && mark.changes == MarkChanges::default();
    let marks = client.history.iter().filter(|mark| !silent(mark));
    let rivals = client.rivals.iter();
    let steps = rivals.flat_map(|rival| rival.steps.iter().map(|(at, _)| *at).chain(proven(rival)));
    let moves = client.moves.iter().map(|it| it.first_away);
    marks
        .map(|mark| mark.at)
        .chain(steps.filter(|at| Some(*at) != first))
        .chain(client.rivals.iter().filter_map(proven))
        .chain(moves)
        .chain(Turns::moments(client))
        .collect()
}

fn proven(rival: &Rival) -> Option<Timestamp> {
    rival.proven.then_some(rival.first_seen)
}

fn is_nothing(found: &ClientChanges) -> bool {
    let ads = found.new_ads == 0 && found.ended_ads == 0;
    let pages = found.new_pages == 0 && found.lost_pages == 0;
    let rivals = found.new_rivals.is_empty() && found.lost_rivals.is_empty();
    ads && pages && rivals && found.turn.is_none() && found.ratio.is_none() && found.moves.is_empty()
}

/// How the seller stood right before a moment, now where that is `None`; `None` where nobody knew.
fn stood(client: &Client, until: Option<Timestamp>) -> Option<Stood> {
    let before = |at: Timestamp| until.is_none_or(|until| at < until);
    let marks = client.history.partition_point(|mark| before(mark.at));
    let Some(mark) = marks.checked_sub(1).and_then(|index| client.history.get(index)) else {
        let covered = client.covered_at.is_some_and(before);
        // Who was covered well before its first report had no ads until then.
        let quiet = client.history.is_empty() || was_silent(client);
        return (covered && quiet).then(|| Stood {
            status: if client.history.is_empty() {
                client.status
            } else {
                ClientStatus::Inactive
            },
            ads: Tally::default(),
        });
    };
    let by_mapping = marks == client.history.len()
        && client.status != mark.status
        && client.status.is_covered()
        && mark.status.is_covered()
        && client.seen_at.is_some_and(|seen| seen > mark.at && before(seen));
    Some(if by_mapping {
        // Other programs map a base without reporting on who is inactive in it.
        let linked = Tally {
            total: client.linked_ads,
            converty: client.linked_ads,
            ..Tally::default()
        };
        Stood {
            status: client.status,
            ads: linked,
        }
    } else {
        Stood {
            status: mark.status,
            ads: mark.ads,
        }
    })
}

fn told(marks: &[Mark]) -> MarkChanges {
    marks
        .iter()
        .fold(MarkChanges::default(), |sum, mark| sum.and(mark.changes))
}

fn turn(client: &Client, span: Span) -> Option<Turn> {
    let mut turns = Turns::default();
    turns.note(client);
    let (started, stopped) = turns.within(span);
    let turn = |slugs: &[CompactString], turn| (!slugs.is_empty()).then_some(turn);
    turn(&started, Turn::Started).or_else(|| turn(&stopped, Turn::Stopped))
}

/// Hosts of rivals, by name.
fn named(client: &Client, which: impl Fn(&Rival) -> bool) -> Vec<CompactString> {
    let rivals = client.rivals.iter().filter(|rival| which(rival));
    let mut names: Vec<_> = rivals.map(|rival| rival.domain.clone()).collect();
    names.sort_unstable();
    names
}

fn ratio(before: Option<Stood>, after: Option<Stood>) -> Option<RatioMove> {
    let share = |stood: Option<Stood>| {
        let ads = stood?.ads;
        (ads.total > 0).then(|| ads.converty_ratio())
    };
    let moved = RatioMove {
        before: share(before)?,
        after: share(after)?,
    };
    (moved.points() != 0).then_some(moved)
}

fn moves(client: &Client, span: Span) -> Vec<PlatformMove> {
    let mut away: Vec<_> = client
        .moves
        .iter()
        .filter(|it| span.holds(it.first_away))
        .collect();
    away.sort_by(|one, other| (one.first_away, &one.domain).cmp(&(other.first_away, &other.domain)));
    let domains = away.into_iter().map(|it| PlatformMove::Domain {
        domain: it.domain.as_str().into(),
        to: it.to,
        platform: it.platform.as_deref().map(CompactString::from),
        at: it.first_away,
    });
    domains.chain(main_platform(client, span)).collect()
}

fn main_platform(client: &Client, span: Span) -> Option<PlatformMove> {
    let (from, _) = most(&platforms(client, Some(span.begin())))?;
    let now = platforms(client, span.end());
    let (to, ads) = most(&now)?;
    (from != to).then(|| PlatformMove::Ads {
        from: from.into(),
        to: to.into(),
        ads,
        out_of: now.values().fold(0, |sum, ads| sum.saturating_add(*ads)),
    })
}

/// Concurrent ads by platform.
fn platforms(client: &Client, until: Option<Timestamp>) -> BTreeMap<&str, u32> {
    let mut platforms: BTreeMap<&str, u32> = BTreeMap::new();
    for rival in &client.rivals {
        let ads = platforms.entry(&rival.platform).or_default();
        *ads = ads.saturating_add(rival.ads_before(until));
    }
    platforms
}

/// The platform with most ads, of several the first by name.
fn most<'p>(platforms: &BTreeMap<&'p str, u32>) -> Option<(&'p str, u32)> {
    let with_ads = platforms.iter().filter(|(_, ads)| **ads > 0);
    let most = with_ads.max_by_key(|(platform, ads)| (**ads, Reverse(**platform)));
    most.map(|(platform, ads)| (*platform, *ads))
}
