//! The notes of the scans against the truth.

use std::collections::{BTreeMap, BTreeSet};

use model::Timestamp;
use sandbox::world::Span;

use super::belief::{FalseStop, Note, Said};
use super::stage::LifeStage;

const DAY: i64 = 24 * 3_600_000;
/// Within so many days a change is to be seen.
pub const WITHIN: [i64; 3] = [7, 14, 28];

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    pub seen: u32,
    pub all: u32,
}

impl Share {
    fn count(&mut self, seen: bool) {
        self.all += 1;
        self.seen += u32::from(seen);
    }

    /// In tenths of a percent, rounded down; 1000 of none.
    pub fn per_mille(self) -> u32 {
        (self.seen * 1000).checked_div(self.all).unwrap_or(1000)
    }
}

/// What was measured, over the changes of the measured weeks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Measured {
    /// Pages known before that began or ceased to run ads: seen by the first scan that asked for the page afterwards.
    pub page_starts: Share,
    pub page_stops: Share,
    /// The same of sellers of whom an ad was known before, by the first scan with any question about them.
    pub seller_starts: Share,
    pub seller_stops: Share,
    /// Of all starts and all stops of sellers that lasted so long: seen within so many days, asked about or not.
    pub starts_within: [Share; 3],
    pub stops_within: [Share; 3],
    /// Starters who stayed for four weeks, found within them: who was ever seen before, others by their domain.
    pub starters: BTreeMap<&'static str, Share>,
    /// Sellers that were ever called inactive falsely, with the first search of each.
    pub false_stops: BTreeSet<FalseStop>,
}

/// A change of a seller or a page between running ads and not.
#[derive(Debug, Clone, Copy)]
struct Change {
    at: Timestamp,
    starts: bool,
    /// When it changed back; `None` where it never did.
    back: Option<Timestamp>,
}

impl Change {
    /// Whether it lasted until this moment.
    fn lasts(&self, until: i64) -> bool {
        self.back.is_none_or(|back| back.as_millis() > until)
    }
}

/// Compares; the first `before` notes are of weeks that are not measured.
pub fn measure(stage: &LifeStage, notes: &[Note], before: u32) -> Measured {
    let from = LifeStage::week(before);
    let until = notes.last().unwrap().ended;
    let mut measured = Measured::default();
    for note in notes {
        measured.false_stops.extend(note.false_stops.iter().cloned());
    }
    for (place, seller) in stage.ads.living().sellers().iter().enumerate() {
        if seller.unscannable {
            continue;
        }
        for change in changes(&seller.active, from, until) {
            by_first_ask(&mut measured, notes, place, change);
            within(&mut measured, notes, place, change, until);
            starter(stage, &mut measured, notes, place, change, until);
        }
        for (number, page) in seller.pages.iter().enumerate() {
            for change in changes(&page.runs, from, until) {
                page_change(&mut measured, notes, (place, number), change);
            }
        }
    }
    measured
}

/// The changes in a window.
fn changes(spans: &[Span], from: Timestamp, until: Timestamp) -> Vec<Change> {
    let mut all = Vec::new();
    for (number, span) in spans.iter().enumerate() {
        all.push(Change {
            at: span.from,
            starts: true,
            back: span.until,
        });
        if let Some(end) = span.until {
            all.push(Change {
                at: end,
                starts: false,
                back: spans.get(number + 1).map(|next| next.from),
            });
        }
    }
    all.retain(|change| from <= change.at && change.at < until);
    all
}

fn is_said(note: &Note, place: usize, starts: bool) -> bool {
    (note.sellers[place] == Said::Active) == starts
}

/// What was said of the seller right before the change.
fn said_before(notes: &[Note], place: usize, at: Timestamp) -> Said {
    let before = notes.iter().rev().find(|note| note.ended < at);
    before.map_or(Said::Nothing, |note| note.sellers[place])
}

fn by_first_ask(measured: &mut Measured, notes: &[Note], place: usize, change: Change) {
    let seen_before = notes
        .iter()
        .any(|note| note.ended < change.at && note.sellers[place] == Said::Active);
    let opposite = (said_before(notes, place, change.at) == Said::Active) != change.starts;
    if !seen_before || !opposite {
        return;
    }
    let first = notes.iter().find(|note| note.asked[place] >= Some(change.at));
    // A change that was undone before anybody asked cannot be seen by anybody.
    let Some(first) = first.filter(|note| change.lasts(note.ended.as_millis())) else {
        return;
    };
    let share = if change.starts {
        &mut measured.seller_starts
    } else {
        &mut measured.seller_stops
    };
    share.count(is_said(first, place, change.starts));
}

fn page_change(measured: &mut Measured, notes: &[Note], page: (usize, usize), change: Change) {
    let before = notes.iter().rev().find(|note| note.ended < change.at);
    let Some(ran) = before.and_then(|note| note.pages.get(&page)) else {
        return;
    };
    if *ran == change.starts {
        return;
    }
    let asked = |note: &&Note| note.pages_asked.get(&page).is_some_and(|at| *at >= change.at);
    let first = notes.iter().find(asked);
    let Some(first) = first.filter(|note| change.lasts(note.ended.as_millis())) else {
        return;
    };
    let share = if change.starts {
        &mut measured.page_starts
    } else {
        &mut measured.page_stops
    };
    share.count(first.pages.get(&page) == Some(&change.starts));
}

/// Whether a scan that ended within so many days of the change says what is true since.
fn seen_within(notes: &[Note], place: usize, change: Change, days: i64) -> bool {
    let last = change.at.as_millis() + days * DAY;
    notes
        .iter()
        .filter(|note| note.began >= change.at && note.ended.as_millis() <= last)
        .any(|note| is_said(note, place, change.starts))
}

fn within(measured: &mut Measured, notes: &[Note], place: usize, change: Change, until: Timestamp) {
    for (number, days) in WITHIN.into_iter().enumerate() {
        let last = change.at.as_millis() + days * DAY;
        if last > until.as_millis() || !change.lasts(last) {
            continue;
        }
        let shares = if change.starts {
            &mut measured.starts_within
        } else {
            &mut measured.stops_within
        };
        shares[number].count(seen_within(notes, place, change, days));
    }
}

fn starter(
    stage: &LifeStage,
    measured: &mut Measured,
    notes: &[Note],
    place: usize,
    change: Change,
    until: Timestamp,
) {
    let last = change.at.as_millis() + 28 * DAY;
    if !change.starts || last > until.as_millis() || !change.lasts(last) {
        return;
    }
    let seen_before = notes
        .iter()
        .any(|note| note.ended < change.at && note.sellers[place] == Said::Active);
    let life = &stage.ads.living().sellers()[place];
    let ever = life.active.iter().any(|span| span.from < change.at);
    let own = stage.sellers[place]
        .hosts()
        .next()
        .is_some_and(|host| !host.is_under("converty.shop"));
    let group = match (seen_before, ever, own) {
        (true, ..) => "seen before",
        (_, true, _) => "ran before, never seen",
        (_, _, true) => "first seen, own domain",
        (_, _, false) => "first seen, *.converty.shop",
    };
    let found = seen_within(notes, place, change, 28);
    for group in ["all", group] {
        measured.starters.entry(group).or_default().count(found);
    }
}
