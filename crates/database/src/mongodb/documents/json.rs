//! From BSON to plain JSON, whatever types a program in another language chose for the same thing.

use ::mongodb::bson::{Bson, Document};
use model::Timestamp;
use serde_json::{Map, Number, Value};

/// The document's fields.
pub(super) fn object(document: &Document) -> Map<String, Value> {
    document
        .iter()
        .map(|(name, value)| (name.clone(), plain(value)))
        .collect()
}

/// Whole numbers are whole, of whatever type; dates are texts; what has no place in JSON is null.
pub(super) fn plain(value: &Bson) -> Value {
    match value {
        Bson::String(text) => Value::String(text.clone()),
        Bson::Boolean(flag) => Value::Bool(*flag),
        Bson::Int32(number) => Value::from(*number),
        Bson::Int64(number) => Value::from(*number),
        Bson::Double(number) => double(*number),
        Bson::Decimal128(number) => number.to_string().parse().map_or(Value::Null, double),
        Bson::Array(values) => values.iter().map(plain).collect(),
        Bson::Document(document) => Value::Object(object(document)),
        Bson::ObjectId(id) => Value::String(id.to_hex()),
        Bson::DateTime(date) => Timestamp::from_millis(date.timestamp_millis())
            .map_or(Value::Null, |time| Value::String(time.to_string())),
        _ => Value::Null,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "whole numbers within what a double holds exactly"
)]
fn double(number: f64) -> Value {
    if number.abs() < 9e15 && number == number.trunc() {
        return Value::from(number as i64);
    }
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}
