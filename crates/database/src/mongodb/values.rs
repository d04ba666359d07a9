//! How our values stand in BSON, and back. A field whose value is empty, zero or unknown is absent.

use ::mongodb::bson::spec::BinarySubtype;
use ::mongodb::bson::{Binary, Bson, Document, doc};
use compact_str::CompactString;
use model::Timestamp;

use crate::{Error, Result};

/// A whole number in the smallest type that holds it: collections are billions of documents long.
pub(super) fn int(number: i64) -> Bson {
    i32::try_from(number).map_or(Bson::Int64(number), Bson::Int32)
}

/// The whole number in a value, whatever its width.
pub(super) fn whole(value: &Bson) -> Option<i64> {
    match value {
        Bson::Int32(number) => Some(i64::from(*number)),
        Bson::Int64(number) => Some(*number),
        _ => None,
    }
}

/// A count as a number; no count of ours comes near the end of an `i64`.
pub(super) fn count(number: u64) -> Bson {
    int(signed(number))
}

/// A number as BSON holds it, whose whole numbers are signed; none of ours comes near the end of them.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Milliseconds since 1970.
pub(super) fn millis(time: Timestamp) -> Bson {
    Bson::Int64(time.as_millis())
}

/// Bytes.
pub(super) fn bytes(bytes: Vec<u8>) -> Bson {
    Bson::Binary(Binary {
        subtype: BinarySubtype::Generic,
        bytes,
    })
}

/// An xxh3-128, big-endian.
pub(super) fn digest(digest: u128) -> Bson {
    bytes(digest.to_be_bytes().to_vec())
}

/// A text; `None` for an empty one.
pub(super) fn some_text(text: &str) -> Option<Bson> {
    (!text.is_empty()).then(|| Bson::from(text))
}

/// What is read from a document: its fields by name, each of the type that it must have.
pub(super) trait Read {
    /// The key.
    fn key(&self) -> Result<&str>;
    /// A text; empty where the field is absent.
    fn text(&self, name: &str) -> Result<&str>;
    /// A text that may be absent.
    fn maybe_text(&self, name: &str) -> Result<Option<CompactString>>;
    /// A whole number that may be absent.
    fn maybe_number(&self, name: &str) -> Result<Option<i64>>;
    /// A whole number; an absent one is an error.
    fn number(&self, name: &str) -> Result<i64>;
    /// A count; zero where the field is absent.
    fn count(&self, name: &str) -> Result<u64>;
    /// Yes or no; `None` where the field is absent.
    fn maybe_flag(&self, name: &str) -> Result<Option<bool>>;
    /// A time that may be absent. Dates of BSON are taken too.
    fn time(&self, name: &str) -> Result<Option<Timestamp>>;
    /// A time; an absent one is an error.
    fn moment(&self, name: &str) -> Result<Timestamp>;
    /// Bytes.
    fn bytes(&self, name: &str) -> Result<&[u8]>;
    /// An xxh3-128.
    fn digest(&self, name: &str) -> Result<u128>;
    /// The value of a stable name that may be absent.
    fn named<T>(&self, name: &str, from_name: fn(&str) -> Option<T>) -> Result<Option<T>>;
}

/// Says which document is damaged, and how.
fn wrong(document: &Document, name: &str, what: &str) -> Error {
    let key = document.get("_id").map(Bson::to_string).unwrap_or_default();
    Error::Damaged(format!("field {name:?} of document {key} {what}"))
}

impl Read for Document {
    fn key(&self) -> Result<&str> {
        match self.get("_id") {
            Some(Bson::String(key)) => Ok(key),
            _ => Err(wrong(self, "_id", "is no text")),
        }
    }

    fn text(&self, name: &str) -> Result<&str> {
        match self.get(name) {
            None => Ok(""),
            Some(Bson::String(text)) => Ok(text),
            Some(_) => Err(wrong(self, name, "is no text")),
        }
    }

    fn maybe_text(&self, name: &str) -> Result<Option<CompactString>> {
        Ok(match self.get(name) {
            None => None,
            Some(_) => Some(CompactString::from(self.text(name)?)),
        })
    }

    fn maybe_number(&self, name: &str) -> Result<Option<i64>> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        match whole(value) {
            None => Err(wrong(self, name, "is no whole number")),
            number => Ok(number),
        }
    }

    fn number(&self, name: &str) -> Result<i64> {
        self.maybe_number(name)?
            .ok_or_else(|| wrong(self, name, "is missing"))
    }

    fn count(&self, name: &str) -> Result<u64> {
        let number = self.maybe_number(name)?.unwrap_or(0);
        u64::try_from(number).map_err(|_| wrong(self, name, "is below zero"))
    }

    fn maybe_flag(&self, name: &str) -> Result<Option<bool>> {
        match self.get(name) {
            None => Ok(None),
            Some(Bson::Boolean(flag)) => Ok(Some(*flag)),
            // So some servers give back what was set.
            Some(Bson::Int32(0) | Bson::Int64(0)) => Ok(Some(false)),
            Some(Bson::Int32(1) | Bson::Int64(1)) => Ok(Some(true)),
            Some(_) => Err(wrong(self, name, "is neither true nor false")),
        }
    }

    fn time(&self, name: &str) -> Result<Option<Timestamp>> {
        let millis = match self.get(name) {
            Some(Bson::DateTime(date)) => Some(date.timestamp_millis()),
            _ => self.maybe_number(name)?,
        };
        let Some(millis) = millis else { return Ok(None) };
        match Timestamp::from_millis(millis) {
            Some(time) => Ok(Some(time)),
            None => Err(wrong(self, name, "is no time")),
        }
    }

    fn moment(&self, name: &str) -> Result<Timestamp> {
        self.time(name)?.ok_or_else(|| wrong(self, name, "is missing"))
    }

    fn bytes(&self, name: &str) -> Result<&[u8]> {
        match self.get(name) {
            Some(Bson::Binary(binary)) => Ok(&binary.bytes),
            _ => Err(wrong(self, name, "holds no bytes")),
        }
    }

    fn digest(&self, name: &str) -> Result<u128> {
        let bytes = <[u8; 16]>::try_from(Read::bytes(self, name)?);
        bytes
            .map(u128::from_be_bytes)
            .map_err(|_| wrong(self, name, "is no digest"))
    }

    fn named<T>(&self, name: &str, from_name: fn(&str) -> Option<T>) -> Result<Option<T>> {
        if !self.contains_key(name) {
            return Ok(None);
        }
        match from_name(self.text(name)?) {
            Some(value) => Ok(Some(value)),
            None => Err(wrong(self, name, "means nothing here")),
        }
    }
}

/// A condition on a field: any of these texts. One alone is asked for as such, which every server finds by an index.
pub(super) fn any_of(texts: &[&str]) -> Bson {
    match texts {
        [text] => Bson::String((*text).to_owned()),
        texts => Bson::Document(doc! {"$in": texts.to_vec()}),
    }
}

#[cfg(test)]
mod tests {
    use ::mongodb::bson::doc;

    use super::*;

    #[test]
    fn numbers_take_the_room_they_need_and_come_back() {
        for (number, small) in [
            (0, true),
            (i64::from(i32::MAX), true),
            (i64::from(i32::MAX) + 1, false),
            (i64::MIN, false),
        ] {
            let document = doc! {"n": int(number)};
            assert_eq!(document.get_i32("n").is_ok(), small, "{number}");
            assert_eq!(document.number("n").unwrap(), number);
        }
        assert_eq!(doc! {}.maybe_number("n").unwrap(), None);
        assert!(doc! {}.number("n").is_err());
    }

    #[test]
    fn what_is_of_another_type_is_damage_that_names_the_field() {
        let document = doc! {"_id": "x", "a": 1.5, "b": "text", "c": true, "d": bytes(vec![1])};
        let failures = [
            document.number("a").unwrap_err(),
            document.time("b").unwrap_err(),
            document.text("c").map(drop).unwrap_err(),
            document.digest("d").unwrap_err(),
            document.maybe_flag("b").unwrap_err(),
            doc! {"_id": "x", "t": i64::MAX}.time("t").unwrap_err(),
        ];
        for failure in failures {
            assert!(
                matches!(&failure, Error::Damaged(what) if what.contains("\"x\"")),
                "{failure}"
            );
        }
    }

    #[test]
    fn dates_are_times_too() {
        let date = ::mongodb::bson::DateTime::from_millis(5);
        assert_eq!(
            doc! {"t": date}.moment("t").unwrap(),
            Timestamp::from_millis(5).unwrap()
        );
        assert_eq!(
            doc! {"t": 5_i64}.moment("t").unwrap(),
            Timestamp::from_millis(5).unwrap()
        );
    }
}
