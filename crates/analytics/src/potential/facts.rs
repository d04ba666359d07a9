//! What was known of a seller at a moment. Marks after it, and the mapping, which tells of now alone, are not looked at.

use model::Timestamp;
use model::moves::MovedTo;
use potential::{Ads, Facts, Name, Question};

use crate::client::{Client, ClientStatus, Mark, Tally};
use crate::overview::turns::SAME_SCAN;

/// Names under these are the platform's, not the seller's own.
const PLATFORM: [&str; 2] = ["converty.shop", "converty.site"];

const DAY: i64 = 86_400_000;

/// What its history told at a moment. Its domains count as they are now: nothing tells since when it has them.
pub fn facts(client: &Client, as_of: Timestamp) -> Facts {
    let marks = until(client, as_of);
    let mut past = Past::new(client, marks, as_of);
    for mark in marks.iter().filter(|mark| mark.status.is_covered()) {
        past.look(mark);
    }
    let ads = if past.active { past.ads } else { Ads::default() };
    Facts {
        name: Name::of(client.domains.iter().map(AsRef::as_ref), &PLATFORM),
        active: past.active,
        known_days: days(past.known, as_of),
        standing_days: days(past.since, as_of),
        turns: past.turns,
        ads,
        ads_before: before(client, past.known, as_of),
        most_ads: past.most,
        days_since_ads: (!past.active && past.most > 0).then(|| days(past.since, as_of)),
        moved: false,
    }
}

/// What is known of it now: its history, and what only the latest documents tell. They know of domains that left Converty
/// (which of them left, and came back, in the past is not kept, so that nothing may be learned from it), and other
/// programs map a base without reporting on who stopped.
pub fn facts_now(client: &Client, now: Timestamp) -> Facts {
    let mut facts = facts(client, now);
    let active = client.status == ClientStatus::Active;
    if client.status.is_covered() && facts.active != active {
        let since = client.seen_at.map_or(0, |seen| days(seen, now));
        let looked_before = facts.known_days > since;
        facts.active = active;
        facts.standing_days = since;
        facts.known_days = facts.known_days.max(since);
        facts.turns += u32::from(looked_before);
        facts.ads = if active {
            ads_of(client.ads)
        } else {
            Ads::default()
        };
        facts.days_since_ads = (!active && facts.most_ads > 0).then_some(since);
    }
    facts.moved = client
        .moves
        .iter()
        .any(|it| it.to == MovedTo::Platform && it.first_away <= now);
    facts
}

/// The marks that were there at a moment.
fn until(client: &Client, moment: Timestamp) -> &[Mark] {
    let later = client.history.partition_point(|mark| mark.at <= moment);
    client.history.get(..later).unwrap_or_default()
}

/// Its ads 28 days before; none where it was known then and silent, `None` where nobody knew.
fn before(client: &Client, known: Timestamp, as_of: Timestamp) -> Option<Ads> {
    let then = Timestamp::clamped(as_of.as_millis().saturating_sub(Question::HORIZON));
    match until(client, then).last() {
        Some(mark) => Some(ads_of(mark.ads)),
        None => (known <= then).then(Ads::default),
    }
}

pub(super) const fn ads_of(tally: Tally) -> Ads {
    Ads {
        total: tally.total,
        concurrent: tally.concurrent,
    }
}

fn days(from: Timestamp, to: Timestamp) -> u32 {
    let passed = to.as_millis().saturating_sub(from.as_millis()).max(0);
    u32::try_from(passed / DAY).unwrap_or(u32::MAX)
}

/// Since when it was known, as far as known at a moment; `None` where nobody had looked.
pub(super) fn known_since(client: &Client, as_of: Timestamp) -> Option<Timestamp> {
    let covered = client.covered_at.filter(|at| *at <= as_of);
    let mut marks = until(client, as_of).iter();
    let told = marks.find(|mark| mark.status.is_covered()).map(|mark| mark.at);
    match (covered, told) {
        (Some(covered), Some(told)) => Some(covered.min(told)),
        (one, other) => one.or(other),
    }
}

/// A history, walked mark by mark.
struct Past {
    known: Timestamp,
    since: Timestamp,
    active: bool,
    /// Whether anything was known before the next mark.
    looked: bool,
    turns: u32,
    ads: Ads,
    most: u32,
}

impl Past {
    fn new(client: &Client, marks: &[Mark], as_of: Timestamp) -> Self {
        let known = known_since(client, as_of).unwrap_or(as_of);
        // No report is made of who has no ads: a seller that was covered a while before its first mark was quiet.
        let first = marks.iter().find(|mark| mark.status.is_covered());
        let gap = first.map_or(0, |mark| mark.at.as_millis().saturating_sub(known.as_millis()));
        Self {
            known,
            since: known,
            active: false,
            looked: gap > SAME_SCAN,
            turns: 0,
            ads: Ads::default(),
            most: 0,
        }
    }

    fn look(&mut self, mark: &Mark) {
        let active = mark.status == ClientStatus::Active;
        if self.active != active {
            // What is first known turned from nothing that was known.
            self.turns += u32::from(self.looked);
            self.since = if self.looked { mark.at } else { self.known };
        }
        self.active = active;
        self.looked = true;
        self.ads = ads_of(mark.ads);
        if active {
            self.most = self.most.max(mark.ads.total);
        }
    }
}
