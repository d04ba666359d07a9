//! What a seller changes in the series, summed by quarters of an hour.

use std::collections::BTreeMap;

use analytics::apart::{DayDelta, Note, each_change};
use analytics::{Client, Quarter};
use database::mongodb::bson::{Bson, Document};

use super::write::number;

/// The field `d`; numbers that are 0 are left out.
pub(super) fn of(client: &Client, note: &Note) -> Vec<Bson> {
    let mut quarters: BTreeMap<Quarter, DayDelta> = BTreeMap::new();
    each_change(client, note, |at, delta| {
        quarters.entry(Quarter::of(at)).or_default().add(delta, 1);
    });
    quarters
        .into_iter()
        .map(|(quarter, delta)| document(quarter, &delta))
        .collect()
}

fn document(quarter: Quarter, delta: &DayDelta) -> Bson {
    let mut document = Document::new();
    document.insert("q", quarter.0);
    let numbers = [
        ("f", delta.facts),
        ("n", delta.newly_covered),
        ("on", delta.active),
        ("off", delta.inactive),
        ("ra", delta.reports_active),
        ("ri", delta.reports_inactive),
        ("a", delta.ads.total),
        ("c", delta.ads.converty),
        ("x", delta.ads.concurrent),
        ("u", delta.ads.unknown),
    ];
    for (name, value) in numbers {
        if value != 0 {
            document.insert(name, number(value));
        }
    }
    document.into()
}
