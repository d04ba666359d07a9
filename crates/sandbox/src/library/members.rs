//! A recorded item without what belongs to the search that brought it.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The item as it was written, from `{` up to the last member, but for the members that a search sets. The
/// closing brace is left to whoever adds them. `None` for what is no object.
pub(super) fn without_search(ad: &RawValue) -> Option<Box<[u8]>> {
    let members: Members<'_> = serde_json::from_str(ad.get()).ok()?;
    let mut item = Vec::with_capacity(ad.get().len());
    for (name, value) in &members.0 {
        if !matches!(name.as_ref(), "url" | "total" | "position") {
            item.push(if item.is_empty() { b'{' } else { b',' });
            serde_json::to_writer(&mut item, name).ok()?;
            item.push(b':');
            item.extend_from_slice(value.get().as_bytes());
        }
    }
    Some(item.into_boxed_slice())
}

/// An object's members in order, their values unread.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(List)
    }
}

struct List;

impl<'de> Visitor<'de> for List {
    type Value = Members<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an item")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_search_set_goes() {
        let ad = r#"{"ad_archive_id": "1", "url":"u","x":{"url":"kept", "n":1.50},"total":3,"position":9, "é\"":[]}"#;
        let item = without_search(serde_json::from_str(ad).unwrap()).unwrap();
        assert_eq!(
            String::from_utf8(item.into_vec()).unwrap(),
            r#"{"ad_archive_id":"1","x":{"url":"kept", "n":1.50},"é\"":[]"#
        );
        assert!(without_search(serde_json::from_str("[1]").unwrap()).is_none());
    }
}
