//! Targets that stand in a parameter of the query.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// The values of the named parameters, decoded once, in the order of the names. Names match in any letter
/// case, percent-encoded or not, and after an HTML-escaped ampersand.
pub(super) fn values(query: &str, names: &[String]) -> impl Iterator<Item = String> {
    names.iter().flat_map(move |name| {
        query.split('&').filter_map(move |pair| {
            let (key, value) = pair.split_once('=')?;
            let key = decode(key.strip_prefix("amp;").unwrap_or(key));
            (key.eq_ignore_ascii_case(name) && !value.is_empty()).then(|| decode(value).into_owned())
        })
    })
}

fn decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

/// Proofpoint's second form writes `-` for `%` and `_` for `/`; its first is plain.
pub(super) fn proofpoint(value: &str) -> String {
    if value.contains("://") {
        return value.to_owned();
    }
    decode(&value.replace('-', "%").replace('_', "/")).into_owned()
}

/// `cache:CODE:host/path words` and `cache:host/path`.
pub(super) fn kept_page(value: &str) -> Vec<String> {
    let Some(rest) = value.strip_prefix("cache:") else {
        return Vec::new();
    };
    let rest = rest.split([' ', '+']).next().unwrap_or_default();
    let after_code = rest.split_once(':').map(|(_, page)| page.to_owned());
    after_code.into_iter().chain([rest.to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_however_they_are_written() {
        let names = ["u".to_owned(), "$fallback_url".to_owned()];
        let found = |query: &str| values(query, &names).collect::<Vec<_>>();
        assert_eq!(found("h=1&u=https%3A%2F%2Fa.tn"), ["https://a.tn"]);
        assert_eq!(found("U=a.tn"), ["a.tn"]);
        assert_eq!(found("h=1&amp;u=a.tn"), ["a.tn"]);
        assert_eq!(found("%24fallback_url=b.tn&u=a.tn"), ["a.tn", "b.tn"]);
        assert!(found("u=&uu=a.tn").is_empty());
    }

    #[test]
    fn proofpoint_in_both_forms() {
        assert_eq!(proofpoint("https-3A__a.tn_x-3Fy"), "https://a.tn/x?y");
        assert_eq!(proofpoint("https://a-b.tn/x_y"), "https://a-b.tn/x_y");
    }
}
