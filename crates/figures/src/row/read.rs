//! From a document back to the seller. What cannot be read is as if it were not there: the next refresh of the document
//! writes it anew.

use analytics::apart::{DayDelta, Note, ReportMade};
use analytics::{Client, Mark, MarkChanges, Quarter, Rival, Tally};
use compact_str::CompactString;
use database::mongodb::bson::{Bson, Document};
use model::moves::{DomainMove, MovedTo};
use model::{Confidence, MicroDollars, Timestamp};

use super::status_of;

const MOVED_TO: [MovedTo; 5] = [
    MovedTo::Platform,
    MovedTo::Elsewhere,
    MovedTo::Hidden,
    MovedTo::Parked,
    MovedTo::Nowhere,
];

/// The seller.
pub fn client(row: &Document) -> Client {
    let none = Document::new();
    let keys = row.get_document("k").unwrap_or(&none);
    let history: Box<[Mark]> = documents(row, "h").map(mark).collect();
    let confidence = long(keys, "confidence");
    Client {
        slug: text(row, "_id").into(),
        domains: texts(row, "dom").map(CompactString::from).collect(),
        status: status_of(int(row, "st")),
        partial: row.get_bool("partial").unwrap_or(false),
        ads: history.last().map_or_else(Tally::default, |last| last.ads),
        linked_ads: count(row, "linked"),
        pages: count(keys, "pages"),
        confidence: [Confidence::Low, Confidence::Medium, Confidence::High]
            .into_iter()
            .find(|known| confidence == Some(*known as i64)),
        rivals: documents(row, "r").map(rival).collect(),
        moves: documents(row, "moves").filter_map(domain_move).collect(),
        category: row.get_str("cat").ok().map(CompactString::from),
        cost: MicroDollars::new(int(keys, "cost")),
        seen_at: moment(keys, "seen"),
        covered_at: moment(row, "cov"),
        history,
    }
}

/// What is noted beside it.
pub fn note(row: &Document) -> Note {
    let hosts = row
        .contains_key("hosts")
        .then(|| texts(row, "hosts").map(CompactString::from).collect());
    let reports = values(row, "rep").filter_map(whole).map(|told| ReportMade {
        quarter: Quarter(i32::try_from(told.div_euclid(4)).unwrap_or(0)),
        status: status_of(told.rem_euclid(4)),
    });
    Note::new(hosts, reports.collect())
}

fn mark(made: &Document) -> Mark {
    let at = Timestamp::clamped(int(made, "t"));
    Mark {
        at,
        analyzed_at: moment(made, "m").unwrap_or(at),
        status: status_of(int(made, "s")),
        ads: Tally {
            total: count(made, "a"),
            converty: count(made, "c"),
            concurrent: count(made, "x"),
            unknown: count(made, "u"),
        },
        changes: MarkChanges {
            new_ads: count(made, "n"),
            ended_ads: count(made, "e"),
            new_pages: count(made, "p"),
            lost_pages: count(made, "l"),
        },
        whole: !made.get_bool("part").unwrap_or(false),
    }
}

fn rival(made: &Document) -> Rival {
    let mut ads = 0;
    let step = |step: &Document| {
        ads += int(step, "m");
        (
            Timestamp::clamped(int(step, "t")),
            u32::try_from(ads).unwrap_or(0),
        )
    };
    Rival {
        domain: text(made, "h").into(),
        platform: text(made, "p").into(),
        ads: count(made, "n"),
        first_seen: Timestamp::clamped(int(made, "f")),
        proven: made.get_bool("w").unwrap_or(false),
        steps: documents(made, "s").map(step).collect(),
    }
}

fn domain_move(made: &Document) -> Option<DomainMove> {
    Some(DomainMove {
        domain: text(made, "domain").to_owned(),
        names: texts(made, "names").map(str::to_owned).collect(),
        to: MOVED_TO.into_iter().find(|to| to.as_str() == text(made, "to"))?,
        platform: made.get_str("platform").ok().map(str::to_owned),
        points_to: text(made, "points_to").to_owned(),
        last_on_converty: Timestamp::clamped(int(made, "last_on")),
        first_away: Timestamp::clamped(int(made, "t")),
    })
}

/// The sums of one quarter, as `pipelines::days` gives them.
pub(crate) fn delta(sums: &Document) -> DayDelta {
    let mut delta = DayDelta {
        facts: int(sums, "f"),
        newly_covered: int(sums, "n"),
        active: int(sums, "on"),
        inactive: int(sums, "off"),
        reports_active: int(sums, "ra"),
        reports_inactive: int(sums, "ri"),
        ..DayDelta::default()
    };
    delta.ads.total = int(sums, "a");
    delta.ads.converty = int(sums, "c");
    delta.ads.concurrent = int(sums, "x");
    delta.ads.unknown = int(sums, "u");
    delta
}

/// A text; "" where there is none.
pub(crate) fn text<'d>(of: &'d Document, name: &str) -> &'d str {
    of.get_str(name).unwrap_or_default()
}

/// A whole number; 0 where there is none.
pub(crate) fn int(of: &Document, name: &str) -> i64 {
    long(of, name).unwrap_or(0)
}

/// A whole number that is never negative.
pub(crate) fn unsigned(of: &Document, name: &str) -> u64 {
    u64::try_from(int(of, name)).unwrap_or(0)
}

/// A whole number, where there is one.
pub(crate) fn long(of: &Document, name: &str) -> Option<i64> {
    of.get(name).and_then(whole)
}

fn whole(value: &Bson) -> Option<i64> {
    match value {
        Bson::Int32(value) => Some((*value).into()),
        Bson::Int64(value) => Some(*value),
        _ => None,
    }
}

fn count(of: &Document, name: &str) -> u32 {
    u32::try_from(int(of, name).max(0)).unwrap_or(u32::MAX)
}

fn moment(of: &Document, name: &str) -> Option<Timestamp> {
    long(of, name).map(Timestamp::clamped)
}

fn values<'d>(of: &'d Document, name: &str) -> impl Iterator<Item = &'d Bson> {
    of.get_array(name).into_iter().flatten()
}

fn texts<'d>(of: &'d Document, name: &str) -> impl Iterator<Item = &'d str> {
    values(of, name).filter_map(Bson::as_str)
}

fn documents<'d>(of: &'d Document, name: &str) -> impl Iterator<Item = &'d Document> {
    values(of, name).filter_map(Bson::as_document)
}
