//! Marks that people and editors paste into links without seeing them.

use std::borrow::Cow;

/// Soft hyphen, Arabic letter mark, Mongolian separator, zero-width and bidirectional marks, byte order
/// mark. All were found in real links, most before `https`.
pub const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The text without invisible marks, tabs and line breaks; borrowed where there are none.
pub fn strip_invisible(text: &str) -> Cow<'_, str> {
    let unwanted = |c: char| is_invisible(c) || matches!(c, '\t' | '\r' | '\n');
    if text.contains(unwanted) {
        Cow::Owned(text.chars().filter(|c| !unwanted(*c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(strip_invisible("https://a.tn/متجر"), Cow::Borrowed(_)));
        assert_eq!(
            strip_invisible("\u{feff}ht\u{200b}tps://\na.tn\u{200f}"),
            "https://a.tn"
        );
    }
}
