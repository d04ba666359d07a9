//! Schemes: told apart from `host:port`, and `http` repaired where it was typed or glued wrongly.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// Spellings that stand for `http` or `https`, longest first within a beginning.
const MISSPELT: [&str; 20] = [
    "https", "http", "htttps", "htttp", "hhttps", "hhttp", "httpss", "httsp", "httos", "htps", "htp", "ttps",
    "ttp", "hhtps", "hhtp", "htpps", "hxxps", "hxxp", "httpp", "httpps",
];
/// More than this many schemes in a row is nobody's slip.
const MAX_GLUED: usize = 5;
/// More than this many layers of percent-encoding around a scheme is nobody's slip.
const MAX_LAYERS: usize = 4;

/// `https%3A%2F%2F` and the like, decoded until the scheme stands plain; borrowed where it does already.
pub(super) fn decode_layers(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..MAX_LAYERS {
        if !is_encoded(&text) {
            break;
        }
        text = Cow::Owned(percent_decode_str(&text).decode_utf8_lossy().into_owned());
    }
    text
}

/// Whether a percent sign stands where the colon or the slashes of `http(s)://` belong.
fn is_encoded(text: &str) -> bool {
    let rest = strip_ignore_case(text, "https")
        .or_else(|| strip_ignore_case(text, "http"))
        .unwrap_or(text);
    let sign = |text: &str, code: &str| {
        let bare = text.strip_prefix('%').map(|t| t.trim_start_matches("25"))?;
        strip_ignore_case(bare, code).map(|_| ())
    };
    let colon_encoded = rest.len() < text.len() && sign(rest, "3a").is_some();
    let slash_encoded = sign(rest.strip_prefix(':').unwrap_or(rest), "2f").is_some();
    colon_encoded || slash_encoded
}

fn strip_ignore_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// What follows `http(s)://` in any spelling, and whether the last scheme is `https`; `None` where the text
/// begins with no such thing.
pub(super) fn strip_http(text: &str) -> Option<(&str, bool)> {
    let mut found = None;
    let mut rest = text;
    for _ in 0..MAX_GLUED {
        let Some((after, secure)) = strip_one(rest) else {
            break;
        };
        found = Some((after, secure));
        rest = after;
    }
    found
}

/// One scheme with its separators: `https://`, `https//`, `http:\\`, `https:host`, `htps:/`.
fn strip_one(text: &str) -> Option<(&str, bool)> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (word, rest) = text.split_at_checked(letters)?;
    if !MISSPELT.iter().any(|known| known.eq_ignore_ascii_case(word)) {
        return None;
    }
    let secure = word.bytes().any(|b| b.eq_ignore_ascii_case(&b's'));
    let after = rest.trim_start_matches([':', ';', ' ']);
    let colon = rest.len() > after.len() && rest.trim_start().starts_with([':', ';']);
    let after_slashes = after.trim_start_matches(['/', '\\', ' ', ':']);
    let slashes = after.len() - after_slashes.len();
    // `https:80` is a host and a port; `http.tn` is a host.
    let is_port = colon && slashes == 0 && after.starts_with(|c: char| c.is_ascii_digit());
    ((colon && !is_port) || (slashes >= 2 && after.starts_with(['/', '\\'])))
        .then_some((after_slashes, secure))
}

/// The scheme of a text that begins with one, as written: letters, digits, `+`, `-`, `.` and a colon.
/// `host:443/path` has none.
pub(super) fn scheme_of(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once(':')?;
    let mut bytes = scheme.bytes();
    let first = bytes.next()?.is_ascii_alphabetic();
    if !first || !bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.')) {
        return None;
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let ends = rest
        .get(digits..)
        .is_some_and(|r| r.is_empty() || r.starts_with(['/', '?', '#', '\\']));
    let is_port = digits > 0 && ends && scheme.contains('.');
    (!is_port).then_some(scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_in_every_spelling() {
        for text in [
            "https://a.tn/x",
            "HTTPS://a.tn/x",
            "https:a.tn/x",
            "https:/a.tn/x",
            "https:///a.tn/x",
            "http:\\\\a.tn/x",
            "https//a.tn/x",
            "htps://a.tn/x",
            "ttps://a.tn/x",
            "https://https://a.tn/x",
            "http://https//a.tn/x",
            "https:// a.tn/x",
            "https ://a.tn/x",
            "https;//a.tn/x",
            "https//:a.tn/x",
        ] {
            assert_eq!(strip_http(text).map(|(rest, _)| rest), Some("a.tn/x"), "{text}");
        }
        for text in [
            "a.tn",
            "http.tn/x",
            "httpd.tn",
            "https.tn://x",
            "ftp://a.tn",
            "//a.tn",
            "http:80/x",
        ] {
            assert_eq!(strip_http(text), None, "{text}");
        }
    }

    #[test]
    fn layers_are_decoded_to_the_scheme_only() {
        for text in [
            "https%3A%2F%2Fa.tn%2Fx",
            "https%253A%252F%252Fa.tn%252Fx",
            "https:%2F%2Fa.tn/x",
        ] {
            assert_eq!(decode_layers(text), "https://a.tn/x", "{text}");
        }
        assert_eq!(decode_layers("https://a.tn/%3A"), "https://a.tn/%3A");
    }

    #[test]
    fn a_port_is_no_scheme() {
        assert_eq!(scheme_of("a.tn:443/x"), None);
        assert_eq!(scheme_of("tel:21612345"), Some("tel"));
        assert_eq!(scheme_of("whatsapp://send"), Some("whatsapp"));
        assert_eq!(scheme_of("android-app://x"), Some("android-app"));
        assert_eq!(scheme_of("a b:c"), None);
    }
}
