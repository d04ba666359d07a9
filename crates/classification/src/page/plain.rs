//! Slashes and quotes as scripts and attributes hide them: `https:\/\/`, `\u002F`, `&quot;`.

use std::borrow::Cow;

/// How a sign is written, and the sign. Longest first where one begins like another.
const HIDDEN: [(&str, char); 12] = [
    ("\\/", '/'),
    ("\\u002F", '/'),
    ("\\u002f", '/'),
    ("\\x2F", '/'),
    ("\\x2f", '/'),
    ("&#x2F;", '/'),
    ("&#x2f;", '/'),
    ("&#47;", '/'),
    ("&quot;", '"'),
    ("&#34;", '"'),
    ("&#39;", '\''),
    ("&#x27;", '\''),
];

/// The text with those signs in plain; borrowed where none is hidden.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut kept, mut at) = (0, 0);
    while let Some((found, rest)) = candidate(text, at) {
        match HIDDEN.iter().find(|(written, _)| rest.starts_with(written)) {
            Some((written, sign)) => {
                out.push_str(text.get(kept..found).unwrap_or_default());
                out.push(*sign);
                at = found + written.len();
                kept = at;
            }
            None => at = found + 1,
        }
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(kept..).unwrap_or_default());
    Cow::Owned(out)
}

/// The next backslash or ampersand from `at` on: where it is, and the text that begins with it.
fn candidate(text: &str, at: usize) -> Option<(usize, &str)> {
    let found = at + memchr::memchr2(b'\\', b'&', text.as_bytes().get(at..)?)?;
    Some((found, text.get(found..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_signs_come_out_and_all_else_stays() {
        assert_eq!(plain(r"https:\/\/a.tn\/x"), "https://a.tn/x");
        assert_eq!(plain(r"https:\u002F\u002fa.tn"), "https://a.tn");
        assert_eq!(plain("&quot;//a.tn&quot;&amp;&#x2F;"), "\"//a.tn\"&amp;/");
        assert_eq!(plain(r"\n & \\ é\/"), "\\n & \\\\ é/");
        assert!(matches!(plain("a & b \\n"), Cow::Borrowed(_)));
    }
}
