//! What a search looks at in an item: its words, its page, whether it runs.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::library::words;

/// What is searched of one ad.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// `ad_archive_id`; empty for a marker or something else that is no ad.
    pub(super) id: String,
    /// The id of its page.
    pub(super) page: String,
    /// What stands in its page's URL: a name or a number.
    pub(super) address: Option<String>,
    /// Where the item says so.
    pub(super) active: Option<bool>,
    /// Its texts, the links among them decoded.
    texts: Vec<String>,
}

/// The members, at any depth, whose strings people read.
const TEXTS: [&str; 10] = [
    "text",
    "body",
    "__html",
    "title",
    "description",
    "link_description",
    "page_name",
    "current_page_name",
    "byline",
    "extra_texts",
];
/// The members, at any depth, that are links or what is shown for them.
const LINKS: [&str; 3] = ["link_url", "caption", "extra_links"];

impl Reading {
    /// Reads an item. What it does not know it skips; only what is no JSON object is an error.
    pub(super) fn of(item: &[u8]) -> serde_json::Result<Self> {
        let mut reading = Self::default();
        let mut json = serde_json::Deserializer::from_slice(item);
        let walk = Walk {
            reading: &mut reading,
            key: "",
            depth: 0,
        };
        walk.deserialize(&mut json)?;
        json.end()?;
        Ok(reading)
    }

    /// Every word of every text; a word may come more than once.
    pub(super) fn each_word(&self, mut each: impl FnMut(&str)) {
        for text in &self.texts {
            words(text, &mut each);
        }
    }

    /// Whether one of its texts holds these words one after the other.
    pub(super) fn has_phrase(&self, phrase: &[String]) -> bool {
        self.texts.iter().any(|text| {
            let words = words::list(text);
            words.windows(phrase.len().max(1)).any(|window| window == phrase)
        })
    }

    fn note(&mut self, key: &str, depth: u8, text: &str) {
        if TEXTS.contains(&key) {
            self.texts.push(text.to_owned());
        } else if LINKS.contains(&key) {
            self.texts.push(words::decoded(text));
        } else if key == "page_profile_uri" {
            self.address = text
                .trim_end_matches('/')
                .rsplit('/')
                .next()
                .map(str::to_lowercase);
        } else if depth == 1 && key == "ad_archive_id" {
            text.clone_into(&mut self.id);
        } else if depth == 1 && key == "page_id" {
            text.clone_into(&mut self.page);
        }
    }
}

/// A value on the way through an item: the member that it belongs to, and how deep that is. An array's values
/// belong to the array's member.
struct Walk<'r> {
    reading: &'r mut Reading,
    key: &'r str,
    depth: u8,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.depth == 0 {
            deserializer.deserialize_map(self)
        } else {
            deserializer.deserialize_any(self)
        }
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an ad")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Cow<'_, str>>()? {
            map.next_value_seed(Walk {
                reading: self.reading,
                key: &key,
                depth: self.depth.saturating_add(1),
            })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let is_wanted = TEXTS.contains(&self.key) || LINKS.contains(&self.key) || self.key == "cards";
        while is_wanted
            && list
                .next_element_seed(Walk {
                    reading: self.reading,
                    key: self.key,
                    depth: self.depth,
                })?
                .is_some()
        {}
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.reading.note(self.key, self.depth, text);
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        if matches!(self.key, "ad_archive_id" | "page_id") {
            self.reading.note(self.key, self.depth, &number.to_string());
        }
        Ok(())
    }

    fn visit_bool<E>(self, is_true: bool) -> Result<(), E> {
        if self.depth == 1 && self.key == "is_active" {
            self.reading.active = Some(is_true);
        }
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_what_people_see_and_no_more() {
        let item = r#"{"ad_archive_id":12,"page_id":"7","is_active":false,"url":"https://x/?q=searched",
            "snapshot":{"body":{"text":"Bonjour"},"title":null,"caption":"A.TN","cta_text":"Shop now",
            "page_id":"8","page_profile_uri":"https://www.facebook.com/Dar.Gold/","extra_links":["https://b.tn"],
            "cards":[{"body":"carte","link_url":"https%3A%2F%2Fc.tn","is_active":true}],
            "images":[{"title":"hidden"}]}}"#;
        let reading = Reading::of(item.as_bytes()).unwrap();
        assert_eq!((reading.id.as_str(), reading.page.as_str()), ("12", "7"));
        assert_eq!(reading.address.as_deref(), Some("dar.gold"));
        assert_eq!(reading.active, Some(false));
        let mut words = Vec::new();
        reading.each_word(|word| words.push(word.to_owned()));
        assert_eq!(
            words.join(" "),
            "bonjour a tn https b tn carte https c tn",
            "in the item's order"
        );
        assert!(reading.has_phrase(&["c".to_owned(), "tn".to_owned()]));
        assert!(!reading.has_phrase(&["tn".to_owned(), "carte".to_owned()]));
    }

    #[test]
    fn what_is_no_item_is_an_error_or_empty() {
        for foreign in ["", "[]", "7", "{", "{} x", "null"] {
            assert!(Reading::of(foreign.as_bytes()).is_err(), "{foreign}");
        }
        assert!(
            Reading::of(br#"{"error":"Ads not found"}"#)
                .unwrap()
                .id
                .is_empty()
        );
    }
}
