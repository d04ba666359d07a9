//! Sellers that started or stopped advertising, kept by time so that a window looks at its own turns only.

use std::collections::BTreeMap;

use compact_str::CompactString;
use model::Timestamp;

use crate::client::{Client, ClientStatus};
use crate::overview::span::Span;

/// A report follows the scan that it speaks of within a day: a seller whose first report is that of its first scan
/// has not turned from anything.
pub(crate) const SAME_SCAN: i64 = 24 * 60 * 60 * 1000;

/// Whether the seller was covered before the scan that its first report speaks of: no report is made of who has no
/// ads, so it had none until then.
pub fn was_silent(client: &Client) -> bool {
    let first = client.history.first();
    let gap = first
        .zip(client.covered_at)
        .map(|(first, covered)| first.at.as_millis().saturating_sub(covered.as_millis()));
    gap.is_some_and(|gap| gap > SAME_SCAN)
}

/// A seller's status became another.
#[derive(Debug, Clone)]
struct Turn {
    at: Timestamp,
    slug: CompactString,
    /// Since when it is known whether it advertises.
    known: Timestamp,
    /// Active from then on; inactive where not.
    active: bool,
}

/// Every turn, oldest first.
#[derive(Debug, Clone, Default)]
pub struct Turns(Vec<Turn>);

impl Turns {
    /// Adds those of a seller.
    pub fn note(&mut self, client: &Client) {
        let Some(first) = client.history.first() else {
            return;
        };
        let known = client
            .covered_at
            .map_or(first.at, |covered| covered.min(first.at));
        // Before its first report a seller that was already covered had no ads.
        let earlier = first.at.as_millis().saturating_sub(known.as_millis()) > SAME_SCAN;
        let mut was = earlier.then_some(false);
        let marks = client.history.iter().map(|mark| (mark.at, mark.status));
        for (at, status) in marks.chain(Self::mapping(client)) {
            if !status.is_covered() {
                continue;
            }
            let active = status == ClientStatus::Active;
            if was.is_some_and(|was| was != active) {
                self.0.push(Turn {
                    at,
                    slug: client.slug.clone(),
                    known,
                    active,
                });
            }
            was = Some(active);
        }
    }

    /// When a seller turned at all: whoever looks for those that turned within a span may pass over the others.
    pub fn moments(client: &Client) -> Vec<Timestamp> {
        let mut turns = Self::default();
        turns.note(client);
        turns.0.into_iter().map(|turn| turn.at).collect()
    }

    /// What the mapping says, where it is later than the last report: other programs map a base without reporting on
    /// who is inactive in it.
    fn mapping(client: &Client) -> Option<(Timestamp, ClientStatus)> {
        let seen = client.seen_at?;
        let last = client.history.last()?;
        (seen > last.at).then_some((seen, client.status))
    }

    /// To be called when all are noted.
    pub fn sort(&mut self) {
        self.0
            .sort_by(|one, other| (one.at, &one.slug).cmp(&(other.at, &other.slug)));
    }

    /// Those that started and those that stopped within the span, by slug: known when it began, and otherwise at
    /// its end than then. Who turned back in between has not changed.
    pub fn within(&self, span: Span) -> (Vec<CompactString>, Vec<CompactString>) {
        let from = self.0.partition_point(|turn| turn.at < span.begin());
        let turns = self.0.get(from..).unwrap_or_default();
        // Of each seller the status after its first turn within, and after its last.
        let mut turned: BTreeMap<&CompactString, (bool, bool)> = BTreeMap::new();
        for turn in turns.iter().take_while(|turn| span.holds(turn.at)) {
            if turn.known < span.begin() {
                turned.entry(&turn.slug).or_insert((turn.active, turn.active)).1 = turn.active;
            }
        }
        let changed = |to: bool| {
            let slugs = turned.iter().filter(move |(_, turn)| **turn == (to, to));
            slugs.map(|(slug, _)| (*slug).clone()).collect()
        };
        (changed(true), changed(false))
    }
}
