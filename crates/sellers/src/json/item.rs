//! One item of a JSON list: an object with a slug and domains in any of their types, or something else.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::Reason;
use crate::collect::{Collector, Row};
use crate::field::{self, Field};

/// What stood at the place of a seller.
pub(super) enum Item {
    Row(Row),
    /// Anything but an object, as text.
    Other(String),
}

impl Item {
    pub(super) fn collect(self, line: u64, collector: &mut Collector<'_>) {
        match self {
            Self::Row(row) => collector.row(line, &row),
            Self::Other(text) => collector.reject(line, &text, Reason::NotAnObject),
        }
    }
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ItemVisitor)
    }
}

/// Implements the visits of scalars: each is handed to `self.text` or, for what says nothing, `self.nothing`.
macro_rules! visit_scalars {
    ($value:ty) => {
        fn visit_str<E>(self, text: &str) -> Result<$value, E> {
            Ok(self.text(text))
        }
        fn visit_u64<E>(self, number: u64) -> Result<$value, E> {
            Ok(self.text(&number.to_string()))
        }
        fn visit_i64<E>(self, number: i64) -> Result<$value, E> {
            Ok(self.text(&number.to_string()))
        }
        fn visit_f64<E>(self, number: f64) -> Result<$value, E> {
            Ok(self.text(&number.to_string()))
        }
        fn visit_bool<E>(self, value: bool) -> Result<$value, E> {
            Ok(self.nothing(if value { "true" } else { "false" }))
        }
        fn visit_unit<E>(self) -> Result<$value, E> {
            Ok(self.nothing("null"))
        }
    };
}
pub(super) use visit_scalars;

struct ItemVisitor;

#[expect(clippy::unused_self, reason = "the shape that visit_scalars asks for")]
impl ItemVisitor {
    fn text(self, text: &str) -> Item {
        Item::Other(text.to_owned())
    }

    fn nothing(self, literal: &str) -> Item {
        Item::Other(literal.to_owned())
    }
}

impl<'de> Visitor<'de> for ItemVisitor {
    type Value = Item;
    visit_scalars!(Item);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a seller")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Item, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Item::Other("[...]".to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Item, A::Error> {
        let mut row = Row::default();
        while let Some(key) = entries.next_key::<Key>()? {
            key.read_value(&mut row, &mut entries)?;
        }
        Ok(Item::Row(row))
    }
}

/// What a key of an object stands for.
pub(super) enum Key {
    Field(Field),
    /// `stores`, `data`, ...: at the top of a document, a list of sellers.
    Wrapper,
    /// `$oid`, `$numberLong`: MongoDB's way to write a typed value.
    Typed,
    Other,
}

/// Names under which exports and APIs put their lists.
const WRAPPERS: [&str; 8] = [
    "stores",
    "sellers",
    "clients",
    "data",
    "items",
    "results",
    "rows",
    "documents",
];

impl Key {
    fn new(name: &str) -> Self {
        if let Some(field) = field::field(name) {
            Self::Field(field)
        } else if WRAPPERS.iter().any(|wrapper| name.eq_ignore_ascii_case(wrapper)) {
            Self::Wrapper
        } else if name.starts_with('$') {
            Self::Typed
        } else {
            Self::Other
        }
    }

    /// Reads the value of this key into the row, where it matters.
    pub(super) fn read_value<'de, A: MapAccess<'de>>(
        self,
        row: &mut Row,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match self {
            Self::Field(Field::Domain) => map.next_value_seed(Texts(&mut row.domains)),
            Self::Field(Field::Slug) => {
                let mut texts = Vec::new();
                map.next_value_seed(Texts(&mut texts))?;
                if row.slug.trim().is_empty() {
                    row.slug = texts
                        .into_iter()
                        .find(|text| !text.trim().is_empty())
                        .unwrap_or_default();
                }
                Ok(())
            }
            Self::Wrapper | Self::Typed | Self::Other => map.next_value::<IgnoredAny>().map(drop),
        }
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl Visitor<'_> for KeyVisitor {
            type Value = Key;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_str<E>(self, name: &str) -> Result<Key, E> {
                Ok(Key::new(name))
            }
        }
        deserializer.deserialize_identifier(KeyVisitor)
    }
}

/// Collects the texts of a value: a text, a number, lists of them, `{"$oid": ...}`, `{"domain": ...}`.
struct Texts<'a>(&'a mut Vec<String>);

impl Texts<'_> {
    fn text(self, text: &str) {
        self.0.push(text.to_owned());
    }

    #[expect(clippy::unused_self, reason = "the shape that visit_scalars asks for")]
    fn nothing(self, _literal: &str) {}
}

impl<'de> DeserializeSeed<'de> for Texts<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Texts<'_> {
    type Value = ();
    visit_scalars!(());

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a list of texts")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Texts(&mut *self.0))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(key) = entries.next_key::<Key>()? {
            match key {
                Key::Field(_) | Key::Typed => entries.next_value_seed(Texts(&mut *self.0))?,
                Key::Wrapper | Key::Other => entries.next_value::<IgnoredAny>().map(drop)?,
            }
        }
        Ok(())
    }
}
