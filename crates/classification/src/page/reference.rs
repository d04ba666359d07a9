//! Addresses that a page refers to: in attributes, styles and scripts alike, wherever `//` stands before a host.
//!
//! An address inside the query of another one is part of that one. A relative address names no host and is passed
//! over.

use compact_str::CompactString;
use memchr::memmem::Finder;

/// A name is at most this long (RFC 1035, section 2.3.4).
const LONGEST_HOST: usize = 253;

/// One address: who is asked, and for what.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reference<'t> {
    /// In lower case, without port or user.
    pub host: CompactString,
    /// With its leading slash, or empty; without the query.
    pub path: &'t str,
}

/// All addresses of a text, in their order.
pub(crate) fn references(text: &str) -> impl Iterator<Item = Reference<'_>> {
    let slashes = Finder::new("//").into_owned();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..)?;
            let start = at + slashes.find(rest.as_bytes())?;
            let after = start + 2;
            if !begins_an_address(text.get(..start)?) {
                at = after;
                continue;
            }
            let whole = token(text.get(after..)?);
            at = after + whole.len();
            if let Some(reference) = read(whole) {
                return Some(reference);
            }
        }
    })
}

/// Whether what stands before the slashes lets an address begin: a scheme, or nothing of a word.
fn begins_an_address(before: &str) -> bool {
    match before.as_bytes().last() {
        None => true,
        Some(b':') => is_web_scheme(before),
        Some(b) => b.is_ascii_whitespace() || b"\"'`(=,>[;".contains(b),
    }
}

fn is_web_scheme(before: &str) -> bool {
    let bytes = before.as_bytes();
    ["https:", "http:", "wss:", "ws:"].iter().any(|scheme| {
        bytes
            .len()
            .checked_sub(scheme.len())
            .and_then(|from| bytes.get(from..))
            .is_some_and(|tail| tail.eq_ignore_ascii_case(scheme.as_bytes()))
    })
}

/// The text up to what ends an address in markup, styles and scripts.
fn token(text: &str) -> &str {
    let ends = |b: u8| b.is_ascii_whitespace() || b.is_ascii_control() || b"\"'`<>)\\".contains(&b);
    let end = text.bytes().position(ends).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

fn read(whole: &str) -> Option<Reference<'_>> {
    let cut = |text: &str, signs: &[char]| text.find(signs).unwrap_or(text.len());
    let (authority, rest) = whole.split_at_checked(cut(whole, &['/', '?', '#', '&', ',', ';', '|']))?;
    let host = authority.rsplit('@').next()?;
    let host = host.split(':').next()?;
    let host = host.strip_suffix('.').unwrap_or(host);
    let valid = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    if host.len() > LONGEST_HOST || !host.contains('.') || !host.bytes().all(valid) {
        return None;
    }
    let path = rest.get(..cut(rest, &['?', '#', '&'])).unwrap_or_default();
    let path = if path.starts_with('/') { path } else { "" };
    Some(Reference {
        host: host.to_ascii_lowercase().into(),
        path,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<String> {
        references(text)
            .map(|reference| format!("{}{}", reference.host, reference.path))
            .collect()
    }

    #[test]
    fn addresses_are_found_wherever_they_stand() {
        for text in [
            "<script src=\"https://CDN.a.tn/x/y.js?v=1\">",
            "<link href='//cdn.a.tn/x/y.js'>",
            "<img src=//cdn.a.tn/x/y.js#z>",
            "<a href=https://cdn.a.tn:443/x/y.js>",
            "body{background:url(//cdn.a.tn/x/y.js)}",
            "fetch(`https://cdn.a.tn/x/y.js`)",
            "<img srcset=\"/s.jpg 1x, https://cdn.a.tn/x/y.js 2x\">",
            "https://user:word@cdn.a.tn/x/y.js",
            "//cdn.a.tn./x/y.js",
        ] {
            assert_eq!(found(text), ["cdn.a.tn/x/y.js"], "{text}");
        }
        assert_eq!(found("['//a.tn','//b.tn']"), ["a.tn", "b.tn"]);
    }

    #[test]
    fn what_is_no_address_of_the_page_is_passed_over() {
        for text in [
            "",
            "//",
            "https://",
            "// a comment",
            "//word",
            "x//cdn.b.tn",
            "ftp://cdn.b.tn",
            "//[::1]/x",
            "//é.tn/",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
        assert_eq!(found("https://a.tn/?u=https://cdn.b.tn/x"), ["a.tn/"]);
        assert_eq!(found("https://a.tn//cdn.b.tn/x"), ["a.tn//cdn.b.tn/x"]);
        assert_eq!(found("https://cdn.b.tn@evil.tn/x"), ["evil.tn/x"]);
    }

    proptest! {
        #[test]
        fn any_text_is_walked_to_its_end(text in "(//|https?:|[a-z.@:/?#\"'\\\\ é&]){0,60}") {
            for reference in references(&text) {
                prop_assert!(reference.host.contains('.'));
                prop_assert!(reference.path.is_empty() || reference.path.starts_with('/'));
            }
        }
    }
}
