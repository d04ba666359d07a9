//! What an address asks about changes: between which two moments, and of which sellers. Page, API and files read it
//! here.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use analytics::changes::{ChangeSet, ClientChanges, Turn};
use analytics::{Client, ClientOrder, Frame, ScanTime, Span};
use compact_str::CompactString;
use model::Timestamp;

use crate::ask::{Ask, Misread};
use crate::clients_ask;
use crate::failure::Failure;
use crate::view::View;

/// Between which two moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Between {
    /// What was so then, was so before.
    pub after: Timestamp,
    /// What is so then, is so after; now where `None`.
    pub until: Option<Timestamp>,
}

impl Between {
    /// As a stretch of time.
    pub fn span(self) -> Span {
        Span::between(self.after, self.until)
    }

    fn of_scans(frame: &Frame, older: &ScanTime, newer: &ScanTime) -> Self {
        let is_last = frame.scans().last().is_none_or(|last| last.ended <= newer.ended);
        Self {
            after: older.ended,
            // What is dated after the last scan is part of how things stand now.
            until: (!is_last).then_some(newer.ended),
        }
    }
}

/// The moments that the address asks for: `after` and `until`, ISO 8601; the last two scans otherwise. `None` where
/// there are no two scans to compare.
pub fn between(ask: &Ask, frame: &Frame, misread: &mut Vec<Misread>) -> Option<Between> {
    let after = ask.parsed("after", misread, Timestamp::parse);
    let until = ask.parsed("until", misread, Timestamp::parse);
    let scans = frame.scans();
    let newer = match until {
        Some(until) => scans.iter().rfind(|scan| scan.ended <= until),
        None => scans.last(),
    };
    let older = newer.and_then(|newer| scans.iter().rfind(|scan| scan.ended < newer.ended));
    let last = scans.last().map(|last| last.ended);
    match after {
        Some(after) => Some(Between {
            after,
            until: until.filter(|until| last.is_none_or(|last| *until < last)),
        }),
        None => Some(Between::of_scans(frame, older?, newer?)),
    }
}

/// What changed, of the sellers that the address chooses.
pub fn changes(
    view: &View,
    ask: &Ask,
    between: Between,
    misread: &mut Vec<Misread>,
) -> Result<Arc<ChangeSet>, Failure> {
    let all = view.figures.changes_within(between.span())?;
    let read = clients_ask::read(ask, &view.segments, misread);
    if read.is_everybody() {
        return Ok(all);
    }
    clients_ask::told(view, &read)?;
    let mut chosen = BTreeSet::<CompactString>::new();
    let mut visit = |client: &Client| -> Result<(), database::Error> {
        chosen.insert(client.slug.clone());
        Ok(())
    };
    view.figures
        .each_client(&read.filter, ClientOrder::default(), &mut visit)?;
    let kept = ChangeSet::clone(&all).kept(|client| chosen.contains(&client.slug));
    Ok(Arc::new(kept))
}

/// The sellers of which anything changed, those to look at first: who stopped or left, then who started, then by how
/// many ads changed.
pub fn pressing_first(changes: &ChangeSet) -> Vec<&ClientChanges> {
    let mut clients: Vec<&ClientChanges> = changes.clients.iter().collect();
    clients.sort_by_key(|client| (Reverse(pressing(client)), &client.slug));
    clients
}

/// How much a seller's changes ask to be looked at: one number to order and page by.
pub fn pressing(client: &ClientChanges) -> i64 {
    const MANY: i64 = 1_000_000;
    let ads = i64::from(client.new_ads).saturating_add(client.ended_ads.into());
    let kind = match (client.turn, client.moves.is_empty()) {
        (Some(Turn::Stopped), _) => 4,
        (_, false) => 3,
        (Some(Turn::Started), _) => 2,
        (None, true) if !client.new_rivals.is_empty() => 1,
        (None, true) => 0,
    };
    kind * MANY + ads.min(MANY - 1)
}
