//! The top of a JSON document: a list of sellers, a wrapper around one, or a seller.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::Reason;
use crate::collect::{Collector, Row};
use crate::json::item::{Item, Key, visit_scalars};

/// Streams what stands here into the collector. The value says whether that was a list, or held one.
pub(super) struct Top<'a, 'c>(pub(super) &'a mut Collector<'c>);

impl Top<'_, '_> {
    fn text(self, text: &str) -> bool {
        let line = self.0.rows() + 1;
        self.0.reject(line, text, Reason::NotAnObject);
        false
    }

    fn nothing(self, literal: &str) -> bool {
        self.text(literal)
    }
}

impl<'de> DeserializeSeed<'de> for Top<'_, '_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Top<'_, '_> {
    type Value = bool;
    visit_scalars!(bool);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of sellers")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<bool, A::Error> {
        while let Some(item) = items.next_element::<Item>()? {
            item.collect(self.0.rows() + 1, self.0);
        }
        Ok(true)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<bool, A::Error> {
        let mut row = Row::default();
        let mut is_wrapper = false;
        while let Some(key) = entries.next_key::<Key>()? {
            let named = !row.slug.is_empty() || !row.domains.is_empty();
            match key {
                // A seller may have a field of such a name too.
                Key::Wrapper if !named => is_wrapper |= entries.next_value_seed(Wrapped(self.0))?,
                key => key.read_value(&mut row, &mut entries)?,
            }
        }
        let named = !row.slug.is_empty() || !row.domains.is_empty();
        if named || !is_wrapper {
            self.0.row(self.0.rows() + 1, &row);
        }
        Ok(true)
    }
}

/// The value of a wrapper's key: a list, a wrapper again, or something that is none of our business.
struct Wrapped<'a, 'c>(&'a mut Collector<'c>);

#[expect(clippy::unused_self, reason = "the shape that visit_scalars asks for")]
impl Wrapped<'_, '_> {
    fn text(self, _text: &str) -> bool {
        false
    }

    fn nothing(self, _literal: &str) -> bool {
        false
    }
}

impl<'de> DeserializeSeed<'de> for Wrapped<'_, '_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Wrapped<'_, '_> {
    type Value = bool;
    visit_scalars!(bool);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of sellers")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<bool, A::Error> {
        Top(self.0).visit_seq(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<bool, A::Error> {
        Top(self.0).visit_map(entries)
    }
}
