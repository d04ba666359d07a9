//! Values that JSON has no type for: money, moments, days, percentages.

use std::borrow::Cow;

use analytics::Day;
use model::document::Ratio;
use model::{MicroDollars, Timestamp};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::schema::{KnownFormat, Object, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::openapi::{RefOr, schema};
use utoipa::{PartialSchema, ToSchema};

/// US dollars with six places, as a string: `"0.007000"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dollars(pub MicroDollars);

/// A moment: `"2026-11-23T07:18:33.000Z"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub Timestamp);

/// A day of the dashboard's time zone: `"2026-11-23"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date(pub Day);

/// Percent with at most two decimals: `66.67`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Percent(pub Ratio);

impl Serialize for Dollars {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A whole number as JSON Schema has it: `7.0` is one too.
pub(super) fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let number = serde_json::Number::deserialize(deserializer)?;
    let text = number.to_string();
    let whole = text.strip_suffix(".0").unwrap_or(&text);
    whole
        .parse()
        .map_err(|_| D::Error::custom(format!("{text} is not a whole number from 0 on")))
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn scalar(object: impl Into<Object>) -> RefOr<Schema> {
    RefOr::T(Schema::Object(object.into()))
}

impl PartialSchema for Dollars {
    fn schema() -> RefOr<Schema> {
        let about = "US dollars with six places.";
        scalar(
            text()
                .pattern(Some(r"^-?[0-9]+\.[0-9]{6}$"))
                .description(Some(about))
                .examples(["0.007000"]),
        )
    }
}

impl PartialSchema for Moment {
    fn schema() -> RefOr<Schema> {
        let format = SchemaFormat::KnownFormat(KnownFormat::DateTime);
        let about = "A moment, ISO 8601 in UTC.";
        scalar(
            text()
                .format(Some(format))
                .description(Some(about))
                .examples(["2026-11-23T07:18:33.000Z"]),
        )
    }
}

impl PartialSchema for Date {
    fn schema() -> RefOr<Schema> {
        let format = SchemaFormat::KnownFormat(KnownFormat::Date);
        let about = "A day of the dashboard's time zone.";
        scalar(
            text()
                .format(Some(format))
                .description(Some(about))
                .examples(["2026-11-23"]),
        )
    }
}

impl PartialSchema for Percent {
    fn schema() -> RefOr<Schema> {
        let number = ObjectBuilder::new()
            .schema_type(schema::SchemaType::Type(Type::Number))
            .minimum(Some(0));
        scalar(number.description(Some("Percent with at most two decimals.")))
    }
}

macro_rules! named {
    ($($type:ident),+) => {$(
        impl ToSchema for $type {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($type))
            }
        }
    )+};
}
named!(Dollars, Moment, Date, Percent);
