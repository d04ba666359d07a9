//! Times in documents: texts, dates of BSON, numbers.

use ::mongodb::bson::{Bson, DateTime, Document};
use model::Timestamp;

/// A time in whatever shape; `None` where it is none.
pub(super) fn read(value: &Bson) -> Option<Timestamp> {
    match value {
        Bson::DateTime(date) => Timestamp::from_millis(date.timestamp_millis()),
        Bson::String(text) => Timestamp::parse(text),
        Bson::Int32(number) => Timestamp::from_number(i64::from(*number)),
        Bson::Int64(number) => Timestamp::from_number(*number),
        #[expect(
            clippy::cast_possible_truncation,
            reason = "seconds or milliseconds; a fraction says nothing here"
        )]
        Bson::Double(number) => Timestamp::from_number(*number as i64),
        _ => None,
    }
}

/// The first of these fields that holds a time; else when the document's `_id` was made.
pub(super) fn of(document: &Document, fields: &[&str]) -> Option<Timestamp> {
    let told = fields.iter().find_map(|field| read(document.get(field)?));
    told.or_else(|| {
        let id = document.get_object_id("_id").ok()?;
        Timestamp::from_millis(id.timestamp().timestamp_millis())
    })
}

/// As it is stored: a date of BSON where the seller's other documents hold such (sorted, dates come after all texts, so
/// a text would never be the latest), else the text of the contract.
pub(super) fn stored(time: Timestamp, as_date: bool) -> Bson {
    if as_date {
        Bson::DateTime(DateTime::from_millis(time.as_millis()))
    } else {
        Bson::String(time.to_string())
    }
}

/// Whether any of these documents holds a date of BSON there.
pub(super) fn has_dates(documents: &[Document], field: &str) -> bool {
    documents
        .iter()
        .any(|document| matches!(document.get(field), Some(Bson::DateTime(_))))
}
