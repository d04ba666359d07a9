//! The items of a dataset page: where each begins and ends, and what it says of the search that brought it.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

/// The items of a page, each exactly as received; `None` where the page is no JSON array.
pub(crate) fn items_of(page: &[u8]) -> Option<Vec<&[u8]>> {
    let items: Vec<&RawValue> = serde_json::from_slice(page).ok()?;
    Some(items.into_iter().map(|item| item.get().as_bytes()).collect())
}

/// What an item says of the search that brought it. Whatever is absent or of another type is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Origin<'a> {
    /// The address that was asked.
    pub(crate) url: Option<Cow<'a, str>>,
    /// The library's own count of results.
    pub(crate) total: Option<u64>,
    /// The Facebook page that runs the ad.
    pub(crate) page_id: Option<Cow<'a, str>>,
    /// The library calls the ad ended.
    pub(crate) ended: bool,
}

/// The fields as they may come: each of any type.
#[derive(Deserialize)]
struct Fields<'a> {
    #[serde(borrow, default)]
    url: Option<&'a RawValue>,
    #[serde(borrow, default)]
    total: Option<&'a RawValue>,
    #[serde(borrow, default)]
    page_id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    is_active: Option<&'a RawValue>,
}

impl<'a> Origin<'a> {
    pub(crate) fn of(item: &'a [u8]) -> Self {
        // An array would do for a struct; an item is an object or says nothing.
        if item.first() != Some(&b'{') {
            return Self::default();
        }
        let Ok(fields) = serde_json::from_slice::<Fields<'a>>(item) else {
            return Self::default();
        };
        Self {
            url: fields.url.and_then(text),
            total: fields.total.and_then(|raw| text(raw)?.trim().parse().ok()),
            page_id: fields.page_id.and_then(text).filter(|id| !id.is_empty()),
            ended: fields.is_active.is_some_and(|raw| raw.get() == "false"),
        }
    }
}

/// A text, or a number as it stands.
fn text(raw: &RawValue) -> Option<Cow<'_, str>> {
    let raw = raw.get();
    match raw.as_bytes().first()? {
        b'"' => {
            #[derive(Deserialize)]
            struct Text<'a>(#[serde(borrow)] Cow<'a, str>);
            serde_json::from_str::<Text<'_>>(raw).ok().map(|text| text.0)
        }
        b'-' | b'0'..=b'9' => Some(Cow::Borrowed(raw)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_come_out_byte_for_byte() {
        let page = br#" [ {"a" : 1}, 2 ,{"b":[1, 2]}]"#;
        let items = items_of(page).unwrap();
        assert_eq!(items, [&br#"{"a" : 1}"#[..], b"2", br#"{"b":[1, 2]}"#]);
        for broken in [&b"[{}"[..], b"{}", b"<html>", b""] {
            assert!(items_of(broken).is_none());
        }
    }

    #[test]
    fn only_the_librarys_own_word_ends_an_ad() {
        let ended = |json: &'static str| Origin::of(json.as_bytes()).ended;
        assert!(ended(r#"{"is_active": false}"#));
        for other in [
            r#"{"is_active":true}"#,
            r#"{"is_active":null}"#,
            r#"{"is_active":0}"#,
            "{}",
        ] {
            assert!(!ended(other), "{other}");
        }
    }

    #[test]
    fn origins_are_read_from_any_type() {
        let of = |json: &'static str| {
            let origin = Origin::of(json.as_bytes());
            (
                origin.url.map(Cow::into_owned),
                origin.total,
                origin.page_id.map(Cow::into_owned),
            )
        };
        let full =
            r#"{"url":"https:\/\/x\/?q=a&b=\u00e9","total":33,"page_id":"9991","snapshot":{"url":"no"}}"#;
        assert_eq!(
            of(full),
            (Some("https://x/?q=a&b=é".into()), Some(33), Some("9991".into()))
        );
        assert_eq!(
            of(r#"{"total":"12","page_id":77}"#),
            (None, Some(12), Some("77".into()))
        );
        assert_eq!(of(r#"{"url":{},"total":-1,"page_id":""}"#), (None, None, None));
        for nothing in ["[1,2,3]", "null", "{", r#""url""#] {
            assert_eq!(of(nothing), (None, None, None), "{nothing}");
        }
    }
}
