//! Saved segments: filters with a name, shared by all who read. Here they are only resolved; whoever has a database
//! keeps them ([`Body`] is the record) and hands them in.

use std::collections::BTreeMap;
use std::sync::Arc;

use compact_str::CompactString;
use model::Timestamp;

use super::address;
use super::{ClientFilter, Segment};

/// Characters of a name, at most.
pub const LONGEST_NAME: usize = 40;

/// A saved segment as its record holds it; the record's key is the name.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Body {
    /// What people call it. Foreign: it may be anything.
    pub title: String,
    /// The filter, as [`address::Read::query`] writes it.
    pub address: String,
    /// Who saved it last.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A saved segment, resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// As it is kept.
    pub body: Body,
    /// What its address says: nobody where it cannot be understood any more.
    pub read: address::Read,
}

impl Saved {
    /// Whether every word of its address is understood, and every segment that it names is there.
    pub fn is_sound(&self) -> bool {
        self.read.misread.is_empty()
    }
}

/// All saved segments, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Segments(BTreeMap<CompactString, Saved>);

impl Segments {
    /// Of all records. A segment may be made of others; one that names itself, straight or by others, is not sound.
    pub fn of(records: impl IntoIterator<Item = (String, Body)>) -> Self {
        let mut waiting: BTreeMap<CompactString, Body> = records
            .into_iter()
            .filter(|(name, _)| is_name(name))
            .map(|(name, body)| (name.into(), body))
            .collect();
        let mut resolved = Self::default();
        // Each round resolves those whose parts are resolved; what is left names itself.
        loop {
            let ready: Vec<CompactString> = waiting
                .iter()
                .filter(|(_, body)| !names(&body.address).any(|part| waiting.contains_key(part.as_str())))
                .map(|(name, _)| name.clone())
                .collect();
            let last = ready.is_empty();
            let now = if last {
                waiting.keys().cloned().collect()
            } else {
                ready
            };
            for name in now {
                if let Some(body) = waiting.remove(&name) {
                    let read = address::parse(&body.address, &resolved);
                    resolved.0.insert(name, Saved { body, read });
                }
            }
            if last {
                return resolved;
            }
        }
    }

    /// The filter of a name: a saved segment's that is sound, or a band's. `None` where there is none: whoever asked
    /// must be told, for to leave the segment out would show everybody.
    pub fn filter(&self, name: &str) -> Option<Arc<ClientFilter>> {
        if let Some(band) = Segment::from_name(name) {
            return Some(Arc::new(ClientFilter {
                segment: Some(band),
                ..ClientFilter::default()
            }));
        }
        let saved = self.0.get(name).filter(|saved| saved.is_sound())?;
        Some(Arc::new(saved.read.filter.clone()))
    }

    /// The same where chances cannot be asked: a segment that asks them is not sound there.
    #[must_use]
    pub fn without_chances(mut self) -> Self {
        for saved in self.0.values_mut() {
            if saved.is_sound() && saved.read.filter.asks_chances() {
                saved.read.misread.push("start_from");
            }
        }
        self
    }

    /// A saved segment, sound or not.
    pub fn get(&self, name: &str) -> Option<&Saved> {
        self.0.get(name)
    }

    /// All of them, by name.
    pub fn each(&self) -> impl Iterator<Item = (&str, &Saved)> {
        self.0.iter().map(|(name, saved)| (name.as_str(), saved))
    }

    /// Those that are made of this one.
    pub fn made_of<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s str> {
        let made = move |saved: &Saved| names(&saved.body.address).any(|part| part == name);
        self.each()
            .filter(move |(_, saved)| made(saved))
            .map(|(other, _)| other)
    }
}

/// Whether a text can be a segment's name: small ASCII letters, digits and single dashes between them, and no band.
pub fn is_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let parts = || text.split('-');
    text.len() <= LONGEST_NAME
        && parts().all(|part| !part.is_empty() && part.bytes().all(plain))
        && Segment::from_name(text).is_none()
}

/// The segments that an address names.
fn names(query: &str) -> impl Iterator<Item = String> {
    let pairs = address::pairs(query).into_iter();
    let named = pairs.filter(|(name, _)| matches!(name.as_str(), "segment" | "not_segment"));
    named.flat_map(|(_, value)| value.split(',').map(str::to_owned).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(address: &str) -> Body {
        Body {
            title: "A title".to_owned(),
            address: address.to_owned(),
            by: "leila".to_owned(),
            at: Timestamp::clamped(0),
        }
    }

    fn segments(all: &[(&str, &str)]) -> Segments {
        let records = all
            .iter()
            .map(|(name, address)| ((*name).to_owned(), body(address)));
        Segments::of(records)
    }

    #[test]
    fn a_segment_may_be_made_of_others() {
        let all = segments(&[
            ("a", "segment=b,21%2B&not_segment=c"),
            ("b", "status=active"),
            ("c", "platform=youcan"),
        ]);
        let a = all.filter("a").unwrap();
        assert_eq!(a.segment, Some(Segment::Huge));
        assert_eq!(a.within, [all.filter("b").unwrap()]);
        assert_eq!(a.not.as_ref().unwrap().within, [all.filter("c").unwrap()]);
        assert_eq!(all.made_of("c").collect::<Vec<_>>(), ["a"]);
        assert_eq!(all.filter("1-5").unwrap().segment, Some(Segment::Small));
    }

    #[test]
    fn what_names_itself_or_nothing_is_not_sound_and_lets_nobody_through() {
        let all = segments(&[
            ("a", "segment=b"),
            ("b", "not_segment=a"),
            ("lost", "segment=gone"),
            ("odd", "status=dead"),
            ("fine", "status=active"),
        ]);
        for name in ["a", "b", "lost", "odd"] {
            assert!(!all.get(name).unwrap().is_sound(), "{name}");
            assert_eq!(all.filter(name), None, "{name}");
        }
        assert!(all.filter("fine").is_some());
        assert_eq!(all.filter("never"), None);
    }

    #[test]
    fn where_chances_cannot_be_asked_segments_that_ask_them_are_not_sound() {
        let all = segments(&[
            ("likely", "start_from=20"),
            ("made", "not_segment=likely"),
            ("fine", "status=active"),
        ]);
        assert!(all.each().all(|(_, saved)| saved.is_sound()));
        assert!(all.filter("made").unwrap().asks_chances());
        let without = all.without_chances();
        let sound: Vec<&str> = without
            .each()
            .filter(|(_, saved)| saved.is_sound())
            .map(|it| it.0)
            .collect();
        assert_eq!(sound, ["fine"]);
        assert_eq!(without.filter("likely"), None);
    }

    #[test]
    fn names_are_plain_and_no_bands() {
        for right in ["vip", "a-1", "2027", "1-6", &"a".repeat(LONGEST_NAME)] {
            assert!(is_name(right), "{right}");
        }
        let long = "a".repeat(LONGEST_NAME + 1);
        for wrong in [
            "", "-", "a-", "a--b", "A", "é", "a b", "1-5", "6-10", "11-20", "21+", "a,b", "../x", &long,
        ] {
            assert!(!is_name(wrong), "{wrong}");
        }
    }
}
