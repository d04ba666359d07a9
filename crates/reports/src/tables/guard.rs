//! Foreign text that a spreadsheet would run as a formula is made plain text.

use std::borrow::Cow;

/// The text, with an apostrophe before it where a spreadsheet could take it for a formula: it starts,
/// spaces and invisible marks aside, with `=`, `+`, `-`, `@` (full-width forms too), or with a tab or line
/// break. The signs are those of OWASP's page on CSV injection.
pub fn guard(text: &str) -> Cow<'_, str> {
    if text.starts_with(['\t', '\r', '\n'])
        || text.chars().find(|c| !is_blank(*c)).is_some_and(starts_formula)
    {
        return Cow::Owned(format!("'{text}"));
    }
    Cow::Borrowed(text)
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || model::text::is_invisible(c)
}

const fn starts_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text() {
        for text in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            " =1",
            "\u{feff}=cmd|' /C calc'!A0",
            "＝1",
            "\u{200f}+216",
        ] {
            assert_eq!(guard(text), format!("'{text}"), "{text:?}");
        }
    }

    #[test]
    fn other_text_is_left_alone() {
        for text in [
            "",
            "vervane",
            "a=b",
            "متجر",
            "1-2",
            "'=1",
            "2025-12-29T16:30:00.000Z",
        ] {
            assert_eq!(guard(text), text);
        }
    }
}
